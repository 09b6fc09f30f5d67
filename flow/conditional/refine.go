package conditional

import (
	"cmp"
	"math"
	"slices"
)

const (
	boldness = 4    // what is doubtful may be wrong by so many times as much
	outside  = 1e-7 // share of the mass that a tail may hold
	fineTail = 0.02 // error of the mass beyond the row's own value, as a share of it
	growth   = 1.3  // a step outward goes so much farther than the last slope asks
)

// refine asks for points in those parts whose doubts, together, matter.
func (c *curve) refine() {
	c.err = c.choose(0, len(c.parts), 1, c.fine)
	if i, ok := slices.BinarySearch(c.x, c.value); ok {
		if lo, hi := c.sides(); lo <= hi {
			c.choose(0, i, lo, fineTail)
		} else {
			c.choose(i, len(c.parts), hi, fineTail)
		}
	}
}

// choose asks for points in some of parts lo to hi, which hold that share of the mass, so that what the others leave in
// doubt is less than so much of it. It returns what all of them leave in doubt.
func (c *curve) choose(lo, hi int, share, fine float64) float64 {
	if !(share > 0) || math.IsInf(share, 1) {
		return 0
	}
	doubt, order := make([]float64, hi-lo), make([]int, 0, hi-lo)
	var sum float64 // of squares, since one part is too low and another too high
	for i := lo; i < hi; i++ {
		d := c.parts[i].doubt
		if i > 0 {
			d = max(d, c.parts[i-1].doubt/4)
		}
		if i < len(c.parts)-1 {
			d = max(d, c.parts[i+1].doubt/4)
		}
		if s := c.parts[i].share / share; s > 0 && math.Log(s)+boldness*d > -negligible/2 {
			d = s * math.Expm1(min(boldness*d, 300)) / boldness
			doubt[i-lo] = d
			sum += d * d
			order = append(order, i)
		}
	}
	all := math.Sqrt(sum)
	if all < fine {
		return all
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(doubt[b-lo], doubt[a-lo]) })
	for _, i := range order {
		if sum < fine*fine/4 {
			break
		}
		sum -= doubt[i-lo] * doubt[i-lo]
		c.split(i, c.parts[i].share/share)
	}
	return all
}

// split asks for points in part i, which has that share of the mass: one in the middle of its own mass, or three.
func (c *curve) split(i int, share float64) {
	p := &c.parts[i]
	at := []float64{0.5}
	if share > 0.15 {
		at = []float64{0.2, 0.5, 0.8}
	}
	asked := len(c.ask)
	last := c.x[i]
	for k, q := range at {
		t := p.quantile(q, 5)
		if margin := 0.1 * float64(k+1); len(at) > 1 { // a wrong cubic may have all of it at one end
			t = min(max(t, margin), 1-0.1*float64(len(at)-k))
		} else {
			t = min(max(t, 0.15), 0.85)
		}
		x := float64(float32(c.x[i] + t*p.h))
		if x > last && x < c.x[i+1] {
			c.want(x)
			last = x
		}
	}
	if len(c.ask) == asked {
		p.doubt = 0 // there is no number between its ends
	}
}

// widen asks for points beyond the ends where too much may lie there.
func (c *curve) widen() {
	n := len(c.x)
	limit := [2]float64{outside, outside}
	if c.value == c.value { // what lies beyond the row's value is judged by itself
		lo, hi := c.sides()
		limit = [2]float64{max(min(outside, lo*fineTail), 1e-250), max(min(outside, hi*fineTail), 1e-250)}
	}
	width := c.x[n-1] - c.x[0]
	for side, end := range [2]float64{c.x[0], c.x[n-1]} {
		if c.wall[side] || c.beyond[side] < limit[side] {
			continue
		}
		step := width
		if t := c.beyond[side]; !math.IsInf(t, 1) {
			i := min(side*n, n-2)
			down := math.Abs(c.g[i+1]-c.g[i]) / (c.x[i+1] - c.x[i])
			step = min(width, growth*(math.Log(t/limit[side])+1)/down)
		}
		if side == 0 {
			step = -step
		}
		asked := len(c.ask)
		c.want(end + step/2)
		c.want(end + step)
		if len(c.ask) < asked+2 || c.ask[asked] == end {
			c.wall[side], c.ask = true, c.ask[:asked]
		}
	}
}
