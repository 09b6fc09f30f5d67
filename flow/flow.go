// Package flow is NICE: Non-linear Independent Components Estimation (Dinh, Krueger and
// Bengio 2014), a normalizing flow of additive couplings with exact log-likelihood.
//
// A batch is n rows of Dim float32, row-major, in one slice. The layers, in order:
//
//	x' = (x - Mean) / Std          the data layer, fixed by the data
//	h  = couplings(x')             volume-preserving, see layer.Additive
//	z  = exp(s) h                  see layer.Scale
//
// so that log p(x) = Σ log p_H(z_j) + Σ s_j - Σ ln Std_j, in nats per row of the data as it was given. A Config may ask
// for more: a data layer that whitens, and something before each coupling that mixes the coordinates.
package flow

import (
	"math/rand/v2"
	"slices"

	"nicelab/flow/layer"
	"nicelab/flow/prior"
)

// A Flow maps data x to latents z and back. Its methods share scratch memory: one goroutine at a time.
type Flow struct {
	Config    Config
	Mean, Std []float32   // the data layer, Dim numbers each, Std > 0
	Weights   []float32   // all trainable weights in one block, layer after layer; the log-scales s end it
	Prior     prior.Prior // of Config

	layers  []placed
	data    int       // of them, those that the data fixes
	last    *placed   // exp(s), which meets the prior
	held    []float32 // the numbers that are not trained, as Weights
	scratch *pass
	way     *pass // of GradLogProb

	rowsAtOnce int // Chunk
}

const badRows, badDst = "flow: length is not a multiple of Dim", "flow: dst has the wrong length"

// New returns a flow with the weights of c.Seed, s = 0 and the identity as its data layer,
// or the error of c.Validate.
func New(c Config) (*Flow, error) {
	m, err := NewMaking(c)
	if err != nil {
		return nil, err
	}
	for !m.Step() {
	}
	return m.Flow, nil
}

// Making is New in slices: of a large flow, to draw rotations and weights takes tenths of a second.
type Making struct {
	Flow *Flow // once Step has said so

	rng *rand.Rand
	at  int // layers that are done
}

// NewMaking prepares that.
func NewMaking(c Config) (*Making, error) {
	f, err := Blank(c)
	return &Making{Flow: f, rng: rand.New(rand.NewPCG(c.Seed, streamWeights))}, err
}

// Step draws what one layer has, and reports whether that was the last.
func (m *Making) Step() (done bool) {
	l := &m.Flow.layers[m.at]
	if l, ok := l.Layer.(layer.Holder); ok {
		l.Begin()
	}
	l.Init(l.window(m.Flow.Weights), m.rng)
	m.at++
	return m.at == len(m.Flow.layers)
}

// Blank returns a flow whose numbers are all 0, for whoever has others to write through Tensors, and settles it then:
// to draw weights and rotations takes as long as to read them.
func Blank(c Config) (*Flow, error) {
	if err := c.Validate(); err != nil {
		return nil, err
	}
	c.Hidden = slices.Clone(c.Hidden)
	f := &Flow{Config: c, Weights: make([]float32, c.Weights()), Prior: prior.Named(string(c.Prior)), layers: c.layers()}
	f.last, f.rowsAtOnce = &f.layers[len(f.layers)-1], c.chunk()
	size := 0
	for _, l := range f.layers {
		size += layer.Size(l, true)
		if l.stage.Kind == Data || l.stage.Kind == Whitening {
			f.data++
		}
	}
	f.held = make([]float32, size)
	for rest, i := f.held, 0; i < len(f.layers); i++ {
		if l, ok := f.layers[i].Layer.(layer.Holder); ok {
			l.Hold(layer.Cut(&rest, layer.Size(l, true)))
		}
	}
	first := f.layers[0].Layer.(*layer.Standard)
	f.Mean, f.Std = first.Mean, first.Std
	return f, nil
}

// Reset sets the weights back to those of Config.Seed. The data layer stays.
func (f *Flow) Reset() {
	rng := rand.New(rand.NewPCG(f.Config.Seed, streamWeights))
	for _, l := range f.layers {
		l.Init(l.window(f.Weights), rng)
	}
}

// Random streams, so that one seed gives weights, split, order and samples of their own.
const (
	streamWeights = iota + 1
	streamSplit
	streamOrder
	streamMix
)

// Copy returns a flow of its own with the data layer of f and the given weights.
func (f *Flow) Copy(weights []float32) *Flow {
	g, err := Blank(f.Config)
	if err != nil {
		panic(err) // f has been made of it
	}
	copy(g.held, f.held)
	copy(g.Weights, weights)
	if err := g.Settle(); err != nil {
		panic(err)
	}
	return g
}

