package flow

import (
	"math"
	"math/rand/v2"
)

const halfLogTwoPi = 0.91893853320467274178

// logProb returns log p_H of one coordinate, in nats.
//
//	Gaussian: -z²/2 - ½ ln 2π
//	logistic: -ln(1+e^z) - ln(1+e^-z) = -|z| - 2 ln(1+e^-|z|)
func (p Prior) logProb(z float64) float64 {
	if p == Logistic {
		a := math.Abs(z)
		return -a - 2*math.Log1p(math.Exp(-a))
	}
	return -z*z/2 - halfLogTwoPi
}

// slope returns -d log p_H / dz.
func (p Prior) slope(z float64) float64 {
	if p == Logistic {
		return math.Tanh(z / 2)
	}
	return z
}

// draw returns one coordinate of the prior.
func (p Prior) draw(rng *rand.Rand) float64 {
	if p == Logistic {
		for {
			if u := rng.Float64(); u > 0 {
				return math.Log(u / (1 - u))
			}
		}
	}
	return rng.NormFloat64()
}

// Entropy returns the entropy of one coordinate of the prior, in nats.
func (p Prior) Entropy() float64 {
	if p == Logistic {
		return 2
	}
	return halfLogTwoPi + 0.5
}
