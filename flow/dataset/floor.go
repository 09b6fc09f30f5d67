package dataset

import (
	"cmp"
	"math"
	"slices"
	"sort"
)

// Limits are what a model of a known density can hope for, in nats a row.
//
// Entropy is H = -int p ln p: no model at all has a lower expected NLL. The floors hold for flows
// of constant Jacobian, NICE among them. Such a flow multiplies every area by the same e^t,
// so at best it lays the regions {p >= c} onto the level sets of its prior, in order.
// With V(x) the area where the density exceeds p(x) and L(a) the log of the prior's density on its
// level set of area a, the least NLL is the minimum over t of E[-L(e^t V)] - t.
// For a standard Gaussian L(a) = -ln 2 pi - a / 2 pi, and the minimum is 1 + ln E[V].
type Limits struct {
	Entropy float64
	Floors  map[string]float64 // by the name of the prior
}

// LimitsJob computes Limits in short steps. It adds up the density on a fine grid, row by
// row, into bins of equal log p: an area and a mass each, which is all that V needs.
type LimitsJob struct {
	grid    grid
	scan    scanner
	row     int
	density []float64 // of one row
	entropy float64
	mass    float64
	bins    []bin
	limits  Limits
	done    bool
}

// grid is a lattice of cols x rows square cells of side h, its corner at (x, y).
type grid struct {
	x, y, h    float64
	cols, rows int
}

// scanner adds to dst, which holds zeros, the density at the centres of the cells of the row at
// height y. It returns about how many cells it touched. The plane it scans may
// be bent against that of the data by a map that keeps areas.
type scanner func(dst []float64, y float64) (work int)

// bin holds the cells whose log p is nearly the same.
type bin struct{ area, mass float64 }

const (
	binWidth  = 0.01 // nats
	highest   = 12   // log p of the first bin; the last one takes all that is below lowest
	lowest    = -40
	reach     = 6.5 // stds after which a Gaussian counts as zero: e^-21 of its peak
	fineness  = 3   // cells to the smallest std
	stepCells = 200_000
)

// NewLimits returns a job whose Step is to be called until it is done. Where the preset is
// Noisy, a noise outside [MinNoise, MaxNoise] panics.
func (p Preset) NewLimits(noise float64) *LimitsJob { return newLimits(p.at(noise), fineness) }

func newLimits(l law, fineness float64) *LimitsJob {
	g, s := l.scan(fineness)
	return &LimitsJob{
		grid: g, scan: s, density: make([]float64, g.cols),
		bins: make([]bin, int((highest-lowest)/binWidth)+1),
	}
}

// Step works for a millisecond or two and reports whether Limits is ready.
func (j *LimitsJob) Step() (done bool) {
	if j.done {
		return true
	}
	if j.row == j.grid.rows {
		j.limits = finish(j.bins, j.mass, j.entropy)
		j.done = true
		return true
	}
	for work := 0; work < stepCells && j.row < j.grid.rows; j.row++ {
		clear(j.density)
		n := j.scan(j.density, j.grid.y+(float64(j.row)+0.5)*j.grid.h)
		if n > 0 {
			j.add(j.density)
		}
		work += n + j.grid.cols
	}
	return false
}

// Limits returns the result once Step has reported true; before that it is zero.
func (j *LimitsJob) Limits() Limits { return j.limits }

func (j *LimitsJob) add(density []float64) {
	area := j.grid.h * j.grid.h
	for _, p := range density {
		if p == 0 {
			continue
		}
		logP := math.Log(p)
		b := &j.bins[int(min(max((highest-logP)/binWidth, 0), float64(len(j.bins)-1)))]
		b.area += area
		b.mass += area * p
		j.mass += area * p
		j.entropy -= area * p * logP
	}
}

// finish turns bins of falling density into the limits. Inside a bin V is taken as uniform between
// its ends, which is exact where the density is constant there.
func finish(bins []bin, mass, entropy float64) Limits {
	var meanV, v float64
	for i := range bins {
		bins[i].mass /= mass
		meanV += bins[i].mass * (v + bins[i].area/2)
		v += bins[i].area
	}
	prior := newLevels()
	nll := func(t float64) float64 { return prior.meanNLL(bins, math.Exp(t)) - t }
	// The logistic prior is pi/sqrt 3 as wide as the Gaussian in each direction: its best t lies
	// about ln(pi^2/3) above the Gaussian's.
	t := math.Log(2*math.Pi/meanV) + math.Log(math.Pi*math.Pi/3)
	return Limits{
		Entropy: entropy/mass + math.Log(mass),
		Floors: map[string]float64{
			"gaussian": 1 + math.Log(meanV),
			"logistic": nll(minimize(nll, t-2.5, t+2.5)),
		},
	}
}

// minimize returns where f, which falls and then rises on [lo, hi], is least.
func minimize(f func(float64) float64, lo, hi float64) float64 {
	for hi-lo > 1e-5 {
		a, b := lo+(hi-lo)/3, hi-(hi-lo)/3
		if f(a) < f(b) {
			hi = b
		} else {
			lo = a
		}
	}
	return (lo + hi) / 2
}

