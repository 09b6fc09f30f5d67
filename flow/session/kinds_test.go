package session

import (
	"fmt"
	"testing"

	"nicelab/wasm/protocol"
)

// A column of text colours the rows of the planes and of the corner plot alike, its most frequent words first; other
// data forgets it.
func TestRowsAreColoured(t *testing.T) {
	d := newDesk(t)
	d.do(capped(5), protocol.OpenTable{Name: "p.csv", Bytes: testdata(t, "penguins.csv")}, protocol.Play{})
	if got := fmt.Sprint(last[protocol.State](d).Texts); got != "[species island sex]" {
		t.Fatalf("the columns of text are %s", got)
	}
	show := protocol.DefaultShow()
	show.Label = 1
	d.do(show, cornerView(protocol.CornerArgs{Masses: masses, Label: 1}))
	p, e := last[protocol.Planes](d), last[protocol.CornerData](d)
	if fmt.Sprint(p.Kinds) != "[Adelie Gentoo Chinstrap]" || len(p.Kind) != 342 || len(e.Kind) != len(e.Dots)/4 ||
		e.Args.Label != 1 {
		t.Fatalf("%v, %d rows; the corner plot has %d of %d", p.Kinds, len(p.Kind), len(e.Kind), len(e.Dots)/4)
	}
	texts := d.seen().Texts
	for i, k := range p.Kind {
		if got := texts.Cell(d.data.numbers[i], 0); int(k) >= len(p.Kinds) || p.Kinds[k] != got {
			t.Fatalf("row %d is %s, and coloured as kind %d", d.data.numbers[i], got, k)
		}
		if e.Kind[i] != k {
			t.Fatalf("row %d has another colour in the corner plot", i)
		}
	}
	show.Label = 0
	d.do(show, cornerView(protocol.CornerArgs{Masses: masses}))
	if p, e := last[protocol.Planes](d), last[protocol.CornerData](d); len(p.Kind) != 0 || len(e.Kind) != 0 {
		t.Error("no column is chosen, and rows are coloured")
	}
	show.Label = 9
	d.do(show)
	if st := last[protocol.State](d); st.Show.Label != 0 {
		t.Errorf("column %d of three is shown", st.Show.Label)
	}
	show.Label = 2
	d.do(show, shuffled(400, 3))
	if st, p := last[protocol.State](d), last[protocol.Planes](d); st.Show.Label != 0 || len(p.Kind) != 0 {
		t.Error("other data is coloured by a column of the table before")
	}
	// More words than colours: the rest share one; and so do blanks.
	csv := "x,y,word\n"
	for i := range 300 {
		csv += fmt.Sprintf("%d.5,%d.25,w%d\n", i*7%50, i*3%41, (i*i)%11)
	}
	d.do(protocol.OpenTable{Name: "w.csv", Bytes: []byte(csv + "1.5,2.5,\n")}, protocol.Show{ColumnY: 1, Label: 1})
	if p := last[protocol.Planes](d); len(p.Kinds) > protocol.MaxKinds || len(p.Kind) != 301 ||
		p.Kind[300] != protocol.MaxKinds {
		t.Errorf("%v; a blank is of kind %v", p.Kinds, p.Kind)
	}
}
