package app

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"nicelab/app/plot"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// cornerMasses are the shares that contours may hold: halves and the like, and those of one and two standard
// deviations.
var cornerMasses = []float64{0.393, 0.5, 0.865, 0.9, 0.99}

const (
	fewColumns  = 24 // up to so many have a checkbox each; of more, those that are shown
	roughFrom   = 4  // more are drawn plainly while they move
	narrowFirst = 4  // columns at first, on a narrow screen
)

// cornerView is the corner plot: pairs and marginals of some columns, the data over the model.
type cornerView struct {
	ask   protocol.CornerArgs
	data  protocol.CornerData
	model protocol.Corner
	rev   int // of what is drawn of the data
	moved int // of the model
	asks  int // how often something else was chosen
	at    int // the pair to which Tab leads
	most  int // columns at first
}

func newCornerView(most int) *cornerView {
	return &cornerView{ask: protocol.CornerArgs{Most: most, Masses: []float64{0.5, 0.9, 0.99}}, most: most}
}

// narrow has the corner begin with the columns that a narrow screen has room for.
func (l *lab) narrow() {
	v, _ := viewOf[*cornerView](l)
	*v = *newCornerView(narrowFirst)
}

func (v *cornerView) name() string { return "corner" }

func (v *cornerView) fits(st protocol.State) bool {
	return st.Source == "table" && st.Kind != protocol.KindPicture && st.Rows > 0
}

func (v *cornerView) args(l *lab) protocol.Args {
	a := v.ask
	a.Columns, a.Logs, a.Masses = slices.Clone(a.Columns), slices.Clone(a.Logs), slices.Clone(a.Masses)
	a.Row, a.Label = l.shown.Row, l.shown.Label
	return protocol.Args{Corner: a}
}

func (v *cornerView) take(_ *lab, e protocol.Event) bool {
	switch e := e.(type) {
	case protocol.CornerData:
		if !slices.Equal(e.Args.Columns, v.data.Args.Columns) {
			v.at = 0
		}
		v.data = e
		v.rev++
	case protocol.Corner:
		v.model = e
	default:
		return false
	}
	v.moved++
	return true
}

func (v *cornerView) forget() {
	rev, moved, asks := v.rev, v.moved, v.asks
	*v = *newCornerView(v.most)
	v.rev, v.moved, v.asks = rev+1, moved+1, asks
}

// fitting reports whether the model that came is of the data that came.
func (v *cornerView) fitting() bool {
	return len(v.model.Columns) > 0 && len(v.model.Columns) == len(v.data.Columns) && v.model.Args.Same(v.data.Args)
}

// toggle shows a column, or no longer: at most MaxCorner, and never none.
func (v *cornerView) toggle(column int) {
	all := slices.Clone(v.data.Args.Columns)
	if i := slices.Index(all, column); i >= 0 {
		all = slices.Delete(all, i, i+1)
	} else {
		all = append(all, column)
	}
	slices.Sort(all)
	if len(all) > 0 && len(all) <= protocol.MaxCorner {
		v.ask.Columns = all
	}
	v.asks++
}

func (v *cornerView) toggleLog(column int) { v.ask.Logs = toggled(v.ask.Logs, column) }

func (v *cornerView) outline(on bool) {
	v.ask.Outline = on
	v.asks++
}

// toggleMass draws a contour, or no longer; one stays.
func (v *cornerView) toggleMass(q float64) {
	if next := toggled(v.ask.Masses, q); len(next) > 0 {
		slices.Sort(next)
		v.ask.Masses = next
	}
	v.asks++
}

func toggled[T comparable](list []T, x T) []T {
	list = slices.Clone(list)
	if i := slices.Index(list, x); i >= 0 {
		return slices.Delete(list, i, i+1)
	}
	return append(list, x)
}

// key moves among the pairs, and reports whether it was one of the keys that do.
func (v *cornerView) key(key string) bool {
	row, column := pairOf(v.at)
	last := len(v.data.Columns) - 1
	switch key {
	case "ArrowDown":
		row++
	case "ArrowUp":
		row--
	case "ArrowLeft":
		column--
	case "ArrowRight":
		column++
	case "Home":
		row, column = 1, 0
	case "End":
		row, column = last, last-1
	default:
		return false
	}
	if row = max(1, min(row, last)); row > 0 {
		v.at = row*(row-1)/2 + max(0, min(column, row-1))
	}
	return true
}

// pairOf is the row and the column of the plot's cell of a pair.
func pairOf(pair int) (row, column int) {
	for row = 1; pair >= row; row++ {
		pair -= row
	}
	return row, pair
}

// columnName is what one of the columns shown is called.
func (v *cornerView) columnName(l *lab, i int) string {
	if j := v.data.Args.Columns[i]; j < len(l.state.Columns) {
		return l.state.Columns[j]
	}
	return "?"
}

