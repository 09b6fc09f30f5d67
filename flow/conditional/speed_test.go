package conditional

import (
	"math/rand/v2"
	"testing"

	"nicelab/flow"
)

// A row of sixteen columns under the model that a table of many rows gets, and under the one that fewer get.
func BenchmarkRow(b *testing.B) {
	for name, c := range map[string]flow.Config{
		"many": {Couplings: 24, Hidden: []int{32, 32}}, "few": {Couplings: 8, Hidden: []int{64}, Clusters: 18},
	} {
		b.Run(name, func(b *testing.B) {
			c.Dim, c.Activation, c.Prior, c.Mix, c.Whiten, c.Last = 16, flow.ReLU, flow.Logistic, flow.Linear, true, 0.01
			x := bent(2000, c.Dim, rand.New(rand.NewPCG(1, 2)))
			f := trained(b, c, x, 300)
			points, rows := 0, 0
			for b.Loop() {
				k := rows % 1000 * c.Dim
				r := NewRow(f, x[k:k+c.Dim], nil)
				done(r)
				for _, c := range r.curves {
					points += len(c.x)
				}
				rows++
			}
			b.ReportMetric(float64(points)/float64(16*rows), "points/column")
		})
	}
}
