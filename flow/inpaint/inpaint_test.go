package inpaint

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"nicelab/flow"
)

// gaussian is a whitened identity flow: a Gaussian of correlated columns between 0 and 1, whose most likely completion
// is known.
func gaussian(t *testing.T) (f *flow.Flow, x []float32) {
	t.Helper()
	const d, n = 6, 4000
	rng := rand.New(rand.NewPCG(3, 4))
	for range n {
		common := rng.NormFloat64()
		for j := range d {
			x = append(x, float32(0.5+0.1*(0.8*common+(0.3+0.1*float64(j))*rng.NormFloat64())))
		}
	}
	f, err := flow.New(flow.Config{Dim: d, Couplings: 2, Hidden: []int{4}, Activation: flow.ReLU, Prior: flow.Gaussian,
		Seed: 1, Whiten: true})
	if err != nil {
		t.Fatal(err)
	}
	clear(f.Weights)
	f.Standardize(x)
	return f, x
}

// Of a Gaussian the ascent ends at the conditional mean, from any start; what is not hidden stays, and log p does not
// fall from one sweep to the next.
func TestAscentFindsTheMode(t *testing.T) {
	f, x := gaussian(t)
	hidden := []bool{true, false, true, false, false, true}
	row := slices.Clone(x[12:18])
	a := New(f, row, hidden, 5, 0, 1, 9)
	const sweep = 20
	before, sum := math.Inf(-1), 0.
	for a.Done < 600 {
		a.Step()
		for _, lp := range a.LogP {
			sum += lp
		}
		if a.Done%sweep == 0 {
			if mean := sum / sweep / float64(len(a.LogP)); mean < before-0.01 {
				t.Errorf("after %d steps the mean log p fell from %v to %v", a.Done, before, mean)
			} else {
				before = mean
			}
			sum = 0
		}
	}
	// The best completion by brute force: coordinate after coordinate, each a parabola.
	best := slices.Clone(row)
	for range 300 {
		for j, h := range hidden {
			if !h {
				continue
			}
			const step = 0.05
			at := func(by float32) float64 {
				y := slices.Clone(best)
				y[j] += by
				return f.LogProb(nil, y)[0]
			}
			l, m, r := at(-step), at(0), at(step)
			best[j] += float32(step * (r - l) / 2 / (2*m - l - r))
		}
	}
	top := f.LogProb(nil, best)[0]
	for i, lp := range a.LogP {
		if lp > top+1e-3 || lp < top-0.1 {
			t.Errorf("start %d ends at log p %v, the best is %v", i, lp, top)
		}
		for j, v := range a.X[6*i : 6*i+6] {
			if hidden[j] && math.Abs(float64(v-best[j])) > 0.02 || !hidden[j] && v != row[j] {
				t.Errorf("start %d: number %d is %v, want %v", i, j, v, best[j])
			}
		}
	}
}

// The same seed gives the same completion, and all stays in its range.
func TestAscentIsSeededAndProjected(t *testing.T) {
	f, x := gaussian(t)
	hidden := []bool{true, true, true, true, true, true}
	run := func(seed uint64) []float32 {
		a := New(f, x[:6], hidden, 2, 0.45, 0.6, seed)
		for range 5 {
			a.Step()
		}
		for _, v := range a.X {
			if v < 0.45 || v > 0.6 {
				t.Fatalf("%v is out of range", v)
			}
		}
		return a.X
	}
	if !slices.Equal(run(1), run(1)) || slices.Equal(run(1), run(2)) {
		t.Error("the seed does not decide")
	}
}
