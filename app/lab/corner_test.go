package lab

import (
	"fmt"
	"testing"

	"nicelab/wasm/protocol"
)

// cornered is a lab that shows the corner plot of a table of n rows, with what the trainer answers.
func cornered(t *testing.T, n int) (*Lab, *recorder, *Viewing, *CornerView) {
	t.Helper()
	l, r, _ := tabled(t, n)
	c, v := ViewOf[*CornerView](l)
	answerCorner(l, c)
	return l, r, v, c
}

// answerCorner answers what the page asks for.
func answerCorner(l *Lab, v *CornerView) {
	a := v.Args(l).Corner
	if len(a.Columns) == 0 {
		a.Columns = []int{0, 1, 2}
	}
	k := len(a.Columns)
	pairs, n := k*(k-1)/2, 2
	data := protocol.CornerData{Args: a, Rows: 300, Total: l.State.Rows, Dots: make([]float32, 3*k)}
	model := protocol.Corner{Args: a, Step: 7, Samples: 65_536}
	model.Model = protocol.Contours{N: n, Grids: make([]float32, pairs*n*n), Levels: make([]float32, pairs*len(a.Masses))}
	for i := range model.Model.Levels {
		model.Model.Levels[i] = 1
	}
	for i := range k {
		data.Columns = append(data.Columns, protocol.CornerColumn{Positive: i != 1, Lo: 0, Hi: 10, Low: 3.2, Median: 4, High: 7.4, Bins: []float32{1, 2}})
		model.Columns = append(model.Columns, protocol.CornerMarginal{Low: 3, Median: 4.1, High: 7, KS: 0.02 + 0.06*float64(i), Chance: 0.073, Curve: []float32{0, 1}})
	}
	l.Handle(data)
	l.Handle(model)
}

// Arrow keys lead from pair to pair, and no farther.
func TestKeysInTheCorner(t *testing.T) {
	l, _, _, v := cornered(t, 300)
	for i, c := range []struct {
		key string
		at  int
	}{
		{"ArrowUp", 0}, {"ArrowRight", 0}, {"ArrowDown", 1}, {"ArrowRight", 2}, {"ArrowRight", 2}, {"ArrowDown", 2}, {"ArrowUp", 0}, {"End", 2}, {"ArrowLeft", 1},
		{"Home", 0},
	} {
		if !v.Key(c.key) || v.At != c.at {
			t.Errorf("%d: %s leads to pair %d, not to %d", i, c.key, v.At, c.at)
		}
	}
	if v.Key("x") {
		t.Error("x is taken")
	}
	for pair, want := range []string{"1 0", "2 0", "2 1", "3 0"} {
		row, column := PairOf(pair)
		if got := fmt.Sprint(row, column); got != want {
			t.Errorf("pair %d is in cell %s, want %s", pair, got, want)
		}
	}
	v.Toggle(0)
	v.Toggle(1)
	answerCorner(l, v) // one column has no pairs
	v.Key("ArrowDown")
	if v.At != 0 {
		t.Errorf("of one column it leads to pair %d", v.At)
	}
}
