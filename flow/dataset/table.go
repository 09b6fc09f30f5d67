// Package dataset is where points come from: built-in densities of the plane, and people's own tables.
package dataset

import (
	"errors"
	"fmt"
	"math"
	"strings"
)

// MinRows is the least number of usable rows that Check lets through: fewer say nothing about a density.
const MinRows = 20

const (
	blockRows   = 4096 // rows of a column that are allocated at once
	maxReported = 20   // dropped rows that are reported one by one
)

var nan = float32(math.NaN())

// Table is a text table: its bytes, where its rows lie in them, and its numeric columns as float32.
// A column is numeric if at least 95% of its cells that are not blank are numbers; the rows
// of the others are unusable where that column is used. Blank are empty cells and (in any
// case) NA, N/A, NaN, null, none, nil, -, ? and a lone point.
type Table struct {
	Columns []Column
	Rows    int      // records after the header
	Header  bool     // the file names its columns
	Notes   []string // sentences: lines before the table that were left out

	data    []byte
	start   int // after the byte order mark
	dialect *dialect
	rows    []uint32 // where each row starts
	ragged  []int    // rows (from 0) with another number of cells, ascending
	stats   []stat
}

// Column describes one column of a Table.
type Column struct {
	Name   string
	Usable bool   // numeric and not constant
	Note   string // why it is not usable, or how many cells are blank or no number
	Blank  int    // blank cells
}

// stat is what is kept of one column. Its numbers are stored by slot (the row less the ragged rows
// before it) in blocks that only reach as far as the last number put: what is beyond is missing.
type stat struct {
	blocks              [][]float32 // NaN where there is no number
	numbers, infs, text int
	firstText           int // row of the first text, from 0
	low, high           float32
}

func (s *stat) put(slot int, v float32) {
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
	s.blocks[b] = append(block, v)
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
	return (s.text+s.infs+s.numbers) > 0 && s.text*20 <= s.text+s.infs+s.numbers
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
		case number:
			s.put(slot, v)
		case infinite:
			s.infs++
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
		case s.text+s.infs+s.numbers == 0:
			c.Note = "no values"
		case !s.numeric():
			c.Note = fmt.Sprintf("text, such as %q", t.cell(s.firstText, j))
			s.blocks = nil
		case s.numbers == 0:
			c.Note = "no finite numbers"
		case s.low == s.high:
			c.Note = fmt.Sprintf("constant: every number is %v", s.low)
		default:
			c.Usable = true
			var notes []string
			if c.Blank > 0 {
				notes = append(notes, count(c.Blank, "blank cell"))
			}
			if s.text > 0 {
				notes = append(notes, count(s.text, "cell")+" with text")
			}
			if s.infs > 0 {
				notes = append(notes, count(s.infs, "cell")+" not finite")
			}
			c.Note = strings.Join(notes, ", ")
		}
	}
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
// are sentences on what was left out: the Notes, then row by row up to 20 rows, then how many more.
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
	cells, _, _ := t.dialect.record(nil, t.data, int(t.rows[row]))
	if column < 0 {
		return fmt.Sprintf("%s instead of %d", count(len(cells), "cell"), len(t.stats))
	}
	c := cells[column]
	switch _, k := t.dialect.value(t.data[c.lo:c.hi]); k {
	case infinite:
		return t.Columns[column].Name + " is not finite"
	case text:
		return fmt.Sprintf("%s is %q, not a number", t.Columns[column].Name, t.cell(row, column))
	}
	return "no number in " + t.Columns[column].Name
}

// Check returns an error, a sentence for the person, if the columns cannot train a flow: it takes at
// least two usable columns and MinRows rows that have a number in each of them.
func (t *Table) Check(cols []int) error {
	usable := t.Usable()
	switch {
	case t.Rows == 0 && len(t.Columns) == 0:
		return errors.New("the file is empty; open a table with at least two columns of numbers")
	case t.Rows == 0:
		return errors.New("the file has column names but no rows; open a table with at least two columns of numbers")
	case len(usable) == 0:
		return errors.New("no column of the file has numbers that vary; a flow needs at least two such columns")
	case len(usable) == 1:
		return fmt.Errorf("only %s has numbers that vary; a flow needs at least two such columns", t.Columns[usable[0]].Name)
	case len(cols) < 2:
		return errors.New("choose at least two columns; a flow of one has nothing to couple")
	}
	seen := map[int]bool{}
	for _, j := range cols {
		if j < 0 || j >= len(t.Columns) {
			return fmt.Errorf("there is no column %d; the file has %d", j+1, len(t.Columns))
		}
		if !t.Columns[j].Usable {
			return fmt.Errorf("%s cannot be modelled (%s); leave it out", t.Columns[j].Name, t.Columns[j].Note)
		}
		if seen[j] {
			return fmt.Errorf("%s is chosen twice; choose it once", t.Columns[j].Name)
		}
		seen[j] = true
	}
	n := 0
	first, varies := make([]float32, len(cols)), make([]bool, len(cols))
	t.each(cols, func(_ int, values []float32, _ int) {
		if values == nil {
			return
		}
		if n == 0 {
			copy(first, values)
		}
		n++
		for i, v := range values {
			varies[i] = varies[i] || v != first[i]
		}
	})
	if n < MinRows {
		return fmt.Errorf("only %s a number in every chosen column; at least %d are needed: leave out columns with blanks, or open a larger file",
			count(n, "row")+map[bool]string{true: " has", false: " have"}[n == 1], MinRows)
	}
	for i, ok := range varies {
		if !ok {
			return fmt.Errorf("%s is the same in all %d usable rows; leave it out", t.Columns[cols[i]].Name, n)
		}
	}
	return nil
}

// Match finds the columns of a model in a file to be scored: by name, else by name but for case and spaces,
// else (in a file without a header that has just as many numeric columns) by position. Unlike a column
// to be modelled, one to be scored may be constant. The error names what is missing.
func (t *Table) Match(names []string) (cols []int, err error) {
	exact, folded := map[string]int{}, map[string]int{}
	var numeric []int
	for j, c := range t.Columns {
		exact[c.Name] = j
		if _, ok := folded[fold(c.Name)]; !ok {
			folded[fold(c.Name)] = j
		}
		if t.stats[j].numeric() {
			numeric = append(numeric, j)
		}
	}
	var missing, words []string
	used := map[int]bool{}
	for _, name := range names {
		j, ok := exact[name]
		if !ok {
			j, ok = folded[fold(name)]
		}
		switch {
		case !ok || used[j]:
			missing = append(missing, name)
		case t.stats[j].text > 0 && !t.stats[j].numeric():
			words = append(words, name)
		}
		used[j] = used[j] || ok
		cols = append(cols, j)
	}
	if len(missing)+len(words) == 0 {
		return cols, nil
	}
	if !t.Header && len(numeric) == len(names) {
		return numeric, nil
	}
	if len(missing) == 0 {
		return nil, fmt.Errorf("the model needs numbers in %s, but the file has text there", list(words))
	}
	if !t.Header {
		return nil, fmt.Errorf("the file has no header and %s of numbers, but the model needs %d: %s",
			count(len(numeric), "column"), len(names), list(names))
	}
	return nil, fmt.Errorf("the file has no column %s; rename its columns to those of the model: %s", list(missing), list(names))
}

func fold(name string) string {
	return strings.ToLower(strings.Join(strings.Fields(name), ""))
}

// list joins names for a sentence, and stops where nobody would read on.
func list(names []string) string {
	const most = 10
	if len(names) > most {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
	}
	return strings.Join(names, ", ")
}

// count says "1 row", "2 rows".
func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
