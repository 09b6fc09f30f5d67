package kernel

import "math"

// Curve is the first two layers of a ReLU network of one input,
//
//	y = V relu(w x + b) + c     w and b of p units, V m×p, c of m
//
// as what they are: a line in m dimensions that bends at the folds t_j = -b_j / w_j, where unit j switches, and is
// straight between them. Unit j rises where w_j > 0 (it is on right of its fold) and falls otherwise (left of it), so
// that on piece k, with k folds to its left,
//
//	y = slope_k x + level_k,   (slope_k, level_k) = (0, c) + Σ_{j on} V_j (w_j, b_j)
//
// The pieces are sums along the folds, and so are all gradients. n columns cost some n m + p m operations and n p
// comparisons, not n m p operations. A Curve is scratch memory: it holds what Forward leaves for Backward.
type Curve struct {
	M, P   int
	Folds  []float32 // t_j of each unit
	Order  []int32   // the units by fold: j where it rises, ^j where it falls
	Turned []float32 // Vᵀ, P×M
	Pieces []float32 // slope (M) and level (M) of each of P+1 pieces
	At     []int32   // 4 times where in Pieces that of each column begins

	// For one Backward.
	Sums    []float32 // as Pieces: Σ dy x and Σ dy over the columns on each piece
	Run     []float32 // 2M: a sum along the folds
	DTurned []float32 // gradient of V, transposed
}

// NewCurve returns scratch for m outputs, p units and n columns at most. Curves of the same m and p may share the part
// that only a Backward needs; other may be nil.
func NewCurve(m, p, n int, other *Curve) *Curve {
	c := &Curve{
		M: m, P: p, Folds: make([]float32, p), Turned: make([]float32, p*m),
		Pieces: make([]float32, (p+1)*2*m), At: make([]int32, n),
	}
	c.Order = unsorted(p)
	if other != nil && other.M == m && other.P == p {
		c.Sums, c.Run, c.DTurned = other.Sums, other.Run, other.DTurned
	} else {
		c.Sums, c.Run, c.DTurned = make([]float32, (p+1)*2*m), make([]float32, 2*m), make([]float32, p*m)
	}
	return c
}

// Sibling returns a Curve for other weights on the same scratch: only the order of the folds is its own, which is what
// makes the next Forward quick. A Backward must follow its Forward at once.
func (c *Curve) Sibling() *Curve {
	s := *c
	s.Order = unsorted(c.P)
	return &s
}

func unsorted(p int) []int32 {
	order := make([]int32, p)
	for j := range order {
		order[j] = int32(j)
	}
	return order
}

// CurveWeights are the weights of the two layers, or their gradients.
type CurveWeights struct{ W, B, V, C []float32 }

// Forward sets dst (m×n) to relu(V relu(w x + b) + c), with x of n columns.
func (c *Curve) Forward(dst []float32, n int, x []float32, l CurveWeights) {
	check(n, 0, 0)
	need(dst, c.M*n)
	c.need(n, x, l)
	backend.CurveForward(c, dst[:c.M*n], n, x[:n], l)
}

// Backward takes dy (m×n), the gradient with respect to y of the last Forward, which had the same x and l. It adds the
// gradients of the weights to g and, unless dx is nil, that of x to dx. At a fold the slope of either side may count.
func (c *Curve) Backward(g CurveWeights, dx, dy []float32, n int, x []float32, l CurveWeights) {
	check(n, 0, 0)
	need(dy, c.M*n)
	c.need(n, x, l)
	c.need(n, x, g)
	if dx != nil {
		need(dx, n)
		dx = dx[:n]
	}
	backend.CurveBackward(c, g, dx, dy[:c.M*n], n, x[:n], l)
}

func (c *Curve) need(n int, x []float32, l CurveWeights) {
	need(x, n)
	need(l.W, c.P)
	need(l.B, c.P)
	need(l.V, c.M*c.P)
	need(l.C, c.M)
	if len(c.At) < n {
		panic(badSize)
	}
}

// sort finds the folds and their order. From one step to the next they hardly move, so insertion is quick.
func (c *Curve) sort(w, b []float32) {
	inf := float32(math.Inf(1))
	for j := range c.Folds {
		t := -b[j] / w[j]
		if w[j] == 0 || t != t {
			t = inf // never on, or on everywhere: so a NaN reaches every column
		}
		c.Folds[j] = t
	}
	for i, u := range c.Order {
		u = max(u, ^u)
		t, k := c.Folds[u], i
		for ; k > 0; k-- {
			v := c.Order[k-1]
			v = max(v, ^v)
			if !(t < c.Folds[v] || t == c.Folds[v] && u < v) {
				break
			}
			c.Order[k] = c.Order[k-1]
		}
		c.Order[k] = u
	}
	for i, u := range c.Order {
		rises := w[u] > 0 && b[u] == b[u] || w[u] == 0 && b[u] <= 0
		if !rises {
			c.Order[i] = ^u
		}
	}
}

