package lab

import (
	"slices"
	"testing"

	"nicelab/wasm/protocol"
)

// The strangest row is chosen as soon as the rows are ranked, and its strangest value is made what is typical as soon
// as it is explained, whatever the table of rows showed before.
func TestTheStrangestRowIsMadeTypical(t *testing.T) {
	l, r, v := tabled(t, 300)
	l.Handle(protocol.Progress{Phase: protocol.Training, Step: 6})
	v.Order(protocol.ByNumber, 0)
	v.Search("bo")
	l.seek(errand{strangest: true, typical: true})
	if v.Ask.Order != protocol.ByLogP || v.Ask.Search != "" {
		t.Errorf("the rows are asked for as %+v", v.Ask)
	}
	l.Handle(window(l, v, 300, 300))
	if l.Shown.Row != 0 {
		t.Fatal("while it trains a row is chosen")
	}
	l.Handle(protocol.Progress{Phase: protocol.Paused, Step: 7})
	e := window(l, v, 300, 300)
	e.Numbers[0] = 42
	l.Handle(e)
	if l.Shown.Row != 42 {
		t.Fatalf("chosen is row %d", l.Shown.Row)
	}
	own := []float64{1.5, 9, -3}
	w := explained(l.Views.Why().Args().Why, own)
	w.Step = 7
	r.Take()
	l.Handle(w)
	sent := watches(r, "why")
	if len(sent) == 0 || !slices.Equal(sent[len(sent)-1].Args.Why.Values, []float64{2, 9, -3}) {
		t.Errorf("asked is %+v", sent)
	}
	l.Handle(w)
	if l.Handle(e); l.Shown.Row != 42 || l.Source.wanting != (errand{}) {
		t.Errorf("afterwards row %d is chosen", l.Shown.Row)
	}
}

// Without a table the penguins come first; another choice of data ends it.
func TestTheStrangestPenguin(t *testing.T) {
	l, r := started(t)
	var shipped string
	l.Line.Effect.Ship = func(files []string, take func([][]byte)) {
		shipped = files[0]
		take(one([]byte("a,b\n1,2\n")))
	}
	do, _ := Deed("strangest")
	do(l)
	c, ok := r.Take()[0].(protocol.OpenTable)
	if shipped != "tables/penguins.csv" || !ok || !c.Play || !l.Source.wanting.strangest {
		t.Errorf("of %s: %+v, %+v", shipped, c, l.Source.wanting)
	}
	l.ChoosePreset("moons")
	if l.Source.wanting.strangest {
		t.Error("of moons the strangest row is sought")
	}
}

// What is wanted of a table that has to be fetched first is done once it is there: the strangest row, or half of a
// picture hidden.
func TestAnErrandWaitsForItsTable(t *testing.T) {
	for name, c := range map[string]struct {
		file string
		want errand
	}{"strangest": {"tables/penguins.csv", errand{strangest: true}}, "inpaint": {"pictures/digits.npz",
		errand{hide: true}}} {
		l, _ := started(t)
		var come func([][]byte)
		var shipped string
		l.Line.Effect.Ship = func(files []string, take func([][]byte)) { shipped, come = files[0], take }
		do, _ := Deed(name)
		do(l)
		come(one([]byte("a,b\n1,2\n")))
		if shipped != c.file || l.Source.wanting != c.want {
			t.Errorf("%s: of %s it wants %+v", name, shipped, l.Source.wanting)
		}
	}

	// Where pictures are there, it is done at once, and training rests.
	l, r := withPictures(t)
	l.Phase = protocol.Training
	do, _ := Deed("inpaint")
	do(l)
	hidden := watched(t, r, "inpaint").Args.Inpaint.Hidden
	if l.Source.wanting.hide || l.Choice.Goes() || len(hidden) != 24 || hidden[0] != 1 || hidden[23] != 0 {
		t.Errorf("it hides %v, and still wants %+v", hidden, l.Source.wanting)
	}
}
