package plot

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// LossInput is the course of the negative log-likelihood in nats per row.
type LossInput struct {
	W, H float64

	// Steps rises from 0 or above; Train and Valid go with it and are NaN where a loss was not measured. A curve
	// joins what was measured. Train or Valid may be empty.
	Steps        []float64
	Train, Valid []float32

	Best, BestAt float64 // a lozenge marks the lowest held-out loss, at a step; 0 for none

	Marked bool    // a vertical line stands at:
	Mark   float64 // a step

	Words LossWords

	HasLimits      bool    // the density of the data is known:
	Entropy, Floor float64 // its entropy H, and the least NLL of any flow with constant Jacobian
}

// LossWords are the words in the chart; Price is what the gap between the limits is called.
type LossWords struct{ Nats, Step, Train, Held, Floor, Price string }

// LeastPrice is from how many nats on the gap between the limits is drawn, and worth a sentence.
const LeastPrice = 0.05

// Loss draws both curves against the step, validation over the paler training loss, the entropy
// dashed and the floor dotted with their values at the right end; the gap between them is shaded from 0.05 nats on, and
// named where there is room. The vertical range ends at the 98th percentile of the losses, or at six times the median's
// height above the lowest where that is less, so that the first steps do not flatten the rest; what lies above leaves
// through the top. Where losses lie closer than half a pixel, their mean is drawn. It panics if a curve is not as long
// as Steps.
func Loss(t Theme, in LossInput) Scene {
	if len(in.Train) != 0 && len(in.Train) != len(in.Steps) || len(in.Valid) != 0 && len(in.Valid) != len(in.Steps) {
		panic("plot: a loss curve is not as long as its steps")
	}
	s := Scene{W: in.W, H: in.H}
	in.HasLimits = in.limited()
	left, right := in.Margins()
	const top, bottom = 18.0, 18.0
	box := View{MaxX: 1, MaxY: 1, W: in.W - left - right, H: in.H - top - bottom}
	if !(box.W >= 20 && box.H >= 20 && in.W <= 1e5 && in.H <= 1e5) {
		return s
	}
	var edge path
	edge.move(left, top+box.H)
	edge.line(left+box.W, top+box.H)
	s.stroke(edge, t.Line, 1, 1)
	s.text(left-6, 11, in.Words.Nats, "end", t.Soft)
	s.text(left+box.W+6, in.H-4, in.Words.Step, "start", t.Soft)
	if !in.ranges(&box) {
		return s
	}

	var grid path
	ay := upright(box.MinY, box.MaxY, box.H, lossTicks(box.H))
	for i := ay.first; i <= ay.last; i++ {
		_, y := box.Pixel(0, ay.times(i))
		grid.move(left, top+y)
		grid.line(left+box.W, top+y)
		s.text(left-6, top+y+0.36*textSize, ay.label(i), "end", t.Soft)
	}
	s.stroke(grid, t.Line, 1, 0.8)
	ax := across(0, box.MaxX, box.W, min(6, max(2, int(box.W/40))))
	if ax.exp < 0 { // there is no half step
		ax = axis{last: int(box.MaxX), digit: 1}
	}
	for i := ax.first; i <= ax.last; i++ {
		x, _ := box.Pixel(ax.times(i), 0)
		if label := ax.label(i); x+textWidth(label)/2 < box.W+2 {
			s.text(left+x, in.H-4, label, "middle", t.Soft)
		}
	}

	if in.HasLimits {
		price(&s, t, box, left, top, in)
		limit(&s, box, left, top, in.Entropy, t.Ink, []float64{5, 4})
		limit(&s, box, left, top, in.Floor, t.Ink, []float64{0.1, 4})
		limitLabels(&s, t, box, left, top, &in)
	}
	if x, _ := box.Pixel(in.Mark, 0); in.Marked && x >= 0 && x <= box.W {
		var p path
		p.move(left+x, top)
		p.line(left+x, top+box.H)
		s.stroke(p, t.Ink, 1.5, 1)
	}
	s.stroke(curve(box, left, top, in.Steps, in.Train), t.Model, 1, 0.7)
	s.stroke(curve(box, left, top, in.Steps, in.Valid), t.Model, 2, 1)
	if x, y := box.Pixel(in.BestAt, in.Best); in.BestAt > 0 && plausible(in.Best) && x <= box.W && y >= 0 && y <= box.H {
		const half = 5
		var p path
		p.move(left+x, top+y-half)
		p.line(left+x+half, top+y)
		p.line(left+x, top+y+half)
		p.line(left+x-half, top+y)
		p.close()
		s.stroke(p, t.Ink, 1.5, 1)
	}
	in.key(&s, t, left, left+box.W)
	return s
}

