package view

import "slices"

const (
	run      = 1 << 12 // rows that are sorted at once
	perMerge = 1 << 14 // rows that are merged at once
)

// sorting brings rows into an order in slices: runs of them at first, which are then merged by pairs. Rows that are
// level keep their order.
type sorting struct {
	rows    []int32 // in the end, in order
	spare   []int32
	compare func(a, b int32) int

	done   int // rows of this pass that are in place
	width  int // of the runs that are merged; 0: they are being sorted
	i, j   int // next row of each of the two that are being merged
	passes int // left, for the share
	all    int
}

// newSorting begins to sort the rows 0 to n-1.
func newSorting(n int, compare func(a, b int32) int) *sorting {
	s := &sorting{rows: make([]int32, n), compare: compare, all: 1}
	for i := range s.rows {
		s.rows[i] = int32(i)
	}
	for w := run; w < n; w *= 2 {
		s.all++
	}
	s.passes = s.all
	return s
}

// step does a slice and returns the share that is done.
func (s *sorting) step() float64 {
	n := len(s.rows)
	if s.passes == 0 {
		return 1
	}
	if s.width == 0 {
		end := min(n, s.done+run)
		slices.SortStableFunc(s.rows[s.done:end], s.compare)
		s.done = end
	} else {
		s.merge(min(n, s.done+perMerge))
	}
	if s.done == n {
		s.pass()
	}
	if s.passes == 0 {
		s.spare = nil
		return 1
	}
	return min(almost, (float64(s.all-s.passes)+float64(s.done)/float64(n))/float64(s.all))
}

// pass begins the next one.
func (s *sorting) pass() {
	s.passes--
	switch {
	case s.width > 0:
		s.rows, s.spare = s.spare, s.rows
		s.width *= 2
	case s.passes > 0:
		s.spare = make([]int32, len(s.rows))
		s.width = run
	}
	s.done, s.i, s.j = 0, 0, s.width
}

// merge fills the spare rows up to end.
func (s *sorting) merge(end int) {
	n := len(s.rows)
	for ; s.done < end; s.done++ {
		pair := s.done / (2 * s.width) * 2 * s.width
		if s.done == pair {
			s.i, s.j = pair, pair+s.width
		}
		mid, last := min(n, pair+s.width), min(n, pair+2*s.width)
		if s.i < mid && (s.j >= last || s.compare(s.rows[s.i], s.rows[s.j]) <= 0) {
			s.spare[s.done] = s.rows[s.i]
			s.i++
		} else {
			s.spare[s.done] = s.rows[s.j]
			s.j++
		}
	}
}

// Indices is 0 to n-1 in the order of compare; those that it takes for alike stay as they are.
func Indices(n int, compare func(i, j int) int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	slices.SortStableFunc(all, compare)
	return all
}
