package lab

import (
	"fmt"
	"testing"
)

// cornered is a lab that shows the corner plot of a table of n rows, with what the trainer answers.
func cornered(t *testing.T, n int) (*Lab, *recorder, *Viewing, *CornerView) {
	t.Helper()
	l, r, _ := tabled(t, n)
	c, v := ViewOf[*CornerView](&l.Views)
	answerCorner(l, c)
	return l, r, v, c
}

// Arrow keys lead from pair to pair, and no farther.
func TestKeysInTheCorner(t *testing.T) {
	l, _, _, v := cornered(t, 300)
	for i, c := range []struct {
		key string
		at  int
	}{
		{"ArrowUp", 0}, {"ArrowRight", 0}, {"ArrowDown", 1}, {"ArrowRight", 2}, {"ArrowRight", 2}, {"ArrowDown",
			2}, {"ArrowUp", 0}, {"End", 2}, {"ArrowLeft", 1},
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
