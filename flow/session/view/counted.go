package view

import (
	"math"
	"slices"

	"nicelab/flow/density"
	"nicelab/wasm/protocol"
)

// counted is what is known of the data of the columns that args name.
type counted struct {
	known  bool
	args   protocol.CornerArgs
	told   bool // the page knows it
	event  protocol.CornerData
	axes   []density.Axis
	sorted [][]float32 // the values of each column
	dotted []int32     // the rows that are dots
}

// counts counts the data, a column or a pair in a slice, where that is not known.
func (v *corner) counts(m *Model, a protocol.CornerArgs) Job {
	a.Columns = v.columns(m, a)
	if v.data.known && v.data.args.Same(a) {
		return nil
	}
	next := counted{known: true, args: a}
	next.event = protocol.CornerData{Args: a, Rows: len(v.rows), Total: m.Rows()}
	var p *pairs
	return func() float64 {
		n := len(a.Columns)
		if j := len(next.axes); j < n {
			next.column(m, v.rows, a.Columns[j], slices.Contains(a.Logs, a.Columns[j]))
			return min(almost, float64(j+1)/float64(2*n))
		}
		if a.Outline {
			if p == nil {
				p = newPairs(next.axes, a.Masses)
			}
			if j := len(p.at); j < n {
				p.add(m.column(v.rows, a.Columns[j]), next.axes[j])
				return 0.5
			}
			if share := p.step(); share < 1 {
				return min(almost, (1+share)/2)
			}
			next.event.Outline = p.Contours
		}
		next.event.Dots = next.dots(m, v.rows)
		v.data = next
		return 1
	}
}

// column is one of the columns of some rows.
func (m *Model) column(rows []int32, j int) []float32 {
	x, d := make([]float32, len(rows)), len(m.Columns)
	for i, r := range rows {
		x[i] = m.X[int(r)*d+j]
	}
	return x
}

// column counts one more column.
func (c *counted) column(m *Model, rows []int32, j int, log bool) {
	x := m.column(rows, j)
	slices.Sort(x)
	e := protocol.CornerColumn{
		Positive: x[0] > 0, Low: quantile(x, 0.16), Median: quantile(x, 0.5), High: quantile(x, 0.84),
	}
	e.Log = log && e.Positive
	a := density.Axis{Log: e.Log, N: fewAxis, Margin: protocol.CornerMargin}
	if len(c.args.Columns) <= fewColumns {
		a.N = fineAxis
	}
	a.Lo, a.Hi = a.Along(float32(quantile(x, 0.001))), a.Along(float32(quantile(x, 0.999)))
	if !(a.Hi > a.Lo) { // all but a few are the same
		a.Lo, a.Hi = a.Along(x[0]), a.Along(x[len(x)-1])
	}
	if !(a.Hi > a.Lo) {
		a.Lo, a.Hi = a.Lo-1, a.Lo+1
	}
	e.Lo, e.Hi = a.Lo, a.Hi
	e.Bins = bins(x, a)
	c.axes, c.sorted = append(c.axes, a), append(c.sorted, x)
	c.event.Columns = append(c.event.Columns, e)
}

// quantile is the number of sorted ones below which a share of them lies.
func quantile(x []float32, share float64) float64 {
	t := share * float64(len(x)-1)
	i := int(t)
	if i+1 >= len(x) {
		return float64(x[len(x)-1])
	}
	return float64(x[i]) + (t-float64(i))*(float64(x[i+1])-float64(x[i]))
}

// bins is the histogram of sorted numbers along an axis: their density in even parts, as wide as Freedman and Diaconis
// (1981) would have them.
func bins(x []float32, a density.Axis) []float32 {
	n := float64(len(x))
	iqr := a.Along(float32(quantile(x, 0.75))) - a.Along(float32(quantile(x, 0.25)))
	count := minBins
	if width := 2 * iqr / math.Cbrt(n); width > 0 {
		count = max(minBins, min(int(math.Ceil((a.Hi-a.Lo)/width)), maxBins))
	}
	out := make([]float32, count)
	for _, v := range x {
		if t := (a.Along(v) - a.Lo) / (a.Hi - a.Lo); t >= 0 && t <= 1 {
			out[min(count-1, int(t*float64(count)))]++
		}
	}
	for i := range out {
		out[i] *= float32(float64(count) / (n * (a.Hi - a.Lo)))
	}
	return out
}

// dots is where some of the rows lie along the axes.
func (c *counted) dots(m *Model, rows []int32) []float32 {
	k := len(c.axes)
	most := max(leastDot, min(mostDots, allDots/max(1, k*(k-1)/2)))
	n := min(len(rows), most)
	out := make([]float32, 0, n*k)
	for i := range n {
		c.dotted = append(c.dotted, rows[i*len(rows)/n])
		out = append(out, c.along(m.row(int(c.dotted[i])))...)
	}
	return out
}

// kinds is how the dots are coloured.
func (v *corner) kinds(m *Model) (out []byte) {
	if m.Kind != nil {
		for _, r := range v.data.dotted {
			out = append(out, m.Kind(int(r)))
		}
	}
	return out
}

// along is where a row lies along the axes.
func (c *counted) along(row []float32) []float32 {
	out := make([]float32, len(c.axes))
	for j, a := range c.axes {
		out[j] = float32(a.Along(row[c.args.Columns[j]]))
	}
	return out
}

// marked is where the row of that number lies.
func (v *corner) marked(m *Model, number int) []float32 {
	if i, ok := m.RowOf(number); ok {
		return v.data.along(m.row(i))
	}
	return nil
}
