package modes

import (
	"fmt"
	"math"
	"math/rand/v2"

	"nicelab/flow/kernel"
	"nicelab/flow/layer"
	"nicelab/flow/matrix"
)

// Clusters is a prior for the first coordinates in place of p_H: a mixture of Gaussians with full covariances, which
// the rows fix before they are trained on, as they fix the data layers. What is trained is how the flow bends the rows
// towards it.
//
//	p(h) = Σ_m π_m N(h; μ_m, L_m L_mᵀ)      π = softmax(a)
//
// As a layer it only has the numbers and changes nothing, like Mixture.
type Clusters struct {
	mapless
	most, count       int
	logit, mean, tril []float32
	law               *clusters
}

// NewClusters returns a mixture of so many Gaussians of the first count coordinates: all of them the standard one,
// until they are fitted.
func NewClusters(most, count int) *Clusters { return &Clusters{most: most, count: count} }

// What a triangle's diagonal may be, and maxWide what means and inverses may: their products stay within float32.
const minWide, maxWide = 1e-15, 1e15

func (m *Clusters) Init([]float32, *rand.Rand) {}
func (m *Clusters) Sound([]float32) error      { return nil }

func (m *Clusters) Tensors() []layer.Tensor {
	return []layer.Tensor{
		{Name: "clusters.logit", Shape: []int{m.most}, Held: true},
		{Name: "clusters.mean", Shape: []int{m.most, m.count}, Held: true},
		{Name: "clusters.scale_tril", Shape: []int{m.most, m.count, m.count}, Held: true},
	}
}

func (m *Clusters) Parts() []layer.Cost {
	c := layer.Cost{Products: m.most * m.count * m.count, Sums: m.most*(m.count+1) + m.count}
	c.Row = 4 * c.Products
	return []layer.Cost{c}
}

func (m *Clusters) Hold(numbers []float32) {
	m.logit, m.mean = layer.Cut(&numbers, m.most), layer.Cut(&numbers, m.most*m.count)
	m.tril = layer.Cut(&numbers, m.most*m.count*m.count)
}

func (m *Clusters) Begin() {
	clear(m.logit)
	clear(m.mean)
	for i := range m.most {
		matrix.Round(m.tril[i*m.count*m.count:][:m.count*m.count], matrix.Identity(m.count))
	}
	if err := m.Settle(); err != nil {
		panic(err) // for it is ours
	}
}

// none is the logit of a Gaussian that there is not. Of the logarithm of a share that is below least, exp is 0.
const none, least = -1000, -750

// Set makes m a mixture of some Gaussians, no more than there is room for: the logarithms of their shares, their means
// and, row by row, their triangles L. With an error all of them are the standard one again.
func (m *Clusters) Set(share []float64, mean, tril [][]float64) error {
	m.Begin()
	for i := range m.logit {
		of := i
		if i >= len(share) { // another of the first, for whoever counts it: where it lies, it is nothing beside that
			m.logit[i], of = none, 0
		} else {
			m.logit[i] = float32(share[i])
		}
		matrix.Round(m.mean[i*m.count:], mean[of])
		matrix.Round(m.tril[i*m.count*m.count:], tril[of])
	}
	err := m.Settle()
	if err != nil {
		m.Begin()
	}
	return err
}

// clusters is what the numbers stand for, in float64.
type clusters struct {
	of       []int     // the Gaussians that there are
	log      []float64 // of each of these: the logarithm of its share
	constant []float64 // and that with what its density begins with
	inverse  []float64 // L⁻¹, one behind the other
}

func (m *Clusters) Settle() error {
	var all []float64
	for i, v := range m.logit {
		if v-v != 0 {
			return fmt.Errorf("clusters.logit of Gaussian %d is %g and must be finite", i+1, v)
		}
		all = append(all, float64(v))
	}
	for i, v := range m.mean {
		if !(max(v, -v) <= maxWide) {
			return fmt.Errorf("clusters.mean of Gaussian %d in coordinate %d is %g and must be %g to %g", i/m.count+1,
				i%m.count+1, v, -maxWide, maxWide)
		}
	}
	for at, v := range m.tril {
		i, j := at/m.count%m.count, at%m.count
		if i == j && !(v >= minWide && v <= maxWide) || i < j && v != 0 {
			return fmt.Errorf("clusters.scale_tril of Gaussian %d has %g in row %d, column %d; it must be a lower triangle with %g to %g on its diagonal",
				at/m.count/m.count+1, v, i+1, j+1, float64(minWide), float64(maxWide))
		}
	}
	x, sum := new(clusters), logSumExp(all)
	for i, v := range all {
		if v-sum > least {
			x.of, x.log = append(x.of, i), append(x.log, v-sum)
		}
	}
	x.constant, x.inverse = make([]float64, len(x.of)), make([]float64, len(x.of)*m.count*m.count)
	m.invert(x, 0)
	for i, v := range x.inverse {
		if !(math.Abs(v) <= maxWide) {
			of := x.of[i/m.count/m.count] + 1
			return fmt.Errorf("clusters.scale_tril of Gaussian %d has an inverse with %g in it; it must be %g to %g", of, v, -maxWide,
				maxWide)
		}
	}
	m.law = x
	return nil
}

