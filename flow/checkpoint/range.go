package checkpoint

import (
	"errors"
	"math"
	"math/rand/v2"

	"nicelab/flow"
)

// checkRange reports numbers of f, each of them finite, from which no finite picture follows.
func checkRange(f *flow.Flow) error {
	if err := f.Settle(); err != nil {
		return err
	}
	if err := f.Sound(); err != nil {
		return err
	}
	// No bound on single weights tells what a stack of layers makes of them, so ask the model: some of
	// its own samples, drawn wider than a picture reaches, and their log p.
	const rows, temperature = 8, 4
	x := f.Sample(nil, rows, temperature, rand.New(rand.NewPCG(1, 1)))
	logP := f.LogProb(nil, x)
	for i := range x {
		if v := float64(x[i]) + logP[i/f.Config.Dim]; math.IsNaN(v) || math.IsInf(v, 0) {
			return errors.New("its samples or their log p are not finite numbers, as happens when weights are huge")
		}
	}
	return nil
}
