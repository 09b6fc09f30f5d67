// Package dataset is where points come from: built-in densities of the plane, and people's own tables.
package dataset

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// MinRows is the least number of usable rows that Check lets through: fewer say nothing about a density.
const MinRows = 20

const (
	blockRows   = 4096 // rows of a column that are allocated at once
	maxReported = 100  // dropped rows that are reported one by one
	leastSteps  = 100  // float32 numbers that a usable column must spread over
)

var nan = float32(math.NaN())

// Table is a table that was read: its numeric columns as float32 and, where it came as text, its bytes and where its
// rows lie in them. A column is numeric if at least 95% of its cells that are not blank are numbers; the rows of the
// others are unusable where that column is used. Blank are empty cells and (in any case) NA, N/A, NaN, null, none, nil,
// -, ? and a lone point.
type Table struct {
	Columns  []Column
	Rows     int      // records after the header
	Header   bool     // the file names its columns
	Notes    []string // sentences: lines before the table that were left out
	Pictures *Pixels  // the rows, where they are pictures, and a test set that the rows do not count
	About    string   // a sentence or two on what the rows are, where the file leaves it open

	data      []byte
	layout    *layout  // nil: the table came as numbers, not as text
	converted bool     // data is a text that was made from the file
	unnamed   []bool   // columns that the file does not name
	drawn     bool     // the rows are random points
	array     *array   // where the numbers lie, of a table that came as an array: stats have none then
	rows      []uint32 // where each row starts
	moved     bool     // numbers are in the matrix that was made of them first
	ragged    []int    // rows (from 0) with more cells than the table, or misplaced ones, ascending
	short     int      // of these, the misplaced ones
	places    []place  // of the cells of the last full row, of a table that blanks part
	aligned   int      // full rows, the last one among them, that are aligned with one another
	stats     []stat
	strays    []string // sentences on what a person must know of the lines, such as that some rows were left out
}

// Column describes one column of a Table.
type Column struct {
	Name    string
	Usable  bool   // numeric, and its numbers differ clearly in single precision
	Note    string // why it is not usable, or how many cells are blank or no number
	Blank   int    // blank cells
	Const   bool   // not usable: every number is the same
	Cramped bool   // not usable: single precision tells its numbers apart in a few steps at most
	Few     bool   // usable, but of so few different numbers that it is rather a label than a measurement
	Counts  bool   // usable, but it counts the rows
}

// A column of at most fewNumbers different numbers in at least manyRows rows is a label more likely than not. The
// density of a label has no bound: a model of it can sharpen forever.
const (
	fewNumbers = 6
	manyRows   = 30
)

// add takes the next row, which starts at start. What it lacks at its end is blank.
func (t *Table) add(start int, cells []span) {
	row := t.Rows
	t.Rows++
	t.rows = append(t.rows, uint32(start))
	if len(cells) > t.layout.width && filled(cells) > t.layout.width {
		t.ragged = append(t.ragged, row)
		return
	}
	if t.layout.dialect.sep == ' ' && t.misplaced(start, cells) {
		t.ragged = append(t.ragged, row)
		t.short++
		return
	}
	slot := row - len(t.ragged)
	cells = cells[min(len(cells), t.layout.shift):min(len(cells), t.layout.width)]
	for j, c := range cells {
		t.take(row, slot, j, c)
	}
	for j := len(cells); j < len(t.stats); j++ {
		t.Columns[j].Blank++
	}
}

// place is where a cell lies in its line, in characters.
type place struct{ lo, hi int }

// on reports whether a cell begins or ends where another does.
func (p place) on(q place) bool { return p.lo == q.lo || p.hi == q.hi }

// leastAligned is how many rows must be aligned before a hole is seen in the next one.
const leastAligned = 3

// misplaced reports whether a row that blanks part lacks cells before its last one. That shows where the full rows
// before it are aligned, and it is aligned with them, but has a cell behind the place of its own.
func (t *Table) misplaced(start int, cells []span) bool {
	full := len(cells) >= t.layout.width
	if !full && t.aligned < leastAligned {
		return false
	}
	at, characters, aligned, behind := start, 0, len(cells) <= len(t.places), false
	for j, c := range cells {
		p := place{lo: characters + utf8.RuneCount(t.data[at:c.lo])}
		p.hi = p.lo + utf8.RuneCount(t.data[c.lo:c.hi])
		at, characters = int(c.hi), p.hi
		if !full {
			aligned = aligned && slices.ContainsFunc(t.places[j:], p.on)
			behind = behind || aligned && p.lo >= t.places[j].hi
			continue
		}
		if aligned = aligned && p.on(t.places[j]); j < len(t.places) {
			t.places[j] = p
		} else {
			t.places = append(t.places, p)
		}
	}
	if full {
		if !aligned {
			t.aligned = 0
		}
		t.aligned++
	}
	return aligned && behind
}

