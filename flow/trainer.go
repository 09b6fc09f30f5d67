package flow

import (
	"fmt"
	"math"
	"math/rand/v2"

	"nicelab/flow/optim"
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

	// Draw, where it is not nil, draws rows of the law that its own were drawn from: with Options.Fresh, a batch is
	// of such rows, and as none is seen twice, there is nothing to learn by heart. Who has it sets it before the first
	// step.
	Draw func(dst []float32, rng *rand.Rand)

	// Grid, where it is not nil, is how far apart the values of each column lie, in the data's units, and 0 of a column
	// whose values lie on no grid: what Options.Dequantize spreads them over. Who has it sets it before the first step.
	Grid []float32

	// Account, where it is not nil, is filled in by each step: that step in numbers. It changes nothing of the run.
	Account *Account

	opt      Options
	data     Rows
	train    []int32 // rows, in the order of this epoch
	held     []int32
	next     int // position in train
	order    *rand.Rand
	source   *rand.PCG  // of order
	before   rand.PCG   // source when the batch in hand was begun
	raw      *Flow      // has the weights that Adam moves: Flow itself, unless they are averaged
	from     int        // step at which the run began
	grad     []float32  // as Flow.Weights
	norm     [1]float32 // of optim.Clip
	adam     *optim.Adam
	pass     *pass
	pieces   []piece   // of a step, forward
	rows     int       // that train at a time
	gather   []float32 // rows in hand, row-major
	lp       []float64 // their log p
	best     []float32
	bestOf   Estimate // Valid of the weights in best
	bestStep int      // step since when nothing was gained

	batch     int // rows of the step in hand; 0: none
	done      int // rows of it that are done
	at        int // the piece of the chunk of rows in hand, counted forward and then backward
	sum       float64
	validates bool
	decides   bool  // the validation in hand was due: best weights and plateau follow from it
	nll, kl   tally // of the validation in hand
}

// piece is some of a layer's work.
type piece struct{ layer, piece, products int } // products are about its multiply-adds a row

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

// NewTrainer returns a trainer of f on rows, which are not to change. The seed of f's Config
// fixes which rows are held out and the order of the others. The data layer is not touched:
// call f.Standardize first, and cluster.All where Config.Clusters asks for them.
func NewTrainer(f *Flow, rows Rows, o Options) (*Trainer, error) {
	n := rows.Len()
	if n < minRows {
		return nil, fmt.Errorf("there are %d rows; training needs at least %d", n, minRows)
	}
	c := f.Config
	source := rand.NewPCG(c.Seed, streamOrder)
	t := &Trainer{
		Flow: f, Loss: math.NaN(), Valid: unmeasured, Divergence: unmeasured, Best: math.Inf(1),
		data:   rows,
		order:  rand.New(source),
		source: source,
		grad:   make([]float32, len(f.Weights)),
		adam:   optim.NewAdam(len(f.Weights)),
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
	t.gather, t.lp = make([]float32, max(t.rows, f.Chunk())*c.Dim), make([]float64, f.Chunk())
	t.held, t.train = c.Split(n, t.opt.Holdout)
	t.next = len(t.train)
	return t, nil
}

// Split returns the rows of n that a trainer holds out, that share of them, and those that it trains on; 0 is the share
// of Options' default.
func (c Config) Split(n int, share float64) (held, train []int32) {
	perm := c.permutation(n)
	k := HeldOut(n, share)
	return perm[:k:k], perm[k:]
}

// HeldOut is how many rows of n Split holds out.
func HeldOut(n int, share float64) int {
	return max(1, min(maxHoldout, n-1, int(math.Round(Options{Holdout: share}.withDefaults().Holdout*float64(n)))))
}

// permutation is the order of n rows whose first are held out.
func (c Config) permutation(n int) []int32 {
	rows := make([]int32, n)
	for i, r := range rand.New(rand.NewPCG(c.Seed, streamSplit)).Perm(n) {
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
	was := t.opt
	if t.batch > 0 && (o.Fresh != was.Fresh || o.Noise != was.Noise || o.Dequantize != was.Dequantize) {
		t.begin(t.batch) // it would be partly of other rows
	}
	t.opt = o
	if raw := t.raw; o.Average > 0 && raw == t.Flow {
		t.use(t.Flow.Copy(t.Flow.Weights))
	} else if o.Average == 0 && raw != t.Flow {
		copy(t.Flow.Weights, raw.Weights)
		t.use(t.Flow)
	} else if t.pass != nil && o.Batch != was.Batch {
		t.use(raw) // in other pieces
	} else if t.pass != nil {
		t.pass.blur(o.Noise)
	}
	return nil
}

// use makes raw the flow that Adam moves. A step in hand is begun again.
func (t *Trainer) use(raw *Flow) {
	t.raw = raw
	// The data layers are not trained, so nobody needs the gradient with respect to what they make.
	t.pass, t.pieces = raw.newPass(t.rows, true, raw.data, pieceProducts*t.rows/min(t.rows, t.opt.Batch)), nil
	t.pass.blur(t.opt.Noise)
	for i := raw.data; i < len(raw.layers)-1; i++ { // the last layer is the head's
		all, n := 0, t.pass.pieces(i)
		for _, p := range raw.layers[i].parts {
			all += p.Products
		}
		for k := range n {
			t.pieces = append(t.pieces, piece{i, k, all / n})
		}
	}
	if t.batch > 0 {
		t.begin(t.batch)
	}
}

// Options returns those of the next step.
func (t *Trainer) Options() Options { return t.opt }
