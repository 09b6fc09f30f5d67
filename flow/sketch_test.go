package flow

import (
	"math"
	"testing"
)

func TestSketchIsCloseToForward(t *testing.T) {
	for _, c := range configs() {
		if c.Dim != 2 {
			continue
		}
		f := perturbed(t, c)
		x := rows(f, 3000, 9)
		s := f.NewSketch(x)
		for !s.Step() {
		}
		var worst float64
		z := s.Points(0, 3000)
		for i, want := range f.Forward(nil, x) {
			worst = max(worst, math.Abs(float64(z[i]-want)))
		}
		if worst > 2e-2 {
			t.Errorf("%v: a sketched latent is off by %g", c, worst)
		}
		lp := make([]float32, 2999)
		s.LogProb(lp)
		scale, units := f.LogDet()
		for i, got := range lp {
			if want := scale + units + f.Prior.LogProb(float64(z[2*i])) + f.Prior.LogProb(float64(z[2*i+1])); math.Abs(float64(got)-want) > 1e-5*max(1, math.Abs(want)) {
				t.Fatalf("%v: log p of a sketched point is %v, of its latent %v", c, got, want)
			}
		}
	}
}
