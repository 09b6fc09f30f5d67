package prior

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mathext"

	"nicelab/flow/kernel"
)

// Logistic is the standard logistic law: p_H = 1 / ((1 + e^z)(1 + e^-z)), so that
//
//	log p_H = -ln(1+e^z) - ln(1+e^-z) = -|z| - 2 ln(1+e^-|z|)
type Logistic struct{}

func (Logistic) Name() string { return "logistic" }

func (Logistic) LogProb(z float64) float64 {
	a := math.Abs(z)
	return -a - 2*math.Log1p(math.Exp(-a))
}

func (Logistic) Slope(z float64) float64 { return math.Tanh(z / 2) }

func (Logistic) CDF(z float64) float64 { return 1 / (1 + math.Exp(-z)) }

func (Logistic) Draw(rng *rand.Rand) float64 {
	for {
		if u := rng.Float64(); u > 0 {
			return math.Log(u / (1 - u))
		}
	}
}

func (Logistic) Entropy() float64 { return 2 }

func (Logistic) Width() float64 { return 2 }

func (Logistic) AddLogProb(dst []float64, h []float32, scale float64) {
	h = h[:len(dst)]
	for i, v := range h {
		a := math.Abs(scale * float64(v))
		dst[i] -= a + 2*math.Log1p(kernel.ExpNeg(a))
	}
}

// Loss is a good part of a model's step, so it is a kernel.
func (Logistic) Loss(dh, h []float32, scale, weight, sum float64) (nll, slope float64) {
	nll, slope = kernel.Logistic(dh, h, scale, weight)
	return sum + nll, slope
}

// Level is exact in the plane. In more dimensions it is that of a saddlepoint approximation, whose mass is right to
// 0.003.
func (p Logistic) Level(d int, q float64) float64 {
	if d == 2 {
		return planeLevel(q)
	}
	return saddleLevel(d, q)
}

// planeLevel solves for the level of two coordinates. With s = tanh(z/2), uniform on (-1, 1), the density of z is (1 -
// s²)/4, so the level sets are (1 - s1²)(1 - s2²) = q for q in (0, 1).
func planeLevel(mass float64) float64 { return math.Log(planeSet(mass) / 16) }

// planeSet is the q of the level set that holds a mass.
func planeSet(mass float64) float64 {
	return bisect(0, 1, func(q float64) bool { return planeMass(q) > mass })
}

// planeMass is the mass inside a level set q. Integrating s2 out gives E(m) - q K(m) with the parameter m = 1 - q and
// the complete elliptic integrals E and K, here by the arithmetic-geometric mean (Abramowitz and Stegun, 17.6).
func planeMass(q float64) float64 {
	a, b, c2 := 1.0, math.Sqrt(q), 1-q
	sum, weight := c2/2, 1.0
	for c2 > 1e-17 {
		a, b, c2 = (a+b)/2, math.Sqrt(a*b), (a-b)*(a-b)/4
		sum += weight * c2
		weight *= 2
	}
	return math.Pi / (2 * a) * (1 - sum - q)
}

// saddleLevel solves for the level of d coordinates. With u = σ(z) uniform, log p_H is ln u(1-u), whose cumulants have
// a closed form: K(t) = ln E[(u(1-u))^t] = 2 ln Γ(t+1) - ln Γ(2t+2). The tail of the sum of d of them follows by the
// formula of Lugannani and Rice ("Saddle point approximation for the distribution of the sum of independent random
// variables", 1980), at the level d K'(t) that belongs to t: the mass falls as t grows.
func saddleLevel(d int, q float64) float64 {
	t := bisect(-1+1e-9, 1e6, func(t float64) bool { return massAbove(d, t) > q })
	return float64(d) * cumulant1(t)
}

func massAbove(d int, t float64) float64 {
	const least = 1e-3 // nearer to 0 the formula is the difference of large numbers; there it is nearly straight
	if math.Abs(t) < least {
		a, b := massAbove(d, -least), massAbove(d, least)
		return a + (b-a)*(t+least)/(2*least)
	}
	n := float64(d)
	g, _ := math.Lgamma(t + 1)
	g2, _ := math.Lgamma(2*t + 2)
	w := math.Copysign(math.Sqrt(2*n*(t*cumulant1(t)-2*g+g2)), t)
	u := t * math.Sqrt(n*cumulant2(t))
	return math.Erfc(w/math.Sqrt2)/2 + math.Exp(-w*w/2-halfLogTwoPi)*(1/u-1/w)
}

// The first two derivatives of the cumulant generating function.
func cumulant1(t float64) float64 { return 2*mathext.Digamma(t+1) - 2*mathext.Digamma(2*t+2) }
func cumulant2(t float64) float64 { return 2*mathext.Zeta(2, t+1) - 4*mathext.Zeta(2, 2*t+2) }

func (p Logistic) Radius(sin, cos, level float64) float64 {
	return bisect(0, 1e3, func(r float64) bool { return p.LogProb(r*cos)+p.LogProb(r*sin) > level })
}

// bisect returns about where above turns from true to false.
func bisect(lo, hi float64, above func(float64) bool) float64 {
	for range 60 {
		if mid := (lo + hi) / 2; above(mid) {
			lo = mid
		} else {
			hi = mid
		}
	}
	return lo
}

func (Logistic) Export(g Ops, z string) (string, float64) {
	return g.Op("Neg", g.Op("Add", g.Op("Softplus", z), g.Op("Softplus", g.Op("Neg", z)))), 0
}
