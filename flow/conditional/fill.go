package conditional

import (
	"math"
	"math/rand/v2"
	"slices"

	"nicelab/flow"
)

// Options says how blanks are filled. Zero values stand for the defaults.
type Options struct {
	Seed  uint64
	Draws int // rows that are drawn for each row with blanks, beside what is typical
	Least int // sweeps that chains make at least, half of which they forget; 0: 40
	Most  int // sweeps after which they stop anyway; 0: 640
}

// Points is about how many values of log p it takes to fill a row of so many blanks.
func Points(blanks int) int {
	if blanks > 1 {
		return blanks * chains * leastSweeps * perCurve
	}
	return blanks * perFine
}

const (
	leastSweeps = 40
	perCurve    = 80 // in the mean, of a conditional on the way of a chain
	perFine     = 200
)

// Cell says what may stand in a blank, in the units of the data. Its numbers are NaN where the flow gives none.
type Cell struct {
	Row, Column  int
	Mean, Median float64
	Lo, Hi       float64   // between them lie the central 90 %
	Draws        []float64 // one for each of Options.Draws; those of a row with the same index belong together

	// Of a row's only blank the distribution is exact. The numbers for one of several are of Gibbs chains: Rhat says how
	// much wider they are together than each is by itself (split R-hat), 1 where they have become one; else it is 1.
	Exact bool
	Rhat  float64
}

// Converged reports whether c is exact, or its chains have become one.
func (c *Cell) Converged() bool { return c.Exact || c.Rhat <= enough }

const (
	enough   = 1.05
	chains   = 4
	strata   = 8    // values that are taken of each conditional on the way of a chain
	rough    = 5e-3 // nats by which the mass of such a conditional may be off
	fillRows = 8    // rows in work at a time
)

// Fill fills the blanks of rows, in slices.
type Fill struct {
	x      []float32
	scale  []float64
	o      Options
	next   int
	active []*filling
	cells  [][]Cell
	done   int
	solver
}

// NewFill returns a fill of x, n rows of Dim in the data's units, in which NaN is a blank. scale is as for NewRow.
// x is kept and not changed; f is not to change until Advance has reported true.
func NewFill(f *flow.Flow, x []float32, scale []float64, o Options) *Fill {
	d := f.Config.Dim
	if len(x)%d != 0 || scale != nil && len(scale) != d {
		panic("conditional: a row has as many numbers as the flow has columns")
	}
	if o.Least <= 0 {
		o.Least = leastSweeps
	}
	if o.Most <= 0 {
		o.Most = 640
	}
	return &Fill{x: x, scale: scale, o: o, cells: make([][]Cell, len(x)/d), solver: newSolver(f)}
}

// Rows returns of how many rows all is done, and how many there are.
func (f *Fill) Rows() (done, all int) { return f.done, len(f.cells) }

// Cells returns what was found for the blanks of a row, in the order of its columns; nil until the row is done.
func (f *Fill) Cells(row int) []Cell { return f.cells[row] }

// Advance does some milliseconds of work and reports whether all is done.
func (f *Fill) Advance() (done bool) {
	var curves []*curve
	for left := f.f.Chunk(); left > 0; {
		for looked := 0; len(f.active) < fillRows && f.next < len(f.cells) && looked < f.f.Chunk(); looked++ {
			if r := f.begin(f.next); r != nil {
				f.active = append(f.active, r)
			} else {
				f.done++
			}
			f.next++
			left--
		}
		if len(f.active) == 0 {
			break
		}
		curves = curves[:0]
		for _, r := range f.active {
			for _, c := range r.chains {
				if !c.curve.done {
					curves = append(curves, c.curve)
				}
			}
		}
		left -= f.measure(curves)
		f.active = slices.DeleteFunc(f.active, func(r *filling) bool {
			over := f.advance(r)
			if over {
				f.done++
			}
			return over
		})
	}
	return f.done == len(f.cells)
}

// filling is a row whose blanks are being filled.
type filling struct {
	row    int
	blanks []int // columns
	at     int   // of blanks, whose conditional is in work
	sweeps int
	limit  int
	chains []*chain
}

// chain goes from blank to blank of a row and draws each from its conditional given all the others.
type chain struct {
	x      []float32
	curve  *curve
	rng    *rand.Rand
	values [][]float64 // drawn, by blank and sweep
	means  [][]float64 // of the conditionals they were drawn from
	strata [][]float64 // of the same, so many a sweep
}

// begin returns the work on a row, or nil where it has no blank.
func (f *Fill) begin(row int) *filling {
	d := f.f.Config.Dim
	x := f.x[row*d : (row+1)*d]
	r := &filling{row: row, limit: f.o.Least}
	for j, v := range x {
		if v != v {
			r.blanks = append(r.blanks, j)
		}
	}
	m, n := len(r.blanks), chains
	switch m {
	case 0:
		return nil
	case 1:
		n = 1
	}
	for k := range n {
		c := &chain{x: slices.Clone(x), rng: rand.New(rand.NewPCG(f.o.Seed, uint64(row*chains+k)))}
		if m > 1 { // chains begin at rows of the model
			from := f.f.Sample(nil, 1, 1, c.rng)
			for _, j := range r.blanks {
				c.x[j] = from[j]
			}
		}
		c.values, c.means, c.strata = make([][]float64, m), make([][]float64, m), make([][]float64, m)
		r.chains = append(r.chains, c)
	}
	f.aim(r)
	return r
}

