package app

import (
	"slices"
	"strings"
	"testing"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/wasm/protocol"
)

// explained answers what the page asks of a row.
func explained(a protocol.WhyArgs, own []float64) protocol.Why {
	e := protocol.Why{Row: a.Row, Values: own, LogP: -3, RowLogP: -9, Z: []float32{.1, .2, .3}}
	if a.Values != nil {
		e.Values = a.Values
	}
	for j, v := range e.Values {
		e.Columns = append(e.Columns, protocol.Surprise{
			Column: j, Value: v, Surprise: 3 - float64(j), Tail: .5, Median: 2, Lo: 1, Hi: 3, Least: -4.03, Most: 9,
			X: []float64{0, 1, 2, 3, 4}, P: []float64{0, .2, .6, .2, 0},
		})
	}
	return e
}

// While an answer is awaited the next values wait, and of those only the last are asked for; the mark in the planes is
// where they lie. Back at the row, and with another row, nothing is left of them.
func TestWhatIf(t *testing.T) {
	l, r, _ := tabled(t, 300)
	v, panel := l.why(), &viewPanel{lab: l, view: l.views[1]}
	own := []float64{1.5, 2, -3}
	html := func() string { return ui.HTMLString(ui.Div().Body(body(panel)...)) }
	l.chooseRow(12)
	if v.try(l, true); v.trying(l) || strings.Contains(html(), `type="range"`) {
		t.Error("a row that is not explained yet has sliders")
	}
	l.handle(explained(v.args(l).Why, own))
	r.take()
	v.try(l, true)
	sent := watches(r, "why")
	if len(sent) != 1 || !slices.Equal(sent[0].Args.Why.Values, own) || !slices.Equal(sent[0].Args.Why.Columns, []int{0, 1, 2}) {
		t.Fatalf("sent is %+v", sent)
	}
	if h := html(); strings.Count(h, `type="range"`) != 3 || !strings.Contains(h, `id="what-if-2"`) || !strings.Contains(h, "log p = −3.000; the row itself has −9.000.") {
		t.Errorf("it shows %s", h)
	}
	l.handle(explained(sent[0].Args.Why, own))
	for _, x := range []float64{3, 4, 5} {
		v.set(l, 1, x)
	}
	if sent = watches(r, "why"); len(sent) != 1 || !slices.Equal(sent[0].Args.Why.Values, []float64{1.5, 3, -3}) {
		t.Fatalf("at first it asks for %+v", sent)
	}
	l.handle(explained(sent[0].Args.Why, own))
	if sent = watches(r, "why"); len(sent) != 1 || !slices.Equal(sent[0].Args.Why.Values, []float64{1.5, 5, -3}) {
		t.Fatalf("then it asks for %+v", sent)
	}
	l.handle(explained(sent[0].Args.Why, own))
	if at := l.triedMark(); !slices.Equal(at, []float32{1.5, 5, .1, .2}) {
		t.Errorf("the mark is at %v", at)
	}
	if sent = watches(r, "why"); len(sent) != 0 {
		t.Errorf("answered, it asks for %+v", sent)
	}
	v.again(l)
	if sent = watches(r, "why"); len(sent) != 1 || !slices.Equal(sent[0].Args.Why.Values, own) {
		t.Errorf("back at the row it asks for %+v", sent)
	}
	v.set(l, 0, 7)
	v.try(l, false)
	if sent = watches(r, "why"); len(sent) != 1 || sent[0].Args.Why.Values != nil || v.got.Row != 0 {
		t.Errorf("at the end it asks for %+v and shows row %d", sent, v.got.Row)
	}
	l.handle(explained(v.args(l).Why, own))
	v.try(l, true)
	l.chooseRow(13)
	if a := v.args(l).Why; a.Row != 13 || a.Values != nil || l.triedMark() != nil || strings.Contains(html(), `type="range"`) {
		t.Errorf("of another row it asks for %+v", a)
	}
	l.handle(explained(v.args(l).Why, own))
	if l.chooseRow(12); v.trying(l) {
		t.Error("row 12 is still tried")
	}
}

// Of many columns the most surprising have sliders, whose steps are round and bring each value of the data within reach.
func TestSlidersOfManyColumns(t *testing.T) {
	l, _, _ := tabled(t, 300)
	l.chooseRow(12)
	e := explained(protocol.WhyArgs{Row: 12}, make([]float64, 40))
	slices.Reverse(e.Columns)
	l.handle(e)
	l.why().try(l, true)
	if got := l.why().trial.columns; len(got) != mostTried || got[0] != 39 {
		t.Errorf("sliders for %v", got)
	}
	// Another is chosen, and comes first; what has a slider is not offered.
	v := l.why()
	if more := v.others(l); len(more) != 40-mostTried+1 || more[1].value != "0" {
		t.Errorf("offered are %v", more)
	}
	v.add(l, 5)
	v.add(l, 5)
	v.add(l, 40)
	if got := v.trial.columns; len(got) != mostTried || got[0] != 5 || got[1] != 39 || got[mostTried-1] != 25 {
		t.Errorf("sliders for %v", got)
	}
	if a := v.args(l).Why; a.Columns[0] != 5 || len(a.Columns) != mostTried {
		t.Errorf("it asks for %v", a.Columns)
	}
	for _, c := range []struct{ least, most, lo, hi, step float64 }{
		{-4.03, 9, -4.1, 9, .1}, {172, 231, 172, 231, .1}, {2700, 6300, 2700, 6300, 10}, {0, 1e9, 0, 1e9, 1e7}, {0, 0, 0, 0, 1e-32},
	} {
		lo, hi, step := scale(protocol.Surprise{Least: c.least, Most: c.most})
		near := func(a, b float64) bool { return a-b < 1e-9 && b-a < 1e-9 }
		if !near(lo, c.lo) || !near(hi, c.hi) || !near(step, c.step) {
			t.Errorf("%v to %v: a slider from %v to %v by %v", c.least, c.most, lo, hi, step)
		}
	}
}
