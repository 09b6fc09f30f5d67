package flow

import (
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/mathext"
)

const halfLogTwoPi = 0.91893853320467274178

// LogProb returns log p_H of one coordinate, in nats.
//
//	Gaussian: -z²/2 - ½ ln 2π
//	logistic: -ln(1+e^z) - ln(1+e^-z) = -|z| - 2 ln(1+e^-|z|)
func (p Prior) LogProb(z float64) float64 {
	if p == Logistic {
		a := math.Abs(z)
		return -a - 2*math.Log1p(math.Exp(-a))
	}
	return -z*z/2 - halfLogTwoPi
}

// addLogProb adds log p_H of scale h[i] to dst[i]. It is LogProb with the choice of the prior outside of the loop.
func (p Prior) addLogProb(dst []float64, h []float32, scale float64) {
	h = h[:len(dst)]
	if p == Logistic {
		for i, v := range h {
			dst[i] += Logistic.LogProb(scale * float64(v))
		}
		return
	}
	for i, v := range h {
		z := scale * float64(v)
		dst[i] -= z*z/2 + halfLogTwoPi
	}
}

// slope returns -d log p_H / dz.
func (p Prior) slope(z float64) float64 {
	if p == Logistic {
		return math.Tanh(z / 2)
	}
	return z
}

// CDF returns the probability that one coordinate of the prior is at most z.
func (p Prior) CDF(z float64) float64 {
	if p == Logistic {
		return 1 / (1 + math.Exp(-z))
	}
	return math.Erfc(-z/math.Sqrt2) / 2
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

// Level returns the log-density, in nats, of the level set of the d-dimensional prior that holds the mass
// q: {log p >= Level} is its smallest region with that mass. Since f keeps volume up to a constant,
// Level plus the log-det is the level of the same region of the model.
//
// Under the Gaussian -2 log p is, up to a constant, chi-squared with d degrees of freedom (twice a gamma of d/2), and the level exact. Under the logistic it is
// exact in the plane; in more dimensions it is a quantile of draws, the same at each call.
func (p Prior) Level(d int, q float64) float64 {
	if p == Gaussian {
		return -mathext.GammaIncRegInv(float64(d)/2, q) - float64(d)*halfLogTwoPi
	}
	if d == 2 {
		return logisticLevel(q)
	}
	// Only pictures need it: an empirical quantile is as sharp as a line is wide.
	rng := rand.New(rand.NewPCG(1, streamLevel))
	lp := make([]float64, max(1_000, 100_000/d))
	for i := range lp {
		for range d {
			lp[i] += p.LogProb(p.draw(rng))
		}
	}
	slices.Sort(lp)
	return lp[int((1-q)*float64(len(lp)-1))]
}

// logisticLevel solves for the level t of two logistic coordinates. With u = σ(z) uniform, the density of one
// is u(1-u), and P(u(1-u) >= a) = √(1-4a), so the mass above t is ∫ √(1 - 4 e^t / u(1-u)) du where that is real.
func logisticLevel(q float64) float64 {
	mass := func(t float64) float64 {
		const n = 4000
		var sum float64
		for i := range n {
			u := (float64(i) + 0.5) / n
			if v := 1 - 4*math.Exp(t)/(u*(1-u)); v > 0 {
				sum += math.Sqrt(v)
			}
		}
		return sum / n
	}
	lo, hi := -60.0, -math.Log(16)
	for range 60 {
		if mid := (lo + hi) / 2; mass(mid) > q {
			lo = mid
		} else {
			hi = mid
		}
	}
	return (lo + hi) / 2
}
