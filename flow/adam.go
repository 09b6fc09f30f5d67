package flow

import (
	"math"

	"nicelab/flow/kernel"
)

// adam holds the moments of the weights (Kingma and Ba 2014, algorithm 1).
type adam struct {
	m, v []float32
	step int
}

func newAdam(n int) *adam { return &adam{m: make([]float32, n), v: make([]float32, n)} }

// update does one step of the given rate with bias correction.
func (a *adam) update(w, g []float32, rate float64, o Options) {
	a.step++
	c1 := 1 - math.Pow(o.Beta1, float64(a.step))
	c2 := math.Sqrt(1 - math.Pow(o.Beta2, float64(a.step)))
	kernel.Adam(w, g, a.m, a.v, kernel.AdamStep{
		Rate:  float32(rate * c2 / c1),
		Beta1: float32(o.Beta1),
		Beta2: float32(o.Beta2),
		Eps:   float32(o.Eps * c2),
	})
}

// clip shortens the gradient to a Euclidean norm of no more than most, and returns the norm it had.
func clip(g []float32, most float64) float64 {
	var sum [1]float32
	n := len(g) &^ 3 // the rest would keep vectors from all of it
	kernel.NT(sum[:], 1, 1, n, g, g)
	kernel.NT(sum[:], 1, 1, len(g)-n, g[n:], g[n:])
	norm := math.Sqrt(float64(sum[0]))
	if norm > most {
		kernel.Blend(g, g, 0, float32(most/norm))
	}
	return norm
}

// average moves avg towards w and leaves so much of what it was.
func average(avg, w []float32, leaves float64) {
	kernel.Blend(avg, w, float32(leaves), float32(1-leaves))
}
