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
	parts[l.parts-1].Sums += l.count // which are copied
	return parts
}

// Tape has memory for all coordinates only where the layer before has none: copying them at every layer took a seventh
// of a step with pictures. On a way that goes back, layers that share it work on copies of the first ones.
func (l leading) Tape(mem *Memory) *Tape {
	inner := l.Layer.Tape(mem)
	t := &Tape{Pieces: cmp.Or(inner.Pieces, l.parts), inner: inner, wide: mem.wide, begins: mem.wide == nil}
	if t.begins {
		t.wide = make([]float32, l.dim*mem.N)
	} else if mem.Train {
		t.out = make([]float32, l.count*mem.N)
	}
	return t
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

// widen gives b what has become of its first coordinates, in place.
func (l leading) widen(t *Tape, b *Batch) {
	for p, h := range t.batch.Half {
		copy(b.Half[p], h[:half(l.count, p)*b.N])
	}
}

func (l leading) Forward(t *Tape, w []float32, b *Batch, piece int) {
	if piece == 0 {
		if l.narrow(t, b); t.out != nil {
			t.batch.split(t.batch.joined(t.out))
		}
	}
	if l.Layer.Forward(t.inner, w, &t.batch, piece); piece == t.Pieces-1 {
		if t.begins {
			b.split(b.joined(t.wide))
		}
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
