package flow

import (
	"cmp"
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// twin is the flow again, in float64, row by row and without a kernel: what the tests hold the fast one against.
type twin struct {
	c         Config
	mean, std []float64
	weights   []float64
	held      map[string][]float64 // by the name of its tensor
}

func newTwin(f *Flow) *twin {
	t := &twin{f.Config, widen(f.Mean), widen(f.Std), widen(f.Weights), make(map[string][]float64)}
	for _, ts := range f.Tensors() {
		t.held[ts.Name] = widen(ts.Data)
	}
	return t
}

// times returns m h, for a square m.
func times(m, h []float64) []float64 {
	y := make([]float64, len(h))
	for i := range y {
		for j, v := range h {
			y[i] += m[i*len(h)+j] * v
		}
	}
	return y
}

// lower and upper return m h, for a triangle m with ones on its diagonal.
func lower(m, h []float64) []float64 { return triangle(m, h, func(i, j int) bool { return j < i }) }
func upper(m, h []float64) []float64 { return triangle(m, h, func(i, j int) bool { return j > i }) }

func triangle(m, h []float64, in func(i, j int) bool) []float64 {
	y := append([]float64(nil), h...)
	for i := range y {
		for j, v := range h {
			if in(i, j) {
				y[i] += m[i*len(h)+j] * v
			}
		}
	}
	return y
}

func widen(x []float32) []float64 {
	y := make([]float64, len(x))
	for i, v := range x {
		y[i] = float64(v)
	}
	return y
}

// forward returns z = f(x) of one row.
func (t *twin) forward(x []float64) []float64 {
	h := make([]float64, len(x))
	for j := range x {
		h[j] = (x[j] - t.mean[j]) / t.std[j]
	}
	if t.c.Whiten {
		h = times(t.held["whiten"], h)
	}
	all, d := h, cmp.Or(t.c.Leading, t.c.Dim)
	h = append([]float64(nil), all[:d]...)
	w, square := t.weights, d*d
	for i := range t.c.Couplings {
		if i > 0 && t.c.Mix == Linear {
			h = lower(w[:square], upper(w[square:2*square], h))
			w = w[2*square:]
		}
		if i > 0 && t.c.Mix != Unmixed {
			h = times(t.held[fmt.Sprintf("mix.%d.rotation", i)], h)
		}
		var y []float64
		for j := i % 2; j < len(h); j += 2 {
			y = append(y, h[j])
		}
		widths := append(append([]int(nil), t.c.Hidden...), d/2+d%2*(i%2))
		for l, out := range widths {
			next := make([]float64, out)
			in := len(y)
			for o := range out {
				next[o] = w[in*out+o]
				for p, v := range y {
					next[o] += w[o*in+p] * v
				}
				if l < len(widths)-1 {
					if t.c.Activation == Tanh {
						next[o] = math.Tanh(next[o])
					} else {
						next[o] = max(0, next[o])
					}
				}
			}
			y, w = next, w[in*out+out:]
		}
		for k, j := 0, 1-i%2; j < len(h); k, j = k+1, j+2 {
			h[j] += y[k]
		}
	}
	copy(all, h)
	for j := t.modal(); j < len(all); j++ {
		all[j] *= math.Exp(t.logScale()[j])
	}
	return all
}

func (t *twin) logScale() []float64 { return t.weights[len(t.weights)-t.c.Dim:] }

// logProb returns log p of one row from the formula of the package comment.
func (t *twin) logProb(x []float64) float64 {
	sum := t.logPrior(t.forward(x))
	for j, s := range t.logScale() {
		if j >= t.modal() {
			sum += s
		}
		sum -= math.Log(t.std[j])
		if t.c.Whiten {
			sum += math.Log(floats.Norm(t.held["whiten"][j*t.c.Dim:(j+1)*t.c.Dim], 2))
		}
	}
	return sum
}

// logPrior returns log p(z) of one row of latents.
func (t *twin) logPrior(z []float64) (sum float64) {
	k := t.modal()
	if k > 0 {
		sum = t.logModes(z[:k])
	}
	for _, z := range z[k:] {
		if t.c.Prior == Logistic {
			sum += -math.Abs(z) - 2*math.Log1p(math.Exp(-math.Abs(z)))
		} else {
			sum += -z*z/2 - math.Log(2*math.Pi)/2
		}
	}
	return sum
}

// modal is how many coordinates have modes, and so no scale.
func (t *twin) modal() int {
	if t.c.Modes == 0 && t.c.Clusters == 0 {
		return 0
	}
	return t.c.leading()
}

// logModes is log p of the latents that have modes.
func (t *twin) logModes(z []float64) float64 {
	if t.c.Clusters > 0 {
		return t.logClusters(z)
	}
	n, d := t.c.Modes, len(z)
	w := t.weights[len(t.weights)-t.c.Dim-n-2*n*d:]
	logit, mean, logStd := w[:n], w[n:], w[n+n*d:]
	var all, sum float64
	for m, a := range logit {
		p := 1.0
		for j, v := range z {
			std := math.Exp(logStd[m*d+j])
			p *= math.Exp(-math.Pow((v-mean[m*d+j])/std, 2)/2) / (std * math.Sqrt(2*math.Pi))
		}
		all += math.Exp(a)
		sum += math.Exp(a) * p
	}
	return math.Log(sum / all)
}

// logClusters is that of clusters, by the determinant and the inverse of each covariance.
func (t *twin) logClusters(z []float64) float64 {
	n, d := t.c.Clusters, len(z)
	logit, mean, tril := t.held["clusters.logit"], t.held["clusters.mean"], t.held["clusters.scale_tril"]
	var all, sum float64
	for m, a := range logit[:n] {
		l := mat.NewDense(d, d, tril[m*d*d:(m+1)*d*d])
		var sigma mat.Dense
		sigma.Mul(l, l.T())
		var inverse mat.Dense
		if err := inverse.Inverse(&sigma); err != nil {
			panic(err)
		}
		diff := mat.NewVecDense(d, nil)
		diff.SubVec(mat.NewVecDense(d, z), mat.NewVecDense(d, mean[m*d:(m+1)*d]))
		q := mat.Inner(diff, &inverse, diff)
		all += math.Exp(a)
		sum += math.Exp(a) * math.Exp(-q/2) / math.Sqrt(math.Pow(2*math.Pi, float64(d))*mat.Det(&sigma))
	}
	return math.Log(sum / all)
}

// loss returns the mean negative log-likelihood of the rows.
func (t *twin) loss(x []float64) float64 {
	var sum float64
	n := len(x) / t.c.Dim
	for i := range n {
		sum -= t.logProb(x[i*t.c.Dim : (i+1)*t.c.Dim])
	}
	return sum / float64(n)
}

// logDetJacobian returns log|det df/dx| at x by central differences and Gaussian elimination.
func (t *twin) logDetJacobian(x []float64) float64 {
	d := len(x)
	jac := make([][]float64, d)
	for i := range jac {
		jac[i] = make([]float64, d)
	}
	for j := range d {
		// A step this small rarely straddles a kink of a ReLU, and float64 still resolves it.
		h := 1e-6 * t.std[j]
		lo, hi := append([]float64(nil), x...), append([]float64(nil), x...)
		lo[j] -= h
		hi[j] += h
		zl, zh := t.forward(lo), t.forward(hi)
		for i := range d {
			jac[i][j] = (zh[i] - zl[i]) / (2 * h)
		}
	}
	var sum float64
	for c := range d {
		p := c
		for r := c; r < d; r++ {
			if math.Abs(jac[r][c]) > math.Abs(jac[p][c]) {
				p = r
			}
		}
		jac[c], jac[p] = jac[p], jac[c]
		sum += math.Log(math.Abs(jac[c][c]))
		for r := c + 1; r < d; r++ {
			q := jac[r][c] / jac[c][c]
			for k := c; k < d; k++ {
				jac[r][k] -= q * jac[c][k]
			}
		}
	}
	return sum
}
