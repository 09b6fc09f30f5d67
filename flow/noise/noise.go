// Package noise adds Gaussian noise to many numbers at once, in a tenth of the time that exact draws take.
package noise

import (
	"math"
	"math/rand/v2"
)

const levels = 1 << 12

// quantiles are equally likely values that stand for the normal law of variance 1/2: the means of levels slices of
// equal probability, spread so that their variance is 1/2.
var quantiles = func() (q [levels]float32) {
	density := func(p float64) float64 { // of the standard law at its quantile of p
		z := math.Erfinv(2*p - 1)
		return math.Exp(-z*z) / math.Sqrt(2*math.Pi)
	}
	var mean [levels]float64
	below, square := 0., 0.
	for i := range mean {
		above := 0.
		if i+1 < levels {
			above = density(float64(i+1) / levels)
		}
		mean[i] = levels * (below - above) // the mean of a slice
		square += mean[i] * mean[i] / levels
		below = above
	}
	for i, m := range mean {
		q[i] = float32(m / math.Sqrt(2*square))
	}
	return q
}()

// Add adds noise of standard deviation std to x. Each number of it is the sum of two of 4,096 equally likely ones: its
// mean and variance are those of the normal law, its distribution function is within 1/8000 of that law's, and its
// size is at most 5.3 std. rng gives the seed of a source of its own, one for each call.
func Add(x []float32, std float64, rng *rand.Rand) {
	s, from := float32(std), source(rng.Uint64())
	for len(x) >= 4 {
		a, b := from.next(), from.next()
		four := x[:4]
		four[0] += s * (quantiles[a%levels] + quantiles[b%levels])
		four[1] += s * (quantiles[a>>16%levels] + quantiles[b>>16%levels])
		four[2] += s * (quantiles[a>>32%levels] + quantiles[b>>32%levels])
		four[3] += s * (quantiles[a>>48%levels] + quantiles[b>>48%levels])
		x = x[4:]
	}
	for i := range x {
		r := from.next()
		x[i] += s * (quantiles[r%levels] + quantiles[r>>32%levels])
	}
}

// source is SplitMix64 (Steele, Lea and Flood 2014).
type source uint64

func (s *source) next() uint64 {
	*s += Golden
	return Mixed(uint64(*s))
}

// Golden is how far one state of SplitMix64 lies from the next, and Mixed what it makes of a state: a hash.
const Golden = 0x9E3779B97F4A7C15

func Mixed(x uint64) uint64 {
	x = (x ^ x>>30) * 0xBF58476D1CE4E5B9
	x = (x ^ x>>27) * 0x94D049BB133111EB
	return x ^ x>>31
}
