package lab

import (
	"math"
	"slices"
	"strconv"
	"strings"

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
	Values  []float64 // and what is tried
	asked   []float64 // of them, what the trainer was told last
}

// Trying reports whether the values of the row that is chosen are a person's.
func (v *WhyView) Trying() bool { return v.Trial.row > 0 && v.Trial.row == v.of.Shown.Row }

// Try begins with the row as it is, or ends.
func (v *WhyView) Try(on bool) {
	if !on && v.Trial.changed() {
		v.Got = protocol.Why{} // which is of what was tried
	}
	v.Trial = trial{}
	if g := v.Got; on && g.Row > 0 && g.Row == v.of.Shown.Row && len(g.Columns) > 0 {
		v.Trial = trial{row: g.Row, own: g.Values, Values: slices.Clone(g.Values), asked: g.Values}
		for _, c := range g.Columns[:min(mostTried, len(g.Columns))] {
			v.Trial.columns = append(v.Trial.columns, c.Column)
		}
	}
	for id := range v.of.Choice.Refused {
		if strings.HasPrefix(id, TriedID) {
			delete(v.of.Choice.Refused, id)
		}
	}
	v.Changed()
}

// Add gives a column a slider: the first, in place of the last where there are as many as may be.
func (v *WhyView) Add(column int) {
	t := &v.Trial
	if !v.Trying() || slices.Contains(t.columns, column) || column < 0 || column >= len(t.Values) {
		return
	}
	t.columns = slices.Insert(t.columns[:min(len(t.columns), mostTried-1)], 0, column)
	v.Changed()
}

// Others are the columns without a slider.
func (v *WhyView) Others() (columns []int) {
	for j := range v.Trial.Values {
		if v.Trying() && !slices.Contains(v.Trial.columns, j) {
			columns = append(columns, j)
		}
	}
	return columns
}

// Set tries a value.
func (v *WhyView) Set(column int, value float64) {
	if v.Trying() && column < len(v.Trial.Values) {
		v.Trial.Values[column] = value
		v.askNext()
	}
}

// Again goes back to the row as it is.
func (v *WhyView) Again() {
	if v.Trying() {
		copy(v.Trial.Values, v.Trial.own)
		v.askNext()
	}
}

// askNext asks for what is tried now, unless an answer is awaited: that of values between may never be seen.
func (v *WhyView) askNext() {
	t := &v.Trial
	if !v.Trying() || !slices.Equal(v.Got.Values, t.asked) || slices.Equal(t.Values, t.asked) {
		return
	}
	t.asked = slices.Clone(t.Values)
	v.Changed()
}

// changed reports whether anything is tried that is not the row's own.
func (t *trial) changed() bool { return !slices.Equal(t.Values, t.own) }

// Why is the view that explains a row.
func (k *Views) Why() *WhyView {
	v, _ := ViewOf[*WhyView](k)
	return v
}

// Mark is where what is tried lies in the two planes; nothing where nothing is.
func (v *WhyView) Mark() []float32 {
	s := v.of.Shown
	x, z := v.Got.Values, v.Got.Z
	if !v.Trying() || v.Got.Row != s.Row || max(s.ColumnX, s.ColumnY) >= min(len(z), len(x)) {
		return nil
	}
	return []float32{float32(x[s.ColumnX]), float32(x[s.ColumnY]), z[s.ColumnX], z[s.ColumnY]}
}

const TriedID = "what-if-"

// Shortest writes a number of the table for a field.
func Shortest(v float64) string { return strconv.FormatFloat(v, 'g', -1, 32) }

// Scale is where the slider of a column goes, in round steps from the least of all rows to the most, and a hundred or
// more of them.
func Scale(c protocol.Surprise) (lo, hi, step float64) {
	step = math.Pow(10, math.Floor(math.Log10(max(c.Most-c.Least, 1e-30)/100)))
	return math.Floor(c.Least/step) * step, math.Ceil(c.Most/step) * step, step
}
