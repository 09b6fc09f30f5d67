package flow

import "nicelab/flow/kernel"

// An additive coupling (section 3.2 of the paper) leaves one half of the coordinates as it
// is and adds m of it to the other:
//
//	y1 = x1        x1 = y1
//	y2 = x2 + m(x1)  x2 = y2 - m(y1)
//
// Its Jacobian is triangular with ones on the diagonal: log|det| = 0, whatever m is.
// Coupling i keeps the coordinates j with j%2 == i%2.
//
// In a batch of n columns the half of parity p is a half(p)×n matrix. Each coupling writes a new
// one beside the old, since the backward pass needs what every m has read.

// state is one pass of a batch through the couplings. halves[i+1] is the half that coupling i
// reads, halves[i] the one it shifts, halves[i+2] the result: parities alternate 1, 0, 1, 0, ...
type state struct {
	n      int // columns, a multiple of 8 and not of 64; those beyond the batch are padding
	half   [2]int
	halves [][]float32
	hidden []activations // of each m
}

// newState makes room for n rows in the couplings ms of c. Only a state that is to be run backward keeps the activations of
// every coupling; otherwise all couplings share one set, and only remember where their curves fold.
func newState(c Config, ms []mlp, n int, backward bool) *state {
	s := &state{half: [2]int{c.half(0), c.half(1)}}
	s.resize(n)
	for i := range c.Couplings + 2 {
		s.halves = append(s.halves, make([]float32, s.half[(i+1)%2]*s.n))
	}
	var h activations
	for _, m := range ms {
		if h.layers == nil || backward {
			h.layers = make([][]float32, len(c.Hidden))
		}
		for l, w := range c.Hidden {
			if h.layers[l] == nil && !(l == 0 && m.curved) {
				h.layers[l] = make([]float32, w*s.n)
			}
		}
		switch {
		case m.curved && (h.curve == nil || backward):
			h.curve = kernel.NewCurve(c.Hidden[1], c.Hidden[0], s.n, h.curve)
		case m.curved:
			h.curve = h.curve.Sibling()
		}
		s.hidden = append(s.hidden, h)
	}
	return s
}

// resize makes s one of n rows, no more than it was made for. Features that lie a power of two apart would meet in the
// same few lines of the cache.
func (s *state) resize(n int) {
	if s.n = (n + 7) &^ 7; s.n%64 == 0 {
		s.n += 8
	}
}

// first returns the half of parity p before the first coupling.
func (s *state) first(p int) []float32 { return s.halves[1-p] }

// last returns the half of parity p after the last coupling.
func (s *state) last(p int) []float32 {
	i := len(s.halves) - 1
	if (i+1)%2 != p {
		i--
	}
	return s.halves[i]
}

// forward runs the couplings from the first halves to the last.
func (s *state) forward(ms []mlp) {
	for i, m := range ms {
		m.forward(s.halves[i+2], s.halves[i], s.halves[i+1], s.hidden[i], s.n)
	}
}

// forwardLayer is layer l of coupling i of forward, what comes before it being done.
func (s *state) forwardLayer(ms []mlp, i, l int) {
	ms[i].forwardLayer(l, s.halves[i+2], s.halves[i], s.halves[i+1], s.hidden[i], s.n)
}

// inverse runs the couplings backwards, in place, from the last halves to the first.
func (s *state) inverse(ms []mlp) {
	for i := len(ms) - 1; i >= 0; i-- {
		x, y := s.halves[i], s.halves[i+2]
		ms[i].forward(x, nil, s.halves[i+1], s.hidden[i], s.n)
		for j, v := range y[:s.half[(i+1)%2]*s.n] {
			x[j] = v - x[j]
		}
	}
}

// backwardLayer is layer l of coupling i on the way back, what comes after it being done. d is the gradient of the loss with
// respect to the last halves by parity, and is overwritten; the gradients of the weights are added to grads.
func (s *state) backwardLayer(ms, grads []mlp, i, l int, d [2][]float32, scratch [2][]float32) {
	keep, shifted := d[i%2], d[1-i%2]
	if i == 0 {
		keep = nil
	}
	ms[i].backwardLayer(l, grads[i], keep, shifted, s.halves[i+1], s.hidden[i], scratch, s.n)
}

// spread writes (x - shift) / scale of the rows of x (at most n × Dim, row-major) to the halves (half × n).
func (s *state) spread(halves func(parity int) []float32, x, shift, scale []float32) {
	d := len(shift)
	for j := range d {
		row := halves(j % 2)[j/2*s.n : (j/2+1)*s.n]
		n, m, e := len(x)/d, shift[j], scale[j]
		for c := range n {
			row[c] = (x[c*d+j] - m) / e
		}
		clear(row[n:])
	}
}

// gather writes scale h + shift of the halves (half × n) to the rows of x (at most n × Dim, row-major).
func (s *state) gather(x []float32, halves func(parity int) []float32, scale, shift []float32) {
	d := len(shift)
	for j := range d {
		row, e, m := halves(j % 2)[j/2*s.n:], scale[j], shift[j]
		for c := range len(x) / d {
			x[c*d+j] = row[c]*e + m
		}
	}
}
