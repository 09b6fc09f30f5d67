package dataset

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// Append writes the file of a text table again, byte for byte, with one cell more at the end of the header and of every
// row: in the header the name column (made unique), in row number row (from 1) what value returns, nothing where it
// says false ("NA" in a file separated by blanks, which has no empty cells). Lines that are no rows stay as they are. A
// header or a row that is short gets empty cells before the new one, at its end even where it lacks another cell than
// its last, so that the new one is never in the place of one of the file's own. ARFF gets an attribute more. A file
// that came as UTF-16 or UTF-32 is written as UTF-8, and one that is no text table, such as JSON, as CSV.
//
// A caller that must stay responsive does the same in slices: AppendHead once, then AppendRows for 1 to k,
// k+1 to 2k and so on, the last slice ending at Rows. A buffer of Size bytes, and for
// each row those of one cell and a separator, holds it all.
func (t *Table) Append(w io.Writer, column string, value func(row int) (string, bool)) error {
	if err := t.AppendHead(w, column); err != nil {
		return err
	}
	return t.AppendRows(w, 1, t.Rows, value)
}

// Size returns the length in bytes of the text that Append writes anew, without the cells it adds.
func (t *Table) Size() int { return len(t.data) }

// AppendNumber appends v as the file writes numbers, with a decimal comma where most of its columns have one, or groups
// of thousands set apart by points.
func (t *Table) AppendNumber(dst []byte, v float64) []byte {
	from := len(dst)
	dst = strconv.AppendFloat(dst, v, 'g', 9, 64)
	if t.layout != nil && t.mark() == ',' {
		if i := bytes.IndexByte(dst[from:], '.'); i >= 0 {
			dst[from+i] = ','
		}
	}
	return dst
}

// mark returns what sets off decimals in the file.
func (t *Table) mark() byte {
	mark := vote(t.stats)
	for j := range t.stats {
		if s := &t.stats[j]; mark == 0 && s.forms[eitherPoint]+s.forms[eitherComma] > 0 {
			mark = s.mark
		}
	}
	return mark
}

// AppendHead writes what Append writes before the first row, with a cell for each of columns: in a table without rows,
// everything.
func (t *Table) AppendHead(w io.Writer, columns ...string) error {
	l, end := t.layout, len(t.data)
	if t.Rows > 0 {
		end = int(t.rows[0])
	}
	if !l.named {
		_, err := w.Write(t.data[:end])
		return err
	}
	out := append([]byte(nil), t.data[:l.head.hi]...)
	d := *l.dialect
	if !l.attributes {
		d.sep = l.headSep
		for n := l.heads + l.shift; n < l.width; n++ {
			out = append(append(out, d.sep), d.cellOf("", false)...)
		}
	}
	for i, name := range t.unique(columns) {
		switch {
		case l.attributes:
			out = append(append(out, '\n'), attribute(name)...)
		case l.style == oneALine:
			out = append(append(out, fmt.Sprintf("\n%c %d ", l.comment, l.heads+i+1)...), d.cellOf(name, true)...)
		case l.style == spaced:
			out = append(append(out, "  "...), d.cellOf(name, true)...)
		default:
			out = append(append(out, d.sep), d.cellOf(name, true)...)
		}
	}
	_, err := w.Write(append(out, t.data[l.head.hi:end]...))
	return err
}

// AppendRows writes what Append writes for the rows first to last, both included and counted from
// 1; value is called once for each of them, in order. Where last is below first it writes nothing. Rows
// that the table does not have panic.
func (t *Table) AppendRows(w io.Writer, first, last int, value func(row int) (string, bool)) error {
	return t.AppendCells(w, first, last, Cells{More: 1, Value: func(row, _ int) (string, bool) { return value(row) }})
}

// Cells are those that a row gets beside its own.
type Cells struct {
	More  int                             // at its end
	Value func(row, k int) (string, bool) // what is in the k-th of them, from 0, called in their order
	// what a blank of a column becomes, if anything, called in their order; nil: nothing
	Fill func(row, column int) (_ string, ok bool)
}

