package layer

import (
	"math/rand/v2"

	"nicelab/flow/kernel"
	"nicelab/flow/mlp"
)

// Additive is the paper's coupling (section 3.2): it leaves one half of the coordinates as it is and adds m of it to
// the other:
//
//	y1 = x1          x1 = y1
//	y2 = x2 + m(x1)  x2 = y2 - m(y1)
//
// Its Jacobian is triangular with ones on the diagonal: log|det| = 0, whatever m is.
type Additive struct {
	keep int
	dim  int
	m    mlp.Net
}

// NewAdditive returns the coupling of dim coordinates that keeps those of a parity. m has the hidden widths and the
// activation, tensors called name.*, and a last layer that Init scales by last.
func NewAdditive(name string, dim, keep int, hidden []int, act kernel.Activation, last float64) *Additive {
	return &Additive{keep, dim, mlp.New(name, half(dim, keep), hidden, half(dim, 1-keep), act, last)}
}

func (a *Additive) Volume() Volume                   { return Kept }
func (a *Additive) LogDet([]float32) float64         { return 0 }
func (a *Additive) Init(w []float32, rng *rand.Rand) { a.m.Init(w, rng) }
func (a *Additive) Sound([]float32) error            { return nil }
func (a *Additive) Parts() []Cost                    { return a.m.Parts() }
func (a *Additive) Keeps() int                       { return a.keep }

func (a *Additive) Tensors() (ts []Tensor) {
	a.m.Tensors(func(name string, shape ...int) { ts = append(ts, Tensor{Name: name, Shape: shape}) })
	return ts
}

// Tape keeps the half that the coupling reads, since Backward needs what m has read, and makes the other anew.
func (a *Additive) Tape(mem *Memory) *Tape {
	net := a.m.Tape(&mem.Memory)
	out := make([]float32, half(a.dim, 1-a.keep)*mem.N)
	return &Tape{First: mem.First, Pieces: net.Pieces(), out: out, net: net, memory: mem}
}

func (a *Additive) Forward(t *Tape, w []float32, b *Batch, piece int) {
	t.in = b.Half[a.keep]
	a.m.Forward(piece, w, t.out, b.Half[1-a.keep], t.in, &t.net, b.N)
	if piece == t.Pieces-1 {
		b.Half[1-a.keep] = t.out
	}
}

func (a *Additive) Inverse(t *Tape, w []float32, b *Batch) {
	y, x := b.Half[1-a.keep], t.out
	for piece := range t.Pieces {
		a.m.Forward(piece, w, x, nil, b.Half[a.keep], &t.net, b.N)
	}
	for j, v := range y[:half(a.dim, 1-a.keep)*b.N] {
		x[j] = v - x[j]
	}
	b.Half[1-a.keep] = x
}

func (a *Additive) Backward(t *Tape, w, g []float32, d *Batch, piece int) {
	keep := d.Half[a.keep]
	if t.First {
		keep = nil
	}
	a.m.Backward(piece, w, g, keep, d.Half[1-a.keep], t.in, &t.net, &t.memory.Memory, d.N)
}

func (a *Additive) Export(g Graph, w []float32, v Value, inverse bool) Value {
	h, op := g.Halves(v), "Add"
	if inverse {
		op = "Sub"
	}
	h[1-a.keep] = g.Op(op, h[1-a.keep], a.m.Export(g, w, h[a.keep]))
	return Value{Half: h}
}