// invert sets the inverses of x, and the constants, to those of the Gaussians with so much noise added to them.
func (m *Clusters) invert(x *clusters, noise float64) {
	k := m.count
	l := make([]float64, k*k)
	for i, log := range x.log {
		of := x.of[i]
		for j, v := range m.tril[of*k*k : (of+1)*k*k] {
			l[j] = float64(v)
		}
		if noise > 0 {
			matrix.Widen(l, k, noise)
		}
		matrix.InvertLower(x.inverse[i*k*k:], l, k)
		x.constant[i] = log - float64(k)*math.Log(2*math.Pi)/2
		for j := range k {
			x.constant[i] -= math.Log(l[j*k+j])
		}
	}
}

// AddLogProb adds log p(h) of each row of b to dst.
func (m *Clusters) AddLogProb(dst []float64, _ []float32, b *layer.Batch) {
	k := m.count
	row, h, terms := make([]float64, k), make([]float64, k), make([]float64, len(m.law.of))
	for c := range dst {
		for j := range row {
			row[j] = float64(b.Row(j)[c])
		}
		for i, of := range m.law.of {
			for j, v := range m.mean[of*k : (of+1)*k] {
				h[j] = row[j] - float64(v)
			}
			var sum float64
			for r := range k {
				var u float64
				for j, v := range m.law.inverse[i*k*k+r*k : i*k*k+r*k+r+1] {
					u += v * h[j]
				}
				sum += u * u
			}
			terms[i] = m.law.constant[i] - sum/2
		}
		dst[c] += logSumExp(terms)
	}
}

// crowd is the memory of Loss, for n columns.
type crowd struct {
	of    *clusters // whose inverses these are; nil: they are to be worked out
	noise float64
	law   clusters // with the noise, in this memory

	constant, inverse []float64

	by, bias      []float32 // L⁻¹ of all Gaussians (most k × k), and -L⁻¹ μ
	in, back, out []float32 // h (k×n), what comes back to it, and L⁻¹ (h - μ) of all (most k × n)
	share         []float32 // of which Gaussian each row is (most × n)
	top, total    []float32 // of each column
}

func (m *Clusters) Tape(mem *layer.Memory) *layer.Tape {
	if !mem.Train {
		return new(layer.Tape)
	}
	n, k, wide := mem.N, m.count, m.most*m.count
	room := make([]float32, wide*(k+1)+2*k*n+wide*n+m.most*n+2*n)
	cut := func(k int) []float32 { return layer.Cut(&room, k) }
	return &layer.Tape{Own: &crowd{
		constant: make([]float64, m.most), inverse: make([]float64, wide*k),
		by: cut(wide * k), bias: cut(wide), in: cut(k * n), back: cut(k * n), out: cut(wide * n), share: cut(m.most * n),
		top: cut(n), total: cut(n),
	}}
}

// Blur says with Gaussian noise of what standard deviation rows come to Loss: each Gaussian is as much wider there, so
// that what is learned is the law of the rows without it. The noise is added before the couplings, so that is exact at
// first, when they only turn, and nearly so where they bend little.
func (m *Clusters) Blur(t *layer.Tape, noise float64) {
	own := t.Own.(*crowd)
	own.noise, own.of = noise, nil
}

// prepare works out what Loss multiplies with, if that has changed.
func (m *Clusters) prepare(own *crowd) {
	if own.of == m.law {
		return
	}
	k, all := m.count, len(m.law.of)
	own.of = m.law
	own.law = clusters{m.law.of, m.law.log, own.constant[:all], own.inverse[:all*k*k]}
	m.invert(&own.law, own.noise)
	matrix.Round(own.by, own.law.inverse)
	for i := range all * k {
		var sum float64
		for j, v := range own.law.inverse[i*k : (i+1)*k] {
			sum -= v * float64(m.mean[m.law.of[i/k]*k+j])
		}
		own.bias[i] = float32(sum)
	}
}

