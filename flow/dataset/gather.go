package dataset

import "fmt"

// Gathering takes the rows that have a finite number in every given column, in slices: what Matrix returns. X is not to
// be changed: of an array that holds just that, it is the file's own memory, and a text's numbers may be there alone.
type Gathering struct {
	X       []float32 // n rows of len(cols), row-major
	Rows    []int     // their n numbers in the file, the first data row being 1
	Dropped []string  // sentences on what was left out: the Notes, then row by row up to 100 rows, then how many more

	t         *Table
	cols      []int
	row, left int
}

// Gather prepares that.
func (t *Table) Gather(cols []int) *Gathering {
	g := &Gathering{Rows: make([]int, 0, t.Rows), Dropped: append([]string(nil), t.Notes...), t: t, cols: cols}
	if t.array != nil && t.complete(cols) {
		if g.X = t.array.float32s(); g.X != nil {
			for g.row = range t.Rows {
				g.Rows = append(g.Rows, g.row+1)
			}
			g.row = t.Rows
			return g
		}
	}
	g.X = make([]float32, 0, t.Rows*len(cols))
	return g
}

// Matrix returns X, Rows and Dropped of a Gathering.
func (t *Table) Matrix(cols []int) (x []float32, rows []int, dropped []string) {
	g := t.Gather(cols)
	for !g.Step(t.Rows) {
	}
	return g.X, g.Rows, g.Dropped
}

// Step takes at most so many rows more, fewer where they are wide, and reports whether all are taken.
func (g *Gathering) Step(rows int) (done bool) {
	t := g.t
	from := g.row
	g.row = min(t.Rows, from+min(rows, max(1, cellsPerStep/max(1, len(g.cols)))))
	t.each(g.cols, from, g.row, func(row int, values []float32, missing int) {
		if values != nil {
			g.X, g.Rows = append(g.X, values...), append(g.Rows, row+1)
			return
		}
		if g.left++; g.left > maxReported {
			return
		}
		column := -1
		if missing >= 0 {
			column = g.cols[missing]
		}
		g.Dropped = append(g.Dropped, fmt.Sprintf("row %d: %s", row+1, t.reason(row, column)))
	})
	if g.row < t.Rows {
		return false
	}
	if g.left > maxReported {
		g.Dropped = append(g.Dropped, fmt.Sprintf("%s left out for such reasons", count(g.left-maxReported, "more row")))
	}
	if t.array == nil && t.Pictures == nil && len(g.Rows) == t.Rows {
		t.move(g.cols, g.X)
	}
	return true
}

// Check returns an error that says why the rows, all of which are taken, cannot be modelled.
func (g *Gathering) Check() error {
	if g.t.Pictures != nil && g.t.Rows >= MinRows {
		return nil
	}
	n, k := len(g.Rows), len(g.cols)
	if n < MinRows {
		format := "only %d rows have a number in every chosen column; at least %d are needed: leave out columns with blanks, or open a larger file"
		if n == 1 {
			format = "only %d row has a number in every chosen column; at least %d are needed: leave out columns with blanks, or open a larger file"
		}
		return fmt.Errorf(format, n, MinRows)
	}
	low, high := append([]float32(nil), g.X[:k]...), append([]float32(nil), g.X[:k]...)
	for i := 0; i < len(g.X); i += k {
		for j, v := range g.X[i : i+k] {
			low[j], high[j] = min(low[j], v), max(high[j], v)
		}
	}
	for i, j := range g.cols {
		if lo, hi := float64(low[i]), float64(high[i]); lo == hi || cramped(lo, hi) {
			return fmt.Errorf("%s hardly varies in the %d usable rows; leave it out", g.t.Columns[j].Name, n)
		}
	}
	return nil
}
