package view

import (
	"bytes"
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"nicelab/flow/dataset"
	"nicelab/wasm/protocol"
)

const (
	mostCells = 24      // columns of the window
	mostTexts = 3       // of them, columns of text
	perFilter = 1 << 12 // cells that are searched at once
	perCSV    = 1 << 13 // cells that are written at once

	// A ranking of fewer rows that takes less is waited for: the table would only jump.
	soonRows  = 20_000
	soonFlops = 1e9
)

// rows is the table: a window of its rows, in an order, of those that a search leaves.
type rows struct {
	now  *ranking // nil while there is none
	next *ranking // what is being worked out

	column   int // of the modelled columns, that which byColumn is in the order of
	byColumn []int32

	list listing
}

// listing is the rows that a search leaves, in their order.
type listing struct {
	args  protocol.RowsArgs
	of    *ranking
	rows  []int32 // nil: all, as they are
	n     int
	known bool
}

// at is a row of the list.
func (l *listing) at(i int) int {
	if l.args.Back {
		i = l.n - 1 - i
	}
	if l.rows == nil {
		return i
	}
	return int(l.rows[i])
}

func (v *rows) Name() string { return "rows" }

func (v *rows) Fits(m *Model) bool { return m.Source == "table" && m.Rows() > 0 }

func (v *rows) Job(m *Model, w protocol.Watch, emit func(protocol.Event)) Job {
	a := w.Args.Rows
	a.Length = max(1, min(a.Length, protocol.MaxWindow))
	show := func() { emit(v.window(m, a)) }
	if v.ranked(m) || m.Moving {
		return inTurn(stage{9, v.lists(m, a)}, stage{1, once(show)})
	}
	anew := []stage{{8, v.ranks(m)}, {2, v.lists(m, a)}, {0, once(show)}}
	if flops := float64(m.Rows()) * 2 * float64(len(m.Flow.Weights)); v.now == nil && m.Rows() < soonRows &&
		flops < soonFlops {
		return inTurn(anew...)
	}
	return inTurn(append([]stage{{0, v.lists(m, a)}, {0, once(show)}}, anew...)...)
}

func (v *rows) Save(m *Model, c protocol.SaveView, emit func(protocol.Event)) Job {
	if m.Moving {
		tell(emit, c.ID, "rows-moving")
		return nil
	}
	return inTurn(stage{8, v.ranks(m)}, stage{2, v.lists(m, c.Args.Rows)},
		stage{4, func() Job { return v.csv(m, c.ID, emit) }})
}

func (v *rows) ranked(m *Model) bool { return v.now != nil && v.now.of == m.Weight }

// ranks works out what is not known yet of the rows' log p.
func (v *rows) ranks(m *Model) func() Job {
	return func() Job {
		if v.ranked(m) {
			return nil
		}
		if v.next == nil || v.next.of != m.Weight {
			v.next = newRanking(m)
		}
		return func() float64 {
			share := v.next.advance(m)
			if share == 1 {
				v.now, v.next = v.next, nil
			}
			return share
		}
	}
}

// lists brings the rows that a asks for into order.
func (v *rows) lists(m *Model, a protocol.RowsArgs) func() Job {
	return func() Job {
		if l := &v.list; l.known && l.of == v.now && l.args.Lists(a) {
			return nil
		}
		var base []int32
		next := listing{args: a, of: v.now, known: true}
		return inTurn(stage{1, func() Job { return v.orders(m, a, &base) }}, stage{1, func() Job {
			f := newFilter(m, a)
			if f == nil {
				next.rows, next.n = base, m.Rows()
				return nil
			}
			next.rows = []int32{}
			at := 0
			return func() float64 {
				to := min(m.Rows(), at+max(1, perFilter/len(m.Columns)))
				for ; at < to; at++ {
					row := at
					if base != nil {
						row = int(base[at])
					}
					if f.lets(row) {
						next.rows = append(next.rows, int32(row))
					}
				}
				next.n = len(next.rows)
				return float64(at) / float64(m.Rows())
			}
		}}, stage{0, once(func() { v.list = next })})
	}
}

// orders sets base to all rows in the order that a asks for, or to nil where that is their own.
func (v *rows) orders(m *Model, a protocol.RowsArgs, base *[]int32) Job {
	switch {
	case a.Order == protocol.ByLogP && v.now != nil:
		*base = v.now.order
	case a.Order == protocol.ByColumn && a.Column >= 0 && a.Column < len(m.Columns):
		if v.byColumn != nil && v.column == a.Column {
			*base = v.byColumn
			return nil
		}
		d := len(m.Columns)
		s := newSorting(m.Rows(), func(i, j int32) int { return cmp.Compare(m.X[int(i)*d+a.Column], m.X[int(j)*d+a.Column]) })
		return func() float64 {
			share := s.step()
			if share == 1 {
				v.column, v.byColumn = a.Column, s.rows
				*base = s.rows
			}
			return share
		}
	}
	return nil
}

