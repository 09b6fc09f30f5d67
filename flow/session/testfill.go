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
	hidden      = 20  // one of so many cells of a row at once
	leastCells  = 200 // that are hidden, where there are as many and there is time
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
	ft := &fillTest{fit: baseline.NewGaussian(baseline.Rows(s.data.x, d).Pick(s.trained()), s.model.Seed)}
	if minutes := ft.hide(s, source(uint64(c.Seed), streamHidden), testMinutes); minutes > 0 {
		s.tell(c.ID, true, "test-long", strconv.Itoa(int(math.Ceil(60*minutes))))
		return
	}
	if len(ft.x) == 0 {
		s.tell(c.ID, true, "test-none")
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
		if args := ft.figures(g.(*baseline.Gaussian), s.flow.Mean, s.flow.Std); args != nil {
			s.tell(c.ID, false, "fill-tested", args...)
		} else {
			s.tell(c.ID, true, "test-void")
		}
		return true
	})
}

// hide takes rows held out and hides cells of theirs, each at most once, until they are enough, or all, or to fill more
// would take longer than most, in minutes. Where any one row would, it returns how long, and else 0.
func (ft *fillTest) hide(s *Session, rng *rand.Rand, most float64) (long float64) {
	d, held := len(s.data.columns), s.trainer.Held()
	order, turns := rng.Perm(len(held)), make([]uint8, len(held)*d)
	for i := range turns {
		turns[i] = uint8(rng.IntN(hidden))
	}
	cells, minutes := 0, 0.
	for turn := range uint8(hidden) {
		for _, i := range order {
			row := s.data.pick(held[i : i+1])
			with, n := without(row, turns[i*d:(i+1)*d], turn)
			if n == 0 {
				continue
			}
			m := fillMinutes(s.flow, with)
			if minutes += m; minutes > most {
				if cells > 0 {
					return 0
				}
				if minutes = 0; long == 0 || m < long { // another row may have fewer blanks
					long = m
				}
				continue
			}
			ft.truth, ft.x = append(ft.truth, row...), append(ft.x, with...)
			if cells += n; cells >= leastCells {
				return 0
			}
		}
		if cells == 0 && long > 0 {
			return long
		}
	}
	return 0
}

// without returns a copy of a row with blanks where it is a cell's turn, and how many those are. One number is left.
func without(row []float32, turns []uint8, turn uint8) (with []float32, n int) {
	with = append([]float32(nil), row...)
	for j := range row {
		if turns[j] == turn && n < len(row)-1 {
			with[j] = float32(math.NaN())
			n++
		}
	}
	return with, n
}

// figures are the arguments of the sentence: how many cells were hidden; root mean squares in units of std, of the
// flow, of the Gaussian and of the mean; the percentage inside of the interval; how many are not certain. Those that
// the flow gives no density for are among the first and the last number only; without any others, it returns nil.
func (ft *fillTest) figures(g *baseline.Gaussian, mean, std []float32) []string {
	d := len(mean)
	var flow, gaussian, means float64
	cells, inside, apart, void := 0, 0, 0, 0
	row := make([]float64, d)
	for i := range len(ft.x) / d {
		for j, v := range ft.x[i*d : (i+1)*d] {
			row[j] = float64(v)
		}
		g.Given(row)
		for _, c := range ft.job.Cells(i) {
			v, j := float64(ft.truth[i*d+c.Column]), c.Column
			if c.Mean-c.Mean != 0 {
				void++
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
	if cells == 0 {
		return nil
	}
	n := float64(cells)
	rms := func(sum float64) string { return strconv.FormatFloat(math.Sqrt(sum/n), 'f', 3, 64) }
	return []string{
		strconv.Itoa(cells + void), rms(flow), rms(gaussian), rms(means),
		strconv.Itoa(int(100*float64(inside)/n + 0.5)), strconv.Itoa(apart + void),
	}
}
