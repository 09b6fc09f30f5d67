package dataset

import (
	"bytes"
	"fmt"
	"slices"
	"testing"
)

func FuzzRead(f *testing.F) {
	for _, s := range []string{
		"a,b\n1,2\n3,4\n", "1;2,5\n3;4\n", "a\tb\r\n1\t2\r\n", "a b\n1  2\n3 NA\n", "\"a\"\"\",b\n\"1\n\",2\n", "x\n1\r\r2",
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
		if stored > len(table.data)+1 || len(table.rows) > len(table.data) {
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
		verbatim := table.names
		if !table.Header && table.Rows > 0 {
			verbatim = int(table.rows[0])
		}
		if lead := table.data[:verbatim]; !bytes.HasPrefix(b.Bytes(), lead) {
			t.Fatalf("%q does not begin with %q", b.String(), lead)
		}
		// Lines before the table keep their cells, which may make them as wide as the rows now are.
		if len(cols) == 0 || len(table.Notes) > 0 {
			return
		}
		// The separator is given: whether a guess stays the same with a column more is not at stake.
		var r Reader
		r.open(b.Bytes(), table.dialect.sep)
		if _, err := r.Step(table.Rows + 1); err != nil {
			t.Fatal(err)
		}
		again := r.Table()
		if again.Rows != table.Rows || again.Header != table.Header || len(again.Columns) != len(cols)+1 {
			t.Fatalf("%d rows of %d became %d rows of %d: %q", table.Rows, len(cols), again.Rows, len(again.Columns), b.String())
		}
		if x2, rows2, _ := again.Matrix(cols); !slices.Equal(x, x2) || !slices.Equal(rows, rows2) {
			t.Fatalf("%v became %v: %q", x, x2, b.String())
		}
		last := &again.stats[len(cols)]
		if want := table.Rows - table.Rows/3 - len(table.ragged); last.numbers > table.Rows || last.text > 0 || len(table.ragged) == 0 && last.numbers != want {
			t.Fatalf("%d values, want %d: %q", last.numbers, want, b.String())
		}
	})
}
