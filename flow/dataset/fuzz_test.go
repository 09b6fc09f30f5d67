package dataset

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"testing"
)

func FuzzRead(f *testing.F) {
	for _, s := range []string{
		"a,b\n1,2\n3,4\n", "1;2,5\n3;4\n", "a\tb\r\n1\t2\r\n", "a b\n1  2\n3 NA\n", "\"a\"\"\",b\n\"1\n\",2\n", "x\n1\r\r2",
		"sep=;\na;b\n1,5;2\n", "x,y\nm,s\n1,2\n3,4\n", "\"x\" \"y\"\n\"1\" 2 3\n\"2\" 4 5\n", "# x y\n1 2\n3 4\n",
		"x,y,\n,,\n1,2,\n3,4,\n,,\n",
		"a\tb\n1\t1,234\n2\t567\n", "a;b\n1.234,5;2\n3;4,5\n", "a;b\n1'234;2\xC2\xA0345\n\xE2\x88\x923;4 %\n",
		"n,x,y\n\"a \\\"b\\\", c\",1,2\n\"d\",3,4\n",
		",x\n0,1.5\n1,2.5\n", "who,2023,2024\na,1.5,2\nb,3,4\nc,5,6\n", "x,y,note\n1,2\n3,4,ok\n5,6\n",
		"x,y\n1,2\n\x00\n3,4\x1a", "1\x00,\x002\x00\n\x00",
		"% c\n@relation r\n@attribute 'a b' numeric\n@attribute y {1,2}\n@data\n1,2\n?,'2'\n", "@attribute x real\n@data\n{0 1}\n",
		"[{\"x\": 1, \"y\": {\"a\": 2}}, {\"y\": null, \"z\": [3]}]", "[[1,2],[3,NaN]]",
		"{\"x\":1,\"y\":2}\n{\"x\":3,\"y\":4}\n", "{\"x\":[1,2],\"y\":[3,4]}",
		"{\"columns\":[\"x\",\"y\"],\"data\":[[1,2],[3,4]]}", "<!DOCTYPE html><table>", "{}",
		"{\"a\":{\"x\":1},\"b\":{\"x\":2}}", "[a],[b]\n1,2\n",
		"3,2,x\n1,2\n3,4\n5,6", "# x\na,b\n1,2\n3,4\n5,6", "\uFEFFa|b\n1|2\n\n", "\"open,1\n2,3\n", "\xff\xfe1\x00,\x002\x00",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		table, err := Read(data)
		if err != nil || !table.Text() {
			return // the readers of arrays are fuzzed on their own
		}
		stored := 0
		for j := range table.stats {
			for _, b := range table.stats[j].blocks {
				stored += len(b)
			}
		}
		if stored > min(table.Rows*len(table.stats), MaxCells) || len(table.rows) > len(table.data) {
			t.Fatalf("%d bytes became %d cells, %d rows", len(table.data), stored, len(table.rows))
		}
		cols := all(table)
		if len(cols) == MaxColumns {
			return
		}
		x, rows, dropped := table.Matrix(cols)
		if len(x) != len(rows)*len(cols) || len(dropped) > maxReported+2 {
			t.Fatalf("%d numbers, %d rows of %d, %d sentences", len(x), len(rows), len(cols), len(dropped))
		}
		_ = table.Check(table.Usable())
		if got, err := table.Match(table.Names(table.Usable())); err != nil || !slices.Equal(got, table.Usable()) {
			t.Fatalf("own names match %v: %v", got, err)
		}
		var b bytes.Buffer
		value := func(row int) (string, bool) { return fmt.Sprint(row), row%3 > 0 }
		if err := table.Append(&b, "log_p", value); err != nil {
			t.Fatal(err)
		}
		var kept, full bytes.Buffer
		same := Cells{More: 1, Value: func(row, _ int) (string, bool) { return value(row) }}
		same.Fill = func(int, int) (string, bool) { return "", false }
		full.Grow(len(data))
		many := Cells{Fill: func(int, int) (string, bool) { return "1", true }}
		err = errors.Join(table.AppendHead(&kept, "log_p"), table.AppendCells(&kept, 1, table.Rows, same),
			table.AppendHead(&full), table.AppendCells(&full, 1, table.Rows, many))
		if err != nil || !bytes.Equal(kept.Bytes(), b.Bytes()) {
			t.Fatalf("blanks that stay blank change the file: %v, %q and %q", err, kept.Bytes(), b.Bytes())
		}
		if blanks, rows := table.Blanks(cols); len(blanks) != len(rows)*len(cols) {
			t.Fatalf("%d numbers in %d rows of %d", len(blanks), len(rows), len(cols))
		}
		l := *table.layout
		verbatim := len(table.data)
		if l.named {
			verbatim = int(l.head.hi)
		} else if table.Rows > 0 {
			verbatim = int(table.rows[0])
		}
		if lead := table.data[:verbatim]; !bytes.HasPrefix(b.Bytes(), lead) {
			t.Fatalf("%q does not begin with %q", b.String(), lead)
		}
		if len(cols) == 0 || table.Rows == 0 {
			return
		}
		// Where the table lies is given: whether it is found again with a column more is not at stake.
		added := b.Len() - len(table.data)
		l.first, l.names = l.first+headAdded(table), append(append([][]byte(nil), l.names...),
			make([][]byte, l.width-l.shift-len(l.names))...)
		l.names, l.width, l.last = append(l.names, []byte("log_p")), l.width+1, l.last+added
		var r Reader
		r.open(b.Bytes(), &l)
		if r.err != nil {
			return // a column too many
		}
		var done bool
		for !done {
			if done, err = r.Step(table.Rows + 1); err != nil {
				t.Fatal(err)
			}
		}
		again := r.Table()
		if again.Rows != table.Rows {
			t.Fatalf("%d rows became %d, %d bytes more: %q", table.Rows, again.Rows, added, b.String())
		}
		if len(table.ragged) > 0 {
			return // a row that was too wide may fit into a table with a column more
		}
		last := &again.stats[len(again.stats)-1]
		if want := table.Rows - table.Rows/3; last.text > 0 || last.numbers != want {
			t.Fatalf("%d values, want %d: %q", last.numbers, want, b.String())
		}
		again.decide()
		for j := range cols {
			if again.stats[j].mark != table.stats[j].mark {
				return // the new column's notation counts where a column reads either way
			}
		}
		if x2, rows2, _ := again.Matrix(cols); !slices.Equal(x, x2) || !slices.Equal(rows, rows2) {
			t.Fatalf("%v became %v: %q", x, x2, b.String())
		}
	})
}

// headAdded is how many bytes Append adds before the first row.
func headAdded(t *Table) int {
	var b bytes.Buffer
	_ = t.AppendHead(&b, "log_p")
	return b.Len() - int(t.rows[0])
}
