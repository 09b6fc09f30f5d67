package flow

// How much work there is, and how it is cut so that whoever drives a large model is heard in between. All of it follows from
// the Config alone, never from time: how fast the machine is changes no bit.

const (
	// chunkFlops is what is done in one go, some milliseconds of a browser.
	chunkFlops = 128e6
	// layerFlops is the most that one layer may take where that alone is more.
	layerFlops = 1 << 30
	// leastChunk keeps the products of large models from being so narrow that reading the weights is all they do.
	leastChunk = 32
)

// chunk returns how many rows are evaluated at a time.
func (c Config) chunk() int { return chunkOf(chunkFlops / (2 * c.Weights())) }

// trainRows returns how many rows train at a time: they are cut by layers, so only the widest one counts.
func (c Config) trainRows() int {
	widest, in := 1, max(c.half(0), c.half(1))
	for _, out := range append(c.Hidden[:len(c.Hidden):len(c.Hidden)], in) {
		widest, in = max(widest, in*out), out
	}
	return chunkOf(layerFlops / (4 * widest))
}

func chunkOf(rows int) int { return max(leastChunk, min(1024, rows&^7)) }

// TrainBytes returns about how many bytes a trainer takes beside its rows: weights, gradient, two moments and best weights, and what a
// chunk of rows leaves in every layer.
func (c Config) TrainBytes() int {
	n, half := c.trainRows()+8, c.half(0)
	hidden, widest := 0, 0
	for _, w := range c.Hidden {
		hidden, widest = hidden+w, max(widest, w)
	}
	numbers := 5*c.Weights() + n*(c.Couplings*hidden+(c.Couplings+4)*half+2*widest+c.Dim)
	numbers += c.chunk() * (hidden + (c.Couplings+2)*half + c.Dim)
	if c.Activation == ReLU && c.Dim <= 3 && curved(1, c.Hidden) {
		numbers += 3 * (c.Couplings + 2) * c.Hidden[0] * c.Hidden[1]
	}
	return 4 * numbers
}

// StepFlops returns the floating-point operations of a training step on so many rows, to leading order: a multiply and an add
// for each weight and row, once forward and twice backward. Where a coupling begins with a curve (see kernel.Curve) its first two layers take
// less: some operations for each row and output, and some for each weight.
func (c Config) StepFlops(rows int) float64 {
	flops := 0
	for i := range c.Couplings {
		in := c.half(i % 2)
		curve := c.Activation == ReLU && curved(in, c.Hidden)
		for l, out := range append(c.Hidden[:len(c.Hidden):len(c.Hidden)], c.half(1-i%2)) {
			switch {
			case l > 1 || !curve:
				flops += 6 * in * out * rows
			case l == 1:
				flops += 8*out*rows + 18*in*out
			}
			in = out
		}
	}
	return float64(flops)
}
