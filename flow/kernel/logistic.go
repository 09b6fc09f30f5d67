package kernel

import "math"

// Logistic is the loss of the standard logistic law at z = scale h. It sets dh to weight times the gradient of -log p_H
// with respect to h, and returns the sums over h of -log p_H, in nats, and of z times its slope:
//
//	-log p_H = |z| + 2 ln(1 + e^-|z|);  its slope in z = tanh(z/2)
func Logistic(dh, h []float32, scale, weight float64) (nll, slope float64) {
	need(dh, len(h))
	return backend.Logistic(dh[:len(h)], h, scale, weight)
}

// Logistic takes one exponential a number and a logarithm for hundreds: with e = exp(-|z|), -log p_H = |z| + 2 ln(1+e),
// and its slope is (1-e)/(1+e) with the sign of z.
func (Plain) Logistic(dh, h []float32, scale, weight float64) (nll, slope float64) {
	const most = 0x1p900 // each factor is 2 at most
	product := 1.0       // of 1+e
	dh = dh[:len(h)]
	for i, v := range h {
		z := float64(v) * scale
		a := math.Abs(z)
		e := 0.0
		if a < farOut { // ExpNeg; a call would take as long as all else
			n := uint32(a*(perTwo/math.Ln2) + 0.5)
			r := float64(n)*rootHigh - a + float64(n)*rootLow
			e = math.Float64frombits(uint64(1023-n/perTwo)<<52) * roots[n%perTwo] * series(r)
		} else {
			e = ExpNeg(a)
		}
		if product *= 1 + e; product > most {
			nll += 2 * math.Log(product)
			product = 1
		}
		s := (1 - e) / (1 + e)
		nll += a
		slope += s * a
		dh[i] = float32(weight * scale * math.Copysign(s, z))
	}
	return nll + 2*math.Log(product), slope
}

// ExpBelow sets x to exp(x - top), number by number, of which none is above its top: shares of a whole, before they are
// divided by their sum. What lies more than 80 below is 0: it counts for nothing, and denormal numbers are slow.
func ExpBelow(x, top []float32) {
	need(top, len(x))
	backend.ExpBelow(x, top[:len(x)])
}

const nothing = 80 // below its top

func (Plain) ExpBelow(x, top []float32) {
	for i, v := range x {
		if a := top[i] - v; a > nothing {
			x[i] = 0
		} else {
			x[i] = float32(ExpNeg(float64(a)))
		}
	}
}

// ExpNeg is exp(-a) for a >= 0, to some units in the last place: a power of 2, a root of it, and a series for what is
// left. math.Exp takes several times as long in wasm.
func ExpNeg(a float64) float64 {
	if a >= farOut {
		return 0
	} else if a != a {
		return a
	}
	n := uint32(a*(perTwo/math.Ln2) + 0.5)
	r := float64(n)*rootHigh - a + float64(n)*rootLow
	return math.Float64frombits(uint64(1023-n/perTwo)<<52) * roots[n%perTwo] * series(r)
}

const (
	farOut = 700 // below exp(-700) is nothing that counts beside 1
	perTwo = 32  // roots from 1 to 2

	// ln 2 / perTwo in two parts: small multiples of the first are exact.
	rootHigh, rootLow = 0x1.62e42f8p-6, 0x1.be8e7bcd5e4f2p-32
)

// roots are 2^(-i/perTwo).
var roots = func() (r [perTwo]float64) {
	for i := range r {
		r[i] = math.Exp2(-float64(i) / perTwo)
	}
	return r
}()

// series is exp(r) for |r| up to ln 2 / (2 perTwo).
func series(r float64) float64 { return 1 + r*(1+r*(1./2+r*(1./6+r*(1./24+r*(1./120))))) }
