package baseline

import (
	"math"
	"math/rand/v2"
)

const (
	folds       = 5
	foldedWork  = 1 << 19 // rows at rowCost each, beyond which one fold must do
	searchWork  = 1 << 31 // after which no larger number of components is tried under a prior
	coarse      = 1e-3    // nats a row that a turn must gain while searching
	startsTried = 3       // of each fit while searching
	patience    = 2       // numbers of components in a row that may be no better than the best
	rowsEach    = 4       // that a component needs at least
)

// weights are those of the prior that are tried, in units of d + 2 rows: many rows want the first, few of many
// columns the second.
var weights = []float64{0.1, 1}

// ladder is the numbers of components that are tried, in this order.
var ladder = []int{1, 2, 3, 4, 6, 9, 13, 19, 27, 40}

// search finds how many components a mixture is to have, and under which prior, by the likelihood of rows that it was
// not fitted to.
type search struct {
	s     *sample
	rng   *rand.Rand
	rows  []int // all, in random order: every folds-th is left out
	most  int   // components that are tried
	folds int   // that are tried

	components int // the best so far, and what they give the rows left out
	weight     float64
	best       []float64

	prior, rung, fold int // in hand: indices into weights and ladder, and the fold that is left out
	scores            []float64
	top               float64 // the highest sum of them under this prior
	worse             int     // numbers of components since then
	run               stage
	work              int
}

func newSearch(s *sample, most int, rng *rand.Rand) *search {
	q := &search{
		s: s, rng: rng, rows: rng.Perm(s.n), most: most, folds: folds, components: 1, weight: 1, top: math.Inf(-1),
	}
	if s.n*rowCost(s.d) > foldedWork {
		q.folds = 1
	}
	return q
}

// step is a stage.
func (q *search) step() bool {
	if q.run == nil {
		if q.rung == len(ladder) || ladder[q.rung] > q.most || q.s.n < folds*rowsEach*ladder[q.rung] || q.worse == patience ||
			q.work > searchWork {
			if q.prior++; q.prior == len(weights) || q.rung == 0 {
				return true
			}
			q.rung, q.worse, q.work, q.top = 0, 0, 0, math.Inf(-1)
		}
		q.run = q.try(ladder[q.rung])
	}
	if !q.run() {
		return false
	}
	q.run = nil
	if q.fold++; q.fold < q.folds {
		return false
	}
	q.judge()
	q.rung, q.fold, q.scores = q.rung+1, 0, nil
	return false
}

// judge takes the mixture in hand as the best if it is better than the best before by more than a standard error: the
// luck of the rows.
func (q *search) judge() {
	var sum float64
	for _, v := range q.scores {
		sum += v
	}
	if q.worse++; sum > q.top {
		q.top, q.worse = sum, 0
	}
	if q.best != nil {
		if gain, err := Compare(q.scores, q.best); !(gain > err) {
			return
		}
	}
	q.components, q.weight, q.best = ladder[q.rung], weights[q.prior], q.scores
}

// try fits k components without the rows of the fold in hand, and notes the log-likelihood of those.
func (q *search) try(k int) stage {
	var in, out []int
	for i, r := range q.rows {
		if i%folds == q.fold {
			out = append(out, r)
		} else {
			in = append(in, r)
		}
	}
	e := newEM(q.s, in, k, weights[q.prior])
	return inTurn(e.best(startsTried, coarse, q.rng),
		sliced(len(out), k*rowCost(q.s.d), func(i int) { q.scores = append(q.scores, e.logProb(q.s.row(out[i]))) }),
		once(func() { q.work += (e.turns + (startsTried-1)*fewTurns) * len(in) * k * rowCost(q.s.d) }))
}
