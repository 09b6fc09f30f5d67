package dataset

import (
	"slices"
	"strings"
	"testing"
)

func TestCheck(t *testing.T) {
	many := func(row string) string { return strings.Repeat(row, 30) }
	for _, c := range []struct{ text, want string }{
		{"", "empty"},
		{"a,b\n", "no rows"},
		{"a\n1\n2\n3\n", "only a can be modelled"},
		{"a,b\nx,y\nz,w\n", "no column"},
		{many("1,2\n"), "no column"},
		{many("1,2\n2,2\n"), "only column 1 can be modelled (column 2: constant: every number is 2)"},
		{"1,2\n2,3\n3,4\n", "only 3 rows"},
		{many("1,\n,2\n2,\n,3\n"), "only 0 rows"},
		{"5,\n" + many("1,2\n1,3\n"), "column 1 hardly varies in the 60 usable rows"},
		{"5,\n" + many("1700000000,2\n1700000001,3\n"), "column 1 hardly varies in the 60 usable rows"},
		{many("1700000000,2\n1700000001,3\n"), "column 1: too close together for single precision"},
	} {
		table := read(t, c.text)
		if err := table.Check(table.Usable()); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.20q: %v, want %q", c.text, err, c.want)
		}
	}
	table := read(t, many("1,2\n2,3\n"))
	for _, cols := range [][]int{nil, {0}, {0, 0}, {0, 2}, {-1, 0}} {
		if table.Check(cols) == nil {
			t.Errorf("columns %v passed", cols)
		}
	}
}

func TestMatch(t *testing.T) {
	header := read(t, "y,Bill Length,name,x,flat\n1,2,a,3,1\n2,3,b,4,1\n")
	bare := read(t, "1,a,2,3\n2,b,3,4\n")
	for _, c := range []struct {
		table *Table
		names []string
		want  []int
		err   string
	}{
		{header, []string{"x", "y"}, []int{3, 0}, ""},
		{header, []string{"billlength", " X "}, []int{1, 3}, ""},
		{header, []string{"flat", "x"}, []int{4, 3}, ""},
		{header, []string{"x", "z", "w"}, nil, "no column z, w"},
		{header, []string{"x", "X"}, nil, "no column X"},
		{header, []string{"x", "name"}, nil, "numbers in name"},
		{bare, []string{"p", "q", "r"}, []int{0, 2, 3}, ""},
		{bare, []string{"column 1", "column 4"}, []int{0, 3}, ""},
		{bare, []string{"p", "q"}, nil, "3 columns of numbers, but the model needs 2: p, q"},
	} {
		cols, err := c.table.Match(c.names)
		if c.err == "" {
			if err != nil || !slices.Equal(cols, c.want) {
				t.Errorf("%q: %v, %v", c.names, cols, err)
			}
		} else if err == nil || !strings.Contains(err.Error(), c.err) {
			t.Errorf("%q: %v, want %q", c.names, err, c.err)
		}
	}
}
