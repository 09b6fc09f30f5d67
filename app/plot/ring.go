package plot

import "math"

// gaussianRing returns the level set of the standard Gaussian prior that encloses mass, a circle
// of radius sqrt(-2 ln(1 - mass)), as vertices z1, z2 of a polygon.
func gaussianRing(mass float64) [][2]float64 {
	const n = 160
	r := math.Sqrt(-2 * math.Log1p(-mass))
	ring := make([][2]float64, n)
	for i := range ring {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / n)
		ring[i] = [2]float64{r * cos, r * sin}
	}
	return ring
}

// logisticRing returns the level set of the logistic prior that encloses mass, as vertices z1, z2.
//
// With s = tanh(z/2), uniform on (-1, 1) under the prior, the density of z is (1 - s^2)/4, so the level
// sets are (1 - s1^2)(1 - s2^2) = q for q in (0, 1). Integrating s2 out gives the mass inside,
// E(m) - q K(m) with parameter m = 1 - q and the complete elliptic integrals E and K, which
// falls from 1 to 0 as q grows.
func logisticRing(mass float64) [][2]float64 {
	lo, hi := 0.0, 1.0
	for range 60 {
		q := (lo + hi) / 2
		if logisticMass(q) > mass {
			lo = q
		} else {
			hi = q
		}
	}
	q := (lo + hi) / 2

	// The arc from the axis z1 = 0 to the diagonal, where it is at most as steep as 45 degrees;
	// the set is symmetric under sign and swap, which gives the other seven.
	const n = 24
	diagonal := 2 * math.Atanh(math.Sqrt(1-math.Sqrt(q)))
	var arc [n + 1][2]float64
	for i := range arc {
		z1 := diagonal * float64(i) / n
		s1 := math.Tanh(z1 / 2)
		rest := q / (1 - s1*s1) // 1 - s2^2
		s2 := math.Sqrt(1 - rest)
		arc[i] = [2]float64{z1, math.Log((1 + s2) * (1 + s2) / rest)}
	}
	ring := make([][2]float64, 0, 8*n)
	for i := range n {
		ring = append(ring, arc[i])
	}
	for i := n; i > 0; i-- {
		ring = append(ring, [2]float64{arc[i][1], arc[i][0]})
	}
	for i := range 2 * n { // a quarter turn clockwise of the first quarter
		ring = append(ring, [2]float64{ring[i][1], -ring[i][0]})
	}
	for i := range 4 * n {
		ring = append(ring, [2]float64{-ring[i][0], -ring[i][1]})
	}
	return ring
}

// logisticMass returns E(m) - q K(m) for m = 1 - q, by the arithmetic-geometric mean
// (Abramowitz and Stegun, 17.6).
func logisticMass(q float64) float64 {
	a, b, c2 := 1.0, math.Sqrt(q), 1-q
	sum, weight := c2/2, 1.0
	for c2 > 1e-17 {
		a, b, c2 = (a+b)/2, math.Sqrt(a*b), (a-b)*(a-b)/4
		sum += weight * c2
		weight *= 2
	}
	k := math.Pi / (2 * a)
	return k * (1 - sum - q)
}
