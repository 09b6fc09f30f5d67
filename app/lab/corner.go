package lab

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

// CornerMasses are the shares that contours may hold: halves and the like, and those of one and two standard
// deviations.
var CornerMasses = []float64{0.393, 0.5, 0.865, 0.9, 0.99}

const (
	FewColumns  = 24 // up to so many have a checkbox each; of more, those that are shown
	roughFrom   = 4  // more are drawn plainly while they move
	narrowFirst = 4  // columns at first, on a narrow screen
)

// CornerView is the corner plot: pairs and marginals of some columns, the data over the model.
type CornerView struct {
	Ask   protocol.CornerArgs
	Data  protocol.CornerData `rev:"-"`
	Model protocol.Corner     `rev:"-"`
	data  int                 // grows with every change of the data
	moved int                 // and with every one of either
	Asks  int                 // how often something else was chosen
	At    int                 // the pair to which Tab leads
	most  int                 // columns at first

	hosted `rev:"-"`
}

func newCornerView(of about, most int) *CornerView {
	ask := protocol.CornerArgs{Most: most, Masses: []float64{0.5, 0.9, 0.99}}
	return &CornerView{hosted: hosted{of}, Ask: ask, most: most}
}

// Narrow has the corner begin with the columns that a narrow screen has room for.
func (k *Views) Narrow() {
	v, _ := ViewOf[*CornerView](k)
	*v = *newCornerView(v.of, narrowFirst)
}

func (v *CornerView) Name() string { return "corner" }

// Rev is that of what is drawn of the data, Moved that of the model.
func (v *CornerView) Rev() int { return revision(v.data) }

func (v *CornerView) Moved() int { return revision(v.moved) }

func (v *CornerView) Fits(st protocol.State) bool {
	return st.Source == "table" && st.Kind != protocol.KindPicture && st.Rows > 0
}

func (v *CornerView) Args() protocol.Args {
	a := v.Ask
	a.Columns, a.Logs, a.Masses = slices.Clone(a.Columns), slices.Clone(a.Logs), slices.Clone(a.Masses)
	a.Row, a.Label = v.of.Shown.Row, v.of.Shown.Label
	return protocol.Args{Corner: a}
}

func (v *CornerView) take(e protocol.Event) bool {
	switch e := e.(type) {
	case protocol.CornerData:
		if !slices.Equal(e.Args.Columns, v.Data.Args.Columns) {
			v.At = 0
		}
		v.Data = e
		v.data++
	case protocol.Corner:
		v.Model = e
	default:
		return false
	}
	v.moved++
	return true
}

func (v *CornerView) Forget() {
	data, moved, asks := v.data, v.moved, v.Asks
	*v = *newCornerView(v.of, v.most)
	v.data, v.moved, v.Asks = data+1, moved+1, asks
}

// Fitting reports whether the model that came is of the data that came.
func (v *CornerView) Fitting() bool {
	return len(v.Model.Columns) > 0 && len(v.Model.Columns) == len(v.Data.Columns) && v.Model.Args.Same(v.Data.Args)
}

// Toggle shows a column, or no longer: at most MaxCorner, and never none.
func (v *CornerView) Toggle(column int) {
	all := slices.Clone(v.Data.Args.Columns)
	if i := slices.Index(all, column); i >= 0 {
		all = slices.Delete(all, i, i+1)
	} else {
		all = append(all, column)
	}
	slices.Sort(all)
	if len(all) > 0 && len(all) <= protocol.MaxCorner {
		v.Ask.Columns = all
	}
	v.Asks++
}

func (v *CornerView) ToggleLog(column int) { v.Ask.Logs = toggled(v.Ask.Logs, column) }

func (v *CornerView) Outline(on bool) {
	v.Ask.Outline = on
	v.Asks++
}

// ToggleMass draws a contour, or no longer; one stays.
func (v *CornerView) ToggleMass(q float64) {
	if next := toggled(v.Ask.Masses, q); len(next) > 0 {
		slices.Sort(next)
		v.Ask.Masses = next
	}
	v.Asks++
}

func toggled[T comparable](list []T, x T) []T {
	list = slices.Clone(list)
	if i := slices.Index(list, x); i >= 0 {
		return slices.Delete(list, i, i+1)
	}
	return append(list, x)
}

// Key moves among the pairs, and reports whether it was one of the keys that do.
func (v *CornerView) Key(key string) bool {
	row, column := PairOf(v.At)
	last := len(v.Data.Columns) - 1
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
		v.At = row*(row-1)/2 + max(0, min(column, row-1))
	}
	return true
}

// PairOf is the row and the column of the plot's cell of a pair.
func PairOf(pair int) (row, column int) {
	for row = 1; pair >= row; row++ {
		pair -= row
	}
	return row, pair
}

// ColumnName is what one of the columns shown is called.
func (v *CornerView) ColumnName(i int) string {
	if j := v.Data.Args.Columns[i]; j < len(v.of.State.Columns) {
		return v.of.State.Columns[j]
	}
	return "?"
}

