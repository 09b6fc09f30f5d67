package kerneltest

import (
	"math"

	"nicelab/flow/kernel"
)

// Naive is the loops of package kernel as they are written there: the reference for every other version.
type Naive struct{}

func (Naive) NN(dst []float32, m, n, k int, a, b, bias, add []float32, act kernel.Activation) {
	for i := range m {
		for j := range n {
			var s float32
			if add != nil {
				s = add[i*n+j]
			}
			if bias != nil {
				s += bias[i]
			}
			for p := range k {
				s += a[i*k+p] * b[p*n+j]
			}
			switch {
			case act == kernel.ReLU && s < 0:
				s = 0
			case act == kernel.Tanh:
				s = float32(math.Tanh(float64(s)))
			}
			dst[i*n+j] = s
		}
	}
}

func (Naive) TN(dst []float32, m, n, k int, a, b, h []float32, act kernel.Activation, accumulate bool) {
	for i := range m {
		for j := range n {
			var s float32
			if accumulate {
				s = dst[i*n+j]
			}
			for p := range k {
				s += a[p*m+i] * b[p*n+j]
			}
			switch act {
			case kernel.ReLU:
				if !(h[i*n+j] > 0) {
					s = 0
				}
			case kernel.Tanh:
				s *= 1 - h[i*n+j]*h[i*n+j]
			}
			dst[i*n+j] = s
		}
	}
}

func (Naive) NT(dst []float32, m, n, k int, a, b []float32) {
	for i := range m {
		for j := range n {
			s := dst[i*n+j]
			for p := range k {
				s += a[i*k+p] * b[j*k+p]
			}
			dst[i*n+j] = s
		}
	}
}

func (Naive) RowSum(dst []float32, m, n int, x []float32) {
	for i := range m {
		for j := range n {
			dst[i] += x[i*n+j]
		}
	}
}

func (Naive) Adam(w, g, m, v []float32, s kernel.AdamStep) {
	for i := range w {
		m[i] = s.Beta1*m[i] + (1-s.Beta1)*g[i]
		v[i] = s.Beta2*v[i] + (1-s.Beta2)*g[i]*g[i]
		w[i] -= s.Rate * m[i] / (float32(math.Sqrt(float64(v[i]))) + s.Eps)
	}
}

// CurveForward runs the two layers one after the other, as if there were no folds.
func (b Naive) CurveForward(_ *kernel.Curve, dst []float32, n int, x []float32, l kernel.CurveWeights) {
	h := b.units(n, x, l)
	b.NN(dst, len(l.C), n, len(l.W), l.V, h, l.C, nil, kernel.ReLU)
}

func (b Naive) CurveBackward(_ *kernel.Curve, g kernel.CurveWeights, dx, dy []float32, n int, x []float32,
	l kernel.CurveWeights) {
	m, p := len(l.C), len(l.W)
	h, dh := b.units(n, x, l), make([]float32, p*n)
	b.TN(dh, p, n, m, l.V, dy, h, kernel.ReLU, false)
	b.NT(g.V, m, p, n, dy, h)
	b.RowSum(g.C, m, n, dy)
	b.NT(g.W, p, 1, n, dh, x)
	b.RowSum(g.B, p, n, dh)
	if dx != nil {
		b.TN(dx, 1, n, p, l.W, dh, nil, kernel.Identity, true)
	}
}

func (b Naive) units(n int, x []float32, l kernel.CurveWeights) []float32 {
	h := make([]float32, len(l.W)*n)
	b.NN(h, len(l.W), n, 1, l.W, x, l.B, nil, kernel.ReLU)
	return h
}

func (b Naive) NetForward(_ *kernel.Curve, dst []float32, n int, x, add []float32, l kernel.NetWeights) {
	h := make([]float32, len(l.U)*n)
	b.CurveForward(nil, h, n, x, l.CurveWeights)
	b.NN(dst, 1, n, len(l.U), l.U, h, l.E, add, kernel.Identity)
}

func (b Naive) NetBackward(
	_ *kernel.Curve, g kernel.NetWeights, dx, dy []float32, n int, x []float32, l kernel.NetWeights,
) {
	m := len(l.U)
	h, dh := make([]float32, m*n), make([]float32, m*n)
	b.CurveForward(nil, h, n, x, l.CurveWeights)
	b.TN(dh, m, n, 1, l.U, dy, h, kernel.ReLU, false)
	b.NT(g.U, 1, m, n, dy, h)
	b.RowSum(g.E, 1, n, dy)
	b.CurveBackward(nil, g.CurveWeights, dx, dh, n, x, l.CurveWeights)
}

func (Naive) Blend(dst, x []float32, a, b float32) {
	for i := range dst {
		dst[i] = a*dst[i] + b*x[i]
	}
}

func (Naive) Plane(y, x [2][]float32, m [4]float32) {
	for i := range y[0] {
		u, v := x[0][i], x[1][i]
		y[0][i], y[1][i] = m[0]*u+m[1]*v, m[2]*u+m[3]*v
	}
}

func (Naive) ExpBelow(x, top []float32) {
	for i, v := range x {
		x[i] = float32(math.Exp(float64(v) - float64(top[i])))
	}
}

func (Naive) Logistic(dh, h []float32, scale, weight float64) (nll, slope float64) {
	for i, v := range h {
		z := scale * float64(v)
		s := math.Tanh(z / 2)
		dh[i] = float32(weight * scale * s)
		nll += math.Abs(z) + 2*math.Log1p(math.Exp(-math.Abs(z)))
		slope += z * s
	}
	return nll, slope
}
