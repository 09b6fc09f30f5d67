package plane

import (
	"slices"

	"nicelab/flow"
	"nicelab/flow/layer"
)

// Sketch maps many points of the plane at once, for pictures. In two dimensions every coupling is a curve or two, see
// layer.Planar: they are tabulated on 2,048 points (fewer for large models) over the range that they meet and read off
// by linear interpolation, so that a picture costs some thousand evaluations however many points it has. The error is
// that of the interpolation; numbers that are printed come from Forward and LogProb. Other layers cost little, and are
// exact.
type Sketch struct {
	Layers [][]float32 // of a sketch of layers: the points at every stage so far, in the order of flow.Flow.Layers

	f       *flow.Flow
	layers  []flow.Step
	inverse bool
	done    int          // layers
	h       [2][]float32 // the points so far
	batch   *layer.Batch // some of them
	table   *table
	filled  int // of its steps
}

// sketchFlops bounds what the tables of one sketch cost.
const sketchFlops = 1e9

// NewSketch starts to map the points, n rows of 2, of a flow with Dim 2.
func NewSketch(f *flow.Flow, points []float32) *Sketch {
	if f.Config.Dim != 2 {
		panic("plane: a flow has other than two dimensions")
	}
	n, steps := len(points)/2, max(256, min(2048, int(sketchFlops)/(2*f.Config.Weights())))
	x, y := make([]float32, n), make([]float32, n)
	for i := range x {
		x[i], y[i] = points[2*i], points[2*i+1]
	}
	return &Sketch{
		f: f, layers: f.Steps(), h: [2][]float32{x, y},
		batch: layer.NewBatch(2, f.Chunk()), table: newTable(steps, f.Volume() == layer.Varies),
	}
}

// NewLayerSketch starts a sketch that keeps its points at every stage: n rows of 2 of the data or, if inverse, latents.
func NewLayerSketch(f *flow.Flow, points []float32, inverse bool) *Sketch {
	s := NewSketch(f, points)
	s.inverse, s.Layers = inverse, make([][]float32, len(f.Config.Stages()))
	if inverse {
		s.Layers[len(s.Layers)-1] = slices.Clone(points)
	}
	return s
}

// Step does a part of the work, no more than a chunk of rows or a layer that costs little, and reports whether it was
// the last.
func (s *Sketch) Step() (done bool) {
	layers := s.layers
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
	if s.Layers != nil && at >= 0 && layers[at].Ends >= 0 {
		s.Layers[layers[at].Ends] = s.Points(0, len(s.h[0]))
	}
	return s.done == len(layers)
}

// LogProb sets dst to log p of the first len(dst) points, in nats and in the units of the data, once Step has said
// done. It panics where the flow's Volume says Varies: then it takes more than the latents to tell.
func (s *Sketch) LogProb(dst []float32) {
	if s.f.Volume() == layer.Varies {
		panic("plane: log p does not follow from the latents alone")
	}
	scale, units := s.f.LogDet()
	all := make([]float64, min(len(dst), s.f.Chunk()))
	for lo := 0; lo < len(dst); lo += len(all) {
		hi := min(lo+len(all), len(dst))
		sums, out := all[:hi-lo], dst[lo:hi]
		for i := range sums {
			sums[i] = scale + units
		}
		for _, h := range s.h {
			s.f.Prior.AddLogProb(sums, h[lo:hi], 1)
		}
		for i, v := range sums {
			out[i] = float32(v)
		}
	}
}

// Points returns where points from to to are so far, as rows of 2.
func (s *Sketch) Points(from, to int) []float32 {
	x, y := s.h[0][from:to], s.h[1][from:to]
	out := make([]float32, 2*len(x))
	for i := range x {
		out[2*i], out[2*i+1] = x[i], y[i]
	}
	return out
}

// run takes the points through a layer as it is.
func (s *Sketch) run(at int) {
	n := len(s.h[0])
	for lo := 0; lo < n; lo += s.f.Chunk() {
		hi := min(lo+s.f.Chunk(), n)
		s.batch.Resize(hi - lo)
		for j, h := range s.h {
			row := s.batch.Row(j)
			clear(row[copy(row, h[lo:hi]):])
		}
		s.f.Through(at, s.batch, s.inverse)
		for j, h := range s.h {
			copy(h[lo:hi], s.batch.Row(j))
		}
	}
}

// tabulate fills some of the table of a layer, and reports whether it is whole.
func (s *Sketch) tabulate(at, keep int) bool {
	t := s.table
	if s.filled == 0 {
		t.lay(s.h[keep])
	}
	from, to := s.filled, min(s.filled+s.f.Chunk(), t.steps())
	x := make([]float32, to-from)
	for i := range x {
		x[i] = t.x(from + i)
	}
	var a []float32
	if t.a != nil {
		a = t.a[from:to]
	}
	s.planar(at, keep, x, a, t.b[from:to])
	s.filled = to % t.steps()
	return s.filled == 0
}

// planar sets b, and a unless it is nil, to those of a layer of the plane at each x, no more than a chunk of them.
func (s *Sketch) planar(at, keep int, x, a, b []float32) {
	run := func(y float32) []float32 {
		s.batch.Resize(len(x))
		row, other := s.batch.Row(keep), s.batch.Row(1-keep)
		clear(row[copy(row, x):])
		for i := range other {
			other[i] = y
		}
		s.f.Through(at, s.batch, false)
		return s.batch.Row(1 - keep)
	}
	copy(b, run(0))
	if a != nil {
		for i, v := range run(1)[:len(x)] {
			a[i] = v - b[i]
		}
	}
}
