// Package layertest holds a layer to what layer.Layer promises.
package layertest

import (
	"cmp"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"nicelab/flow/layer"
)

const rows = 13

// subject is a layer with weights of its own.
type subject struct {
	layer.Layer
	t   testing.TB
	dim int
	w   []float32

	worst map[string]float64 // errors, by what is off
}

// Conform checks l, a smooth layer of dim coordinates whose trained numbers are w, of which those that are 0 stay so:
// inverse, images, log-det and gradients against its twin, which is what it exports, in float64; chunks that add up, no
// rows at all, and the same bits however rows and parts are cut. It logs the worst errors.
func Conform(t testing.TB, l layer.Layer, dim int, w []float32) {
	t.Helper()
	if n := layer.Size(l, false); len(w) != n {
		t.Fatalf("the layer has %d trained numbers and got %d", n, len(w))
	}
	s := subject{l, t, dim, w, map[string]float64{}}
	rng := rand.New(rand.NewPCG(uint64(dim), 31))
	x := normals(rng, rows*dim)
	s.inverse(x)
	s.images(x)
	s.logDet(x)
	s.gradients(x, rng)
	s.cuts(x)
	s.wants(x)
	s.planar(x)
	s.forward(nil)
	s.back(nil)
	s.grad(nil, nil, pass{weight: 1})
	for _, what := range slices.Sorted(maps.Keys(s.worst)) {
		t.Logf("%-24s %.1e", what, s.worst[what])
	}
}

// off notes an error, and reports whether it is beyond what may be.
func (s subject) off(what string, by, most float64) bool {
	if by > s.worst[what] || by != by {
		s.worst[what] = by
	}
	return !(by <= most)
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
	b := layer.NewBatch(s.dim, n)
	b.LogDet = make([]float64, n)
	b.Load(x)
	s.through(s.Tape(layer.NewMemory(s.dim, n, false)), b)
	for i := range b.LogDet {
		b.LogDet[i] += s.LogDet(s.w)
	}
	y = make([]float32, len(x))
	b.Store(y)
	return y, b.LogDet
}

// through takes b through all pieces.
func (s subject) through(t *layer.Tape, b *layer.Batch) {
	for piece := range s.pieces(t) {
		s.Forward(t, s.w, b, piece)
	}
}

func (s subject) pieces(t *layer.Tape) int { return cmp.Or(t.Pieces, len(s.Parts())) }

func (s subject) back(y []float32) []float32 {
	n := len(y) / s.dim
	b := layer.NewBatch(s.dim, n)
	b.Load(y)
	s.Inverse(s.Tape(layer.NewMemory(s.dim, n, false)), s.w, b)
	x := make([]float32, len(y))
	b.Store(x)
	return x
}

func (s subject) inverse(x []float32) {
	s.t.Helper()
	y, _ := s.forward(x)
	for i, v := range s.back(y) {
		if d := math.Abs(float64(v-x[i])) / max(1, math.Abs(float64(x[i]))); s.off("inverse", d, 2e-5) {
			s.t.Fatalf("the inverse misses number %d by %g", i, d)
		}
	}
}

// images holds what comes out, and the way back, against the twin.
func (s subject) images(x []float32) {
	s.t.Helper()
	y, logDet := s.forward(x)
	want, terms := s.twin(widen(x), false)
	for i, v := range want {
		if d := math.Abs(v-float64(y[i])) / max(1, math.Abs(v)); s.off("exported", d, 2e-5) {
			s.t.Fatalf("number %d is %v, exported it is %v", i, y[i], v)
		}
	}
	for r, v := range terms {
		if d := math.Abs(v + s.LogDet(s.w) - logDet[r]); s.off("exported log-det", d, 1e-5) {
			s.t.Fatalf("log-det is %g and what is exported for log p %g off", logDet[r], d)
		}
	}
	back, terms := s.twin(widen(y), true)
	for i, v := range back {
		if d := math.Abs(v-float64(x[i])) / max(1, math.Abs(v)); s.off("exported inverse", d, 2e-5) {
			s.t.Fatalf("exported, the inverse misses number %d by %g", i, d)
		}
	}
	for _, v := range terms {
		if v != 0 {
			s.t.Fatal("the inverse exports something for log p")
		}
	}
}

func (s subject) logDet(x []float32) {
	s.t.Helper()
	const h = 1e-5
	_, got := s.forward(x)
	for r, want := range got {
		jac := make([][]float64, s.dim)
		for j := range jac {
			up, down := s.moved(x[r*s.dim:(r+1)*s.dim], j, h), s.moved(x[r*s.dim:(r+1)*s.dim], j, -h)
			for i := range up {
				jac[j] = append(jac[j], (up[i]-down[i])/(2*h))
			}
		}
		if d := math.Abs(logAbsDet(jac) - want); s.off("log-det", d, 1e-5) {
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

func (s subject) moved(row []float32, j int, by float64) []float64 {
	x := widen(row)
	x[j] += by
	y, _ := s.twin(x, false)
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

// planar holds a layer of the plane to layer.Planar, if it says that it is one.
func (s subject) planar(x []float32) {
	s.t.Helper()
	l, ok := s.Layer.(layer.Planar)
	if !ok || s.dim != 2 {
		return
	}
	keep := l.Keeps()
	at := func(y float32) []float32 {
		z := append([]float32(nil), x...)
		for i := 1 - keep; i < len(z); i += 2 {
			z[i] = y
		}
		z, _ = s.forward(z)
		return z
	}
	zero, one, three := at(0), at(1), at(3)
	for i := range x {
		a := float64(one[i] - zero[i])
		switch {
		case i%2 == keep:
			if zero[i] != x[i] || three[i] != x[i] {
				s.t.Fatalf("coordinate %d does not stay", keep)
			}
		case s.off("straightness", math.Abs(float64(three[i]-zero[i])-3*a)/max(1, math.Abs(a)), 1e-5):
			s.t.Fatal("the coordinate that does not stay goes to other than a y + b")
		case l.Volume() != layer.Varies && math.Abs(a-1) > 1e-5:
			s.t.Fatalf("volumes do not vary, and a is %v", a)
		}
	}
}

func widen(x []float32) []float64 {
	y := make([]float64, len(x))
	for i, v := range x {
		y[i] = float64(v)
	}
	return y
}
