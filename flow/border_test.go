package flow_test

import (
	"math"
	"testing"

	"nicelab/flow"
	"nicelab/flow/plane"
)

// A cell is measured as well where its area changes from place to place, and is another by orders of magnitude.
func TestBorderWhereVolumeVaries(t *testing.T) {
	const x, y, side, swing, pace = 0.1, -0.4, 1, 3, 9
	for _, level := range []float64{-8, 0} {
		f := flow.Swinging(t, swing, pace, level)
		b := plane.NewBorder(f, false, x, y, side)
		for !b.Step() {
		}
		var mean float64 // of the factor: the first coupling keeps x
		const n = 100_000
		for i := range n {
			mean += math.Exp(swing*math.Sin(pace*(x+side*(float64(i)+0.5)/n))+level) / n
		}
		for k, want := range []float64{side * side, side * side, side * side * mean, side * side * mean} {
			if got := b.Area(k); math.Abs(got/want-1) > 1e-4 {
				t.Errorf("level %v: at stage %d the area is %.6g and should be %.6g", level, k, got, want)
			}
		}
	}
}
