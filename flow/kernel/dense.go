package kernel

// DenseWeights are the weights of a layer, or their gradients:
//
//	y = act(W x + b)     W m×k, b of m
//
// Its outputs may be computed strip by strip, so that the caller of a large layer is heard in between.
type DenseWeights struct {
	M, K int
	W, B []float32
}

// Strip is the outputs Lo to Hi of a layer, or rows of another product.
type Strip struct{ Lo, Hi int }

// stripRows is the unit of strips: no version of the loops sums up in another order where their rows are cut by it, or
// their sums are.
const stripRows = 24

// Strips cuts m rows, each of which takes so many multiply-adds, into strips of about most, alike but for the last;
// most 0 cuts nothing.
func Strips(m, each, most int) []Strip {
	rows := m
	if n := m * each; most > 0 && n > most {
		strips := (n + most - 1) / most
		rows = ((m+strips-1)/strips + stripRows - 1) / stripRows * stripRows
	}
	var all []Strip
	for lo := 0; lo < m; lo += rows {
		all = append(all, Strip{lo, min(lo+rows, m)})
	}
	return all
}

// Forward sets a strip of dst (m×n) to act(W x + b + add) for x k×n and add m×n; a nil add counts as zero. dst may be
// add.
func (l DenseWeights) Forward(dst []float32, s Strip, n int, x, add []float32, act Activation) {
	if add != nil {
		add = add[s.Lo*n : s.Hi*n]
	}
	NN(dst[s.Lo*n:s.Hi*n], s.Hi-s.Lo, n, l.K, l.W[s.Lo*l.K:], x, l.B[s.Lo:], add, act)
}

// AddGradient adds the gradients of a strip's weights to those of l, for dy (m×n), the gradient with respect to
// W x + b, and x k×n.
func (l DenseWeights) AddGradient(s Strip, n int, dy, x []float32) {
	dy = dy[s.Lo*n : s.Hi*n]
	NT(l.W[s.Lo*l.K:s.Hi*l.K], s.Hi-s.Lo, l.K, n, dy, x)
	RowSum(l.B[s.Lo:s.Hi], s.Hi-s.Lo, n, dy)
}

// Backward adds to dx (k×n) the gradient with respect to x that comes by way of a strip; the first one sets it, unless
// accumulate is true. Strips follow each other in their order, after which dx is multiplied by the derivative of act,
// written in terms of the activation's value x.
func (l DenseWeights) Backward(dx []float32, s Strip, n int, dy, x []float32, act Activation, accumulate bool) {
	if s.Hi < l.M {
		act = Identity
	}
	TN(dx, l.K, n, s.Hi-s.Lo, l.W[s.Lo*l.K:], dy[s.Lo*n:s.Hi*n], x, act, accumulate || s.Lo > 0)
}
