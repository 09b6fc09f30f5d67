package matrix

import (
	"math"
	"slices"
)

// Whiten sets m (n×n) to the PCA whitening for the covariance C of which e is the decomposition: M C Mᵀ = std² I for
// C + shrink I. What is added keeps M finite where C has no inverse. The largest variance comes first, and nothing is
// mirrored.
func (e *Eigen) Whiten(m []float32, shrink, std float64) {
	order := make([]int, 0, e.n)
	mirrored := e.Mirrored
	for k, v := range e.Values {
		at := len(order)
		for ; at > 0 && e.Values[order[at-1]] < v; at-- {
			mirrored = !mirrored // by swapping two neighbours an odd number of times
		}
		order = slices.Insert(order, at, k)
	}
	for i, k := range order {
		factor := std / math.Sqrt(max(0, e.Values[k])+shrink)
		if mirrored && i == e.n-1 {
			factor = -factor
		}
		for j, u := range e.Vectors[k*e.n : (k+1)*e.n] {
			m[i*e.n+j] = float32(factor * u)
		}
	}
}
