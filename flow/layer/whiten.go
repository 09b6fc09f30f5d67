package layer

import "nicelab/flow/matrix"

// MaxWhiten is the most columns that Whiten takes.
const MaxWhiten = 1024

// Whiten returns the data layer that follows Standard where coordinates are to come uncorrelated to the first coupling:
// the identity until FitWhiten.
func Whiten(dim int) *Orthogonal {
	return &Orthogonal{
		name: "whiten", dim: dim, volume: Constant,
		cost:    Cost{Products: dim * dim, Sums: dim, Row: 2 * dim * dim}, // nothing goes back through it in training
		initial: func(m []float32) { matrix.Round(m, matrix.Identity(dim)) },
	}
}

// FitWhiten makes o, of Whiten, that of n standardised rows with the covariance of which e is the decomposition, with
// D/(2n) added to their variances: this keeps few rows from being taken for certain.
func (o *Orthogonal) FitWhiten(e *matrix.Eigen, n int) {
	o.SetWhiten(e, float64(o.dim)/float64(2*n), 1)
}

// SetWhiten makes o, of Whiten, that of the covariance C of which e is the decomposition: see matrix.Eigen.Whiten. A
// flow that is the identity behind it is a full Gaussian if std is 1.
func (o *Orthogonal) SetWhiten(e *matrix.Eigen, shrink, std float64) {
	e.Whiten(o.M, shrink, std)
	if err := o.Settle(); err != nil {
		panic(err) // for it is ours
	}
}
