// Package optim moves weights downhill: Adam, a bound on the gradient, and an average of the weights.
package optim

import (
	"math"

	"nicelab/flow/kernel"
)

// Adam holds the moments of the weights (Kingma and Ba 2014, algorithm 1).
type Adam struct {
	M, V  []float32
	Steps int // updates since the moments were zero

	sums [2]float32 // of Finite
}

// NewAdam returns the moments of n weights.
func NewAdam(n int) *Adam { return &Adam{M: make([]float32, n), V: make([]float32, n)} }

// Rates are Adam's constants at one step.
type Rates struct{ Rate, Beta1, Beta2, Eps float64 }

// Update does one step with bias correction: w moves against the gradient g, both as long as the moments.
func (a *Adam) Update(w, g []float32, r Rates) {
	a.Steps++
	c1 := 1 - math.Pow(r.Beta1, float64(a.Steps))
	c2 := math.Sqrt(1 - math.Pow(r.Beta2, float64(a.Steps)))
	kernel.Adam(w, g, a.M, a.V, kernel.AdamStep{
		Rate:  float32(r.Rate * c2 / c1),
		Beta1: float32(r.Beta1),
		Beta2: float32(r.Beta2),
		Eps:   float32(r.Eps * c2),
	})
}

// Finite reports whether every gradient is a number: one that is not spoils the sum.
func (a *Adam) Finite(g []float32) bool {
	n := len(g) &^ 7
	a.sums = [2]float32{}
	kernel.RowSum(a.sums[:1], 1, n, g)
	kernel.RowSum(a.sums[1:], 1, len(g)-n, g[n:])
	sum := a.sums[0] + a.sums[1]
	return sum-sum == 0
}

// Reset forgets the moments.
func (a *Adam) Reset() {
	clear(a.M)
	clear(a.V)
	a.Steps = 0
}

// Clip shortens the gradient to a Euclidean norm of no more than most, and returns the norm it had. sum is memory that
// it may use: of its own it would take some at every step.
func Clip(g []float32, most float64, sum *[1]float32) float64 {
	sum[0] = 0
	n := len(g) &^ 3 // the rest would keep vectors from all of it
	kernel.NT(sum[:], 1, 1, n, g, g)
	kernel.NT(sum[:], 1, 1, len(g)-n, g[n:], g[n:])
	norm := math.Sqrt(float64(sum[0]))
	if norm > most {
		kernel.Blend(g, g, 0, float32(most/norm))
	}
	return norm
}

// Rate is the learning rate of step k, from 0, of a run: it rises to the highest along the warm-up, and falls to 0 as a
// cosine along the run; 0 steps of either are none.
func Rate(highest float64, k, warmup, run int) float64 {
	r := highest
	if k < warmup {
		r *= float64(k+1) / float64(warmup)
	}
	if run > 0 {
		r *= (1 + math.Cos(math.Pi*float64(min(k, run))/float64(run))) / 2
	}
	return r
}

// Leaves is the share of an average that step k, from 0, leaves for Average: at first it is lower than most, so that
// what the average began with is soon forgotten.
func Leaves(most float64, k int) float64 { return min(most, (1+float64(k))/(10+float64(k))) }

// Average moves avg towards w and leaves so much of what it was, a share below 1.
func Average(avg, w []float32, leaves float64) {
	kernel.Blend(avg, w, float32(leaves), float32(1-leaves))
}
