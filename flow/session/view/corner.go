package view

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"

	"nicelab/flow"
	"nicelab/flow/prior"
	"nicelab/wasm/protocol"
)

const (
	cornerSeed = 15 // of the rows and of the latents: the same ones every time

	// Samples: so many as cost that, within bounds.
	liveFlops, liveLeast, liveMost = 4e8, 512, 1 << 12
	restFlops, restLeast, restMost = 3e10, 1 << 12, 1 << 16

	fewColumns         = 4
	fineAxis, fewAxis  = 80, 60 // points of a grid's side, of few columns and of more
	byChance           = 0.05   // that a KS is larger
	perRanking         = 1 << 14
	minBins, maxBins   = 8, 40
	mostDots, leastDot = 2_000, 250 // rows
	allDots            = 14_000     // of all pairs together
)

// corner holds the marginals and pairs of some columns of the model against those of the data.
type corner struct {
	far  []int   // all columns, the farthest from Gaussian first; nil while that is not known
	rows []int32 // those that are counted
	data counted

	still *flow.Flow // a copy, whose weights stay while those of the flow move
	shown struct {   // what the page knows of a model at rest
		known  bool
		weight int
		args   protocol.CornerArgs
	}
}

// counted is what is known of the data of the columns that args name.
type counted struct {
	known  bool
	args   protocol.CornerArgs
	told   bool // the page knows it
	event  protocol.CornerData
	axes   []axis
	sorted [][]float32 // the values of each column
}

func (v *corner) Name() string { return "corner" }

func (v *corner) Fits(m *Model) bool { return m.Source == "table" && m.Rows() > 0 }

// Follows says that it moves with the training.
func (v *corner) Follows() {}

func (v *corner) Job(m *Model, w protocol.Watch, emit func(protocol.Event)) Job {
	if !w.Live {
		return nil
	}
	a := checked(w.Args.Corner, m)
	f := m.Flow
	flops := 2 * float64(len(f.Weights))
	quick := within(liveFlops/flops, liveLeast, liveMost)
	rows := stage{2, func() Job { return v.counts(m, a) }}
	tell := stage{0, func() Job {
		if d := &v.data; !m.Moving || !d.told {
			d.told, d.event.Args.Row, d.event.Marked = true, a.Row, v.marked(m, a.Row)
			emit(d.event)
		}
		return nil
	}}
	if m.Moving {
		v.shown.known = false
		if v.still == nil {
			v.still = f.Copy(f.Weights)
		} else {
			copy(v.still.Weights, f.Weights)
		}
		return inTurn(stage{1, func() Job { return v.ranks(m, a) }}, rows, tell, stage{8, func() Job { return v.samples(m, v.still, []int{quick}, emit) }})
	}
	return inTurn(stage{1, func() Job { return v.ranks(m, a) }}, rows, tell, stage{30, func() Job {
		if s := &v.shown; s.known && s.weight == m.Weight && s.args.Same(v.data.args) {
			return nil
		}
		return v.samples(m, f, []int{quick, within(restFlops/flops, restLeast, restMost)}, emit)
	}})
}

func within(n float64, least, most int) int { return max(least, int(min(n, float64(most)))) }

// checked is what a asks for of the columns that there are.
func checked(a protocol.CornerArgs, m *Model) protocol.CornerArgs {
	d := len(m.Columns)
	var columns []int
	for _, j := range a.Columns {
		if j >= 0 && j < d && !slices.Contains(columns, j) && len(columns) < protocol.MaxCorner {
			columns = append(columns, j)
		}
	}
	a.Columns = columns
	a.Most = max(2, min(a.Most, protocol.MaxCorner))
	a.Masses = slices.DeleteFunc(slices.Clone(a.Masses), func(q float64) bool { return !(q > 0 && q < 1) })
	return a
}

