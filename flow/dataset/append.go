package dataset

import (
	"fmt"
	"io"
	"strings"
)

// Append writes the file again, byte for byte, with one cell more at the end of every record: in a
// header the name column (made unique), in row number row (from 1) what value returns, nothing where it
// says false ("NA" in a file separated by blanks, which has no empty cells). A file that came
// as UTF-16 is written as UTF-8.
func (t *Table) Append(w io.Writer, column string, value func(row int) (string, bool)) error {
	if err := t.AppendHead(w, column); err != nil {
		return err
	}
	return t.AppendRows(w, 1, t.Rows, value)
}

// AppendHead writes what Append writes before the first row. AppendRows goes on from there in slices.
func (t *Table) AppendHead(w io.Writer, column string) error {
	end := len(t.data)
	if t.Rows > 0 {
		end = int(t.rows[0])
	}
	var stops []int // where the records before the first row end
	for pos := t.dialect.skip(t.data, t.start); pos < end; {
		_, stop, next := t.dialect.record(nil, t.data, pos)
		stops = append(stops, stop)
		pos = t.dialect.skip(t.data, next)
	}
	from := 0
	for i, stop := range stops {
		cell := t.quote("", false)
		if t.Header && i == len(stops)-1 {
			cell = t.quote(t.unique(column), true)
		}
		if _, err := fmt.Fprintf(w, "%s%c%s", t.data[from:stop], t.dialect.sep, cell); err != nil {
			return err
		}
		from = stop
	}
	_, err := w.Write(t.data[from:end])
	return err
}

// AppendRows writes what Append writes for the rows first to last, counted from 1.
func (t *Table) AppendRows(w io.Writer, first, last int, value func(row int) (string, bool)) error {
	var cells []span
	var out []byte
	for row := first; row <= last; row++ {
		start, next := int(t.rows[row-1]), len(t.data)
		if row < t.Rows {
			next = int(t.rows[row])
		}
		var end int
		cells, end, _ = t.dialect.record(cells[:0], t.data, start)
		out = append(out, t.data[start:end]...)
		out = append(out, t.dialect.sep)
		out = append(out, t.quote(value(row))...)
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

// unique returns name, or name_2, name_3, ... where the table has such a column.
func (t *Table) unique(name string) string {
	taken := map[string]bool{}
	for _, c := range t.Columns {
		taken[fold(c.Name)] = true
	}
	free := name
	for k := 2; taken[fold(free)]; k++ {
		free = fmt.Sprintf("%s_%d", name, k)
	}
	return free
}

// quote returns s as a cell of the file.
func (t *Table) quote(s string, ok bool) string {
	switch {
	case !ok && t.dialect.sep == ' ':
		return "NA"
	case !ok:
		return ""
	case strings.ContainsAny(s, "\"\r\n\t "+string(rune(t.dialect.sep))):
		return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
	}
	return s
}
