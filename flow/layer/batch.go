package layer

import "nicelab/flow/mlp"

// Batch is n rows of D coordinates on their way through the layers, turned: one row of memory for each coordinate, so
// that a layer one coordinate wide still runs along the batch. The coordinates lie in two halves, by parity, since a
// coupling reads one and shifts the other:
//
//	Half[0]   x0 x2 x4 ...   half(0)×N        each row:  | rows . . . . . . | 0 |
//	Half[1]   x1 x3 x5 ...   half(1)×N                     Rows columns      padding up to N
//
// A layer changes a half in place or puts memory of its own in its place, never both; and in place never where a way
// back follows, since the layer before may have kept the half.
type Batch struct {
	Half [2][]float32
	N    int // columns, a multiple of 8 and not of 64
	Rows int // columns that count; those beyond are padding: finite or not, nothing comes of them

	LogDet []float64 // of each row, what layers whose volume varies have added; nil where none does
	Weight float64   // of a batch of gradients: what -log p of each row counts in the loss

	dim int
	own [2][]float32
}

// half returns the number of coordinates j below dim with j%2 == parity.
func half(dim, parity int) int { return (dim + 1 - parity) / 2 }

// NewBatch makes room for n rows of dim.
func NewBatch(dim, n int) *Batch {
	b := &Batch{dim: dim}
	b.Resize(n)
	for p := range b.own {
		b.own[p] = make([]float32, half(dim, p)*b.N)
	}
	b.Half = b.own
	return b
}

// columns returns the N for n rows: vectors cut it evenly, and features that lay a power of two apart would meet in the
// same few lines of the cache.
func columns(n int) int {
	if n = (n + 7) &^ 7; n%64 == 0 {
		n += 8
	}
	return n
}

// Resize makes b one of n rows, no more than it was made for, with memory of its own.
func (b *Batch) Resize(n int) {
	b.N, b.Rows = columns(n), n
	b.Half = b.own
	if b.LogDet != nil {
		b.LogDet = b.LogDet[:n]
	}
}

// Row returns coordinate j of all columns.
func (b *Batch) Row(j int) []float32 { return b.Half[j%2][j/2*b.N : (j/2+1)*b.N] }

// Load takes the rows of x (row-major, no more than b was made for).
func (b *Batch) Load(x []float32) {
	d := b.dim
	b.Resize(len(x) / d)
	for j := range d {
		row := b.Row(j)
		for c := range b.Rows {
			row[c] = x[c*d+j]
		}
		clear(row[b.Rows:])
	}
	clear(b.LogDet)
}

// Store writes the rows to x (row-major).
func (b *Batch) Store(x []float32) {
	d := b.dim
	for j := range d {
		row := b.Row(j)
		for c := range b.Rows {
			x[c*d+j] = row[c]
		}
	}
}

// natural copies the coordinates to dst (D×N) in their order, and returns it.
func (b *Batch) natural(dst []float32) []float32 {
	for j := range b.dim {
		copy(dst[j*b.N:(j+1)*b.N], b.Row(j))
	}
	return dst[:b.dim*b.N]
}

// joined copies the halves to dst (D×N), one after the other, and returns it.
func (b *Batch) joined(dst []float32) []float32 {
	n := half(b.dim, 0) * b.N
	copy(dst[:n], b.Half[0])
	copy(dst[n:b.dim*b.N], b.Half[1])
	return dst[:b.dim*b.N]
}

// split makes the halves those of x (D×N), which follow each other.
func (b *Batch) split(x []float32) {
	n := half(b.dim, 0) * b.N
	b.Half = [2][]float32{x[:n:n], x[n : b.dim*b.N : b.dim*b.N]}
}

// separate makes the halves memory of x (D×N) and copies the coordinates of y (D×N) there, which are in their order.
func (b *Batch) separate(x, y []float32) {
	b.split(x)
	for j := range b.dim {
		copy(b.Row(j), y[j*b.N:(j+1)*b.N])
	}
}

// Memory is what the layers of one pass share.
type Memory struct {
	mlp.Memory // whose Scratch also is that of one part of a Forward or Inverse

	Dim   int
	First bool // for the layer that asks next: nobody needs the gradient with respect to its input

	wide []float32 // see leading: of the layer before, if it is one
}

// NewMemory returns the memory of passes of n rows of dim at most.
func NewMemory(dim, n int, train bool) *Memory {
	return &Memory{Memory: mlp.Memory{N: columns(n), Train: train}, Dim: dim}
}

// TapeOf returns the tape of l. It is called for all layers of a pass in their order: neighbours may share memory.
func (m *Memory) TapeOf(l Layer) *Tape {
	t := l.Tape(m)
	m.wide = t.wide
	return t
}

// apart returns the tape of a layer that may work in place: on a way that goes back it works apart.
func (m *Memory) apart() *Tape {
	t := new(Tape)
	if m.Train {
		t.out = make([]float32, m.Dim*m.N)
	}
	return t
}

// apart gives b the memory of t, if it has some, in place of its own.
func (b *Batch) apart(t *Tape) {
	if t.out != nil {
		b.split(t.out)
	}
}

// Tape is the memory of one layer in one pass: what Forward leaves for Backward.
type Tape struct {
	First  bool // nobody needs the gradient with respect to the layer's input
	Pieces int  // that the parts are cut into; 0: as many as there are parts

	in, mid, out []float32
	net          mlp.Tape
	memory       *Memory

	inner  *Tape     // of a layer that leading has
	batch  Batch     // what that works on; what came to the layer
	wide   []float32 // the halves (D×N) that leading gives b, shared by those of its kind that follow each other
	begins bool      // it is the first of these

	Own any // of a layer of another package
}
