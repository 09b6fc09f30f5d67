package flow

import (
	"fmt"
	"math"
	"math/rand/v2"

	"nicelab/flow/kernel"
)

const (
	minRows    = 8
	maxHoldout = 10_000
)

// Trainer trains a Flow on rows of data by Adam on the exact negative log-likelihood. It owns the gradients,
// the moments, all scratch memory and the random source, and allocates nothing once made.
// The loop is its caller's: call Advance, or Step, until the plateau or for as long as you like.
//
// With Options.Average, Flow has a running average of the weights that Adam moves: it is what is validated, kept as the
// best and shown, and jitters less.
type Trainer struct {
	Flow   *Flow
	Steps  int      // steps done
	Loss   float64  // NLL of the last step's batch before its update, nats a row in the data's units; NaN before the first
	Valid  Estimate // NLL of the held-out rows when last measured; NaN before, and where it was not finite
	Best   float64  // lowest Valid.Mean so far, +Inf before the first; its weights are kept
	BestAt int      // step of those

	// Truth, where it is known, is the log-density in nats of the rows that Held lists, under the law they were drawn
	// from. Divergence is then KL(data || model) by the mean of Truth - log p over them; NaN without Truth.
	Truth      []float64
	Divergence Estimate

	// Draw, where it is not nil, draws rows of the law that those of x were drawn from: with Options.Fresh, a batch is
	// of such rows, and as none is seen twice, there is nothing to learn by heart. Who has it sets it before the first step.
	Draw func(dst []float32, rng *rand.Rand)

	// Account, where it is not nil, is filled in by each step: that step in numbers. It changes nothing of the run.
	Account *Account

	opt      Options
	x        []float32 // n rows of Dim, the caller's
	train    []int32   // rows, in the order of this epoch
	held     []int32
	next     int // position in train
	order    *rand.Rand
	source   *rand.PCG // of order
	before   rand.PCG  // source when the batch in hand was begun
	raw      *Flow     // has the weights that Adam moves: Flow itself, unless they are averaged
	from     int       // step at which the run began
	grad     []float32 // as Flow.Weights
	adam     *adam
	pass     *pass
	parts    []part    // of a step, forward
	rows     int       // that train at a time
	gather   []float32 // rows in hand, row-major
	lp       []float64 // their log p
	total    []float32 // 2 sums
	best     []float32
	bestOf   Estimate // Valid of the weights in best
	bestStep int      // step since when nothing was gained

	batch     int // rows of the step in hand; 0: none
	done      int // rows of it that are done
	at        int // the part of the chunk of rows in hand, counted forward and then backward
	sum       float64
	validates bool
	decides   bool  // the validation in hand was due: best weights and plateau follow from it
	nll, kl   tally // of the validation in hand
}

// part is some of a layer's work.
type part struct{ layer, part int }

// DivergedError is the error of a step whose loss is not a number, or whose weights no checkpoint takes. The best
// weights that were validated are back in place.
type DivergedError struct {
	Step         int // the steps that were done
	Best         int // of them, those of the weights that are back
	LearningRate float64
	Unsound      error // what is wrong with the weights; nil where it was the loss
}

func (e *DivergedError) Error() string {
	if e.Unsound != nil {
		return fmt.Sprintf("training left what can be saved after step %d: %v. The weights of step %d are back in place", e.Step, e.Unsound, e.Best)
	}
	return fmt.Sprintf("training diverged: the loss stopped being a number after step %d with learning rate %g. The weights of step %d are back in place; choose a lower learning rate and go on",
		e.Step, e.LearningRate, e.Best)
}

