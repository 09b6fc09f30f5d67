package checkpoint

import (
	"errors"
	"math"
	"math/rand/v2"

	"nicelab/flow"
)

// checkRange is what finds numbers of a flow, each of them finite, from which no finite picture follows. The flow, of
// so many weights, is asked for when it is there.
func checkRange(of func() *flow.Flow, weights int) []task {
	// No bound on single weights tells what a stack of layers makes of them, so ask the model: some of
	// its own samples, drawn wider than a picture reaches, and their log p.
	const rows, temperature = 8, 4
	var x []float32
	return []task{
		{1, func() error {
			if err := of().Settle(); err != nil {
				return err
			}
			return of().Sound()
		}},
		{2 * weights, func() error {
			x = of().Sample(nil, rows, temperature, rand.New(rand.NewPCG(1, 1)))
			return nil
		}},
		{2 * weights, func() error {
			logP := of().LogProb(nil, x)
			for i := range x {
				if v := float64(x[i]) + logP[i*len(logP)/len(x)]; math.IsNaN(v) || math.IsInf(v, 0) {
					return errors.New("its samples or their log p are not finite numbers, as happens when weights are huge")
				}
			}
			return nil
		}},
	}
}
