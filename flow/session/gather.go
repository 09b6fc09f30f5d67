package session

import (
	"fmt"

	"nicelab/flow/dataset"
)

// gathering makes the data of some columns of a table, a slice at a time.
type gathering struct {
	d    data
	t    *openTable
	cols []int
	rows *dataset.Gathering // nil once the rows are there

	// Rows that lie far out are looked for in one column after the other, and again without those that were found:
	// without the farthest others may show.
	column, passes int
	found          []dataset.Far
	most           int // of them that are left: more are no mistake
}

// gatheredAtOnce is how many numbers are gathered without giving time to anything else.
const gatheredAtOnce = 1 << 17

// gather makes the data of a table's columns, with the rows that lie far out if keep is true, and gives it, or what is
// wrong with the rows, to then: at once where they are few.
func (s *Session) gather(t *openTable, cols []int, keep bool, then func(data, error)) {
	if t.pictures() != nil {
		then(pictureData(t, cols), nil)
		return
	}
	if err := t.table.CheckColumns(cols); err != nil {
		then(data{}, err)
		return
	}
	g := &gathering{t: t, cols: cols, rows: t.table.Gather(cols)}
	g.d = data{source: "table", name: t.name, columns: t.table.Names(cols), farKept: keep}
	s.soon("gathering", t.table.Rows*len(cols) <= gatheredAtOnce, func() bool {
		done, err := g.step()
		if done {
			then(g.d, err)
		}
		return done
	})
}

// step does a slice.
func (g *gathering) step() (done bool, err error) {
	d := &g.d
	switch k := len(g.cols); {
	case g.rows != nil:
		if !g.rows.Step(g.t.table.Rows) {
			return false, nil
		}
		if err := g.rows.Check(); err != nil {
			return true, err
		}
		d.x, d.numbers = g.rows.X, g.rows.Rows
		for _, text := range g.rows.Dropped {
			d.dropped = append(d.dropped, sentence(text))
		}
		g.rows, g.most = nil, max(2, d.rows()/100)
	case g.column < k:
		if f, ok := dataset.FarIn(d.x, k, g.column); ok {
			g.found = append(g.found, f)
		}
		g.column++
	case g.leave():
		g.column, g.found = 0, nil
	default:
		d.dropped = append(d.dropped, leftOut(g.t.table, g.cols)...)
		return true, nil
	}
	return false, nil
}

// leave takes the rows that were found far out from the data, unless they are to be kept, and reports whether others
// may show without them.
func (g *gathering) leave() (again bool) {
	const passes, enough = 4, 50 // of fewer rows each counts
	d, k := &g.d, len(g.cols)
	gone := map[int]bool{}
	for i := range g.found {
		for j, r := range g.found[i].Rows {
			gone[r] = true
			g.found[i].Rows[j] = d.numbers[r]
		}
	}
	d.farIn = len(g.found) > 0
	if g.most -= len(gone); len(g.found) == 0 || g.most < 0 || d.rows()-len(gone) < enough {
		return false
	}
	d.far = append(d.far, g.found...)
	if d.farKept {
		return false
	}
	d.farIn = false
	x, numbers := make([]float32, 0, len(d.x)), make([]int, 0, len(d.numbers))
	for r, number := range d.numbers {
		if !gone[r] {
			x, numbers = append(x, d.x[r*k:(r+1)*k]...), append(numbers, number)
		}
	}
	d.x, d.numbers = x, numbers
	for _, f := range g.found {
		text := "%d row(s) are left out: their %s lies far beyond all others (row %d: %g)"
		d.dropped = append(d.dropped, sentence(fmt.Sprintf(text, len(f.Rows), d.columns[f.Column], f.Rows[0], f.Value)))
	}
	g.passes++
	return g.passes < passes
}

// rowsOf gives then the data of a table's columns that a run was trained on, and whether it is: with the rows that lie
// far out or without.
func (s *Session) rowsOf(u *unattached, t *openTable, cols []int, then func(d data, exact bool, err error)) {
	s.gather(t, cols, false, func(d data, err error) {
		if err != nil || len(d.far) == 0 || u.fits(&d) {
			then(d, err == nil && u.fits(&d), err)
			return
		}
		s.gather(t, cols, true, func(all data, err error) {
			if err == nil && u.fits(&all) {
				d = all
			}
			then(d, u.fits(&d), nil)
		})
	})
}

// pictureData is the data of a table of pictures.
func pictureData(t *openTable, cols []int) data {
	p := t.pictures()
	d := data{source: "table", name: t.name, columns: t.table.Names(cols), pictures: newPictures(p), pictured: t.as != nil}
	for _, text := range t.table.Notes {
		d.dropped = append(d.dropped, sentence(text))
	}
	return d
}
