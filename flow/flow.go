// Package flow is NICE: Non-linear Independent Components Estimation (Dinh, Krueger and
// Bengio 2014), a normalizing flow of additive couplings with exact log-likelihood.
//
// A batch is n rows of Dim float32, row-major, in one slice. The layers, in order:
//
//	x' = (x - Mean) / Std          the data layer, fixed by the data
//	h  = couplings(x')             volume-preserving, see coupling.go
//	z  = exp(s) h                  see scaling.go
//
// so that log p(x) = Σ log p_H(z_j) + Σ s_j - Σ ln Std_j, in nats per row of the data as it was given.
package flow

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"

	"nicelab/flow/kernel"
)

// A Flow maps data x to latents z and back. Its methods share scratch memory: one goroutine at a time.
type Flow struct {
	Config    Config
	Mean, Std []float32 // the data layer, Dim numbers each, Std > 0
	Weights   []float32 // all trainable weights in one block: every m, then the log-scales s

	ms       []mlp
	logScale []float32
	scratch  *state
	scale    []float32 // exp(s), as of the last call of scales
}

const (
	badRows = "flow: length is not a multiple of Dim"
	badDst  = "flow: dst has the wrong length"
)

// New returns a flow with the weights of c.Seed, s = 0 and the identity as its data layer,
// or the error of c.Validate.
func New(c Config) (*Flow, error) {
	if err := c.Validate(); err != nil {
		return nil, err
	}
	c.Hidden = append([]int(nil), c.Hidden...)
	f := &Flow{Config: c, Mean: make([]float32, c.Dim), Std: make([]float32, c.Dim), Weights: make([]float32, c.Weights())}
	for j := range f.Std {
		f.Std[j] = 1
	}
	f.ms, f.logScale = windows(c, f.Weights)
	f.scale = make([]float32, c.Dim)
	f.Reset()
	return f, nil
}

// Reset sets the weights back to those of Config.Seed. The data layer stays.
func (f *Flow) Reset() {
	rng := rand.New(rand.NewPCG(f.Config.Seed, streamWeights))
	for _, m := range f.ms {
		m.init(rng)
	}
	clear(f.logScale)
}

// Random streams, so that one seed gives weights, split, order and samples of their own.
const (
	streamWeights = iota + 1
	streamSplit
	streamOrder
	streamLevel
)

// windows cuts an arena of c.Weights() numbers into the weights, or gradients, of c's layers.
func windows(c Config, arena []float32) (ms []mlp, logScale []float32) {
	act := kernel.ReLU
	if c.Activation == Tanh {
		act = kernel.Tanh
	}
	for i := range c.Couplings {
		ms = append(ms, newMLP(&arena, c.half(i%2), c.Hidden, c.half(1-i%2), act))
	}
	return ms, arena
}

// Tensor is a named window into a flow's numbers: what a checkpoint holds.
type Tensor struct {
	Name  string
	Shape []int
	Data  []float32
}

// Tensors lists mean, std, couplings.{i}.{2k}.weight and .bias (layer k of m_i), and log_scale.
func (f *Flow) Tensors() []Tensor {
	ts := f.Config.Tensors()
	ts[0].Data, ts[1].Data = f.Mean, f.Std
	arena := f.Weights
	for i, t := range ts[2:] {
		n := 1
		for _, d := range t.Shape {
			n *= d
		}
		ts[2+i].Data = window(&arena, n)
	}
	return ts
}

// Tensors lists what a flow of c has, in the order of Flow.Tensors, without the numbers.
func (c Config) Tensors() []Tensor {
	d := []int{c.Dim}
	ts := []Tensor{{Name: "mean", Shape: d}, {Name: "std", Shape: d}}
	for i := range c.Couplings {
		in := c.half(i % 2)
		for k, out := range append(slices.Clone(c.Hidden), c.half(1-i%2)) {
			name := "couplings." + strconv.Itoa(i) + "." + strconv.Itoa(2*k)
			ts = append(ts, Tensor{Name: name + ".weight", Shape: []int{out, in}}, Tensor{Name: name + ".bias", Shape: []int{out}})
			in = out
		}
	}
	return append(ts, Tensor{Name: "log_scale", Shape: d})
}

// Standardize sets Mean and Std to those of the n rows of x. A column that does not vary keeps Std 1.
func (f *Flow) Standardize(x []float32) {
	d, n := f.Config.Dim, f.rows(x)
	for j := range d {
		var sum, sq float64
		for i := range n {
			sum += float64(x[i*d+j])
		}
		mean := sum / float64(n)
		for i := range n {
			v := float64(x[i*d+j]) - mean
			sq += v * v
		}
		f.Mean[j], f.Std[j] = float32(mean), float32(math.Sqrt(sq/float64(n)))
		if !(f.Std[j] > 0) || math.IsInf(float64(f.Std[j]), 0) {
			f.Mean[j], f.Std[j] = float32(mean), 1
		}
	}
}

