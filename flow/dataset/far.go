package dataset

import (
	"cmp"
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
	for j := range d {
		if f, ok := FarIn(x, d, j); ok {
			far = append(far, f)
		}
	}
	return far
}

// FarIn is FarOut of column j alone.
func FarIn(x []float32, d, j int) (f Far, ok bool) {
	n := len(x) / d
	if !stretched(x, d, j) {
		return f, false
	}
	middle, spread := typical(x, d, j)
	if !(spread > 0) {
		return f, false
	}
	away := func(i int) float64 { return math.Abs(float64(x[i*d+j]) - middle) }
	most := max(1, n/farShare)
	rows := farthest(n, most+1, farSpread*spread, away)
	next := 0. // how far out the first is that is not among them
	for k := min(most, len(rows)); k > 0; k-- {
		if k < len(rows) {
			next = away(int(rows[k]))
		} else {
			next = below(n, farSpread*spread, away)
		}
		if away(int(rows[k-1])) > max(farGap*next, farSpread*spread) {
			f = Far{Column: j, Value: x[int(rows[0])*d+j]}
			for _, r := range rows[:k] {
				f.Rows = append(f.Rows, int(r))
			}
			return f, true
		}
	}
	return f, false
}

// typicalRows is how many rows say where the middle of a column is, and how far it spreads.
const typicalRows = 1 << 15

// typical is the median of column j and its standard deviation, from its quartiles.
func typical(x []float32, d, j int) (middle, spread float64) {
	n := len(x) / d
	column := make([]float64, min(n, typicalRows))
	for i := range column {
		column[i] = float64(x[i*n/len(column)*d+j])
	}
	slices.Sort(column)
	n = len(column)
	return column[n/2], (column[3*n/4] - column[n/4]) / 1.349
}

// farthest is the rows, of n, that are farther away than least, the farthest first; of more than most those.
func farthest(n, most int, least float64, away func(i int) float64) []int32 {
	var rows []int32
	for i := range n {
		if away(i) > least {
			rows = append(rows, int32(i))
		}
		if len(rows) > 8*most || i == n-1 {
			slices.SortStableFunc(rows, func(a, b int32) int { return cmp.Compare(away(int(b)), away(int(a))) })
			if len(rows) > most {
				rows = rows[:most]
				least = away(int(rows[most-1]))
			}
		}
	}
	return rows
}

// below is how far away the farthest row is of those that are no farther than most.
func below(n int, most float64, away func(i int) float64) (far float64) {
	for i := range n {
		if v := away(i); v <= most {
			far = max(far, v)
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
