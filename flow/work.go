package flow

// How much work there is, and how it is cut so that whoever drives a large model is heard in between. All of it follows from
// the Config alone, never from time: how fast the machine is changes no bit.

const (
	// chunkFlops is what is done in one go, some milliseconds of a browser.
	chunkFlops = 128e6
	// layerFlops is the most that one part of a layer may take where that alone is more.
	layerFlops = 1 << 30
	// leastChunk keeps the products of large models from being so narrow that reading the weights is all they do.
	leastChunk = 32
)

// chunk returns how many rows are evaluated at a time.
func (c Config) chunk() int {
	n := 0
	for _, l := range c.layers() {
		for _, p := range l.parts {
			n += p.Products + p.Sums
		}
	}
	return chunkOf(chunkFlops / (2 * n))
}

// trainRows returns how many rows train at a time: they are cut by the layers' parts, so only the largest one counts.
func (c Config) trainRows() int {
	most := 1
	for _, l := range c.layers() {
		for _, p := range l.parts {
			most = max(most, p.Products)
		}
	}
	return chunkOf(layerFlops / (4 * most))
}

func chunkOf(rows int) int { return max(leastChunk, min(1024, rows&^7)) }

// StepFlops returns the floating-point operations of a training step on so many rows, to leading order: a multiply and an add
// for each weight and row, once forward and twice backward, and less where a coupling is a curve (see kernel.Curve).
func (c Config) StepFlops(rows int) float64 {
	flops := 0
	for _, l := range c.layers() {
		for _, p := range l.parts {
			flops += p.Row*rows + p.Once
		}
	}
	return float64(flops)
}
