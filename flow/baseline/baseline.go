// Package baseline is what a flow is held against: a Gaussian, a mixture of Gaussians and a kernel density estimate,
// fitted in float64 to the rows that the flow trains on. What has to be chosen (a ridge, the number of components, a
// bandwidth) is chosen by likelihood inside those rows. A fit is done in slices, and the same rows and seed give the
// same bits.
package baseline

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
)

// Data is N rows of D columns in the data's own units.
type Data struct {
	N, D int
	Row  func(dst []float64, i int) // writes row i, D numbers, all finite
}

// Rows returns x, n rows of d in row-major order, as Data. It keeps x and does not change it.
func Rows[T float32 | float64](x []T, d int) Data {
	if d < 1 || len(x)%d != 0 {
		panic("baseline: the length of x is not a multiple of d")
	}
	return Data{N: len(x) / d, D: d, Row: func(dst []float64, i int) {
		for j, v := range x[i*d : (i+1)*d] {
			dst[j] = float64(v)
		}
	}}
}

// Pick returns those rows of d that are listed, in that order.
func (d Data) Pick(rows []int32) Data {
	return Data{N: len(rows), D: d.D, Row: func(dst []float64, i int) { d.Row(dst, int(rows[i])) }}
}

// draw returns d itself or, where it has more, so many of its rows, without replacement.
func (d Data) draw(most int, rng *rand.Rand) Data {
	if d.N <= most {
		return d
	}
	rows := make([]int32, d.N)
	for i := range rows {
		rows[i] = int32(i)
	}
	rng.Shuffle(d.N, func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	drawn := make([]bool, d.N)
	for _, r := range rows[:most] {
		drawn[r] = true
	}
	rows = rows[:0]
	for i, is := range drawn {
		if is {
			rows = append(rows, int32(i))
		}
	}
	return d.Pick(rows)
}

// Random streams of a seed, one a fit.
const (
	streamGaussian = 1 + iota
	streamMixture
	streamKernel
)

func source(seed, stream uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, stream)) }

// Model is a density that was fitted. It has scratch memory of its own and is not safe for concurrent use.
type Model interface {
	// LogProb returns the log-density in nats of one row, D numbers in the data's units. It keeps and changes nothing
	// of x.
	LogProb(x []float64) float64
}

// Why a model is not fitted.
var (
	ErrRows    = errors.New("a density takes at least two rows")
	ErrColumns = fmt.Errorf("a mixture takes too long for more than %d columns", MaxMixtureColumns)
)

// Fit is a fit in progress.
type Fit struct {
	todo  stage
	model Model
	err   error
}

// Step does about a third of a millisecond of work, up to some milliseconds where there are hundreds of columns or
// thousands of kernels, and reports whether the fit is over.
func (f *Fit) Step() (done bool) { return f.err != nil || f.model != nil || f.todo() }

// Model returns what was fitted, once Step has reported true, or why nothing was.
func (f *Fit) Model() (Model, error) { return f.model, f.err }

// Compare returns the mean of a[i] - b[i], log-densities of two models on the same rows, and its standard error: the
// luck of the rows, which both models share, cancels. The error is NaN for a single row.
func Compare(a, b []float64) (mean, err float64) {
	if len(a) != len(b) || len(a) == 0 {
		panic("baseline: Compare takes two lists of the same length, and not of none")
	}
	n := float64(len(a))
	for i, v := range a {
		mean += (v - b[i]) / n
	}
	var sq float64
	for i, v := range a {
		v -= b[i] + mean
		sq += v * v
	}
	return mean, math.Sqrt(sq / (n - 1) / n)
}