// LogDet returns log|det df/dx| in nats, the same everywhere: its two parts are Σ s_j, of the
// scaling, and -Σ ln Std_j, of the data's units.
func (f *Flow) LogDet() (scale, units float64) {
	for j, s := range f.logScale {
		scale += float64(s)
		units -= math.Log(float64(f.Std[j]))
	}
	return scale, units
}

// Forward sets dst to z = f(x), n rows of Dim; nil allocates. dst may be x.
func (f *Flow) Forward(dst, x []float32) []float32 {
	dst = f.output(dst, len(x))
	e, zero := f.scales(), make([]float32, f.Config.Dim)
	f.chunks(f.rows(x), func(s *state, lo, hi int) {
		s.spread(s.first, x[lo:hi], f.Mean, f.Std)
		s.forward(f.ms)
		s.gather(dst[lo:hi], s.last, e, zero)
	})
	return dst
}

// Inverse sets dst to x = f⁻¹(z), n rows of Dim; nil allocates. dst may be z.
func (f *Flow) Inverse(dst, z []float32) []float32 {
	dst = f.output(dst, len(z))
	e, zero := f.scales(), make([]float32, f.Config.Dim)
	f.chunks(f.rows(z), func(s *state, lo, hi int) {
		s.spread(s.last, z[lo:hi], zero, e)
		s.inverse(f.ms)
		s.gather(dst[lo:hi], s.first, f.Std, f.Mean)
	})
	return dst
}

// LogProb sets dst to log p of the n rows of x, in nats and in the units of x; nil allocates.
// The sum over coordinates is accumulated in float64.
func (f *Flow) LogProb(dst []float64, x []float32) []float64 {
	d := f.Config.Dim
	if dst == nil {
		dst = make([]float64, f.rows(x))
	}
	if len(dst) != f.rows(x) {
		panic(badDst)
	}
	scale, units := f.LogDet()
	e := f.scales()
	f.chunks(len(dst), func(s *state, lo, hi int) {
		s.spread(s.first, x[lo:hi], f.Mean, f.Std)
		s.forward(f.ms)
		out := dst[lo/d : hi/d]
		for c := range out {
			out[c] = scale + units
		}
		for j := range d {
			f.Config.Prior.addLogProb(out, s.last(j % 2)[j/2*s.n:], float64(e[j]))
		}
	})
	return dst
}

// Sample sets dst to n rows of f⁻¹(temperature z) with z drawn from the prior; nil allocates. Temperature 1 is the model itself.
func (f *Flow) Sample(dst []float32, n int, temperature float64, rng *rand.Rand) []float32 {
	dst = f.output(dst, n*f.Config.Dim)
	for i := range dst {
		dst[i] = float32(temperature * f.Config.Prior.draw(rng))
	}
	return f.Inverse(dst, dst)
}

// Chunk returns how many rows are evaluated at a time: it follows from the Config alone, so that the
// same rows give the same bits, and is small enough for the caller of a large model to be heard.
func (f *Flow) Chunk() int { return f.Config.chunk() }

// chunks calls work for consecutive ranges [lo, hi) of numbers, at most Chunk of the n rows at a time.
func (f *Flow) chunks(n int, work func(s *state, lo, hi int)) {
	if f.scratch == nil {
		f.scratch = newState(f.Config, f.ms, f.Chunk(), false)
	}
	for lo := 0; lo < n; lo += f.Chunk() {
		hi := min(lo+f.Chunk(), n)
		f.scratch.resize(hi - lo)
		work(f.scratch, lo*f.Config.Dim, hi*f.Config.Dim)
	}
}

// Scales sets dst to S = exp(s), by which the last layer multiplies each coordinate; nil allocates.
func (f *Flow) Scales(dst []float32) []float32 {
	dst = f.output(dst, f.Config.Dim)
	copy(dst, f.scales())
	return dst
}

// Spectrum returns exp(-s) of all coordinates, the largest first, as the paper plots it: a large one is a direction in which the data
// varies much, a small one hardly matters.
func (f *Flow) Spectrum() []float32 {
	e := make([]float32, f.Config.Dim)
	for j, s := range f.logScale {
		e[j] = float32(math.Exp(-float64(s)))
	}
	slices.SortFunc(e, func(a, b float32) int { return cmp.Compare(b, a) })
	return e
}

// scales returns exp(s), as a view.
func (f *Flow) scales() []float32 {
	for j, s := range f.logScale {
		f.scale[j] = float32(math.Exp(float64(s)))
	}
	return f.scale
}

func (f *Flow) rows(x []float32) int {
	if len(x)%f.Config.Dim != 0 {
		panic(badRows)
	}
	return len(x) / f.Config.Dim
}

func (f *Flow) output(dst []float32, n int) []float32 {
	if dst == nil {
		return make([]float32, n)
	}
	if len(dst) != n {
		panic(badDst)
	}
	return dst
}
