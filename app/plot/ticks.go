package plot

import (
	"math"
	"strconv"
	"strings"
)

// axis is a choice of round numbers in a range: the multiples first..last of step, which is 1, 2
// or 5 times a power of ten.
type axis struct {
	first, last int
	digit, exp  int // step = digit * 10^exp
}

// newAxis returns the finest axis with at most most ticks in [lo, hi]; it is empty where the range is
// empty, not finite, or narrower than float64 can number.
func newAxis(lo, hi float64, most int) axis {
	none := axis{first: 1}
	if !spans(lo, hi) || most < 1 || hi-lo < 1e-12*math.Max(math.Abs(lo), math.Abs(hi)) || hi-lo < 1e-290 || hi-lo > 1e290 {
		return none
	}
	exp := int(math.Floor(math.Log10((hi-lo)/float64(most)))) - 1
	for ; ; exp++ {
		for _, digit := range [...]int{1, 2, 5} {
			a := axis{digit: digit, exp: exp}
			first, last := math.Ceil(lo/a.step()), math.Floor(hi/a.step())
			if last-first < float64(most) {
				a.first, a.last = int(first), int(last)
				if a.times(a.first) < lo { // the division rounded
					a.first++
				}
				if a.times(a.last) > hi {
					a.last--
				}
				return a
			}
		}
	}
}

func (a axis) step() float64 { return a.times(1) }

// times returns i steps. Dividing by a power of ten keeps 3 * 0.1 the nearest number to 0.3.
func (a axis) times(i int) float64 {
	v := float64(i * a.digit)
	if a.exp < 0 && a.exp >= -300 {
		return v / math.Pow10(-a.exp)
	}
	return v * math.Pow10(a.exp)
}

// label writes i steps as briefly as the step allows, with a true minus sign.
func (a axis) label(i int) string {
	v := a.times(i)
	size := math.Abs(v)
	var s string
	switch {
	case v == 0:
		s = "0"
	case size >= 1e10 || a.exp < -9:
		s = strconv.FormatFloat(v, 'g', -1, 64)
	case size >= 1e6 && a.exp >= 4:
		s = strconv.FormatFloat(v/1e6, 'f', -1, 64) + "M"
	case size >= 1e3 && a.exp >= 2:
		s = strconv.FormatFloat(v/1e3, 'f', -1, 64) + "k"
	default:
		s = strconv.FormatFloat(v, 'f', max(0, -a.exp), 64)
	}
	return strings.ReplaceAll(s, "-", "−")
}

// frame draws quiet ticks and labels inside the edges of a view, and the columns' names at the ends
// of the axes. Where ground is set, a pill of that colour lies under each text: invisible on
// empty ground, it keeps the text readable where something bright runs beneath it.
type frame struct {
	view         View
	nameX, nameY string
	ink, ground  string
}

func (f frame) draw(s *Scene) {
	const (
		edge  = 8.0  // from the border to the text
		tick  = 4.0  // length of a tick
		clear = 22.0 // kept free for the texts of the other axis
	)
	v := f.view
	nameX, nameY := shorten(f.nameX, 0.5*v.W), shorten(f.nameY, 0.7*v.W)
	var texts []Op
	put := func(x, y float64, text, anchor string) {
		texts = append(texts, Op{
			Kind: Text, X: x, Y: y, Text: text, Size: textSize, Anchor: anchor, Fill: f.ink, Alpha: 0.9,
		})
	}

	var ticks path
	right := v.W - clear
	if nameX != "" {
		put(v.W-edge, v.H-edge, nameX, "end")
		right = v.W - edge - textWidth(nameX)
	}
	ax := newAxis(v.MinX, v.MaxX, count(v.W))
	for i := ax.first; i <= ax.last; i++ {
		x, _ := v.Pixel(ax.times(i), v.MinY)
		label := ax.label(i)
		half := textWidth(label) / 2
		if x-half < clear || x+half > right-edge {
			continue
		}
		ticks.move(x, v.H)
		ticks.line(x, v.H-tick)
		put(x, v.H-edge, label, "middle")
	}

	top := edge
	if nameY != "" {
		put(edge, edge+textSize-2, nameY, "start")
		top = edge + textSize + 6
	}
	ay := newAxis(v.MinY, v.MaxY, count(v.H))
	for i := ay.first; i <= ay.last; i++ {
		_, y := v.Pixel(v.MinX, ay.times(i))
		if y-textSize/2 < top || y > v.H-clear-4 {
			continue
		}
		ticks.move(0, y)
		ticks.line(tick, y)
		put(edge, y+0.36*textSize, ay.label(i), "start")
	}

	if f.ground != "" && len(texts) > 0 {
		var pills path
		for _, t := range texts {
			w, y := textWidth(t.Text), t.Y-0.36*textSize
			x := t.X
			switch t.Anchor {
			case "middle":
				x -= w / 2
			case "end":
				x -= w
			}
			pills.move(x+2, y)
			pills.line(x+w-2, y)
		}
		s.stroke(pills, f.ground, textSize+4, 0.55)
	}
	if len(ticks) > 0 {
		s.add(Op{Kind: Path, D: string(ticks), Stroke: f.ink, Width: 1, Alpha: 0.6})
	}
	s.Ops = append(s.Ops, texts...)
}

// count is how many ticks a side of so many pixels bears without crowding.
func count(pixels float64) int { return min(8, max(2, int(pixels/60))) }

// shorten cuts text with an ellipsis so that it is about width pixels wide at most.
func shorten(text string, width float64) string {
	if textWidth(text) <= width {
		return text
	}
	runes := []rune(text)
	keep := max(1, int(float64(len(runes))*width/textWidth(text))-1)
	return string(runes[:keep]) + "…"
}
