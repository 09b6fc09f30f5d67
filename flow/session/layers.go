package session

import (
	"math"

	"nicelab/flow"
	"nicelab/flow/plane"
	"nicelab/flow/prior"
	"nicelab/wasm/protocol"
)

const (
	// A cell is small enough for a flow to bend the lattice visibly, and large enough to be seen.
	cellSide     = 0.375
	latticeReach = 3.0 // standard deviations
	cellPoints   = 6   // along each side of a cell
)

// showLayers says whether pictures come with layers. At rest they are drawn without drawing the planes again.
func (s *Session) showLayers(c protocol.ShowLayers) {
	was := s.layers
	s.layers = c
	switch {
	case !c.On || c == was || s.flow == nil:
	case s.picture != nil || s.data.shown.rows == nil:
		s.draw()
	case s.phase != protocol.Training && s.flow.Config.Dim == 2:
		s.picture = s.drawLayers(true, s.emit)
	}
}

// drawLayers returns a job that tells of the plane at every layer: from tabulated couplings, or exact.
func (s *Session) drawLayers(exact bool, tell func(protocol.Event)) job {
	f, back, rows := s.flow, s.layers.Backward, s.data.shown.rows
	flops := float64(2 * len(f.Weights))
	g := newLattice(f.Prior, back)
	if exact && float64(g.len()) > fineFlops/flops {
		g.fine = 1
	}
	x, y := g.marked(f, rows, back)
	cell := plane.NewBorder(f, back, x, y, g.side)
	points := g.points()
	n := len(points)
	var data *tracing
	if back {
		data = trace(f, rows, false, exact)
	} else {
		plane.Unstandardize(f, points)
		points = append(points, rows...) // one way, one set of tables
	}
	bent := trace(f, points, back, exact)
	out := protocol.Layers{Backward: back, Cells: g.cells, Fine: g.fine}
	if s.trainer != nil {
		out.Step = s.trainer.Steps
	}
	return func() bool {
		if !cell.Step() || !bent.step() || data != nil && !data.step() {
			return false
		}
		for k, l := range bent.layers {
			to := protocol.Layer{Lattice: l[:n:n], Cell: cell.Line(k)}
			if back {
				to.Data = data.layers[k]
			} else {
				to.Data = l[n:]
			}
			to.Area = cell.Area(k) / (g.side * g.side)
			out.Layers = append(out.Layers, to)
		}
		tell(out)
		return true
	}
}

// tracing follows points through the layers, some of them at a time.
type tracing struct {
	layers [][]float32

	f       *flow.Flow
	sketch  *plane.Sketch // nil where it is exact
	points  []float32
	inverse bool
	done    int
}

func trace(f *flow.Flow, points []float32, inverse, exact bool) *tracing {
	t := &tracing{f: f, points: points, inverse: inverse}
	if !exact {
		t.sketch = plane.NewLayerSketch(f, points, inverse)
	}
	return t
}

func (t *tracing) step() (done bool) {
	if t.sketch != nil {
		t.layers = t.sketch.Layers
		return t.sketch.Step()
	}
	if t.done == len(t.points) {
		return true
	}
	to := min(len(t.points), t.done+2*t.f.Chunk())
	part := t.f.Layers
	if t.inverse {
		part = t.f.InverseLayers
	}
	for k, l := range part(t.points[t.done:to]) {
		if t.layers == nil {
			t.layers = make([][]float32, len(t.f.Config.Stages()))
		}
		t.layers[k] = append(t.layers[k], l...)
	}
	t.done = to
	return t.done == len(t.points)
}

// lattice is a square of cells around 0.
type lattice struct {
	side        float64 // of a cell
	cells, fine int     // cells along a side, points along a side of a cell
}

// newLattice covers the standardised data, or what the prior makes likely. What is shown of the plane is as wide as the
// prior.
func newLattice(p prior.Prior, back bool) lattice {
	side, reach := cellSide*p.Width(), latticeReach
	if back {
		reach *= p.Width()
	}
	return lattice{side: side, cells: int(2 * reach / side), fine: cellPoints}
}

// at is the coordinate of the i-th point of a line.
func (g lattice) at(i int) float32 {
	return float32(g.side * (float64(i)/float64(g.fine) - float64(g.cells)/2))
}

// len is how many points there are.
func (g lattice) len() int { return 2 * (g.cells + 1) * (g.cells*g.fine + 1) }

// points are those of protocol.Layer.Lattice where it is regular.
func (g lattice) points() []float32 {
	out := make([]float32, 0, 2*g.len())
	for line := range g.cells + 1 {
		for i := range g.cells*g.fine + 1 {
			out = append(out, g.at(i), g.at(line*g.fine))
		}
	}
	for line := range g.cells + 1 {
		for i := range g.cells*g.fine + 1 {
			out = append(out, g.at(line*g.fine), g.at(i))
		}
	}
	return out
}

// marked is the corner of the cell to look at: where the data is densest or, of a lattice in z, the prior.
func (g lattice) marked(f *flow.Flow, rows []float32, back bool) (x, y float64) {
	best, most := [2]int{g.cells / 2, g.cells / 2}, 0
	count := make([]int, g.cells*g.cells)
	for i := 0; i < len(rows) && !back; i += 2 {
		var at [2]int
		for j := range at {
			h := float64((rows[i+j] - f.Mean[j]) / f.Std[j])
			at[j] = int(math.Floor(h/g.side)) + g.cells/2
		}
		if min(at[0], at[1]) < 0 || max(at[0], at[1]) >= g.cells {
			continue
		}
		c := at[1]*g.cells + at[0]
		if count[c]++; count[c] > most {
			most, best = count[c], at
		}
	}
	return float64(g.at(best[0] * g.fine)), float64(g.at(best[1] * g.fine))
}
