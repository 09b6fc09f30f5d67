package app

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// mostTried is how many columns have a slider.
const mostTried = 16

// trial is the row that is explained with values that a person tries in place of its own. One question is in flight,
// the latest values are the next.
type trial struct {
	row     int       // number of the row; 0: nothing is tried
	columns []int     // that have a slider, in order
	own     []float64 // the row's values
	values  []float64 // and what is tried
	asked   []float64 // of them, what the trainer was told last
}

// trying reports whether the values of the row that is chosen are a person's.
func (v *whyView) trying(l *lab) bool { return v.trial.row > 0 && v.trial.row == l.shown.Row }

// try begins with the row as it is, or ends.
func (v *whyView) try(l *lab, on bool) {
	if !on && v.trial.changed() {
		v.got = protocol.Why{} // which is of what was tried
	}
	v.trial = trial{}
	if g := v.got; on && g.Row > 0 && g.Row == l.shown.Row && len(g.Columns) > 0 {
		v.trial = trial{row: g.Row, own: g.Values, values: slices.Clone(g.Values), asked: g.Values}
		for _, c := range g.Columns[:min(mostTried, len(g.Columns))] {
			v.trial.columns = append(v.trial.columns, c.Column)
		}
	}
	for id := range l.refused {
		if strings.HasPrefix(id, triedID) {
			delete(l.refused, id)
		}
	}
	l.watchViews()
}

// add gives a column a slider: the first, in place of the last where there are as many as may be.
func (v *whyView) add(l *lab, column int) {
	t := &v.trial
	if !v.trying(l) || slices.Contains(t.columns, column) || column < 0 || column >= len(t.values) {
		return
	}
	t.columns = slices.Insert(t.columns[:min(len(t.columns), mostTried-1)], 0, column)
	l.watchViews()
}

// others are the columns without a slider, to choose from.
func (v *whyView) others(l *lab) []choice {
	more := []choice{{"", words.Say.TryAddHint}}
	if v.trying(l) && len(v.trial.columns) < len(v.trial.values) {
		for j := range v.trial.values {
			if !slices.Contains(v.trial.columns, j) {
				more = append(more, choice{strconv.Itoa(j), l.columnName(j)})
			}
		}
	}
	return more
}

// set tries a value.
func (v *whyView) set(l *lab, column int, value float64) {
	if v.trying(l) && column < len(v.trial.values) {
		v.trial.values[column] = value
		v.askNext(l)
	}
}

// again goes back to the row as it is.
func (v *whyView) again(l *lab) {
	if v.trying(l) {
		copy(v.trial.values, v.trial.own)
		v.askNext(l)
	}
}

// askNext asks for what is tried now, unless an answer is awaited: that of values between may never be seen.
func (v *whyView) askNext(l *lab) {
	t := &v.trial
	if !v.trying(l) || !slices.Equal(v.got.Values, t.asked) || slices.Equal(t.values, t.asked) {
		return
	}
	t.asked = slices.Clone(t.values)
	l.watchViews()
}

// changed reports whether anything is tried that is not the row's own.
func (t *trial) changed() bool { return !slices.Equal(t.values, t.own) }

// why is the view that explains a row.
func (l *lab) why() *whyView {
	v, _ := viewOf[*whyView](l)
	return v
}

// triedMark is where what is tried lies in the two planes; nothing where nothing is.
func (l *lab) triedMark() []float32 {
	v, s := l.why(), l.shown
	x, z := v.got.Values, v.got.Z
	if !v.trying(l) || v.got.Row != s.Row || max(s.ColumnX, s.ColumnY) >= min(len(z), len(x)) {
		return nil
	}
	return []float32{float32(x[s.ColumnX]), float32(x[s.ColumnY]), z[s.ColumnX], z[s.ColumnY]}
}

