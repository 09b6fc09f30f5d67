package dataset

import (
	"math"
	"slices"
)

// Far is a column in which few rows lie so far from all others that they alone make its spread.
type Far struct {
	Column int
	Rows   []int   // of these, the farthest first
	Value  float32 // of the farthest
}

const (
	farGap    = 4   // times as far from the middle as the next row
	farSpread = 10  // robust standard deviations from the middle, at least
	farShare  = 100 // at most one row in so many is far
)

// FarOut finds such columns of the n rows of d in x (row-major). A heavy tail is no gap: values that thin out as they
// grow are left alone.
func FarOut(x []float32, d int) []Far {
	var far []Far
	n := len(x) / d
	for j := range d {
		if !stretched(x, d, j) {
			continue
		}
		column := make([]float64, n)
		for i := range column {
			column[i] = float64(x[i*d+j])
		}
		sorted := slices.Sorted(slices.Values(column))
		middle, spread := sorted[n/2], (sorted[3*n/4]-sorted[n/4])/1.349
		if !(spread > 0) {
			continue
		}
		rows := make([]int, n)
		for i := range rows {
			rows[i] = i
		}
		away := func(i int) float64 { return math.Abs(column[i] - middle) }
		slices.SortStableFunc(rows, func(a, b int) int {
			switch {
			case away(a) > away(b):
				return -1
			case away(a) < away(b):
				return 1
			}
			return 0
		})
		for k := max(1, n/farShare); k > 0; k-- {
			if away(rows[k-1]) > max(farGap*away(rows[k]), farSpread*spread) {
				far = append(far, Far{j, slices.Clone(rows[:k]), x[rows[0]*d+j]})
				break
			}
		}
	}
	return far
}

// Near returns the rows of x, n of d, that are in none of far: x itself where there are none. It is they that a data
// layer is to be fitted to, or one such row makes all others lie in one place.
func Near(x []float32, d int, far []Far) []float32 {
	if len(far) == 0 {
		return x
	}
	out := make([]bool, len(x)/d)
	for _, f := range far {
		for _, r := range f.Rows {
			out[r] = true
		}
	}
	near := make([]float32, 0, len(x))
	for r, far := range out {
		if !far {
			near = append(near, x[r*d:(r+1)*d]...)
		}
	}
	return near
}

// stretched reports whether some value of column j lies many standard deviations out: without one nothing is far, and
// most columns need not be sorted. One row among n lies √(n-1) out at most.
func stretched(x []float32, d, j int) bool {
	n := float64(len(x) / d)
	var sum, sq float64
	low, high := math.Inf(1), math.Inf(-1)
	for i := j; i < len(x); i += d {
		v := float64(x[i])
		sum += v
		sq += v * v
		low, high = min(low, v), max(high, v)
	}
	mean := sum / n
	std := math.Sqrt(max(0, sq/n-mean*mean))
	return max(high-mean, mean-low) > min(6, 0.7*math.Sqrt(n))*std
}
