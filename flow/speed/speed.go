// Package speed is what `./build.sh bench` and the page at /bench have in common: the models they measure, the rows
// these train on, and how a step is timed. Run is what the page measures by itself.
package speed

import (
	"math"
	"math/rand/v2"
	"time"

	"nicelab/flow"
)

// A Model is a flow to train on batches of Batch rows.
type Model struct {
	Name   string
	Config flow.Config
	Batch  int
}

// Models are in the order of the work in a step.
var Models = []Model{
	{"2-D 64x2", Config(2, 64, 64), 256},
	{"2-D 128x2", Config(2, 128, 128), 256},
	{"16-D 128x2", Config(16, 128, 128), 256},
	{"784-D 1000x5", Config(784, 1000, 1000, 1000, 1000, 1000), 200},
}

// Config is the default of the page with another dimension and other hidden layers.
func Config(dim int, hidden ...int) flow.Config {
	c := flow.Default()
	c.Dim, c.Hidden = dim, hidden
	return c
}

// Rows returns the batch, row-major: a bent curve with noise around it, something to learn in any dimension.
func (m Model) Rows() []float32 {
	rng := rand.New(rand.NewPCG(7, 1))
	x := make([]float32, m.Batch*m.Config.Dim)
	for i := range m.Batch {
		t := rng.NormFloat64()
		for j := range m.Config.Dim {
			v := t
			if j%2 == 1 {
				v = t * t
			}
			x[i*m.Config.Dim+j] = float32(v + 0.3*rng.NormFloat64())
		}
	}
	return x
}

// Trainer returns a trainer each of whose steps is on the given batch, row-major. It still deals the rows out anew for
// each step, which a loop on a fixed batch need not do.
func Trainer(f *flow.Flow, batch []float32) (*flow.Trainer, error) {
	d := f.Config.Dim
	x := make([]float32, len(batch)+d)
	t, err := flow.NewTrainer(f, f.Rows(x), flow.Options{
		LearningRate: 1e-3, Batch: len(batch) / d, Holdout: 1e-9, EvalEvery: 1 << 30, Patience: math.MaxInt,
	})
	if err != nil {
		return nil, err
	}
	held := int(t.Held()[0]) * d // one row must be held out: it gets a place that is not the batch's
	copy(x[:held], batch)
	copy(x[held+d:], batch[held:])
	return t, nil
}

// Repeat does f at least once and for at least the given seconds; it returns how often, and the seconds that took.
func Repeat(seconds float64, f func()) (times int, took float64) {
	start := time.Now()
	for times = 1; ; times++ {
		f()
		if took = time.Since(start).Seconds(); took >= seconds {
			return times, took
		}
	}
}

// Peak returns the GFLOP/s of loop, whose turns are 384 operations each: a loop in registers gives the most that this
// engine makes of such instructions.
func Peak(seconds float64, loop func(turns int)) float64 {
	const turns = 2_000
	loop(turns)
	times, took := Repeat(seconds, func() { loop(turns) })
	return 384 * turns * float64(times) / took / 1e9
}
