package matrix

import "math"

// Eigen finds the eigenvalues and eigenvectors of a symmetric n×n matrix, in slices: reflections make it tridiagonal,
// then rotations make it diagonal (Golub and Van Loan, Matrix Computations, sections 8.3.1 to 8.3.3).
type Eigen struct {
	Values   []float64 // n, in no order; right once Step has said so
	Vectors  []float64 // n×n, those of Values as rows
	Mirrored bool      // Vectors turn and mirror, rather than turn alone

	n       int
	a       []float64 // what is left to be made tridiagonal, and below it the vectors of the reflections
	scale   []float64 // of each reflection H = I - scale v vᵀ
	off     []float64 // beside the diagonal
	at      int       // columns that are done
	back    int       // reflections that are in Vectors
	hi      int       // the last row that is not diagonal yet
	small   float64   // what counts as 0
	p, w, v []float64
}

// NewEigen returns the decomposition of a, which it takes for itself, before its first step.
func NewEigen(a []float64, n int) *Eigen {
	e := &Eigen{
		Values: make([]float64, n), Vectors: Identity(n), n: n, a: a, scale: make([]float64, n), off: make([]float64, n),
		hi: n - 1, p: make([]float64, n), w: make([]float64, n), v: make([]float64, n),
	}
	e.negligible(a)
	return e
}

// Decompose returns the decomposition of a, which it takes for itself.
func Decompose(a []float64, n int) *Eigen {
	e := NewEigen(a, n)
	for !e.Step() {
	}
	return e
}

// negligible makes small what counts as 0 beside the numbers of x.
func (e *Eigen) negligible(x ...[]float64) {
	e.small = 0
	for _, x := range x {
		for _, v := range x {
			e.small = max(e.small, math.Abs(v))
		}
	}
	e.small *= 0x1p-53
}

// Step does some n² operations, or a few times as many, and reports whether those were the last.
func (e *Eigen) Step() (done bool) {
	switch n := e.n; {
	case e.at < n-2:
		e.reflect()
	case e.at < n:
		for e.at = range n {
			e.Values[e.at] = e.a[e.at*n+e.at]
			if k := e.at - 1; k >= 0 && e.scale[k] == 0 {
				e.off[k] = e.a[e.at*n+k]
			}
		}
		e.at = n
		e.negligible(e.Values, e.off)
		e.back = max(0, n-2)
	case e.back > 0:
		e.back--
		e.gather(e.back)
	default:
		return e.chase()
	}
	return false
}

// Done is about the share of the steps that are done.
func (e *Eigen) Done() float64 {
	steps := e.at
	if e.at == e.n {
		steps += e.n - e.back + e.n - e.hi
	}
	return float64(steps) / float64(3*e.n)
}

// column is the vector of reflection k, which begins at its row k+1.
func (e *Eigen) column(k int) []float64 {
	v := e.v[:e.n-k-1]
	for i := range v {
		v[i] = e.a[(k+1+i)*e.n+k]
	}
	return v
}

// reflect zeroes the next column below its second row, and the same of that row.
func (e *Eigen) reflect() {
	n, k := e.n, e.at
	e.at++
	v := e.column(k)
	var rest float64
	for _, x := range v[1:] {
		rest += x * x
	}
	// Where columns are copies of others, what is left of them are copies again: it shrinks by every reflection, until its
	// square has no digits.
	if rest <= e.small*e.small {
		e.scale[k] = 0
		return
	}
	length := math.Copysign(math.Sqrt(v[0]*v[0]+rest), v[0])
	v[0] += length
	scale := 2 / (v[0]*v[0] + rest)
	m := len(v)
	p, w := e.p[:m], e.w[:m]
	var inner float64
	for i := range p {
		p[i] = scale * dot(e.a[(k+1+i)*n+k+1:][:m], v)
		inner += p[i] * v[i]
	}
	for i := range w {
		w[i] = p[i] - scale*inner/2*v[i]
	}
	for i := range v {
		row := e.a[(k+1+i)*n+k+1:][:m]
		for j := range row {
			row[j] -= v[i]*w[j] + w[i]*v[j]
		}
	}
	e.scale[k], e.Mirrored = scale, !e.Mirrored
	for i, x := range v {
		e.a[(k+1+i)*n+k] = x
	}
	e.off[k] = -length
}

// gather takes reflection k into Vectors.
func (e *Eigen) gather(k int) {
	if e.scale[k] == 0 {
		return
	}
	v := e.column(k)
	for i := k + 1; i < e.n; i++ {
		row := e.Vectors[i*e.n+k+1:][:len(v)]
		f := e.scale[k] * dot(row, v)
		for j := range row {
			row[j] -= f * v[j]
		}
	}
}

// chase does one step of the QR iteration, with Wilkinson's shift, on the last block that is not diagonal yet.
func (e *Eigen) chase() (done bool) {
	a, b, n := e.Values, e.off, e.n
	for e.hi > 0 && !(math.Abs(b[e.hi-1]) > e.small) {
		e.hi--
	}
	if e.hi <= 0 {
		return true
	}
	hi := e.hi
	lo := hi - 1
	for lo > 0 && math.Abs(b[lo-1]) > e.small {
		lo--
	}
	half := (a[hi-1] - a[hi]) / 2
	shift := a[hi] - b[hi-1]*b[hi-1]/(half+math.Copysign(math.Hypot(half, b[hi-1]), half))
	x, z := a[lo]-shift, b[lo]
	for k := lo; k < hi; k++ {
		r := math.Hypot(x, z)
		c, s := 1., 0.
		if r > 0 {
			c, s = x/r, z/r
		}
		if k > lo {
			b[k-1] = r
		}
		p, q, o := a[k], a[k+1], b[k]
		a[k] = c*c*p + 2*c*s*o + s*s*q
		a[k+1] = s*s*p - 2*c*s*o + c*c*q
		b[k] = (c*c-s*s)*o + c*s*(q-p)
		if k < hi-1 {
			x, z = b[k], s*b[k+1]
			b[k+1] *= c
		}
		up, down := e.Vectors[k*n:(k+1)*n], e.Vectors[(k+1)*n:(k+2)*n]
		for j, u := range up {
			d := down[j]
			up[j], down[j] = c*u+s*d, c*d-s*u
		}
	}
	return false
}

func dot(a, b []float64) float64 {
	var sum float64
	for i, v := range a {
		sum += v * b[i]
	}
	return sum
}
