package session

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"nicelab/flow/keep/keeptest"
	"nicelab/wasm/protocol"
)

// pixelTable is a CSV of n pictures of 4 x 4 pixels, the first of which is always black, behind a label.
func pixelTable(n int) []byte {
	rng := rand.New(rand.NewPCG(4, 4))
	var b strings.Builder
	b.WriteString("label")
	for j := range 16 {
		fmt.Fprintf(&b, ",p%d", j)
	}
	for range n {
		label := rng.IntN(3)
		fmt.Fprintf(&b, "\n%d,0", label)
		for j := 1; j < 16; j++ {
			fmt.Fprintf(&b, ",%d", 60*label+5*j+rng.IntN(40))
		}
	}
	return []byte(b.String())
}

// A table of as many columns as a picture has pixels becomes pictures by a word, and a table again by another.
func TestATableBecomesPictures(t *testing.T) {
	d := newDesk(t)
	d.do(protocol.OpenTable{Name: "p.csv", Bytes: pixelTable(80)})
	table, plain := last[protocol.Table](d), last[protocol.State](d)
	if table.Picture != (protocol.Shape{Height: 4, Width: 4, Channels: 1}) || plain.Kind != protocol.KindTable ||
		plain.Pictured {
		t.Fatalf("%+v, %v", table.Picture, plain.Kind)
	}
	d.do(protocol.UseColumns{Pictures: true})
	st := last[protocol.State](d)
	if st.Kind != protocol.KindPicture || !st.Pictured || st.Rows != 80 || len(st.Columns) != 16 ||
		st.Columns[0] != "p0" || st.Picture.Levels != 256 {
		t.Fatalf("%+v", st)
	}
	if p := d.data.pictures; len(p.Labels) != 80 || p.Picture(3)[0] != 0 {
		t.Errorf("labels %v, %v", p.Labels, p.Picture(3))
	}
	if n := last[protocol.Notice](d); !strings.Contains(strings.Join(n.Args, " "), "The column label says") {
		t.Errorf("it says %+v", n)
	}
	d.do(protocol.Step{})
	if d.trainer.Steps != 1 {
		t.Error("they are not trained on")
	}
	d.do(protocol.UseColumns{})
	if again := last[protocol.State](d); again.Kind != protocol.KindTable || again.Pictured ||
		!slices.Equal(again.Columns, plain.Columns) || again.Rows != 80 {
		t.Errorf("%+v", again)
	}

	// A link or a box that was checked says it beforehand; where it cannot be, the table is opened.
	e := newDesk(t)
	e.do(protocol.OpenTable{Name: "p.csv", Bytes: pixelTable(80), Pictures: true})
	if st := last[protocol.State](e); !st.Pictured || st.Kind != protocol.KindPicture {
		t.Errorf("%+v", st)
	}
	for _, csv := range [][]byte{[]byte(strings.ReplaceAll(string(pixelTable(80)), ",0,", ",-3.5,")), cloud(40)} {
		f := newDesk(t)
		f.do(protocol.OpenTable{Name: "p.csv", Bytes: csv, Pictures: true})
		if st := last[protocol.State](f); st.Pictured || st.Kind == protocol.KindPicture || st.Rows == 0 {
			t.Errorf("%+v", st)
		}
	}
}

// What cannot be pictures is refused, and the table stays.
func TestATableThatCannotBePictures(t *testing.T) {
	d := newDesk(t)
	d.do(protocol.OpenTable{Name: "p.csv", Bytes: []byte(strings.ReplaceAll(string(pixelTable(80)), ",0,", ",-3.5,"))})
	before := last[protocol.State](d)
	d.do(protocol.UseColumns{Pictures: true})
	if n := last[protocol.Notice](d); !n.Error || !strings.Contains(strings.Join(n.Args, " "),
		"pictures have whole numbers") {
		t.Errorf("%+v", n)
	}
	if st := last[protocol.State](d); st.Kind != protocol.KindTable || !slices.Equal(st.Columns, before.Columns) {
		t.Errorf("%+v", st)
	}
}

// A kept run on such pictures goes on to the bit.
func TestATableOfPicturesIsKept(t *testing.T) {
	m := &keeptest.Memory{}
	a := visit(t, m)
	a.do(protocol.OpenTable{Name: "p.csv", Bytes: pixelTable(80)}, protocol.UseColumns{Pictures: true},
		protocol.Keep{On: true})
	a.stepsOn(5)
	m.End()
	b := visit(t, m)
	b.do(protocol.GoOn{ID: 5, Place: last[protocol.Kept](b).Runs[0].Place})
	same(t, "at once", a, b)
	a.stepsOn(5)
	b.stepsOn(5)
	same(t, "after 5 steps", a, b)
	if st := last[protocol.State](b); !st.Pictured || st.Kind != protocol.KindPicture {
		t.Errorf("%+v", st)
	}
	b.do(protocol.UseColumns{})
	if st := last[protocol.State](b); st.Kind != protocol.KindTable {
		t.Errorf("%+v", st)
	}
}