// input is what is drawn, of the data and, where it has come, of the model.
func (v *CornerView) input(w, h float64) plot.CornerInput {
	in := plot.CornerInput{
		W: w, H: h, Margin: protocol.CornerMargin, Masses: v.Data.Args.Masses, Dots: v.Data.Dots, Kind: v.Data.Kind,
		Marked: v.Data.Marked,
		Data:   words.Say.CornerData, Model: words.Say.CornerModel,
	}
	fits := v.Fitting()
	if fits {
		in.Rough = v.Model.Moving && len(v.Data.Columns) > roughFrom
		in.N, in.Grids, in.Levels = v.Model.Model.N, v.Model.Model.Grids, v.Model.Model.Levels
	}
	if o := v.Data.Outline; len(o.Levels) > 0 {
		in.N, in.Outlines, in.OutlineLevels = o.N, o.Grids, o.Levels
	}
	for i, c := range v.Data.Columns {
		p := plot.CornerColumn{
			Name: v.ColumnName(i), Lo: c.Lo, Hi: c.Hi, Log: c.Log, Bins: c.Bins,
			OfData: Interval(c.Low, c.Median, c.High),
		}
		if fits {
			m := v.Model.Columns[i]
			p.Marginal, p.OfModel = m.Curve, Interval(m.Low, m.Median, m.High)
			ks := words.Decimals(m.KS, 3)
			p.Far = [2]string{fmt.Sprintf(words.Say.CornerFar, ks, words.Decimals(m.Chance, 3)),
				words.Say.CornerKS.Label + " " + ks}
		}
		in.Columns = append(in.Columns, p)
	}
	return in
}

func (v *CornerView) DrawData() func(t plot.Theme, w, h float64) plot.Scene {
	return func(t plot.Theme, w, h float64) plot.Scene { return plot.CornerData(t, v.input(w, h)) }
}

// DrawModel draws what is in a row of cells, from 1, on a canvas as wide as the plot; 0: all.
func (v *CornerView) DrawModel(row int) func(t plot.Theme, w, h float64) plot.Scene {
	return func(t plot.Theme, w, h float64) plot.Scene {
		if !v.Fitting() || row > len(v.Data.Columns) {
			return plot.Scene{W: w, H: h}
		}
		in := v.input(w, w)
		in.Row = row
		return plot.CornerModel(t, in)
	}
}

// Parts are the corner plot as it leaves the page, w wide; none where there is none.
func (v *CornerView) Parts(t plot.Theme, x, y, w float64) []part {
	if !v.Fitting() || !v.Fits(v.of.State) {
		return nil
	}
	return []part{{v.DrawModel(0)(t, w, w), x, y}, {v.DrawData()(t, w, w), x, y}}
}

// Interval writes a median with the way to 16 and to 84%.
func Interval(low, median, high float64) string {
	width := high - low
	if !(width > 0) {
		return Value(median)
	}
	return About(median, width) + " +" + About(high-median, width) + " −" + About(median-low, width)
}

// FromTo writes the ends of an interval for a table.
func FromTo(low, median, high float64) (middle, ends string) {
	width := high - low
	if !(width > 0) {
		return Value(median), Value(median)
	}
	return About(median, width), fmt.Sprintf(words.Say.CornerFromTo, About(low, width), About(high, width))
}

func (v *CornerView) Head() (title, sub, tip string) {
	return words.Say.Corner, words.Say.CornerSub, words.Say.CornerTip
}

// Text says what the plot is of, and how far it has got.
func (v *CornerView) Text(busy bool, done float64) string {
	m := v.Model
	switch {
	case !v.Fitting():
		return words.Say.CornerWait
	case m.Moving || v.of.Phase == protocol.Training:
		return fmt.Sprintf(words.Say.CornerMoving, words.Count(m.Samples), words.Count(m.Step))
	case busy:
		return fmt.Sprintf(words.Say.CornerBusy, words.Percent(min(0.99, done)))
	case v.Data.Rows < v.Data.Total:
		return fmt.Sprintf(words.Say.CornerPart, words.Count(m.Samples), words.Count(v.Data.Rows), words.Count(v.Data.Total),
			words.Count(m.Step))
	}
	return fmt.Sprintf(words.Say.CornerRest, words.Count(m.Samples), words.Count(v.Data.Rows), words.Count(m.Step))
}

// Sum is the picture in a sentence.
func (v *CornerView) Sum() string {
	var names []string
	for i := range v.Data.Columns {
		names = append(names, v.ColumnName(i))
	}
	if len(names) == 0 {
		return words.Say.CornerWait
	}
	return fmt.Sprintf(words.Say.CornerSum, strings.Join(names, ", "))
}

// Columns are those that may be shown.
func (v *CornerView) Columns() []string { return v.of.State.Columns }

// Pair is the columns of the big plane, and whether there are others.
func (v *CornerView) Pair() (x, y int, of bool) {
	return v.of.Shown.ColumnX, v.of.Shown.ColumnY, v.of.Sliced()
}

// Shows says which pair the big plane has.
func (v *CornerView) Shows() string {
	if c := v.of.State.Columns; v.of.Sliced() && max(v.of.Shown.ColumnX, v.of.Shown.ColumnY) < len(c) {
		return fmt.Sprintf(words.Say.CornerShows, c[v.of.Shown.ColumnX], c[v.of.Shown.ColumnY])
	}
	return ""
}

// Missing says which contours there are not, since the picture does not hold so much.
func (v *CornerView) Missing() string {
	var none []string
	masses := v.Model.Args.Masses
	for q, mass := range masses {
		for i := q; i < len(v.Model.Model.Levels); i += len(masses) {
			if !(v.Model.Model.Levels[i] > 0) {
				none = append(none, MassText(mass))
				break
			}
		}
	}
	if len(none) == 0 {
		return ""
	}
	return fmt.Sprintf(words.Say.CornerMissing, strings.Join(none, ", "))
}

func MassText(q float64) string {
	return words.Pointed(strconv.FormatFloat(math.Round(1000*q)/10, 'f', -1, 64)) + "%"
}