// NewTrainer returns a trainer of f on the n rows of x (n×Dim, kept and not changed). The seed of f's Config
// fixes which rows are held out and the order of the others. The data layer is not touched:
// call f.Standardize first.
func NewTrainer(f *Flow, x []float32, o Options) (*Trainer, error) {
	n := f.rows(x)
	if n < minRows {
		return nil, fmt.Errorf("there are %d rows; training needs at least %d", n, minRows)
	}
	c := f.Config
	source := rand.NewPCG(c.Seed, streamOrder)
	t := &Trainer{
		Flow: f, Loss: math.NaN(), Valid: unmeasured, Divergence: unmeasured, Best: math.Inf(1),
		x:      x,
		order:  rand.New(source),
		source: source,
		grad:   make([]float32, len(f.Weights)),
		adam:   newAdam(len(f.Weights)),
		rows:   c.trainRows(),
		best:   append([]float32(nil), f.Weights...),
		bestOf: unmeasured,
		raw:    f,
	}
	if err := t.SetOptions(o); err != nil {
		return nil, err
	}
	if t.pass == nil {
		t.use(f)
	}
	for i := f.data; i < len(f.layers)-1; i++ { // the last layer is the head's
		for k := range f.layers[i].parts {
			t.parts = append(t.parts, part{i, k})
		}
	}
	t.gather, t.lp = make([]float32, max(t.rows, f.Chunk())*c.Dim), make([]float64, f.Chunk())
	t.total = make([]float32, 2)
	perm := rowsOf(c.permutation(n))
	held := max(1, min(maxHoldout, n-1, int(math.Round(t.opt.Holdout*float64(n)))))
	t.held, t.train = perm[:held:held], perm[held:]
	t.next = len(t.train)
	return t, nil
}

// permutation is the order of n rows whose first are held out.
func (c Config) permutation(n int) []int {
	return rand.New(rand.NewPCG(c.Seed, streamSplit)).Perm(n)
}

func rowsOf(perm []int) []int32 {
	rows := make([]int32, len(perm))
	for i, r := range perm {
		rows[i] = int32(r)
	}
	return rows
}

// Moving returns the flow with the weights that Adam moves, which is Flow itself unless they are averaged. It is to be
// looked at only.
func (t *Trainer) Moving() *Flow { return t.raw }

// StartAt counts the steps from n on: the weights of the Flow have come from so many steps of another trainer.
func (t *Trainer) StartAt(n int) { t.Steps, t.bestStep, t.BestAt, t.from = n, n, n, n }

// SetOptions changes how training goes on from the next step; Holdout counts only at the start.
func (t *Trainer) SetOptions(o Options) error {
	o = o.withDefaults()
	if err := o.validate(); err != nil {
		return err
	}
	if again := t.batch > 0 && (o.Fresh != t.opt.Fresh || o.Noise != t.opt.Noise); again {
		t.begin(t.batch) // it would be partly of other rows
	}
	t.opt = o
	if was := t.raw; o.Average > 0 && was == t.Flow {
		t.use(t.Flow.Copy(t.Flow.Weights))
	} else if o.Average == 0 && was != t.Flow {
		copy(t.Flow.Weights, was.Weights)
		t.use(t.Flow)
	}
	return nil
}

// use makes raw the flow that Adam moves. A step in hand is begun again.
func (t *Trainer) use(raw *Flow) {
	t.raw = raw
	// The data layers are not trained, so nobody needs the gradient with respect to what they make.
	t.pass = raw.newPass(t.rows, true, raw.data)
	if t.batch > 0 {
		t.begin(t.batch)
	}
}

// Options returns those of the next step.
func (t *Trainer) Options() Options { return t.opt }

// Report says what an Advance has finished.
type Report struct {
	Stepped   bool // a step: Steps and Loss are new
	Validated bool // a validation: Valid is new
	Due       bool // it was due, so that Best may be new, and not asked for by Validate
	Plateau   bool // nothing was gained for Patience steps: the best weights are back in place
	Over      bool // the run's last step is done and validated; unless rows are Fresh, the best weights are back in place
}

