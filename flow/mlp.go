package flow

import (
	"math"
	"math/rand/v2"

	"nicelab/flow/kernel"
)

// linear is one layer y = W x + b. W is out×in, row-major, as PyTorch's nn.Linear has it.
type linear struct {
	in, out      int
	weight, bias []float32
}

// mlp is m of the paper: linear layers with an activation between them, none after the last.
// Its weights, or their gradients, are windows into an arena.
type mlp struct {
	layers []linear
	act    kernel.Activation
	curved bool // the first two layers are one curve: see kernel.Curve
}

// window cuts the first n numbers off the arena.
func window(arena *[]float32, n int) []float32 {
	w := (*arena)[:n:n]
	*arena = (*arena)[n:]
	return w
}

func newMLP(arena *[]float32, in int, hidden []int, out int, act kernel.Activation) mlp {
	m := mlp{act: act, curved: act == kernel.ReLU && curved(in, hidden)}
	for _, w := range append(append([]int(nil), hidden...), out) {
		m.layers = append(m.layers, linear{in, w, window(arena, in*w), window(arena, w)})
		in = w
	}
	return m
}

// init draws the weights uniformly from ±1/√in, and scales the last layer down so
// that a new flow is close to the identity.
func (m mlp) init(rng *rand.Rand) {
	for i, l := range m.layers {
		bound := 1 / math.Sqrt(float64(l.in))
		if i == len(m.layers)-1 {
			bound *= lastScale
		}
		for _, p := range [][]float32{l.weight, l.bias} {
			for j := range p {
				p[j] = float32(bound * (2*rng.Float64() - 1))
			}
		}
	}
}

const lastScale = 0.1

// activations is what a forward pass leaves for the backward pass: the output of each hidden layer (width×n). A
// net of one input has a curve in place of the first.
type activations struct {
	layers [][]float32
	curve  *kernel.Curve
}

// curved reports whether a ReLU net of these widths begins with a curve.
func curved(in int, hidden []int) bool {
	return in == 1 && len(hidden) > 1 && hidden[0]*hidden[1] <= maxCurve
}

// maxCurve bounds the scratch memory of a curve to some megabytes.
const maxCurve = 1 << 20

// curve returns the weights, or gradients, of the first two layers.
func (m mlp) curve() kernel.CurveWeights {
	return kernel.CurveWeights{W: m.layers[0].weight, B: m.layers[0].bias, V: m.layers[1].weight, C: m.layers[1].bias}
}

// forward sets y (out×n) to add + m(x), with x in×n.
func (m mlp) forward(y, add, x []float32, h activations, n int) {
	for i := range m.layers {
		m.forwardLayer(i, y, add, x, h, n)
	}
}

// forwardLayer is layer i of forward, those before it being done.
func (m mlp) forwardLayer(i int, y, add, x []float32, h activations, n int) {
	l, act := m.layers[i], m.act
	if i < 2 && m.curved {
		if i == 1 {
			h.curve.Forward(h.layers[1], n, x, m.curve())
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
	kernel.NN(y, l.out, n, l.in, l.weight, x, l.bias, add, act)
}

// backwardLayer is layer i of the way back, those after it being done. dy (out×n) is the gradient of the loss with respect to
// m(x), and h is what forward left for this x. It adds the gradients of the layer's weights to those of grad, and the first layer
// adds that of x to dx (in×n) unless dx is nil. The two scratch buffers hold the widest hidden layer's n columns.
func (m mlp) backwardLayer(i int, grad mlp, dx, dy, x []float32, h activations, scratch [2][]float32, n int) {
	l, g := m.layers[i], grad.layers[i]
	if i < len(m.layers)-1 {
		dy = scratch[(i+1)%2]
	}
	if i < 2 && m.curved {
		if i == 1 {
			h.curve.Backward(grad.curve(), dx, dy, n, x, m.curve())
		}
		return
	}
	if i > 0 {
		x = h.layers[i-1]
	}
	kernel.NT(g.weight, l.out, l.in, n, dy, x)
	kernel.RowSum(g.bias, l.out, n, dy)
	switch {
	case i > 0:
		kernel.TN(scratch[i%2], l.in, n, l.out, l.weight, dy, x, m.act, false)
	case dx != nil:
		kernel.TN(dx, l.in, n, l.out, l.weight, dy, nil, kernel.Identity, true)
	}
}
