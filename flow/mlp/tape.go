package mlp

import "nicelab/flow/kernel"

// Memory is what the nets of one pass share.
type Memory struct {
	N     int  // columns at most
	Train bool // Backward is to follow: each net keeps what it needs for that
	Piece int  // multiply-adds of a piece, forward, where a layer takes more; 0: each layer is one piece

	Scratch [3][]float32 // of a Backward

	shared Tape // of all nets, unless Train
}

// Need makes the i-th scratch at least n numbers.
func (m *Memory) Need(i, n int) {
	if len(m.Scratch[i]) < n {
		m.Scratch[i] = make([]float32, n)
	}
}

// Tape is what Forward leaves for Backward: the output of each hidden layer (width×N). A net of one input has a curve
// in place of the first.
type Tape struct {
	layers [][]float32
	curve  *kernel.Curve
	pieces []piece
}

// Pieces is how many pieces a pass is done in.
func (t *Tape) Pieces() int { return len(t.pieces) }

// piece is a strip of a layer, and that whose turn it is on the way back: sums over a layer's outputs begin with the
// first.
type piece struct {
	layer       int
	there, back kernel.Strip
}

// cut cuts the dense layers by their outputs into pieces for mem.
func (m Net) cut(mem *Memory) (all []piece) {
	layers := m.layers
	if m.whole {
		layers = layers[:1]
	}
	for i, l := range layers {
		most := mem.Piece
		if i < 2 && m.curved {
			most = 0
		}
		strips := kernel.Strips(l.out, l.in*mem.N, most)
		for k, s := range strips {
			all = append(all, piece{i, s, strips[len(strips)-1-k]})
		}
	}
	return all
}

// Tape takes m's from mem: its own where a Backward follows, otherwise one that all nets share, of which only where the
// curves fold is each net's own.
func (m Net) Tape(mem *Memory) Tape {
	own := Tape{curve: mem.shared.curve}
	h := &mem.shared
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
			mem.Need(0, layer.out*mem.N)
			mem.Need(1, layer.out*mem.N)
		}
	}
	t := Tape{layers: h.layers, curve: h.curve, pieces: m.cut(mem)}
	if m.curved {
		if c := h.curve; c == nil || mem.Train || c.P != m.layers[0].out || c.M != m.layers[1].out {
			t.curve = kernel.NewCurve(m.layers[1].out, m.layers[0].out, mem.N, c)
			mem.shared.curve = t.curve
		} else {
			t.curve = c.Sibling()
		}
	}
	return t
}
