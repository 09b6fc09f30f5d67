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

// Rank says which columns leave rows no room.
type Rank struct {
	Constant []int // always the same
	Tied     []Tie // one for each column that is all but a sum of multiples of columns before it
}

// Tie is a column that follows from others.
type Tie struct {
	Column int
	From   []int // ascending, all less than Column, and none of them tied
}

// dependent is how little of a column's variance may be its own. Float32 leaves 1e-10 or less of a column that is
// computed from others; what is rounded to four digits leaves more than this.
const dependent = 1e-8

// FitWhiten makes o, of Whiten, that of the n rows of x (row-major), standardised by s, with D/(2n) added to their
// variances: this keeps few rows from being taken for certain.
func (o *Orthogonal) FitWhiten(x []float32, s *Standard) Rank {
	d := o.dim
	c := covariance(x, s)
	rank := rankOf(c, x, s)
	e := matrix.NewEigen(c, d)
	for !e.Step() {
	}
	o.SetWhiten(e, float64(d*d)/float64(2*len(x)), 1)
	return rank
}

// RankOf is the Rank of the rows of x, standardised by s, of MaxWhiten columns at most.
func RankOf(x []float32, s *Standard) Rank { return rankOf(covariance(x, s), x, s) }

// rankOf takes columns one by one into the Cholesky factor of their covariance c, unless too little is left of them.
func rankOf(c []float64, x []float32, s *Standard) Rank {
	d := s.dim
	n := len(x) / d
	var r Rank
	var kept []int
	var factor [][]float64 // lower triangle, a row for each that is kept
	for j := range d {
		if s.constant(x, j) {
			r.Constant = append(r.Constant, j)
			continue
		}
		if len(kept) >= n-1 {
			break // so few rows tell nothing of more columns
		}
		row, left := make([]float64, len(kept)), c[j*d+j]
		for a, i := range kept {
			v := c[i*d+j]
			for b, u := range factor[a][:a] {
				v -= u * row[b]
			}
			row[a] = v / factor[a][a]
			left -= row[a] * row[a]
		}
		if left > dependent*c[j*d+j] {
			kept, factor = append(kept, j), append(factor, append(row, math.Sqrt(left)))
			continue
		}
		tie := Tie{Column: j}
		for a := len(kept) - 1; a >= 0; a-- { // how much of each
			for b := a + 1; b < len(kept); b++ {
				row[a] -= factor[b][a] * row[b]
			}
			row[a] /= factor[a][a]
		}
		for a, i := range kept {
			if math.Abs(row[a]) > 1e-3 {
				tie.From = append(tie.From, i)
			}
		}
		r.Tied = append(r.Tied, tie)
	}
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

// constant reports whether column j of the rows of x does not vary.
func (s *Standard) constant(x []float32, j int) bool {
	for i := j; i < len(x); i += s.dim {
		if x[i] != x[j] {
			return false
		}
	}
	return true
}

// covariance returns that of the rows of x, standardised (D×D).
func covariance(x []float32, s *Standard) []float64 {
	d := s.dim
	n := len(x) / d
	c, row := make([]float64, d*d), make([]float64, d)
	for r := range n {
		for j := range row {
			row[j] = (float64(x[r*d+j]) - float64(s.Mean[j])) / float64(s.Std[j])
		}
		for i, v := range row {
			for j, u := range row[:i+1] {
				c[i*d+j] += v * u
			}
		}
	}
	for i := range d {
		for j := range i + 1 {
			c[i*d+j] /= float64(n)
			c[j*d+i] = c[i*d+j]
		}
	}
	return c
}
