package app

import (
	"slices"
	"testing"

	"nicelab/wasm/protocol"
)

// The strangest row is chosen as soon as the rows are ranked, and its strangest value is made what is typical as soon as it
// is explained, whatever the table of rows showed before.
func TestTheStrangestRowIsMadeTypical(t *testing.T) {
	l, r, v := tabled(t, 300)
	l.handle(protocol.Progress{Phase: protocol.Training, Step: 6})
	v.order(protocol.ByNumber, 0)
	v.search("bo")
	l.seek(errand{strangest: true, typical: true})
	if v.ask.Order != protocol.ByLogP || v.ask.Search != "" {
		t.Errorf("the rows are asked for as %+v", v.ask)
	}
	l.handle(window(l, v, 300, 300))
	if l.shown.Row != 0 {
		t.Fatal("while it trains a row is chosen")
	}
	l.handle(protocol.Progress{Phase: protocol.Paused, Step: 7})
	e := window(l, v, 300, 300)
	e.Numbers[0] = 42
	l.handle(e)
	if l.shown.Row != 42 {
		t.Fatalf("chosen is row %d", l.shown.Row)
	}
	own := []float64{1.5, 9, -3}
	w := explained(l.why().args(l).Why, own)
	w.Step = 7
	r.take()
	l.handle(w)
	sent := watches(r, "why")
	if len(sent) == 0 || !slices.Equal(sent[len(sent)-1].Args.Why.Values, []float64{2, 9, -3}) {
		t.Errorf("asked is %+v", sent)
	}
	l.handle(w)
	if l.handle(e); l.shown.Row != 42 || l.wanting != (errand{}) {
		t.Errorf("afterwards row %d is chosen", l.shown.Row)
	}
}

// Without a table the penguins come first; another choice of data ends it.
func TestTheStrangestPenguin(t *testing.T) {
	l, r := started(t)
	var shipped string
	l.effect.ship = func(files []string, take func([][]byte)) {
		shipped = files[0]
		take(one([]byte("a,b\n1,2\n")))
	}
	do, _ := deed("strangest")
	do(l)
	c, ok := r.take()[0].(protocol.OpenTable)
	if shipped != "tables/penguins.csv" || !ok || !c.Play || !l.wanting.strangest {
		t.Errorf("of %s: %+v, %+v", shipped, c, l.wanting)
	}
	l.choosePreset("moons")
	if l.wanting.strangest {
		t.Error("of moons the strangest row is sought")
	}
}

// What is wanted of a table that has to be fetched first is done once it is there: the strangest row, or half of a
// picture hidden.
func TestAnErrandWaitsForItsTable(t *testing.T) {
	for name, c := range map[string]struct {
		file string
		want errand
	}{"strangest": {"tables/penguins.csv", errand{strangest: true}}, "inpaint": {"pictures/digits.npz", errand{hide: true}}} {
		l, _ := started(t)
		var come func([][]byte)
		var shipped string
		l.effect.ship = func(files []string, take func([][]byte)) { shipped, come = files[0], take }
		do, _ := deed(name)
		do(l)
		come(one([]byte("a,b\n1,2\n")))
		if shipped != c.file || l.wanting != c.want {
			t.Errorf("%s: of %s it wants %+v", name, shipped, l.wanting)
		}
	}

	// Where pictures are there, it is done at once, and training rests.
	l, r := withPictures(t)
	l.phase = protocol.Training
	do, _ := deed("inpaint")
	do(l)
	hidden := watched(t, r, "inpaint").Args.Inpaint.Hidden
	if l.wanting.hide || l.going || len(hidden) != 24 || hidden[0] != 1 || hidden[23] != 0 {
		t.Errorf("it hides %v, and still wants %+v", hidden, l.wanting)
	}
}
