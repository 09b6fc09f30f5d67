// Package layertest holds a layer to what layer.Layer promises.
package layertest

import (
	"math"
	"math/rand/v2"
	"testing"

	"nicelab/flow/layer"
)

const (
	rows = 13
	h    = 1.0 / 128 // of a difference: float32 resolves it, and a smooth layer is nearly straight over it
)

// subject is a layer with weights of its own.
type subject struct {
	layer.Layer
	t   testing.TB
	dim int
	w   []float32
}

// Conform checks l, a smooth layer of dim coordinates whose trained numbers are w: inverse, log-det against a numeric
// Jacobian, gradients of rows and weights against differences, chunks that add up, no rows at all, and the same bits
// however rows are cut.
func Conform(t testing.TB, l layer.Layer, dim int, w []float32) {
	t.Helper()
	if n := layer.Size(l, false); len(w) != n {
		t.Fatalf("the layer has %d trained numbers and got %d", n, len(w))
	}
	s := subject{l, t, dim, w}
	rng := rand.New(rand.NewPCG(uint64(dim), 31))
	x := normals(rng, rows*dim)
	s.inverse(x)
	s.logDet(x[:3*dim])
	s.gradients(x, rng)
	s.cuts(x)
	s.forward(nil)
	s.back(nil)
	s.grad(nil, nil, 1)
}

func normals(rng *rand.Rand, n int) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = float32(rng.NormFloat64())
	}
	return x
}

// forward returns the rows' images and log-dets.
func (s subject) forward(x []float32) (y []float32, logDet []float64) {
	n := len(x) / s.dim
	tape := s.Tape(layer.NewMemory(s.dim, n, false))
	b := layer.NewBatch(s.dim, n)
	b.LogDet = make([]float64, n)
	b.Load(x)
	for part := range s.Parts() {
		s.Forward(tape, s.w, b, part)
	}
	for i := range b.LogDet {
		b.LogDet[i] += s.LogDet(s.w)
	}
	y = make([]float32, len(x))
	b.Store(y)
	return y, b.LogDet
}

func (s subject) back(y []float32) []float32 {
	n := len(y) / s.dim
	b := layer.NewBatch(s.dim, n)
	b.Load(y)
	s.Inverse(s.Tape(layer.NewMemory(s.dim, n, false)), s.w, b)
	x := make([]float32, len(y))
	b.Store(x)
	return x
}

// grad returns the gradients of Σ c y - weight Σ log|det| with respect to rows and weights.
func (s subject) grad(x, c []float32, weight float64) (dx, g []float32) {
	n := len(x) / s.dim
	tape := s.Tape(layer.NewMemory(s.dim, n, true))
	b, d := layer.NewBatch(s.dim, n), layer.NewBatch(s.dim, n)
	b.LogDet = make([]float64, n)
	b.Load(x)
	for part := range s.Parts() {
		s.Forward(tape, s.w, b, part)
	}
	d.Load(c)
	d.Weight = weight
	g = make([]float32, len(s.w))
	for part := len(s.Parts()) - 1; part >= 0; part-- {
		s.Backward(tape, s.w, g, d, part)
	}
	dx = make([]float32, len(x))
	d.Store(dx)
	return dx, g
}

func (s subject) inverse(x []float32) {
	s.t.Helper()
	y, _ := s.forward(x)
	for i, v := range s.back(y) {
		if d := math.Abs(float64(v - x[i])); !(d <= 2e-5*max(1, math.Abs(float64(x[i])))) {
			s.t.Fatalf("the inverse misses number %d by %g", i, d)
		}
	}
}

func (s subject) logDet(x []float32) {
	s.t.Helper()
	_, got := s.forward(x)
	for r, want := range got {
		row := x[r*s.dim : (r+1)*s.dim]
		jac := make([][]float64, s.dim)
		for j := range jac {
			up, down := s.moved(row, j, h), s.moved(row, j, -h)
			for i := range up {
				jac[j] = append(jac[j], float64(up[i]-down[i])/(2*h))
			}
		}
		if d := math.Abs(logAbsDet(jac) - want); !(d <= 2e-3) {
			s.t.Errorf("log-det is %g and that of the Jacobian differs by %g", want, d)
		}
		if s.Volume() == layer.Kept && want != 0 {
			s.t.Errorf("volumes are kept, and log-det is %g", want)
		}
		if s.Volume() != layer.Varies && want != s.LogDet(s.w) {
			s.t.Errorf("log-det is the same everywhere, and here it is %g", want)
		}
	}
}

