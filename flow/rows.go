package flow

import "math/rand/v2"

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
