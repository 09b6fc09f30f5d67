package flow

import "math"

// Curve is m of one coupling of a flow with Dim 2, where it is a curve R -> R, over the range in which rows meet it. Both of its
// axes are in standardised units.
type Curve struct {
	Lo, Hi float32
	Y      []float32 // m at even steps from Lo to Hi, both included
	Met    []float32 // how often rows meet each of some even parts of [Lo, Hi], as a share of the most
}

const (
	curvePoints = 129
	curveParts  = 40
)

// Curves finds the curves of a flow with Dim 2, a part at a time.
type Curves struct {
	Found []Curve // one a coupling, once Step has said done

	f       *Flow
	h       []float32 // the rows as they come to the next coupling, n rows of 2
	in, out []float32 // of the coupling in hand: the curve's points, then the rows' coordinate that is kept
	at      int       // numbers of them that are done
}

// NewCurves starts to find the curves over where the n rows of x are, at least one.
func (f *Flow) NewCurves(x []float32) *Curves {
	if f.Config.Dim != 2 {
		panic("flow: a coupling is a curve in two dimensions only")
	}
	n := curvePoints + f.rows(x)
	c := &Curves{f: f, h: make([]float32, len(x)), in: make([]float32, n), out: make([]float32, n)}
	for i, v := range x {
		c.h[i] = (v - f.Mean[i%2]) / f.Std[i%2]
	}
	return c
}

// Step does a part of the work, no more than a chunk of rows, and reports whether it was the last.
func (c *Curves) Step() (done bool) {
	k := len(c.Found)
	if c.at == 0 {
		c.Found = append(c.Found, c.begin(k%2))
	} else {
		k--
	}
	n := min(c.f.Chunk(), len(c.in)-c.at)
	c.f.chunks(n, func(s *state, lo, hi int) {
		x := s.first(0)[:s.n]
		clear(x[copy(x, c.in[c.at:c.at+n]):])
		y := s.first(1)[:s.n]
		c.f.ms[k].forward(y, nil, x, s.hidden[k], s.n)
		copy(c.out[c.at:c.at+n], y)
	})
	if c.at += n; c.at < len(c.in) {
		return false
	}
	c.at = 0
	c.Found[k].Y = append([]float32(nil), c.out[:curvePoints]...)
	for i, m := range c.out[curvePoints:] {
		c.h[2*i+1-k%2] += m
	}
	return len(c.Found) == len(c.f.ms)
}

// begin lays out the inputs of a coupling that keeps a coordinate. The range holds all rows but for outliers, more than four
// standard deviations away.
func (c *Curves) begin(keep int) Curve {
	rows := c.in[curvePoints:]
	var sum, sq float64
	lo, hi := float32(math.Inf(1)), float32(math.Inf(-1))
	for i := range rows {
		v := c.h[2*i+keep]
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
	curve := Curve{Lo: lo, Hi: hi, Met: make([]float32, curveParts)}
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