// window is the rows of the list that a asks for.
func (v *rows) window(m *Model, a protocol.RowsArgs) protocol.Rows {
	l, d := &v.list, len(m.Columns)
	texts := min(mostTexts, len(m.Texts.Names))
	cols := min(d, mostCells-texts)
	e := protocol.Rows{
		Args: a, Total: m.Rows(), Found: l.n, First: max(0, min(a.First, l.n-1)), Ranked: v.now != nil,
		Names: slices.Concat(m.Texts.Names[:texts], m.Columns[:cols]), Texts: texts, Left: d - cols,
	}
	if v.now != nil {
		e.Step = v.now.step
	}
	for i := e.First; i < min(l.n, e.First+a.Length); i++ {
		row := l.at(i)
		number := m.Number(row)
		e.Numbers = append(e.Numbers, number)
		for j := range texts {
			e.Cells = append(e.Cells, m.Texts.Cell(number, j))
		}
		for _, x := range m.row(row)[:cols] {
			e.Cells = append(e.Cells, string(appendCell(nil, x)))
		}
		lp, share := math.NaN(), math.NaN()
		if v.now != nil {
			lp = v.now.lp[row]
			share = v.now.share(lp)
		}
		e.LogP, e.Share = append(e.LogP, lp), append(e.Share, share)
	}
	return e
}

// csv writes the list.
func (v *rows) csv(m *Model, id int, emit func(protocol.Event)) Job {
	l, texts := v.list, m.Texts.Names
	names := slices.Concat([]string{"row"}, texts, m.Columns, []string{"log_p", "percentile"})
	out := dataset.AppendRecord(nil, names)
	at := 0
	return func() float64 {
		to := min(l.n, at+max(1, perCSV/len(names)))
		for ; at < to; at++ {
			row := l.at(at)
			number := m.Number(row)
			out = strconv.AppendInt(out, int64(number), 10)
			for j := range texts {
				out = dataset.AppendField(append(out, ','), m.Texts.Cell(number, j))
			}
			for _, x := range m.row(row) {
				out = appendCell(append(out, ','), x)
			}
			lp := v.now.lp[row]
			out = strconv.AppendFloat(append(out, ','), lp, 'g', 9, 64)
			out = strconv.AppendFloat(append(out, ','), 100*v.now.share(lp), 'f', 2, 64)
			out = append(out, '\n')
		}
		if at < l.n {
			return min(almost, float64(at)/float64(l.n))
		}
		emit(protocol.File{ID: id, Name: "rows.csv", Mime: "text/csv", Bytes: out})
		return 1
	}
}

// appendCell writes a number of the table for people: as briefly as it reads back, without an exponent where that is
// short.
func appendCell(dst []byte, x float32) []byte {
	format := byte('f')
	if a := math.Abs(float64(x)); a >= 1e9 || a < 1e-4 && a > 0 {
		format = 'g'
	}
	return strconv.AppendFloat(dst, float64(x), format, -1, 32)
}

// filter is what a search and a selection leave of the rows.
type filter struct {
	m      *Model
	among  map[int]bool // nil: all
	number int          // the row of that number, alone where nothing else is looked for
	alone  bool
	text   []byte // what a cell contains, in lower case
	figure bool   // a number may contain it
	buf    []byte
}

// newFilter returns nil where all rows are left.
func newFilter(m *Model, a protocol.RowsArgs) *filter {
	f := &filter{m: m, number: -1}
	text := strings.ToLower(strings.ReplaceAll(strings.TrimSpace(a.Search), "−", "-"))
	if len(a.Among) > 0 {
		f.among = map[int]bool{}
		for _, i := range a.Among {
			if m.Shown == nil {
				f.among[i] = true
			} else if i >= 0 && i < len(m.Shown) {
				f.among[m.Shown[i]] = true
			}
		}
	}
	if rest, ok := strings.CutPrefix(text, "#"); ok {
		text, f.alone = rest, true
	}
	if n, err := strconv.Atoi(strings.ReplaceAll(text, ",", "")); err == nil {
		f.number = n
	}
	if f.text = []byte(text); len(f.text) > 0 {
		f.figure = strings.Trim(text, "0123456789.-+e") == ""
	} else if f.among == nil {
		return nil
	}
	return f
}

// lets reports whether a row is left.
func (f *filter) lets(row int) bool {
	switch {
	case f.among != nil && !f.among[row]:
		return false
	case len(f.text) == 0:
		return true
	}
	number := f.m.Number(row)
	if number == f.number || f.alone {
		return number == f.number
	}
	if f.figure {
		for _, x := range f.m.row(row) {
			if f.buf = appendCell(f.buf[:0], x); bytes.Contains(f.buf, f.text) {
				return true
			}
		}
	}
	for j := range f.m.Texts.Names {
		if strings.Contains(strings.ToLower(f.m.Texts.Cell(number, j)), string(f.text)) {
			return true
		}
	}
	return false
}