// aim begins the curves of the blank in hand.
func (f *Fill) aim(r *filling) {
	j := r.blanks[r.at]
	for _, c := range r.chains {
		if len(r.blanks) == 1 {
			c.curve = fineCurve(f.f, c.x, j, f.scale)
		} else {
			c.curve = newCurve(c.x, j, math.NaN(), float64(f.f.Mean[j]), spread(f.f, f.scale, j), rough, fewest)
		}
	}
}

// advance goes on with a row if its curves are done, and reports whether the row is.
func (f *Fill) advance(r *filling) (over bool) {
	for _, c := range r.chains {
		if !c.curve.done {
			return false
		}
	}
	for _, c := range r.chains {
		if !c.curve.known() {
			f.cells[r.row] = r.nothing()
			return true
		}
	}
	if len(r.blanks) == 1 {
		f.cells[r.row] = []Cell{f.exact(r)}
		return true
	}
	for _, c := range r.chains {
		c.move(r.at, r.blanks[r.at])
	}
	if r.at++; r.at == len(r.blanks) {
		r.at = 0
		if r.sweeps++; r.sweeps == r.limit {
			cells := r.cells(f.o.Draws)
			if r.limit *= 2; r.limit > f.o.Most || !slices.ContainsFunc(cells, func(c Cell) bool { return !c.Converged() }) {
				f.cells[r.row] = cells
				return true
			}
		}
	}
	f.aim(r)
	return false
}

// move draws column j, blank b, from its conditional.
func (c *chain) move(b, j int) {
	v := c.curve.quantile(c.rng.Float64())
	c.x[j] = float32(v)
	mean, _ := c.curve.moments()
	c.values[b], c.means[b] = append(c.values[b], v), append(c.means[b], mean)
	u := c.rng.Float64()
	for k := range strata {
		c.strata[b] = append(c.strata[b], c.curve.quantile((float64(k)+u)/strata))
	}
}

// exact is the only blank of its row.
func (f *Fill) exact(r *filling) Cell {
	c := r.chains[0]
	s := c.curve.summary()
	cell := Cell{Row: r.row, Column: r.blanks[0], Mean: s.Mean, Median: s.Median, Lo: s.Lo, Hi: s.Hi, Exact: true, Rhat: 1}
	for range f.o.Draws {
		cell.Draws = append(cell.Draws, c.curve.quantile(c.rng.Float64()))
	}
	return cell
}

// nothing is said of a row whose conditionals the flow has no finite density for.
func (r *filling) nothing() []Cell {
	nan := math.NaN()
	var cells []Cell
	for _, j := range r.blanks {
		cells = append(cells, Cell{Row: r.row, Column: j, Mean: nan, Median: nan, Lo: nan, Hi: nan, Rhat: nan})
	}
	return cells
}

// cells sums up the second halves of the chains.
func (r *filling) cells(draws int) []Cell {
	half := r.sweeps / 2
	var cells []Cell
	for b, j := range r.blanks {
		cell := Cell{Row: r.row, Column: j}
		var values, all []float64
		var parts [][]float64
		for _, c := range r.chains {
			kept := c.values[b][half:]
			parts = append(parts, kept[:len(kept)/2], kept[len(kept)/2:])
			values = append(values, kept...)
			all = append(all, c.strata[b][half*strata:]...)
			for _, v := range c.means[b][half:] {
				cell.Mean += v / float64(chains*len(kept))
			}
		}
		cell.Rhat = rhat(parts)
		slices.Sort(all)
		cell.Lo, cell.Median, cell.Hi = quantile(all, 0.05), quantile(all, 0.5), quantile(all, 0.95)
		for k := range draws { // far from each other along the chains
			cell.Draws = append(cell.Draws, values[k*len(values)/draws%len(values)])
		}
		cells = append(cells, cell)
	}
	return cells
}

// quantile returns that of sorted values.
func quantile(sorted []float64, q float64) float64 {
	at := q*float64(len(sorted)) - 0.5
	i := max(0, min(int(at), len(sorted)-2))
	return sorted[i] + max(0, min(1, at-float64(i)))*(sorted[i+1]-sorted[i])
}

// rhat is the square root of the variance that parts of one length have together over the mean of their own (Gelman and
// Rubin 1992).
func rhat(parts [][]float64) float64 {
	n, m := float64(len(parts[0])), float64(len(parts))
	var within, mean float64
	means := make([]float64, len(parts))
	for i, p := range parts {
		p = p[:len(parts[0])]
		for _, v := range p {
			means[i] += v / n
		}
		for _, v := range p {
			within += (v - means[i]) * (v - means[i]) / (n - 1) / m
		}
		mean += means[i] / m
	}
	var between float64
	for _, v := range means {
		between += (v - mean) * (v - mean) / (m - 1)
	}
	if within == 0 && between == 0 {
		return 1
	}
	return math.Sqrt(((n-1)/n*within + between) / within)
}
