package flow

import (
	"slices"

	"nicelab/flow/layer"
)

// Sketch maps many points of the plane at once, for pictures. In two dimensions every coupling is a curve or two, see
// layer.Planar: they are tabulated on 2,048 points (fewer for large models) over the range that they meet and read off
// by linear interpolation, so that a picture costs some thousand evaluations however many points it has. The error is
// that of the interpolation; numbers that are printed come from Forward and LogProb. Other layers cost little, and are
// exact.
type Sketch struct {
	Z      []float32   // once Step has said done: latents, n rows of 2, or of an inverse sketch data
	Layers [][]float32 // of a sketch of layers: the points at every stage so far, in the order of Flow.Layers

	f       *Flow
	inverse bool
	done    int          // layers
	h       [2][]float32 // the points so far
	table   table
	filled  int
}

// table is y -> a(x) y + b(x) at even steps of x.
type table struct {
	lo, step float32
	a, b     []float32 // one longer than there are steps, for the interpolation; a is nil where it is 1
}

// sketchFlops bounds what the tables of one sketch cost.
const sketchFlops = 1e9

// NewSketch starts to map the points, n rows of 2, of a flow with Dim 2.
func (f *Flow) NewSketch(points []float32) *Sketch { return f.newSketch(points, false) }

// NewLayerSketch starts a sketch that keeps its points at every stage: n rows of 2 of the data or, if inverse, latents.
func (f *Flow) NewLayerSketch(points []float32, inverse bool) *Sketch {
	s := f.newSketch(points, inverse)
	s.Layers = make([][]float32, f.stages())
	if inverse {
		s.Layers[len(s.Layers)-1] = slices.Clone(points)
	}
	return s
}

func (f *Flow) newSketch(points []float32, inverse bool) *Sketch {
	if f.Config.Dim != 2 {
		panic("flow: a sketch has two dimensions")
	}
	s := &Sketch{f: f, inverse: inverse}
	n, steps := f.rows(points), sketchPoints(f.Config)
	for j := range s.h {
		s.h[j] = make([]float32, n)
		for i := range n {
			s.h[j][i] = points[2*i+j]
		}
	}
	s.table.b = make([]float32, steps+1)
	if f.Volume() == layer.Varies {
		s.table.a = make([]float32, steps+1)
	}
	return s
}

func sketchPoints(c Config) int { return max(256, min(2048, int(sketchFlops)/(2*c.Weights()))) }

// Step does a part of the work, no more than a chunk of rows or a layer that costs little, and reports whether it was
// the last.
func (s *Sketch) Step() (done bool) {
	layers := s.f.layers
	if s.done == len(layers) {
		return true
	}
	at := s.done
	if s.inverse {
		at = len(layers) - 1 - s.done
	}
	if l, ok := layers[at].Layer.(layer.Planar); ok {
		if !s.tabulate(at, l.Keeps()) {
			return false
		}
		s.table.move(s.h[1-l.Keeps()], s.h[l.Keeps()], s.inverse)
	} else {
		s.run(at)
	}
	s.done++
	if s.inverse {
		at--
	}
	if s.Layers != nil && at >= 0 && layers[at].ends >= 0 {
		s.Layers[layers[at].ends] = s.points()
	}
	if s.done < len(layers) {
		return false
	}
	s.Z = s.points()
	return true
}

// points returns where the points are as rows of 2.
func (s *Sketch) points() []float32 {
	out := make([]float32, 2*len(s.h[0]))
	for j, h := range s.h {
		for i, v := range h {
			out[2*i+j] = v
		}
	}
	return out
}

// run takes the points through a layer as it is.
func (s *Sketch) run(at int) {
	p, n := s.f.evaluation(), len(s.h[0])
	for lo := 0; lo < n; lo += s.f.Chunk() {
		hi := min(lo+s.f.Chunk(), n)
		p.batch.Resize(hi - lo)
		for j, h := range s.h {
			row := p.batch.Row(j)
			clear(row[copy(row, h[lo:hi]):])
		}
		if s.inverse {
			p.inverseLayer(at)
		} else {
			p.forwardLayer(at)
		}
		for j, h := range s.h {
			copy(h[lo:hi], p.batch.Row(j))
		}
	}
}

// tabulate fills some of the table of a layer, and reports whether it is whole.
func (s *Sketch) tabulate(at, keep int) bool {
	t := &s.table
	points := len(t.b) - 1
	if s.filled == 0 {
		t.measure(s.h[keep], points)
	}
	n := min(s.f.Chunk(), points-s.filled)
	x := make([]float32, n)
	for j := range x {
		x[j] = t.lo + float32(s.filled+j)*t.step
	}
	var a []float32
	if t.a != nil {
		a = t.a[s.filled : s.filled+n]
	}
	s.f.planar(at, keep, x, a, t.b[s.filled:s.filled+n])
	if s.filled += n; s.filled < points {
		return false
	}
	s.filled = 0
	for _, y := range [][]float32{t.a, t.b} {
		if y != nil {
			y[points] = y[points-1]
		}
	}
	return true
}

// planar sets b, and a unless it is nil, to those of a layer of the plane at each x, no more than a chunk of them.
func (f *Flow) planar(at, keep int, x, a, b []float32) {
	p := f.evaluation()
	run := func(y float32) []float32 {
		p.batch.Resize(len(x))
		row, other := p.batch.Row(keep), p.batch.Row(1-keep)
		clear(row[copy(row, x):])
		for i := range other {
			other[i] = y
		}
		p.forwardLayer(at)
		return p.batch.Row(1 - keep)
	}
	copy(b, run(0))
	if a != nil {
		for i, v := range run(1)[:len(x)] {
			a[i] = v - b[i]
		}
	}
}

// measure lays the table over the range of the coordinate that is kept.
func (t *table) measure(kept []float32, points int) {
	var lo, hi float32
	for i, v := range kept {
		if i == 0 || v < lo {
			lo = v
		}
		if i == 0 || v > hi {
			hi = v
		}
	}
	t.lo, t.step = lo, (hi-lo)/float32(points-1)
	if !(t.step > 0) {
		t.step = 1
	}
}

// move takes y to a(x) y + b(x), or back.
func (t *table) move(y, x []float32, inverse bool) {
	if t.a == nil {
		t.shift(y, x, inverse)
		return
	}
	for i, v := range x {
		k, u := t.at(v)
		a, b := t.a[k]+u*(t.a[k+1]-t.a[k]), t.b[k]+u*(t.b[k+1]-t.b[k])
		if inverse {
			y[i] = (y[i] - b) / a
		} else {
			y[i] = a*y[i] + b
		}
	}
}

// at is where v lies in the table: after entry k, by a share u of a step.
func (t *table) at(v float32) (k int, u float32) {
	u = (v - t.lo) * (1 / t.step)
	if last := float32(len(t.b) - 2); !(u >= 0) {
		u = 0
	} else if u > last {
		u = last
	}
	k = int(u)
	return k, u - float32(k)
}

// shift is move where a is 1, as it is for most points that are ever drawn: what it reads again and again is at hand.
func (t *table) shift(y, x []float32, inverse bool) {
	b, lo, last, each := t.b, t.lo, float32(len(t.b)-2), 1/t.step
	sign := float32(1)
	if inverse {
		sign = -1
	}
	y = y[:len(x)]
	for i, v := range x {
		u := (v - lo) * each
		if !(u >= 0) {
			u = 0
		} else if u > last {
			u = last
		}
		k := int(u)
		pair := b[k : k+2 : k+2]
		y[i] += sign * (pair[0] + (u-float32(k))*(pair[1]-pair[0]))
	}
}
