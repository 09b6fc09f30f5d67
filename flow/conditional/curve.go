package conditional

import (
	"math"
	"slices"
)

// curve is log p along one column of a row, up to the logarithm of its integral: points that were measured and a cubic
// between each two. It asks for points where the cubic may be wrong and that matters, until its mass is known.
type curve struct {
	row    []float32 // the others' values
	column int
	value  float64 // the row's own; NaN where it has none
	fine   float64 // what error of the logarithm of the mass is fine, in nats

	x, g   []float64  // the points, in the order of x
	parts  []part     // between them, one fewer
	wall   [2]bool    // nothing finite is known beyond the first point, and the last
	total  float64    // logarithm of the mass, with both tails
	tail   [2]float64 // logarithms of what lies beyond the ends, +Inf where nothing says that it is finite
	beyond [2]float64 // the same as shares of total
	err    float64    // estimate of the error of total, nats
	turns  int

	ask, got []float64 // points in hand, and their log p as far as it came
	done     bool
}

// part is what lies between two points.
type part struct {
	cubic
	mass  float64 // logarithm, or a bound of it where it is negligible
	share float64 // of the curve's mass
	doubt float64 // nats by which the cubic may be wrong
}

const (
	maxTurns   = 60
	maxPoints  = 400  // of a row of ten columns or more
	plenty     = 4000 // of all columns together, where there are fewer
	negligible = 60   // nats below the top
)

// newCurve begins with points around mean, steps of them and some, and around value, unless that is NaN. It keeps row.
func newCurve(row []float32, column int, value, mean, spread, fine float64, steps int) *curve {
	c := &curve{row: row, column: column, value: value, fine: fine}
	for k := range steps + 1 {
		c.want(mean + spread*core*float64(2*k-steps)/float64(steps))
	}
	for _, k := range far {
		c.want(mean - k*spread)
		c.want(mean + k*spread)
	}
	if c.value == c.value {
		for _, k := range near {
			c.want(c.value + k*spread)
		}
	}
	slices.Sort(c.ask)
	c.ask = slices.Compact(c.ask)
	c.ask = slices.DeleteFunc(c.ask, func(x float64) bool { // the value's neighbours are not to crowd it
		return x != c.value && math.Abs(x-c.value) < spread*core/float64(2*steps)
	})
	return c
}

// Where a curve begins, in spreads around the mean: evenly inside of core, in the fewest steps or, of a row of
// few columns, more, and at far; and around the row's own value at near.
const (
	core   = 4
	fewest = 32
	most   = 128
	budget = 512 // of all columns together
)

var (
	far  = []float64{5, 6, 8, 11, 16, 25, 40}
	near = []float64{-1, -0.3, 0, 0.3, 1}
)

// want asks for the point next to x that float32 has.
func (c *curve) want(x float64) {
	if x = float64(float32(x)); x-x == 0 {
		c.ask = append(c.ask, x)
	}
}

// take is told log p of the next points of ask. After the last of them it asks for more or is done.
func (c *curve) take(logp []float64) {
	if c.got = append(c.got, logp...); len(c.got) < len(c.ask) {
		return
	}
	if c.x == nil {
		c.begin()
	} else {
		c.insert()
	}
	c.ask, c.got = c.ask[:0], c.got[:0]
	c.turns++
	if len(c.x) < 4 {
		c.done = true
		return
	}
	c.weigh()
	if len(c.x) < max(maxPoints, plenty/len(c.row)) && c.turns < maxTurns {
		c.refine()
		c.widen()
		slices.Sort(c.ask)
		c.ask = slices.Compact(c.ask)
	}
	c.done = len(c.ask) == 0
}

// begin takes the first points. How wrong a cubic may be is judged by how well each point follows from its neighbours.
func (c *curve) begin() {
	for i, x := range c.ask {
		if g := c.got[i]; g-g == 0 {
			c.x, c.g = append(c.x, x), append(c.g, g)
		} else if len(c.x) == 0 {
			c.wall[0] = true
		} else { // of finite points with others between them, those after the last hole count for nothing
			c.wall[1] = true
			break
		}
	}
	n := len(c.x)
	if n < 4 {
		return
	}
	miss := make([]float64, n)
	for i := 2; i < n-2; i++ {
		miss[i] = math.Abs(c.g[i] - lagrange(c.x, c.g, i))
	}
	if n > 4 {
		miss[0], miss[1], miss[n-1], miss[n-2] = miss[2], miss[2], miss[n-3], miss[n-3]
	}
	c.parts = make([]part, n-1)
	for i := range c.parts {
		c.parts[i].doubt = max(miss[i], miss[i+1]) / 4
		c.parts[i].mass = math.NaN()
	}
}

// lagrange predicts g[i] by the cubic through two neighbours on each side.
func lagrange(x, g []float64, i int) float64 {
	at := [4]int{i - 2, i - 1, i + 1, i + 2}
	var sum float64
	for _, a := range at {
		v := g[a]
		for _, b := range at {
			if a != b {
				v *= (x[i] - x[b]) / (x[a] - x[b])
			}
		}
		sum += v
	}
	return sum
}

