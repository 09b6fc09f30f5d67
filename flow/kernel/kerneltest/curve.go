package kerneltest

import (
	"math"
	"math/rand/v2"
	"testing"

	"nicelab/flow/kernel"
)

// curveCase is a curve with its gradients, each in a fenced slice.
type curveCase struct {
	m, p, n       int
	l, g          kernel.CurveWeights
	x, dx, dy, y  []float32
	intact        []func() bool
	want          kernel.CurveWeights
	wantDX, wantY []float32
}

func newCurveCase(rng *rand.Rand, m, p, n int) *curveCase {
	c := &curveCase{m: m, p: p, n: n}
	fresh := func(n int) []float32 {
		x, intact := fenced(rng, n)
		c.intact = append(c.intact, intact)
		return x
	}
	weights := func() kernel.CurveWeights {
		return kernel.CurveWeights{W: fresh(p), B: fresh(p), V: fresh(m * p), C: fresh(m)}
	}
	c.l, c.g = weights(), weights()
	c.x, c.dx, c.dy, c.y = fresh(n), fresh(n), fresh(m*n), fresh(m*n)
	copied := func(x []float32) []float32 { return append([]float32(nil), x...) }
	c.want = kernel.CurveWeights{W: copied(c.g.W), B: copied(c.g.B), V: copied(c.g.V), C: copied(c.g.C)}
	c.wantDX, c.wantY = copied(c.dx), copied(c.y)
	return c
}

// run computes both sides and compares them. A nil dx is asked for as well.
func (c *curveCase) run(t *testing.T, scratch *kernel.Curve) {
	t.Helper()
	Naive{}.CurveForward(nil, c.wantY, c.n, c.x, c.l)
	Naive{}.CurveBackward(nil, c.want, c.wantDX, c.dy, c.n, c.x, c.l)
	scratch.Forward(c.y, c.n, c.x, c.l)
	scratch.Backward(c.g, c.dx, c.dy, c.n, c.x, c.l)
	terms := c.p * max(c.n, c.m)
	for name, pair := range map[string][2][]float32{
		"y": {c.y, c.wantY}, "dx": {c.dx, c.wantDX}, "gradient of w": {c.g.W, c.want.W}, "of b": {c.g.B, c.want.B},
		"of V": {c.g.V, c.want.V}, "of c": {c.g.C, c.want.C},
	} {
		if err := differ(pair[0], pair[1], terms, false); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, intact := range c.intact {
		if !intact() {
			t.Fatal("something outside of a slice was written")
		}
	}
}

func curve(t *testing.T, m, p, n int) {
	rng := rand.New(rand.NewPCG(4, uint64(m+p+n)))
	scratch := kernel.NewCurve(m, p, n, nil)
	for range 3 { // the folds keep the order of the call before
		newCurveCase(rng, m, p, n).run(t, scratch)
	}
	c := newCurveCase(rng, m, p, n)
	scratch.Forward(c.y, n, c.x, c.l)
	scratch.Backward(c.g, nil, c.dy, n, c.x, c.l)
	twice := append([]float32(nil), c.y...)
	kernel.NewCurve(m, p, n, scratch).Forward(c.y, n, c.x, c.l)
	if err := differ(c.y, twice, 1, true); err != nil {
		t.Errorf("the order of an earlier call changes the result: %v", err)
	}
}

// curveEdges: units that are never or always on, folds that coincide, and columns far out.
func curveEdges(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	c := newCurveCase(rng, 8, 16, 24)
	copy(c.l.W, []float32{0, 0, 0, 1, -1, 2, -2, 1e-30, -1e-30, 1e20})
	copy(c.l.B, []float32{1, -1, 0, .5, .5, 1, 1, 1, 1, 1e20})
	copy(c.x, []float32{100, -100, 1e4, -1e4, 7, -7})
	c.run(t, kernel.NewCurve(8, 16, 24, nil))
}

// What is no number reaches the columns that meet it, or all of them; never a column that has nothing to do with it.
func curveNotFinite(t *testing.T) {
	nan := float32(math.NaN())
	for name, spoil := range map[string]func(c *curveCase){
		"w": func(c *curveCase) { c.l.W[5] = nan },
		"b": func(c *curveCase) { c.l.B[5] = nan },
		"V": func(c *curveCase) { c.l.W[5], c.l.B[5] = 0, 1; c.l.V[5] = nan },
		"c": func(c *curveCase) { c.l.C[0] = nan },
		"x": func(c *curveCase) { c.x[3] = nan },
	} {
		c := newCurveCase(rand.New(rand.NewPCG(6, 6)), 8, 16, 16)
		spoil(c)
		s := kernel.NewCurve(8, 16, 16, nil)
		s.Forward(c.y, 16, c.x, c.l)
		for col := range 16 {
			y := c.y[col]
			if spoiled := name != "x" || col == 3; spoiled != (y != y) {
				t.Errorf("%s is no number: column %d is %v", name, col, y)
			}
		}
		s.Backward(c.g, c.dx, c.dy, 16, c.x, c.l)
		var sum float32
		for _, v := range c.g.V {
			sum += v
		}
		if name == "x" && sum == sum {
			t.Error("x is no number and no gradient says so")
		}
	}
}
