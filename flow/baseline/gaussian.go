package baseline

// Gaussian is one Gaussian with a full covariance.
type Gaussian struct {
	Rows  int     // that it was fitted to: all of them, unless a table is very large
	Ridge float64 // on the diagonal of the covariance, in units of each column's variance

	units
	chol   []float64 // factor of the covariance in those units
	logDet float64
	z      []float64
}

// gaussianWork bounds the rows that a covariance is computed from, at d²/2 each: of 784 columns there are 3,400.
const gaussianWork = 1 << 30

// NewGaussian fits a Gaussian to data. Its ridge is d/2n or less, by exact leave-one-out likelihood.
func NewGaussian(data Data, seed uint64) *Fit {
	if data.N < 2 {
		return &Fit{err: ErrRows}
	}
	s, load := newSample(data.draw(gaussianWork/tri(data.D), source(seed, streamGaussian)), false)
	f := new(Fit)
	f.todo = inTurn(load, once(func() {
		f.model = &Gaussian{
			Rows: s.n, Ridge: s.ridge, units: s.units,
			chol: s.chol, logDet: logDet(s.chol, s.d), z: make([]float64, s.d),
		}
	}))
	return f
}

func (g *Gaussian) LogProb(x []float64) float64 {
	g.scale(g.z, x)
	return -(solve(g.z, g.chol, g.z)+float64(len(x))*logTwoPi)/2 - g.logDet - g.logStd
}

const logTwoPi = 1.8378770664093453
