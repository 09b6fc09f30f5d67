// Package dataset is where points come from: built-in densities of the plane, and people's own tables.
package dataset

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// MinRows is the least number of usable rows that Check lets through: fewer say nothing about a density.
const MinRows = 20

const (
	blockRows   = 4096 // rows of a column that are allocated at once
	maxReported = 100  // dropped rows that are reported one by one
	leastSteps  = 100  // float32 numbers that a usable column must spread over
)

var nan = float32(math.NaN())

// Table is a table that was read: its numeric columns as float32 and, where it came as text, its bytes and where its rows lie in them.
// A column is numeric if at least 95% of its cells that are not blank are numbers; the rows
// of the others are unusable where that column is used. Blank are empty cells and (in any
// case) NA, N/A, NaN, null, none, nil, -, ? and a lone point.
type Table struct {
	Columns []Column
	Rows    int      // records after the header
	Header  bool     // the file names its columns
	Notes   []string // sentences: lines before the table that were left out
	About   string   // a sentence or two on what the rows are, where the file leaves it open

	data    []byte
	start   int      // after the byte order mark
	names   int      // where the header's record ends; 0 without a header
	dialect *dialect // nil: the table came as numbers, not as text
	drawn   bool     // the rows are random points
	rows    []uint32 // where each row starts
	ragged  []int    // rows (from 0) with another number of cells, ascending
	stats   []stat
}

// Column describes one column of a Table.
type Column struct {
	Name   string
	Usable bool   // numeric, and its numbers differ clearly in single precision
	Note   string // why it is not usable, or how many cells are blank or no number
	Blank  int    // blank cells
	Const  bool   // not usable: every number is the same
	Few    bool   // usable, but of so few different numbers that it is rather a label than a measurement
}

// A column of at most fewNumbers different numbers in at least manyRows rows is a label more likely than not. The
// density of a label has no bound: a model of it can sharpen forever.
const (
	fewNumbers = 6
	manyRows   = 30
)

// stat is what is kept of one column. Its numbers are stored by slot (the row less the ragged rows
// before it) in blocks that only reach as far as the last number put: what is beyond is missing.
type stat struct {
	blocks        [][]float32 // NaN where there is no number
	numbers, text int
	infs, large   int       // numbers that are none to model: see kind
	firstText     int       // row of the first text, from 0
	low, high     float64   // as in the file, before they are rounded to float32
	different     []float64 // the first numbers that differ, one more than fewNumbers at most
}

// take takes a value that is some number.
func (s *stat) take(slot int, v float64, k kind) {
	switch k {
	case number:
		s.put(slot, v)
	case large:
		s.large++
	case infinite:
		s.infs++
	}
}

// filled is how many cells are not blank.
func (s *stat) filled() int { return s.numbers + s.infs + s.large + s.text }

func (s *stat) put(slot int, v float64) {
	if len(s.different) <= fewNumbers && !slices.Contains(s.different, v) {
		s.different = append(s.different, v)
	}
	b, i := slot/blockRows, slot%blockRows
	for len(s.blocks) <= b {
		s.blocks = append(s.blocks, nil)
	}
	block := s.blocks[b]
	if block == nil && b > 0 {
		block = make([]float32, 0, blockRows)
	}
	for len(block) < i {
		block = append(block, nan)
	}
	s.blocks[b] = append(block, float32(v))
	if s.numbers == 0 {
		s.low, s.high = v, v
	}
	s.low, s.high = min(s.low, v), max(s.high, v)
	s.numbers++
}

func (s *stat) at(slot int) float32 {
	b, i := slot/blockRows, slot%blockRows
	if b < len(s.blocks) && i < len(s.blocks[b]) {
		return s.blocks[b][i]
	}
	return nan
}

func (s *stat) numeric() bool {
	return s.filled() > 0 && s.text*20 <= s.filled()
}

// add takes the next row, which starts at start.
func (t *Table) add(start int, cells []span) {
	row := t.Rows
	t.Rows++
	t.rows = append(t.rows, uint32(start))
	if len(cells) != len(t.stats) {
		t.ragged = append(t.ragged, row)
		return
	}
	slot := row - len(t.ragged)
	for j, c := range cells {
		s := &t.stats[j]
		switch v, k := t.dialect.value(t.data[c.lo:c.hi]); k {
		case number, large, infinite:
			s.take(slot, v, k)
		case text:
			if s.text == 0 {
				s.firstText = row
			}
			s.text++
		case blank:
			t.Columns[j].Blank++
		}
	}
}

// finish judges the columns once every row is in.
func (t *Table) finish() {
	for j := range t.Columns {
		c, s := &t.Columns[j], &t.stats[j]
		switch {
		case s.filled() == 0:
			c.Note = "no values"
		case !s.numeric():
			c.Note = fmt.Sprintf("text, such as %q", t.cell(s.firstText, j))
			s.blocks = nil
		case s.numbers == 0:
			c.Note = "no finite numbers"
			if s.large > 0 {
				c.Note = fmt.Sprintf("no numbers up to %g; larger ones count as missing", Largest)
			}
		case s.low == s.high:
			c.Const = true
			c.Note = fmt.Sprintf("constant: every number is %v", s.low)
		case cramped(s.low, s.high):
			c.Note = crampedNote(s.low, s.high)
		default:
			c.Usable = true
			c.Few = len(s.different) <= fewNumbers && s.numbers >= manyRows
			var notes []string
			if c.Few {
				notes = append(notes, fmt.Sprintf("only %d different numbers", len(s.different)))
			}
			if c.Blank > 0 {
				notes = append(notes, count(c.Blank, "blank cell"))
			}
			if s.text > 0 {
				notes = append(notes, count(s.text, "cell")+" with text")
			}
			if s.infs > 0 {
				notes = append(notes, count(s.infs, "cell")+" not finite")
			}
			if s.large > 0 {
				notes = append(notes, fmt.Sprintf("%s beyond %g, taken as missing", count(s.large, "cell"), Largest))
			}
			c.Note = strings.Join(notes, ", ")
		}
	}
}

