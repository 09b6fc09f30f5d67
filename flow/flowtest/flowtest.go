// Package flowtest makes flows for tests.
package flowtest

import (
	"math"
	"math/rand/v2"
	"strings"

	"nicelab/flow"
)

// Perturb moves the weights of f by normal numbers of that size, and leaves the empty side of a triangle empty, and the
// scales of coordinates that have modes. Its clusters are those of Clusters.
func Perturb(f *flow.Flow, size float64, rng *rand.Rand) {
	for i := range f.Weights {
		f.Weights[i] += float32(size * rng.NormFloat64())
	}
	if f.Config.Clusters > 0 {
		Clusters(f, rng)
	}
	for _, t := range f.Tensors() {
		if t.Name == "log_scale" {
			clear(t.Data[:f.Config.Modal()])
		}
		lower, upper := strings.HasSuffix(t.Name, ".lower"), strings.HasSuffix(t.Name, ".upper")
		for i := range t.Data {
			if row, column := i/t.Shape[0], i%t.Shape[0]; lower && column >= row || upper && column <= row {
				t.Data[i] = 0
			}
		}
	}
}

// Clusters makes the prior of f a mixture of Gaussians of unlike shapes, one less than there is room for.
func Clusters(f *flow.Flow, rng *rand.Rand) {
	k := f.Config.Modal()
	var share []float64
	var mean, tril [][]float64
	for range f.Config.Clusters - 1 {
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
	if err := f.SetClusters(share, mean, tril); err != nil {
		panic(err) // for they are ours
	}
}
