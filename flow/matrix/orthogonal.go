package matrix

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
)

// RightAngle is how far, of 1, rows may be from right angles to each other: float32 leaves some 1e-6.
const RightAngle = 1e-4

// Squares returns the squared lengths of the rows of m (n×n), which must be at right angles to each other. A few random
// vectors are taken there and back by M and the inverse that it has then: other rows bring none of them home.
func Squares(m []float32, n int) ([]float64, error) {
	squares := make([]float64, n)
	for i := range squares {
		for _, v := range m[i*n : (i+1)*n] {
			squares[i] += float64(v) * float64(v)
		}
		if !(squares[i] > 1e-20 && squares[i] < 1e20) {
			return nil, fmt.Errorf("row %d has the length %g", i+1, math.Sqrt(squares[i]))
		}
	}
	const vectors = 8
	rng := rand.New(rand.NewPCG(uint64(n), vectors))
	v, h := make([]float64, n), make([]float64, n)
	for range vectors {
		clear(h)
		for i := range v {
			v[i] = rng.NormFloat64()
			for j, x := range m[i*n : (i+1)*n] {
				h[j] += float64(x) * v[i] / squares[i]
			}
		}
		for i := range v {
			for j, x := range m[i*n : (i+1)*n] {
				v[i] -= float64(x) * h[j]
			}
			if !(math.Abs(v[i]) <= 10*RightAngle) {
				return nil, errors.New("its rows are not at right angles to each other")
			}
		}
	}
	return squares, nil
}
