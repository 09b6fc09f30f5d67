package plot

import (
	"math"
	"strconv"
)

// CornerInput is the pairs and the marginals of some columns, data against model. Positions along an axis are in
// units of the column, or their logarithms to base 10 where it is logarithmic.
type CornerInput struct {
	W, H    float64
	Columns []CornerColumn
	Row     int // of the model only what is in this row of cells, from 1, in a picture as high as CornerBand says; 0: all

	// Grids are densities on N x N points for each pair of columns, (1, 0), (2, 0), (2, 1), (3, 0), ..., row-major, the
	// first column of the plot across; they go beyond the ends of the axes by the share Margin of their length. The
	// contours of a pair run at Levels, one for each of Masses, ascending shares; 0: there is none.
	N             int
	Margin        float64
	Rough         bool // it is drawn again and again: without the lines and labels of regions
	Grids, Levels []float32
	Masses        []float64
	Outlines      []float32 // the same of the data: grids
	OutlineLevels []float32
	Dots          []float32 // rows of the data, a position in each column
	Kind          []byte    // of each row of Dots, as in XPlaneInput
	Marked        []float32 // a row that stands out; or none
	Data, Model   string    // what they are called in the legend
}

// CornerColumn is one column of the plot.
type CornerColumn struct {
	Name     string
	Lo, Hi   float64 // ends of its axis
	Log      bool
	OfData   string    // under the name: median and interval
	OfModel  string    // and of the model
	Far      [2]string // and how far apart they are; and that where there is less room
	Bins     []float32 // densities of the data in even parts from Lo to Hi
	Marginal []float32 // of the model on N points, with margins as Grids
}

// The space around the cells: for labels at the left and below, for the first title above.
const (
	cornerLeft, cornerRight, cornerTop, cornerBottom = 56.0, 8.0, 62.0, 38.0
	cornerGap                                        = 6.0 // between cells
)

// CornerSpace is the space around the n x n cells of a corner plot, and that between them, in pixels.
func CornerSpace() (left, right, top, bottom, gap float64) {
	return cornerLeft, cornerRight, cornerTop, cornerBottom, cornerGap
}

// CornerBand is the part of a corner plot of k columns, h high, that holds a row of cells, from 0, and the titles over
// them: where it begins, and how high it is.
func CornerBand(k, row int, h float64) (y, high float64) {
	cell := (h - cornerTop - cornerBottom) / float64(k)
	return cell * float64(row), cornerTop + cell - cornerGap
}

// cell is the view of the cell in a row and a column, and where its upper left corner lies.
func (in CornerInput) cell(row, column int) (v View, x, y float64) {
	n := float64(len(in.Columns))
	w, h := (in.W-cornerLeft-cornerRight)/n, (in.H-cornerTop-cornerBottom)/n
	a, b := in.Columns[column], in.Columns[row]
	v = View{MinX: a.Lo, MaxX: a.Hi, MinY: b.Lo, MaxY: b.Hi, W: w - cornerGap, H: h - cornerGap}
	y = cornerTop + h*float64(row)
	if in.Row > 0 {
		above, _ := CornerBand(len(in.Columns), in.Row-1, in.H)
		y -= above
	}
	return v, cornerLeft + w*float64(column), y
}

// leaves reports whether what is in a row of cells is left out.
func (in CornerInput) leaves(row int) bool { return in.Row > 0 && in.Row-1 != row }

// drawable reports whether there is room.
func (in CornerInput) drawable() bool {
	n := len(in.Columns)
	if n == 0 || !spans(0, in.W) || !spans(0, in.H) || in.W > 1e5 || in.H > 1e5 {
		return false
	}
	for i := range n {
		if v, _, _ := in.cell(i, i); !v.usable() || v.W < 20 || v.H < 20 {
			return false
		}
	}
	return true
}

// pairs calls visit for each pair of columns: its place in the lists, and its cell.
func (in CornerInput) pairs(visit func(pair int, v View, x, y float64, row, column int)) {
	pair := 0
	for i := range in.Columns {
		for j := range i {
			if v, x, y := in.cell(i, j); !in.leaves(i) {
				visit(pair, v, x, y, i, j)
			}
			pair++
		}
	}
}