func (s subject) moved(row []float32, j int, by float32) []float32 {
	x := append([]float32(nil), row...)
	x[j] += by
	y, _ := s.forward(x)
	return y
}

// logAbsDet is by elimination, and leaves nothing of m.
func logAbsDet(m [][]float64) (sum float64) {
	for c := range m {
		p := c
		for r := c; r < len(m); r++ {
			if math.Abs(m[r][c]) > math.Abs(m[p][c]) {
				p = r
			}
		}
		m[c], m[p] = m[p], m[c]
		sum += math.Log(math.Abs(m[c][c]))
		for r := c + 1; r < len(m); r++ {
			q := m[r][c] / m[c][c]
			for k := c; k < len(m); k++ {
				m[r][k] -= q * m[c][k]
			}
		}
	}
	return sum
}

// gradients holds the slopes along random directions against differences.
func (s subject) gradients(x []float32, rng *rand.Rand) {
	s.t.Helper()
	const weight = 0.7
	c := normals(rng, len(x))
	loss := func() (sum float64) {
		y, logDet := s.forward(x)
		for i, v := range y {
			sum += float64(c[i]) * float64(v)
		}
		for _, l := range logDet {
			sum -= weight * l
		}
		return sum
	}
	dx, g := s.grad(x, c, weight)
	for what, of := range map[string]struct{ at, slope []float32 }{"rows": {x, dx}, "weights": {s.w, g}} {
		if len(of.at) == 0 {
			continue
		}
		was := append([]float32(nil), of.at...)
		for range 5 {
			v := normals(rng, len(was))
			var want, size float64
			for i, d := range of.slope {
				want += float64(d) * float64(v[i])
				size += float64(d) * float64(d)
			}
			at := func(by float32) float64 {
				for i := range was {
					of.at[i] = was[i] + by*v[i]
				}
				return loss()
			}
			const step = h / 4
			got := (at(step) - at(-step)) / (2 * step)
			copy(of.at, was)
			if d := math.Abs(got - want); !(d <= 2e-2*max(1, math.Sqrt(size))) {
				s.t.Errorf("the slope along %s is %g, by differences %g", what, want, got)
			}
		}
	}
}

// cuts runs the rows in pieces: images have the same bits, gradients add up.
func (s subject) cuts(x []float32) {
	s.t.Helper()
	y, logDet := s.forward(x)
	dx, g := s.grad(x, x, 1)
	sum := make([]float32, len(g))
	for lo, n := 0, 1; lo < rows; lo, n = lo+n, n+2 {
		part := x[lo*s.dim : min(rows, lo+n)*s.dim]
		piece, dets := s.forward(part)
		for i, v := range piece {
			if math.Float32bits(v) != math.Float32bits(y[lo*s.dim+i]) {
				s.t.Fatalf("in a piece of %d rows number %d is %v, not %v", n, i, v, y[lo*s.dim+i])
			}
		}
		for i, v := range dets {
			if v != logDet[lo+i] {
				s.t.Fatalf("in a piece of %d rows log-det is %v, not %v", n, v, logDet[lo+i])
			}
		}
		dPart, gPart := s.grad(part, part, 1)
		for i, v := range dPart {
			if d := math.Abs(float64(v - dx[lo*s.dim+i])); d > 1e-5*max(1, math.Abs(float64(v))) {
				s.t.Fatalf("in a piece of %d rows a gradient is off by %g", n, d)
			}
		}
		for i, v := range gPart {
			sum[i] += v
		}
	}
	for i, v := range g {
		if d := math.Abs(float64(sum[i] - v)); d > 1e-4*max(1, math.Abs(float64(v))) {
			s.t.Fatalf("the gradient of weight %d is %v in pieces, %v at once", i, sum[i], v)
		}
	}
}