// key names the curves over the upper right corner, as far as there is room.
func (in LossInput) key(s *Scene, t Theme, from, to float64) {
	x := to
	for i, text := range []string{in.Words.Held, in.Words.Train} {
		wide := textWidth(text)
		if bold := i == 0; bold {
			wide *= 1.1
		}
		if x-wide < from {
			return
		}
		s.add(Op{Kind: Text, X: x, Y: 11, Text: text, Size: textSize, Anchor: "end", Fill: t.Model, Alpha: 1, Bold: i == 0})
		x -= wide + 6
	}
}

// Margins returns what Loss leaves free to the left and to the right of its curves: as much as the labels take, in
// steps, so that a curve which is still coming does not make it tremble. They do not depend on the picture's size.
func (in LossInput) Margins() (left, right float64) {
	const least, step = 34.0, 8.0
	in.HasLimits = in.limited()
	wide := textWidth(in.Words.Nats)
	var box View
	if in.ranges(&box) {
		for most := 1; most <= mostLossTicks; most++ {
			wide = math.Max(wide, newAxis(box.MinY, box.MaxY, most).widest())
		}
	}
	left = least + step*math.Ceil(math.Max(0, wide+8-least)/step)
	wide = textWidth(in.Words.Step)
	if in.HasLimits {
		wide = math.Max(wide, textWidth(in.Words.Floor+" 0.00"))
		for _, text := range in.limitTexts() {
			wide = math.Max(wide, textWidth(text))
		}
	}
	return left, 10 + wide
}

const mostLossTicks = 5

func lossTicks(pixels float64) int { return min(mostLossTicks, max(2, int(pixels/24))) }

func (in LossInput) limited() bool {
	return in.HasLimits && plausible(in.Entropy) && plausible(in.Floor)
}

// ranges sets what the box spans; it is false where no loss was measured.
func (in *LossInput) ranges(box *View) bool {
	losses := slices.Concat(in.Train, in.Valid)
	losses = slices.DeleteFunc(losses, func(l float32) bool { return !drawable(l) })
	if len(losses) == 0 {
		return false
	}
	slices.Sort(losses)
	lo, hi := float64(losses[0]), float64(losses[(len(losses)-1)*98/100])
	hi = min(hi, lo+6*(float64(losses[len(losses)/2])-lo))
	if in.HasLimits {
		lo, hi = min(lo, in.Entropy, in.Floor), max(hi, in.Entropy, in.Floor)
	}
	room := max(0.06*(hi-lo), 0.02, 1e-5*math.Abs(hi))
	box.MinY, box.MaxY = lo-room, hi+room
	for _, step := range in.Steps {
		if plausible(step) {
			box.MaxX = max(box.MaxX, step)
		}
	}
	return true
}

// drawable is what every number of a picture can be but for NaN and infinities.
func drawable(v float32) bool { return math.Abs(float64(v)) <= math.MaxFloat32 }

// plausible is drawable for what never was a float32.
func plausible(v float64) bool { return math.Abs(v) <= math.MaxFloat32 }

// curve joins the losses that were measured, clipped at the top of the box.
func curve(box View, left, top float64, steps []float64, losses []float32) path {
	p := make(path, 0, 16*int(2*box.W))
	var x0, y0 float64 // the vertex before
	vertices := 0
	add := func(x, y float64) {
		switch {
		case vertices == 0 && y >= 0:
			p.move(left+x, top+y)
		case vertices > 0 && y0 >= 0 && y >= 0:
			p.line(left+x, top+y)
		case vertices > 0 && (y0 >= 0) != (y >= 0):
			cut := x0 + (x-x0)*y0/(y0-y)
			if y0 >= 0 {
				p.line(left+cut, top)
			} else {
				p.move(left+cut, top)
				p.line(left+x, top+y)
			}
		}
		x0, y0 = x, y
		vertices++
	}
	var sumX, sumY, n float64
	bin := -1
	flush := func() {
		if n > 0 {
			add(sumX/n, sumY/n)
		}
		sumX, sumY, n = 0, 0, 0
	}
	for i, l := range losses {
		if !drawable(l) || !plausible(steps[i]) || steps[i] < 0 {
			continue
		}
		x, y := box.Pixel(steps[i], float64(l))
		if b := int(2 * x); b != bin {
			flush()
			bin = b
		}
		sumX, sumY, n = sumX+x, sumY+y, n+1
	}
	flush()
	if vertices == 1 && len(p) > 0 {
		p.line(left+x0, top+y0)
	}
	return p
}