// Loss adds -log p(h) in nats of all rows of b to sum, which it returns. It sets the coordinates of d to d.Weight times
// the gradient of that with respect to h. Both are of the rows as Blur says. Nothing of it is trained.
func (m *Clusters) Loss(t *layer.Tape, _, _ []float32, d, b *layer.Batch, sum float64) float64 {
	k, n := m.count, b.N
	own := t.Own.(*crowd)
	m.prepare(own)
	all := len(own.law.of)
	in, out, share := own.in[:k*n], own.out[:all*k*n], own.share[:all*n]
	for j := range k {
		row := in[j*n : (j+1)*n]
		clear(row[copy(row, b.Row(j)[:b.Rows]):])
	}
	kernel.NN(out, all*k, n, k, own.by[:all*k*k], in, own.bias[:all*k], nil, kernel.Identity)

	for i := range all {
		row := share[i*n : (i+1)*n]
		clear(row)
		for j := range k {
			for c, v := range out[(i*k+j)*n:][:n] {
				row[c] += v * v
			}
		}
		constant := float32(own.law.constant[i])
		for c, v := range row {
			row[c] = constant - v/2
		}
	}
	sum = shares(share, all, b.Rows, n, own.top, own.total, d.Weight, sum)

	for i := range all {
		row := share[i*n : (i+1)*n]
		for j := range k {
			for c := range row {
				out[(i*k+j)*n+c] *= row[c]
			}
		}
	}
	kernel.TN(own.back, k, n, all*k, own.by[:all*k*k], out, nil, kernel.Identity, false)
	for j := range k {
		for c, v := range own.back[j*n : (j+1)*n] {
			d.Row(j)[c] = -v
		}
	}
	return sum
}

// ExportLogProb writes log p of h [n, count] as operations of ONNX. Its columns are to be added up, as Mixture's are.
func (m *Clusters) ExportLogProb(g layer.Graph, _ []float32, h string) string {
	var own crowd
	k, all := m.count, len(m.law.of)
	wide := all * k
	own.by, own.bias = make([]float32, wide*k), make([]float32, wide)
	own.constant, own.inverse = make([]float64, all), make([]float64, wide*k)
	m.prepare(&own)
	half, bias := make([]float32, all*wide), make([]float32, all) // adds the squares of each up
	for i := range all {
		bias[i] = float32(own.law.constant[i])
		for j := range k {
			half[i*wide+i*k+j] = -0.5
		}
	}
	u := g.Linear(h, g.Constant("clusters.by", []int{wide, k}, own.by), g.Constant("clusters.bias", []int{wide}, own.bias))
	x := g.Linear(g.Op("Mul", u, u), g.Constant("clusters.half", []int{all, wide}, half),
		g.Constant("clusters.constant", []int{all}, bias))
	return exportShares(g, x)
}

// Draw sets h, the first coordinates of a row, to a draw: of each Gaussian as often as it counts, and at a temperature
// that multiplies what it spreads by.
func (m *Clusters) Draw(h, _ []float32, temperature float64, rng *rand.Rand) {
	k, i := m.count, m.law.of[pick(m.law.log, rng)]
	e := make([]float64, k)
	for r := range k {
		e[r] = temperature * rng.NormFloat64()
		v := float64(m.mean[i*k+r])
		for j, l := range m.tril[i*k*k+r*k : i*k*k+r*k+r+1] {
			v += float64(l) * e[j]
		}
		h[r] = float32(v)
	}
}

// Law is what one coordinate follows on its own: the chance of at most h, and the standard deviation.
func (m *Clusters) Law(_ []float32, j int) (cdf func(h float64) float64, std float64) {
	k := m.count
	mu, sd := make([]float64, len(m.law.of)), make([]float64, len(m.law.of))
	for i, of := range m.law.of {
		mu[i] = float64(m.mean[of*k+j])
		for _, l := range m.tril[of*k*k+j*k : of*k*k+j*k+j+1] {
			sd[i] += float64(l) * float64(l)
		}
		sd[i] = math.Sqrt(sd[i])
	}
	return margin(m.law.log, mu, sd)
}
