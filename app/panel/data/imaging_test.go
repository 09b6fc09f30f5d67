package data

import (
	"strings"
	"testing"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/apptest"
	"nicelab/app/lab"
	"nicelab/app/link"
	"nicelab/wasm/protocol"
)

// A table whose columns fit offers to be pictures; a click makes it so, another one a table again, and both travel in
// the address.
func TestATableMayBePictures(t *testing.T) {
	l, r := apptest.Started(t)
	var address string
	l.Line.Effect.Link = func(hash string) { address = hash }
	l.OpenFile("digits.csv", lab.OfBytes([]byte("a,b\n")))
	open := r.Take()[0].(protocol.OpenTable)
	if open.Pictures {
		t.Error("it is opened as pictures")
	}
	box := func() string { return ui.HTMLString((&panel{lab: l}).asPictures()) }
	columns := make([]string, 64)
	for i := range columns {
		columns[i] = strings.Repeat("p", i+1)
	}
	state := protocol.State{ID: open.ID, Phase: protocol.Paused, Source: "table", Kind: protocol.KindTable,
		Name: "digits.csv", Columns: columns, Rows: 100,
		Model: l.Choice.Run.Model, Train: l.Choice.Run.Train, Show: protocol.DefaultShow()}
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
	if again := l.Source.Data[1].(protocol.UseColumns); len(l.Source.Data) != 2 || !again.Pictures {
		t.Errorf("a new trainer gets %+v", l.Source.Data)
	}
	if !strings.Contains(address, "pictures=1") {
		t.Errorf("the address is %s", address)
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
	if strings.Contains(address, "pictures=1") {
		t.Errorf("the address is %s", address)
	}

	got, wrong := link.Parse("#pictures=1&seed=3")
	if !got.Pictures || len(wrong) > 0 || !strings.Contains(got.String(), "pictures=1") {
		t.Errorf("%+v, %v", got, wrong)
	}
	l.Address.Options.Pictures = got.Pictures
	l.OpenFile("digits.csv", lab.OfBytes([]byte("a,b\n")))
	for _, c := range r.Take() {
		if open, ok := c.(protocol.OpenTable); ok && !open.Pictures {
			t.Error("with such an address it is opened as a table")
		}
	}
}
