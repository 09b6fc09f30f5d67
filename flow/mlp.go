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
}

// window cuts the first n numbers off the arena.
func window(arena *[]float32, n int) []float32 {
	w := (*arena)[:n:n]
	*arena = (*arena)[n:]
	return w
}

func newMLP(arena *[]float32, in int, hidden []int, out int, act kernel.Activation) mlp {
	m := mlp{act: act}
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

// forward sets y (out×n) to add + m(x), with x in×n. hidden[l] receives the activations of hidden
// layer l (width×n), which backward needs.
func (m mlp) forward(y, add, x []float32, hidden [][]float32, n int) {
	last := len(m.layers) - 1
	for i, l := range m.layers[:last] {
		kernel.NN(hidden[i], l.out, n, l.in, l.weight, x, l.bias, nil, m.act)
		x = hidden[i]
	}
	l := m.layers[last]
	kernel.NN(y, l.out, n, l.in, l.weight, x, l.bias, add, kernel.Identity)
}

// backward takes dy (out×n), the gradient of the loss with respect to m(x), adds the gradients of
// the weights to those of grad, and adds that of x to dx (in×n) unless dx is nil. The two
// scratch buffers hold the widest hidden layer's n columns.
func (m mlp) backward(grad mlp, dx, dy, x []float32, hidden [][]float32, scratch [2][]float32, n int) {
	for i := len(m.layers) - 1; i >= 0; i-- {
		l, g := m.layers[i], grad.layers[i]
		in := x
		if i > 0 {
			in = hidden[i-1]
		}
		kernel.NT(g.weight, l.out, l.in, n, dy, in)
		kernel.RowSum(g.bias, l.out, n, dy)
		switch {
		case i > 0:
			kernel.TN(scratch[i%2], l.in, n, l.out, l.weight, dy, in, m.act, false)
			dy = scratch[i%2]
		case dx != nil:
			kernel.TN(dx, l.in, n, l.out, l.weight, dy, nil, kernel.Identity, true)
		}
	}
}
