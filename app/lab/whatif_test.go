package lab

import (
	"slices"
	"testing"

	"nicelab/wasm/protocol"
)

// Of many columns the most surprising have sliders, whose steps are round and bring each value of the data within
// reach.
func TestSlidersOfManyColumns(t *testing.T) {
	l, r, _ := tabled(t, 300)
	l.ChooseRow(12)
	e := explained(protocol.WhyArgs{Row: 12}, make([]float64, 40))
	slices.Reverse(e.Columns)
	l.Handle(e)
	l.Views.Why().Try(true)
	if got := l.Views.Why().Trial.columns; len(got) != mostTried || got[0] != 39 {
		t.Errorf("sliders for %v", got)
	}
	// Another is chosen, and comes first; what has a slider is not offered.
	v := l.Views.Why()
	if more := v.Others(); len(more) != 40-mostTried || more[0] != 0 {
		t.Errorf("offered are %v", more)
	}
	r.Take()
	v.Add(5)
	if sent := watches(r, "why"); len(sent) != 1 || sent[0].Args.Why.Columns[0] != 5 {
		t.Errorf("of another column the trainer is told %+v", sent)
	}
	v.Add(5)
	v.Add(40)
	if got := v.Trial.columns; len(got) != mostTried || got[0] != 5 || got[1] != 39 || got[mostTried-1] != 25 {
		t.Errorf("sliders for %v", got)
	}
	if a := v.Args().Why; a.Columns[0] != 5 || len(a.Columns) != mostTried {
		t.Errorf("it asks for %v", a.Columns)
	}
	for _, c := range []struct{ least, most, lo, hi, step float64 }{
		{-4.03, 9, -4.1, 9, .1}, {172, 231, 172, 231, .1}, {2700, 6300, 2700, 6300, 10}, {0, 1e9, 0, 1e9, 1e7}, {0, 0, 0, 0,
			1e-32},
	} {
		lo, hi, step := Scale(protocol.Surprise{Least: c.least, Most: c.most})
		near := func(a, b float64) bool { return a-b < 1e-9 && b-a < 1e-9 }
		if !near(lo, c.lo) || !near(hi, c.hi) || !near(step, c.step) {
			t.Errorf("%v to %v: a slider from %v to %v by %v", c.least, c.most, lo, hi, step)
		}
	}
}
