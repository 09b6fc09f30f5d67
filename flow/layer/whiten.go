package layer

import (
	"math"
	"slices"

	"nicelab/flow/matrix"
)

// MaxWhiten is the most columns that Whiten takes, and MaxRank of whose Rank is worked out: a fraction of a second, in one
// go.
const MaxWhiten, MaxRank = 1024, 256

// Whiten returns the data layer that follows Standard where coordinates are to come uncorrelated to the first coupling:
// the identity until FitWhiten.
func Whiten(dim int) *Orthogonal {
	return &Orthogonal{
		name: "whiten", dim: dim, volume: Constant,
		cost:    Cost{Products: dim * dim, Sums: dim, Row: 2 * dim * dim}, // nothing goes back through it in training
		initial: func(m []float32) { matrix.Round(m, matrix.Identity(dim)) },
	}
}

// Rank says which columns leave rows no room.
type Rank struct {
	Constant []int        // always the same
	Tied     []matrix.Tie // one for each column that is all but a sum of multiples of columns before it
}

// dependent is how little of a column's variance may be its own. Float32 leaves 1e-10 or less of a column that is
// computed from others; what is rounded to four digits leaves more than this.
const dependent = 1e-8

// FitWhiten makes o, of Whiten, that of the n given rows of x (row-major), of all where rows is nil, standardised by s,
// with D/(2n) added to their variances: this keeps few rows from being taken for certain.
func (o *Orthogonal) FitWhiten(x []float32, rows []int32, s *Standard) Rank {
	d := o.dim
	c := matrix.Covariance(x, rows, s.Mean, s.Std)
	rank := rankOf(c, x, rows, d)
	e := matrix.NewEigen(c, d)
	for !e.Step() {
	}
	o.SetWhiten(e, float64(d)/float64(2*matrix.Count(x, d, rows)), 1)
	return rank
}

// RankOf is the Rank of the given rows of x, of all where rows is nil, standardised by s, of MaxRank columns at most.
func RankOf(x []float32, rows []int32, s *Standard) Rank {
	return rankOf(matrix.Covariance(x, rows, s.Mean, s.Std), x, rows, s.dim)
}

func rankOf(c []float64, x []float32, rows []int32, d int) Rank {
	var r Rank
	n := matrix.Count(x, d, rows)
	for j := range min(d, n*d) {
		i, first := 1, matrix.Row(x, d, rows, 0)[j]
		for i < n && matrix.Row(x, d, rows, i)[j] == first {
			i++
		}
		if i >= n {
			r.Constant = append(r.Constant, j)
		}
	}
	r.Tied = matrix.Ties(c, d, n-1, dependent, r.Constant)
	return r
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
