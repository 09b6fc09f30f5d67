package app

import (
	"strings"
	"testing"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/lab"
	"nicelab/wasm/protocol"
)

// A table whose columns fit offers to be pictures; a click makes it so, another one a table again, and both travel in
// the address.
func TestATableMayBePictures(t *testing.T) {
	l, r := started(t)
	var link string
	l.Effect.Link = func(hash string) { link = hash }
	l.OpenFile("digits.csv", lab.OfBytes([]byte("a,b\n")))
	open := r.Take()[0].(protocol.OpenTable)
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
		Model: l.Run.Model, Train: l.Run.Train, Show: protocol.DefaultShow()}
	l.Handle(state)
	l.Handle(protocol.Table{Name: "digits.csv", Rows: 100})
	if html := box(); strings.Contains(html, "as-pictures") {
		t.Errorf("of a table that does not fit: %s", html)
	}
	l.Handle(protocol.Table{Name: "digits.csv", Rows: 100, Picture: protocol.Shape{Height: 8, Width: 8, Channels: 1}})
	if html := box(); !strings.Contains(html, "8 × 8 pixels") {
		t.Errorf("%s", html)
	}
	r.Take()
	l.TakeAsPictures(true)
	if c := r.Take()[0].(protocol.UseColumns); !c.Pictures || len(c.Columns) > 0 {
		t.Errorf("it sends %+v", c)
	}
	if again := l.Data[1].(protocol.UseColumns); len(l.Data) != 2 || !again.Pictures {
		t.Errorf("a new trainer gets %+v", l.Data)
	}
	if !strings.Contains(link, "pictures=1") {
		t.Errorf("the address is %s", link)
	}
	state.ID, state.Kind, state.Pictured, state.Picture = 0, protocol.KindPicture, true, protocol.Shape{Height: 8,
		Width: 8, Channels: 1, Levels: 17}
	l.Handle(state)
	if html := box(); !l.Pictures() || !strings.Contains(html, "checked") {
		t.Errorf("%s", html)
	}
	r.Take()
	l.TakeAsPictures(true) // once is enough
	if sent := r.Take(); len(sent) > 0 {
		t.Errorf("it sends %+v", sent)
	}
	l.TakeAsPictures(false)
	if c := r.Take()[0].(protocol.UseColumns); c.Pictures {
		t.Errorf("it sends %+v", c)
	}
	if strings.Contains(link, "pictures=1") {
		t.Errorf("the address is %s", link)
	}

	got, wrong := lab.Parse("#pictures=1&seed=3")
	if !got.Pictures || len(wrong) > 0 || !strings.Contains(got.String(), "pictures=1") {
		t.Errorf("%+v, %v", got, wrong)
	}
	l.Imaged = got.Pictures
	l.OpenFile("digits.csv", lab.OfBytes([]byte("a,b\n")))
	for _, c := range r.Take() {
		if open, ok := c.(protocol.OpenTable); ok && !open.Pictures {
			t.Error("with such an address it is opened as a table")
		}
	}
}

// The sentence of a run on pictures follows the Gaussian that it is held against.
func TestPicturesAreLearnedWhereTheyBeatTheGaussian(t *testing.T) {
	l, _ := withPictures(t)
	l.Handle(protocol.Progress{Phase: protocol.Over, Step: 300, Valid: -30, Bits: 2})
	if l.Status() != "stopped" {
		t.Errorf("nothing is known, and it is %s", l.Status())
	}
	rival := func(lead float64) protocol.Baselines {
		return protocol.Baselines{Step: 300, Flow: -30, Bits: 2, Held: 10, Of: 40, Train: 80,
			Models: []protocol.Baseline{
				{Name: "gaussian", NLL: -30 + lead, Bits: 2.5, Lead: lead, LeadError: 1, Rows: 80},
			}}
	}
	l.Handle(rival(20))
	html := ui.HTMLString(rivalTable(l))
	if text := l.Standing(); l.Status() != "learned" || !strings.Contains(text, "10 of the 40") ||
		!strings.Contains(html, "2.500 bits a pixel") || !strings.Contains(html, "2.000 bits a pixel") {
		t.Errorf("%s, %q, %s", l.Status(), text, html)
	}
	l.Rest.Bits = 2
	if text := l.GridNote(); !strings.Contains(text, "has 2.500") {
		t.Errorf("it says %q", text)
	}
	l.Handle(rival(-20))
	if l.Status() != "stopped" || !strings.Contains(l.OverText(), "Gaussian") {
		t.Errorf("%s: %q", l.Status(), l.OverText())
	}
}
