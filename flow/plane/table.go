// Package plane draws maps of the plane: points from a table, and closed lines. Points are float32, in rows of 2 where
// they stand in one slice.
package plane

// Table is a map that keeps a coordinate x of the plane and takes the other from y to a(x) y + b(x), at even steps of
// x. Between steps it is interpolated; before the first and after the last it stays as it is there.
type Table struct {
	A, B []float32 // one more than there are steps: the last twice; A is nil where it is 1

	lo, step float32
}

// NewTable makes room for so many steps, and for A if y is stretched.
func NewTable(steps int, stretched bool) *Table {
	t := &Table{B: make([]float32, steps+1)}
	if stretched {
		t.A = make([]float32, steps+1)
	}
	return t
}

// Steps returns how many there are.
func (t *Table) Steps() int { return len(t.B) - 1 }

// least keeps the reciprocal of a step finite.
const least = 1e-37

// Range lays the steps over the range of x.
func (t *Table) Range(x []float32) {
	t.lo, t.step = 0, 1
	if len(x) == 0 {
		return
	}
	lo, hi := x[0], x[0]
	for _, v := range x {
		if v < lo {
			lo = v
		} else if v > hi {
			hi = v
		}
	}
	t.lo = lo
	if step := (hi - lo) / float32(t.Steps()-1); step > least {
		t.step = step
	}
}

// X returns x at a step.
func (t *Table) X(step int) float32 { return t.lo + float32(step)*t.step }

// Move takes points over whose x Range has laid t through the map, or back. A and B are used up.
func (t *Table) Move(y, x []float32, inverse bool) {
	for _, column := range [][]float32{t.A, t.B} {
		if column != nil {
			column[t.Steps()] = column[t.Steps()-1]
		}
	}
	if t.A == nil {
		if inverse {
			for k := range t.B {
				t.B[k] = -t.B[k]
			}
		}
		shift(y, x, t.B, t.lo, 1/t.step)
		return
	}
	for i, v := range x {
		u := (v - t.lo) * (1 / t.step)
		if !(u >= 0) {
			u = 0
		}
		k := min(int(u), t.Steps()-1)
		u -= float32(k)
		a, b := t.A[k]+u*(t.A[k+1]-t.A[k]), t.B[k]+u*(t.B[k+1]-t.B[k])
		if inverse {
			y[i] = (y[i] - b) / a
		} else {
			y[i] = a*y[i] + b
		}
	}
}

// shift is Move where a is 1, as it is for nearly all points that are ever drawn.
func shift(y, x, b []float32, lo, each float32) {
	y = y[:len(x)]
	for i, v := range x {
		u := (v - lo) * each
		if !(u >= 0) { // not a number
			u = 0
		}
		k := min(int(u), len(b)-2)
		y[i] += b[k] + (u-float32(k))*(b[k+1]-b[k])
	}
}