// CornerModel draws what is of the model, on no ground: its regions as fills, one over another, and its marginals. It
// panics if the lists do not fit the columns.
func CornerModel(t Theme, in CornerInput) Scene {
	s := Scene{W: in.W, H: in.H}
	k, n := len(in.Columns), in.N
	pairs := k * (k - 1) / 2
	if len(in.Grids) != 0 && (len(in.Grids) != pairs*n*n || len(in.Levels) != pairs*len(in.Masses)) {
		panic("plot: the grids of a corner plot do not fit its columns")
	}
	if !in.drawable() || len(in.Grids) == 0 && pairs > 0 {
		return s
	}
	if in.Row > 0 {
		_, s.H = CornerBand(k, in.Row-1, in.H)
	}
	in.marginals(&s, t)
	regions := make([]path, len(in.Masses))
	var labels []Op
	var borders []path // a pair's each: one long path takes a browser longer
	trace := newTracer(n + 2)
	in.pairs(func(pair int, v View, x, y float64, _, _ int) {
		grid := walled(in.Grids[pair*n*n:(pair+1)*n*n], n)
		var border path
		for q := range in.Masses {
			lines := trace.contours(grid, in.Levels[pair*len(in.Masses)+q])
			if !(in.Levels[pair*len(in.Masses)+q] > 0) {
				continue
			}
			at := in.region(&regions[q], &border, lines, v, x, y)
			if label := in.Masses[q]; v.W >= 110 && at.ok {
				labels = append(labels, Op{
					Kind: Text, X: at.x, Y: at.y + 3.5, Text: share(label), Size: 9.5, Anchor: "middle", Fill: t.Model,
					Alpha: 1, Bold: true,
				})
			}
		}
		borders = append(borders, border)
	})
	for q := len(regions) - 1; q >= 0; q-- {
		if len(regions[q]) > 0 {
			s.add(Op{Kind: Path, D: string(regions[q]), Fill: t.Model, Alpha: in.shade(), EvenOdd: true})
		}
	}
	if in.Rough {
		return s
	}
	for _, p := range borders {
		if len(p) > 0 {
			s.add(Op{Kind: Path, D: string(p), Stroke: t.Model, Width: 1, Alpha: 0.8})
		}
	}
	halo(&s, labels, t.Paper)
	return s
}

// shade is how strong one region is drawn over another: the innermost is as strong however many there are.
func (in CornerInput) shade() float64 {
	return 1 - math.Pow(0.4, 1/float64(max(1, len(in.Masses))))
}

// share writes a share for a contour.
func share(q float64) string { return strconv.FormatFloat(math.Round(1000*q)/10, 'f', -1, 64) + "%" }

// halo draws texts over a pale ground.
func halo(s *Scene, texts []Op, ground string) {
	var under path
	for _, o := range texts {
		half := textWidth(o.Text)*o.Size/textSize/2 - 3
		under.move(o.X-half, o.Y-3.5)
		under.line(o.X+half, o.Y-3.5)
	}
	s.stroke(under, ground, 11, 0.75)
	s.Ops = append(s.Ops, texts...)
}

// walled is an n x n grid with a wall of zeros around it, so that every contour closes.
func walled(grid []float32, n int) []float32 {
	out := make([]float32, (n+2)*(n+2))
	for r := range n {
		copy(out[(r+1)*(n+2)+1:], grid[r*n:(r+1)*n])
	}
	return out
}

// spot is a place for a label.
type spot struct {
	x, y float64
	ok   bool
}

// region adds closed lines, in units of a walled grid and cut to a cell, to a path that is filled, and what of them
// does not run along the cell's edge to one that is drawn. It returns a place for their label: the uppermost of the
// longest of them.
func (in CornerInput) region(fill, line *path, lines []contour, v View, x, y float64) (at spot) {
	longest := 0
	px := func(c float64) float64 { return x + v.W*min(1, max(0, in.share(c))) }
	py := func(r float64) float64 { return y + v.H*(1-min(1, max(0, in.share(r)))) }
	for _, c := range lines {
		top, n := spot{y: y + v.H}, len(c.xy)
		var a, b float64
		begun := false // a piece is being drawn
		for i := 0; i <= n; i += 2 {
			u, w := px(c.xy[i%n]), py(c.xy[i%n+1])
			switch {
			case i == 0:
				fill.move(u, w)
			case u == a && (u == x || u == x+v.W) || w == b && (w == y || w == y+v.H):
				begun = false
			default:
				if !begun {
					line.move(a, b)
				}
				line.line(u, w)
				begun = true
			}
			if i > 0 && i < n {
				fill.line(u, w)
			}
			if w < top.y && w > y+6 && u > x+14 && u < x+v.W-14 {
				top = spot{u, w, true}
			}
			a, b = u, w
		}
		fill.close()
		if n > longest {
			longest, at = n, top
		}
	}
	return at
}

