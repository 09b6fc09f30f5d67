package session

import (
	"math"
	"math/rand/v2"
	"strconv"

	"nicelab/flow/baseline"
	"nicelab/flow/conditional"
	"nicelab/wasm/protocol"
)

const (
	hidden      = 20  // one of so many cells
	leastCells  = 200 // that are hidden, where there is time
	mostPasses  = 10  // in which they are
	testMinutes = 0.3 // that filling them may take
)

// fillTest is cells of rows held out that were hidden, and what they are filled with.
type fillTest struct {
	truth, x []float32 // the same rows, with and without
	fit      *baseline.Fit
	job      *conditional.Fill
}

// testFill hides known cells of rows held out, fills them a slice at a time, and says how far off that is.
func (s *Session) testFill(c protocol.Fill) {
	d := len(s.data.columns)
	if s.trainer == nil || s.data.source != "table" || s.data.pictures != nil || len(s.trainer.Held()) == 0 {
		s.tell(c.ID, true, "no-table")
		return
	}
	held := append([]int32(nil), s.trainer.Held()...)
	rng := source(uint64(c.Seed), streamHidden)
	ft := &fillTest{fit: baseline.NewGaussian(baseline.Rows(s.data.x, d).Pick(s.trained()), s.model.Seed)}
	blank, cells, minutes := float32(math.NaN()), 0, 0.
	for i := 0; i < mostPasses*len(held) && cells < leastCells; i++ {
		if i%len(held) == 0 {
			rng.Shuffle(len(held), func(i, j int) { held[i], held[j] = held[j], held[i] })
		}
		row := s.data.pick(held[i%len(held):][:1])
		with := append([]float32(nil), row...)
		n := hide(with, blank, rng)
		if n == 0 {
			continue
		}
		m := fillMinutes(s.flow, with)
		if m > mostMinutes {
			s.tell(c.ID, true, "test-long", strconv.Itoa(int(m+0.5)))
			return
		}
		if minutes += m; minutes > testMinutes && cells > 0 {
			break
		}
		cells += n
		ft.truth, ft.x = append(ft.truth, row...), append(ft.x, with...)
	}
	if len(ft.x) == 0 {
		s.tell(c.ID, true, "no-table")
		return
	}
	ft.job = conditional.NewFill(s.flow, ft.x, nil, conditional.Options{Seed: uint64(c.Seed)})
	s.foreground.add("testing", func() bool {
		if !ft.fit.Step() {
			return false
		}
		if done, all := ft.job.Rows(); done < all && !ft.job.Advance() {
			s.progressed(c.ID, float64(done)/float64(all))
			return false
		}
		g, err := ft.fit.Model()
		if err != nil {
			s.fail(c.ID, err)
			return true
		}
		s.tell(c.ID, false, "fill-tested", ft.figures(g.(*baseline.Gaussian), s.flow.Mean, s.flow.Std)...)
		return true
	})
}

// hide puts a blank in place of one in so many of a row's numbers, by chance, and returns how many those were. One
// number is left.
func hide(row []float32, blank float32, rng *rand.Rand) (n int) {
	for j := range row {
		if rng.IntN(hidden) == 0 && n < len(row)-1 {
			row[j] = blank
			n++
		}
	}
	return n
}

// figures are the arguments of the sentence: of how many cells; root mean squares in units of std, of the flow, of the
// Gaussian and of the mean; the percentage inside of the interval; how many are not certain.
func (ft *fillTest) figures(g *baseline.Gaussian, mean, std []float32) []string {
	d := len(mean)
	var flow, gaussian, means float64
	cells, inside, apart := 0, 0, 0
	row := make([]float64, d)
	for i := range len(ft.x) / d {
		for j, v := range ft.x[i*d : (i+1)*d] {
			row[j] = float64(v)
		}
		g.Given(row)
		for _, c := range ft.job.Cells(i) {
			v, j := float64(ft.truth[i*d+c.Column]), c.Column
			if c.Mean-c.Mean != 0 {
				continue
			}
			square := func(u float64) float64 { return (u - v) * (u - v) / float64(std[j]) / float64(std[j]) }
			cells++
			flow, gaussian, means = flow+square(c.Mean), gaussian+square(row[j]), means+square(float64(mean[j]))
			if v >= c.Lo && v <= c.Hi {
				inside++
			}
			if !c.Converged() {
				apart++
			}
		}
	}
	n := float64(max(1, cells))
	rms := func(sum float64) string { return strconv.FormatFloat(math.Sqrt(sum/n), 'f', 3, 64) }
	return []string{
		strconv.Itoa(cells), rms(flow), rms(gaussian), rms(means),
		strconv.Itoa(int(100*float64(inside)/n + 0.5)), strconv.Itoa(apart),
	}
}
