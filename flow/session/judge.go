package session

import (
	"math"

	"nicelab/flow"
	"nicelab/flow/dataset"
	"nicelab/wasm/protocol"
)

// heldPerStep is how many rows' density one step beside the training evaluates.
const heldPerStep = 50

func floor(l *dataset.Limits, p flow.Prior) float64 {
	if p == flow.Logistic {
		return l.FloorLogistic
	}
	return l.FloorGaussian
}

// findLimits computes the entropy and the floors of the preset in hand.
func (s *Session) findLimits(j *dataset.LimitsJob) job {
	return func() bool {
		if !j.Step() {
			return false
		}
		l := j.Limits()
		s.data.limits = &l
		s.judge()
		s.sendState()
		return true
	}
}

// judge finds what the true density gives the rows held out. The NLL of a model on them, less that, is free of the luck of
// the draw: with it the distance to the floor is far sharper than the NLL itself.
func (s *Session) judge() {
	s.heldEntropy = math.NaN()
	if s.data.limits == nil || s.trainer == nil {
		return
	}
	x, held, log := s.data.x, s.trainer.Held(), s.data.density
	next, sum := 0, 0.0
	s.beside = func() bool {
		for range min(heldPerStep, len(held)-next) {
			r := held[next]
			sum -= log(float64(x[2*r]), float64(x[2*r+1]))
			next++
		}
		if next < len(held) {
			return false
		}
		s.heldEntropy = sum / float64(len(held))
		if s.phase != protocol.Training {
			s.sendProgress()
		}
		return true
	}
}

// measure queues a validation of the model as it is.
func (s *Session) measure() {
	tr := s.trainer
	tr.Validate()
	s.jobs = append(s.jobs, func() bool {
		r, err := tr.Advance()
		if err != nil {
			s.fail(0, err)
			return true
		}
		switch {
		case r.Plateau:
			s.stop(protocol.Learned)
		case r.Validated:
			s.sendProgress()
		}
		return r.Validated
	})
}
