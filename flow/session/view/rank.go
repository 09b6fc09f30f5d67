package view

import (
	"cmp"
	"slices"

	"nicelab/flow"
)

// ranking is the log p of all rows under one state of the weights.
type ranking struct {
	of, step int       // Model.Weight and Step
	lp       []float64 // of each row
	order    []int32   // the rows, the least likely first
	held     []float64 // log p of the rows that are held out, ascending
	trained  int       // rows that are not

	f       *flow.Flow
	sorting *sorting
	done    bool
}

// advance does a slice and returns the share that is done.
func (r *ranking) advance(m *Model) float64 {
	const scored = 0.9 // share of the work
	n, d := m.Rows(), len(m.Columns)
	if at := len(r.lp); at < n {
		to := min(n, at+r.f.Chunk())
		r.lp = r.lp[:to]
		r.f.LogProb(r.lp[at:], m.X[at*d:to*d])
		return scored * float64(to) / float64(n)
	}
	if r.sorting == nil {
		r.sorting = newSorting(n, func(a, b int32) int { return cmp.Compare(r.lp[a], r.lp[b]) })
	}
	if share := r.sorting.step(); share < 1 {
		return scored + (1-scored)*share
	}
	r.order, r.sorting = r.sorting.rows, nil
	for _, i := range m.Held {
		r.held = append(r.held, r.lp[i])
	}
	slices.Sort(r.held)
	r.trained, r.done = n-len(m.Held), true
	return 1
}

func newRanking(m *Model) *ranking {
	return &ranking{of: m.Weight, step: m.Step, f: m.Flow, lp: make([]float64, 0, m.Rows())}
}

// share is how many of the rows that are trained on, of all of them, have a log p of lp or less.
func (r *ranking) share(lp float64) float64 {
	all, _ := slices.BinarySearchFunc(r.order, lp, func(i int32, lp float64) int { return upTo(r.lp[i], lp) })
	held, _ := slices.BinarySearchFunc(r.held, lp, upTo)
	return float64(all-held) / float64(max(1, r.trained))
}

// upTo orders numbers so that a search for b finds the first beyond it.
func upTo(a, b float64) int {
	if cmp.Compare(a, b) <= 0 {
		return -1
	}
	return 1
}
