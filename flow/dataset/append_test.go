package dataset

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAppend(t *testing.T) {
	value := func(row int) (string, bool) { return fmt.Sprintf("-%d.5", row), row != 2 }
	for _, c := range []struct{ name, text, want string }{
		{"plain", "a,b\n1,2\n3,4\n5,6\n", "a,b,log_p\n1,2,-1.5\n3,4,\n5,6,-3.5\n"},
		{"no final newline", "a,b\n1,2", "a,b,log_p\n1,2,-1.5"},
		{"header alone", "a,b", "a,b,log_p"},
		{"empty", "", ""},
		{"no header", "1,2\n3,4\n", "1,2,-1.5\n3,4,\n"},
		{"mixed line ends", "a;b\r\n1,5;2\r\n\r\n3;4\n5;6\r", "a;b;log_p\r\n1,5;2;-1.5\r\n\r\n3;4;\n5;6;-3.5\r"},
		{"BOM and quotes", "\uFEFF\"a\",b \n\"1\",\"2\" \n", "\uFEFF\"a\",b ,log_p\n\"1\",\"2\" ,-1.5\n"},
		{"quoted lines", "a,b,c\n1,2,\"x\ny\"\n3,4,\"\"\n", "a,b,c,log_p\n1,2,\"x\ny\",-1.5\n3,4,\"\",\n"},
		{"taken", "Log_P,log_p_2\n1,2\n", "Log_P,log_p_2,log_p_3\n1,2,-1.5\n"},
		{"blank lines", "\n\na,b\n\n1,2\n \n3,4\n\n\n", "\n\na,b,log_p\n\n1,2,-1.5\n \n3,4,\n\n\n"},
		{"first line", "2,2,x\n1,2\n3,4\n5,6\n", "2,2,x\n1,2,-1.5\n3,4,\n5,6,-3.5\n"},
		{"made by", "# made by x\n\n# \"y\"  \na,b\n1,2\n3,4\n5,6\n",
			"# made by x\n\n# \"y\"  \na,b,log_p\n1,2,-1.5\n3,4,\n5,6,-3.5\n"},
		{"made by, no header", "# made by x\r\n1,2\r\n3,4\r\n5,6\r\n", "# made by x\r\n1,2,-1.5\r\n3,4,\r\n5,6,-3.5\r\n"},
		{"ragged", "a,b\n1,2\n3\n5,6\n7,8\n", "a,b,log_p\n1,2,-1.5\n3,,\n5,6,-3.5\n7,8,-4.5\n"},
		{"too many cells", "a,b\n1,2\n3,4,5\n5,6\n7,8\n", "a,b,log_p\n1,2,-1.5\n3,4,5,\n5,6,-3.5\n7,8,-4.5\n"},
		{"blanks", "a b\n1 2 \n3 4\n5  6\n", "a b log_p\n1 2  -1.5\n3 4 NA\n5  6 -3.5\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			table := read(t, c.text)
			var b bytes.Buffer
			if err := table.Append(&b, "log_p", value); err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(c.want, b.String()); d != "" {
				t.Error(d)
			}
			var sliced bytes.Buffer
			err := table.AppendHead(&sliced, "log_p")
			for first := 1; first <= table.Rows; first += 2 {
				err = errors.Join(err, table.AppendRows(&sliced, first, min(first+1, table.Rows), value))
			}
			if err != nil || sliced.String() != b.String() {
				t.Errorf("in slices of two rows: %v, %q", err, sliced.String())
			}
			if table.Size() != len(c.text) {
				t.Errorf("Size is %d of %d", table.Size(), len(c.text))
			}
			if len(table.ragged)+len(table.Notes) > 0 {
				return // lines that are left out keep their cells, which may make them as wide as the rows now are
			}
			x, rows, _ := table.Matrix(all(table))
			x2, rows2, _ := read(t, b.String()).Matrix(all(table))
			if !slices.Equal(x, x2) || !slices.Equal(rows, rows2) {
				t.Errorf("read again: %v in rows %v became %v in rows %v", x, rows, x2, rows2)
			}
		})
	}
	if err := read(t, "a,b\n1,2\n").Append(broken{}, "log_p", value); !errors.Is(err, errBroken) {
		t.Errorf("a broken writer gives %v", err)
	}
}

var errBroken = errors.New("broken")

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errBroken }
