package dataset

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/integrate/quad"
)

// n nodes integrate every power below 2n exactly, and those that are used are gonum's, whose tables would be a
// thirtieth of the trainer.
func TestLegendre(t *testing.T) {
	for n := 1; n <= 32; n++ {
		x, w := make([]float64, n), make([]float64, n)
		legendre(x, w)
		for power := range 2 * n {
			var sum float64
			for i := range x {
				sum += w[i] * math.Pow(x[i], float64(power))
			}
			if want := 1 / float64(power+1); math.Abs(sum-want) > 1e-14 {
				t.Fatalf("%d nodes integrate x^%d to %v, not to %v", n, power, sum, want)
			}
		}
		if n > 24 {
			continue
		}
		wantX, wantW := make([]float64, n), make([]float64, n)
		quad.Legendre{}.FixedLocations(wantX, wantW, 0, 1)
		for i := range x {
			if math.Abs(x[i]-wantX[i]) > 1e-15 || math.Abs(w[i]-wantW[i]) > 1e-14 {
				t.Fatalf("node %d of %d is %v with weight %v, not %v with %v", i, n, x[i], w[i], wantX[i], wantW[i])
			}
		}
	}
}