// insert puts the points that were asked for among the others.
func (c *curve) insert() {
	n := len(c.x)
	x, g, parts := make([]float64, 0, n+len(c.ask)), make([]float64, 0, n+len(c.ask)), make([]part, 0, n+len(c.ask))
	next := 0
	for ; next < len(c.ask) && c.ask[next] < c.x[0]; next++ {
		v := c.got[next]
		if v-v != 0 {
			c.wall[0] = true
			x, g, parts = x[:0], g[:0], parts[:0]
			continue
		}
		x, g, parts = append(x, c.ask[next]), append(g, v), append(parts, c.outer(c.ask[next], v, 0))
	}
	for i := range n {
		x, g = append(x, c.x[i]), append(g, c.g[i])
		if i == n-1 {
			break
		}
		old, missed := c.parts[i], 0.0
		first := len(parts)
		parts = append(parts, old)
		for ; next < len(c.ask) && c.ask[next] < c.x[i+1]; next++ {
			at, v := c.ask[next], c.got[next]
			if at == c.x[i] || v-v != 0 {
				continue
			}
			missed = max(missed, math.Abs(v-old.at((at-c.x[i])/old.h)))
			x, g, parts = append(x, at), append(g, v), append(parts, old)
		}
		if len(parts) > first+1 {
			for k := first; k < len(parts); k++ {
				parts[k].doubt = max(missed/4, old.doubt/8)
			}
		}
	}
	for ; next < len(c.ask); next++ {
		at, v := c.ask[next], c.got[next]
		if at == c.x[n-1] {
			continue
		}
		if v-v != 0 {
			c.wall[1] = true
			break
		}
		x, g, parts = append(x, at), append(g, v), append(parts, c.outer(at, v, n-1))
	}
	c.x, c.g, c.parts = x, g, parts
}

// outer is a part that ends at a new point outside of point i, the first or the last.
func (c *curve) outer(x, g float64, i int) part {
	straight := c.g[i] + c.slope(i)*(x-c.x[i])
	return part{mass: math.NaN(), doubt: math.Abs(g-straight) / 4}
}

// slope is that of the parabola through point i and its neighbours.
func (c *curve) slope(i int) float64 {
	k := min(max(i, 1), len(c.x)-2)
	h0, h1 := c.x[k]-c.x[k-1], c.x[k+1]-c.x[k]
	s0, s1 := (c.g[k]-c.g[k-1])/h0, (c.g[k+1]-c.g[k])/h1
	bend := (s1 - s0) / (h0 + h1)
	switch {
	case i < k:
		return s0 - h0*bend
	case i > k:
		return s1 + h1*bend
	}
	return s0 + h0*bend
}

// weigh finds the mass of every part that has changed, of both tails, and of all.
func (c *curve) weigh() {
	n := len(c.x)
	floor := slices.Max(c.g) - negligible
	if i, ok := slices.BinarySearch(c.x, c.value); ok {
		floor = min(floor, c.g[i]-negligible/4)
	}
	top, slope := math.Inf(-1), c.slope(0)
	for i := range c.parts {
		after := c.slope(i + 1)
		next := hermite(c.x[i+1]-c.x[i], c.g[i], c.g[i+1], slope, after)
		if p := &c.parts[i]; p.cubic != next || p.mass != p.mass {
			p.cubic = next
			if p.mass = next.bound(); p.mass > floor+math.Log(next.h) {
				p.mass = next.mass()
			}
		}
		top = max(top, c.parts[i].mass)
		slope = after
	}
	for side, i := range [2]int{0, n - 2} {
		down, end := (c.g[i+1]-c.g[i])/(c.x[i+1]-c.x[i]), c.g[0] // toward the mass
		if side == 1 {
			down, end = -down, c.g[n-1]
		}
		c.tail[side] = math.Inf(1)
		if down > 0 {
			c.tail[side] = end - math.Log(down) // as if log p went on as a straight line
			top = max(top, c.tail[side])
		} else if c.wall[side] {
			c.tail[side] = math.Inf(-1)
		}
	}
	var sum float64
	for i := range c.parts {
		p := &c.parts[i]
		p.share = math.Exp(p.mass - top)
		sum += p.share
	}
	for side, t := range c.tail {
		if c.beyond[side] = math.Exp(t - top); !math.IsInf(t, 1) {
			sum += c.beyond[side]
		}
	}
	c.total = top + math.Log(sum)
	for i := range c.parts {
		c.parts[i].share /= sum
	}
	c.beyond[0] /= sum
	c.beyond[1] /= sum
}

// sides returns the shares of the mass below the row's value and above it.
func (c *curve) sides() (lo, hi float64) {
	lo, hi = c.beyond[0], c.beyond[1]
	for i := range c.parts {
		if c.x[i] < c.value {
			lo += c.parts[i].share
		} else {
			hi += c.parts[i].share
		}
	}
	return lo, hi
}

// quantile returns the value below which the share q of the mass lies.
func (c *curve) quantile(q float64) float64 {
	if q -= c.beyond[0]; q <= 0 {
		return c.x[0]
	}
	for i := range c.parts {
		p := &c.parts[i]
		if q <= p.share {
			return c.x[i] + p.h*p.quantile(q/p.share, 30)
		}
		q -= p.share
	}
	return c.x[len(c.x)-1]
}

// moments returns mean and standard deviation.
func (c *curve) moments() (mean, std float64) {
	var first, second, all float64
	origin := c.x[len(c.x)/2]
	for i := range c.parts {
		p := &c.parts[i]
		if p.share < 1e-12 {
			continue
		}
		a, b := p.moments(c.total)
		at := c.x[i] - origin
		all += p.share
		first += p.share*at + a*p.h
		second += p.share*at*at + 2*at*a*p.h + b*p.h*p.h
	}
	first, second = first/all, second/all
	return origin + first, math.Sqrt(max(0, second-first*first))
}
