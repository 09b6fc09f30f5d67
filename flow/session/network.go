package session

import (
	"cmp"
	"math"
	"slices"
	"time"

	"nicelab/flow"
	"nicelab/flow/plane"
	"nicelab/flow/prior"
	"nicelab/wasm/protocol"
)

const (
	pitBins    = 20
	pitsShown  = 3       // coordinates, of many
	maxLatents = 1 << 18 // numbers that are sorted for one picture
	liveRows   = 500     // looked at while training, where the model is small
	leastRows  = 64      // with fewer, a picture while training says nothing
	byChance   = 0.05

	networkEvery = time.Second // while training: what shows it is small and many
)

func (s *Session) showNetwork(c protocol.ShowNetwork) {
	was := s.networkShown
	s.networkShown = c
	switch {
	case s.flow == nil || !c.Open || was.Open || s.phase == protocol.Training:
	case s.data.shown.rows == nil && s.data.pictures == nil:
		s.draw()
	default:
		s.picture = inTurn(s.picture, s.networkJob(true, s.emit))
	}
}

// withNetwork adds the network to a picture where the page shows it: after an exact one, for which nobody should wait
// longer, and otherwise to what comes with it.
func (s *Session) withNetwork(picture job, exact bool, with *gathered) job {
	switch now := s.now(); {
	case !s.networkShown.Open:
		return picture
	case exact:
		return inTurn(picture, s.networkJob(true, s.emit))
	case !s.networkShown.Live || now.Sub(s.networkAt) < networkEvery:
		return picture
	default:
		s.networkAt = now
	}
	return inTurn(s.networkJob(false, with.add), picture)
}

// inTurn is one job after another; the first may be nil.
func inTurn(first, second job) job {
	return func() bool {
		if first != nil {
			if first() {
				first = nil
			}
			return false
		}
		return second()
	}
}

// after is one job and then another, which is made once the first is done.
func after(first job, then func() job) job {
	var next job
	return func() bool {
		if next != nil {
			return next()
		}
		if first() {
			next = then()
		}
		return false
	}
}

// networkJob tells of the network as it is now: on all rows that pictures show and all that are held out or, while
// training, on as many as cost little. What is found of them is exact.
func (s *Session) networkJob(exact bool, tell func(protocol.Event)) job {
	f := s.flow
	d := f.Config.Dim
	n := &protocol.Network{Exact: exact, Spectrum: f.Spectrum()}
	if s.trainer != nil {
		n.Step = s.trainer.Steps
	}
	most := maxShown
	if !exact {
		most = min(liveRows, int(roughFlops)/(2*len(f.Weights)))
	}
	next := s.pitJob(f, n, most, tell)
	if d > 2 {
		return next
	}
	n.Scales = f.Scales(nil)
	rows := s.data.shown.rows
	rows = rows[:d*min(len(rows)/d, most)]
	if len(rows)/d < leastRows && !exact {
		return next
	}
	curves := plane.NewCurves(f, rows)
	return inTurn(func() bool {
		if !curves.Step() {
			return false
		}
		for _, c := range curves.Found {
			n.Curves = append(n.Curves, protocol.Curve{Kept: c.Kept, Lo: float64(c.Lo), Hi: float64(c.Hi), Y: c.Y, Met: c.Met})
		}
		return true
	}, next)
}

// pitJob holds the latents of rows held out against the prior, and then tells n. As long as it would look at fewer rows
// than say anything, it leaves them out.
func (s *Session) pitJob(f *flow.Flow, n *protocol.Network, most int, tell func(protocol.Event)) job {
	d, held := f.Config.Dim, s.held()
	held = held[:min(len(held), most, maxLatents/d)]
	if n.Exact || len(held) >= leastRows {
		n.Rows = len(held)
	}
	z := make([]float32, 0, n.Rows*d)
	column := make([]float32, n.Rows)
	var pits []prior.PIT
	var all []float64 // of all coordinates
	return func() bool {
		done := len(z) / d
		switch {
		case n.Rows == 0:
		case done < n.Rows:
			z = append(z, s.data.pick(held[done:min(n.Rows, done+f.Chunk())])...)
			f.Forward(z[done*d:], z[done*d:])
			return false
		case len(pits) < d:
			for i := range column {
				column[i] = z[i*d+len(pits)]
			}
			u := prior.Transform(nil, f.CDF(len(pits)), column)
			all = append(all, u...)
			pits = append(pits, prior.NewPIT(u, pitBins))
			return false
		default:
			judgePits(n, pits, prior.NewPIT(all, pitBins))
		}
		tell(*n)
		return true
	}
}

// held is the rows that are not trained on; none where there are no rows.
func (s *Session) held() []int32 {
	if s.trainer == nil {
		return nil
	}
	return s.trainer.Held()
}

// judgePits fills in what is shown of the coordinates and of all together. The largest of many statistics is large by
// chance more often than one: its bound is that of 1 - (1 - 5%)^(1/d), since the coordinates of the prior are
// independent.
func judgePits(n *protocol.Network, pits []prior.PIT, all prior.PIT) {
	d := len(pits)
	add := func(coordinate, numbers int, p prior.PIT) {
		n.Pits = append(n.Pits, protocol.Pit{
			Coordinate: coordinate, Bins: p.Bins, Noise: math.Sqrt((pitBins - 1) / float64(numbers)),
			KS: p.KS, Chance: prior.KSChance(p.KS, numbers),
		})
	}
	order := make([]int, d)
	for j := range order {
		order[j] = j
		n.Largest = max(n.Largest, pits[j].KS)
	}
	n.Bound = prior.KSBound(1-math.Pow(1-byChance, 1/float64(d)), n.Rows)
	if d > 2 {
		slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(pits[b].KS, pits[a].KS) })
		order = order[:pitsShown]
	}
	for _, j := range order {
		add(j, n.Rows, pits[j])
	}
	if d > 2 {
		add(-1, d*n.Rows, all)
	}
}