// share is where a point of a walled grid lies along its axis: 0 at its beginning, 1 at its end.
func (in CornerInput) share(place float64) float64 {
	return (place-1)/float64(in.N-1)*(1+2*in.Margin) - in.Margin
}

// top is the highest density in the cell of a column's own.
func (c CornerColumn) top() float64 {
	most := 0.
	for _, list := range [][]float32{c.Bins, c.Marginal} {
		for _, p := range list {
			if drawable(p) {
				most = max(most, float64(p))
			}
		}
	}
	return most * 1.08
}

// marginals fills the model's, on the diagonal.
func (in CornerInput) marginals(s *Scene, t Theme) {
	var p path
	for i, c := range in.Columns {
		v, x, y := in.cell(i, i)
		most := c.top()
		if !(most > 0) || len(c.Marginal) < 2 || in.leaves(i) {
			continue
		}
		at := func(k int) float64 { return in.share(float64(k + 1)) }
		begun, last := false, 0.
		for k, m := range c.Marginal {
			u := at(k)
			if u < -1e-9 || u > 1+1e-9 || !drawable(m) {
				continue
			}
			if !begun {
				p.move(x+v.W*u, y+v.H)
				begun = true
			}
			p.line(x+v.W*u, y+v.H*(1-math.Max(0, float64(m))/most))
			last = u
		}
		if begun {
			p.line(x+v.W*last, y+v.H)
			p.close()
		}
	}
	if len(p) > 0 {
		s.add(Op{Kind: Path, D: string(p), Fill: t.Model, Stroke: t.Model, Width: 1, Alpha: 0.45})
	}
	for i, c := range in.Columns {
		v, x, y := in.cell(i, i)
		if in.leaves(i) {
			continue
		}
		in.under(s, x, y, 2, c.OfModel, t.Model, false)
		far := c.Far[0]
		if textWidth(far) > min(in.W-x, 2*v.W) {
			far = c.Far[1]
		}
		in.under(s, x, y, 3, far, t.Soft, false)
	}
}

// under writes a line of the title of the cell at x, y: 0 is its first. Where there is little room it is small.
func (in CornerInput) under(s *Scene, x, y float64, line int, text, colour string, bold bool) {
	const high, smaller, bolder, aside = 13.0, 9.5, 1.1, 26.0 // so far may it begin before the cell
	size, room, wider := textSize+0., in.W-x, 1.
	if bold {
		wider = bolder
	}
	if textWidth(text)*wider > room {
		size = smaller
		wider *= smaller / textSize
		text = shorten(text, (room+aside)/wider)
		x -= max(0, textWidth(text)*wider-room)
	}
	if text != "" {
		s.add(Op{
			Kind: Text, X: x, Y: y - cornerGap - 3 - high*float64(3-line), Text: text, Size: size, Anchor: "start",
			Fill: colour, Alpha: 1, Bold: bold,
		})
	}
}

// CornerData draws what stays while a model trains, on no ground: frames, axes and names, dots or outlines of the data,
// its histograms, and the legend.
func CornerData(t Theme, in CornerInput) Scene {
	s := Scene{W: in.W, H: in.H}
	if !in.drawable() {
		return s
	}
	in.frames(&s, t)
	k := len(in.Columns)
	if len(in.Outlines) > 0 {
		in.outlines(&s, t)
	} else {
		if len(in.Kind) != 0 && len(in.Kind) != len(in.Dots)/k {
			panic("plot: Kind does not have one value a row")
		}
		for kind, colour := range t.Kinds {
			if len(in.Kind) > 0 {
				in.dots(&s, byte(kind), colour)
			}
		}
		if len(in.Kind) == 0 {
			in.dots(&s, 0, t.Data)
		}
	}
	in.histograms(&s, t)
	in.mark(&s, t)
	in.legend(&s, t)
	return s
}

