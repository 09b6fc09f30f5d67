package plot

import (
	"math"
	"testing"

	"nicelab/flow/prior"
)

// The rings that the page draws lie where the trainer's priors have the level of that mass.
func TestRingsAreThePriorsLevels(t *testing.T) {
	for name, ring := range map[string]func(mass float64) [][2]float64{"gaussian": gaussianRing,
		"logistic": logisticRing} {
		p := prior.Named(name)
		for _, mass := range []float64{0.5, 0.9, 0.99} {
			level := p.Level(2, mass)
			for _, z := range ring(mass) {
				if d := p.LogProb(z[0]) + p.LogProb(z[1]) - level; math.Abs(d) > 1e-6 {
					t.Fatalf("%s: on the ring of mass %v log p is off by %g", name, mass, d)
				}
			}
		}
	}
}
