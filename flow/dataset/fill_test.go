package dataset

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Blanks are filled where they stand, columns are added, and every other byte stays.
func TestFillAndAppend(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"plain", "a,b\n1,2\n,4\n5,6\n7,\n", "a,b,lo,hi\n1,2,,\nF2.0,4,lo2,hi2\n5,6,,\n7,F4.1,lo4,hi4\n"},
		{"words and blanks around", "a, b\nNA, 2\n3,  NA \n5,6\r\n8,9",
			"a, b,lo,hi\nF1.0, 2,lo1,hi1\n3,  F2.1 ,lo2,hi2\n5,6,,\r\n8,9,,"},
		{"quotes", "a,b,c\n\"\",2,\"x\"\n3,4,\"\"\n5,6,y\n", "a,b,c,lo,hi\nF1.0,2,\"x\",lo1,hi1\n3,4,\"\",,\n5,6,y,,\n"},
		{"short rows", "a,b\n1,2\n3\n5,6\n7,8\n", "a,b,lo,hi\n1,2,,\n3,F2.1,lo2,hi2\n5,6,,\n7,8,,\n"},
		{"semicolons", "a;b\n1,5;2\n;4\n3;5\n", "a;b;lo;hi\n1,5;2;;\nF2.0;4;lo2;hi2\n3;5;;\n"},
		{"taken", "lo,hi\n1,2\n,3\n4,5\n", "lo,hi,lo_2,hi_2\n1,2,,\nF2.0,3,lo2,hi2\n4,5,,\n"},
		{"too many cells", "a,b\n1,2\n,4,5\n5,6\n7,8\n9,\n", "a,b,lo,hi\n1,2,,\n,4,5,,\n5,6,,\n7,8,,\n9,F5.1,lo5,hi5\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			table := read(t, c.text)
			x, rows := table.Blanks([]int{0, 1})
			var b bytes.Buffer
			if err := table.AppendHead(&b, "lo", "hi"); err != nil {
				t.Fatal(err)
			}
			cells := Cells{
				More: 2,
				Value: func(row, k int) (string, bool) {
					return fmt.Sprint([]string{"lo", "hi"}[k], row), slices.Contains(rows, row)
				},
				Fill: func(row, column int) (string, bool) { return fmt.Sprintf("F%d.%d", row, column), column < 2 },
			}
			for row := 1; row <= table.Rows; row += 2 {
				if err := table.AppendCells(&b, row, min(row+1, table.Rows), cells); err != nil {
					t.Fatal(err)
				}
			}
			if d := cmp.Diff(c.want, b.String()); d != "" {
				t.Error(d)
			}
			for i := range rows {
				a, b := float64(x[2*i]), float64(x[2*i+1])
				if math.IsNaN(a) == math.IsNaN(b) {
					t.Errorf("row %d has %v and %v", rows[i], a, b)
				}
			}
		})
	}
}

// What is no number and no blank is not filled, nor a row of which nothing is known.
func TestBlanks(t *testing.T) {
	table := read(t, "a,b,c\n1,2,3\nNA,NA,NA\n4,,6\n7,x,9\n10,11,1e50\n12,,14\n15,16,17\n18,19,20\n21,22,23\n")
	x, rows := table.Blanks([]int{0, 1, 2})
	if !slices.Equal(rows, []int{3, 6}) || len(x) != 6 || x[0] != 4 || x[1] == x[1] || x[2] != 6 || x[3] != 12 {
		t.Errorf("rows %v: %v", rows, x)
	}
}
