package session

import (
	"math"
	"math/rand/v2"
	"slices"

	"nicelab/flow"
)

// shown is what pictures show of the data, chosen once.
type shown struct {
	rows     []float32 // in full, at most maxShown of them
	slice    []float32 // the row whose coordinates the grid has beside the two shown
	sliceRow int       // its 1-based number in the file; 0 in two dimensions
	picked   []int     // rows of the data that rows are; nil: the first
	kinds    *kinds    // of the column of text that was asked for last; or nil
}

// perSlice bounds the numbers that one call of a choice sorts or measures: a millisecond or two.
const perSlice = 1 << 14

// choose returns a job that takes rows of the data or, where a checkpoint came without data, of the model. In more than
// two dimensions the slice goes through the row nearest to the medians: a place where there is data.
func (s *Session) choose() job {
	d, n := s.flow.Config.Dim, s.data.rows()
	c := &choice{f: s.flow, rng: source(1, streamShown), want: samplesShown}
	if n > 0 {
		c.want, c.from = min(n, maxShown), s.data.x
		c.rows = s.data.x
		if n > maxShown {
			c.rows, c.picked = nil, pick(c.rng, n, maxShown)
		}
	}
	return func() bool {
		if _, done := c.step(); !done {
			return false
		}
		out := shown{rows: c.rows, picked: c.picked, slice: make([]float32, 2)}
		if d > 2 {
			at := c.nearest
			out.slice = c.rows[at*d : (at+1)*d]
			switch {
			case n == 0:
			case c.picked != nil:
				out.sliceRow = c.picked[at] + 1
			default:
				out.sliceRow = at + 1
			}
			if s.data.numbers != nil {
				out.sliceRow = s.data.numbers[out.sliceRow-1]
			}
		}
		s.data.shown = out
		probes := s.data.probes
		s.data.probes = nil
		for _, p := range probes {
			s.probe(p)
		}
		return true
	}
}

// pick returns m different numbers below n, in random order.
func pick(rng *rand.Rand, n, m int) []int {
	moved := map[int]int{} // of the numbers in order, those that are elsewhere
	at := func(i int) int {
		if v, ok := moved[i]; ok {
			return v
		}
		return i
	}
	out := make([]int, m)
	for i := range out {
		j := i + rng.IntN(n-i)
		out[i], moved[j] = at(j), at(i)
	}
	return out
}

// choice finds rows to show and, in more than two dimensions, the one nearest to the medians of the columns in units of
// std, in slices.
type choice struct {
	f       *flow.Flow
	rng     *rand.Rand
	want    int
	from    []float32 // rows of the data; none: samples of f are taken
	picked  []int     // their indices; nil: the first want
	rows    []float32
	medians []float32 // of the columns so far
	column  []float32
	seen    int // rows whose distance is known
	least   float64
	nearest int
}

// step does a slice of the choice and returns how many numbers it went through.
func (c *choice) step() (work int, done bool) {
	d := c.f.Config.Dim
	switch have := len(c.rows) / d; {
	case have < c.want:
		most := min(c.want-have, max(1, perSlice/d))
		if c.from == nil {
			most = min(most, c.f.Chunk())
			c.rows = append(c.rows, c.f.Sample(nil, most, 1, c.rng)...)
		} else {
			for _, i := range c.picked[have : have+most] {
				c.rows = append(c.rows, c.from[i*d:(i+1)*d]...)
			}
		}
		return most * d, d == 2 && have+most == c.want
	case d == 2:
		return 0, true
	case len(c.medians) < d:
		if c.column == nil {
			c.column, c.least = make([]float32, c.want), math.Inf(1)
		}
		for len(c.medians) < d && work+c.want <= max(perSlice, c.want) {
			for i := range c.column {
				c.column[i] = c.rows[i*d+len(c.medians)]
			}
			slices.Sort(c.column)
			c.medians = append(c.medians, c.column[c.want/2])
			work += c.want
		}
		return work, false
	}
	for end := min(c.want, c.seen+max(1, perSlice/d)); c.seen < end; c.seen++ {
		var dist float64
		for j, m := range c.medians {
			v := float64((c.rows[c.seen*d+j] - m) / c.f.Std[j])
			dist += v * v
		}
		if dist < c.least {
			c.least, c.nearest = dist, c.seen
		}
		work += d
	}
	return work, c.seen == c.want
}
