package flow

import (
	"errors"
	"fmt"
)

// Options says how to train. Zero values stand for the defaults.
type Options struct {
	LearningRate float64 // 0: 0.005
	Beta1, Beta2 float64 // 0: .9 and .999; the paper has .9 and .99
	Eps          float64 // 0: 1e-8; the paper has 1e-4
	Batch        int     // rows a step; 0: 256; at most the rows there are
	Holdout      float64 // share of the rows kept for validation, at most 10,000 rows; 0: 0.2
	EvalEvery    int     // steps from one validation to the next; 0: 25
	Patience     int     // steps without a gain until the plateau; 0: 1,500
	MinGain      float64 // nats a row that count as a gain; 0: 0.001
}

func (o Options) withDefaults() Options {
	def := func(v *float64, d float64) {
		if *v == 0 {
			*v = d
		}
	}
	def(&o.LearningRate, 0.005)
	def(&o.Beta1, 0.9)
	def(&o.Beta2, 0.999)
	def(&o.Eps, 1e-8)
	def(&o.Holdout, 0.2)
	def(&o.MinGain, 0.001)
	for _, p := range []struct {
		v *int
		d int
	}{{&o.Batch, 256}, {&o.EvalEvery, 25}, {&o.Patience, 1500}} {
		if *p.v == 0 {
			*p.v = p.d
		}
	}
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
	case !(o.Holdout > 0 && o.Holdout < 1):
		return fmt.Errorf("the held-out share is %g; choose a number between 0 and 1", o.Holdout)
	}
	return nil
}
