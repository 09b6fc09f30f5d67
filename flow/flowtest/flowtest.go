// Package flowtest makes flows for tests.
package flowtest

import (
	"math/rand/v2"
	"strings"

	"nicelab/flow"
	"nicelab/flow/modes/modestest"
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
	if err := f.SetClusters(modestest.Clusters(rng, f.Config.Clusters-1, f.Config.Modal())); err != nil {
		panic(err) // for they are ours
	}
}