// ranks finds which columns are the farthest from Gaussian, where that is asked for and not known yet.
func (v *corner) ranks(m *Model, a protocol.CornerArgs) Job {
	if v.rows == nil {
		v.rows = spreadRows(m.Rows(), perRanking)
	}
	d := len(m.Columns)
	if len(a.Columns) > 0 || v.far != nil || d <= a.Most {
		return nil
	}
	rows := spreadRows(m.Rows(), 1<<11)
	distance := make([]float64, 0, d)
	column := make([]float32, len(rows))
	return func() float64 {
		for work := 0; len(distance) < d && work < perRanking; work += len(rows) {
			for i, r := range rows {
				column[i] = m.X[int(r)*d+len(distance)]
			}
			distance = append(distance, fromGaussian(column))
		}
		if len(distance) < d {
			return min(almost, float64(len(distance))/float64(d))
		}
		v.far = make([]int, d)
		for j := range v.far {
			v.far[j] = j
		}
		slices.SortStableFunc(v.far, func(i, j int) int { return cmp.Compare(distance[j], distance[i]) })
		return 1
	}
}

// spreadRows is up to most of n rows: one of each of so many even parts.
func spreadRows(n, most int) []int32 {
	rng := rand.New(rand.NewPCG(cornerSeed, 1))
	k := min(n, most)
	rows := make([]int32, k)
	for i := range rows {
		lo, hi := i*n/k, (i+1)*n/k
		rows[i] = int32(lo + rng.IntN(hi-lo))
	}
	return rows
}

// fromGaussian is the Kolmogorov-Smirnov distance of a column from the Gaussian of its mean and standard deviation. It
// sorts the column.
func fromGaussian(x []float32) float64 {
	var sum, squares float64
	for _, u := range x {
		sum += float64(u)
	}
	n := float64(len(x))
	mean := sum / n
	for _, u := range x {
		squares += (float64(u) - mean) * (float64(u) - mean)
	}
	std := math.Sqrt(squares / n)
	if !(std > 0) {
		return 1
	}
	slices.Sort(x)
	far := 0.
	for i, u := range x {
		p := math.Erfc((mean-float64(u))/(std*math.Sqrt2)) / 2
		far = max(far, p-float64(i)/n, float64(i+1)/n-p)
	}
	return far
}

// columns are those that a asks for.
func (v *corner) columns(m *Model, a protocol.CornerArgs) []int {
	switch d := len(m.Columns); {
	case len(a.Columns) > 0:
		return a.Columns
	case d <= a.Most:
		all := make([]int, d)
		for j := range all {
			all[j] = j
		}
		return all
	}
	first := slices.Clone(v.far[:a.Most])
	slices.Sort(first)
	return first
}

// counts counts the data, a column or a pair in a slice, where that is not known.
func (v *corner) counts(m *Model, a protocol.CornerArgs) Job {
	a.Columns = v.columns(m, a)
	if v.data.known && v.data.args.Same(a) {
		return nil
	}
	next := counted{known: true, args: a}
	next.event = protocol.CornerData{Args: a, Rows: len(v.rows), Total: m.Rows()}
	var p *pairs
	return func() float64 {
		n := len(a.Columns)
		if j := len(next.axes); j < n {
			next.column(m, v.rows, a.Columns[j], slices.Contains(a.Logs, a.Columns[j]))
			return min(almost, float64(j+1)/float64(2*n))
		}
		if a.Outline {
			if p == nil {
				p = newPairs(next.axes, a.Masses)
			}
			if j := len(p.at); j < n {
				p.add(m.column(v.rows, a.Columns[j]), next.axes[j])
				return 0.5
			}
			if share := p.step(); share < 1 {
				return min(almost, (1+share)/2)
			}
			next.event.Outline = p.Contours
		}
		next.event.Dots = next.dots(m, v.rows)
		v.data = next
		return 1
	}
}

// column is one of the columns of some rows.
func (m *Model) column(rows []int32, j int) []float32 {
	x, d := make([]float32, len(rows)), len(m.Columns)
	for i, r := range rows {
		x[i] = m.X[int(r)*d+j]
	}
	return x
}

