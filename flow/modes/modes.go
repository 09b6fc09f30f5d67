// Package modes has the priors of several modes: a mixture of Gaussians that is trained with a flow, and one that the
// rows fix before.
package modes

import (
	"fmt"
	"math"
	"math/rand/v2"

	"nicelab/flow/kernel"
	"nicelab/flow/layer"
)

// Prior is a prior that some coordinates of a flow have together, the first ones. As a layer it has the numbers w, and
// no map.
type Prior interface {
	layer.Layer
	// AddLogProb adds log p(h) of each row of b to dst. Loss is that in training: it adds -log p(h) of all rows to sum,
	// sets these coordinates of d to d.Weight times the gradient of it, and adds that of w to g, unless that is nil.
	AddLogProb(dst []float64, w []float32, b *layer.Batch)
	Loss(t *layer.Tape, w, g []float32, d, b *layer.Batch, sum float64) float64
	Draw(h, w []float32, temperature float64, rng *rand.Rand)
	Law(w []float32, j int) (cdf func(h float64) float64, std float64) // of one coordinate on its own
	ExportLogProb(g layer.Graph, w []float32, h string) string
}

// Blurred is a Prior whose Loss can be told of noise that rows are trained with.
type Blurred interface {
	Blur(t *layer.Tape, noise float64)
}

// mapless is what a layer without a map does to rows: nothing.
type mapless struct{}

func (mapless) Volume() layer.Volume                                          { return layer.Kept }
func (mapless) LogDet([]float32) float64                                      { return 0 }
func (mapless) Forward(*layer.Tape, []float32, *layer.Batch, int)             {}
func (mapless) Inverse(*layer.Tape, []float32, *layer.Batch)                  {}
func (mapless) Backward(_ *layer.Tape, _, _ []float32, _ *layer.Batch, _ int) {}

func (mapless) Export(_ layer.Graph, _ []float32, v layer.Value, _ bool) layer.Value { return v }

// Mixture is a prior for the first coordinates in place of p_H, which has one mode: a mixture of Gaussians with
// diagonal covariances, all of it trained.
//
//	p(h) = Σ_m π_m Π_j N(h_j; μ_mj, exp(l_mj)²)      π = softmax(a)
//
// As a layer it only has the numbers and changes nothing. It meets the coordinates where layer.Scale meets the others,
// which leaves those of modes as they are: AddLogProb in float64, row by row, and Loss with kernels.
type Mixture struct {
	mapless
	modes, count int
	width        float64
}

// New returns a mixture of so many modes of the first count coordinates. At first its standard deviation in each is
// about the width.
func New(modes, count int, width float64) *Mixture {
	return &Mixture{modes: modes, count: count, width: width}
}

const (
	modesApart = 0.6 // of the width: at first, the standard deviation of the means
	modesWide  = 0.8 // and that of every mode

	// MaxLogStd bounds |l|: exp(-2l) stays within float32.
	MaxLogStd = 20
)

func (m *Mixture) Tensors() []layer.Tensor {
	return []layer.Tensor{
		{Name: "modes.logit", Shape: []int{m.modes}},
		{Name: "modes.mean", Shape: []int{m.modes, m.count}},
		{Name: "modes.log_std", Shape: []int{m.modes, m.count}},
	}
}

// cut returns the tensors a, μ and l of numbers that are laid out as they are.
func (m *Mixture) cut(w []float32) (a, mean, log []float32) {
	k := m.modes * m.count
	return w[:m.modes], w[m.modes:][:k], w[m.modes+k:][:k]
}

func (m *Mixture) Init(w []float32, rng *rand.Rand) {
	a, mean, log := m.cut(w)
	clear(a)
	for i := range mean {
		mean[i] = float32(modesApart * m.width * rng.NormFloat64())
		log[i] = float32(math.Log(modesWide * m.width))
	}
}

func (m *Mixture) Sound(w []float32) error {
	_, _, log := m.cut(w)
	for i, v := range log {
		if !(v <= MaxLogStd && v >= -MaxLogStd) {
			return fmt.Errorf("modes.log_std of mode %d in coordinate %d is %g and must be %d to %d", i/m.count+1, i%m.count+1,
				v, -MaxLogStd, MaxLogStd)
		}
	}
	return nil
}

