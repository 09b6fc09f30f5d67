package matrix

import "math"

// Fit is what fits a data layer to rows, worked out in slices: mean and std of the columns and, where it is asked for,
// the covariance of the rows that these standardise.
type Fit struct {
	Mean, Std  []float32 // of each column; the std of one that does not vary is 1
	Covariance []float64 // d×d; nil where it is not asked for
	N          int       // rows that the fit is to

	x         []float32
	d, sample int
	rows      []int32
	pass, at  int // what is summed up, and how many rows are in it
	sum, row  []float64
}

// mostProducts bounds what a covariance costs: some seconds. Of more rows as many are taken, evenly.
const mostProducts = 1 << 30

// perFit is how many numbers, or products of two, are summed up at a time.
const perFit = 1 << 18

// NewFit prepares the fit to the given rows of x, d numbers each (row-major), to all where rows is nil. Of very many
// rows of very many columns, thousands of them stand for all in the covariance.
func NewFit(x []float32, d int, rows []int32, covariance bool) *Fit {
	f := &Fit{Mean: make([]float32, d), Std: make([]float32, d), N: Count(x, d, rows), x: x, d: d, rows: rows}
	f.sum, f.row = make([]float64, d), make([]float64, d)
	if covariance {
		f.Covariance, f.sample = make([]float64, d*d), min(f.N, max(1, mostProducts/(d*d)))
	}
	return f
}

// Step takes some rows more and reports whether those were the last.
func (f *Fit) Step() (done bool) {
	from, end := f.at, f.N
	if f.pass == 2 {
		end = f.sample
		f.at = min(end, from+max(1, perFit/(f.d*f.d)))
	} else {
		f.at = min(end, from+max(1, perFit/f.d))
	}
	for i := from; i < f.at; i++ {
		switch f.pass {
		case 0:
			for j, v := range Row(f.x, f.d, f.rows, i) {
				f.row[j] += float64(v)
			}
		case 1:
			for j, u := range Row(f.x, f.d, f.rows, i) {
				v := float64(u) - f.row[j]
				f.sum[j] += v * v
			}
		default:
			f.product(i * f.N / f.sample)
		}
	}
	if f.at == end {
		f.settle()
		f.at, f.pass = 0, f.pass+1
	}
	return f.pass == 3 || f.pass == 2 && f.Covariance == nil
}

// product adds a row's products to the covariance.
func (f *Fit) product(i int) {
	for j, v := range Row(f.x, f.d, f.rows, i) {
		f.row[j] = (float64(v) - float64(f.Mean[j])) / float64(f.Std[j])
	}
	for i, v := range f.row {
		c := f.Covariance[i*f.d : i*f.d+i+1]
		for j, u := range f.row[:i+1] {
			c[j] += v * u
		}
	}
}

// settle ends a pass.
func (f *Fit) settle() {
	n := float64(f.N)
	switch f.pass {
	case 0:
		for j := range f.row {
			f.row[j] /= n
		}
	case 1:
		for j, m := range f.row {
			f.Mean[j], f.Std[j] = float32(m), float32(math.Sqrt(f.sum[j]/n))
			if !(f.Std[j] > 0) || math.IsInf(float64(f.Std[j]), 0) {
				f.Std[j] = 1
			}
		}
	default:
		c, d := f.Covariance, f.d
		for i := range d {
			for j := range i + 1 {
				c[i*d+j] /= float64(f.sample)
				c[j*d+i] = c[i*d+j]
			}
		}
	}
}

// Spread sets mean and std to those of the columns of the given rows of x (row-major), all of them where rows is nil.
// The std of a column that does not vary is 1.
func Spread(mean, std, x []float32, rows []int32) {
	f := NewFit(x, len(mean), rows, false)
	for !f.Step() {
	}
	copy(mean, f.Mean)
	copy(std, f.Std)
}

// Covariance returns that of the given rows of x (row-major, as wide as mean), of all where rows is nil, standardised
// by mean and std.
func Covariance(x []float32, rows []int32, mean, std []float32) []float64 {
	f := NewFit(x, len(mean), rows, true)
	copy(f.Mean, mean)
	copy(f.Std, std)
	for f.pass = 2; !f.Step(); {
	}
	return f.Covariance
}
