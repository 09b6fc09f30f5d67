package app

import (
	"strings"
	"testing"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/wasm/protocol"
)

// A table whose columns fit offers to be pictures; a click makes it so, another one a table again, and both travel in
// the address.
func TestATableMayBePictures(t *testing.T) {
	l, r := started(t)
	var link string
	l.effect.link = func(hash string) { link = hash }
	l.openFile("digits.csv", []byte("a,b\n"))
	open := r.take()[0].(protocol.OpenTable)
	if open.Pictures {
		t.Error("it is opened as pictures")
	}
	box := func() string { return ui.HTMLString((&dataPanel{lab: l}).asPictures()) }
	columns := make([]string, 64)
	for i := range columns {
		columns[i] = strings.Repeat("p", i+1)
	}
	state := protocol.State{ID: open.ID, Phase: protocol.Paused, Source: "table", Kind: protocol.KindTable,
		Name: "digits.csv", Columns: columns, Rows: 100,
		Model: l.run.Model, Train: l.run.Train, Show: protocol.DefaultShow()}
	l.handle(state)
	l.handle(protocol.Table{Name: "digits.csv", Rows: 100})
	if html := box(); strings.Contains(html, "as-pictures") {
		t.Errorf("of a table that does not fit: %s", html)
	}
	l.handle(protocol.Table{Name: "digits.csv", Rows: 100, Picture: protocol.Shape{Height: 8, Width: 8, Channels: 1}})
	if html := box(); !strings.Contains(html, "8 × 8 pixels") {
		t.Errorf("%s", html)
	}
	r.take()
	l.takeAsPictures(true)
	if c := r.take()[0].(protocol.UseColumns); !c.Pictures || len(c.Columns) > 0 {
		t.Errorf("it sends %+v", c)
	}
	if again := l.data[1].(protocol.UseColumns); len(l.data) != 2 || !again.Pictures {
		t.Errorf("a new trainer gets %+v", l.data)
	}
	if !strings.Contains(link, "pictures=1") {
		t.Errorf("the address is %s", link)
	}
	state.ID, state.Kind, state.Pictured, state.Picture = 0, protocol.KindPicture, true, protocol.Shape{Height: 8,
		Width: 8, Channels: 1, Levels: 17}
	l.handle(state)
	if html := box(); !l.pictures() || !strings.Contains(html, "checked") {
		t.Errorf("%s", html)
	}
	r.take()
	l.takeAsPictures(true) // once is enough
	if sent := r.take(); len(sent) > 0 {
		t.Errorf("it sends %+v", sent)
	}
	l.takeAsPictures(false)
	if c := r.take()[0].(protocol.UseColumns); c.Pictures {
		t.Errorf("it sends %+v", c)
	}
	if strings.Contains(link, "pictures=1") {
		t.Errorf("the address is %s", link)
	}

	got, wrong := Parse("#pictures=1&seed=3")
	if !got.Pictures || len(wrong) > 0 || !strings.Contains(got.String(), "pictures=1") {
		t.Errorf("%+v, %v", got, wrong)
	}
	l.imaged = got.Pictures
	l.openFile("digits.csv", []byte("a,b\n"))
	for _, c := range r.take() {
		if open, ok := c.(protocol.OpenTable); ok && !open.Pictures {
			t.Error("with such an address it is opened as a table")
		}
	}
}

// The sentence of a run on pictures follows the Gaussian that it is held against.
func TestPicturesAreLearnedWhereTheyBeatTheGaussian(t *testing.T) {
	l, _ := withPictures(t)
	l.handle(protocol.Progress{Phase: protocol.Over, Step: 300, Valid: -30, Bits: 2})
	if l.status() != "stopped" {
		t.Errorf("nothing is known, and it is %s", l.status())
	}
	rival := func(lead float64) protocol.Baselines {
		return protocol.Baselines{Step: 300, Flow: -30, Bits: 2, Held: 10, Of: 40, Train: 80,
			Models: []protocol.Baseline{
				{Name: "gaussian", NLL: -30 + lead, Bits: 2.5, Lead: lead, LeadError: 1, Rows: 80},
			}}
	}
	l.handle(rival(20))
	html := ui.HTMLString(rivalTable(l))
	if text := l.standing(); l.status() != "learned" || !strings.Contains(text, "10 of the 40") ||
		!strings.Contains(html, "2.500 bits a pixel") || !strings.Contains(html, "2.000 bits a pixel") {
		t.Errorf("%s, %q, %s", l.status(), text, html)
	}
	l.rest.Bits = 2
	if text := l.gridNote(); !strings.Contains(text, "has 2.500") {
		t.Errorf("it says %q", text)
	}
	l.handle(rival(-20))
	if l.status() != "stopped" || !strings.Contains(l.overText(), "Gaussian") {
		t.Errorf("%s: %q", l.status(), l.overText())
	}
}
