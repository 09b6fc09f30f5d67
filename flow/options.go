package flow

import (
	"cmp"
	"errors"
	"fmt"
	"math"

	"nicelab/flow/optim"
)

// MaxNoise bounds Options.Noise: a standardised column has std 1.
const MaxNoise = 10

// DefaultEvalEvery is how many steps it is from one validation to the next where Options do not say.
const DefaultEvalEvery = 25

// Options says how to train. Zero values stand for the defaults.
type Options struct {
	LearningRate float64 // 0: 0.005; with Warmup and Run, the highest
	Beta1, Beta2 float64 // 0: .9 and .999; the paper has .9 and .99
	Eps          float64 // 0: 1e-8; the paper has 1e-4
	Batch        int     // rows a step; 0: 256; at most the rows there are
	Holdout      float64 // share of the rows kept for validation, at most 10,000 rows; 0: 0.2
	EvalEvery    int     // steps from one validation to the next; 0: DefaultEvalEvery
	Patience     int     // steps without a gain until the plateau; 0: 1,500
	MinGain      float64 // nats a row that count as a gain; 0: 0.001

	Warmup int // steps over which the rate rises to LearningRate; 0: none
	// Run is the steps of a run, along which the rate falls to 0 as a cosine, and which then is over; 0: the rate stays
	// and the plateau ends it.
	Run     int
	Clip    float64 // longest gradient, as a Euclidean norm over all weights: a longer one is shortened; 0: none is
	Average float64 // share of the averaged weights that a step leaves (see Trainer), below 1; 0: they are not averaged
	Fresh   bool    // the rows of each batch are drawn anew, where the trainer has a law to draw from: see Trainer.Draw
	Noise   float64 // std of Gaussian noise that is added to the rows of each batch behind the data layers; 0: none

	// Each value of a batch is spread evenly over its step, where the trainer knows it: see Trainer.Grid.
	Dequantize bool
}

// rate is the learning rate of step k of a run, from 0.
func (o Options) rate(k int) float64 { return optim.Rate(o.LearningRate, k, o.Warmup, o.Run) }

func (o Options) withDefaults() Options {
	o.LearningRate, o.Batch = cmp.Or(o.LearningRate, 0.005), cmp.Or(o.Batch, 256)
	o.Beta1, o.Beta2, o.Eps = cmp.Or(o.Beta1, 0.9), cmp.Or(o.Beta2, 0.999), cmp.Or(o.Eps, 1e-8)
	o.Holdout, o.EvalEvery = cmp.Or(o.Holdout, 0.2), cmp.Or(o.EvalEvery, DefaultEvalEvery)
	o.Patience, o.MinGain = cmp.Or(o.Patience, 1500), cmp.Or(o.MinGain, 0.001)
	return o
}

func (o Options) validate() error {
	switch {
	case !(o.LearningRate > 0 && o.LearningRate <= 1):
		return fmt.Errorf("the learning rate is %g; choose a number above 0 and up to 1", o.LearningRate)
	case !(o.Beta1 >= 0 && o.Beta1 < 1 && o.Beta2 >= 0 && o.Beta2 < 1):
		return fmt.Errorf("the betas of Adam are %g and %g; choose numbers from 0 to below 1", o.Beta1, o.Beta2)
	case !(o.Eps > 0):
		return fmt.Errorf("the epsilon of Adam is %g; choose a number above 0", o.Eps)
	case o.Batch < 1 || o.EvalEvery < 1 || o.Patience < 1:
		return errors.New("batch, steps between validations and patience must be at least 1")
	case !(o.MinGain > 0):
		return fmt.Errorf("the least gain is %g; choose a number above 0", o.MinGain)
	case o.Warmup < 0 || o.Run < 0:
		return errors.New("the steps of a run and of its warm-up must not be negative")
	case !(o.Clip >= 0 && o.Clip <= math.MaxFloat32 && o.Noise >= 0 && o.Noise <= MaxNoise):
		return fmt.Errorf("the longest gradient is %g and the noise %g; choose numbers from 0, and a noise up to %g", o.Clip, o.Noise, float64(MaxNoise))
	case !(o.Average >= 0 && o.Average < 1):
		return fmt.Errorf("the average keeps %g a step; choose a number from 0 to below 1", o.Average)
	case !(o.Holdout > 0 && o.Holdout < 1):
		return fmt.Errorf("the held-out share is %g; choose a number between 0 and 1", o.Holdout)
	}
	return nil
}