// input is what is drawn, of the data and, where it has come, of the model.
func (v *cornerView) input(l *lab, w, h float64) plot.CornerInput {
	in := plot.CornerInput{
		W: w, H: h, Margin: protocol.CornerMargin, Masses: v.data.Args.Masses, Dots: v.data.Dots, Kind: v.data.Kind, Marked: v.data.Marked,
		Data: words.Say.CornerData, Model: words.Say.CornerModel,
	}
	fits := v.fitting()
	if fits {
		in.Rough = v.model.Moving && len(v.data.Columns) > roughFrom
		in.N, in.Grids, in.Levels = v.model.Model.N, v.model.Model.Grids, v.model.Model.Levels
	}
	if o := v.data.Outline; len(o.Levels) > 0 {
		in.N, in.Outlines, in.OutlineLevels = o.N, o.Grids, o.Levels
	}
	for i, c := range v.data.Columns {
		p := plot.CornerColumn{
			Name: v.columnName(l, i), Lo: c.Lo, Hi: c.Hi, Log: c.Log, Bins: c.Bins,
			OfData: interval(c.Low, c.Median, c.High),
		}
		if fits {
			m := v.model.Columns[i]
			p.Marginal, p.OfModel = m.Curve, interval(m.Low, m.Median, m.High)
			ks := words.Decimals(m.KS, 3)
			p.Far = [2]string{fmt.Sprintf(words.Say.CornerFar, ks, words.Decimals(m.Chance, 3)), words.Say.CornerKS.Label + " " + ks}
		}
		in.Columns = append(in.Columns, p)
	}
	return in
}

func (v *cornerView) drawData(l *lab) func(t plot.Theme, w, h float64) plot.Scene {
	return func(t plot.Theme, w, h float64) plot.Scene { return plot.CornerData(t, v.input(l, w, h)) }
}

// drawModel draws what is in a row of cells, from 1, on a canvas as wide as the plot; 0: all.
func (v *cornerView) drawModel(l *lab, row int) func(t plot.Theme, w, h float64) plot.Scene {
	return func(t plot.Theme, w, h float64) plot.Scene {
		if !v.fitting() || row > len(v.data.Columns) {
			return plot.Scene{W: w, H: h}
		}
		in := v.input(l, w, w)
		in.Row = row
		return plot.CornerModel(t, in)
	}
}

// parts are the corner plot as it leaves the page, w wide; none where there is none.
func (v *cornerView) parts(l *lab, t plot.Theme, x, y, w float64) []part {
	if !v.fitting() || !v.fits(l.state) {
		return nil
	}
	return []part{{v.drawModel(l, 0)(t, w, w), x, y}, {v.drawData(l)(t, w, w), x, y}}
}

// interval writes a median with the way to 16 and to 84%.
func interval(low, median, high float64) string {
	width := high - low
	if !(width > 0) {
		return value(median)
	}
	return about(median, width) + " +" + about(high-median, width) + " −" + about(median-low, width)
}

// fromTo writes the ends of an interval for a table.
func fromTo(low, median, high float64) (middle, ends string) {
	width := high - low
	if !(width > 0) {
		return value(median), value(median)
	}
	return about(median, width), fmt.Sprintf(words.Say.CornerFromTo, about(low, width), about(high, width))
}

func (v *cornerView) head(*lab) (title, sub, tip string) {
	return words.Say.Corner, words.Say.CornerSub, words.Say.CornerTip
}

// text says what the plot is of, and how far it has got.
func (v *cornerView) text(l *lab, busy bool, done float64) string {
	m := v.model
	switch {
	case !v.fitting():
		return words.Say.CornerWait
	case m.Moving || l.phase == protocol.Training:
		return fmt.Sprintf(words.Say.CornerMoving, words.Count(m.Samples), words.Count(m.Step))
	case busy:
		return fmt.Sprintf(words.Say.CornerBusy, words.Percent(min(0.99, done)))
	case v.data.Rows < v.data.Total:
		return fmt.Sprintf(words.Say.CornerPart, words.Count(m.Samples), words.Count(v.data.Rows), words.Count(v.data.Total), words.Count(m.Step))
	}
	return fmt.Sprintf(words.Say.CornerRest, words.Count(m.Samples), words.Count(v.data.Rows), words.Count(m.Step))
}

// sum is the picture in a sentence.
func (v *cornerView) sum(l *lab) string {
	var names []string
	for i := range v.data.Columns {
		names = append(names, v.columnName(l, i))
	}
	if len(names) == 0 {
		return words.Say.CornerWait
	}
	return fmt.Sprintf(words.Say.CornerSum, strings.Join(names, ", "))
}

// shows says which pair the big plane has.
func (v *cornerView) shows(l *lab) string {
	if c := l.state.Columns; l.sliced() && max(l.shown.ColumnX, l.shown.ColumnY) < len(c) {
		return fmt.Sprintf(words.Say.CornerShows, c[l.shown.ColumnX], c[l.shown.ColumnY])
	}
	return ""
}

// missing says which contours there are not, since the picture does not hold so much.
func (v *cornerView) missing() string {
	var none []string
	masses := v.model.Args.Masses
	for q, mass := range masses {
		for i := q; i < len(v.model.Model.Levels); i += len(masses) {
			if !(v.model.Model.Levels[i] > 0) {
				none = append(none, massText(mass))
				break
			}
		}
	}
	if len(none) == 0 {
		return ""
	}
	return fmt.Sprintf(words.Say.CornerMissing, strings.Join(none, ", "))
}

func massText(q float64) string {
	return words.Pointed(strconv.FormatFloat(math.Round(1000*q)/10, 'f', -1, 64)) + "%"
}
