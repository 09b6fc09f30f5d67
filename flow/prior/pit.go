package prior

import (
	"math"
	"slices"
)

// PIT is the probability integral transform of latents: the prior's CDF of each. It is uniform on [0, 1] if and only if
// they follow the prior.
type PIT struct {
	Bins []float32 // the share of them in each of some even parts of [0, 1], in units of what it should be: 1
	KS   float64   // see KS
}

// Transform appends the CDF of latents to dst.
func Transform(dst []float64, cdf func(z float64) float64, z []float32) []float64 {
	for _, v := range z {
		dst = append(dst, cdf(float64(v)))
	}
	return dst
}

// NewPIT sorts what Transform gave into bins, and u too. A NaN among them makes KS NaN.
func NewPIT(u []float64, bins int) PIT {
	t := PIT{Bins: make([]float32, bins)}
	for _, v := range u {
		t.Bins[max(0, min(bins-1, int(v*float64(bins))))] += float32(bins) / float32(len(u))
	}
	t.KS = KS(u)
	return t
}

// KS returns the Kolmogorov-Smirnov statistic of numbers in [0, 1] against the uniform law: the largest distance
// between a point and the share of the numbers up to it. It sorts u, which holds at least one.
func KS(u []float64) float64 {
	slices.Sort(u)
	d, n := 0.0, float64(len(u))
	for i, v := range u {
		d = max(d, v-float64(i)/n, float64(i+1)/n-v)
	}
	return d
}

// KSChance returns the probability that n independent uniform numbers have a KS of d or more: Kolmogorov's limit law
// (1933), with Stephens' correction for finite n ("Use of the Kolmogorov-Smirnov, Cramér-von Mises and related
// statistics without extensive tables", 1970), good to about 0.01 from n = 5 on.
func KSChance(d float64, n int) float64 { return kolmogorov(d * stephens(n)) }

// KSBound returns the KS that n independent uniform numbers reach with that chance, which lies between 0 and 1.
func KSBound(chance float64, n int) float64 {
	lo, hi := 0.0, 10.0
	for range 60 {
		if mid := (lo + hi) / 2; kolmogorov(mid) > chance {
			lo = mid
		} else {
			hi = mid
		}
	}
	return min(1, hi/stephens(n))
}

func stephens(n int) float64 {
	r := math.Sqrt(float64(n))
	return r + 0.12 + 0.11/r
}

// kolmogorov returns 2 Σ (-1)^(k-1) exp(-2 k² x²) over k >= 1. For small x the same function is 1 - √(2π)/x Σ
// exp(-(2k-1)² π² / 8x²).
func kolmogorov(x float64) float64 {
	sum := 0.0
	if x < 1 {
		for k := 1; k <= 5; k++ {
			odd := float64(2*k - 1)
			sum += math.Exp(-odd * odd * math.Pi * math.Pi / (8 * x * x))
		}
		return min(1, 1-math.Sqrt(2*math.Pi)/max(x, 1e-9)*sum)
	}
	for k := 1; k <= 5; k++ {
		term := math.Exp(-2 * float64(k*k) * x * x)
		if k%2 == 0 {
			term = -term
		}
		sum += term
	}
	return 2 * sum
}
