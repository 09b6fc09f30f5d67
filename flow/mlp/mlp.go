// Package mlp has the net inside a coupling: dense layers with an activation between them, for a batch at a time, and
// the way back. Where a net has one input, its first layers are a curve (see kernel.Curve).
package mlp

import (
	"math"
	"math/rand/v2"
	"strconv"

	"nicelab/flow/kernel"
)

// linear is one layer y = W x + b. W is out×in, row-major, as PyTorch's nn.Linear has it, and b follows it.
type linear struct{ in, out, at int } // at is where W begins in the net's window

func (l linear) weight(w []float32) []float32 { return w[l.at : l.at+l.in*l.out] }
func (l linear) bias(w []float32) []float32   { return w[l.at+l.in*l.out : l.at+(l.in+1)*l.out] }
func (l linear) dense(w []float32) kernel.DenseWeights {
	return kernel.DenseWeights{M: l.out, K: l.in, W: l.weight(w), B: l.bias(w)}
}

// Net is linear layers with an activation between them, none after the last. It knows its shape; its weights are a
// window w into an arena, and their gradients a window g of the same shape.
type Net struct {
	name   string
	layers []linear
	act    kernel.Activation
	curved bool    // the first two layers are one curve: see kernel.Curve
	whole  bool    // and the third is computed with them: see kernel.NetWeights
	last   float64 // by which a new net's last layer is scaled
}

// New returns a net of in inputs and out outputs with tensors called name.*, whose last layer Init scales by last.
func New(name string, in int, hidden []int, out int, act kernel.Activation, last float64) Net {
	m := Net{name: name, act: act, last: last, curved: act == kernel.ReLU && in == 1 && len(hidden) > 1 &&
		hidden[0]*hidden[1] <= maxCurve}
	at := 0
	for _, w := range append(append([]int(nil), hidden...), out) {
		m.layers = append(m.layers, linear{in, w, at})
		at += (in + 1) * w
		in = w
	}
	m.whole = m.curved && len(hidden) == 2 && hidden[1] <= maxWhole && out == 1
	return m
}

// maxWhole is how wide a net's second layer may be for its third to be computed with the first two. Of a wide one, what
// is between them had better be kept.
const maxWhole = 32

// maxCurve bounds the scratch memory of a curve to some megabytes.
const maxCurve = 1 << 20

// Tensors calls each for name.{2k}.weight and .bias of layer k: those of an nn.Sequential with an activation between
// the layers.
func (m Net) Tensors(each func(name string, shape ...int)) {
	for k, l := range m.layers {
		name := m.name + "." + strconv.Itoa(2*k)
		each(name+".weight", l.out, l.in)
		each(name+".bias", l.out)
	}
}

// Init draws the weights uniformly from ±1/√in.
func (m Net) Init(w []float32, rng *rand.Rand) {
	for i, l := range m.layers {
		bound := 1 / math.Sqrt(float64(l.in))
		if i == len(m.layers)-1 {
			bound *= m.last
		}
		for _, p := range [][]float32{l.weight(w), l.bias(w)} {
			for j := range p {
				p[j] = float32(bound * (2*rng.Float64() - 1))
			}
		}
	}
}

// Cost is the work of one part, to leading order.
type Cost struct {
	Products int // multiply-adds a row, forward
	Sums     int // additions a row, forward
	Row      int // floating-point operations of a training step, for each row
	Once     int // and whatever the number of rows
}

// Dense is the cost of a product of an out×in matrix with the batch: once forward, and twice backward where it is
// trained.
func Dense(in, out int) Cost { return Cost{Products: in * out, Sums: out, Row: 6 * in * out} }

// Parts are the layers, or the net as a whole. A curve takes some operations for each row and output, and some for each
// weight.
func (m Net) Parts() []Cost {
	if m.whole {
		a, b, c := m.layers[0], m.layers[1], m.layers[2]
		return []Cost{{
			Products: a.out + b.in*b.out + c.in, Sums: 2, // a number of the output, and where it lies on the curve
			Row: 8*b.out + 6*c.in, Once: 18 * b.in * b.out,
		}}
	}
	var parts []Cost
	for i, l := range m.layers {
		c := Dense(l.in, l.out)
		switch {
		case m.curved && i == 0:
			c.Row = 0
		case m.curved && i == 1:
			c.Row, c.Once = 8*l.out, 18*l.in*l.out
		}
		parts = append(parts, c)
	}
	return parts
}