func (m *Mixture) Parts() []layer.Cost {
	c := layer.Cost{Products: 2 * m.modes * m.count, Sums: 4*m.count + m.modes}
	c.Row = 6 * c.Products
	return []layer.Cost{c}
}

// memory is that of Loss, for n columns.
type memory struct {
	law             *law
	in, back, share []float32 // [h²; h] (2k×n), what comes back to it, and of which mode each row is (modes×n)
	top, total      []float32 // of each column
	bias, counted   []float32 // of each mode
	by, moments     []float32 // modes×2k
}

func (m *Mixture) Tape(mem *layer.Memory) *layer.Tape {
	if !mem.Train {
		return new(layer.Tape)
	}
	n, wide := mem.N, 2*m.modes*m.count
	room := make([]float32, 4*m.count*n+m.modes*n+2*n+2*m.modes+2*wide)
	cut := func(k int) []float32 { return layer.Cut(&room, k) }
	return &layer.Tape{Own: &memory{
		m.law(), cut(2 * m.count * n), cut(2 * m.count * n), cut(m.modes * n), cut(n), cut(n), cut(m.modes), cut(m.modes),
		cut(wide), cut(wide),
	}}
}

// law is what the numbers stand for, in float64.
type law struct {
	log       []float64 // of each mode: the logarithm of its share
	constant  []float64 // and that with what the densities of its coordinates begin with
	mean, std []float64 // of each mode in each coordinate
}

func (m *Mixture) law() *law {
	k := m.modes * m.count
	return &law{make([]float64, m.modes), make([]float64, m.modes), make([]float64, k), make([]float64, k)}
}

// read sets x to what w stands for, and returns it.
func (m *Mixture) read(x *law, w []float32) *law {
	_, mean, log := m.cut(w)
	m.shares(x.log, w)
	for i := range x.log {
		x.constant[i] = x.log[i] - float64(m.count)*math.Log(2*math.Pi)/2
		for j := i * m.count; j < (i+1)*m.count; j++ {
			x.mean[j], x.std[j] = float64(mean[j]), exp(float64(log[j]))
			x.constant[i] -= float64(log[j])
		}
	}
	return x
}

// shares sets log to ln π.
func (m *Mixture) shares(log []float64, w []float32) {
	a, _, _ := m.cut(w)
	for i, v := range a {
		log[i] = float64(v)
	}
	all := logSumExp(log)
	for i := range log {
		log[i] -= all
	}
}

// AddLogProb adds log p(h) of each row of b to dst.
func (m *Mixture) AddLogProb(dst []float64, w []float32, b *layer.Batch) {
	x, h, terms := m.read(m.law(), w), make([]float64, m.count), make([]float64, m.modes)
	for c := range dst {
		for j := range h {
			h[j] = float64(b.Row(j)[c])
		}
		for i := range terms {
			mean, std, sum := x.mean[i*m.count:], x.std[i*m.count:], 0.
			for j, v := range h {
				u := (v - mean[j]) / std[j]
				sum += u * u
			}
			terms[i] = x.constant[i] - sum/2
		}
		dst[c] += logSumExp(terms)
	}
}

// square sets by (modes × 2k) and bias to what log π_m + log N is made of, with the square multiplied out:
// bias + by [h²; h].
func (x *law) square(by, bias []float32) {
	k := len(x.mean) / len(x.log)
	for i, sum := range x.constant {
		for j := range k {
			mean, inverse := x.mean[i*k+j], 1/(x.std[i*k+j]*x.std[i*k+j])
			by[2*i*k+j], by[(2*i+1)*k+j] = float32(-inverse/2), float32(mean*inverse)
			sum -= mean * mean * inverse / 2
		}
		bias[i] = float32(sum)
	}
}