// AppendCells is AppendRows with several cells more, after an AppendHead with as many columns, and with blanks filled.
func (t *Table) AppendCells(w io.Writer, first, last int, more Cells) error {
	var cells []span
	var out []byte
	d, width := t.layout.dialect, t.layout.width
	ragged, _ := slices.BinarySearch(t.ragged, first-1)
	for row := first; row <= last; row++ {
		start, next := int(t.rows[row-1]), len(t.data)
		if row < t.Rows {
			next = int(t.rows[row])
		}
		var end int
		cells, end, _ = d.record(cells[:0], t.data, start)
		if len(cells) > width && len(cells) <= MaxColumns && filled(cells) <= width {
			end = int(cells[width].lo) - 1 // before empty cells that no other row has
			for t.data[end] != d.sep {
				end--
			}
		}
		fill := more.Fill
		if ragged < len(t.ragged) && t.ragged[ragged] == row-1 {
			fill = nil
			ragged++
		}
		if fill != nil {
			for j := range t.Columns {
				at := j + t.layout.shift
				if at >= len(cells) {
					break
				}
				c := cells[at]
				if _, k, _ := value(t.data[c.lo:c.hi], t.stats[j].mark); k != blank {
					continue
				}
				if s, ok := fill(row, j); ok {
					if c.quoted {
						c.lo, c.hi = c.lo-1, c.hi+1
					}
					out = append(append(out, t.data[start:c.lo]...), d.cellOf(s, true)...)
					start = int(c.hi)
				}
			}
		}
		out = append(out, t.data[start:end]...)
		for n := len(cells); n < width; n++ {
			s, ok := "", false
			if fill != nil {
				s, ok = fill(row, n-t.layout.shift)
			}
			out = append(append(out, d.sep), d.cellOf(s, ok)...)
		}
		for k := range more.More {
			out = append(out, d.sep)
			out = append(out, d.cellOf(more.Value(row, k))...)
		}
		out = append(out, t.data[end:next]...)
		if len(out) > 1<<15 || row == last {
			if _, err := w.Write(out); err != nil {
				return err
			}
			out = out[:0]
		}
	}
	return nil
}

// Blanks returns the rows that have a blank in some of the given columns and numbers in all others, of which there is
// one at least: x holds n rows of len(cols), row-major, with NaN for a blank, and rows their n numbers in the file, the
// first data row being 1. Only a table that came as text has blanks.
func (t *Table) Blanks(cols []int) (x []float32, rows []int) {
	if t.layout == nil {
		return nil, nil
	}
	k := 0
	for row := range t.Rows {
		if k < len(t.ragged) && t.ragged[k] == row {
			k++
			continue
		}
		from, blanks := len(x), 0
		for _, j := range cols {
			v := t.at(row-k, j)
			if v != v {
				if c, ok := t.span(row, j); ok {
					if _, k, _ := value(t.data[c.lo:c.hi], t.stats[j].mark); k != blank {
						blanks = len(cols) // something that is no number
						break
					}
				}
				blanks++
			}
			x = append(x, v)
		}
		if blanks == 0 || blanks >= len(cols) {
			x = x[:from]
			continue
		}
		rows = append(rows, row+1)
	}
	return x, rows
}

// unique returns names, each as it is or as name_2, name_3, ... where the table or one before it has that name.
func (t *Table) unique(names []string) []string {
	taken := map[string]bool{}
	for _, c := range t.Columns {
		taken[fold(c.Name)] = true
	}
	free := make([]string, len(names))
	for i, name := range names {
		free[i] = name
		for k := 2; taken[fold(free[i])]; k++ {
			free[i] = fmt.Sprintf("%s_%d", name, k)
		}
		taken[fold(free[i])] = true
	}
	return free
}

// cellOf returns s as a cell, or one of nothing.
func (d *dialect) cellOf(s string, ok bool) string {
	switch q := string(rune(d.quote)); {
	case !ok && d.sep == ' ':
		return "NA"
	case !ok:
		return ""
	case strings.ContainsAny(s, q+"\r\n\t "+string(rune(d.sep))):
		return q + strings.ReplaceAll(s, q, q+q) + q
	}
	return s
}
