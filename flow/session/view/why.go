package view

import (
	"cmp"
	"slices"

	"nicelab/flow/conditional"
	"nicelab/wasm/protocol"
)

// mostSurprises is how many columns are told of; all are worked out.
const mostSurprises = 24

// why explains one row: how surprising each of its values is, given all the others.
type why struct{}

func (why) Name() string { return "why" }

func (why) Fits(m *Model) bool { return m.Source == "table" && m.Rows() > 0 }

func (why) Job(m *Model, w protocol.Watch, emit func(protocol.Event)) Job {
	number := w.Args.Why.Row
	i, ok := m.RowOf(number)
	if !ok || m.Moving {
		return nil
	}
	r := conditional.NewRow(m.Flow, m.row(i), nil)
	return func() float64 {
		if r.Advance() {
			emit(surprises(m, i, r.Columns()))
			return 1
		}
		known := 0
		for _, c := range r.Columns() {
			if c.X != nil {
				known++
			}
		}
		return min(almost, float64(known)/float64(len(m.Columns)))
	}
}

// surprises puts what was found in order.
func surprises(m *Model, row int, columns []conditional.Column) protocol.Why {
	e := protocol.Why{Row: m.Number(row), Step: m.Step}
	for j, c := range columns {
		e.Columns = append(e.Columns, protocol.Surprise{
			Column: j, Value: float64(m.row(row)[j]), Surprise: c.Relative, Tail: c.Tail,
			Median: c.Median, Lo: c.Lo, Hi: c.Hi, X: c.X, P: c.P,
		})
	}
	slices.SortStableFunc(e.Columns, func(a, b protocol.Surprise) int { return cmp.Compare(b.Surprise, a.Surprise) }) // NaN at the end
	if e.Left = len(e.Columns) - mostSurprises; e.Left > 0 {
		e.Columns = e.Columns[:mostSurprises]
	}
	e.Left = max(0, e.Left)
	return e
}
