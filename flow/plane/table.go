package plane

// table is a map that keeps a coordinate x of the plane and takes the other from y to a(x) y + b(x), at even steps of
// x. Between steps it is interpolated; before the first and after the last it stays as it is there.
type table struct {
	a, b []float32 // one more than there are steps: the last twice; a is nil where it is 1

	lo, step float32
}

// newTable makes room for so many steps, and for a if y is stretched.
func newTable(steps int, stretched bool) *table {
	t := &table{b: make([]float32, steps+1)}
	if stretched {
		t.a = make([]float32, steps+1)
	}
	return t
}

// steps returns how many there are.
func (t *table) steps() int { return len(t.b) - 1 }

// least keeps the reciprocal of a step finite.
const least = 1e-37

// lay lays the steps over the range of x.
func (t *table) lay(x []float32) {
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
	if step := (hi - lo) / float32(t.steps()-1); step > least {
		t.step = step
	}
}

// x returns x at a step.
func (t *table) x(step int) float32 { return t.lo + float32(step)*t.step }

// move takes points over whose x lay has laid t through the map, or back. a and b are used up.
func (t *table) move(y, x []float32, inverse bool) {
	for _, column := range [][]float32{t.a, t.b} {
		if column != nil {
			column[t.steps()] = column[t.steps()-1]
		}
	}
	if t.a == nil {
		if inverse {
			for k := range t.b {
				t.b[k] = -t.b[k]
			}
		}
		shift(y, x, t.b, t.lo, 1/t.step)
		return
	}
	for i, v := range x {
		u := (v - t.lo) * (1 / t.step)
		if !(u >= 0) {
			u = 0
		}
		k := min(int(u), t.steps()-1)
		u -= float32(k)
		a, b := t.a[k]+u*(t.a[k+1]-t.a[k]), t.b[k]+u*(t.b[k+1]-t.b[k])
		if inverse {
			y[i] = (y[i] - b) / a
		} else {
			y[i] = a*y[i] + b
		}
	}
}

// shift is move where a is 1, as it is for nearly all points that are ever drawn.
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
