package modes

import (
	"math"
	"math/rand/v2"

	"nicelab/flow/kernel"
	"nicelab/flow/layer"
)

// exp is the exponential function, to some units in the last place, in a fraction of math.Exp's time.
func exp(v float64) float64 {
	if v > 0 {
		return 1 / kernel.ExpNeg(v)
	}
	return kernel.ExpNeg(-v)
}

// logSumExp is ln Σ exp(v), for numbers however large.
func logSumExp(v []float64) float64 {
	most := math.Inf(-1)
	for _, u := range v {
		most = max(most, u)
	}
	if most-most != 0 {
		return most
	}
	sum := 0.
	for _, u := range v {
		sum += math.Exp(u - most)
	}
	return most + math.Log(sum)
}

// shares takes x (modes×n), in each column the logarithms of what a row's modes give it, adds -log of their sums to
// sum, which it returns, and turns them into -weight times the chance that the row is of a mode; of the columns that do
// not count, 0. top and total are memory for a row of columns each.
func shares(x []float32, modes, rows, n int, top, total []float32, weight, sum float64) float64 {
	top, total = top[:n], total[:n]
	copy(top, x[:n])
	for i := 1; i < modes; i++ {
		row := x[i*n:][:len(top)]
		for c, v := range row {
			if v > top[c] { // max is a call in wasm
				top[c] = v
			}
		}
	}
	clear(total)
	for i := range modes {
		row := x[i*n:][:len(total)]
		kernel.ExpBelow(row, top)
		kernel.Blend(total, row, 1, 1)
	}
	for c := range rows {
		sum -= float64(top[c]) + math.Log(float64(total[c]))
		total[c] = float32(-weight) / total[c]
	}
	for i := range modes {
		row, by := x[i*n:][:rows], total[:rows]
		for c := range row {
			row[c] *= by[c]
		}
		clear(x[i*n+rows:][:n-rows])
	}
	return sum
}

// exportShares writes log Σ exp(x) of each row of x [n, modes] as columns to be added up: with the shares of the modes,
// Σ share (x - log share) is that, and no number in it is large.
func exportShares(g layer.Graph, x string) string {
	return g.Op("Mul", g.Op("Softmax", x), g.Op("Sub", x, g.Op("LogSoftmax", x)))
}

// pick draws a mode, of logarithms of shares.
func pick(share []float64, rng *rand.Rand) (of int) {
	u := rng.Float64()
	for u -= math.Exp(share[of]); u >= 0 && of < len(share)-1; u -= math.Exp(share[of]) {
		of++
	}
	return of
}

// margin is the law of one coordinate of a mixture of Gaussians: the chance of at most h, and the standard deviation.
func margin(share, mu, sd []float64) (cdf func(h float64) float64, std float64) {
	var mean, square float64
	p := make([]float64, len(share))
	for i, log := range share {
		p[i] = math.Exp(log)
		mean += p[i] * mu[i]
		square += p[i] * (mu[i]*mu[i] + sd[i]*sd[i])
	}
	return func(h float64) float64 {
		sum := 0.
		for i, p := range p {
			sum += p * math.Erfc((mu[i]-h)/(math.Sqrt2*sd[i])) / 2
		}
		return min(1, sum)
	}, math.Sqrt(max(0, square-mean*mean))
}
