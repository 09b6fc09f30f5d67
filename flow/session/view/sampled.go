package view

import (
	"math"
	"math/rand/v2"
	"slices"

	"nicelab/flow"
	"nicelab/flow/density"
	"nicelab/flow/prior"
	"nicelab/wasm/protocol"
)

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
	at := func(share float64) float64 { return float64(density.Nth(some, int(share*float64(len(some)-1)))) }
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
	axes   []density.Axis
	at     [][]float32      // places of the numbers of each column
	wide   []density.Kernel // for pairs
	curves [][]float32
	i, j   int // the pair that is next
}

func newPairs(axes []density.Axis, masses []float64) *pairs {
	return &pairs{axes: axes, masses: masses, Contours: protocol.Contours{N: axes[0].N}, i: 1}
}

// add takes the numbers of the next column.
func (p *pairs) add(x []float32, a density.Axis) {
	at := make([]float32, len(x))
	for i, u := range x {
		at[i] = a.Place(u)
	}
	s := density.Spread(at)
	p.at = append(p.at, at)
	p.wide = append(p.wide, density.NewKernel(s, len(x), 2, a.N))
	p.curves = append(p.curves, density.Curve(at, a, density.NewKernel(s, len(x), 1, a.N)))
}

// step counts a pair and returns the share that is done.
func (p *pairs) step() float64 {
	k := len(p.axes)
	if p.i < k {
		grid := make([]float32, p.N*p.N)
		density.Joint(grid, p.at[p.j], p.at[p.i], p.wide[p.j], p.wide[p.i], p.N)
		p.Levels = append(p.Levels, density.Levels(grid, p.at[p.j], p.at[p.i], p.wide[p.j], p.wide[p.i], p.N, p.masses)...)
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
