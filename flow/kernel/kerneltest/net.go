package kerneltest

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"nicelab/flow/kernel"
)

// netCase is a net with its gradients, each in a fenced slice.
type netCase struct {
	m, p, n           int
	l, g, want        kernel.NetWeights
	x, dx, dy, y, add []float32
	wantDX, wantY     []float32
	intact            []func() bool
}

func newNetCase(rng *rand.Rand, m, p, n int) *netCase {
	c := &netCase{m: m, p: p, n: n}
	fresh := func(n int) []float32 {
		x, intact := fenced(rng, n)
		c.intact = append(c.intact, intact)
		return x
	}
	weights := func() kernel.NetWeights {
		return kernel.NetWeights{
			CurveWeights: kernel.CurveWeights{W: fresh(p), B: fresh(p), V: fresh(m * p), C: fresh(m)},
			U:            fresh(m), E: fresh(1),
		}
	}
	c.l, c.g = weights(), weights()
	c.x, c.dx, c.dy, c.y, c.add = fresh(n), fresh(n), fresh(n), fresh(n), fresh(n)
	c.want = kernel.NetWeights{
		CurveWeights: kernel.CurveWeights{
			W: slices.Clone(c.g.W), B: slices.Clone(c.g.B), V: slices.Clone(c.g.V), C: slices.Clone(c.g.C),
		},
		U: slices.Clone(c.g.U), E: slices.Clone(c.g.E),
	}
	c.wantDX, c.wantY = slices.Clone(c.dx), slices.Clone(c.y)
	return c
}

// run computes both sides and compares them.
func (c *netCase) run(t *testing.T, scratch *kernel.Curve) {
	t.Helper()
	Naive{}.NetForward(nil, c.wantY, c.n, c.x, c.add, c.l)
	scratch.ForwardNet(c.y, c.n, c.x, c.add, c.l)
	if c.dx == nil {
		c.wantDX = nil
	}
	Naive{}.NetBackward(nil, c.want, c.wantDX, c.dy, c.n, c.x, c.l)
	scratch.BackwardNet(c.g, c.dx, c.dy, c.n, c.x, c.l)
	terms := c.p * max(c.n, c.m)
	for name, pair := range map[string][2][]float32{
		"y": {c.y, c.wantY}, "dx": {c.dx, c.wantDX}, "gradient of w": {c.g.W, c.want.W}, "of b": {c.g.B, c.want.B},
		"of V": {c.g.V, c.want.V}, "of c": {c.g.C, c.want.C}, "of U": {c.g.U, c.want.U}, "of e": {c.g.E, c.want.E},
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

func net(t *testing.T, m, p, n int) {
	rng := rand.New(rand.NewPCG(7, uint64(m+p+n)))
	scratch := kernel.NewCurve(m, p, n, nil)
	for range 2 { // the folds keep the order of the call before
		newNetCase(rng, m, p, n).run(t, scratch)
	}
	c := newNetCase(rng, m, p, n)
	c.add, c.dx = nil, nil
	c.run(t, scratch)
	c = newNetCase(rng, m, p, n)
	c.add = slices.Clone(c.add)
	want := slices.Clone(c.add)
	Naive{}.NetForward(nil, want, n, c.x, want, c.l)
	scratch.ForwardNet(c.add, n, c.x, c.add, c.l)
	if err := differ(c.add, want, m*p, false); err != nil {
		t.Errorf("onto its own add: %v", err)
	}
}

// netEdges: units that are never or always on, folds that coincide, and columns far out.
func netEdges(t *testing.T) {
	c := newNetCase(rand.New(rand.NewPCG(8, 8)), 8, 16, 24)
	copy(c.l.W, []float32{0, 0, 0, 1, -1, 2, -2, 1e-30, -1e-30})
	copy(c.l.B, []float32{1, -1, 0, .5, .5, 1, 1, 1, 1})
	copy(c.x, []float32{100, -100, 1e4, -1e4, 7, -7})
	c.run(t, kernel.NewCurve(8, 16, 24, nil))
}

// What is no number reaches the columns that meet it, and the gradients.
func netNotFinite(t *testing.T) {
	nan := float32(math.NaN())
	for name, spoil := range map[string]func(c *netCase){
		"w": func(c *netCase) { c.l.W[5] = nan },
		"c": func(c *netCase) { c.l.C[0] = nan },
		"U": func(c *netCase) { c.l.U[1] = nan; c.l.C[1] = 100 },
		"e": func(c *netCase) { c.l.E[0] = nan },
		"x": func(c *netCase) { c.x[3] = nan },
	} {
		c := newNetCase(rand.New(rand.NewPCG(9, 9)), 8, 16, 16)
		spoil(c)
		s := kernel.NewCurve(8, 16, 16, nil)
		s.ForwardNet(c.y, 16, c.x, c.add, c.l)
		for col := range 16 {
			y := c.y[col]
			if spoiled := name != "x" || col == 3; spoiled != (y != y) {
				t.Errorf("%s is no number: column %d is %v", name, col, y)
			}
		}
		s.BackwardNet(c.g, c.dx, c.dy, 16, c.x, c.l)
		var sum float32
		for _, v := range c.g.U {
			sum += v
		}
		if name == "x" && sum == sum {
			t.Error("x is no number and no gradient says so")
		}
	}
}

func blend(t *testing.T, n int) {
	rng := rand.New(rand.NewPCG(10, uint64(n)))
	x, _ := fenced(rng, n)
	got, intact := fenced(rng, n)
	want := slices.Clone(got)
	Naive{}.Blend(want, x, 0.9, 0.1)
	kernel.Blend(got, x, 0.9, 0.1)
	if err := differ(got, want, 1, false); err != nil || !intact() {
		t.Errorf("Blend: %v; rest of the array intact: %t", err, intact())
	}
	Naive{}.Blend(want, want, 0, 0.5)
	kernel.Blend(got, got, 0, 0.5)
	if err := differ(got, want, 1, false); err != nil || !intact() {
		t.Errorf("Blend with itself: %v; rest of the array intact: %t", err, intact())
	}

	m := [4]float32{0.6, -0.8, 0.7, 2}
	u, _ := fenced(rng, n)
	v, _ := fenced(rng, n)
	y0, intact0 := fenced(rng, n)
	y1, intact1 := fenced(rng, n)
	y, points := [2][]float32{make([]float32, n), make([]float32, n)}, [2][]float32{u, v}
	Naive{}.Plane(y, points, m)
	kernel.Plane([2][]float32{y0, y1}, points, m)
	judge := func(what string, got [2][]float32) {
		for i := range got {
			if err := differ(got[i], y[i], 2, false); err != nil || !intact0() || !intact1() {
				t.Errorf("%s, coordinate %d: %v; rest of the arrays intact: %t, %t", what, i, err, intact0(), intact1())
			}
		}
	}
	judge("Plane", [2][]float32{y0, y1})
	kernel.Plane(points, points, m)
	judge("Plane in place", points)
}