// CurveForward is Forward.
func (Plain) CurveForward(c *Curve, dst []float32, n int, x []float32, l CurveWeights) {
	m := c.M
	c.tabulate(l)
	for col, v := range x {
		on := c.piece(col, v)
		for i := range m {
			y := on[i]*v + on[m+i]
			if y < 0 {
				y = 0
			}
			dst[i*n+col] = y
		}
	}
}

// tabulate fills in Pieces.
func (c *Curve) tabulate(l CurveWeights) {
	m, p := c.M, c.P
	c.sort(l.W, l.B)
	for i := range m {
		for j, v := range l.V[i*p : (i+1)*p] {
			c.Turned[j*m+i] = v
		}
	}
	// Units that rise, from the left; then those that fall, from the right.
	piece := func(k int) []float32 { return c.Pieces[2*m*k : 2*m*(k+1)] }
	clear(piece(0)[:m])
	copy(piece(0)[m:], l.C[:m])
	for k, u := range c.Order {
		next := piece(k + 1)
		copy(next, piece(k))
		if u >= 0 {
			c.addUnit(next, int(u), l)
		}
	}
	run := c.Run
	clear(run)
	for k := p - 1; k >= 0; k-- {
		if u := c.Order[k]; u < 0 {
			c.addUnit(run, int(^u), l)
		}
		for i, v := range run {
			piece(k)[i] += v
		}
	}
}

// piece finds and notes the one that column col, whose input is v, lies on.
func (c *Curve) piece(col int, v float32) []float32 {
	k := 0
	for _, t := range c.Folds {
		if v > t {
			k++
		}
	}
	c.At[col] = int32(8 * c.M * k)
	return c.Pieces[2*c.M*k : 2*c.M*(k+1)]
}

// addUnit adds what unit j gives to slope and level of the pieces where it is on.
func (c *Curve) addUnit(piece []float32, j int, l CurveWeights) {
	w, b := l.W[j], l.B[j]
	slope, level := piece[:c.M], piece[c.M:2*c.M]
	for i, v := range c.Turned[j*c.M : (j+1)*c.M] {
		slope[i] += v * w
		level[i] += v * b
	}
}

// CurveBackward is Backward.
func (Plain) CurveBackward(c *Curve, g CurveWeights, dx, dy []float32, n int, x []float32, l CurveWeights) {
	m := c.M
	clear(c.Sums)
	for col, v := range x {
		k := int(c.At[col]) / 4
		slope, sum := c.Pieces[k:k+m], c.Sums[k:k+2*m]
		var d float32
		for i := range m {
			e := dy[i*n+col]
			sum[i] += e * v
			sum[m+i] += e
			d += e * slope[i]
		}
		if dx != nil {
			dx[col] += d
		}
	}
	c.gather(g, l)
}

// gather takes the gradients of the weights from Sums.
func (c *Curve) gather(g, l CurveWeights) {
	m := c.M
	// A unit that falls is on up to its fold, one that rises from there on.
	piece := func(k int) []float32 { return c.Sums[2*m*k : 2*m*(k+1)] }
	clear(c.Run)
	for k := range c.P + 1 {
		for i, v := range piece(k) {
			c.Run[i] += v
		}
		if k < c.P && c.Order[k] < 0 {
			c.gradUnit(int(^c.Order[k]), g, l)
		}
	}
	for i, v := range c.Run[m:] {
		g.C[i] += v
	}
	clear(c.Run)
	for k := c.P - 1; k >= 0; k-- {
		for i, v := range piece(k + 1) {
			c.Run[i] += v
		}
		if u := c.Order[k]; u >= 0 {
			c.gradUnit(int(u), g, l)
		}
	}
	for j := range c.P {
		for i, v := range c.DTurned[j*m : (j+1)*m] {
			g.V[i*c.P+j] += v
		}
	}
}

// gradUnit takes the sums over the columns where unit j is on.
func (c *Curve) gradUnit(j int, g, l CurveWeights) {
	m, w, b := c.M, l.W[j], l.B[j]
	byX, by1 := c.Run[:m], c.Run[m:2*m]
	v, gv := c.Turned[j*m:(j+1)*m], c.DTurned[j*m:(j+1)*m]
	var gw, gb float32
	for i := range m {
		gv[i] = w*byX[i] + b*by1[i]
		gw += v[i] * byX[i]
		gb += v[i] * by1[i]
	}
	g.W[j] += gw
	g.B[j] += gb
}
