package layer

import (
	"math"
	"math/rand/v2"
	"strconv"

	"nicelab/flow/kernel"
)

// linear is one layer y = W x + b. W is out×in, row-major, as PyTorch's nn.Linear has it, and b follows it.
type linear struct{ in, out, at int } // at is where W begins in the net's window

func (l linear) weight(w []float32) []float32 { return w[l.at : l.at+l.in*l.out] }
func (l linear) bias(w []float32) []float32 {
	return w[l.at+l.in*l.out : l.at+(l.in+1)*l.out]
}

// mlp is m of the paper: linear layers with an activation between them, none after the last.
type mlp struct {
	name   string
	layers []linear
	act    kernel.Activation
	curved bool    // the first two layers are one curve: see kernel.Curve
	whole  bool    // and the third is computed with them: see kernel.NetWeights
	last   float64 // by which a new net's last layer is scaled
}

func newMLP(name string, in int, hidden []int, out int, act kernel.Activation, last float64) mlp {
	m := mlp{name: name, act: act, last: last, curved: act == kernel.ReLU && in == 1 && len(hidden) > 1 &&
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

// tensors are NAME.{2k}.weight and .bias of layer k: those of an nn.Sequential with an activation between the layers.
func (m mlp) tensors() []Tensor {
	var ts []Tensor
	for k, l := range m.layers {
		name := m.name + "." + strconv.Itoa(2*k)
		ts = append(ts, Tensor{Name: name + ".weight", Shape: []int{l.out, l.in}}, Tensor{Name: name + ".bias", Shape: []int{l.out}})
	}
	return ts
}

// init draws the weights uniformly from ±1/√in.
func (m mlp) init(w []float32, rng *rand.Rand) {
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

// parts are the layers, or the net as a whole. A curve takes some operations for each row and output, and some for each
// weight.
func (m mlp) parts() []Cost {
	if m.whole {
		a, b, c := m.layers[0], m.layers[1], m.layers[2]
		return []Cost{{
			Products: a.out + b.in*b.out + c.in, Sums: 2, // a number of the output, and where it lies on the curve
			Row: 8*b.out + 6*c.in, Once: 18 * b.in * b.out,
		}}
	}
	var parts []Cost
	for i, l := range m.layers {
		c := dense(l.in, l.out)
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

// activations is what a forward pass leaves for the backward pass: the output of each hidden layer (width×N). A
// net of one input has a curve in place of the first.
type activations struct {
	layers [][]float32
	curve  *kernel.Curve
}

// activations takes m's from mem: its own where a Backward follows, otherwise those that all nets share, of which
// only where the curves fold is each net's own.
func (mem *Memory) activations(m mlp) activations {
	own := activations{curve: mem.net.curve}
	h := &mem.net
	if mem.Train {
		h = &own
	}
	hidden := m.layers[:len(m.layers)-1]
	if m.whole {
		hidden = nil
	}
	for l, layer := range hidden {
		if l == len(h.layers) {
			h.layers = append(h.layers, nil)
		}
		if n := layer.out * mem.N; len(h.layers[l]) < n && !(l == 0 && m.curved) {
			h.layers[l] = make([]float32, n)
		}
		if mem.Train {
			mem.need(0, layer.out*mem.N)
			mem.need(1, layer.out*mem.N)
		}
	}
	if m.curved {
		if c := h.curve; c == nil || mem.Train || c.P != m.layers[0].out || c.M != m.layers[1].out {
			h.curve = kernel.NewCurve(m.layers[1].out, m.layers[0].out, mem.N, c)
			mem.net.curve = h.curve
		} else {
			return activations{h.layers, c.Sibling()}
		}
	}
	return *h
}

// curve returns the weights, or gradients, of the first two layers.
func (m mlp) curve(w []float32) kernel.CurveWeights {
	a, b := m.layers[0], m.layers[1]
	return kernel.CurveWeights{W: a.weight(w), B: a.bias(w), V: b.weight(w), C: b.bias(w)}
}

// net returns the weights, or gradients, of all three layers.
func (m mlp) net(w []float32) kernel.NetWeights {
	c := m.layers[2]
	return kernel.NetWeights{CurveWeights: m.curve(w), U: c.weight(w), E: c.bias(w)}
}

// forward sets y (out×n) to add + m(x), with x in×n.
func (m mlp) forward(w []float32, y, add, x []float32, h activations, n int) {
	for i := range m.count() {
		m.forwardPart(i, w, y, add, x, h, n)
	}
}

// count is how many parts there are.
func (m mlp) count() int {
	if m.whole {
		return 1
	}
	return len(m.layers)
}

// forwardPart is part i of forward, those before it being done.
func (m mlp) forwardPart(i int, w []float32, y, add, x []float32, h activations, n int) {
	if m.whole {
		h.curve.ForwardNet(y, n, x, add, m.net(w))
		return
	}
	l, act := m.layers[i], m.act
	if i < 2 && m.curved {
		if i == 1 {
			h.curve.Forward(h.layers[1], n, x, m.curve(w))
		}
		return
	}
	if i > 0 {
		x = h.layers[i-1]
	}
	if i == len(m.layers)-1 {
		act = kernel.Identity
	} else {
		y, add = h.layers[i], nil
	}
	kernel.NN(y, l.out, n, l.in, l.weight(w), x, l.bias(w), add, act)
}

// backwardPart is part i of the way back, those after it being done. dy (out×n) is the gradient of the loss with
// respect to m(x), and h is what forward left for this x. It adds the gradients of the layer's weights to those of g,
// and the first part adds that of x to dx (in×n); either may be nil.
func (m mlp) backwardPart(i int, w, g []float32, dx, dy, x []float32, h activations, mem *Memory, n int) {
	if m.whole {
		if g == nil {
			g = mem.unwanted(m.layers[2].at + m.layers[2].in + 1)
		}
		h.curve.BackwardNet(m.net(g), dx, dy, n, x, m.net(w))
		return
	}
	l := m.layers[i]
	if i < len(m.layers)-1 {
		dy = mem.scratch[(i+1)%2]
	}
	if i < 2 && m.curved {
		if i == 1 {
			if g == nil {
				g = mem.unwanted(m.layers[2].at)
			}
			h.curve.Backward(m.curve(g), dx, dy, n, x, m.curve(w))
		}
		return
	}
	if i > 0 {
		x = h.layers[i-1]
	}
	if g != nil {
		kernel.NT(l.weight(g), l.out, l.in, n, dy, x)
		kernel.RowSum(l.bias(g), l.out, n, dy)
	}
	switch {
	case i > 0:
		kernel.TN(mem.scratch[i%2], l.in, n, l.out, l.weight(w), dy, x, m.act, false)
	case dx != nil:
		kernel.TN(dx, l.in, n, l.out, l.weight(w), dy, nil, kernel.Identity, true)
	}
}

// unwanted returns memory for n gradients that a kernel computes and nobody reads.
func (mem *Memory) unwanted(n int) []float32 {
	mem.need(2, n)
	return mem.scratch[2]
}

// export writes m(x).
func (m mlp) export(g Graph, w []float32, x string) string {
	activation := map[kernel.Activation]string{kernel.ReLU: "Relu", kernel.Tanh: "Tanh"}[m.act]
	for k, l := range m.layers {
		if k > 0 {
			x = g.Op(activation, x)
		}
		name := m.name + "." + strconv.Itoa(2*k)
		x = g.Linear(x, g.Constant(name+".weight", []int{l.out, l.in}, l.weight(w)), g.Constant(name+".bias", []int{l.out}, l.bias(w)))
	}
	return x
}
