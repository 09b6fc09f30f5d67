package lab

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// WhyView explains the row that is chosen: how far each of its values lies from what the others let expect, and what if
// they were others.
type WhyView struct {
	Got   protocol.Why `rev:"-"`
	Trial trial

	hosted `rev:"-"`
}

func (v *WhyView) Name() string { return "why" }

func (v *WhyView) Rev() int { return revision(v) }

func (v *WhyView) Fits(st protocol.State) bool {
	return st.Source == "table" && st.Kind != protocol.KindPicture && st.Rows > 0
}

func (v *WhyView) Args() protocol.Args {
	a := protocol.WhyArgs{Row: v.of.Shown.Row}
	if v.Trying() {
		a.Values, a.Columns = slices.Clone(v.Trial.asked), slices.Clone(v.Trial.columns)
	}
	return protocol.Args{Why: a}
}

func (v *WhyView) take(e protocol.Event) bool {
	w, ok := e.(protocol.Why)
	if ok {
		if v.Got = w; v.Trial.row != w.Row {
			v.Trial = trial{}
		}
		v.askNext()
	}
	return ok
}

func (v *WhyView) Forget() { *v = WhyView{hosted: v.hosted} }

func (v *WhyView) Head() (title, sub, tip string) {
	if v.of.Shown.Row > 0 {
		sub = fmt.Sprintf(words.Say.WhySub, words.Count(v.of.Shown.Row))
	}
	return words.Say.Why, sub, words.Say.WhyTip
}

// Chosen reports whether the row of that number is marked.
func (v *WhyView) Chosen(row int) bool { return v.of.Shown.Row == row }

// ColumnName is that of a column of the model.
func (v *WhyView) ColumnName(j int) string { return v.of.ColumnName(j) }

// Fields are those in which numbers are typed, and refused.
func (v *WhyView) Fields() *Choice { return v.of.Choice }

// Text says what the list is, or why there is none.
func (v *WhyView) Text(busy bool, done float64) string {
	switch row := v.of.Shown.Row; {
	case row == 0:
		return words.Say.WhyNone
	case v.of.Phase == protocol.Training && v.Got.Row == row:
		return fmt.Sprintf(words.Say.WhyOld, words.Count(v.Got.Step))
	case v.of.Phase == protocol.Training:
		return words.Say.WhyMoving
	case busy || !v.explains():
		return fmt.Sprintf(words.Say.WhyBusy, words.Percent(min(0.99, done)))
	}
	return words.Say.WhyText
}

// explains reports whether what came is of the row that is chosen, under the weights as they are.
func (v *WhyView) explains() bool {
	return v.Got.Row > 0 && v.Got.Row == v.of.Shown.Row && v.Got.Step == v.of.Now.Step && v.of.Phase != protocol.Training
}

// TailText says how many values lie as far out.
func TailText(tail float64) string {
	switch {
	case math.IsNaN(tail):
		return words.Say.WhyUnknown
	case tail < 1e-6:
		return fmt.Sprintf(words.Say.WhyBelow, words.Count(1_000_000))
	case tail < 0.1:
		return fmt.Sprintf(words.Say.WhyOneIn, words.Count(rounded(1/tail)))
	}
	return fmt.Sprintf(words.Say.WhyUsual, strconv.FormatFloat(100*tail, 'f', 0, 64))
}

// rounded keeps two digits of a number of 10 or more.
func rounded(v float64) int {
	unit := math.Pow(10, math.Floor(math.Log10(v))-1)
	return int(math.Round(v/unit) * unit)
}

// Value writes a number of the table as it is.
func Value(v float64) string {
	return words.Pointed(words.Minus(string(strconv.AppendFloat(nil, v, 'g', -1, 32))))
}

// About writes a number to some hundredths of a width.
func About(v, width float64) string {
	digits := math.Ceil(1.5 - math.Log10(width))
	if !(math.Abs(v) < 1e9 && digits <= 6) {
		return words.Coordinate(v)
	}
	return words.Pointed(words.Minus(strconv.FormatFloat(v, 'f', max(0, int(digits)), 64)))
}

// The picture of a conditional, in units of its viewBox.
const (
	curveW, curveH = 200.0, 48.0
	curveGround    = 44.0
)

// ConditionalSVG draws the density with the middle 90% of it, and marks the value: where there is mass or, given
// limits, between those. The text beside it says the same.
func ConditionalSVG(c protocol.Surprise, limits *[2]float64) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="conditional" viewBox="0 0 %g %g" preserveAspectRatio="none" aria-hidden="true" focusable="false">`, curveW, curveH)
	lo, hi, top := c.Value, c.Value, 0.
	for _, p := range c.P {
		top = max(top, p)
	}
	for i, p := range c.P {
		if p > top/500 {
			lo, hi = min(lo, c.X[i]), max(hi, c.X[i])
		}
	}
	room := (hi - lo) / 20
	if limits != nil {
		lo, hi, room = limits[0], limits[1], 0
	}
	if top > 0 && hi > lo && hi-lo < math.Inf(1) {
		at := func(x float64) float64 {
			return min(max(0, curveW*(x-lo+room)/(hi-lo+2*room)), curveW)
		}
		line := func(from, to float64) {
			fmt.Fprintf(&b, "M%.1f %g", at(from), curveGround)
			for i, x := range c.X {
				if x >= from && x <= to {
					fmt.Fprintf(&b, "L%.1f %.1f", at(x), curveGround*(1-0.95*c.P[i]/top))
				}
			}
			fmt.Fprintf(&b, "L%.1f %gZ", at(to), curveGround)
		}
		b.WriteString(`<path class="all" d="`)
		line(lo-room, hi+room)
		b.WriteString(`"/><path class="usual" d="`)
		line(c.Lo, c.Hi)
		fmt.Fprintf(&b, `"/><path class="ground" d="M0 %gH%g"/><path class="here" d="M%.1f 2V%g"/>`, curveGround, curveW,
			at(c.Value), curveH)
	}
	b.WriteString(`</svg>`)
	return b.String()
}
