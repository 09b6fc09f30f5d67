// Package conditional looks into a flow one column at a time: the density of a column's value given all the others of a
// row, which is exact but for an integral over a line, and what follows from it: how surprising a value is, what would
// be typical in its place, and what may stand where a cell is empty.
package conditional

import (
	"math"
	"math/rand/v2"
	"slices"

	"nicelab/flow"
)

// Column is what is known of one column of a row, given the others, in the units of the data. All of it is NaN until it
// is worked out, and where the flow gives no density that is finite and smooth in float32.
type Column struct {
	Surprise float64 // -log p(x_j | all others), nats; NaN where the row has no value there
	// the same with the column in units of the flow's Std, so that columns can be held against one another
	Relative float64
	Tail     float64 // probability of a value that lies farther out, 2 min(F, 1-F); NaN likewise

	Mean, Std, Median float64
	Lo, Hi            float64 // between them lie the central 90 %

	X, P  []float64 // the density at so many values, in ascending order: 200 at most
	Error float64   // estimate of the error of Surprise, and of any log density, nats
}

const (
	fine      = 2e-4 // nats by which the logarithm of a mass may be off, as a curve itself estimates it
	unsure    = 0.5  // nats of that error beyond which nothing is said
	maxActive = 32   // curves that are in work at a time
	maxDrawn  = 200  // points of a curve that is handed out
)

// Row works out the conditional density of each column of a row given all others, in slices.
type Row struct {
	x       []float32
	columns []Column
	curves  []*curve // of the columns that were asked for, by column
	scale   []float64
	todo    []int
	active  []*curve
	solver
}

// NewRow returns the conditionals of a row x of Dim numbers in the data's units. A value may be NaN where no other is:
// its column is then worked out as well, but for what needs the value. scale is the spread of each column around the
// flow's Mean, where the first grid begins; nil stands for the flow's Std. Where columns are listed only they are
// worked out. f is not to change until Advance has reported true. x is copied, and scale kept.
func NewRow(f *flow.Flow, x []float32, scale []float64, columns ...int) *Row {
	d := f.Config.Dim
	if len(x) != d || scale != nil && len(scale) != d {
		panic("conditional: a row has as many numbers as the flow has columns")
	}
	r := &Row{
		x: slices.Clone(x), columns: make([]Column, d), curves: make([]*curve, d), scale: scale, todo: columns,
		solver: newSolver(f),
	}
	for j := range r.columns {
		r.columns[j] = unknown()
	}
	if len(columns) == 0 {
		r.todo = make([]int, d)
		for j := range r.todo {
			r.todo[j] = j
		}
	}
	return r
}

func unknown() Column {
	nan := math.NaN()
	return Column{Surprise: nan, Relative: nan, Tail: nan, Mean: nan, Std: nan, Median: nan, Lo: nan, Hi: nan, Error: nan}
}

// Advance does some milliseconds of work and reports whether all is done.
func (r *Row) Advance() (done bool) {
	for left := r.f.Chunk(); left > 0; {
		for len(r.active) < maxActive && len(r.todo) > 0 {
			j := r.todo[0]
			r.todo = r.todo[1:]
			c := fineCurve(r.f, r.x, j, r.scale)
			r.curves[j] = c
			r.active = append(r.active, c)
		}
		if len(r.active) == 0 {
			return true
		}
		left -= r.measure(r.active)
		r.active = slices.DeleteFunc(r.active, func(c *curve) bool {
			if c.done {
				u := c.summary()
				u.Relative = u.Surprise - math.Log(float64(r.f.Std[c.column]))
				r.columns[c.column] = u
			}
			return c.done
		})
	}
	return len(r.active)+len(r.todo) == 0
}

// Columns returns what is known so far, one for each column of the flow. It is the Row's own.
func (r *Row) Columns() []Column { return r.columns }

// Quantile returns the value of column j, which is worked out, below which the share q of its conditional's mass lies.
func (r *Row) Quantile(j int, q float64) float64 {
	if c := r.curves[j]; c != nil && c.known() {
		return c.quantile(q)
	}
	return math.NaN()
}

// Draw draws a value of column j from its conditional.
func (r *Row) Draw(j int, rng *rand.Rand) float64 { return r.Quantile(j, rng.Float64()) }

// fineCurve is the curve of column j of a row, and of few columns a finer one than there is time for of many.
func fineCurve(f *flow.Flow, row []float32, j int, scale []float64) *curve {
	d := len(row)
	n := max(fewest, min(most, budget/d))
	return newCurve(row, j, float64(row[j]), float64(f.Mean[j]), spread(f, scale, j), fine*min(1, float64(d)/8), n)
}

func spread(f *flow.Flow, scale []float64, j int) float64 {
	if scale != nil && scale[j] > 0 && !math.IsInf(scale[j], 1) {
		return scale[j]
	}
	return float64(f.Std[j])
}

// known reports whether c is done and has a mass. It has none that float32 tells where a value lies so far out that log
// p jumps from one number to the next.
func (c *curve) known() bool {
	return c.done && len(c.x) >= 4 && c.total-c.total == 0 && c.beyond[0]+c.beyond[1] < 1e-3 && c.err < unsure
}

// summary is what a curve that is done says.
func (c *curve) summary() Column {
	u := unknown()
	if !c.known() {
		return u
	}
	u.Error = c.err
	u.Mean, u.Std = c.moments()
	u.Median, u.Lo, u.Hi = c.quantile(0.5), c.quantile(0.05), c.quantile(0.95)
	if i, ok := slices.BinarySearch(c.x, c.value); ok {
		u.Surprise = c.total - c.g[i]
		lo, hi := c.sides()
		u.Tail = min(1, 2*min(lo, hi))
	}
	u.X, u.P = c.drawn()
	return u
}

// drawn returns the density at points that lie close where there is mass, from where hardly any is and with the row's
// own value among them.
func (c *curve) drawn() (x, p []float64) {
	lo, hi := c.quantile(5e-4), c.quantile(1-5e-4)
	lo, hi = lo-(hi-lo)/10, hi+(hi-lo)/10
	if c.value == c.value {
		lo, hi = min(lo, c.value), max(hi, c.value)
	}
	for i := range c.parts {
		q := &c.parts[i]
		steps := 1 + int(maxDrawn/2*q.share)
		for k := range steps {
			t := float64(k) / float64(steps)
			if v := c.x[i] + t*q.h; v >= lo && v <= hi {
				x, p = append(x, v), append(p, math.Exp(q.at(t)-c.total))
			}
		}
	}
	for len(x) > maxDrawn {
		k := 0
		for i, v := range x {
			if i%2 == 0 || v == c.value {
				x[k], p[k] = v, p[i]
				k++
			}
		}
		x, p = x[:k], p[:k]
	}
	return x, p
}