// dots draws the rows, those of a kind where there are several.
func (in CornerInput) dots(s *Scene, kind byte, colour string) {
	k := len(in.Columns)
	v, _, _ := in.cell(0, 0)
	size := 3 * math.Pow(float64(max(1, len(in.Dots)/k))/300, -0.25) * min(1, v.W/140)
	size = max(1.2, min(3, size))
	var p path
	dots := 0
	in.pairs(func(_ int, v View, x, y float64, row, column int) {
		for i := 0; i+k <= len(in.Dots); i += k {
			if len(in.Kind) > 0 && in.Kind[i/k] != kind {
				continue
			}
			a, b := v.Pixel(float64(in.Dots[i+column]), float64(in.Dots[i+row]))
			if a >= 0 && a <= v.W && b >= 0 && b <= v.H {
				p.dot(x+a, y+b)
				if dots++; dots%dotsPerPath == 0 {
					s.stroke(p, colour, size, 0.8)
					p = p[:0]
				}
			}
		}
	})
	s.stroke(p, colour, size, 0.8)
}

// outlines draws contours of the data.
func (in CornerInput) outlines(s *Scene, t Theme) {
	n := in.N
	trace := newTracer(n + 2)
	var none, p path
	in.pairs(func(pair int, v View, x, y float64, _, _ int) {
		grid := walled(in.Outlines[pair*n*n:(pair+1)*n*n], n)
		for _, level := range in.OutlineLevels[pair*len(in.Masses) : (pair+1)*len(in.Masses)] {
			if level > 0 {
				in.region(&none, &p, trace.contours(grid, level), v, x, y)
			}
		}
	})
	s.stroke(p, t.Data, 1.5, 0.95)
}

// histograms draws those of the data as outlines.
func (in CornerInput) histograms(s *Scene, t Theme) {
	var p path
	for i, c := range in.Columns {
		v, x, y := in.cell(i, i)
		most := c.top()
		if !(most > 0) || len(c.Bins) == 0 {
			continue
		}
		step := v.W / float64(len(c.Bins))
		p.move(x, y+v.H)
		for b, d := range c.Bins {
			if !drawable(d) {
				d = 0
			}
			high := v.H * (1 - math.Max(0, float64(d))/most)
			p.line(x+step*float64(b), y+high)
			p.line(x+step*float64(b+1), y+high)
		}
		p.line(x+v.W, y+v.H)
		in.under(s, x, y, 0, c.Name, t.Ink, true)
		in.under(s, x, y, 1, c.OfData, t.Data, false)
	}
	s.stroke(p, t.Data, 1.5, 1)
}

// mark draws the row that stands out: a line on the diagonal, a ring elsewhere.
func (in CornerInput) mark(s *Scene, t Theme) {
	if len(in.Marked) != len(in.Columns) {
		return
	}
	var lines, dots path
	for i := range in.Columns {
		v, x, y := in.cell(i, i)
		if a, _ := v.Pixel(float64(in.Marked[i]), v.MinY); a >= 0 && a <= v.W {
			lines.move(x+a, y+v.H)
			lines.line(x+a, y+0.35*v.H)
		}
	}
	in.pairs(func(_ int, v View, x, y float64, row, column int) {
		a, b := v.Pixel(float64(in.Marked[column]), float64(in.Marked[row]))
		if a >= 0 && a <= v.W && b >= 0 && b <= v.H {
			dots.dot(x+a, y+b)
		}
	})
	s.stroke(lines, t.Ink, 1.5, 1)
	s.stroke(dots, t.Paper, 10, 1)
	s.stroke(dots, t.Ink, 7.5, 1)
	s.stroke(dots, t.Data, 4.5, 1)
}