// ExportLogProb writes log p of h [n, count] as operations of ONNX. Its columns are to be added up.
func (m *Mixture) ExportLogProb(g layer.Graph, w []float32, h string) string {
	by, bias := make([]float32, 2*m.modes*m.count), make([]float32, m.modes)
	m.read(m.law(), w).square(by, bias)
	x := g.Linear(g.Join(g.Op("Mul", h, h), h), g.Constant("modes.by", []int{m.modes, 2 * m.count}, by),
		g.Constant("modes.bias", []int{m.modes}, bias))
	return exportShares(g, x)
}

// Loss adds -log p(h) in nats of all rows of b to sum, which it returns. It sets the coordinates of d to d.Weight times
// the gradient of that with respect to h, and adds d.Weight times that of w to g, unless g is nil. The square in each
// density is multiplied out, so that it takes four products of matrices.
func (m *Mixture) Loss(t *layer.Tape, w, g []float32, d, b *layer.Batch, sum float64) float64 {
	modes, k, n := m.modes, m.count, b.N
	own := t.Own.(*memory)
	in, back, share := own.in[:2*k*n], own.back[:2*k*n], own.share[:modes*n]
	top, total := own.top[:n], own.total[:n]
	for j := range k {
		square, h := in[j*n:(j+1)*n], in[(k+j)*n:(k+j+1)*n]
		clear(square[copy(h, b.Row(j)[:b.Rows]):])
		clear(h[b.Rows:])
		square = square[:len(h)]
		for c, v := range h {
			square[c] = v * v
		}
	}

	x, by, moments := m.read(own.law, w), own.by, own.moments
	x.square(by, own.bias)
	kernel.NN(share, modes, n, 2*k, by, in, own.bias, nil, kernel.Identity)

	sum = shares(share, modes, b.Rows, n, top, total, d.Weight, sum)
	kernel.TN(back, 2*k, n, modes, by, share, nil, kernel.Identity, false)
	for j := range k {
		dh := d.Row(j)
		h := in[(k+j)*n:][:len(dh)]
		square, linear := back[j*n:][:len(dh)], back[(k+j)*n:][:len(dh)]
		for c := range dh {
			dh[c] = linear[c] + 2*h[c]*square[c]
		}
	}
	if g == nil {
		return sum
	}
	clear(moments)
	clear(own.counted)
	kernel.NT(moments, modes, 2*k, n, share, in)
	kernel.RowSum(own.counted, modes, n, share)
	a, mean, log := m.cut(g)
	for i := range modes {
		of := float64(own.counted[i])
		a[i] += float32(of + d.Weight*float64(b.Rows)*math.Exp(x.log[i]))
		for j := range k {
			at := i*k + j
			second, first := float64(moments[2*i*k+j]), float64(moments[(2*i+1)*k+j])
			mu, inverse := x.mean[at], 1/(x.std[at]*x.std[at])
			mean[at] += float32(inverse * (first - of*mu))
			log[at] += float32(inverse*(second-2*mu*first+of*mu*mu) - of)
		}
	}
	return sum
}

// Draw sets h, the first coordinates of a row, to a draw: of each mode as often as it counts, and at a temperature that
// multiplies the standard deviations.
func (m *Mixture) Draw(h, w []float32, temperature float64, rng *rand.Rand) {
	_, mean, log := m.cut(w)
	share := make([]float64, m.modes)
	m.shares(share, w)
	of := pick(share, rng)
	mean, log = mean[of*m.count:], log[of*m.count:]
	for j := range h[:m.count] {
		h[j] = float32(float64(mean[j]) + temperature*math.Exp(float64(log[j]))*rng.NormFloat64())
	}
}

// Law is what one coordinate follows on its own: the chance of at most h, and the standard deviation.
func (m *Mixture) Law(w []float32, j int) (cdf func(h float64) float64, std float64) {
	_, means, logs := m.cut(w)
	share, mu, sd := make([]float64, m.modes), make([]float64, m.modes), make([]float64, m.modes)
	m.shares(share, w)
	for i := range share {
		mu[i], sd[i] = float64(means[i*m.count+j]), math.Exp(float64(logs[i*m.count+j]))
	}
	return margin(share, mu, sd)
}
