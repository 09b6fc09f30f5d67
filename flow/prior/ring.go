package prior

import "math"

// Ring is a circle of radius sqrt(-2 ln(1 - mass)).
func (Gaussian) Ring(mass float64) [][2]float64 {
	const n = 160
	r := math.Sqrt(-2 * math.Log1p(-mass))
	ring := make([][2]float64, n)
	for i := range ring {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / n)
		ring[i] = [2]float64{r * cos, r * sin}
	}
	return ring
}

// Ring is one of those that planeLevel solves for.
func (Logistic) Ring(mass float64) [][2]float64 {
	q := planeSet(mass)

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

func (Gaussian) Reach() float64 { return 3.6 }
func (Logistic) Reach() float64 { return 8 }
