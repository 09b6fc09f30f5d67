package conditional

import "math"

// cubic is log p between two points of a curve that lie h apart, over t from 0 to 1.
type cubic struct {
	h          float64
	a, b, c, d float64 // a + t (b + t (c + t d))
	pieces     int     // of [0, 1], on each of which it varies by a few nats at most
}

const (
	maxPieces = 48
	gentle    = 2 // nats
)

// hermite is the cubic with the values g0 and g1 and the slopes m0 and m1 at its ends.
func hermite(h, g0, g1, m0, m1 float64) cubic {
	m0, m1 = m0*h, m1*h
	rise := g1 - g0
	steep := math.Abs(m0) + math.Abs(m1) + math.Abs(rise)
	return cubic{h, g0, m0, 3*rise - 2*m0 - m1, m0 + m1 - 2*rise, 1 + int(min(maxPieces-1, steep/(2*gentle)))}
}

func (c *cubic) at(t float64) float64 { return c.a + t*(c.b+t*(c.c+t*c.d)) }

// Gauss and Legendre's rule of four points on [0, 1].
var (
	nodes   = [4]float64{0.06943184420297371, 0.33000947820757187, 0.6699905217924281, 0.9305681557970262}
	weights = [4]float64{0.17392742256872692, 0.32607257743127307, 0.32607257743127307, 0.17392742256872692}
)

// bound returns what mass does not exceed.
func (c *cubic) bound() float64 {
	return max(c.a, c.at(1)) + 4./27*(math.Abs(c.b)+math.Abs(c.b+2*c.c+3*c.d)) + math.Log(c.h)
}

// mass returns the logarithm of the integral of exp over the cubic.
func (c *cubic) mass() float64 {
	var values [4 * maxPieces]float64
	top, width := math.Inf(-1), 1/float64(c.pieces)
	for p := range c.pieces {
		for k, u := range nodes {
			v := c.at((float64(p) + u) * width)
			values[4*p+k] = v
			top = max(top, v)
		}
	}
	var sum float64
	for i, v := range values[:4*c.pieces] {
		sum += weights[i%4] * math.Exp(v-top)
	}
	return top + math.Log(sum*width*c.h)
}

// part returns the integral of exp over the cubic from lo to hi, less than a piece, times exp(-top).
func (c *cubic) part(lo, hi, top float64) float64 {
	var sum float64
	for k, u := range nodes {
		sum += weights[k] * math.Exp(c.at(lo+u*(hi-lo))-top)
	}
	return sum * (hi - lo) * c.h
}

// moments returns the integrals of t and t² times exp over the cubic, times exp(-top).
func (c *cubic) moments(top float64) (first, second float64) {
	width := 1 / float64(c.pieces)
	for p := range c.pieces {
		for k, u := range nodes {
			t := (float64(p) + u) * width
			v := weights[k] * math.Exp(c.at(t)-top) * width * c.h
			first += v * t
			second += v * t * t
		}
	}
	return first, second
}

// quantile returns the t below which the share q of the mass lies, to so many bits of a piece.
func (c *cubic) quantile(q float64, bits int) float64 {
	top, width := c.mass(), 1/float64(c.pieces)
	for p := range c.pieces {
		lo, hi := float64(p)*width, float64(p+1)*width
		m := c.part(lo, hi, top)
		if q > m && p < c.pieces-1 {
			q -= m
			continue
		}
		from := lo
		for range bits {
			mid := (lo + hi) / 2
			if c.part(from, mid, top) < q {
				lo = mid
			} else {
				hi = mid
			}
		}
		return (lo + hi) / 2
	}
	return 1
}