// frames draws the edges of the cells, and ticks and names along the left and below.
func (in CornerInput) frames(s *Scene, t Theme) {
	var edges, ticks path
	last := len(in.Columns) - 1
	for i := range in.Columns {
		for j := 0; j <= i; j++ {
			v, x, y := in.cell(i, j)
			edges.move(x, y+v.H)
			edges.line(x+v.W, y+v.H)
			if i != j {
				edges.line(x+v.W, y)
				edges.line(x, y)
				edges.close()
			}
		}
	}
	for j, c := range in.Columns {
		v, x, y := in.cell(last, j)
		for _, m := range c.marks(v.W, true) {
			u := x + v.W*m.at
			ticks.move(u, y+v.H)
			ticks.line(u, y+v.H+3)
			if half := textWidth(m.label) / 2; u-half >= x-2 && u+half <= x+v.W+2 {
				s.text(u, y+v.H+4+textSize, m.label, "middle", t.Soft)
			}
		}
		s.text(x+v.W/2, in.H-6, shorten(c.Name, v.W), "middle", t.Ink)
	}
	for i, c := range in.Columns[1:] {
		v, x, y := in.cell(i+1, 0)
		for _, m := range c.marks(v.H, false) {
			at := y + v.H*(1-m.at)
			ticks.move(x, at)
			ticks.line(x-3, at)
			if at >= y+2 && at <= y+v.H-2 {
				s.text(x-6, at+0.36*textSize, shorten(m.label, cornerLeft-20), "end", t.Soft)
			}
		}
		s.add(Op{
			Kind: Text, X: 11, Y: y + v.H/2, Text: shorten(c.Name, v.H), Size: textSize, Anchor: "middle", Fill: t.Ink,
			Alpha: 1, Up: true,
		})
	}
	s.stroke(edges, t.Prior, 1, 0.55)
	s.stroke(ticks, t.Prior, 1, 0.9)
}

// tick is a round number at a share of an axis.
type tick struct {
	at    float64
	label string
}

// marks are the ticks of a column on so many pixels.
func (c CornerColumn) marks(pixels float64, wide bool) (out []tick) {
	most := max(2, min(4, int(pixels/34)))
	lo, hi := c.Lo, c.Hi
	if c.Log {
		lo, hi = math.Pow(10, c.Lo), math.Pow(10, c.Hi)
		if c.Hi-c.Lo >= 1.5 {
			return c.decades(most)
		}
	}
	ax := upright(lo, hi, pixels, most)
	if wide {
		ax = across(lo, hi, pixels, most)
	}
	for i := ax.first; i <= ax.last; i++ {
		u := ax.times(i)
		if c.Log {
			u = math.Log10(u)
		}
		out = append(out, tick{(u - c.Lo) / (c.Hi - c.Lo), ax.label(i)})
	}
	return out
}

// decades are powers of ten, every so many so that there are most at most.
func (c CornerColumn) decades(most int) (out []tick) {
	first, last := int(math.Ceil(c.Lo-1e-9)), int(math.Floor(c.Hi+1e-9))
	every := 1
	for (last-first)/every >= most {
		every++
	}
	for e := first; e <= last; e += every {
		label := axis{first: 1, last: 1, digit: 1, exp: e}.label(1)
		out = append(out, tick{(float64(e) - c.Lo) / (c.Hi - c.Lo), label})
	}
	return out
}

// legend says in the empty corner what is what.
func (in CornerInput) legend(s *Scene, t Theme) {
	const across, roomy = 38.0, 130.0
	k := len(in.Columns)
	if k < 2 {
		return
	}
	v, _, y := in.cell(0, k-1)
	x := in.W - cornerRight - max(across*float64(len(in.Masses)), textWidth(in.Data)+22)
	if y += 14; v.H < roomy {
		y = 14 // beside the first title
	}
	var key path
	if len(in.Outlines) > 0 {
		key.move(x, y-4)
		key.line(x+14, y-4)
		s.stroke(key, t.Data, 1.5, 1)
	} else {
		key.dot(x+7, y-4)
		s.stroke(key, t.Data, 5, 1)
	}
	s.text(x+20, y, in.Data, "start", t.Ink)
	s.text(x, y+16, in.Model, "start", t.Ink)
	for i, q := range in.Masses {
		left := x + across*float64(i)
		for range len(in.Masses) - i { // as many lie over each other here
			s.add(Op{Kind: Path, D: rect(left, y+21, 14, 10), Fill: t.Model, Alpha: in.shade()})
		}
		s.text(left, y+43, share(q), "start", t.Ink)
	}
}
