package session

import (
	"slices"
	"strconv"
	"strings"

	"nicelab/flow/dataset"
	"nicelab/wasm/protocol"
)

const (
	mostNamed   = 6       // columns that a warning names
	combRows    = 10_000  // of a column that are looked at, at most,
	combCells   = 160_000 // and of all
	leastComb   = 1_000   // but so many at least
	rowsAColumn = 10      // fewer are few
)

// warn queues what a person is to know of a table, and gives the trainer the grids of its columns.
func (s *Session) warn() {
	if s.data.source != "table" || s.data.pictures != nil || s.trainer == nil {
		return
	}
	var ranking job
	s.foreground.add("warnings", func() bool {
		d := len(s.data.columns)
		if j := len(s.data.combs); j < d {
			s.data.combs = append(s.data.combs, dataset.NewComb(s.data.some(j)))
			return false
		}
		if s.data.rank == nil {
			if ranking == nil {
				ranking = s.ranking()
			}
			ranking()
			return false
		}
		s.trainer.Grid = s.data.grid()
		s.emit(s.warnings())
		return true
	})
}

// some is a copy of values of column j, evenly from all rows.
func (d *data) some(j int) []float32 {
	k, n := len(d.columns), d.rows()
	values := make([]float32, looked(n, k))
	for i := range values {
		values[i] = d.x[i*n/len(values)*k+j]
	}
	return values
}

// looked is how many of n rows of k columns are looked at.
func looked(n, k int) int { return min(n, max(leastComb, min(combRows, combCells/k))) }

// grid is the step of each column whose values lie on one; nil where none do.
func (d *data) grid() []float32 {
	steps, any := make([]float32, len(d.combs)), false
	for j, c := range d.combs {
		if c.Step > 0 {
			steps[j], any = float32(c.Step), true
		}
	}
	if !any {
		return nil
	}
	return steps
}

func (s *Session) warnings() protocol.Warnings {
	var w protocol.Warnings
	add := func(key, do string, columns []string, args ...string) {
		w.List = append(w.List, protocol.Warning{Key: key, Args: args, Do: do, Columns: columns})
	}
	d, names := &s.data, s.data.columns
	if len(d.far) > 0 {
		rows := 0
		for _, f := range d.far {
			rows += len(f.Rows)
		}
		key, do := "rows-far", protocol.TakeFar
		if d.farKept {
			key, do = "rows-far-kept", protocol.LeaveFar
		}
		add(key, do, nil, names[d.far[0].Column], number(float64(d.far[0].Value)), strconv.Itoa(rows))
	}
	if ties := d.rank.Tied; len(ties) > 0 {
		var columns, how []string
		for _, t := range ties {
			columns = append(columns, names[t.Column])
			var from []string
			for _, j := range t.From {
				from = append(from, names[j])
			}
			how = append(how, names[t.Column]+" ← "+someOf(from, " + "))
		}
		add("columns-tied", protocol.Leave, columns, someOf(how, "; "))
	}
	if still := d.rank.Constant; len(still) > 0 {
		var columns []string
		for _, j := range still {
			columns = append(columns, names[j])
		}
		add("columns-still", protocol.Leave, columns, someOf(columns, ", "))
	}
	s.warnOfCombs(add)
	if n := d.rows(); n < rowsAColumn*len(names) {
		add("rows-few", "", nil, strconv.Itoa(n), strconv.Itoa(len(names)))
	}
	return w
}

// warnOfCombs tells of values that repeat where the noise in training does not cover it.
func (s *Session) warnOfCombs(add func(key, do string, columns []string, args ...string)) {
	d := &s.data
	var close, grid, covered []string
	if s.table != nil {
		for _, c := range s.table.table.Columns {
			if c.Cramped {
				close = append(close, c.Name)
			}
		}
	}
	if len(close) > 0 {
		add("columns-close", "", nil, someOf(close, ", "))
	}
	var heaps []int
	for j, c := range d.combs {
		text := d.columns[j] + ": " + number(c.Step)
		noise := s.settings.Smooth * float64(s.flow.Std[j])
		if s.model.Clusters > 0 {
			noise = 0 // it is reckoned with, and so widens nothing
		}
		switch {
		case c.Step > 0 && s.settings.Dequantize:
			covered = append(covered, text)
		case c.Step > 2*noise:
			grid = append(grid, text)
		}
		if c.Share > 0 {
			heaps = append(heaps, j)
		}
	}
	if len(grid) > 0 {
		add("values-grid", protocol.Spread, nil, someOf(grid, ", "))
	}
	if len(covered) > 0 {
		add("values-spread", protocol.Unspread, nil, someOf(covered, ", "))
	}
	slices.SortStableFunc(heaps, func(a, b int) int { return int(1e6 * (d.combs[b].Share - d.combs[a].Share)) })
	for _, j := range heaps[:min(len(heaps), 3)] {
		c, percent := d.combs[j], strconv.Itoa(int(100*d.combs[j].Share+0.5))
		add("column-heap", protocol.Leave, d.columns[j:j+1], d.columns[j], percent, number(float64(c.Common)))
	}
}

func number(v float64) string { return strconv.FormatFloat(v, 'g', 6, 64) }

// someOf is a list that is not too long to read.
func someOf(list []string, sep string) string {
	if len(list) > mostNamed {
		return strings.Join(list[:mostNamed], sep) + sep + "…"
	}
	return strings.Join(list, sep)
}
