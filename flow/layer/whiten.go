package layer

import (
	"math"
	"slices"

	"nicelab/flow/matrix"
)

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

// FitWhiten makes o, of Whiten, that of n standardised rows with the covariance of which e is the decomposition, with D/(2n)
// added to their variances: this keeps few rows from being taken for certain.
func (o *Orthogonal) FitWhiten(e *matrix.Eigen, n int) {
	o.SetWhiten(e, float64(o.dim)/float64(2*n), 1)
}

// SetWhiten makes o, of Whiten, the PCA whitening for the covariance C of which e is the decomposition: M C Mᵀ = std² I
// for C + shrink I, so that a flow that is the identity behind it is a full Gaussian if std is 1. What is added keeps M finite where C
// has no inverse. The largest variance comes first, and nothing is mirrored.
func (o *Orthogonal) SetWhiten(e *matrix.Eigen, shrink, std float64) {
	d := o.dim
	order := make([]int, 0, d)
	mirrored := e.Mirrored
	for k, v := range e.Values {
		at := len(order)
		for ; at > 0 && e.Values[order[at-1]] < v; at-- {
			mirrored = !mirrored // by swapping two neighbours an odd number of times
		}
		order = slices.Insert(order, at, k)
	}
	for i, k := range order {
		factor := std / math.Sqrt(max(0, e.Values[k])+shrink)
		if mirrored && i == d-1 {
			factor = -factor
		}
		for j, u := range e.Vectors[k*d : (k+1)*d] {
			o.M[i*d+j] = float32(factor * u)
		}
	}
	if err := o.Settle(); err != nil {
		panic(err) // for it is ours
	}
}
