package density

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestNth(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for n := 1; n < 200; n++ {
		x := make([]float32, n)
		for i := range x {
			x[i] = float32(rng.IntN(1 + n/2)) // many are the same
		}
		sorted := slices.Sorted(slices.Values(x))
		for k := range n {
			if got := Nth(slices.Clone(x), k); got != sorted[k] {
				t.Fatalf("of %v the one in place %d is %v, want %v", sorted, k, got, sorted[k])
			}
		}
	}
}

// A kernel keeps what it smooths, and knows what a number adds to its own place.
func TestKernel(t *testing.T) {
	const n = 40
	for _, spread := range []float64{0, 2, 9, 1e9} {
		k := NewKernel(spread, 500, 2, n)
		grid := make([]float32, n*n)
		x, y := []float32{19.3}, []float32{20.75}
		Joint(grid, x, y, k, k, n)
		sum := 0.
		for _, v := range grid {
			sum += float64(v)
		}
		if math.Abs(sum-1) > 1e-5 {
			t.Errorf("of a spread of %v one point is smoothed to %v", spread, sum)
		}
		if got, want := between(grid, n, x[0], y[0]), k.own(x[0])*k.own(y[0]); math.Abs(float64(got-want)) > 1e-6 {
			t.Errorf("of a spread of %v a point has %v at its own place, want %v", spread, want, got)
		}
	}
}

// The level of few points is as good, on average, as fresh ones find it: what they add themselves does not count.
func TestLevelsOfFewPoints(t *testing.T) {
	const n, runs, side = 150, 60, 48
	rng := rand.New(rand.NewPCG(5, 6))
	draw := func() (float32, float32) {
		return float32(24 + 4*rng.NormFloat64()), float32(24 + 4*rng.NormFloat64())
	}
	inside := 0.
	for range runs {
		var x, y []float32
		for range n {
			u, v := draw()
			x, y = append(x, u), append(y, v)
		}
		k := NewKernel(Spread(x), n, 2, side)
		grid := make([]float32, side*side)
		Joint(grid, x, y, k, k, side)
		level := Levels(grid, x, y, k, k, side, []float64{0.5})[0]
		for range 2000 {
			if u, v := draw(); between(grid, side, u, v) >= level {
				inside += 1. / (2000 * runs)
			}
		}
	}
	if math.Abs(inside-0.5) > 0.02 {
		t.Errorf("the contour of half of %d points holds %.3f of fresh ones", n, inside)
	}
}
