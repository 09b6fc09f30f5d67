package plane

import (
	"math"
	"slices"

	"nicelab/flow"
	"nicelab/flow/layer"
)

// Curve is b of one coupling of a flow with Dim 2, which takes y to a(x) y + b(x), over the range in which rows meet
// it. For an additive coupling that is m, and a is 1. Both axes are in standardised units.
type Curve struct {
	Kept   int // the coordinate x, 0 or 1
	Lo, Hi float32
	Y      []float32 // b at even steps from Lo to Hi, both included
	Met    []float32 // how often rows meet each of some even parts of [Lo, Hi], as a share of the most
}

const (
	curvePoints = 129
	curveParts  = 40
)

// Curves finds the curves of a flow with Dim 2, a part at a time.
type Curves struct {
	Found []Curve // one a coupling, once Step has said done

	s     *Sketch   // of the rows, whose layers that are no curves it runs
	in    []float32 // of the coupling in hand: the curve's points, then the rows' coordinate that is kept
	a, b  []float32
	at    int // numbers of them that are done
	begun bool
}

// NewCurves starts to find the curves over where the n rows of x are, at least one.
func NewCurves(f *flow.Flow, x []float32) *Curves {
	n := curvePoints + len(x)/2
	c := &Curves{s: NewSketch(f, x), in: make([]float32, n), b: make([]float32, n)}
	if f.Volume() == layer.Varies {
		c.a = make([]float32, n)
	}
	return c
}

// Step does a part of the work, no more than a chunk of rows or a layer that is no curve, and reports whether it was
// the last.
func (c *Curves) Step() (done bool) {
	layers, at := c.s.layers, c.s.done
	if at == len(layers) {
		return true
	}
	l, ok := layers[at].Layer.(layer.Planar)
	if !ok {
		c.s.run(at)
		c.s.done++
		return c.s.done == len(layers)
	}
	if !c.begun {
		c.Found, c.begun, c.at = append(c.Found, c.begin(l.Keeps())), true, 0
	}
	to := min(len(c.in), c.at+c.s.f.Chunk())
	var a []float32
	if c.a != nil {
		a = c.a[c.at:to]
	}
	c.s.planar(at, l.Keeps(), c.in[c.at:to], a, c.b[c.at:to])
	if c.at = to; to < len(c.in) {
		return false
	}
	c.begun = false
	c.Found[len(c.Found)-1].Y = slices.Clone(c.b[:curvePoints])
	y := c.s.h[1-l.Keeps()]
	for i := range y {
		if c.a != nil {
			y[i] *= c.a[curvePoints+i]
		}
		y[i] += c.b[curvePoints+i]
	}
	c.s.done++
	return false
}

// begin lays out the inputs of a coupling that keeps a coordinate. The range holds all rows but for outliers, more than
// four standard deviations away.
func (c *Curves) begin(keep int) Curve {
	rows := c.in[curvePoints:]
	var sum, sq float64
	lo, hi := float32(math.Inf(1)), float32(math.Inf(-1))
	for i := range rows {
		v := c.s.h[keep][i]
		rows[i] = v
		sum += float64(v)
		sq += float64(v) * float64(v)
		lo, hi = min(lo, v), max(hi, v)
	}
	mean := sum / float64(len(rows))
	reach := 4 * math.Sqrt(max(0, sq/float64(len(rows))-mean*mean))
	lo, hi = max(lo, float32(mean-reach)), min(hi, float32(mean+reach))
	if !(hi > lo) {
		lo, hi = lo-1, lo+1
	}
	curve := Curve{Kept: keep, Lo: lo, Hi: hi, Met: make([]float32, curveParts)}
	for i := range curvePoints {
		c.in[i] = lo + (hi-lo)*float32(i)/(curvePoints-1)
	}
	most := float32(0)
	for _, v := range rows {
		if u := (v - lo) / (hi - lo); u >= 0 && u <= 1 {
			k := min(curveParts-1, int(u*curveParts))
			curve.Met[k]++
			most = max(most, curve.Met[k])
		}
	}
	for i := range curve.Met {
		curve.Met[i] /= most
	}
	return curve
}
