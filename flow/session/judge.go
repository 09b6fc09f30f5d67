package session

import (
	"math"

	"nicelab/flow/dataset"
	"nicelab/flow/layer"
	"nicelab/wasm/protocol"
)

// heldPerStep is how many rows' density one step beside the training evaluates.
const heldPerStep = 50

// floor is the least NLL that the model in hand can reach on a density of those limits; NaN where that is not known.
func (s *Session) floor(l *dataset.Limits) float64 {
	if v, ok := l.Floors[string(s.model.Prior)]; ok && (s.flow == nil || s.flow.Volume() != layer.Varies) {
		return v
	}
	return math.NaN()
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

// judge finds what the true density gives the rows held out, so that the trainer can measure its divergence from it.
// With that the luck of the draw largely cancels: the distance to the floor is far surer than the NLL itself.
func (s *Session) judge() {
	if s.data.limits == nil || s.trainer == nil {
		return
	}
	tr, x, held, log := s.trainer, s.data.x, s.trainer.Held(), s.data.density
	var truth []float64
	s.limits = func() bool {
		for _, r := range held[len(truth):min(len(held), len(truth)+heldPerStep)] {
			truth = append(truth, log(float64(x[2*r]), float64(x[2*r+1])))
		}
		if len(truth) < len(held) {
			return false
		}
		tr.Truth = truth
		if s.phase != protocol.Training && !math.IsNaN(tr.Valid.Mean) {
			if math.IsNaN(tr.Divergence.Mean) {
				s.measure()
			}
			s.sendProgress()
		}
		return true
	}
}

// measure queues a validation of the model as it is.
func (s *Session) measure() {
	tr, begun := s.trainer, false
	s.foreground.add("measuring", func() bool {
		if s.trainer != tr { // another model has come meanwhile
			return true
		}
		if !begun {
			tr.Validate() // not before: the job ahead may be a measurement too, and without one to do, a trainer trains
			begun = true
		}
		r, ok := s.advanceTrainer(tr)
		switch {
		case !ok:
			return true
		case r.Plateau, r.Over:
			s.stop(protocol.Over)
		case r.Validated:
			s.sendProgress()
			s.sendHistory()
		}
		return r.Validated
	})
}

// trained lists the rows of the data that are not held out, in their order.
func (s *Session) trained() []int32 {
	out := make([]bool, s.data.rows())
	for _, r := range s.trainer.Held() {
		out[r] = true
	}
	in := make([]int32, 0, len(out)-len(s.trainer.Held()))
	for i := range out {
		if !out[i] {
			in = append(in, int32(i))
		}
	}
	return in
}

// mostTrain bounds the rows of a measurement of what was trained on: as many as are held out at most.
const mostTrain = 10_000

// measureTrain queues the NLL of rows that were trained on under the weights that the run ended with, so that it stands
// beside that of the rows held out: the mean of the last batches was of other weights.
func (s *Session) measureTrain() {
	tr, f, rows := s.trainer, s.flow, s.trained()
	rows = rows[:min(len(rows), mostTrain)]
	sum, done := 0., 0
	s.foreground.add("measuring what was trained on", func() bool {
		if s.trainer != tr || s.phase != protocol.Over {
			return true
		}
		next := min(len(rows), done+f.Chunk())
		for _, lp := range f.LogProb(nil, s.data.pick(rows[done:next])) {
			sum -= lp
		}
		if done = next; done < len(rows) {
			return false
		}
		s.ended = sum / float64(len(rows))
		s.sendProgress()
		return true
	})
}
