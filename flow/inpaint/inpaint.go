// Package inpaint finds what may stand in the hidden part of a row: projected gradient ascent on its exact log p (Dinh,
// Krueger and Bengio 2014, section 5.3).
package inpaint

import (
	"math"
	"math/rand/v2"

	"nicelab/flow"
)

// Ascent climbs from several starts at once.
type Ascent struct {
	X    []float32 // n rows of Dim, as far as they have come
	LogP []float64 // of each, in nats
	Done int       // steps

	f          *flow.Flow
	hidden     []bool
	lo, hi     float32
	rng        *rand.Rand
	grad       []float32
	mean, var2 []float64
}

// The paper's steps are 10/(100 + i) of the gradient and of noise. Here a gradient is measured in its own root mean
// square, as Adam does: those of log p differ a thousandfold between pixels, and steps of one size leave most where
// they were. Sizes are shares of the range.
const (
	size    = 0.05
	half    = 40.0 // steps after which they are half as large
	noise   = 0.3  // of a step
	beta1   = 0.8
	beta2   = 0.95
	leastMS = 1e-30
)

// New returns an ascent from n rows that are x where hidden is false and random numbers from lo to hi elsewhere.
func New(f *flow.Flow, x []float32, hidden []bool, n int, lo, hi float32, seed uint64) *Ascent {
	d := f.Config.Dim
	if len(x) != d || len(hidden) != d {
		panic("inpaint: the row has another length")
	}
	a := &Ascent{
		X: make([]float32, 0, n*d), f: f, hidden: hidden, lo: lo, hi: hi, rng: rand.New(rand.NewPCG(seed, 1)),
		grad: make([]float32, n*d), mean: make([]float64, n*d), var2: make([]float64, n*d),
	}
	for range n {
		for j, v := range x {
			if hidden[j] {
				v = lo + (hi-lo)*a.rng.Float32()
			}
			a.X = append(a.X, v)
		}
	}
	a.LogP = f.LogProb(nil, a.X)
	return a
}

// Step goes one step on.
func (a *Ascent) Step() {
	d := a.f.Config.Dim
	a.f.GradLogProb(a.grad, a.X)
	a.Done++
	step := size * float64(a.hi-a.lo) / (1 + float64(a.Done)/half)
	right1, right2 := 1-math.Pow(beta1, float64(a.Done)), 1-math.Pow(beta2, float64(a.Done))
	for i, g := range a.grad {
		if !a.hidden[i%d] {
			continue
		}
		v := float64(g)
		a.mean[i] = beta1*a.mean[i] + (1-beta1)*v
		a.var2[i] = beta2*a.var2[i] + (1-beta2)*v*v
		move := a.mean[i] / right1 / math.Sqrt(a.var2[i]/right2+leastMS)
		x := float64(a.X[i]) + step*(move+noise*step/size*a.rng.NormFloat64())
		a.X[i] = min(max(float32(x), a.lo), a.hi)
	}
	a.LogP = a.f.LogProb(a.LogP, a.X)
}
