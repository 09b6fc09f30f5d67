package optim

import "math"

// Change is what an update did to some of the weights: sums of squares until Root.
type Change struct {
	Gradient float64 // Euclidean norm of the loss's gradient
	Moved    float64 // the same of the update
	Largest  float64 // size of the largest single move
}

// Add adds the gradients and moves of more weights.
func (c *Change) Add(gradient, move []float32) {
	for i, g := range gradient {
		d := float64(move[i])
		c.Gradient += float64(g) * float64(g)
		c.Moved += d * d
		c.Largest = max(c.Largest, math.Abs(d))
	}
}

// Join adds what an update did to other weights, before either's Root.
func (c *Change) Join(o Change) {
	c.Gradient += o.Gradient
	c.Moved += o.Moved
	c.Largest = max(c.Largest, o.Largest)
}

// Root turns sums of squares into norms.
func (c *Change) Root() { c.Gradient, c.Moved = math.Sqrt(c.Gradient), math.Sqrt(c.Moved) }
