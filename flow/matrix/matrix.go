// Package matrix has the few things that layers ask of small square matrices, n×n, row-major, in float64.
package matrix

import (
	"math"
	"math/rand/v2"
)

// Identity returns the n×n identity.
func Identity(n int) []float64 {
	q := make([]float64, n*n)
	for j := range n {
		q[j*n+j] = 1
	}
	return q
}

// Round sets dst to x in float32.
func Round(dst []float32, x []float64) {
	for i, v := range x {
		dst[i] = float32(v)
	}
}

// Rotation returns one that turns the plane by angle.
func Rotation(angle float64) []float64 {
	q := Identity(2)
	turn(q[:2], q[2:], angle)
	return q
}

// RandomRotation pairs the rows of the identity off at random and turns each pair by a random angle, often enough for
// every coordinate to have met every other several times over: n² numbers cost n² log n operations.
func RandomRotation(n int, rng *rand.Rand) []float64 {
	q := Identity(n)
	for met := 1; met < 8*n; met *= 2 {
		at := rng.Perm(n)
		for k := 0; k+1 < n; k += 2 {
			i, j := at[k], at[k+1]
			turn(q[i*n:(i+1)*n], q[j*n:(j+1)*n], 2*math.Pi*rng.Float64())
		}
	}
	return q
}

// turn turns the plane of two rows.
func turn(a, b []float64, angle float64) {
	sin, cos := math.Sincos(angle)
	for i, x := range a {
		y := b[i]
		a[i], b[i] = cos*x-sin*y, sin*x+cos*y
	}
}

// InvertUnit returns the inverse of a triangle with ones on its diagonal, of which m has the rest.
func InvertUnit(m []float32, n int, upper bool) []float64 {
	x, order := Identity(n), make([]int, n) // rows in an order in which each needs those before it alone
	for i := range order {
		if order[i] = i; upper {
			order[i] = n - 1 - i
		}
	}
	for k, i := range order {
		for _, j := range order[:k] {
			v := float64(m[i*n+j])
			for c := range n {
				x[i*n+c] -= v * x[j*n+c]
			}
		}
	}
	return x
}
