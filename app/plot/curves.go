package plot

import "math"

// CurveInput is what one coupling of the plane does: it adds m of one coordinate to the other.
type CurveInput struct {
	W, H       float64
	Lo, Hi     float64   // range of m's input
	Y          []float32 // m at even steps from Lo to Hi, both included
	Met        []float32 // how often the data meets each of some even parts of [Lo, Hi], as a share of the most
	MinY, MaxY float64   // range of m that is shown, the same for all couplings that are compared
	Name       string    // what is done, such as h2 += m1(h1)
}

// Curve draws m over the data that meets it, as a quiet histogram at the foot: strong where there is data, pale where
// there is none. Zero is a line, since there a coupling does nothing.
func Curve(t Theme, in CurveInput) Scene {
	s := Scene{W: in.W, H: in.H}
	const least, right, top, bottom = 30.0, 10.0, 28.0, 20.0
	box := View{MinX: in.Lo, MaxX: in.Hi, MinY: in.MinY, MaxY: in.MaxY, W: in.W - least - right, H: in.H - top - bottom}
	if !box.usable() || len(in.Y) < 2 || box.H < 30 {
		return s
	}
	ay := upright(box.MinY, box.MaxY, box.H, max(2, min(4, int(box.H/34))))
	left := math.Max(least, ay.widest()+8)
	if box.W = in.W - left - right; box.W < 30 {
		return s
	}
	bars(&s, t.Data, 0.28, in.Met, left, top+box.H, box.W, 0.24*box.H, 1)

	var grid, zero path
	for i := ay.first; i <= ay.last; i++ {
		_, y := box.Pixel(box.MinX, ay.times(i))
		p := &grid
		if i == 0 {
			p = &zero
		}
		p.move(left, top+y)
		p.line(left+box.W, top+y)
		s.text(left-5, top+y+0.36*textSize, ay.label(i), "end", t.Soft)
	}
	s.stroke(grid, t.Line, 1, 0.8)
	s.stroke(zero, t.Prior, 1, 0.8)
	baseline(&s, t, box, left, top, across(box.MinX, box.MaxX, box.W, max(2, min(5, int(box.W/40)))))

	const rare = 0.02
	s.stroke(in.line(box, left, top, func(met float32) bool { return met <= rare }), t.Model, 1.6, 0.35)
	s.stroke(in.line(box, left, top, func(met float32) bool { return met > rare }), t.Model, 2.4, 1)
	s.title(left, in.Name, t.Ink)
	return s
}

// line is the curve wherever the data meets it as often as is wanted.
func (in CurveInput) line(box View, left, top float64, wanted func(met float32) bool) path {
	p := make(path, 0, 12*len(in.Y))
	drawing := false // the point before was drawn: a last one closes up to where the other line begins
	for i, v := range in.Y {
		u := float64(i) / float64(len(in.Y)-1)
		here := drawable(v) && wanted(in.around(u))
		if !drawable(v) || !here && !drawing {
			drawing = false
			continue
		}
		x, y := box.Pixel(in.Lo+u*(in.Hi-in.Lo), float64(v))
		y = math.Max(-1e5, math.Min(1e5, y))
		if drawing {
			p.line(left+x, top+y)
		} else {
			p.move(left+x, top+y)
		}
		drawing = here
	}
	return p
}

// around is how often the data meets the curve at the share u of its range, or a part beside it: a bar that chance left
// empty is no gap.
func (in CurveInput) around(u float64) float32 {
	if len(in.Met) == 0 {
		return 1
	}
	part := min(len(in.Met)-1, int(u*float64(len(in.Met))))
	return max(in.Met[max(0, part-1)], in.Met[part], in.Met[min(len(in.Met)-1, part+1)])
}

// bars fills one bar for each value, side by side on the line y over width w: a value of most is h high.
func bars(s *Scene, colour string, alpha float64, values []float32, x, y, w, h, most float64) {
	var p path
	step := w / float64(len(values))
	gap := math.Min(1, 0.15*step)
	for i, v := range values {
		high := float64(v) / most * h
		if !(high > 0) {
			continue
		}
		high = math.Min(high, h)
		left := x + float64(i)*step
		p.move(left, y)
		p.line(left, y-high)
		p.line(left+step-gap, y-high)
		p.line(left+step-gap, y)
		p.close()
	}
	if len(p) > 0 {
		s.add(Op{Kind: Path, D: string(p), Fill: colour, Alpha: alpha})
	}
}

// baseline draws the lower edge of a box with its ticks and their labels.
func baseline(s *Scene, t Theme, box View, left, top float64, ax axis) {
	var p path
	p.move(left, top+box.H)
	p.line(left+box.W, top+box.H)
	for i := ax.first; i <= ax.last; i++ {
		x, _ := box.Pixel(ax.times(i), box.MinY)
		p.move(left+x, top+box.H)
		p.line(left+x, top+box.H+3)
		if half := textWidth(ax.label(i)) / 2; left+x-half >= 0 && left+x+half <= s.W {
			s.text(left+x, top+box.H+3+textSize, ax.label(i), "middle", t.Soft)
		}
	}
	s.stroke(p, t.Line, 1, 1)
}
