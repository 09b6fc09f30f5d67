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
// the whitening. The Rank tells of columns that leave rows no room, and is empty beyond matrix.MaxRank columns where
// nothing whitens.
func (f *Flow) Standardize(x []float32) matrix.Rank { return f.StandardizeTo(x, nil) }

// StandardizeTo fits them to some of the rows of x, which are listed; nil: to all.
func (f *Flow) StandardizeTo(x []float32, rows []int32) (r matrix.Rank) {
	f.rows(x)
	d := f.Config.Dim
	f.layers[0].Layer.(*layer.Standard).Fit(x, rows)
	if f.data == 2 || d <= matrix.MaxRank {
		c := matrix.Covariance(x, rows, f.Mean, f.Std)
		r = matrix.RankOf(c, x, rows, d)
		if f.data == 2 {
			f.layers[1].Layer.(*layer.Orthogonal).FitWhiten(c, matrix.Count(x, d, rows))
		}
	}
	return r
}

// Whiten sets the data layers of a flow that whitens to x - mean and the whitening for the covariance of which e is the
// decomposition, which has an inverse: what comes of them has the spread of the prior.
func (f *Flow) Whiten(mean []float32, e *matrix.Eigen) {
	copy(f.Mean, mean)
	f.layers[1].Layer.(*layer.Orthogonal).SetWhiten(e, 0, f.Prior.Width())
}