// column counts one more column.
func (c *counted) column(m *Model, rows []int32, j int, log bool) {
	x := m.column(rows, j)
	slices.Sort(x)
	e := protocol.CornerColumn{Positive: x[0] > 0, Low: quantile(x, 0.16), Median: quantile(x, 0.5), High: quantile(x, 0.84)}
	e.Log = log && e.Positive
	a := axis{log: e.Log, n: fewAxis}
	if len(c.args.Columns) <= fewColumns {
		a.n = fineAxis
	}
	a.lo, a.hi = a.along(float32(quantile(x, 0.001))), a.along(float32(quantile(x, 0.999)))
	if !(a.hi > a.lo) { // all but a few are the same
		a.lo, a.hi = a.along(x[0]), a.along(x[len(x)-1])
	}
	if !(a.hi > a.lo) {
		a.lo, a.hi = a.lo-1, a.lo+1
	}
	e.Lo, e.Hi = a.lo, a.hi
	e.Bins = bins(x, a)
	c.axes, c.sorted = append(c.axes, a), append(c.sorted, x)
	c.event.Columns = append(c.event.Columns, e)
}

// quantile is the number of sorted ones below which a share of them lies.
func quantile(x []float32, share float64) float64 {
	t := share * float64(len(x)-1)
	i := int(t)
	if i+1 >= len(x) {
		return float64(x[len(x)-1])
	}
	return float64(x[i]) + (t-float64(i))*(float64(x[i+1])-float64(x[i]))
}

// bins is the histogram of sorted numbers along an axis: their density in even parts, as wide as Freedman and Diaconis
// (1981) would have them.
func bins(x []float32, a axis) []float32 {
	n := float64(len(x))
	iqr := a.along(float32(quantile(x, 0.75))) - a.along(float32(quantile(x, 0.25)))
	count := minBins
	if width := 2 * iqr / math.Cbrt(n); width > 0 {
		count = max(minBins, min(int(math.Ceil((a.hi-a.lo)/width)), maxBins))
	}
	out := make([]float32, count)
	for _, v := range x {
		if t := (a.along(v) - a.lo) / (a.hi - a.lo); t >= 0 && t <= 1 {
			out[min(count-1, int(t*float64(count)))]++
		}
	}
	for i := range out {
		out[i] *= float32(float64(count) / (n * (a.hi - a.lo)))
	}
	return out
}

// dots is where some of the rows lie along the axes.
func (c *counted) dots(m *Model, rows []int32) []float32 {
	k := len(c.axes)
	most := max(leastDot, min(mostDots, allDots/max(1, k*(k-1)/2)))
	n := min(len(rows), most)
	out := make([]float32, 0, n*k)
	for i := range n {
		out = append(out, c.along(m.row(int(rows[i*len(rows)/n])))...)
	}
	return out
}

// along is where a row lies along the axes.
func (c *counted) along(row []float32) []float32 {
	out := make([]float32, len(c.axes))
	for j, a := range c.axes {
		out[j] = float32(a.along(row[c.args.Columns[j]]))
	}
	return out
}

// marked is where the row of that number lies.
func (v *corner) marked(m *Model, number int) []float32 {
	if i, ok := m.RowOf(number); ok {
		return v.data.along(m.row(i))
	}
	return nil
}

// samples draws from f and counts: once there are so many, and again once there are more.
func (v *corner) samples(m *Model, f *flow.Flow, sizes []int, emit func(protocol.Event)) Job {
	d := &v.data
	s := newSampled(f, d)
	last := sizes[len(sizes)-1]
	var p *pairs
	return func() float64 {
		n := len(s.x[0])
		share := float64(n) / float64(last)
		if n < sizes[0] {
			s.draw(min(f.Chunk(), sizes[0]-n))
			return share * 0.6
		}
		if p == nil {
			p = newPairs(d.axes, d.args.Masses)
		}
		if j := len(p.at); j < len(d.axes) {
			p.add(s.x[j], d.axes[j])
			return share * 0.7
		}
		if done := p.step(); done < 1 {
			return share * (0.7 + 0.29*done)
		}
		e := protocol.Corner{Args: d.args, Step: m.Step, Moving: m.Moving, Samples: n, Model: p.Contours}
		for j := range d.axes {
			e.Columns = append(e.Columns, s.marginal(j, p))
		}
		emit(e)
		p = nil
		if sizes = sizes[1:]; len(sizes) > 0 && sizes[0] > n {
			return share * 0.99
		}
		if !m.Moving {
			v.shown.known, v.shown.weight, v.shown.args = true, m.Weight, d.args
		}
		return 1
	}
}

// sampled is samples of the flow in the columns shown.
type sampled struct {
	f   *flow.Flow
	of  *counted
	rng *rand.Rand
	x   [][]float32
	lie []lying
}

