package flow

import "math"

// Estimate is a mean over rows, in nats, and its standard error: the rows are a sample.
type Estimate struct{ Mean, Error float64 }

// tally adds up numbers for an Estimate.
type tally struct{ n, sum, sq float64 }

func (a *tally) add(v float64) { a.n, a.sum, a.sq = a.n+1, a.sum+v, a.sq+v*v }

func (a *tally) estimate() Estimate {
	mean := a.sum / a.n
	return Estimate{mean, math.Sqrt(max(0, a.sq/a.n-mean*mean) / a.n)}
}

var unmeasured = Estimate{math.NaN(), math.NaN()}

// Validate makes the next Advances measure Valid before training goes on, be it in the middle of a step. The best
// weights and the plateau follow from the validations that are due alone: whoever looks more often gets the same run.
func (t *Trainer) Validate() { t.validate(false) }

func (t *Trainer) validate(decides bool) {
	if !t.validates {
		t.validates, t.decides, t.nll, t.kl = true, decides, tally{}, tally{}
	}
}

// Held returns the rows that are held out, in an order of their own.
func (t *Trainer) Held() []int32 { return t.held }

func (t *Trainer) advanceValidation() (Report, error) {
	if t.Truth != nil && t.kl.n < t.nll.n {
		t.nll, t.kl = tally{}, tally{} // it came after the first rows, and both estimates are to be of the same
	}
	seen := int(t.nll.n)
	rows := t.held[seen:min(len(t.held), seen+t.Flow.Chunk())]
	x := t.gather[:len(rows)*t.Flow.Config.Dim]
	t.data.Read(x, rows, nil)
	for i, lp := range t.Flow.LogProb(t.lp[:len(rows)], x) {
		t.nll.add(-lp)
		if t.Truth != nil {
			t.kl.add(t.Truth[seen+i] - lp)
		}
	}
	if seen+len(rows) < len(t.held) {
		return Report{}, nil
	}
	t.validates = false
	valid, divergence := t.nll.estimate(), t.kl.estimate()
	if !finite(valid.Mean) {
		if t.decides {
			return Report{}, t.diverged(nil)
		}
		// The next step, or the next validation that is due, says what is wrong.
		valid, divergence = unmeasured, unmeasured
	}
	if t.Valid, t.Divergence = valid, divergence; !t.decides {
		return Report{Validated: true}, nil
	}
	if valid.Mean < t.Best-t.opt.MinGain {
		t.bestStep = t.Steps
	}
	if valid.Mean < t.Best {
		t.Best, t.bestOf, t.BestAt = valid.Mean, t.Valid, t.Steps
		copy(t.best, t.Flow.Weights)
	}
	r := Report{Validated: true, Due: true, Over: t.over()}
	switch {
	case r.Over && t.fresh(): // the last weights are as good as any, and better than what luck has picked
		t.again()
		t.settle()
	case r.Over, t.opt.Run == 0 && t.Steps-t.bestStep >= t.opt.Patience:
		r.Plateau, r.Restored = !r.Over, t.BestAt != t.Steps
		t.restore()
		t.settle()
	case t.opt.Run > 0 && t.fresh() && valid.Mean > t.Best+astray:
		r.Restored = true
		t.restore() // the run goes on, at a rate that has fallen meanwhile
	}
	return r, nil
}

// astray is by how many nats a row a run on fresh rows may be worse than it was before it goes back: no row is learned
// by heart there, so that it was the rate that led to where nothing is learned any more.
const astray = 0.25

// restore puts the best weights back. Truth may have come since: whoever has it measures the divergence again.
func (t *Trainer) restore() {
	copy(t.Flow.Weights, t.best)
	t.again()
	t.Valid, t.Divergence = t.bestOf, unmeasured
}

// again moves on from the weights of Flow as if they were new, and drops a step that was begun with others.
func (t *Trainer) again() {
	t.batch = 0
	copy(t.raw.Weights, t.Flow.Weights)
	t.adam.Reset()
}

// settle makes training begin anew: whoever goes on gets the whole patience and a run again.
func (t *Trainer) settle() { t.bestStep, t.from = t.Steps, t.Steps }

func (t *Trainer) diverged(unsound error) error {
	t.restore()
	t.settle()
	return &DivergedError{Step: t.Steps, Best: t.BestAt, LearningRate: t.opt.LearningRate, Unsound: unsound}
}