// whyTools are the buttons above the list, and log p of what is tried.
func whyTools(v *whyView, h *viewPanel, known bool) ui.UI {
	l := h.lab
	more := v.others(l)
	on, sum := v.trying(l), ""
	if on {
		sum = fmt.Sprintf(words.Say.TrySum, words.Nats(v.got.LogP), words.Nats(v.got.RowLogP))
	}
	return unseen(ui.Div().Class("pager"), !known).Body(
		ui.Button().ID("what-if").Class("chip").Type("button").Title(words.Say.Try.Tip).Text(words.Say.Try.Label).
			Attr("aria-pressed", pressed(on)).OnClick(func(ctx ui.Context, _ ui.Event) {
			v.try(l, !v.trying(l))
			whyUpdated(v, l, ctx)
		}),
		unseen(ui.Button().ID("what-if-reset").Class("btn"), !on).Type("button").Title(words.Say.TryReset.Tip).
			Text(words.Say.TryReset.Label).OnClick(func(ctx ui.Context, _ ui.Event) {
			v.again(l)
			whyUpdated(v, l, ctx)
		}),
		ui.P().ID("what-if-sum").Role("status").Text(sum),
		unseen(ui.Div(), len(more) == 1).Body(selectField("what-if-add", words.Say.TryAdd, "", more, false, func(s string) {
			if s != "" {
				v.add(l, atoi(s))
			}
		})),
	)
}

const triedID = "what-if-"

// whyTried is one column under a slider.
func whyTried(v *whyView, h *viewPanel, c protocol.Surprise) ui.UI {
	l, name := h.lab, h.lab.columnName(c.Column)
	id := triedID + strconv.Itoa(c.Column)
	now := v.trial.values[c.Column]
	lo, hi, _ := scale(c)
	return surprising(l, c).Body(
		textField(l, id, words.Word{Label: name, Tip: fmt.Sprintf(words.Say.TryValue, name)}, shortest(now), false, func(s string) string {
			x, ok := words.Number(s)
			if x = float64(float32(x)); !ok || math.IsInf(x, 0) {
				return l.refuseField(id, s, fmt.Sprintf(words.Say.NotANumber, shortest(v.trial.values[c.Column])))
			}
			l.takeField(id)
			v.set(l, c.Column, x)
			return shortest(x)
		}),
		ui.Raw(conditionalSVG(c, &[2]float64{lo, hi})),
		ui.Input().ID(id+"-slider").Type("range").Title(fmt.Sprintf(words.Say.TryValue, name)).
			Aria("label", name).Aria("valuetext", value(now)).OnInput(func(ctx ui.Context, _ ui.Event) {
			if x, ok := words.Number(ctx.JSSrc().Get("value").String()); ok {
				l.takeField(id)
				v.set(l, c.Column, float64(float32(x)))
			}
		}, c.Column),
		expected(c),
	)
}

// shortest writes a number of the table for a field.
func shortest(v float64) string { return strconv.FormatFloat(v, 'g', -1, 32) }

// scale is where the slider of a column goes, in round steps from the least of all rows to the most, and a hundred or
// more of them.
func scale(c protocol.Surprise) (lo, hi, step float64) {
	step = math.Pow(10, math.Floor(math.Log10(max(c.Most-c.Least, 1e-30)/100)))
	return math.Floor(c.Least/step) * step, math.Ceil(c.Most/step) * step, step
}

// whyUpdated sets the ends of each slider before its value, which they bound; as attributes they would come in any order.
func whyUpdated(v *whyView, l *lab, ctx ui.Context) {
	if !v.trying(l) || ui.IsServer {
		return
	}
	ctx.Defer(func(ui.Context) {
		for _, c := range v.got.Columns {
			el := ui.Window().GetElementByID(triedID + strconv.Itoa(c.Column) + "-slider")
			if !el.Truthy() || c.Column >= len(v.trial.values) {
				continue
			}
			lo, hi, step := scale(c)
			el.Set("min", words.Exact(lo))
			el.Set("max", words.Exact(hi))
			el.Set("step", words.Exact(step))
			el.Set("value", words.Exact(v.trial.values[c.Column]))
		}
	})
}
