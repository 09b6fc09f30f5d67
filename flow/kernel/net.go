package kernel

// NetWeights are the weights of a ReLU network of one input and one output with two hidden layers, or their gradients:
//
//	y = U relu(V relu(w x + b) + c) + e     U of m, e one number
//
// Its first two layers are a Curve. Where they are narrow, what is between them and the output need not be kept: the
// way back computes it again from the curve, which takes less time than to store and to read it.
type NetWeights struct {
	CurveWeights
	U, E []float32
}

// ForwardNet sets dst (n) to add + y for x of n columns. A nil add counts as zero; dst may be add.
func (c *Curve) ForwardNet(dst []float32, n int, x, add []float32, l NetWeights) {
	check(n, 0, 0)
	need(dst, n)
	if add != nil {
		need(add, n)
		add = add[:n]
	}
	c.needNet(n, x, l)
	backend.NetForward(c, dst[:n], n, x[:n], add, l)
}

// BackwardNet takes dy (n), the gradient with respect to y of the last ForwardNet, which had the same x and l. It adds
// the gradients of the weights to g and, unless dx is nil, that of x to dx.
func (c *Curve) BackwardNet(g NetWeights, dx, dy []float32, n int, x []float32, l NetWeights) {
	check(n, 0, 0)
	need(dy, n)
	c.needNet(n, x, l)
	c.needNet(n, x, g)
	if dx != nil {
		need(dx, n)
		dx = dx[:n]
	}
	backend.NetBackward(c, g, dx, dy[:n], n, x[:n], l)
}

func (c *Curve) needNet(n int, x []float32, l NetWeights) {
	c.need(n, x, l.CurveWeights)
	need(l.U, c.M)
	need(l.E, 1)
}

// NetForward is ForwardNet.
func (Plain) NetForward(c *Curve, dst []float32, n int, x, add []float32, l NetWeights) {
	m := c.M
	c.tabulate(l.CurveWeights)
	for col, v := range x {
		on, y := c.piece(col, v), l.E[0]
		for i, u := range l.U[:m] {
			if h := on[i]*v + on[m+i]; !(h < 0) {
				y += u * h
			}
		}
		if add != nil {
			y += add[col]
		}
		dst[col] = y
	}
}

// NetBackward is BackwardNet.
func (Plain) NetBackward(c *Curve, g NetWeights, dx, dy []float32, n int, x []float32, l NetWeights) {
	m := c.M
	clear(c.Sums)
	for col, v := range x {
		k, d := int(c.At[col])/4, dy[col]
		on, sum := c.Pieces[k:k+2*m], c.Sums[k:k+2*m]
		var slope float32
		for i, u := range l.U[:m] {
			h := on[i]*v + on[m+i]
			if h <= 0 {
				continue
			}
			g.U[i] += d * h
			sum[i] += d * u * v
			sum[m+i] += d * u
			slope += u * on[i]
		}
		if dx != nil {
			dx[col] += d * slope
		}
		g.E[0] += d
	}
	c.gather(g.CurveWeights, l.CurveWeights)
}
