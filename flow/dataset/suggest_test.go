package dataset

import (
	"bytes"
	"fmt"
	"slices"
	"testing"
)

func TestLabelsAreNotSuggested(t *testing.T) {
	for _, c := range []struct {
		columns, rows int // the last column is a label
		want          []int
	}{
		{3, 40, []int{0, 1}},
		{3, manyRows - 1, []int{0, 1, 2}}, // too few rows to tell
		{2, 40, []int{0, 1}},              // nothing else to model
	} {
		var b bytes.Buffer
		for i := range c.rows {
			for j := range c.columns - 1 {
				fmt.Fprintf(&b, "%d,", i*(j+3))
			}
			fmt.Fprintln(&b, i%3)
		}
		tab, err := Read(b.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		if got := tab.Suggested(); !slices.Equal(got, c.want) {
			t.Errorf("%d columns, %d rows: suggests %v, want %v", c.columns, c.rows, got, c.want)
		}
	}
}
