package app

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// whyView explains the row that is chosen: how far each of its values lies from what the others let expect, and what if
// they were others.
type whyView struct {
	got   protocol.Why
	trial trial
}

func (v *whyView) name() string { return "why" }

func (v *whyView) fits(st protocol.State) bool {
	return st.Source == "table" && st.Kind != protocol.KindPicture && st.Rows > 0
}

func (v *whyView) args(l *lab) protocol.Args {
	a := protocol.WhyArgs{Row: l.shown.Row}
	if v.trying(l) {
		a.Values, a.Columns = v.trial.asked, v.trial.columns
	}
	return protocol.Args{Why: a}
}

func (v *whyView) take(l *lab, e protocol.Event) bool {
	w, ok := e.(protocol.Why)
	if ok {
		if v.got = w; v.trial.row != w.Row {
			v.trial = trial{}
		}
		v.askNext(l)
	}
	return ok
}

func (v *whyView) forget() { *v = whyView{} }

func (v *whyView) head(l *lab) (title, sub, tip string) {
	if l.shown.Row > 0 {
		sub = fmt.Sprintf(words.Say.WhySub, words.Count(l.shown.Row))
	}
	return words.Say.Why, sub, words.Say.WhyTip
}

// text says what the list is, or why there is none.
func (v *whyView) text(l *lab, busy bool, done float64) string {
	switch row := l.shown.Row; {
	case row == 0:
		return words.Say.WhyNone
	case l.phase == protocol.Training && v.got.Row == row:
		return fmt.Sprintf(words.Say.WhyOld, words.Count(v.got.Step))
	case l.phase == protocol.Training:
		return words.Say.WhyMoving
	case busy || !v.explains(l):
		return fmt.Sprintf(words.Say.WhyBusy, words.Percent(min(0.99, done)))
	}
	return words.Say.WhyText
}

// explains reports whether what came is of the row that is chosen, under the weights as they are.
func (v *whyView) explains(l *lab) bool {
	return v.got.Row > 0 && v.got.Row == l.shown.Row && v.got.Step == l.now.Step && l.phase != protocol.Training
}

func whyBody(v *whyView, h *viewPanel) []ui.UI {
	l := h.lab
	var columns []protocol.Surprise
	left := ""
	if v.got.Row == l.shown.Row && v.got.Row > 0 {
		columns = v.got.Columns
		if v.got.Left > 0 {
			left = fmt.Sprintf(words.Say.WhyLeft, words.Count(v.got.Left))
		}
		if v.got.Passed > 0 {
			left += " " + fmt.Sprintf(words.Say.WhyPassed, words.Count(v.got.Passed))
		}
	}
	return []ui.UI{
		ui.P().ID("why-text").Class("note").Role("status").Text(v.text(l, h.view.busy, h.view.done)),
		whyTools(v, h, len(columns) > 0),
		unseen(ui.Ul().ID("why"), len(columns) == 0).Role("list").Aria("label", words.Say.Why).Body(ui.Range(columns).Slice(func(i int) ui.UI {
			if v.trying(l) {
				return whyTried(v, h, columns[i])
			}
			return surprise(l, columns[i])
		})),
		ui.P().Class("note").Text(left),
	}
}

// surprise is one column of the row.
func surprise(l *lab, c protocol.Surprise) ui.UI {
	return surprising(l, c).Body(
		ui.Div().Class("value").Body(ui.Span().Text(l.columnName(c.Column)), ui.B().Text(value(c.Value))),
		ui.Raw(conditionalSVG(c, nil)),
		expected(c),
	)
}

// surprising is the place of a column in the list, without what is in it.
func surprising(l *lab, c protocol.Surprise) ui.HTMLLi {
	class := ""
	if c.Tail < 0.01 {
		class = "odd"
	}
	return ui.Li().DataSet("column", l.columnName(c.Column)).DataSet("surprise", words.Exact(c.Surprise)).
		DataSet("tail", words.Exact(c.Tail)).Class(class)
}

// columnName is that of a column of the model.
func (l *lab) columnName(j int) string {
	if j < len(l.state.Columns) {
		return l.state.Columns[j]
	}
	return "?"
}

// expected says how far out a value lies, and what would be typical.
func expected(c protocol.Surprise) ui.UI {
	typical := ""
	if width := c.Hi - c.Lo; !math.IsNaN(width) {
		typical = fmt.Sprintf(words.Say.WhyTypical, about(c.Median, width), about(c.Lo, width), about(c.Hi, width))
	}
	return ui.P().Body(ui.B().Text(tailText(c.Tail)), ui.Text(" "+typical))
}

// tailText says how many values lie as far out.
func tailText(tail float64) string {
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

// value writes a number of the table as it is.
func value(v float64) string {
	return words.Pointed(words.Minus(string(strconv.AppendFloat(nil, v, 'g', -1, 32))))
}

// about writes a number to some hundredths of a width.
func about(v, width float64) string {
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

// conditionalSVG draws the density with the middle 90% of it, and marks the value: where there is mass or, given
// limits, between those. The text beside it says the same.
func conditionalSVG(c protocol.Surprise, limits *[2]float64) string {
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
		fmt.Fprintf(&b, `"/><path class="ground" d="M0 %gH%g"/><path class="here" d="M%.1f 2V%g"/>`, curveGround, curveW, at(c.Value), curveH)
	}
	b.WriteString(`</svg>`)
	return b.String()
}
