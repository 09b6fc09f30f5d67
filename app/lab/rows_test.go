package lab

import (
	"fmt"
	"math"
	"testing"

	"nicelab/app/link"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// tabled is a lab that has a table of n rows at rest, and shows its views.
func tabled(t *testing.T, n int) (*Lab, *recorder, *RowsView) {
	t.Helper()
	l, r := started(t)
	for _, v := range l.Views.All {
		v.There = true
	}
	l.Handle(protocol.State{
		Phase: protocol.Paused, Source: "table", Name: "a.csv", Columns: []string{"u", "v", "w"}, Rows: n,
		Show: FirstShow, Model: link.DefaultRun().Model, Train: link.DefaultRun().Train,
	})
	return l, r, l.Views.All[0].View.(*RowsView)
}

// A view is watched where it is shown and fits, and nothing is said twice; a new trainer hears of it again.
func TestViewsAreWatchedWhereTheyFit(t *testing.T) {
	l, r, v := tabled(t, 300)
	sent := watches(r, "rows")
	if len(sent) != 1 || !sent[0].Open || sent[0].Args.Rows.Length != PageRows {
		t.Fatalf("of a table the trainer is told %+v", sent)
	}
	l.Views.Watch()
	if again := r.Take(); len(again) != 0 {
		t.Errorf("without a change it is told %+v", again)
	}
	l.Views.All[0].Closed = true
	l.Views.Watch()
	if sent := watches(r, "rows"); len(sent) != 1 || sent[0].Open {
		t.Errorf("closed: %+v", sent)
	}
	l.Views.All[0].Closed = false
	l.Views.Watch()
	r.Take()
	l.Handle(protocol.Hello{})
	if sent := watches(r, "rows"); len(sent) != 1 || !sent[0].Open {
		t.Errorf("a new trainer is told %+v", sent)
	}
	l.Handle(window(l, v, 300, 300))
	l.Handle(presetState(protocol.Paused))
	if sent := watches(r, "rows"); len(sent) != 1 || sent[0].Open {
		t.Errorf("of a preset: %+v", sent)
	}
	if l.Views.Shown() || len(v.Got.Numbers) != 0 {
		t.Error("of a preset rows are shown")
	}
}

// Every event and every view's name has a place: what no view takes is a mistake.
func TestEachViewTakesItsOwn(t *testing.T) {
	l, _, _ := tabled(t, 300)
	for _, e := range []protocol.Event{protocol.Rows{}, protocol.Why{}, protocol.CornerData{}, protocol.Corner{}} {
		takers := 0
		for _, v := range l.Views.All {
			if v.take(e) {
				takers++
			}
		}
		if takers != 1 {
			t.Errorf("%T is taken by %d views", e, takers)
		}
	}
}

// A search begins at its first row; one that leaves fewer rows than came before ends on its last page, and asks no
// more.
func TestSearchesOfRows(t *testing.T) {
	l, r, v := tabled(t, 300)
	l.Handle(window(l, v, 300, 300))
	v.Turn(3)
	v.Search("bo")
	l.Views.Watch()
	if sent := watches(r, "rows"); sent[len(sent)-1].Args.Rows.Search != "bo" || sent[len(sent)-1].Args.Rows.First != 0 {
		t.Errorf("%+v", sent)
	}
	l.Handle(window(l, v, 300, 3))
	if got := v.FoundText(); got != "Found 3 of 300 rows" || v.WindowText() != "1 to 3 of 3" {
		t.Errorf("it says %q, %q", got, v.WindowText())
	}
	l.Handle(window(l, v, 300, 0))
	if got := v.FoundText(); got != "No row has “bo” in it." || v.WindowText() != "" {
		t.Errorf("it says %q, %q", got, v.WindowText())
	}
	v.Search("")
	v.Ask.First = 250
	l.Views.Watch()
	l.Handle(window(l, v, 300, 120)) // fewer than there were
	r.Take()
	if l.Views.Watch(); v.Ask.First != 119 || len(r.Take()) != 0 || v.awaited() {
		t.Errorf("it asks for the window from %d", v.Ask.First)
	}
	l.Picking.Rows = []int{4, 9}
	l.Views.Watch()
	if sent := watches(r, "rows"); len(sent) != 1 || fmt.Sprint(sent[0].Args.Rows.Among) != "[4 9]" {
		t.Errorf("of a selection: %+v", sent)
	}
	l.Handle(window(l, v, 300, 2))
	if got := v.FoundText(); got != "2 of 300 rows: those selected in the planes" {
		t.Errorf("it says %q", got)
	}
}

// A click near a point of a table chooses its row; one beside them all, in a selection or on a preset none.
func TestChoosingAPoint(t *testing.T) {
	l, r, _ := tabled(t, 300)
	l.Handle(paired())
	asked := func() (points []int) {
		for _, c := range r.Take() {
			if s, ok := c.(protocol.Show); ok {
				points = append(points, s.Point)
			}
		}
		return points
	}
	asked()
	l.ChoosePoint(0.9, 1.1, 0.04)
	l.ChoosePoint(0, 0, 0.04)
	l.Probe.Point(-1, 1, true)
	l.Arrow("Enter", false)
	if got := fmt.Sprint(asked()); got != "[3 4]" || l.Shown.Point != 0 {
		t.Errorf("chosen are the points %s", got)
	}
	l.Picking.SetPicking(true)
	l.ChoosePoint(1, 1, 0.04)
	l.Picking.SetPicking(false)
	l.Sight.Dots = false
	l.ChoosePoint(1, 1, 0.04)
	l.Sight.Dots = true
	l.Handle(presetState(protocol.Paused))
	l.ChoosePoint(1, 1, 0.04)
	if got := asked(); len(got) > 0 {
		t.Errorf("chosen are the points %v", got)
	}
}

// How far out a value lies, for people.
func TestTailsInWords(t *testing.T) {
	for tail, want := range map[float64]string{
		math.NaN(): words.Say.WhyUnknown, 0: "Very strange: fewer than 1 in 1,000,000 are as far out.",
		0.00012: "Strange: 1 in 8,300 is as far out.",
		0.0499:  "Strange: 1 in 20 is as far out.", 0.37: "Usual: 37 in 100 are as far out.",
		1: "Usual: 100 in 100 are as far out.",
	} {
		if got := TailText(tail); got != want {
			t.Errorf("%v: %q", tail, got)
		}
	}
	for _, c := range []struct {
		v, width float64
		want     string
	}{{3702.4, 1100, "3702"}, {-39.123, 8, "−39.1"}, {0.01234, 0.01, "0.0123"}, {2, 0, "2"}, {1e-7, 1e-9, "1e−07"}, {4e12,
		1e11, "4e+12"}} {
		if got := About(c.v, c.width); got != c.want {
			t.Errorf("%v of a width of %v is written %s", c.v, c.width, got)
		}
	}
}
