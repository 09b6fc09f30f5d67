package plot

import "math"

// LayerInput is the plane at one layer of the flow, or on its way to the next.
type LayerInput struct {
	View         View
	Lattice      Lattice
	Cell         []float32 // n rows of 2: the border of the cell to look at
	Data         []float32 // n rows of 2
	Picked       []bool    // as in XPlaneInput, of Data
	Kind         []byte    // likewise
	Prior        Law       // where the layer is z: its rings are drawn; nil draws none
	NameX, NameY string
}

// Lattice is a square of Cells x Cells cells under some map: Cells + 1 lines along the first axis from the lowest up,
// then as many along the second from the leftmost on, each of Cells*Fine + 1 rows of 2.
type Lattice struct {
	Points      []float32
	Cells, Fine int
}

// Layer draws the lattice as a checkerboard, one cell strongly, and the data as dots. It panics if the lattice has not
// the points that it says.
func Layer(t Theme, in LayerInput) Scene {
	v := in.View
	s := Scene{W: v.W, H: v.H}
	if !v.usable() {
		return s
	}
	s.fill(t.Paper)
	board(&s, t, in.Lattice, v, 1, 1)
	cross(&s, t, v)
	cell(&s, t, v, in.Cell, 1.8, func() {
		picked(&s, v, in.Data, in.Picked, in.Kind, t.Kinds[:], t.Data, "", t.Ink,
			0.85)
	})
	massRings(&s, t, v, in.Prior)
	frame{view: v, nameX: in.NameX, nameY: in.NameY, ink: t.Soft, ground: t.Paper}.draw(&s)
	return s
}

// LayerThumb draws the same on a small square: a coarser board, and no more than some of the rows.
func LayerThumb(t Theme, size float64, in LayerInput) Scene {
	s := Scene{W: size, H: size}
	v := in.View
	v.W, v.H = size, size
	if !v.usable() {
		return s
	}
	in.View = v
	s.fill(t.Paper)
	board(&s, t, in.Lattice, v, 2, 3)
	cell(&s, t, v, thinned(in.Cell, 60), 1.2, func() {
		s.stroke(v.dots(thinned(in.Data, 120)), t.Data, max(1, size/50),
			0.9)
	})
	return s
}

// thinned keeps about so many of the rows of 2, spread evenly.
func thinned(rows []float32, most int) []float32 {
	every := 1 + len(rows)/2/most
	if every == 1 {
		return rows
	}
	var few []float32
	for i := 0; i+1 < len(rows); i += 2 * every {
		few = append(few, rows[i], rows[i+1])
	}
	return few
}

// board draws the lattice with merge cells in one and a point in skip. The last two digits of a colour are its opacity.
func board(s *Scene, t Theme, l Lattice, v View, merge, skip int) {
	fill, stroke := "1c", "44"
	if t.Dark { // on a dark ground the same share of light is hardly seen
		fill, stroke = "34", "80"
	}
	if p := l.board(v, merge, skip); len(p) > 0 {
		s.add(Op{Kind: Path, D: string(p), Fill: t.Model + fill, Stroke: t.Model + stroke, Width: 0.7, Alpha: 1})
	}
}

// cell draws the cell to look at: its area below what over draws, its border above.
func cell(s *Scene, t Theme, v View, border []float32, width float64, over func()) {
	p := string(rings(v, [][]float32{border}))
	if p != "" {
		s.add(Op{Kind: Path, D: p, Fill: t.Model, Alpha: 0.55})
	}
	over()
	if p != "" {
		s.add(Op{Kind: Path, D: p, Stroke: t.Paper, Width: width + 1.6, Alpha: 0.7, Round: true})
		s.add(Op{Kind: Path, D: p, Stroke: t.Model, Width: width, Alpha: 1, Round: true})
	}
}

// board is a path around every second cell that can be seen, so that each line inside is drawn once.
func (l Lattice) board(v View, merge, skip int) path {
	points := l.Cells*l.Fine + 1
	if len(l.Points) == 0 {
		return nil
	}
	if len(l.Points) != 4*(l.Cells+1)*points {
		panic("plot: a lattice has not the points that it says")
	}
	var p path
	side := merge * l.Fine
	for r := 0; r+merge <= l.Cells; r += merge {
		for c := r / merge % 2 * merge; c+merge <= l.Cells; c += 2 * merge {
			a := outline{view: v, path: p}
			for i := 0; i < side; i += skip {
				a.add(l.row(r*points + c*l.Fine + i))
			}
			for i := 0; i < side; i += skip {
				a.add(l.row((l.Cells+1+c+merge)*points + r*l.Fine + i))
			}
			for i := side; i > 0; i -= skip {
				a.add(l.row((r+merge)*points + c*l.Fine + i))
			}
			for i := side; i > 0; i -= skip {
				a.add(l.row((l.Cells+1+c)*points + r*l.Fine + i))
			}
			if a.seen() {
				a.path.close()
				p = a.path
			}
		}
	}
	return p
}

func (l Lattice) row(i int) (x, y float32) { return l.Points[2*i], l.Points[2*i+1] }

// outline is a cell under construction at the end of a path, which stays as it was unless the cell is seen.
type outline struct {
	view                   View
	path                   path
	begun, broken          bool
	left, right, low, high float64
}

func (o *outline) add(u, w float32) {
	const far = 1e5 // pixels
	x, y := o.view.Pixel(float64(u), float64(w))
	if !(math.Abs(x) < far && math.Abs(y) < far) {
		o.broken = true
		return
	}
	if !o.begun {
		o.begun = true
		o.left, o.right, o.low, o.high = x, x, y, y
		o.path.move(x, y)
		return
	}
	o.left, o.right, o.low, o.high = min(o.left, x), max(o.right, x), min(o.low, y), max(o.high, y)
	o.path.line(x, y)
}

func (o *outline) seen() bool {
	return !o.broken && o.right > 0 && o.left < o.view.W && o.high > 0 && o.low < o.view.H
}

// Between is how far points have come on the way from a to b, t from 0 to 1: they are turned by an angle first, in half
// of the time where it is not 0, and then go straight. Where b is what an additive coupling makes of a, turned, that is
// the coupling with a share of m in place of m: a shear too, so areas are kept at every moment. On the way through S
// they change as they are scaled. It panics if a and b differ in length.
func Between(a, b []float32, turn, t float64) []float32 {
	if len(a) != len(b) {
		panic("plot: points on their way have other numbers of rows")
	}
	by, turned := t, 0.0
	if turn != 0 {
		by, turned = max(0, 2*t-1), turn*min(1, 2*t)
	}
	sin, cos := math.Sincos(turned)
	out := make([]float32, len(a))
	for i := 0; i+1 < len(a); i += 2 {
		x, y := float64(a[i]), float64(a[i+1])
		x, y = cos*x-sin*y, sin*x+cos*y
		out[i], out[i+1] = float32(x+by*(float64(b[i])-x)), float32(y+by*(float64(b[i+1])-y))
	}
	return out
}
