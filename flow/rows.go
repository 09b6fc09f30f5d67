package flow

import (
	"math/rand/v2"

	"nicelab/flow/layer"
	"nicelab/flow/matrix"
)

// Rows are what a Trainer trains on: n rows of Dim numbers.
type Rows interface {
	Len() int
	// Read sets dst to the given rows. With rng they are to be trained on, and what is drawn at random of a row, as the
	// noise that makes a pixel's brightness continuous, is drawn anew; with nil it is the same at every reading.
	Read(dst []float32, rows []int32, rng *rand.Rand)
}

// Rows returns the rows of x, n×Dim, as they lie there.
func (f *Flow) Rows(x []float32) Rows {
	f.rows(x)
	return dense{x, f.Config.Dim}
}

type dense struct {
	x []float32
	d int
}

func (m dense) Len() int { return len(m.x) / m.d }

func (m dense) Read(dst []float32, rows []int32, _ *rand.Rand) {
	for i, r := range rows {
		copy(dst[i*m.d:(i+1)*m.d], m.x[int(r)*m.d:])
	}
}

// Standardize fits the data layers to the n rows of x: Mean and Std, where a column that does not vary keeps Std 1, and
// the whitening.
func (f *Flow) Standardize(x []float32) {
	f.rows(x)
	by := matrix.NewFit(x, f.Config.Dim, nil, f.data == 2)
	for !by.Step() {
	}
	var axes *matrix.Eigen
	if f.data == 2 {
		axes = matrix.Decompose(by.Covariance, f.Config.Dim)
	}
	f.Fit(by, axes)
}

// Fit sets the data layers as Standardize does, of a flow that whitens by the decomposition of the covariance too.
func (f *Flow) Fit(by *matrix.Fit, axes *matrix.Eigen) {
	copy(f.Mean, by.Mean)
	copy(f.Std, by.Std)
	if f.data == 2 {
		f.layers[1].Layer.(*layer.Orthogonal).FitWhiten(axes, by.N)
	}
}

// Whiten sets the data layers of a flow that whitens to x - mean and the whitening for the covariance of which e is the
// decomposition, which has an inverse: what comes of them has the spread of the prior.
func (f *Flow) Whiten(mean []float32, e *matrix.Eigen) {
	copy(f.Mean, mean)
	f.layers[1].Layer.(*layer.Orthogonal).SetWhiten(e, 0, f.Prior.Width())
}