// price shades what constant volume costs.
func price(s *Scene, t Theme, box View, left, top float64, in LossInput) {
	if !(in.Floor-in.Entropy > LeastPrice) {
		return
	}
	_, hi := box.Pixel(0, in.Floor)
	_, lo := box.Pixel(0, in.Entropy)
	s.add(Op{Kind: Path, D: rect(left, top+hi, box.W, lo-hi), Fill: t.Prior, Alpha: 0.2})
	lines := []string{in.Words.Price}
	if textWidth(in.Words.Price) > box.W {
		lines = halves(in.Words.Price)
	}
	const height = textSize + 3
	for i, line := range lines {
		if textWidth(line) < box.W && lo-hi > height*float64(len(lines))+4 {
			y := (lo+hi)/2 + (float64(i)-float64(len(lines)-1)/2)*height
			s.text(left+box.W/2, top+y+0.36*textSize, line, "middle", t.Ink)
		}
	}
}

// halves breaks a text at the space nearest to its middle.
func halves(text string) []string {
	at := -1
	for i, r := range text {
		if r == ' ' && (at < 0 || abs(2*i-len(text)) < abs(2*at-len(text))) {
			at = i
		}
	}
	if at < 0 {
		return []string{text}
	}
	return []string{text[:at], text[at+1:]}
}

func abs(n int) int { return max(n, -n) }

func limit(s *Scene, box View, left, top, value float64, colour string, dash []float64) {
	_, y := box.Pixel(0, value)
	var p path
	p.move(left, top+y)
	p.line(left+box.W, top+y)
	s.add(Op{Kind: Path, D: string(p), Stroke: colour, Width: 1.2, Alpha: 0.7, Dash: dash, Round: true})
}

// limitLabels writes both limits at the right end, apart by a line's height at least, and as one
// where they read the same.
func limitLabels(s *Scene, t Theme, box View, left, top float64, in *LossInput) {
	entropy, floor := in.Entropy, in.Floor
	const height = textSize + 2
	_, yh := box.Pixel(0, entropy)
	_, yf := box.Pixel(0, floor)
	if gap := math.Abs(yh - yf); gap < height {
		push := (height - gap) / 2
		if entropy > floor {
			push = -push
		}
		yh, yf = yh+push, yf-push
	}
	texts := in.limitTexts()
	if nats(entropy) == nats(floor) {
		yh, yf = min(yh, yf), max(yh, yf)
	}
	// Both move together where one would leave the box.
	shift := max(0, -min(yh, yf)) - max(0, max(yh, yf)-(box.H-height/2))
	for _, l := range []struct {
		text string
		y    float64
	}{{texts[0], yh}, {texts[1], yf}} {
		s.text(left+box.W+6, top+l.y+shift+0.36*textSize, l.text, "start", t.Ink)
	}
}

// limitTexts names both limits, and both at once where they read the same.
func (in LossInput) limitTexts() [2]string {
	h, f := nats(in.Entropy), nats(in.Floor)
	if h == f {
		return [2]string{"H = " + in.Words.Floor, f}
	}
	return [2]string{"H " + h, in.Words.Floor + " " + f}
}

// nats writes a likelihood as printed beside the curves: two decimals, fewer when large.
func nats(v float64) string {
	size := math.Abs(v)
	if size >= 1e6 {
		return strings.ReplaceAll(strconv.FormatFloat(v, 'e', 2, 64), "-", "−")
	}
	decimals := 2
	if size >= 100 {
		decimals = 0
	}
	text := strconv.FormatFloat(size, 'f', decimals, 64)
	if decimals == 0 && len(text) > 3 {
		text = text[:len(text)-3] + "," + text[len(text)-3:]
	}
	if v < 0 && text != "0.00" {
		return "−" + text
	}
	return text
}
