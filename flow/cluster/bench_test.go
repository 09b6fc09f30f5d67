package cluster

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"nicelab/flow"
)

// Log p of rows of thirty columns, with the clusters of a table's prior and without.
func BenchmarkLogProb(b *testing.B) {
	for _, clusters := range []int{0, 18} {
		b.Run(fmt.Sprint(clusters), func(b *testing.B) {
			c := table
			c.Dim, c.Hidden, c.Couplings, c.Clusters = 30, []int{64}, 8, clusters
			f, err := flow.New(c)
			if err != nil {
				b.Fatal(err)
			}
			rng := rand.New(rand.NewPCG(1, 2))
			x := make([]float32, 128*30)
			for i := range x {
				x[i] = float32(rng.NormFloat64())
			}
			dst := make([]float64, 128)
			for b.Loop() {
				f.LogProb(dst, x)
			}
		})
	}
}
