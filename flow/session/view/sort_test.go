package view

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"
)

// In slices the order is that of one stable sort, whatever the number of rows, and the share never goes back.
func TestSortingInSlices(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for _, n := range []int{0, 1, 2, run - 1, run, run + 1, 2*run + 7, 5*run + 1, 8 * run, 100_003} {
		key := make([]int, n)
		for i := range key {
			key[i] = rng.IntN(max(1, n/3))
		}
		compare := func(a, b int32) int { return cmp.Compare(key[a], key[b]) }
		want := make([]int32, n)
		for i := range want {
			want[i] = int32(i)
		}
		slices.SortStableFunc(want, compare)
		s := newSorting(n, compare)
		var last float64
		for share := 0.; share < 1; {
			if share = s.step(); share < last {
				t.Fatalf("%d rows: the share went from %v to %v", n, last, share)
			}
			last = share
		}
		if !slices.Equal(s.rows, want) {
			t.Errorf("%d rows are out of order", n)
		}
	}
}

// A number in a cell reads back as it is.
func TestCells(t *testing.T) {
	for want, x := range map[string]float32{
		"0": 0, "39.1": 39.1, "-0.0001": -1e-4, "1e-05": 1e-5, "3700": 3700, "123456790": 123456789, "1e+09": 1e9,
		"-2.5e+20": -2.5e20,
	} {
		if got := string(appendCell(nil, x)); got != want {
			t.Errorf("%v is written %s", x, got)
		}
	}
}
