package dataset

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestFarOut(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 4))
	table := func(n int, draw func() float64, spoil func(x []float32)) []float32 {
		x := make([]float32, 2*n)
		for i := range x {
			if x[i] = float32(rng.NormFloat64()); i%2 == 1 {
				x[i] = float32(draw())
			}
		}
		spoil(x)
		return x
	}
	none := func([]float32) {}
	normal := func() float64 { return 10 + rng.NormFloat64() }
	for _, c := range []struct {
		what string
		x    []float32
		rows []int
	}{
		{"one row at 1e20 among 1,000", table(1000, normal, func(x []float32) { x[2*73+1] = 1e20 }), []int{73}},
		{"one row at -1e6 among 30", table(30, normal, func(x []float32) { x[2*4+1] = -1e6 }), []int{4}},
		{"two impossible sizes among 50,000", table(50000, func() float64 { return 5.7 + 1.1*rng.NormFloat64() },
			func(x []float32) {
				x[2*24067+1], x[2*49189+1] = 58.9, 31.8
			}), []int{24067, 49189}},
		{"normals", table(5000, normal, none), nil},
		{"a lognormal tail", table(5000, func() float64 { return math.Exp(1.5 * rng.NormFloat64()) }, none), nil},
		{"two clusters", table(5000, func() float64 { return float64(rng.IntN(2)*1000) + rng.NormFloat64() }, none), nil},
		{"mostly zeros", table(5000, func() float64 { return float64(rng.IntN(50)/49) * 1000 }, none), nil},
	} {
		got := FarOut(c.x, 2)
		if len(c.rows) == 0 {
			if len(got) > 0 {
				t.Errorf("%s: %d rows up to %v are far", c.what, len(got[0].Rows), got[0].Value)
			}
			continue
		}
		if len(got) != 1 || got[0].Column != 1 || !slices.Equal(got[0].Rows, c.rows) || got[0].Value != c.x[2*c.rows[0]+1] {
			t.Errorf("%s: found %+v", c.what, got)
		}
	}
}

func TestNear(t *testing.T) {
	x := []float32{1, 2, 3, 4, 5, 6, 7, 8}
	if got := Near(x, 2, nil); &got[0] != &x[0] || len(got) != len(x) {
		t.Errorf("without far rows it is %v", got)
	}
	got := Near(x, 2, []Far{{Column: 0, Rows: []int{2}}, {Column: 1, Rows: []int{2, 0}}})
	if want := []float32{3, 4, 7, 8}; !slices.Equal(got, want) {
		t.Errorf("it is %v and should be %v", got, want)
	}
}
