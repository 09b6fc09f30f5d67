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
