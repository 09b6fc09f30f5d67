// Package modestest draws clusters for tests.
package modestest

import (
	"math"
	"math/rand/v2"
)

// Clusters draws n Gaussians of k coordinates and of unlike shapes, as modes.Clusters.Set takes them.
func Clusters(rng *rand.Rand, n, k int) (share []float64, mean, tril [][]float64) {
	for range n {
		mu, l := make([]float64, k), make([]float64, k*k)
		for i := range k {
			mu[i] = rng.NormFloat64()
			for j := range i {
				l[i*k+j] = 0.4 * rng.NormFloat64()
			}
			l[i*k+i] = math.Exp(0.4 * rng.NormFloat64())
		}
		share, mean, tril = append(share, rng.NormFloat64()), append(mean, mu), append(tril, l)
	}
	return share, mean, tril
}
