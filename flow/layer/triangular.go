package layer

import (
	"fmt"
	"math/rand/v2"

	"nicelab/flow/kernel"
	"nicelab/flow/matrix"
	"nicelab/flow/mlp"
)

// Triangular is h' = L U h with two trained triangles of ones on the diagonal: L below it, U above. The determinant is
// 1, and a new layer is the identity. With a rotation behind it, it is the 1×1 convolution of Glow (Kingma and Dhariwal
// 2018, section 3.2) without the part that changes volumes.
type Triangular struct {
	name string
	dim  int
}

// NewTriangular returns the layer of dim coordinates with tensors name.lower and name.upper.
func NewTriangular(name string, dim int) *Triangular { return &Triangular{name, dim} }

func (l *Triangular) Volume() Volume           { return Kept }
func (l *Triangular) LogDet([]float32) float64 { return 0 }

func (l *Triangular) Tensors() []Tensor {
	d := []int{l.dim, l.dim}
	return []Tensor{{Name: l.name + ".lower", Shape: d}, {Name: l.name + ".upper", Shape: d}}
}

func (l *Triangular) Init(w []float32, _ *rand.Rand) { clear(w) }

// Sound finds a number where a triangle has none: the inverse would not know of it.
func (l *Triangular) Sound(w []float32) error {
	lower, upper := l.triangles(w)
	for i := range l.dim {
		for j, v := range lower[i*l.dim+i : (i+1)*l.dim] {
			if v != 0 {
				return fmt.Errorf("%s.lower has a number in row %d, column %d, where it must have 0", l.name, i+1, i+j+1)
			}
		}
		for j, v := range upper[i*l.dim : i*l.dim+i+1] {
			if v != 0 {
				return fmt.Errorf("%s.upper has a number in row %d, column %d, where it must have 0", l.name, i+1, j+1)
			}
		}
	}
	return nil
}

// triangles are the strict ones, without the ones on the diagonal.
func (l *Triangular) triangles(w []float32) (lower, upper []float32) {
	return Cut(&w, l.dim*l.dim), Cut(&w, l.dim*l.dim)
}

func (l *Triangular) Parts() []Cost {
	upper := mlp.Dense(l.dim, l.dim)
	lower := upper
	lower.Sums += l.dim // what came is copied
	return []Cost{upper, lower}
}

func (l *Triangular) Tape(mem *Memory) *Tape {
	n := l.dim * mem.N
	for i := range mem.Scratch {
		mem.Need(i, max(n, l.dim*l.dim))
	}
	return &Tape{
		First: mem.First, memory: mem,
		in: make([]float32, n), mid: make([]float32, n), out: make([]float32, n),
	}
}

// Forward is U in the first part and L in the second. What comes to either stays for the way back.
func (l *Triangular) Forward(t *Tape, w []float32, b *Batch, part int) {
	lower, upper := l.triangles(w)
	if part == 0 {
		in := b.natural(t.in)
		kernel.NN(t.mid, l.dim, b.N, l.dim, upper, in, nil, in, kernel.Identity)
		return
	}
	y := t.memory.Scratch[0]
	kernel.NN(y, l.dim, b.N, l.dim, lower, t.mid, nil, t.mid, kernel.Identity)
	b.separate(t.out, y)
}

// Inverse solves for one coordinate after the other.
func (l *Triangular) Inverse(t *Tape, w []float32, b *Batch) {
	lower, upper := l.triangles(w)
	x := b.natural(t.in)
	for i := range l.dim {
		for j, v := range lower[i*l.dim:][:i] {
			subtract(x[i*b.N:][:b.N], x[j*b.N:], v)
		}
	}
	for i := l.dim - 1; i >= 0; i-- {
		for j := i + 1; j < l.dim; j++ {
			subtract(x[i*b.N:][:b.N], x[j*b.N:], upper[i*l.dim+j])
		}
	}
	b.separate(t.out, x)
}

func subtract(x, y []float32, times float32) {
	for c := range x {
		x[c] -= times * y[c]
	}
}

func (l *Triangular) Backward(t *Tape, w, g []float32, d *Batch, part int) {
	lower, upper := l.triangles(w)
	m, x := upper, t.in
	if part == 1 {
		m, x = lower, t.mid
	}
	out := d.natural(t.memory.Scratch[0])
	if g != nil {
		lower, upper := l.triangles(g)
		grad := t.memory.Scratch[1][:l.dim*l.dim]
		clear(grad)
		kernel.NT(grad, l.dim, l.dim, d.N, out, x)
		for i := range l.dim {
			row, from, to, dst := grad[i*l.dim:], i+1, l.dim, upper
			if part == 1 {
				from, to, dst = 0, i, lower
			}
			for j := from; j < to; j++ {
				dst[i*l.dim+j] += row[j]
			}
		}
	}
	in := t.memory.Scratch[2]
	copy(in, out)
	kernel.TN(in, l.dim, d.N, l.dim, m, out, nil, kernel.Identity, true)
	for j := range l.dim {
		copy(d.Row(j), in[j*d.N:][:d.N])
	}
}

func (l *Triangular) Export(g Graph, w []float32, v Value, inverse bool) Value {
	lower, upper := l.triangles(w)
	rows, d := g.Rows(v), []int{l.dim, l.dim}
	if inverse {
		l1, u1 := make([]float32, len(lower)), make([]float32, len(upper))
		matrix.Round(l1, matrix.InvertUnit(lower, l.dim, false))
		matrix.Round(u1, matrix.InvertUnit(upper, l.dim, true))
		rows = g.Linear(rows, g.Constant(l.name+".lower.inverse", d, l1), "")
		return Value{Rows: g.Linear(rows, g.Constant(l.name+".upper.inverse", d, u1), "")}
	}
	rows = g.Op("Add", rows, g.Linear(rows, g.Constant(l.name+".upper", d, upper), ""))
	return Value{Rows: g.Op("Add", rows, g.Linear(rows, g.Constant(l.name+".lower", d, lower), ""))}
}