// take takes the cell of a row in a column.
func (t *Table) take(row, slot, column int, c span) {
	s, b := &t.stats[column], t.data[c.lo:c.hi]
	v, k, f := value(b, s.mark)
	if f != formless {
		s.note(row, b, f)
	}
	switch k {
	case number, large, infinite:
		s.take(slot, v, k)
	case text:
		if s.text == 0 {
			s.firstText = row
		}
		s.text++
	case blank:
		t.Columns[column].Blank++
	}
}

// finish judges the columns once every row is in.
func (t *Table) finish() {
	if t.Pictures != nil {
		for j := range t.Columns {
			t.Columns[j].Usable = true
		}
		return
	}
	t.dropTail()
	for j := range t.Columns {
		c, s := &t.Columns[j], &t.stats[j]
		switch {
		case s.filled() == 0:
			c.Note = "no values"
		case !s.numeric():
			c.Note = fmt.Sprintf("text, such as %q", t.Cell(s.firstText, j))
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
			c.Cramped, c.Note = true, crampedNote(s.low, s.high)
		default:
			c.Usable = true
			c.Few = len(s.different) <= fewNumbers && s.numbers >= manyRows
			c.Counts = !c.Few && t.counts(j)
			var notes []string
			if c.Counts {
				notes = append(notes, "it counts the rows")
			}
			if c.Few {
				notes = append(notes, fmt.Sprintf("only %d different numbers", len(s.different)))
			}
			if c.Blank > 0 {
				notes = append(notes, count(c.Blank, "blank cell"))
			}
			if s.text > 0 {
				notes = append(notes, fmt.Sprintf("%s with text", count(s.text, "cell")))
			}
			if s.infs > 0 {
				notes = append(notes, fmt.Sprintf("%s not finite", count(s.infs, "cell")))
			}
			if s.large > 0 {
				notes = append(notes, fmt.Sprintf("%s beyond %g, taken as missing", count(s.large, "cell"), Largest))
			}
			if s.percents > 0 {
				notes = append(notes, "read without the percent signs")
			}
			if s.moneys > 0 {
				notes = append(notes, "read without the currency signs")
			}
			if read := t.readEitherWay(j); read != "" {
				notes = append(notes, read)
			}
			c.Note = strings.Join(notes, ", ")
		}
	}
}

// dropTail drops columns at the end of a text that have neither a name nor anything else: its lines end in a separator.
func (t *Table) dropTail() {
	n := len(t.Columns)
	for t.layout != nil && n > 1 && t.unnamed[n-1] && t.stats[n-1].filled() == 0 && t.Rows > 0 {
		n--
	}
	t.Columns, t.stats = t.Columns[:n], t.stats[:n]
}

