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
		for i, want := range f.Forward(nil, x) {
			worst = max(worst, math.Abs(float64(s.Z[i]-want)))
		}
		if worst > 2e-2 {
			t.Errorf("%v: a sketched latent is off by %g", c, worst)
		}
		lp, exact := f.LogProbLatent(nil, f.Forward(nil, x)), f.LogProb(nil, x)
		for i := range lp {
			if math.Abs(float64(lp[i])-exact[i]) > 1e-4*max(1, math.Abs(exact[i])) {
				t.Fatalf("%v: log p of a latent is %v, of its point %v", c, lp[i], exact[i])
			}
		}
	}
}