// curve returns the weights, or gradients, of the first two layers.
func (m Net) curve(w []float32) kernel.CurveWeights {
	a, b := m.layers[0], m.layers[1]
	return kernel.CurveWeights{W: a.weight(w), B: a.bias(w), V: b.weight(w), C: b.bias(w)}
}

// net returns the weights, or gradients, of all three layers.
func (m Net) net(w []float32) kernel.NetWeights {
	c := m.layers[2]
	return kernel.NetWeights{CurveWeights: m.curve(w), U: c.weight(w), E: c.bias(w)}
}

// Forward sets y (out×n) to add + m(x), with x in×n: piece i of it, those before it being done.
func (m Net) Forward(i int, w []float32, y, add, x []float32, h *Tape, n int) {
	if m.whole {
		h.curve.ForwardNet(y, n, x, add, m.net(w))
		return
	}
	p := h.pieces[i]
	k, l, act := p.layer, m.layers[p.layer], m.act
	if k < 2 && m.curved {
		if k == 1 {
			h.curve.Forward(h.layers[1], n, x, m.curve(w))
		}
		return
	}
	if k > 0 {
		x = h.layers[k-1]
	}
	if k == len(m.layers)-1 {
		act = kernel.Identity
	} else {
		y, add = h.layers[k], nil
	}
	l.dense(w).Forward(y, p.there, n, x, add, act)
}

// Backward is piece i of the way back, those after it being done. dy (out×n) is the gradient of the loss with
// respect to m(x), and h is what Forward left for this x. It adds the gradients of the layer's weights to those of g,
// and the first layer adds that of x to dx (in×n); either may be nil.
func (m Net) Backward(i int, w, g []float32, dx, dy, x []float32, h *Tape, mem *Memory, n int) {
	if m.whole {
		if g == nil {
			g = mem.unwanted(m.layers[2].at + m.layers[2].in + 1)
		}
		h.curve.BackwardNet(m.net(g), dx, dy, n, x, m.net(w))
		return
	}
	p := h.pieces[i]
	k, l := p.layer, m.layers[p.layer]
	if k < len(m.layers)-1 {
		dy = mem.Scratch[(k+1)%2]
	}
	if k < 2 && m.curved {
		if k == 1 {
			if g == nil {
				g = mem.unwanted(m.layers[2].at)
			}
			h.curve.Backward(m.curve(g), dx, dy, n, x, m.curve(w))
		}
		return
	}
	if k > 0 {
		x = h.layers[k-1]
	}
	if g != nil {
		l.dense(g).AddGradient(p.back, n, dy, x)
	}
	switch {
	case k > 0:
		l.dense(w).Backward(mem.Scratch[k%2], p.back, n, dy, x, m.act, false)
	case dx != nil:
		l.dense(w).Backward(dx, p.back, n, dy, nil, kernel.Identity, true)
	}
}

// unwanted returns memory for n gradients that a kernel computes and nobody reads.
func (mem *Memory) unwanted(n int) []float32 {
	mem.Need(2, n)
	return mem.Scratch[2]
}

// Graph writes operations of ONNX. Values and constants are named; a constant of a name that is there already is that
// one.
type Graph interface {
	Op(kind string, in ...string) string                      // returns the name of the operation's output
	Constant(name string, shape []int, data []float32) string // returns name

	// Linear is in weightᵀ + bias for in [n, k], weight [m, k] and bias [m] or "".
	Linear(in, weight, bias string) string
}

// Export writes m(x).
func (m Net) Export(g Graph, w []float32, x string) string {
	activation := map[kernel.Activation]string{kernel.ReLU: "Relu", kernel.Tanh: "Tanh"}[m.act]
	for k, l := range m.layers {
		if k > 0 {
			x = g.Op(activation, x)
		}
		name := m.name + "." + strconv.Itoa(2*k)
		weight := g.Constant(name+".weight", []int{l.out, l.in}, l.weight(w))
		x = g.Linear(x, weight, g.Constant(name+".bias", []int{l.out}, l.bias(w)))
	}
	return x
}
