package flow

import "nicelab/flow/layer"

// How much work there is, and how it is cut so that whoever drives a large model is heard in between. All of it follows
// from the Config alone, never from time: how fast the machine is changes no bit.

const (
	// chunkFlops is what is done in one go, some milliseconds of a browser.
	chunkFlops = 128e6
	// layerFlops is the most that one part of a layer takes of so many rows as train at a time.
	layerFlops = 1 << 30
	// pieceProducts is how many multiply-adds of it are done in one go: forward it is two operations each, backward four.
	pieceProducts = 36e6
	// largeUpdate is how many weights are updated in a slice of their own.
	largeUpdate = 1 << 22
	// chunkNumbers is how many numbers of rows are evaluated at most: a prior takes much longer for each than a product.
	chunkNumbers = 1 << 17
	// These keep the products of large models from being so narrow that reading the weights is all they do. What is
	// evaluated goes through all layers at once, so it is cut finer.
	leastChunk = 16
	leastRows  = 32
)

// chunk returns how many rows are evaluated at a time.
func (c Config) chunk() int {
	n := 0
	for _, l := range c.layers() {
		for _, p := range l.parts {
			n += p.Products + p.Sums
		}
	}
	return chunkOf(min(chunkFlops/(2*n), chunkNumbers/c.Dim), leastChunk)
}

// trainRows returns how many rows train at a time: they are cut by the layers' parts and pieces, so only the largest
// part counts.
func (c Config) trainRows() int {
	most := 1
	for _, l := range c.layers() {
		for _, p := range l.parts {
			most = max(most, p.Products)
		}
	}
	return chunkOf(layerFlops/(4*most), leastRows)
}

func chunkOf(rows, least int) int { return max(least, min(1024, rows&^7)) }

// TrainBytes returns about how many bytes a trainer takes beside its rows: weights, those that Adam moves, gradient,
// two moments and best weights, and what a chunk of rows leaves in every layer.
func (c Config) TrainBytes() int {
	kept, widest, curves := 0, 0, 0 // of the pass that trains
	made, hidden := 0, 0            // of the one that evaluates: what layers make, and what they share
	held := 0                       // numbers that are not trained
	for _, l := range c.layers() {
		inside := 0
		for i, p := range l.parts {
			if p.Row == 0 { // the first layer of a curve, or one without weights to speak of
				continue
			}
			if kept += p.Sums; i == len(l.parts)-1 {
				made += p.Sums
			} else {
				inside, widest = inside+p.Sums, max(widest, p.Sums)
			}
			if p.Once > 0 { // a curve
				curves += 3 * p.Products
			}
		}
		hidden = max(hidden, inside)
		held += layer.Size(l, true)
	}
	numbers := 6*c.Weights() + 4*held + (c.trainRows()+8)*(kept+2*widest+5*c.Dim) + curves +
		c.chunk()*(made+hidden+2*c.Dim)
	return 4 * numbers
}

// StepFlops returns the floating-point operations of a training step on so many rows, to leading order: a multiply and
// an add for each weight and row, once forward and twice backward, and less where a coupling is a curve (see
// kernel.Curve).
func (c Config) StepFlops(rows int) float64 {
	flops := 0
	for _, l := range c.layers() {
		for _, p := range l.parts {
			flops += p.Row*rows + p.Once
		}
	}
	return float64(flops)
}
