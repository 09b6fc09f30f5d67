package matrix

import (
	"math"
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