// cramped reports whether numbers from low to high, unless they are all the same, are so close together that float32
// tells fewer than leastSteps of them apart.
func cramped(low, high float64) bool {
	top := float32(max(-low, high))
	step := max(top-math.Nextafter32(top, 0), math.SmallestNonzeroFloat32)
	return low < high && high-low < leastSteps*float64(step)
}

func crampedNote(low, high float64) string {
	const normal = 0x1p-126 // below, float32 gives up digits
	if max(-low, high) < normal {
		return "too small for single precision; multiply by a constant and open the file again"
	}
	return fmt.Sprintf("too close together for single precision around %.2g; subtract a constant and open the file again", (low+high)/2)
}

// cell returns the text of a cell of a row that is not ragged, cut to a length fit for a sentence.
func (t *Table) cell(row, column int) string {
	const longest = 24
	cells, _, _ := t.dialect.record(nil, t.data, int(t.rows[row]))
	c := cells[column]
	c.hi = min(c.hi, c.lo+8*longest)
	s := []rune(strings.ToValidUTF8(string(c.text(t.data)), "\uFFFD"))
	if len(s) > longest {
		return string(s[:longest-1]) + "…"
	}
	return string(s)
}

// Text reports whether the table came as text, which Append can write again.
func (t *Table) Text() bool { return t.dialect != nil }

// Drawn reports whether the rows are random points rather than rows of the file.
func (t *Table) Drawn() bool { return t.drawn }

// Usable returns the indices of the usable columns.
func (t *Table) Usable() []int {
	var cols []int
	for j, c := range t.Columns {
		if c.Usable {
			cols = append(cols, j)
		}
	}
	return cols
}

// Suggested returns the columns to model unless the person says otherwise: the usable ones but for labels, or all of them
// where that leaves fewer than two.
func (t *Table) Suggested() []int {
	usable := t.Usable()
	cols := slices.DeleteFunc(slices.Clone(usable), func(j int) bool { return t.Columns[j].Few })
	if len(cols) < 2 {
		return usable
	}
	return cols
}

// Names returns the names of the given columns.
func (t *Table) Names(cols []int) []string {
	names := make([]string, len(cols))
	for i, j := range cols {
		names[i] = t.Columns[j].Name
	}
	return names
}

// each calls f for every row (from 0) with its values in cols, or with the index in cols of the first
// value that is missing, or with -1 where the row is ragged. The values are valid during the call.
func (t *Table) each(cols []int, f func(row int, values []float32, missing int)) {
	values := make([]float32, len(cols))
	k := 0
	for row := range t.Rows {
		if k < len(t.ragged) && t.ragged[k] == row {
			k++
			f(row, nil, -1)
			continue
		}
		missing := len(cols)
		for i, j := range cols {
			v := t.stats[j].at(row - k)
			if v != v {
				missing = i
				break
			}
			values[i] = v
		}
		if missing < len(cols) {
			f(row, nil, missing)
		} else {
			f(row, values, 0)
		}
	}
}

// Matrix returns the rows that have a finite number in every given column: x holds n rows of
// len(cols), row-major, and rows their n numbers in the file, the first data row being 1. dropped
// are sentences on what was left out: the Notes, then row by row up to 100 rows, then how many more.
func (t *Table) Matrix(cols []int) (x []float32, rows []int, dropped []string) {
	x = make([]float32, 0, t.Rows*len(cols))
	rows = make([]int, 0, t.Rows)
	dropped = append(dropped, t.Notes...)
	left := 0
	t.each(cols, func(row int, values []float32, missing int) {
		if values != nil {
			x = append(x, values...)
			rows = append(rows, row+1)
			return
		}
		if left++; left > maxReported {
			return
		}
		column := -1
		if missing >= 0 {
			column = cols[missing]
		}
		dropped = append(dropped, fmt.Sprintf("row %d: %s", row+1, t.reason(row, column)))
	})
	if left > maxReported {
		dropped = append(dropped, count(left-maxReported, "more row")+" left out for such reasons")
	}
	return x, rows, dropped
}

// reason says why a row has no number in a column, or (column -1) why it is no row at all.
func (t *Table) reason(row, column int) string {
	if t.dialect == nil {
		if t.stats[column].large > 0 {
			return fmt.Sprintf("%s is not a finite number up to %g", t.Columns[column].Name, Largest)
		}
		return t.Columns[column].Name + " is not a finite number"
	}
	cells, _, _ := t.dialect.record(nil, t.data, int(t.rows[row]))
	if column < 0 {
		return fmt.Sprintf("%s instead of %d", count(len(cells), "cell"), len(t.stats))
	}
	c := cells[column]
	switch _, k := t.dialect.value(t.data[c.lo:c.hi]); k {
	case infinite:
		return t.Columns[column].Name + " is not finite"
	case large:
		return fmt.Sprintf("%s is %s, beyond %g and taken as missing", t.Columns[column].Name, t.cell(row, column), Largest)
	case text:
		return fmt.Sprintf("%s is %q, not a number", t.Columns[column].Name, t.cell(row, column))
	}
	return "no number in " + t.Columns[column].Name
}
