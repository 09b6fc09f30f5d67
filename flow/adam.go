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

// update does one step with bias correction.
func (a *adam) update(w, g []float32, o Options) {
	a.step++
	c1 := 1 - math.Pow(o.Beta1, float64(a.step))
	c2 := math.Sqrt(1 - math.Pow(o.Beta2, float64(a.step)))
	kernel.Adam(w, g, a.m, a.v, kernel.AdamStep{
		Rate:  float32(o.LearningRate * c2 / c1),
		Beta1: float32(o.Beta1),
		Beta2: float32(o.Beta2),
		Eps:   float32(o.Eps * c2),
	})
}
