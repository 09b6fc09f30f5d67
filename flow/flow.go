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
	"math"
	"math/rand/v2"
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
	d := []int{f.Config.Dim}
	ts := []Tensor{{"mean", d, f.Mean}, {"std", d, f.Std}}
	for i, m := range f.ms {
		for k, l := range m.layers {
			name := "couplings." + strconv.Itoa(i) + "." + strconv.Itoa(2*k)
			ts = append(ts, Tensor{name + ".weight", []int{l.out, l.in}, l.weight}, Tensor{name + ".bias", []int{l.out}, l.bias})
		}
	}
	return append(ts, Tensor{"log_scale", d, f.logScale})
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
			h := s.last(j % 2)[j/2*s.n:]
			for c := range out {
				out[c] += f.Config.Prior.LogProb(float64(e[j]) * float64(h[c]))
			}
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

// Chunk returns how many rows are worked on at a time: it follows from the Config alone, so that the
// same rows give the same bits, and is small enough for the caller of a large model to be heard.
func (f *Flow) Chunk() int { return f.Config.chunk() }

// chunkFlops is the work of one chunk of a training step, some milliseconds of a browser.
const chunkFlops = 128e6

// leastChunk keeps the products of large models from being so narrow that reading the weights is all they do.
const leastChunk = 32

func (c Config) chunk() int {
	return max(leastChunk, min(1024, int(chunkFlops)/(6*c.Weights())/8*8))
}

// chunks calls work for consecutive ranges [lo, hi) of numbers, at most Chunk of the n rows at a time.
func (f *Flow) chunks(n int, work func(s *state, lo, hi int)) {
	if f.scratch == nil {
		f.scratch = newState(f.Config, f.Chunk(), false)
	}
	for lo := 0; lo < n; lo += f.Chunk() {
		hi := min(lo+f.Chunk(), n)
		f.scratch.resize(hi - lo)
		work(f.scratch, lo*f.Config.Dim, hi*f.Config.Dim)
	}
}

// scales returns exp(s).
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
