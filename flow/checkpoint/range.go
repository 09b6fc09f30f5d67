package checkpoint

import (
	"fmt"
	"math"
	"math/rand/v2"

	"nicelab/flow"
)

// Float32 ends at 3e38 and loses digits below 1e-38. Within these bounds exp(s), 1e-26 to 1e26, and its
// reciprocal stay far from both ends, and so do mean and std with room for the rows around them.
const (
	maxLogScale         = 60
	minUnit     float32 = 1e-30 // of std
	maxUnit     float32 = 1e30  // of std and |mean|
)

// CheckUnits reports the first column whose mean or std is beyond what a checkpoint holds. i is its index.
func CheckUnits(mean, std []float32) (i int, err error) {
	for i, v := range mean {
		if max(v, -v) > maxUnit {
			return i, fmt.Errorf("mean of column %d is %g and must be %g to %g; measure that column in another unit", i+1, v, -maxUnit, maxUnit)
		}
	}
	for i, v := range std {
		if v < minUnit || v > maxUnit {
			return i, fmt.Errorf("std of column %d is %g and must be %g to %g; measure that column in another unit", i+1, v, minUnit, maxUnit)
		}
	}
	return -1, nil
}

// checkRange reports numbers of f, each of them finite, from which no finite picture follows.
func checkRange(f *flow.Flow) error {
	if _, err := CheckUnits(f.Mean, f.Std); err != nil {
		return err
	}
	for i, v := range f.Weights[len(f.Weights)-f.Config.Dim:] { // the log-scales end the block
		if max(v, -v) > maxLogScale {
			return fmt.Errorf("log_scale of coordinate %d is %g and must be %d to %d", i+1, v, -maxLogScale, maxLogScale)
		}
	}
	// No bound on single weights tells what a stack of layers makes of them, so ask the model: some of
	// its own samples, drawn wider than a picture reaches, and their log p.
	const rows, temperature = 8, 4
	x := f.Sample(nil, rows, temperature, rand.New(rand.NewPCG(1, 1)))
	logP := f.LogProb(nil, x)
	for i := range x {
		if v := float64(x[i]) + logP[i/f.Config.Dim]; math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Errorf("its samples or their log p are not finite numbers, as happens when weights are huge")
		}
	}
	return nil
}
