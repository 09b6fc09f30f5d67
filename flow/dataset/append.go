package dataset

import (
	"fmt"
	"io"
	"strings"
)

// Append writes the file of a text table again, byte for byte, with one cell more at the end of the header and of every
// row: in the header the name column (made unique), in row number row (from 1) what value returns,
// nothing where it says false ("NA" in a file separated by blanks, which has no empty cells). Lines
// before the table stay as they are. A file that came as UTF-16 is written as UTF-8.
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

// AppendHead writes what Append writes before the first row: in a table without rows, everything.
func (t *Table) AppendHead(w io.Writer, column string) error {
	end := len(t.data)
	if t.Rows > 0 {
		end = int(t.rows[0])
	}
	out := append([]byte(nil), t.data[:t.names]...)
	if t.Header {
		out = append(append(out, t.dialect.sep), t.quote(t.unique(column), true)...)
	}
	_, err := w.Write(append(out, t.data[t.names:end]...))
	return err
}

// AppendRows writes what Append writes for the rows first to last, both included and counted from
// 1; value is called once for each of them, in order. Where last is below first it writes nothing. Rows
// that the table does not have panic.
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
