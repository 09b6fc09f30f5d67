package view

import (
	"cmp"
	"math"
	"slices"

	"nicelab/flow"
	"nicelab/flow/conditional"
	"nicelab/wasm/protocol"
)

const (
	mostSurprises = 24      // columns that are told of
	mostWorked    = 256     // that are worked out, each for as long as all columns take the flow
	perLimits     = 1 << 16 // cells that are looked at at once
)

// why explains one row: how surprising each of its values is, given all the others; also of one whose values a person
// has changed.
type why struct {
	least, most []float32 // of each column
}

func (*why) Name() string { return "why" }

func (*why) Fits(m *Model) bool { return m.Source == "table" && m.Rows() > 0 }

func (v *why) Job(m *Model, w protocol.Watch, emit func(protocol.Event)) Job {
	a, d := w.Args.Why, len(m.Columns)
	i, ok := m.RowOf(a.Row)
	if !ok || m.Moving || slices.ContainsFunc(a.Columns, func(j int) bool { return j < 0 || j >= d }) {
		return nil
	}
	x := m.row(i)
	if a.Values != nil {
		if x = rowOf(a.Values); len(x) != d {
			return nil
		}
	}
	worked := a.Columns
	if worked == nil {
		worked = steepest(m.Flow, x, min(d, mostWorked))
	}
	r := conditional.NewRow(m.Flow, x, nil, worked...)
	return inTurn(stage{0.01, func() Job { return v.limits(m) }}, stage{1, func() Job {
		return func() float64 {
			if r.Advance() {
				e := v.surprises(m, i, x, a, r.Columns(), worked)
				if a.Columns == nil {
					e.Passed = d - len(worked)
				}
				emit(e)
				return 1
			}
			known := 0
			for _, c := range r.Columns() {
				if c.X != nil {
					known++
				}
			}
			return min(almost, float64(known)/float64(len(worked)))
		}
	}})
}

// steepest is the k columns of a row along which log p changes most within a standard deviation, in order. A value that
// is far from what the others let expect lies on a slope; the others are not worth the time.
func steepest(f *flow.Flow, x []float32, k int) []int {
	if k == len(x) {
		return Indices(k, func(_, _ int) int { return 0 })
	}
	slope := f.GradLogProb(nil, x)
	for j := range slope {
		slope[j] = max(slope[j], -slope[j]) * f.Std[j]
	}
	columns := Indices(len(x), func(i, j int) int { return cmp.Compare(slope[j], slope[i]) })
	slices.Sort(columns[:k])
	return columns[:k]
}

// rowOf is values as the model takes them; nil where one is no number there.
func rowOf(values []float64) []float32 {
	x := make([]float32, len(values))
	for j, v := range values {
		if x[j] = float32(v); x[j]-x[j] != 0 {
			return nil
		}
	}
	return x
}

// limits finds the least and the most of each column, once.
func (v *why) limits(m *Model) Job {
	if v.most != nil {
		return nil
	}
	d, at := len(m.Columns), 1
	least, most := slices.Clone(m.row(0)), slices.Clone(m.row(0))
	return func() float64 {
		to := min(m.Rows(), at+max(1, perLimits/d))
		for ; at < to; at++ {
			for j, x := range m.row(at) {
				least[j], most[j] = min(least[j], x), max(most[j], x)
			}
		}
		if at < m.Rows() {
			return min(almost, float64(at)/float64(m.Rows()))
		}
		v.least, v.most = least, most
		return 1
	}
}

// surprises puts what was found in order.
func (v *why) surprises(m *Model, row int, x []float32, a protocol.WhyArgs, columns []conditional.Column,
	worked []int) protocol.Why {
	e := protocol.Why{
		Row: m.Number(row), Step: m.Step, Values: a.Values, Z: m.Flow.Forward(nil, x),
		LogP: m.Flow.LogProb(nil, x)[0], RowLogP: m.Flow.LogProb(nil, m.row(row))[0],
	}
	if e.Values == nil {
		for _, value := range x {
			e.Values = append(e.Values, float64(value))
		}
	}
	told, of := slices.Clone(worked), len(columns)
	if a.Columns == nil {
		of = len(worked)
		surprise := func(j int) float64 {
			if s := columns[j].Relative; s == s {
				return s
			}
			return math.Inf(-1)
		}
		slices.SortStableFunc(told, func(i, j int) int { return cmp.Compare(surprise(j), surprise(i)) })
		told = told[:min(len(told), mostSurprises)]
	}
	for _, j := range told {
		c := columns[j]
		e.Columns = append(e.Columns, protocol.Surprise{
			Column: j, Value: e.Values[j], Surprise: c.Relative, Tail: c.Tail, Median: c.Median, Lo: c.Lo, Hi: c.Hi,
			X: c.X, P: c.P, Least: float64(v.least[j]), Most: float64(v.most[j]),
		})
	}
	e.Left = of - len(e.Columns)
	return e
}
