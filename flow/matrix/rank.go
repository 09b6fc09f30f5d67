package matrix

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
)

// Count is how many of the rows of x, d numbers each, are listed: all of them where rows is nil.
func Count(x []float32, d int, rows []int32) int {
	if rows != nil {
		return len(rows)
	}
	return len(x) / d
}

// Row is the i-th of them.
func Row(x []float32, d int, rows []int32, i int) []float32 {
	if rows != nil {
		i = int(rows[i])
	}
	return x[i*d : (i+1)*d]
}

// Spread sets mean and std to those of the columns of the given rows of x (row-major), all of them where rows is nil. The
// std of a column that does not vary is 1.
func Spread(mean, std, x []float32, rows []int32) {
	d := len(mean)
	n := Count(x, d, rows)
	m, sq := make([]float64, d), make([]float64, d)
	for i := range n {
		for j, v := range Row(x, d, rows, i) {
			m[j] += float64(v)
		}
	}
	for j := range m {
		m[j] /= float64(n)
	}
	for i := range n {
		for j, u := range Row(x, d, rows, i) {
			v := float64(u) - m[j]
			sq[j] += v * v
		}
	}
	for j := range d {
		mean[j], std[j] = float32(m[j]), float32(math.Sqrt(sq[j]/float64(n)))
		if !(std[j] > 0) || math.IsInf(float64(std[j]), 0) {
			std[j] = 1
		}
	}
}

// mostProducts bounds what a covariance costs: some seconds, in one go. Of more rows as many are taken, evenly.
const mostProducts = 1 << 30

// Covariance returns that of the given rows of x (row-major, as wide as mean), of all where rows is nil, standardised by
// mean and std. Of very many rows of very many columns, thousands of them stand for all.
func Covariance(x []float32, rows []int32, mean, std []float32) []float64 {
	d := len(mean)
	all := Count(x, d, rows)
	n := min(all, max(1, mostProducts/(d*d)))
	c, row := make([]float64, d*d), make([]float64, d)
	for r := range n {
		for j, v := range Row(x, d, rows, r*all/n) {
			row[j] = (float64(v) - float64(mean[j])) / float64(std[j])
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

// MaxRank is the most columns whose Rank is worked out: a fraction of a second, in one go.
const MaxRank = 256

// Rank says which columns leave rows no room.
type Rank struct {
	Constant []int // always the same
	Tied     []Tie // one for each column that is all but a sum of multiples of columns before it
}

// dependent is how little of a column's variance may be its own. Float32 leaves 1e-10 or less of a column that is
// computed from others; what is rounded to four digits leaves more than this.
const dependent = 1e-8

// RankOf is the Rank of the given rows of x (row-major), of all where rows is nil, whose d columns have the covariance c.
func RankOf(c []float64, x []float32, rows []int32, d int) Rank {
	var r Rank
	n := Count(x, d, rows)
	for j := range min(d, n*d) {
		i, first := 1, Row(x, d, rows, 0)[j]
		for i < n && Row(x, d, rows, i)[j] == first {
			i++
		}
		if i >= n {
			r.Constant = append(r.Constant, j)
		}
	}
	r.Tied = Ties(c, d, n-1, dependent, r.Constant)
	return r
}

// Copies finds, one column after another and among any number of them, those that are an earlier one times a number plus a
// number.
type Copies struct {
	weights []float64 // of a sum that is all but the same for a column and its copies
	first   []first   // by their sums
}

// first is a column that is no copy.
type first struct {
	sum    float64
	column int
	values []float64 // their mean is 0, and the sum of their squares 1
}

// Add takes column j, and reports whether it is a copy and of which. All columns have as many values, which it keeps.
func (c *Copies) Add(j int, values []float64) (of int, ok bool) {
	if c.weights == nil {
		rng := rand.New(rand.NewPCG(1, 1))
		for range values {
			c.weights = append(c.weights, rng.NormFloat64())
		}
	}
	if !normalise(values) {
		return 0, false
	}
	sum := math.Abs(dot(c.weights, values))
	far := 6 * math.Sqrt(dependent) // so many standard deviations of how much the sums of copies differ
	at, _ := slices.BinarySearchFunc(c.first, sum-far, func(f first, v float64) int { return cmp.Compare(f.sum, v) })
	for i := at; i < len(c.first) && c.first[i].sum <= sum+far; i++ {
		if r := dot(c.first[i].values, values); 1-r*r <= dependent {
			return c.first[i].column, true
		}
	}
	for at < len(c.first) && c.first[at].sum < sum {
		at++
	}
	c.first = slices.Insert(c.first, at, first{sum, j, values})
	return 0, false
}

// normalise takes the mean from v and makes its length 1, unless that is 0.
func normalise(v []float64) bool {
	var mean, square float64
	for _, x := range v {
		mean += x / float64(len(v))
	}
	for i, x := range v {
		v[i] = x - mean
		square += v[i] * v[i]
	}
	length := math.Sqrt(square)
	for i := range v {
		v[i] /= length
	}
	return length > 0
}

// Tie is a column that follows from others.
type Tie struct {
	Column int
	From   []int // ascending, all less than Column, and none of them tied
}

// Ties finds columns of which no more than that share of their variance is their own, given those before them, in their
// covariance c (d×d). It takes columns one by one, but for those to leave out, into a Cholesky factor, unless too little
// is left of them, and most of them at most: so few rows tell nothing of more.
func Ties(c []float64, d, most int, share float64, out []int) []Tie {
	var ties []Tie
	var kept []int
	var factor [][]float64 // lower triangle, a row for each that is kept
	for j := range d {
		if slices.Contains(out, j) {
			continue
		}
		if len(kept) >= most {
			break
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
		if left > share*c[j*d+j] {
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
		ties = append(ties, tie)
	}
	return ties
}
