package prior

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mathext"
)

const halfLogTwoPi = 0.91893853320467274178

// Gaussian is the standard normal law: log p_H = -z²/2 - ½ ln 2π.
type Gaussian struct{}

func (Gaussian) Name() string { return "gaussian" }

func (Gaussian) LogProb(z float64) float64 { return -z*z/2 - halfLogTwoPi }

func (Gaussian) Slope(z float64) float64 { return z }

func (Gaussian) CDF(z float64) float64 { return math.Erfc(-z/math.Sqrt2) / 2 }

func (Gaussian) Draw(rng *rand.Rand) float64 { return rng.NormFloat64() }

func (Gaussian) Entropy() float64 { return halfLogTwoPi + 0.5 }

func (Gaussian) Width() float64 { return 1 }

func (Gaussian) AddLogProb(dst []float64, h []float32, scale float64) {
	h = h[:len(dst)]
	for i, v := range h {
		z := scale * float64(v)
		dst[i] -= z*z/2 + halfLogTwoPi
	}
}

// Loss needs no exponential, and is a good part of a small model's step.
func (Gaussian) Loss(dh, h []float32, scale, weight, sum float64) (nll, slope float64) {
	dh = dh[:len(h)]
	for i, v := range h {
		z := float64(v) * scale
		slope += z * z
		dh[i] = float32(weight * scale * z)
	}
	return sum + (slope/2 + float64(len(h))*halfLogTwoPi), slope
}

// Level is exact: -2 log p is, up to a constant, chi-squared with d degrees of freedom, which is twice a gamma of d/2.
func (Gaussian) Level(d int, q float64) float64 {
	return -mathext.GammaIncRegInv(float64(d)/2, q) - float64(d)*halfLogTwoPi
}

func (Gaussian) Radius(_, _, level float64) float64 { return math.Sqrt(-2 * (level + 2*halfLogTwoPi)) }

func (Gaussian) Export(g Ops, z string) (string, float64) {
	return g.Op("Mul", g.Op("Mul", z, z), g.Number(-0.5)), -halfLogTwoPi
}
