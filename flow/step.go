package flow

import (
	"math"

	"nicelab/flow/noise"
	"nicelab/flow/optim"
)

// Report says what an Advance has finished.
type Report struct {
	Stepped   bool // a step: Steps and Loss are new
	Validated bool // a validation: Valid is new
	Due       bool // it was due, so that Best may be new, and not asked for by Validate
	Plateau   bool // nothing was gained for Patience steps: the best weights are back in place
	Over      bool // the run's last step is done and validated; unless rows are Fresh, the best weights are back in place
	// Restored: weights of an earlier step are back in place, and Valid is theirs, at the end or since the run had gone
	// astray.
	Restored bool
}

// Advance does some milliseconds of the step or validation in hand: as many pieces of layers, of a chunk of rows, as
// follow from the Config, never from time. Where the loss of a step, or of a validation that is due, is not finite, or
// the weights are not Sound, it puts the best weights that were validated back and returns a *DivergedError.
func (t *Trainer) Advance() (Report, error) {
	if t.validates {
		return t.advanceValidation()
	}
	if t.batch == 0 {
		if math.IsInf(t.Best, 1) {
			t.validate(true) // what training starts from is what it must not end worse than
			return t.advanceValidation()
		}
		t.take()
	}
	if t.Account != nil && len(t.Account.X) == 0 && (t.done > 0 || t.at > 0) {
		t.begin(t.batch) // it came in the middle of the step, and is to have all of its rows
	}
	for flops := 0; t.done < t.batch; {
		if flops >= chunkFlops {
			return Report{}, nil
		}
		rows := t.train[t.next+t.done : t.next+min(t.batch, t.done+t.rows)]
		flops += t.advancePiece(rows, 1/float64(t.batch))
		if t.at == 0 {
			t.done += len(rows)
		}
		if t.done == t.batch && len(t.grad) > largeUpdate {
			return Report{}, nil // the update is a piece of its own
		}
	}
	batch := t.train[t.next : t.next+t.batch]
	loss := t.sum / float64(t.batch)
	t.next, t.batch = t.next+t.batch, 0
	norm := math.NaN()
	if t.opt.Clip > 0 {
		norm = optim.Clip(t.grad, t.opt.Clip, &t.norm)
	}
	if !finite(loss) || !finite(norm) && !t.adam.Finite(t.grad) {
		return Report{}, t.diverged(nil)
	}
	if t.Account != nil {
		t.Account.begin(t, batch, loss)
	}
	t.adam.Update(t.raw.Weights, t.grad, t.rates())
	if t.raw != t.Flow {
		optim.Average(t.Flow.Weights, t.raw.Weights, optim.Leaves(t.opt.Average, t.Steps-t.from))
	}
	t.Steps++
	t.Loss = loss
	if err := t.raw.Sound(); err != nil {
		return Report{}, t.diverged(err)
	}
	if t.Account != nil {
		t.Account.end(t)
	}
	if t.Steps%t.opt.EvalEvery == 0 || t.Steps == 1 || t.over() {
		t.validate(true)
	}
	return Report{Stepped: true}, nil
}

// rates are Adam's of the next step.
func (t *Trainer) rates() optim.Rates {
	return optim.Rates{Rate: t.opt.rate(t.Steps - t.from), Beta1: t.opt.Beta1, Beta2: t.opt.Beta2, Eps: t.opt.Eps}
}

// over reports whether the run has done its last step.
func (t *Trainer) over() bool { return t.opt.Run > 0 && t.Steps-t.from >= t.opt.Run }

// take takes the next batch.
func (t *Trainer) take() {
	n := min(t.opt.Batch, len(t.train))
	if t.next+n > len(t.train) {
		t.order.Shuffle(len(t.train), func(i, j int) { t.train[i], t.train[j] = t.train[j], t.train[i] })
		t.next = 0
	}
	t.before = *t.source
	t.begin(n)
}

// begin begins the step of n rows, or begins it again.
func (t *Trainer) begin(n int) {
	*t.source = t.before
	clear(t.grad)
	if t.Account != nil {
		t.Account.X, t.Account.varied = t.Account.X[:0], 0
	}
	t.batch, t.done, t.at, t.sum = n, 0, 0, 0
}

// Step advances until a step is done, validation included where it is due.
func (t *Trainer) Step() (Report, error) {
	var all Report
	for {
		r, err := t.Advance()
		all.Stepped = all.Stepped || r.Stepped
		all.Validated = all.Validated || r.Validated
		all.Due = all.Due || r.Due
		all.Plateau = all.Plateau || r.Plateau
		all.Over = all.Over || r.Over
		all.Restored = all.Restored || r.Restored
		if err != nil || (all.Stepped && !t.validates) {
			return all, err
		}
	}
}

// advancePiece runs the rows, no more than t.rows, through one more piece of a layer: all of them forward, then all
// backward, after which t.at is 0 again, weight times the gradient of the rows' summed loss has been added to grad, and
// that loss, in nats, to sum. It returns about the number of floating-point operations.
func (t *Trainer) advancePiece(rows []int32, weight float64) (flops int) {
	p, all := t.pass, len(t.pieces)
	if t.at == 0 {
		t.load(rows)
	}
	k := t.at
	if k < all {
		p.forwardPiece(t.pieces[k].layer, t.pieces[k].piece)
		flops = 2
	} else {
		if k == all {
			if t.Account != nil {
				for _, v := range p.batch.LogDet {
					t.Account.varied += v
				}
			}
			t.sum += p.head(t.grad, weight, -t.constant()*float64(len(rows)))
		}
		k = 2*all - 1 - k
		p.backwardPiece(t.pieces[k].layer, t.pieces[k].piece, t.grad)
		flops = 4
	}
	t.at = (t.at + 1) % (2 * all)
	return flops * t.pieces[k].products * p.batch.N
}

// fresh reports whether batches are of fresh rows.
func (t *Trainer) fresh() bool { return t.opt.Fresh && t.Draw != nil }

// load takes the given rows, or fresh ones in their place, through the data layers.
func (t *Trainer) load(rows []int32) {
	p, x := t.pass, t.gather[:len(rows)*t.Flow.Config.Dim]
	if t.fresh() {
		t.Draw(x, t.order)
	} else {
		t.data.Read(x, rows, t.order)
	}
	if t.opt.Dequantize && t.Grid != nil {
		t.dequantize(x)
	}
	p.batch.Load(x)
	p.forward(t.raw.data)
	if t.opt.Noise > 0 {
		t.addNoise()
	}
	if t.Account != nil {
		t.Account.take(t, x)
	}
}

// dequantize spreads the values of x evenly over the steps of Grid.
func (t *Trainer) dequantize(x []float32) {
	for j, step := range t.Grid {
		if step == 0 {
			continue
		}
		for i := j; i < len(x); i += len(t.Grid) {
			x[i] += step * (float32(t.order.Float64()) - 0.5)
		}
	}
}

// addNoise adds noise to the rows that are behind the data layers.
func (t *Trainer) addNoise() {
	for j := range t.Flow.Config.Dim {
		noise.Add(t.pass.batch.Row(j)[:t.pass.batch.Rows], t.opt.Noise, t.order)
	}
}

// constant is the log-det that is the same everywhere, but for the last layer's, which the head adds.
func (t *Trainer) constant() float64 {
	var sum float64
	for i := range len(t.raw.layers) - 1 {
		sum += t.raw.logDet(i)
	}
	return sum
}

func finite(x float64) bool { return x-x == 0 }
