package baseline

// Mixture is a mixture of Gaussians with full covariances.
type Mixture struct {
	Rows       int // that it was fitted to: all of them, unless a table is large
	Components int

	units
	em *em
	z  []float64
}

// MaxMixtureColumns is how many columns a mixture takes: with more, a component has too many numbers for the rows
// that there is time for.
const MaxMixtureColumns = 64

const (
	mixtureWork = 1 << 22 // bounds the rows, at rowCost each
	starts      = 6       // of the fit to all rows
	fine        = 1e-4    // nats a row that a turn of it must gain
)

// NewMixture fits a mixture of Gaussians to data by EM from k-means++ seeds. The number of components, and how many
// rows' weight their prior has, are those under which rows that were left out are likeliest: five times a fifth or,
// of a large table, one fifth.
func NewMixture(data Data, seed uint64) *Fit { return NewClusters(data, ladder[len(ladder)-1], seed) }

// NewClusters is NewMixture with so many components at most.
func NewClusters(data Data, most int, seed uint64) *Fit {
	switch {
	case data.N < 2:
		return &Fit{err: ErrRows}
	case data.D > MaxMixtureColumns:
		return &Fit{err: ErrColumns}
	}
	rng := source(seed, streamMixture)
	s, load := newSample(data.draw(mixtureWork/rowCost(data.D), rng), true)
	q := newSearch(s, most, rng)
	var e *em
	f := new(Fit)
	f.todo = inTurn(
		load,
		q.step,
		later(func() stage {
			e = newEM(s, q.rows, q.components, q.weight)
			return e.best(starts, fine, rng)
		}),
		once(func() {
			e.s, e.rows = nil, nil // the rows are not needed any more
			f.model = &Mixture{Rows: s.n, Components: e.k, units: s.units, em: e, z: make([]float64, s.d)}
		}))
	return f
}

func (m *Mixture) LogProb(x []float64) float64 {
	m.scale(m.z, x)
	return m.em.logProb(m.z) - m.logStd
}

// Gaussians returns what m is made of, in the data's units: the logarithms of the shares, the means, and the lower
// triangles L whose L Lᵀ are the covariances, d×d each, row-major.
func (m *Mixture) Gaussians() (share []float64, mean, tril [][]float64) {
	d := len(m.z)
	for c, chol := range m.em.chol {
		mu, l := make([]float64, d), make([]float64, d*d)
		for i, std := range m.std {
			mu[i] = m.mean[i] + std*m.em.mean[c][i]
			for j, v := range chol[tri(i) : tri(i)+i+1] {
				l[i*d+j] = std * v
			}
		}
		mean, tril = append(mean, mu), append(tril, l)
	}
	return m.em.share, mean, tril
}
