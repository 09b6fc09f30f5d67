package flow

import "nicelab/flow/optim"

// Account is one training step in numbers, each computed from the step itself.
type Account struct {
	Step int       // 1 for the first
	Rows []int32   // the batch, as rows of the data; none where it was of fresh ones
	X    []float32 // the batch as it was trained on, noise included: n rows of Dim, in the units of the data

	// The loss of the batch before the update and what it is made of, nats a row:
	// Loss = -(LogPrior + LogScale + LogUnits).
	Loss     float64
	LogPrior float64 // mean of log p_H(z)
	LogScale float64 // Σ s, and the mean of what layers add whose volume varies
	LogUnits float64 // -Σ ln std

	Rate  float64        // Adam's learning rate
	All   optim.Change   // all weights
	Parts []optim.Change // the couplings, each with what mixes before it, and then the scaling

	varied float64 // of the batch, what such layers add, summed

	was []float32 // the weights before the update, then how far each of them moved
}

// begin notes what there is before the update.
func (a *Account) begin(t *Trainer, batch []int32, loss float64) {
	if a.Rows = a.Rows[:0]; !t.fresh() {
		a.Rows = append(a.Rows, batch...)
	}
	a.Rate = t.rates().Rate
	a.Loss = loss
	a.LogScale, a.LogUnits = t.raw.LogDet()
	a.LogScale += a.varied / float64(len(batch))
	a.LogPrior = -loss - a.LogScale - a.LogUnits
	a.was = append(a.was[:0], t.raw.Weights...)
}

// take notes the rows x, or what noise has made of them behind the data layers.
func (a *Account) take(t *Trainer, x []float32) {
	a.X = append(a.X, x...)
	if t.opt.Noise == 0 {
		return
	}
	x = a.X[len(a.X)-len(x):]
	t.pass.batch.Store(x)
	t.raw.chunks(t.raw.rows(x), func(p *pass, lo, hi int) {
		p.batch.Load(x[lo:hi])
		for i := t.raw.data - 1; i >= 0; i-- {
			p.inverseLayer(i)
		}
		p.batch.Store(x[lo:hi])
	})
}

// Measure returns the summed -log p of the rows x, in nats, as a step has it: under the weights that Adam moves, and
// with the noise counted in that Options says they have. It is not to be called while a step is in hand.
func (t *Trainer) Measure(x []float32) (sum float64) {
	d := t.Flow.Config.Dim
	for lo := 0; lo < len(x); lo += t.rows * d {
		t.pass.batch.Load(x[lo:min(len(x), lo+t.rows*d)])
		t.pass.forward(len(t.raw.layers) - 1)
		sum += t.pass.head(nil, 1, -t.constant()*float64(t.pass.batch.Rows))
	}
	return sum
}

// end compares with what there is after it.
func (a *Account) end(t *Trainer) {
	a.Step = t.Steps
	for i, w := range t.raw.Weights {
		a.was[i] = w - a.was[i]
	}
	a.Parts = append(a.Parts[:0], make([]optim.Change, t.Flow.Config.Couplings+1)...)
	for i := range t.Flow.layers {
		l := &t.Flow.layers[i]
		a.Parts[l.stage.Coupling].Add(l.window(t.grad), l.window(a.was))
	}
	a.All = optim.Change{}
	for i := range a.Parts {
		a.All.Join(a.Parts[i])
		a.Parts[i].Root()
	}
	a.All.Root()
}
