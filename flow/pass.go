package flow

import (
	"cmp"

	"nicelab/flow/layer"
	"nicelab/flow/modes"
)

// pass is a batch on its way through a flow's layers, with the memory that they need for it.
type pass struct {
	batch *layer.Batch

	f     *Flow
	tapes []*layer.Tape // one a layer
	grad  *layer.Batch  // what comes back; nil where nothing does
}

// newPass makes room for n rows. Where train is true, backwardLayer may follow forwardLayer, and the gradient with
// respect to what comes to layer first is the one that nobody needs; -1 stands for none. A layer that can be cut is
// done in pieces of so many multiply-adds for n rows; 0 cuts none.
func (f *Flow) newPass(n int, train bool, first, piece int) *pass {
	p := &pass{f: f, batch: f.newBatch(n)}
	m := layer.NewMemory(f.Config.Dim, n, train)
	if train {
		p.grad, m.Piece = layer.NewBatch(f.Config.Dim, n), piece
	}
	for i, l := range f.layers {
		m.First = i == first
		p.tapes = append(p.tapes, m.TapeOf(l))
	}
	return p
}

func (f *Flow) newBatch(n int) *layer.Batch {
	b := layer.NewBatch(f.Config.Dim, n)
	if f.Volume() == layer.Varies {
		b.LogDet = make([]float64, n)
	}
	return b
}

// forward takes the batch through the first n layers.
func (p *pass) forward(n int) {
	for i := range n {
		p.forwardLayer(i)
	}
}

func (p *pass) forwardLayer(i int) {
	for k := range p.pieces(i) {
		p.forwardPiece(i, k)
	}
}

// pieces is how many pieces layer i is done in.
func (p *pass) pieces(i int) int { return cmp.Or(p.tapes[i].Pieces, len(p.f.layers[i].parts)) }

func (p *pass) forwardPiece(i, k int) {
	l := &p.f.layers[i]
	l.Forward(p.tapes[i], l.window(p.f.Weights), p.batch, k)
}

func (p *pass) inverseLayer(i int) {
	l := &p.f.layers[i]
	l.Inverse(p.tapes[i], l.window(p.f.Weights), p.batch)
}

// head ends the way forward, all layers but the last being done: it returns the rows' summed -log p in nats but for
// what is the same everywhere, begun with sum. It begins the way back: p.grad is weight times the gradient, and that of
// the last layer is added to grad, unless that is nil.
func (p *pass) head(grad []float32, weight, sum float64) float64 {
	l, b := p.f.last, p.batch
	p.grad.Resize(b.Rows)
	p.grad.Weight = weight
	for _, v := range b.LogDet {
		sum -= v
	}
	sum = p.f.scale().Loss(l.window(p.f.Weights), l.gradient(grad), p.grad, b, p.f.Prior, sum)
	if m, l := p.f.joint(); m != nil {
		sum = m.Loss(p.tapes[len(p.tapes)-2], l.window(p.f.Weights), l.gradient(grad), p.grad, b, sum)
	}
	return sum
}

// blur tells the prior with what noise rows come to head, if it is one that can be told.
func (p *pass) blur(noise float64) {
	m, _ := p.f.joint()
	if m, ok := m.(modes.Blurred); ok {
		m.Blur(p.tapes[len(p.tapes)-2], noise)
	}
}

// backwardPiece is one piece of layer i on the way back: p.grad is that with respect to what comes out of it, and then
// to what came in. Gradients of the weights are added to grad, unless that is nil.
func (p *pass) backwardPiece(i, k int, grad []float32) {
	l := &p.f.layers[i]
	l.Backward(p.tapes[i], l.window(p.f.Weights), l.gradient(grad), p.grad, k)
}

// Chunk returns how many rows are evaluated at a time: it follows from the Config alone, so that the
// same rows give the same bits, and is small enough for the caller of a large model to be heard.
func (f *Flow) Chunk() int { return f.rowsAtOnce }

// chunks calls work for consecutive ranges [lo, hi) of numbers, at most Chunk of the n rows at a time.
func (f *Flow) chunks(n int, work func(p *pass, lo, hi int)) {
	p, rows := f.evaluation(), f.Chunk()
	for lo := 0; lo < n; lo += rows {
		work(p, lo*f.Config.Dim, min(lo+rows, n)*f.Config.Dim)
	}
}

// evaluation returns the pass that whatever only looks at the flow shares.
func (f *Flow) evaluation() *pass {
	if f.scratch == nil {
		f.scratch = f.newPass(f.Chunk(), false, -1, 0)
	}
	return f.scratch
}

// LogDetAt returns the rest of log|det df/dx| at one row x, in nats: 0 unless Volume says Varies.
func (f *Flow) LogDetAt(x []float32) float64 {
	p := f.evaluation()
	if p.batch.LogDet == nil {
		return 0
	}
	p.batch.Load(x)
	p.forward(len(f.layers))
	return p.batch.LogDet[0]
}

// GradLogProb sets dst to the gradient of log p with respect to the n rows of x, in nats a unit of x; nil allocates.
// dst may be x.
func (f *Flow) GradLogProb(dst, x []float32) []float32 {
	dst = sized(dst, len(x))
	rows, dim, last := min(f.Chunk(), f.Config.trainRows()), f.Config.Dim, len(f.layers)-1
	if f.way == nil {
		f.way = f.newPass(rows, true, -1, 0)
	}
	p := f.way
	for lo := 0; lo < f.rows(x); lo += rows {
		hi := min(lo+rows, f.rows(x))
		p.batch.Load(x[lo*dim : hi*dim])
		p.forward(last)
		p.head(nil, -1, 0) // log p is the loss, not -log p
		for i := last - 1; i >= 0; i-- {
			for k := p.pieces(i) - 1; k >= 0; k-- {
				p.backwardPiece(i, k, nil)
			}
		}
		p.grad.Store(dst[lo*dim : hi*dim])
	}
	return dst
}
