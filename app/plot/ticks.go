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
	if !spans(lo, hi) || most < 1 || hi-lo < 1e-12*math.Max(math.Abs(lo), math.Abs(hi)) || hi-lo < 1e-290 ||
		hi-lo > 1e290 {
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

// times returns i steps: the number nearest to the decimal that label writes.
func (a axis) times(i int) float64 {
	v, err := strconv.ParseFloat(strconv.Itoa(i*a.digit)+"e"+strconv.Itoa(a.exp), 64)
	if err != nil {
		panic(err) // newAxis keeps far from what a float64 cannot hold
	}
	return v
}

// across returns the finest axis of at most most ticks whose labels stand side by side on so many pixels.
func across(lo, hi, pixels float64, most int) axis {
	return fitting(lo, hi, pixels, most, func(a axis) float64 { return a.widest() + 8 })
}

// upright returns the finest axis of at most most ticks whose labels stand one above the other on so many pixels.
func upright(lo, hi, pixels float64, most int) axis {
	return fitting(lo, hi, pixels, most, func(axis) float64 { return textSize + 2 })
}

func fitting(lo, hi, pixels float64, most int, needs func(axis) float64) axis {
	for ; ; most-- {
		a := newAxis(lo, hi, most)
		if a.last <= a.first || a.step()/(hi-lo)*pixels >= needs(a) {
			return a
		}
	}
}

// widest is the width of the longest label.
func (a axis) widest() float64 {
	w := 0.0
	for i := a.first; i <= a.last; i++ {
		w = math.Max(w, textWidth(a.label(i)))
	}
	return w
}

// label writes i steps as briefly as the step allows, with a true minus sign. All labels of an axis far from 1 have an
// exponent.
func (a axis) label(i int) string {
	m := i * a.digit
	if m == 0 {
		return "0"
	}
	sign := ""
	if m < 0 {
		sign = "−"
	}
	digits := strconv.Itoa(abs(m))
	top := a.exp + len(strconv.Itoa(a.digit*max(abs(a.first), abs(a.last)))) - 1
	switch size := a.exp + len(digits) - 1; {
	case top >= 10 || top < -4:
		return sign + scientific(digits, a.exp)
	case size >= 6 && a.exp >= 4:
		return sign + trimmed(decimal(digits, a.exp-6)) + "M"
	case size >= 3 && a.exp >= 2:
		return sign + trimmed(decimal(digits, a.exp-3)) + "k"
	}
	return sign + decimal(digits, a.exp)
}

// decimal writes digits times ten to the exp.
func decimal(digits string, exp int) string {
	if exp >= 0 {
		return digits + strings.Repeat("0", exp)
	}
	if short := 1 - exp - len(digits); short > 0 {
		digits = strings.Repeat("0", short) + digits
	}
	at := len(digits) + exp
	return digits[:at] + "." + digits[at:]
}

// trimmed takes the zeros off the end of a fraction.
func trimmed(s string) string {
	if strings.Contains(s, ".") {
		s = strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
	}
	return s
}

// scientific writes digits times ten to the exp as 1.5e30.
func scientific(digits string, exp int) string {
	exp += len(digits) - 1
	return trimmed(digits[:1]+"."+digits[1:]) + "e" + strings.Replace(strconv.Itoa(exp), "-", "−", 1)
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
	nameX, nameY := shorten(f.nameX, 0.35*v.W), shorten(f.nameY, 0.7*v.W)
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
	ax := across(v.MinX, v.MaxX, v.W, count(v.W))
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
	ay := upright(v.MinY, v.MaxY, v.H, count(v.H))
	for i := ay.first; i <= ay.last; i++ {
		_, y := v.Pixel(v.MinX, ay.times(i))
		label := ay.label(i)
		if y-textSize/2 < top || y > v.H-clear-4 || textWidth(label) > v.W-2*edge {
			continue
		}
		ticks.move(0, y)
		ticks.line(tick, y)
		put(edge, y+0.36*textSize, label, "start")
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

// shorten cuts text with an ellipsis so that it is at most width pixels wide; of what is narrower than that nothing is
// left.
func shorten(text string, width float64) string {
	if textWidth(text) <= width {
		return text
	}
	runes := []rune(text)
	for n := len(runes) - 1; n > 0; n-- {
		if short := string(runes[:n]) + "…"; textWidth(short) <= width {
			return short
		}
	}
	return ""
}
