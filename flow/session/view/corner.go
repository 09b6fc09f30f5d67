package view

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"

	"nicelab/flow"
	"nicelab/wasm/protocol"
)

const (
	cornerSeed = 15 // of the rows and of the latents: the same ones every time

	// Samples: so many as cost that, within bounds.
	liveFlops, liveLeast, liveMost = 4e8, 512, 1 << 12
	restFlops, restLeast, restMost = 3e10, 1 << 12, 1 << 16

	fewColumns         = 4
	fineAxis, fewAxis  = 80, 48 // points of a grid's side, of few columns and of more
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
	ranks := stage{1, func() Job { return v.ranks(m, a) }}
	rows := stage{2, func() Job { return v.counts(m, a) }}
	tell := stage{0, func() Job {
		if d := &v.data; !m.Moving || !d.told {
			d.told, d.event.Args.Row, d.event.Marked = true, a.Row, v.marked(m, a.Row)
			d.event.Args.Label, d.event.Kind = a.Label, v.kinds(m)
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
		return inTurn(ranks, rows, tell, stage{8, func() Job { return v.samples(m, v.still, []int{quick}, emit) }})
	}
	return inTurn(ranks, rows, tell, stage{30, func() Job {
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
		v.far = Indices(d, func(i, j int) int { return cmp.Compare(distance[j], distance[i]) })
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