// Settle is to be called when numbers that are not trained were written through Tensors. The error says why they cannot
// be used.
func (f *Flow) Settle() error {
	for _, l := range f.layers {
		if h, ok := l.Layer.(layer.Holder); ok {
			if err := h.Settle(); err != nil {
				return err
			}
		}
	}
	return nil
}

// Sound returns an error that names the number of f, though finite, that no finite picture could follow from.
func (f *Flow) Sound() error {
	for _, l := range f.layers {
		if err := l.Sound(l.window(f.Weights)); err != nil {
			return err
		}
	}
	return nil
}

// Volume says what f does to volumes: what contours, levels, floors and areas ask.
func (f *Flow) Volume() layer.Volume {
	v := layer.Kept
	for _, l := range f.layers {
		v = max(v, l.Volume())
	}
	return v
}

// LogDet returns the part of log|det df/dx| in nats that is the same everywhere, which is all of it unless Volume says
// Varies. Its two parts are that of the layers, Σ s_j for NICE, and -Σ ln Std_j, of the data's units.
func (f *Flow) LogDet() (scale, units float64) {
	for i := range f.layers {
		if i < f.data {
			units += f.logDet(i)
		} else {
			scale += f.logDet(i)
		}
	}
	return scale, units
}

func (f *Flow) logDet(i int) float64 { return f.layers[i].LogDet(f.layers[i].window(f.Weights)) }

// Forward sets dst to z = f(x), n rows of Dim; nil allocates. dst may be x.
func (f *Flow) Forward(dst, x []float32) []float32 {
	dst = sized(dst, len(x))
	f.chunks(f.rows(x), func(p *pass, lo, hi int) {
		p.batch.Load(x[lo:hi])
		p.forward(len(f.layers))
		p.batch.Store(dst[lo:hi])
	})
	return dst
}

// Inverse sets dst to x = f⁻¹(z), n rows of Dim; nil allocates. dst may be z.
func (f *Flow) Inverse(dst, z []float32) []float32 {
	dst = sized(dst, len(z))
	f.chunks(f.rows(z), func(p *pass, lo, hi int) {
		p.batch.Load(z[lo:hi])
		for i := len(f.layers) - 1; i >= 0; i-- {
			p.inverseLayer(i)
		}
		p.batch.Store(dst[lo:hi])
	})
	return dst
}

// LogProb sets dst to log p of the n rows of x, in nats and in the units of x; nil allocates.
// The sum over coordinates is accumulated in float64.
func (f *Flow) LogProb(dst []float64, x []float32) []float64 {
	dst = sized(dst, f.rows(x))
	scale, units := f.LogDet()
	f.chunks(len(dst), func(p *pass, lo, hi int) {
		p.batch.Load(x[lo:hi])
		p.forward(len(f.layers) - 1)
		out := dst[lo/f.Config.Dim : hi/f.Config.Dim]
		for c := range out {
			out[c] = scale + units
		}
		for c, v := range p.batch.LogDet {
			out[c] += v
		}
		f.addLogPrior(out, p.batch)
	})
	return dst
}

// Sample sets dst to n rows of f⁻¹(z) with z of Draw; nil allocates. Temperature 1 is the model itself.
func (f *Flow) Sample(dst []float32, n int, temperature float64, rng *rand.Rand) []float32 {
	dst = sized(dst, n*f.Config.Dim)
	for i := range n {
		f.Draw(dst[i*f.Config.Dim:(i+1)*f.Config.Dim], temperature, rng)
	}
	return f.Inverse(dst, dst)
}

// Export writes f, or its inverse, as operations of ONNX that take v on.
func (f *Flow) Export(g layer.Graph, v layer.Value, inverse bool) layer.Value {
	for i := range f.layers {
		if inverse {
			i = len(f.layers) - 1 - i
		}
		v = f.layers[i].Export(g, f.layers[i].window(f.Weights), v, inverse)
	}
	return v
}

// Scales sets dst to S = exp(s), by which the last layer multiplies each coordinate; nil allocates.
func (f *Flow) Scales(dst []float32) []float32 {
	dst = sized(dst, f.Config.Dim)
	for j, s := range f.logScale() {
		dst[j] = layer.Factor(s)
	}
	return dst
}

func (f *Flow) logScale() []float32 { return f.last.window(f.Weights) }
func (f *Flow) scale() *layer.Scale { return f.last.Layer.(*layer.Scale) }

func (f *Flow) rows(x []float32) int {
	if len(x)%f.Config.Dim != 0 {
		panic(badRows)
	}
	return len(x) / f.Config.Dim
}

// sized returns dst, which has n numbers, or as many new ones for nil.
func sized[T float32 | float64](dst []T, n int) []T {
	if dst == nil {
		return make([]T, n)
	}
	if len(dst) != n {
		panic(badDst)
	}
	return dst
}
