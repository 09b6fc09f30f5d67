package flow

import (
	"math"
	"math/rand/v2"
	"slices"

	"nicelab/flow/layer"
	"nicelab/flow/modes"
)

// joint is the prior of the coordinates that Modal counts, and where its numbers are; nil where there are none.
func (f *Flow) joint() (modes.Prior, *placed) {
	if f.Config.Modal() == 0 {
		return nil, nil
	}
	l := &f.layers[len(f.layers)-2]
	return l.Layer.(modes.Prior), l
}

// Modal is how many coordinates of z, the first ones, have a prior together, which has several modes.
func (c Config) Modal() int {
	if c.Modes == 0 && c.Clusters == 0 {
		return 0
	}
	return c.leading()
}

// Factorised reports whether the coordinates of z are independent of each other, each with the law Prior.
func (c Config) Factorised() bool { return c.Modal() == 0 }

// SetClusters makes the prior that Config.Clusters asks for a mixture of these Gaussians, no more than so many: the
// logarithms of their shares, their means, and the lower triangles L whose L Lᵀ are their covariances, row by row. The
// error says why they cannot be used.
func (f *Flow) SetClusters(share []float64, mean, tril [][]float64) error {
	m, _ := f.joint()
	return m.(*modes.Clusters).Set(share, mean, tril)
}

// addLogPrior adds log p of the latents of a batch that has been through all layers but the last.
func (f *Flow) addLogPrior(dst []float64, b *layer.Batch) {
	f.scale().AddLogProb(dst, f.logScale(), b, f.Prior)
	if m, l := f.joint(); m != nil {
		m.AddLogProb(dst, l.window(f.Weights), b)
	}
}

// Draw sets z to one row of latents: of the prior, with what it spreads by multiplied by the temperature.
func (f *Flow) Draw(z []float32, temperature float64, rng *rand.Rand) {
	if m, l := f.joint(); m != nil {
		m.Draw(z, l.window(f.Weights), temperature, rng)
	}
	for j := f.Config.Modal(); j < len(z); j++ {
		z[j] = float32(temperature * f.Prior.Draw(rng))
	}
}

// CDF returns the chance that coordinate j of z is at most so much, as a function.
func (f *Flow) CDF(j int) func(z float64) float64 {
	if m, l := f.joint(); j < f.Config.Modal() {
		cdf, _ := m.Law(l.window(f.Weights), j)
		return cdf
	}
	return f.Prior.CDF
}

// Width returns how far coordinate j of z reaches, as a multiple of a standard Gaussian.
func (f *Flow) Width(j int) float64 {
	if m, l := f.joint(); j < f.Config.Modal() {
		_, std := m.Law(l.window(f.Weights), j)
		return std
	}
	return f.Prior.Width()
}

// Spread sets dst to how much the data varies along each coordinate of z: exp(-s), or its standard deviation where
// Modal counts it; nil allocates.
func (f *Flow) Spread(dst []float64) []float64 {
	dst = sized(dst, f.Config.Dim)
	for j, s := range f.logScale() {
		if dst[j] = math.Exp(-float64(s)); j < f.Config.Modal() {
			dst[j] = f.Width(j)
		}
	}
	return dst
}

// Spectrum returns the Spread of all coordinates, the largest first, as the paper plots it: a large one is a direction
// in which the data varies much, a small one hardly matters.
func (f *Flow) Spectrum() []float32 {
	e := make([]float32, f.Config.Dim)
	for j, v := range f.Spread(nil) {
		e[j] = float32(v)
	}
	slices.Sort(e)
	slices.Reverse(e)
	return e
}

// ExportLogPrior writes log p of the latents v as operations of ONNX: terms whose columns are to be added up, and what
// is to be added to their sum.
func (f *Flow) ExportLogPrior(g layer.Graph, v layer.Value) (terms []string, constant float64) {
	k, d := f.Config.Modal(), f.Config.Dim
	if k > 0 {
		m, l := f.joint()
		rows := g.Rows(v)
		terms = append(terms, m.ExportLogProb(g, l.window(f.Weights), g.Columns(rows, 0, k)))
		if k == d {
			return terms, 0
		}
		v = layer.Value{Rows: g.Columns(rows, k, d), Dim: d - k}
	}
	for _, z := range g.Halves(v) {
		t, each := f.Prior.Export(g, z)
		terms, constant = append(terms, t), constant+each*float64(d-k)/2
	}
	return terms, constant
}