// Advance does some milliseconds of the step or validation in hand: as many parts of layers, of a chunk of rows, as
// follow from the Config, never from time. Where the loss of a step, or of a validation that is due, is not finite, or
// the weights are not Sound, it puts the best weights that were validated back and returns a *DivergedError.
func (t *Trainer) Advance() (Report, error) {
	if t.validates {
		return t.advanceValidation()
	}
	if t.batch == 0 && math.IsInf(t.Best, 1) {
		t.validate(true) // what training starts from is what it must not end worse than
		return t.advanceValidation()
	}
	if t.batch == 0 {
		t.take()
	}
	for flops := 0; t.done < t.batch; {
		if flops >= chunkFlops {
			return Report{}, nil
		}
		rows := t.train[t.next+t.done : t.next+min(t.batch, t.done+t.rows)]
		flops += t.advancePart(rows, 1/float64(t.batch))
		if t.at == 0 {
			t.done += len(rows)
		}
	}
	batch := t.train[t.next : t.next+t.batch]
	loss := t.sum / float64(t.batch)
	t.next, t.batch = t.next+t.batch, 0
	if !finite(loss) || !t.gradientFinite() {
		return Report{}, t.diverged(nil)
	}
	if t.opt.Clip > 0 {
		clip(t.grad, t.opt.Clip)
	}
	if t.Account != nil {
		t.Account.begin(t, batch, loss)
	}
	t.adam.update(t.raw.Weights, t.grad, t.rate(), t.opt)
	if t.raw != t.Flow {
		average(t.Flow.Weights, t.raw.Weights, t.opt.leaves(t.Steps-t.from))
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

// rate is the learning rate of the next step.
func (t *Trainer) rate() float64 { return t.opt.rate(t.Steps - t.from) }

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
		if err != nil || (all.Stepped && !t.validates) {
			return all, err
		}
	}
}

// advancePart runs the rows, no more than t.rows, through one more part of a layer: all of them forward, then all
// backward, after which t.at is 0 again, weight times the gradient of the rows' summed loss has been added to grad, and
// that loss, in nats, to sum. It returns about the number of floating-point operations.
func (t *Trainer) advancePart(rows []int32, weight float64) (flops int) {
	p, all := t.pass, len(t.parts)
	if t.at == 0 {
		t.load(rows)
	}
	k := t.at
	if k < all {
		p.forwardPart(t.parts[k].layer, t.parts[k].part)
		flops = 2
	} else {
		if k == all {
			t.sum += p.head(t.grad, weight, -t.constant()*float64(len(rows)))
		}
		k = 2*all - 1 - k
		p.backwardPart(t.parts[k].layer, t.parts[k].part, t.grad)
		flops = 4
	}
	t.at = (t.at + 1) % (2 * all)
	return flops * t.Flow.layers[t.parts[k].layer].parts[t.parts[k].part].Products * p.batch.N
}

// fresh reports whether batches are of fresh rows.
func (t *Trainer) fresh() bool { return t.opt.Fresh && t.Draw != nil }

// load takes the given rows, or fresh ones in their place, through the data layers.
func (t *Trainer) load(rows []int32) {
	p := t.pass
	if t.fresh() {
		x := t.gather[:len(rows)*t.Flow.Config.Dim]
		t.Draw(x, t.order)
		p.batch.Load(x)
	} else {
		p.batch.Load(t.rowsOf(rows))
	}
	p.forward(t.raw.data)
	if t.opt.Noise > 0 {
		for j := range t.Flow.Config.Dim {
			row := p.batch.Row(j)[:p.batch.Rows]
			for i := range row {
				row[i] += float32(t.opt.Noise * t.order.NormFloat64())
			}
		}
	}
	if t.Account != nil {
		t.Account.take(t)
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

// rowsOf gathers the given rows of x.
func (t *Trainer) rowsOf(rows []int32) []float32 {
	d := t.Flow.Config.Dim
	for i, r := range rows {
		copy(t.gather[i*d:(i+1)*d], t.x[int(r)*d:])
	}
	return t.gather[:len(rows)*d]
}

func finite(x float64) bool { return x-x == 0 }

// gradientFinite reports whether every gradient is a number: one that is not spoils the sum.
func (t *Trainer) gradientFinite() bool {
	n := len(t.grad) &^ 7
	t.total[0], t.total[1] = 0, 0
	kernel.RowSum(t.total[:1], 1, n, t.grad)
	kernel.RowSum(t.total[1:], 1, len(t.grad)-n, t.grad[n:])
	return finite(float64(t.total[0] + t.total[1]))
}
