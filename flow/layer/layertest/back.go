package layertest

import (
	"math"
	"math/rand/v2"

	"nicelab/flow/layer"
)

// pass says how a way back is asked for.
type pass struct {
	weight  float64 // of log-dets
	first   bool    // nobody wants the gradient of the rows
	without bool    // nor that of the weights
	piece   int     // multiply-adds
}

// grad returns the gradients of Σ c y - weight Σ log|det| with respect to rows and weights.
func (s subject) grad(x, c []float32, p pass) (dx, g []float32) {
	n := len(x) / s.dim
	m := layer.NewMemory(s.dim, n, true)
	m.First, m.Piece = p.first, p.piece
	tape := s.Tape(m)
	b, d := layer.NewBatch(s.dim, n), layer.NewBatch(s.dim, n)
	b.LogDet = make([]float64, n)
	b.Load(x)
	came := b.Half
	s.through(tape, b)
	is := layer.NewBatch(s.dim, n)
	is.Resize(n)
	is.Half = came
	was := make([]float32, len(x))
	is.Store(was)
	for i, v := range was {
		if v != x[i] {
			s.t.Fatalf("on a way that goes back, number %d that came is changed in place: a layer before may have kept it", i)
		}
	}
	d.Load(c)
	d.Weight = p.weight
	if g = make([]float32, len(s.w)); p.without {
		g = nil
	}
	mine := d.Half
	for piece := s.pieces(tape) - 1; piece >= 0; piece-- {
		s.Backward(tape, s.w, g, d, piece)
	}
	for i, h := range mine {
		if len(h) > 0 && &h[0] != &d.Half[i][0] {
			s.t.Fatal("on the way back a half is other memory: gradients are changed in place")
		}
	}
	dx = make([]float32, len(x))
	d.Store(dx)
	return dx, g
}

// gradients holds the slopes along random directions against differences of the twin.
func (s subject) gradients(x []float32, rng *rand.Rand) {
	s.t.Helper()
	const weight = 0.7
	c := normals(rng, len(x))
	dx, g := s.grad(x, c, pass{weight: weight})
	for i, v := range g {
		if s.w[i] == 0 && v != 0 {
			s.t.Fatalf("weight %d is 0 and is to stay so, and its gradient is %g", i, v)
		}
	}
	at := widen(x)
	loss := func() (sum float64) {
		y, terms := s.twin(at, false)
		for i, v := range y {
			sum += float64(c[i]) * v
		}
		for _, l := range terms {
			sum -= weight * (l + s.LogDet(s.w))
		}
		return sum
	}
	// differ goes a step and two to both sides; move returns where it then is.
	differ := func(what string, slope []float32, move func(v []float32, by float64) []float64) {
		if len(slope) == 0 {
			return
		}
		const step = 1.0 / 1024 // below it, what an exported constant is rounded by would count
		for range 5 {
			v := normals(rng, len(slope))
			var got, want, size float64
			for _, term := range [][2]float64{{1, 8}, {-1, -8}, {2, -1}, {-2, 1}} {
				there, times := move(v, term[0]*step), term[1]/12/step
				got += times * loss()
				for i, d := range slope {
					want += times * float64(d) * there[i]
				}
			}
			move(v, 0)
			for _, d := range slope {
				size += float64(d) * float64(d)
			}
			if d := math.Abs(got-want) / max(1, math.Sqrt(size)); s.off("gradients of "+what, d, 2e-4) {
				s.t.Errorf("the slope along %s is %g, by differences %g", what, want, got)
			}
		}
	}
	differ("rows", dx, func(v []float32, by float64) []float64 {
		for i := range at {
			at[i] = float64(x[i]) + by*float64(v[i])
		}
		return append([]float64(nil), at...)
	})
	was := append([]float32(nil), s.w...)
	differ("weights", g, func(v []float32, by float64) []float64 {
		for i := range was {
			if s.w[i] = was[i]; was[i] != 0 {
				s.w[i] += float32(by) * v[i]
			}
		}
		return widen(s.w)
	})
}

// cuts runs the rows in chunks, and layers in pieces: images have the same bits, gradients add up.
func (s subject) cuts(x []float32) {
	s.t.Helper()
	y, logDet := s.forward(x)
	dx, g := s.grad(x, x, pass{weight: 1})
	sum := make([]float32, len(g))
	for lo, n := 0, 1; lo < rows; lo, n = lo+n, n+2 {
		part := x[lo*s.dim : min(rows, lo+n)*s.dim]
		piece, dets := s.forward(part)
		s.same(piece, y[lo*s.dim:], "an image of a chunk")
		for i, v := range dets {
			if v != logDet[lo+i] {
				s.t.Fatalf("in a chunk of %d rows log-det is %v, not %v", n, v, logDet[lo+i])
			}
		}
		dPart, gPart := s.grad(part, part, pass{weight: 1})
		for i, v := range dPart {
			if d := math.Abs(float64(v - dx[lo*s.dim+i])); d > 1e-5*max(1, math.Abs(float64(v))) {
				s.t.Fatalf("in a chunk of %d rows a gradient is off by %g", n, d)
			}
		}
		for i, v := range gPart {
			sum[i] += v
		}
	}
	for i, v := range g {
		if d := math.Abs(float64(sum[i] - v)); d > 1e-4*max(1, math.Abs(float64(v))) {
			s.t.Fatalf("the gradient of weight %d is %v in chunks, %v at once", i, sum[i], v)
		}
	}
	fine, fineG := s.grad(x, x, pass{weight: 1, piece: 1})
	s.same(fine, dx, "a gradient of a row, in pieces,")
	s.same(fineG, g, "a gradient of a weight, in pieces,")
}

// wants asks for less: what is still asked for stays as it is.
func (s subject) wants(x []float32) {
	s.t.Helper()
	dx, g := s.grad(x, x, pass{weight: 1})
	alone, _ := s.grad(x, x, pass{weight: 1, without: true})
	s.same(alone, dx, "a gradient of a row, without those of weights,")
	_, alone = s.grad(x, x, pass{weight: 1, first: true})
	s.same(alone, g, "a gradient of a weight, without those of rows,")

	y, _ := s.forward(x)
	b := layer.NewBatch(s.dim, rows)
	b.Load(x)
	s.through(s.Tape(layer.NewMemory(s.dim, rows, true)), b)
	alone = make([]float32, len(x))
	b.Store(alone)
	s.same(alone, y, "an image, where nobody asks for log-det and a way back follows,")
}

func (s subject) same(got, want []float32, what string) {
	s.t.Helper()
	for i, v := range got {
		if math.Float32bits(v) != math.Float32bits(want[i]) {
			s.t.Fatalf("%s is %v, not %v", what, v, want[i])
		}
	}
}
