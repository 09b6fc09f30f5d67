package plot

import "math"

// SpectrumInput is the spectrum of the scaling layer.
type SpectrumInput struct {
	W, H   float64
	Values []float32 // exp(-s), the largest first
}

// spectrumBars is up to how many values are told apart; more are a filled line.
const spectrumBars = 48

// Spectrum draws the values in their order, up from zero. Where they are many it is one filled line, with a step for
// each.
func Spectrum(t Theme, in SpectrumInput) Scene {
	s := Scene{W: in.W, H: in.H}
	const least, right, top, bottom = 36.0, 12.0, 12.0, 20.0
	most := 0.0
	for _, v := range in.Values {
		if drawable(v) {
			most = math.Max(most, float64(v))
		}
	}
	n := len(in.Values)
	box := View{MinX: 0.5, MaxX: float64(n) + 0.5, MaxY: 1.06 * most, W: in.W - least - right, H: in.H - top - bottom}
	if !box.usable() || box.H < 20 {
		return s
	}
	ay := upright(0, box.MaxY, box.H, max(2, min(5, int(box.H/26))))
	left := math.Max(least, ay.widest()+8)
	if box.W = in.W - left - right; box.W < 20 {
		return s
	}
	var grid path
	for i := ay.first; i <= ay.last; i++ {
		_, y := box.Pixel(1, ay.times(i))
		if i > 0 {
			grid.move(left, top+y)
			grid.line(left+box.W, top+y)
		}
		s.text(left-6, top+y+0.36*textSize, ay.label(i), "end", t.Soft)
	}
	s.stroke(grid, t.Line, 1, 0.8)
	if n <= spectrumBars {
		shown := make([]float32, n)
		for i, v := range in.Values {
			if drawable(v) {
				shown[i] = v
			}
		}
		w := math.Min(box.W, 44*float64(n))
		box.W = w
		bars(&s, t.Model, 0.85, shown, left, top+box.H, w, box.H, box.MaxY)
	} else {
		s.add(Op{Kind: Path, D: string(stairs(in.Values, box, left, top)), Fill: t.Model, Alpha: 0.85})
	}
	var edge path
	edge.move(left, top+box.H)
	edge.line(in.W-right, top+box.H)
	s.stroke(edge, t.Line, 1, 1)
	ax := across(1, float64(n), box.W, max(2, int(box.W/44)))
	if ax.exp < 0 { // there is no half direction
		ax = axis{first: 1, last: n, digit: 1}
	}
	first, _ := box.Pixel(1, 0)
	s.text(left+first, in.H-6, "1", "middle", t.Soft)
	for i := ax.first; i <= ax.last; i++ {
		x, _ := box.Pixel(ax.times(i), 0)
		if label := ax.label(i); x-first > textWidth(label)+8 && left+x+textWidth(label)/2 < in.W {
			s.text(left+x, in.H-6, label, "middle", t.Soft)
		}
	}
	return s
}

// stairs is the outline of as many bars as there are values, merged to those that a pixel can tell apart.
func stairs(values []float32, box View, left, top float64) path {
	p := make(path, 0, 32*min(len(values), int(2*box.W)))
	p.move(left, top+box.H)
	columns := min(len(values), int(2*box.W))
	for c := range columns {
		lo, hi := c*len(values)/columns, (c+1)*len(values)/columns
		sum := 0.0
		for _, v := range values[lo:hi] {
			if drawable(v) {
				sum += math.Max(0, float64(v))
			}
		}
		_, y := box.Pixel(1, sum/float64(hi-lo))
		x0, _ := box.Pixel(float64(lo)+0.5, 0)
		x1, _ := box.Pixel(float64(hi)+0.5, 0)
		p.line(left+x0, top+y)
		p.line(left+x1, top+y)
	}
	p.line(left+box.W, top+box.H)
	p.close()
	return p
}
