package baseline

import (
	"math"
	"math/rand/v2"
)

// em is a mixture of k Gaussians on a sample, on its way uphill. Each component has, beside its rows, those of a
// prior: the covariance of all rows, shrunk by k^(2/d) to the volume that one of k parts would have, with some rows'
// weight (Fraley and Raftery 2007 take d + 2), and one more row in the share. So none collapses on rows that are
// alike. What goes up is the log-likelihood with that prior's penalty.
type em struct {
	s         *sample
	rows      []int // of s, that it is fitted to
	d, k      int
	weight    float64 // of the prior, in rows
	shrink    float64 // what its covariance is times that of all rows
	objective float64 // of the parameters before the last turn
	turns     int

	mean  [][]float64
	chol  [][]float64 // factors of the covariances
	share []float64   // logarithms
	peak  []float64   // log-density of a component at its mean, times its share

	mass  []float64 // of the rows, by responsibility, as far as they were taken
	sum   [][]float64
	outer [][]float64 // lower triangles, around the mean as it was
	diff  [][]float64 // of the row in hand
	lp    []float64   // likewise
	z     []float64
}

const (
	fewTurns   = 5
	maxTurns   = 200
	leastShare = 1e-10 // of a row that a component takes note of
)

// newEM returns a mixture that wants seeds. weight is that of the prior, in units of d + 2 rows.
func newEM(s *sample, rows []int, k int, weight float64) *em {
	d := s.d
	e := &em{
		s: s, rows: rows, d: d, k: k, weight: weight * float64(d+2), shrink: math.Pow(float64(k), -2/float64(d)),
		share: make([]float64, k), peak: make([]float64, k), mass: make([]float64, k), lp: make([]float64, k),
		z: make([]float64, d),
	}
	for range k {
		for _, rows := range []*[][]float64{&e.mean, &e.sum, &e.diff} {
			*rows = append(*rows, make([]float64, d))
		}
		for _, triangles := range []*[][]float64{&e.chol, &e.outer} {
			*triangles = append(*triangles, make([]float64, tri(d)))
		}
	}
	return e
}

// rowCost is what a row costs a component in a turn.
func rowCost(d int) int { return d*d + 2*costOfExp }

// seed chooses rows as means, each with a probability that grows with the squared distance from those before it
// (k-means++), and gives every row to the nearest.
func (e *em) seed(rng *rand.Rand) stage {
	s, near, owner := e.s, make([]float64, len(e.rows)), make([]int, len(e.rows))
	pick := e.rows[rng.IntN(len(e.rows))]
	var all []stage
	for c := range e.k {
		var sum float64
		all = append(all,
			once(func() { copy(e.mean[c], s.row(pick)) }),
			sliced(len(e.rows), 2*s.d, func(i int) {
				if v := distance(s.row(e.rows[i]), e.mean[c]); c == 0 || v < near[i] {
					near[i], owner[i] = v, c
				}
				sum += near[i]
			}),
			once(func() {
				u := rng.Float64() * sum
				for i, v := range near {
					if u -= v; u < 0 {
						pick = e.rows[i]
						break
					}
				}
			}))
	}
	return inTurn(append(all,
		once(e.clear),
		sliced(len(e.rows), s.d*s.d, func(i int) { e.take(owner[i], s.row(e.rows[i]), 1) }),
		e.maximise())...)
}

// climb makes turns until one gains less than that many nats a row, or there were so many.
func (e *em) climb(tolerance float64, most int) stage {
	last, turn := math.Inf(-1), e.turn()
	return func() bool {
		if !turn() {
			return false
		}
		e.turns++
		if e.objective-last < tolerance*float64(len(e.rows)) || e.turns >= most {
			return true
		}
		last, turn = e.objective, e.turn()
		return false
	}
}

// best climbs a few turns from each of several seeds, and from the best of them until a turn gains less than that
// many nats a row. e is then that one.
func (e *em) best(starts int, tolerance float64, rng *rand.Rand) stage {
	top, all := e, make([]stage, 0, starts+2)
	for i := range starts {
		all = append(all, later(func() stage {
			f := e
			if i > 0 {
				f = newEM(e.s, e.rows, e.k, 0)
				f.weight = e.weight
			}
			return inTurn(f.seed(rng), f.climb(tolerance, fewTurns), once(func() {
				if f.objective > top.objective {
					top = f
				}
			}))
		}))
	}
	return inTurn(append(all,
		once(func() { *e = *top }),
		later(func() stage { return e.climb(tolerance, maxTurns) }))...)
}

// turn measures the objective and moves the parameters so that it cannot fall.
func (e *em) turn() stage {
	d := e.d
	return inTurn(
		once(e.clear),
		sliced(e.k, d*d*d/2, func(c int) { e.objective -= e.penalty(c) }),
		sliced(len(e.rows), e.k*rowCost(d), func(i int) {
			x := e.s.row(e.rows[i])
			lp := e.logProb(x)
			e.objective += lp
			for c, v := range e.lp {
				if w := math.Exp(v - lp); w > leastShare {
					e.take(c, x, w)
				}
			}
		}),
		e.maximise())
}

func (e *em) clear() {
	e.objective = 0
	clear(e.mass)
	for c := range e.k {
		clear(e.sum[c])
		clear(e.outer[c])
	}
}

// logProb returns the log-density of a row in the sample's units, and leaves that with each component in lp.
func (e *em) logProb(x []float64) float64 {
	top := math.Inf(-1)
	for c, mean := range e.mean {
		for j, m := range mean {
			e.z[j] = x[j] - m
		}
		e.lp[c] = e.peak[c] - solve(e.z, e.chol[c], e.z)/2
		top = max(top, e.lp[c])
	}
	var sum float64
	for _, v := range e.lp {
		sum += math.Exp(v - top)
	}
	return top + math.Log(sum)
}

// take gives a component so much of a row.
func (e *em) take(c int, x []float64, w float64) {
	diff := e.diff[c]
	for j, m := range e.mean[c] {
		diff[j] = x[j] - m
		e.sum[c][j] += w * diff[j]
	}
	e.mass[c] += w
	addOuter(e.outer[c], diff, w)
}

// penalty is what the prior holds against a component: half its weight times log|Σ| + tr(Σ⁻¹ shrink C), and -log of
// the share.
func (e *em) penalty(c int) float64 {
	d, l := e.d, e.chol[c]
	var trace float64
	for j := range d { // ‖L⁻¹ M‖² with M the factor of C, column by column
		clear(e.z)
		for i := j; i < d; i++ {
			e.z[i] = e.s.chol[tri(i)+j]
		}
		trace += solve(e.z, l, e.z)
	}
	return e.weight*(logDet(l, d)+e.shrink*trace/2) - e.share[c]
}

// maximise sets the parameters to the best for what each component has taken.
func (e *em) maximise() stage {
	d := e.d
	return sliced(e.k, d*d*d/6+d*d, func(c int) {
		mass, shift, cov := e.mass[c], e.sum[c], e.chol[c]
		if mass > 0 {
			for j := range shift {
				shift[j] /= mass
				e.mean[c][j] += shift[j]
			}
			addOuter(e.outer[c], shift, -mass)
		}
		for i, v := range e.s.cov {
			cov[i] = (e.outer[c][i] + e.weight*e.shrink*v) / (mass + e.weight)
		}
		factor(cov, d)
		var all float64
		for _, m := range e.mass {
			all += m + 1
		}
		e.share[c] = math.Log((mass + 1) / all)
		e.peak[c] = e.share[c] - logDet(cov, d) - float64(d)*logTwoPi/2
	})
}