func newSampled(f *flow.Flow, of *counted) *sampled {
	s := &sampled{f: f, of: of, rng: rand.New(rand.NewPCG(cornerSeed, 2)), x: make([][]float32, len(of.axes))}
	for _, x := range of.sorted {
		s.lie = append(s.lie, newLying(x))
	}
	return s
}

func (s *sampled) draw(k int) {
	d := s.f.Config.Dim
	rows := s.f.Sample(nil, k, 1, s.rng)
	for j, c := range s.of.args.Columns {
		for i := c; i < len(rows); i += d {
			s.x[j] = append(s.x[j], rows[i])
			s.lie[j].add(rows[i])
		}
	}
}

// marginal is what there is to say of one column.
func (s *sampled) marginal(j int, p *pairs) protocol.CornerMarginal {
	const most = 1 << 14 // of which quantiles are told
	x := s.x[j]
	some := slices.Clone(x[:min(len(x), most)])
	at := func(share float64) float64 { return float64(nth(some, int(share*float64(len(some)-1)))) }
	n, k := float64(len(s.of.sorted[j])), float64(len(x))
	return protocol.CornerMarginal{
		Low: at(0.16), Median: at(0.5), High: at(0.84),
		KS: s.lie[j].apart(), Chance: prior.KSBound(byChance, int(n*k/(n+k))), Curve: p.curves[j],
	}
}

// lying says how numbers lie among sorted ones.
type lying struct {
	sorted []float32
	gaps   []int // how many lie before each of the sorted ones, and after the one before; the last: after all
	same   []int // how many are the same as one, if it is the first of its kind
	n      int
}

func newLying(sorted []float32) lying {
	return lying{sorted: sorted, gaps: make([]int, len(sorted)+1), same: make([]int, len(sorted))}
}

func (l *lying) add(x float32) {
	if i, ok := slices.BinarySearch(l.sorted, x); ok {
		l.same[i]++
	} else {
		l.gaps[i]++
	}
	l.n++
}

// apart is the largest distance between the shares of the sorted ones and of the others up to a value.
func (l *lying) apart() float64 {
	far, below := 0., 0
	meet := func(i int) {
		far = max(far, math.Abs(float64(i)/float64(len(l.sorted))-float64(below)/float64(l.n)))
	}
	for i := 0; i < len(l.sorted); {
		end := i + 1
		for end < len(l.sorted) && l.sorted[end] == l.sorted[i] {
			end++
		}
		below += l.gaps[i]
		meet(i)
		below += l.same[i]
		meet(end)
		i = end
	}
	return far
}

// pairs counts columns and each pair of them.
type pairs struct {
	protocol.Contours
	masses []float64
	axes   []axis
	at     [][]float32 // places of the numbers of each column
	wide   []kernel    // for pairs
	curves [][]float32
	i, j   int // the pair that is next
}

func newPairs(axes []axis, masses []float64) *pairs {
	return &pairs{axes: axes, masses: masses, Contours: protocol.Contours{N: axes[0].n}, i: 1}
}

// add takes the numbers of the next column.
func (p *pairs) add(x []float32, a axis) {
	at := make([]float32, len(x))
	for i, u := range x {
		at[i] = a.place(u)
	}
	s := spread(at)
	p.at = append(p.at, at)
	p.wide = append(p.wide, newKernel(s, len(x), 2, a.n))
	p.curves = append(p.curves, curve(at, a, newKernel(s, len(x), 1, a.n)))
}

// step counts a pair and returns the share that is done.
func (p *pairs) step() float64 {
	k := len(p.axes)
	if p.i < k {
		grid := make([]float32, p.N*p.N)
		joint(grid, p.at[p.j], p.at[p.i], p.wide[p.j], p.wide[p.i], p.N)
		p.Levels = append(p.Levels, levels(grid, p.at[p.j], p.at[p.i], p.wide[p.j], p.wide[p.i], p.N, p.masses)...)
		p.Grids = append(p.Grids, grid...)
		if p.j++; p.j == p.i {
			p.i, p.j = p.i+1, 0
		}
	}
	if p.i < k {
		return min(almost, float64(p.i*(p.i-1)/2+p.j)/float64(k*(k-1)/2))
	}
	return 1
}
