package session

import (
	"bytes"
	"math"
	"slices"
	"strconv"
	"strings"

	"nicelab/flow"
	"nicelab/flow/conditional"
	"nicelab/flow/dataset"
	"nicelab/wasm/protocol"
)

// fill reads the file and gives its lines back with blanks filled and the columns that say how sure that is, a slice at
// a time.
func (s *Session) fill(c protocol.Fill) {
	if !s.ready(c.ID) {
		return
	}
	if c.Test {
		s.testFill(c)
		return
	}
	f, names := s.flow, s.data.columns
	draws := max(0, min(c.Draws, protocol.MaxDraws))
	s.read(c.ID, c.Name, c.Bytes, func(t *dataset.Table) {
		cols, err := t.Match(names)
		if err != nil {
			s.failFile(c.ID, c.Name, err)
			return
		}
		if !t.Text() {
			s.tell(c.ID, true, "fill-array", c.Name)
			return
		}
		x, rows := t.Blanks(cols)
		if len(rows) == 0 {
			s.tell(c.ID, true, "no-blanks", c.Name)
			return
		}
		if minutes := fillMinutes(f, x); minutes > mostMinutes {
			whole := func(v float64) string { return strconv.Itoa(int(v)) }
			n := float64(len(rows))
			s.tell(c.ID, true, "fill-long", c.Name, whole(n), whole(minutes+0.5), whole(n*mostMinutes/minutes))
			return
		}
		fl := &filling{table: t, cols: cols, rows: rows, job: conditional.NewFill(f, x, nil,
			conditional.Options{Seed: uint64(c.Seed), Draws: draws}), draws: draws}
		for k, j := range cols {
			for i := k; i < len(x); i += len(cols) {
				if x[i] != x[i] {
					fl.blank = append(fl.blank, j)
					break
				}
			}
		}
		s.foreground.add("filling", func() bool {
			if done, all := fl.job.Rows(); done < all && !fl.job.Advance() {
				s.progressed(c.ID, float64(done)/float64(all))
				return false
			}
			done, err := fl.write()
			if err != nil {
				s.failFile(c.ID, c.Name, err)
				return true
			}
			if !done {
				return false
			}
			out := fl.out.Bytes()
			s.emit(protocol.File{ID: c.ID, Name: renamed(c.Name, "-filled", t.Converted()), Mime: "text/csv", Bytes: out})
			key, args := fl.summary(c.Name)
			s.tell(c.ID, false, key, args...)
			return true
		})
	})
}

const (
	mostMinutes = 3    // that filling blanks may take: nothing else is done meanwhile
	perMinute   = 1e11 // operations that a browser does
)

// fillMinutes is about how long it takes to fill the blanks of x, rows of f's columns.
func fillMinutes(f *flow.Flow, x []float32) float64 {
	d := f.Config.Dim
	var points float64
	for r := 0; r < len(x); r += d {
		blanks := 0
		for _, v := range x[r : r+d] {
			if v != v {
				blanks++
			}
		}
		points += float64(conditional.Points(blanks))
	}
	return points * 2 * float64(len(f.Weights)) / perMinute
}

// filling is a file whose blanks are being filled.
type filling struct {
	table *dataset.Table
	cols  []int // of the table, by column of the model
	rows  []int // numbers of the rows that have blanks
	blank []int // columns of the table that have any, in the model's order
	job   *conditional.Fill
	draws int
	out   bytes.Buffer
	row   int // rows written
}

// find returns what was found for a blank of the table's row, if it was one and anything was.
func (fl *filling) find(row, column int) (conditional.Cell, bool) {
	i, ok := slices.BinarySearch(fl.rows, row)
	if !ok {
		return conditional.Cell{}, false
	}
	for _, c := range fl.job.Cells(i) {
		if fl.cols[c.Column] == column && c.Mean-c.Mean == 0 {
			return c, true
		}
	}
	return conditional.Cell{}, false
}

// write writes some rows of the file, and reports whether those were the last.
func (fl *filling) write() (done bool, err error) {
	var names []string
	for _, j := range fl.blank {
		name := fl.table.Columns[j].Name
		names = append(names, name+"_q05", name+"_q50", name+"_q95")
		for k := range fl.draws {
			names = append(names, name+"_draw"+strconv.Itoa(k+1))
		}
	}
	if fl.row == 0 {
		if err := fl.table.AppendHead(&fl.out, append(names, "r_hat")...); err != nil {
			return false, err
		}
	}
	first := fl.row + 1
	fl.row = min(fl.table.Rows, fl.row+rowsPerChunk)
	number := func(v float64) string { return string(fl.table.AppendNumber(nil, v)) }
	err = fl.table.AppendCells(&fl.out, first, fl.row, dataset.Cells{
		More: len(names) + 1,
		Value: func(row, k int) (string, bool) {
			if k == len(names) {
				worst := fl.rhat(row)
				return number(worst), worst == worst
			}
			each := 3 + fl.draws
			c, ok := fl.find(row, fl.blank[k/each])
			if !ok {
				return "", false
			}
			return number(append([]float64{c.Lo, c.Median, c.Hi}, c.Draws...)[k%each]), true
		},
		Fill: func(row, column int) (string, bool) {
			c, ok := fl.find(row, column)
			return number(c.Mean), ok
		},
	})
	return fl.row == fl.table.Rows, err
}

// rhat returns the largest of a row's blanks, NaN where nothing was filled.
func (fl *filling) rhat(row int) float64 {
	i, ok := slices.BinarySearch(fl.rows, row)
	if !ok {
		return math.NaN()
	}
	worst := math.Inf(-1)
	for _, c := range fl.job.Cells(i) {
		worst = max(worst, c.Rhat)
	}
	return worst
}

// summary counts what was filled, and the rows whose blanks the chains have not settled.
func (fl *filling) summary(name string) (key string, args []string) {
	cells, rows, apart := 0, 0, 0
	for i := range fl.rows {
		found := fl.job.Cells(i)
		if r := fl.rhat(fl.rows[i]); r != r {
			continue
		}
		cells, rows = cells+len(found), rows+1
		if slices.ContainsFunc(found, func(c conditional.Cell) bool { return !c.Converged() }) {
			apart++
		}
	}
	args = []string{strconv.Itoa(cells), strconv.Itoa(rows), name}
	if apart == 0 {
		return "filled", args
	}
	return "filled-apart", append(args, strconv.Itoa(apart))
}

// renamed is the file's name with something added. What came compressed goes back as text, and what was no text table
// as CSV.
func renamed(name, with string, converted bool) string {
	for _, ext := range []string{".gz", ".zip"} {
		name = strings.TrimSuffix(name, ext)
	}
	i := strings.LastIndexByte(name, '.')
	switch {
	case i > 0 && converted:
		return name[:i] + with + ".csv"
	case i > 0:
		return name[:i] + with + name[i:]
	}
	return name + with + ".csv"
}
