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

// RankOf is the Rank of the given rows of x (row-major), of all where rows is nil, whose d columns have the covariance
// c.
func RankOf(c []float64, x []float32, rows []int32, d int) Rank {
	columns := make([]int, d)
	for j := range columns {
		columns[j] = j
	}
	still := Constant(x, d, rows, columns)
	return Rank{Constant: still, Tied: Ties(c, d, Count(x, d, rows)-1, dependent, still)}
}

// Constant lists which of some columns have one number in all the given rows of x, d numbers each, in all where rows is
// nil.
func Constant(x []float32, d int, rows []int32, columns []int) (still []int) {
	n := Count(x, d, rows)
	for _, j := range columns {
		i := 0
		for i < n && Row(x, d, rows, i)[j] == Row(x, d, rows, 0)[j] {
			i++
		}
		if n > 0 && i == n {
			still = append(still, j)
		}
	}
	return still
}

// Copies finds, one column after another and among any number of them, those that are an earlier one times a number
// plus a number.
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
// covariance c (d×d). It takes columns one by one, but for those to leave out, into a Cholesky factor, unless too
// little is left of them, and most of them at most: so few rows tell nothing of more.
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