// counts reports whether a column of whole numbers rather counts the rows than measures something: the first one,
// without a name, as pandas and R write it; each number one more than the last, in a column of such a name; or so from
// 0 or 1 in one without, at the beginning of a table without names.
func (t *Table) counts(j int) bool {
	s := &t.stats[j]
	if t.layout == nil || s.signed {
		return false
	}
	steady := !s.jumps && s.numbers >= MinRows && s.numbers == t.Rows-len(t.ragged)
	name := fold(t.Columns[j].Name)
	switch name {
	case "index", "id", "row", "rownames", "row_names", "no", "no.", "nr", "nr.", "#":
		return steady
	}
	steady = steady && (s.low == 0 || s.low == 1)
	if own := t.Columns[j].Name; j == 0 && (own == "X" || own == "...1" || own == "level_0" || own == "obs") {
		return steady // in place of no name, by R, readr, pandas and Stata
	}
	if strings.HasPrefix(name, "unnamed:") {
		return j == 0 || steady
	}
	return t.unnamed[j] && (j == 0 && (t.Header || steady) || t.Header && steady)
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

// span returns where a cell of a row that is not ragged lies, and false where the row ends before it.
func (t *Table) span(row, column int) (span, bool) {
	cells, _, _ := t.layout.dialect.record(nil, t.data, int(t.rows[row]))
	if at := column + t.layout.shift; at < len(cells) {
		return cells[at], true
	}
	return span{}, false
}

// Cell returns the text of a cell of a row (from 0) of a text table, cut to a length fit for a sentence. The row is
// none with more cells than the table has columns.
func (t *Table) Cell(row, column int) string {
	const longest = 24
	c, ok := t.span(row, column)
	if !ok {
		return ""
	}
	if c.hi-c.lo > 8*longest {
		c.hi = c.lo + 8*longest
		for range utf8.UTFMax - 1 { // not within a character
			if !utf8.RuneStart(t.data[c.hi]) {
				c.hi--
			}
		}
	}
	s := []rune(decoded(t.layout.dialect.text(t.data, c)))
	if len(s) > longest {
		return string(s[:longest-1]) + "…"
	}
	return string(s)
}

// Text reports whether the table came as text, which Append can write again.
func (t *Table) Text() bool { return t.layout != nil }

// Converted reports whether Append writes the table as CSV, since the file was none.
func (t *Table) Converted() bool { return t.converted }

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

// Suggested returns the columns to model unless the person says otherwise: the usable ones but for labels and
// counts of the rows, or with these where that leaves fewer than two.
func (t *Table) Suggested() []int {
	usable := t.Usable()
	kept := func(but func(Column) bool) []int {
		return slices.DeleteFunc(slices.Clone(usable), func(j int) bool { return but(t.Columns[j]) })
	}
	if cols := kept(func(c Column) bool { return c.Few || c.Counts }); len(cols) >= 2 {
		return cols
	}
	if cols := kept(func(c Column) bool { return c.Counts }); len(cols) >= 2 {
		return cols
	}
	return usable
}

// Names returns the names of the given columns.
func (t *Table) Names(cols []int) []string {
	names := make([]string, len(cols))
	for i, j := range cols {
		names[i] = t.Columns[j].Name
	}
	return names
}

// each calls f for the rows lo to hi (from 0) with their values in cols, or with the index in cols of the first
// value that is missing, or with -1 where the row is ragged. The values are valid during the call.
func (t *Table) each(cols []int, lo, hi int, f func(row int, values []float32, missing int)) {
	values := make([]float32, len(cols))
	if p := t.Pictures; p != nil {
		all := make([]float32, p.Size())
		for row := lo; row < hi; row++ {
			p.Put(all, row, nil)
			for i, j := range cols {
				values[i] = all[j]
			}
			f(row, values, 0)
		}
		return
	}
	k, _ := slices.BinarySearch(t.ragged, lo)
	for row := lo; row < hi; row++ {
		if k < len(t.ragged) && t.ragged[k] == row {
			k++
			f(row, nil, -1)
			continue
		}
		missing := len(cols)
		for i, j := range cols {
			v := t.at(row-k, j)
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

// at is the number in a slot of a column, NaN where there is none.
func (t *Table) at(slot, column int) float32 {
	if t.array == nil {
		return t.stats[column].at(slot)
	}
	if v := t.array.at(slot, column); size(v) == number {
		return float32(v)
	}
	return nan
}

// move lets x, which holds all rows of cols, be where their numbers are: once, since the numbers of a column that has
// moved would hold on to all of it.
func (t *Table) move(cols []int, x []float32) {
	if t.moved || t.Rows == 0 {
		return
	}
	t.moved = true
	for i, j := range cols {
		s := &t.stats[j]
		s.blocks, s.within, s.stride = nil, x[i:], len(cols)
	}
}

// complete reports whether cols are all columns in their order and every row has a number in each.
func (t *Table) complete(cols []int) bool {
	for i, j := range cols {
		if i != j || t.stats[j].numbers < t.Rows {
			return false
		}
	}
	return len(cols) == len(t.Columns) && len(t.ragged) == 0
}

// reason says why a row has no number in a column, or (column -1) why it is no row at all.
func (t *Table) reason(row, column int) string {
	if t.layout == nil {
		if t.stats[column].large > 0 {
			return fmt.Sprintf("%s is not a finite number up to %g", t.Columns[column].Name, Largest)
		}
		return fmt.Sprintf("%s is not a finite number", t.Columns[column].Name)
	}
	if column < 0 {
		cells, _, _ := t.layout.dialect.record(nil, t.data, int(t.rows[row]))
		return fmt.Sprintf("%s instead of %d", count(len(cells), "cell"), t.layout.width)
	}
	if c, ok := t.span(row, column); ok {
		switch _, k, _ := value(t.data[c.lo:c.hi], t.stats[column].mark); k {
		case infinite:
			return fmt.Sprintf("%s is not finite", t.Columns[column].Name)
		case large:
			return fmt.Sprintf("%s is %s, beyond %g and taken as missing", t.Columns[column].Name, t.Cell(row, column), Largest)
		case text:
			return fmt.Sprintf("%s is %q, not a number", t.Columns[column].Name, t.Cell(row, column))
		}
	}
	return fmt.Sprintf("no number in %s", t.Columns[column].Name)
}

// Texts returns the columns of text, in which few cells are numbers, of a table that came as text.
func (t *Table) Texts() []int {
	var cols []int
	for j := range t.Columns {
		if s := &t.stats[j]; t.Text() && s.filled() > 0 && !s.numeric() {
			cols = append(cols, j)
		}
	}
	return cols
}
