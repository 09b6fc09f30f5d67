package kernel

import "math"

// Plain is tiled plain Go, which runs anywhere. Tiles are as large as the sixteen float registers of
// Go's wasm backend allow without spilling.
type Plain struct{}

func (Plain) NN(dst []float32, m, n, k int, a, b, bias, add []float32, act Activation) {
	start(dst, m, n, bias, add)
	product(dst, m, n, k, a, k, 1, b)
	activate(dst, act)
}

func (Plain) TN(dst []float32, m, n, k int, a, b, h []float32, act Activation, accumulate bool) {
	if !accumulate {
		clear(dst)
	}
	product(dst, m, n, k, a, 1, m, b)
	derive(dst, h, act)
}

// product adds a b to dst (m×n), where a[i,p] stands at i*row + p*col: two rows of dst take four
// rows of b at a time.
func product(dst []float32, m, n, k int, a []float32, row, col int, b []float32) {
	i := 0
	for ; i+2 <= m; i += 2 {
		c0 := dst[i*n : (i+1)*n]
		c1 := dst[(i+1)*n : (i+2)*n][:len(c0)]
		p := 0
		for ; p+4 <= k; p += 4 {
			u, v := i*row+p*col, (i+1)*row+p*col
			a00, a01, a02, a03 := a[u], a[u+col], a[u+2*col], a[u+3*col]
			a10, a11, a12, a13 := a[v], a[v+col], a[v+2*col], a[v+3*col]
			b0 := b[p*n:][:len(c0)]
			b1 := b[(p+1)*n:][:len(c0)]
			b2 := b[(p+2)*n:][:len(c0)]
			b3 := b[(p+3)*n:][:len(c0)]
			for j := range c0 {
				x, y, z, w := b0[j], b1[j], b2[j], b3[j]
				c0[j] += a00*x + a01*y + a02*z + a03*w
				c1[j] += a10*x + a11*y + a12*z + a13*w
			}
		}
		for ; p < k; p++ {
			a0, a1 := a[i*row+p*col], a[(i+1)*row+p*col]
			b0 := b[p*n:][:len(c0)]
			for j, x := range b0 {
				c0[j] += a0 * x
				c1[j] += a1 * x
			}
		}
	}
	if i < m {
		c0 := dst[i*n : (i+1)*n]
		for p := range k {
			a0, b0 := a[i*row+p*col], b[p*n:][:len(c0)]
			for j, x := range b0 {
				c0[j] += a0 * x
			}
		}
	}
}

func (Plain) NT(dst []float32, m, n, k int, a, b []float32) {
	i := 0
	for ; i+2 <= m; i += 2 {
		a0 := a[i*k : (i+1)*k]
		a1 := a[(i+1)*k : (i+2)*k][:len(a0)]
		j := 0
		for ; j+4 <= n; j += 4 {
			b0 := b[j*k:][:len(a0)]
			b1 := b[(j+1)*k:][:len(a0)]
			b2 := b[(j+2)*k:][:len(a0)]
			b3 := b[(j+3)*k:][:len(a0)]
			var s00, s01, s02, s03, s10, s11, s12, s13 float32
			for p, x := range a0 {
				y := a1[p]
				s00 += x * b0[p]
				s10 += y * b0[p]
				s01 += x * b1[p]
				s11 += y * b1[p]
				s02 += x * b2[p]
				s12 += y * b2[p]
				s03 += x * b3[p]
				s13 += y * b3[p]
			}
			c := dst[i*n+j:][:4]
			c[0], c[1], c[2], c[3] = c[0]+s00, c[1]+s01, c[2]+s02, c[3]+s03
			c = dst[(i+1)*n+j:][:4]
			c[0], c[1], c[2], c[3] = c[0]+s10, c[1]+s11, c[2]+s12, c[3]+s13
		}
		for ; j < n; j++ {
			dst[i*n+j] += dot(a0, b[j*k:])
			dst[(i+1)*n+j] += dot(a1, b[j*k:])
		}
	}
	if i < m {
		for j := range n {
			dst[i*n+j] += dot(a[i*k:(i+1)*k], b[j*k:])
		}
	}
}

func dot(a, b []float32) float32 {
	b = b[:len(a)]
	var s float32
	for i, v := range a {
		s += v * b[i]
	}
	return s
}

func (Plain) RowSum(dst []float32, m, n int, x []float32) {
	for i := range m {
		var s float32
		for _, v := range x[i*n : (i+1)*n] {
			s += v
		}
		dst[i] += s
	}
}

func (Plain) Adam(w, g, m, v []float32, s AdamStep) {
	g, m, v = g[:len(w)], m[:len(w)], v[:len(w)]
	for i, gi := range g {
		mi := s.Beta1*m[i] + (1-s.Beta1)*gi
		vi := s.Beta2*v[i] + (1-s.Beta2)*gi*gi
		m[i], v[i] = mi, vi
		w[i] -= s.Rate * mi / (float32(math.Sqrt(float64(vi))) + s.Eps)
	}
}

func (Plain) Blend(dst, x []float32, a, b float32) {
	for i, v := range x[:len(dst)] {
		dst[i] = a*dst[i] + b*v
	}
}

func (Plain) Plane(y, x [2][]float32, m [4]float32) {
	y0, y1, x1 := y[0], y[1], x[1]
	for i, u := range x[0] {
		v := x1[i]
		y0[i], y1[i] = m[0]*u+m[1]*v, m[2]*u+m[3]*v
	}
}

// activate applies act to x in place.
func activate(x []float32, act Activation) {
	switch act {
	case ReLU:
		for i, v := range x {
			if v < 0 {
				x[i] = 0
			}
		}
	case Tanh:
		for i, v := range x {
			x[i] = float32(math.Tanh(float64(v)))
		}
	}
}

// derive multiplies dst by act' at the point where act has the value h.
func derive(dst, h []float32, act Activation) {
	switch act {
	case ReLU:
		for i, v := range h[:len(dst)] {
			if !(v > 0) {
				dst[i] = 0
			}
		}
	case Tanh:
		for i, v := range h[:len(dst)] {
			dst[i] *= 1 - v*v
		}
	}
}

// start fills dst (m×n) with bias + add.
func start(dst []float32, m, n int, bias, add []float32) {
	switch {
	case add == nil && bias == nil:
		clear(dst)
		return
	case add == nil:
		clear(dst)
	default:
		copy(dst, add[:m*n])
	}
	if bias == nil {
		return
	}
	for i := range m {
		b, row := bias[i], dst[i*n:(i+1)*n]
		for j := range row {
			row[j] += b
		}
	}
}
