package layer

import "cmp"

// leading is another layer on the first coordinates of a batch: the others stay as they are and are not read.
type leading struct {
	Layer
	dim, count, parts int
}

// leadingHolder is leading where the other layer is a Holder.
type leadingHolder struct {
	leading
	held Holder
}

func (l leadingHolder) Hold(numbers []float32) { l.held.Hold(numbers) }
func (l leadingHolder) Begin()                 { l.held.Begin() }
func (l leadingHolder) Settle() error          { return l.held.Settle() }

// Leading returns on, a layer of count coordinates, as one of the first of dim; on itself where it takes them all.
func Leading(dim, count int, on Layer) Layer {
	if count == dim {
		return on
	}
	l := leading{on, dim, count, len(on.Parts())}
	if h, ok := on.(Holder); ok {
		return leadingHolder{l, h}
	}
	return l
}

func (l leading) Parts() []Cost {
	parts := l.Layer.Parts()
	parts[l.parts-1].Sums += l.dim - l.count // which are copied
	return parts
}

func (l leading) Tape(mem *Memory) *Tape {
	inner := l.Layer.Tape(mem)
	return &Tape{Pieces: cmp.Or(inner.Pieces, l.parts), out: make([]float32, l.dim*mem.N), inner: inner}
}

// narrow makes t.batch the first coordinates of b.
func (l leading) narrow(t *Tape, b *Batch) *Batch {
	t.batch = *b
	t.batch.dim = l.count
	for p := range b.Half {
		t.batch.Half[p] = b.Half[p][:half(l.count, p)*b.N]
	}
	return &t.batch
}

// widen gives b the halves of t.batch that are no longer in its own memory, with what lies behind them.
func (l leading) widen(t *Tape, b *Batch) {
	out := t.out
	for p, from := range b.Half {
		to, h := Cut(&out, half(l.dim, p)*b.N), t.batch.Half[p][:half(l.count, p)*b.N]
		if &h[0] != &from[0] {
			copy(to[copy(to, h):], from[len(h):])
			b.Half[p] = to
		}
	}
}

func (l leading) Forward(t *Tape, w []float32, b *Batch, piece int) {
	if piece == 0 {
		l.narrow(t, b)
	}
	if l.Layer.Forward(t.inner, w, &t.batch, piece); piece == t.Pieces-1 {
		l.widen(t, b)
	}
}

func (l leading) Inverse(t *Tape, w []float32, b *Batch) {
	l.Layer.Inverse(t.inner, w, l.narrow(t, b))
	l.widen(t, b)
}

func (l leading) Backward(t *Tape, w, g []float32, d *Batch, piece int) {
	l.Layer.Backward(t.inner, w, g, l.narrow(t, d), piece)
}

func (l leading) Export(g Graph, w []float32, v Value, inverse bool) Value {
	rows := g.Rows(v)
	first := l.Layer.Export(g, w, Value{Rows: g.Columns(rows, 0, l.count), Dim: l.count}, inverse)
	first.Dim = l.count
	return Value{Rows: g.Join(g.Rows(first), g.Columns(rows, l.count, l.dim))}
}
