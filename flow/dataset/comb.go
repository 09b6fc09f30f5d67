package dataset

import (
	"math"
	"slices"
)

// Comb is how the values of a column repeat.
type Comb struct {
	Step float64 // all of them lie multiples of it apart; 0: on no grid, or on one so fine that most values differ, or
	// that single precision hardly tells its steps apart
	Common float32 // the value that comes most often
	Share  float64 // how many are that value; 0 unless that is far more than come at any other
}

const (
	heapShare = 0.1  // of all values one value has, at least, where it is a heap,
	heapTimes = 5    // and so many times as many as values have in the mean
	offGrid   = 0.02 // of a step that a value may lie beside it
)

// NewComb looks at values, which are finite, and sorts them.
func NewComb(values []float32) Comb {
	var c Comb
	slices.Sort(values)
	n := len(values)
	var different []float64
	most, times := 0, 0
	for i, v := range values {
		if i == 0 || v != values[i-1] {
			different, times = append(different, float64(v)), 0
		}
		if times++; times > most {
			most, c.Common = times, v
		}
	}
	m := len(different)
	if share := float64(most) / float64(max(1, n)); share >= heapShare && share*float64(m) > heapTimes {
		c.Share = share
	}
	if m < 2 || 2*m > n {
		return c
	}
	top := float32(max(-different[0], different[m-1]))
	ulp := float64(math.Nextafter32(top, math.MaxFloat32) - top)
	gaps := make([]float64, m-1)
	for i := range gaps {
		gaps[i] = different[i+1] - different[i]
	}
	c.Step = gridOf(gaps, 4*ulp)
	return c
}

// gridOf returns the largest step of which all gaps are multiples, and 0 where that is not clear of blur.
func gridOf(gaps []float64, blur float64) float64 {
	step := slices.Min(gaps)
	for _, gap := range gaps {
		for rest := gap; rest > blur; { // Euclid's algorithm
			rest = math.Abs(gap - step*math.Round(gap/step))
			if rest <= offGrid*step {
				break
			}
			gap, step = step, rest
		}
		if step <= blur {
			return 0
		}
	}
	var all, steps float64
	for _, gap := range gaps {
		all, steps = all+gap, steps+math.Round(gap/step)
	}
	return all / steps
}
