package flow

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"nicelab/flow/layer"
	"nicelab/flow/layer/layertest"
)

// whole is a flow as one layer, whose trained numbers are the flow's Weights, so that it can be held to what layers
// are.
type whole struct {
	*Flow
	passes map[*layer.Tape]*pass
}

func (f whole) LogDet([]float32) float64 {
	scale, units := f.Flow.LogDet()
	return scale + units
}

func (f whole) Tensors() (ts []layer.Tensor) {
	for _, l := range f.layers {
		ts = append(ts, l.Tensors()...)
	}
	return ts
}

func (f whole) Init([]float32, *rand.Rand) {}
func (f whole) Sound([]float32) error      { return f.Flow.Sound() }
func (f whole) Parts() []layer.Cost        { return make([]layer.Cost, 1) }

func (f whole) Tape(m *layer.Memory) *layer.Tape {
	t, first := &layer.Tape{First: m.First}, -1
	if m.First {
		first = 0
	}
	f.passes[t] = f.newPass(m.N, m.Train, first, m.Piece)
	return t
}

func (f whole) Forward(t *layer.Tape, _ []float32, b *layer.Batch, _ int) {
	p := f.passes[t]
	p.batch = b
	p.forward(len(f.layers))
}

func (f whole) Inverse(t *layer.Tape, _ []float32, b *layer.Batch) {
	p := f.passes[t]
	p.batch = b
	for i := len(f.layers) - 1; i >= 0; i-- {
		p.inverseLayer(i)
	}
}

func (f whole) Backward(t *layer.Tape, _, g []float32, d *layer.Batch, _ int) {
	p := f.passes[t]
	p.grad = d
	for i := len(f.layers) - 1; i >= 0; i-- {
		for k := p.pieces(i) - 1; k >= 0; k-- {
			p.backwardPiece(i, k, g)
		}
	}
}

func (f whole) Export(g layer.Graph, _ []float32, v layer.Value, inverse bool) layer.Value {
	return f.Flow.Export(g, v, inverse)
}

// middle is a layer whose constants have other names than those of its like at the end.
type middle struct{ layer.Layer }

type renaming struct{ layer.Graph }

func (g renaming) Constant(name string, shape []int, data []float32) string {
	return g.Graph.Constant("middle."+name, shape, data)
}

func (l middle) Export(g layer.Graph, w []float32, v layer.Value, inverse bool) layer.Value {
	return l.Layer.Export(renaming{g}, w, v, inverse)
}

// insert puts l before layer at, with numbers of its own at the end of the weights.
func (f *Flow) insert(at int, l layer.Layer, rng *rand.Rand) {
	p := placed{
		Layer: l, stage: f.layers[at].stage, ends: -1, at: len(f.Weights), size: layer.Size(l, false), parts: l.Parts(),
	}
	for range p.size {
		f.Weights = append(f.Weights, float32(0.2*rng.NormFloat64()))
	}
	f.layers = slices.Insert(f.layers, at, p)
	f.last = &f.layers[len(f.layers)-1]
}

// mixed are flows of all that a Config can put together, smooth ones.
func mixed() (cs []Config) {
	for dim := 2; dim <= 9; dim++ {
		for i, mix := range []Mix{Unmixed, Rotate, Linear} {
			c := Config{
				Dim: dim, Couplings: 3, Hidden: []int{7, 6}, Activation: Tanh, Prior: []Prior{Gaussian, Logistic}[i%2],
				Seed: uint64(1000 + 3*dim + i), Mix: mix, Whiten: (dim+i)%2 == 0,
			}
			if cs = append(cs, c); dim > 2 {
				c.Whiten = !c.Whiten
				if c.Leading = max(2, dim-i); i == 1 {
					c.Modes = 3
				}
				cs = append(cs, c)
			}
		}
	}
	return cs
}

// What holds for layers holds for flows of them, one that no flow of ours has in the middle included.
func TestFlowsConform(t *testing.T) {
	for _, c := range append(configs(), mixed()...) {
		if c.Activation == ReLU || len(c.Hidden) > 3 || c.Couplings > 6 { // Conform takes what is smooth, and not too steep
			continue
		}
		t.Run(c.String(), func(t *testing.T) {
			f := perturbed(t, c)
			rng := rand.New(rand.NewPCG(c.Seed, 5))
			for j := range f.Mean { // Conform's rows are those of a standard Gaussian
				f.Mean[j], f.Std[j] = float32(0.1*rng.NormFloat64()), float32(math.Exp(0.1*rng.NormFloat64()))
			}
			layertest.Conform(t, whole{f, map[*layer.Tape]*pass{}}, c.Dim, f.Weights)
			if c.Couplings > 1 && !c.Whiten {
				f.insert(2, middle{layer.NewScale(c.Dim, 0)}, rng)
				layertest.Conform(t, whole{f, map[*layer.Tape]*pass{}}, c.Dim, f.Weights)
			}
		})
	}
}
