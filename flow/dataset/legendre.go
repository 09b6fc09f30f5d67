package dataset

import "math"

// legendre fills x and w, of one length, with the nodes, the largest first, and weights of Gauss-Legendre quadrature
// on [0, 1]. Newton's method finds each node from a cosine close to it, and doubles its digits with every round.
func legendre(x, w []float64) {
	n := float64(len(x))
	for i := range x {
		t := math.Cos(math.Pi * (float64(i) + 0.75) / (n + 0.5))
		var slope float64
		for range 6 {
			p, before := t, 1.0 // the polynomials of degree 1 and 0
			for k := 2.0; k <= n; k++ {
				p, before = ((2*k-1)*t*p-(k-1)*before)/k, p
			}
			slope = n * (t*p - before) / (t*t - 1)
			t -= p / slope
		}
		x[i], w[i] = (1+t)/2, 1/((1-t*t)*slope*slope)
	}
}