// levels tabulates the level sets of the standard logistic prior of the plane: at knot k
// the set where -log p <= nll[k] has this area, and integral is that of -L from 0 to it.
type levels struct {
	nll, area, integral []float64
}

// newLevels covers -log p up to 90, far beyond any area that counts.
func newLevels() levels {
	const knots, nodes, last = 600, 24, 90
	least := 2 * math.Log(4)
	u, w := make([]float64, nodes), make([]float64, nodes)
	legendre(u, w)

	l := levels{nll: make([]float64, knots), area: make([]float64, knots), integral: make([]float64, knots)}
	l.nll[0] = least
	for k := 1; k < knots; k++ {
		s := float64(k) / (knots - 1)
		c := least + s*s*(last-least)
		// One quadrant is symmetric about its diagonal, which the boundary meets at (d, d);
		// up to there the height of the boundary is smooth in x.
		d := inverseLogistic(c / 2)
		var under float64
		for i := range u {
			under += w[i] * d * inverseLogistic(c-logistic(d*u[i]))
		}
		l.nll[k] = c
		l.area[k] = 4 * (2*under - d*d)
		l.integral[k] = l.integral[k-1] + (l.area[k]-l.area[k-1])*(l.nll[k]+l.nll[k-1])/2
	}
	return l
}

// logistic returns -log of the standard logistic density at z.
func logistic(z float64) float64 {
	z = math.Abs(z)
	return z + 2*math.Log1p(math.Exp(-z))
}

// inverseLogistic returns the z >= 0 whose logistic is v; v below ln 4 counts as ln 4.
func inverseLogistic(v float64) float64 {
	return 2 * math.Acosh(max(1, math.Exp(v/2)/2))
}

// meanNLL returns E[-L(scale V)].
func (l levels) meanNLL(bins []bin, scale float64) float64 {
	var sum, area, integral float64
	k := 0
	for _, b := range bins {
		if b.area == 0 {
			continue
		}
		to := area + scale*b.area
		for k < len(l.area)-2 && l.area[k+1] < to {
			k++
		}
		slope := (l.nll[k+1] - l.nll[k]) / (l.area[k+1] - l.area[k])
		over := to - l.area[k]
		next := l.integral[k] + over*(l.nll[k]+slope*over/2)
		sum += b.mass * (next - integral) / (to - area)
		area, integral = to, next
	}
	return sum
}

// scan lays cells of the smallest std / fineness over all the blobs.
func (b blobs) scan(fineness float64) (grid, scanner) {
	left, right, bottom, top, tall := math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1), 0.
	h := math.Inf(1)
	for _, g := range b {
		wide := reach * math.Hypot(g.sx, g.slope*g.sy)
		left, right = min(left, g.x0-wide), max(right, g.x0+wide)
		bottom, top = min(bottom, g.y0-reach*g.sy), max(top, g.y0+reach*g.sy)
		tall = max(tall, reach*g.sy)
		h = min(h, g.sx/fineness, g.sy/fineness)
	}
	cells := grid{x: left, y: bottom, h: h, cols: int((right-left)/h) + 1, rows: int((top-bottom)/h) + 1}

	// Sorted by height, the blobs that reach a row lie in one run: a curve has thousands.
	order := make([]int, len(b))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(b[i].y0, b[j].y0) })
	return cells, func(dst []float64, y float64) (work int) {
		first := sort.Search(len(order), func(i int) bool { return b[order[i]].y0 >= y-tall })
		for _, i := range order[first:] {
			g := b[i]
			if g.y0 > y+tall {
				break
			}
			if math.Abs(y-g.y0) <= reach*g.sy {
				work += g.addRow(dst, cells, y)
			}
		}
		return work
	}
}

// addRow adds g to the cells of one row that it reaches. From cell to cell a Gaussian changes by a
// factor that itself changes by a constant one, so that a row takes three exponentials.
func (g gaussian) addRow(dst []float64, cells grid, y float64) (work int) {
	const overhead = 10 // cells a row's start is worth
	mean := g.x0 + g.slope*(y-g.y0)
	lo := max(0, int((mean-reach*g.sx-cells.x)/cells.h))
	hi := min(len(dst), int((mean+reach*g.sx-cells.x)/cells.h)+1)
	if lo >= hi {
		return overhead
	}
	step := cells.h / g.sx
	z := (cells.x + (float64(lo)+0.5)*cells.h - mean) / g.sx
	p := math.Exp(g.logDensity(mean+z*g.sx, y))
	ratio := math.Exp(-step * (z + step/2))
	fall := math.Exp(-step * step)
	for i := range dst[lo:hi] {
		dst[lo+i] += p
		p *= ratio
		ratio *= fall
	}
	return hi - lo + overhead
}

// scan takes cells that divide the squares, so that their areas add up exactly.
func (b board) scan(float64) (grid, scanner) {
	const n = 32
	cells := grid{x: -2 * boardSide, y: -2 * boardSide, h: 4. * boardSide / n, cols: n, rows: n}
	return cells, func(dst []float64, y float64) (work int) {
		for i := range dst {
			dst[i] = math.Exp(b.logDensity(cells.x+(float64(i)+0.5)*cells.h, y))
		}
		return len(dst)
	}
}
