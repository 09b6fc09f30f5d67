package flow

import (
	"math"
	"math/rand/v2"
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

// The region above a level holds the mass it is said to hold.
func TestLevelsHoldTheirMass(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	for _, p := range []Prior{Gaussian, Logistic} {
		for _, d := range []int{2, 5} {
			for _, q := range []float64{0.5, 0.9, 0.99} {
				level := p.Level(d, q)
				const n = 40_000
				in := 0
				for range n {
					var lp float64
					for range d {
						lp += p.LogProb(p.draw(rng))
					}
					if lp >= level {
						in++
					}
				}
				if got := float64(in) / n; math.Abs(got-q) > 0.012 {
					t.Errorf("%s in %d dimensions: the %v level holds %v", p, d, q, got)
				}
			}
		}
	}
}

// For an even number of dimensions the mass outside of a Gaussian's level is a Poisson sum in closed form.
func TestGaussianLevelsAreExact(t *testing.T) {
	for _, d := range []int{2, 4, 16, 784} {
		for _, q := range []float64{0.5, 0.9, 0.99} {
			half := -(Gaussian.Level(d, q) + float64(d)*halfLogTwoPi) // of the radius squared
			outside, term := 0.0, -half
			for k := 1; k <= d/2; k++ {
				outside += math.Exp(term)
				term += math.Log(half / float64(k))
			}
			if math.Abs(1-outside-q) > 1e-9 {
				t.Errorf("%d dimensions: the %v level holds %v", d, q, 1-outside)
			}
		}
	}
}
