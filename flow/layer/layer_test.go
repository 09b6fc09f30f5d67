package layer_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"nicelab/flow/kernel"
	"nicelab/flow/layer"
	"nicelab/flow/layer/layertest"
	"nicelab/flow/matrix"
	"nicelab/flow/prior"
)

// laws are all layers there are: a new one costs a line.
var laws = map[string]func(dim int) layer.Layer{
	"standard":      func(dim int) layer.Layer { return layer.NewStandard(dim) },
	"additive even": func(dim int) layer.Layer { return layer.NewAdditive("m", dim, 0, []int{9, 7}, kernel.Tanh, 1) },
	"additive odd":  func(dim int) layer.Layer { return layer.NewAdditive("m", dim, 1, []int{12}, kernel.Tanh, 1) },
	"leading even": func(dim int) layer.Layer {
		k := max(2, dim-2)
		return layer.Leading(dim, k, layer.NewAdditive("m", k, 0, []int{9, 7}, kernel.Tanh, 1))
	},
	"leading odd": func(dim int) layer.Layer {
		k := max(2, dim-3)
		return layer.Leading(dim, k, layer.NewAdditive("m", k, 1, []int{9}, kernel.Tanh, 1))
	},
	"leading rotation": func(dim int) layer.Layer {
		k := max(2, dim-3)
		return layer.Leading(dim, k, layer.Rotation("r", k, seeded(k)))
	},
	"leading triangular": func(dim int) layer.Layer {
		k := max(2, dim-2)
		return layer.Leading(dim, k, layer.NewTriangular("t", k))
	},
	"scale":      func(dim int) layer.Layer { return layer.NewScale(dim, 0) },
	"rotation":   func(dim int) layer.Layer { return layer.Rotation("r", dim, seeded(dim)) },
	"whiten":     func(dim int) layer.Layer { return layer.Whiten(dim) },
	"triangular": func(dim int) layer.Layer { return layer.NewTriangular("t", dim) },
}

func TestLayersConform(t *testing.T) {
	for name, law := range laws {
		for dim := 2; dim <= 9; dim++ {
			t.Run(fmt.Sprintf("%s/%d", name, dim), func(t *testing.T) {
				l, rng := law(dim), rand.New(rand.NewPCG(uint64(dim), 7))
				w := numbers(t, l, dim, rng)
				if err := l.Sound(w); err != nil {
					t.Fatal(err)
				}
				layertest.Conform(t, l, dim, w)
			})
		}
	}
}

func seeded(dim int) func() *rand.Rand {
	return func() *rand.Rand { return rand.New(rand.NewPCG(uint64(dim), 8)) }
}

// numbers gives l what a fit and some training would, and returns its weights.
func numbers(t *testing.T, l layer.Layer, dim int, rng *rand.Rand) []float32 {
	held := make([]float32, layer.Size(l, true))
	if h, ok := l.(layer.Holder); ok {
		h.Hold(held)
		h.Begin()
	}
	switch l := l.(type) {
	case *layer.Standard:
		for i := range held {
			held[i] = float32(math.Exp(0.4 * rng.NormFloat64()))
		}
	case *layer.Orthogonal:
		if l.Volume() == layer.Kept {
			break
		}
		x := make([]float32, 50*dim)
		for i := range x {
			x[i] = float32(rng.NormFloat64()) + x[max(0, i-1)]/2
		}
		s := layer.NewStandard(dim)
		s.Hold(make([]float32, 2*dim))
		s.Begin()
		matrix.Spread(s.Mean, s.Std, x, nil)
		l.FitWhiten(matrix.Decompose(matrix.Covariance(x, nil, s.Mean, s.Std), dim), 50)
	}
	w := make([]float32, layer.Size(l, false))
	l.Init(w, rng)
	for i := range w {
		w[i] += float32(0.2 * rng.NormFloat64())
	}
	if ts := l.Tensors(); len(ts) == 2 && ts[0].Name == "t.lower" {
		k := ts[0].Shape[0]
		for i := range k {
			clear(w[i*k+i : (i+1)*k])
			clear(w[k*k+i*k:][:i+1])
		}
	}
	return w
}

// The last layer and the prior in one, as training runs them, are the two one after the other.
func TestScaleMeetsThePrior(t *testing.T) {
	const dim, rows, weight = 5, 11, 0.3
	rng := rand.New(rand.NewPCG(3, 3))
	x, w := make([]float32, dim*rows), make([]float32, dim)
	for i := range x {
		x[i] = float32(rng.NormFloat64())
	}
	for i := range w {
		w[i] = float32(0.5 * rng.NormFloat64())
	}
	s := layer.NewScale(dim, 0)
	for _, p := range prior.All {
		b, d := layer.NewBatch(dim, rows), layer.NewBatch(dim, rows)
		b.Load(x)
		d.Weight = weight
		g, lp := make([]float32, dim), make([]float64, rows)
		loss := s.Loss(w, g, d, b, p, 0)
		s.AddLogProb(lp, w, b, p)

		tape, slow, want := s.Tape(layer.NewMemory(dim, rows, true)), layer.NewBatch(dim, rows), make([]float32, dim)
		slow.Load(x)
		s.Forward(tape, w, slow, 0)
		back := layer.NewBatch(dim, rows)
		back.Weight = weight
		back.Resize(rows)
		for j := range dim {
			for c, z := range slow.Row(j)[:rows] {
				loss += p.LogProb(float64(z)) + float64(w[j])
				lp[c] -= p.LogProb(float64(z))
				back.Row(j)[c] = float32(weight * p.Slope(float64(z)))
			}
		}
		s.Backward(tape, w, want, back, 0)
		if math.Abs(loss) > 1e-4 {
			t.Errorf("%s: the loss is off by %g", p.Name(), loss)
		}
		for _, v := range lp {
			if math.Abs(v) > 1e-5 {
				t.Errorf("%s: log p is off by %g", p.Name(), v)
			}
		}
		for j := range dim {
			if math.Abs(float64(g[j]-want[j])) > 1e-4 {
				t.Errorf("%s: the gradient of s is %v and should be %v", p.Name(), g[j], want[j])
			}
			for c := range rows {
				if a, b := d.Row(j)[c], back.Row(j)[c]; math.Abs(float64(a-b)) > 1e-5 {
					t.Errorf("%s: a gradient is %v and should be %v", p.Name(), a, b)
				}
			}
		}
	}
}
