package session

import (
	"errors"
	"fmt"
	"math"
	"strconv"

	"nicelab/flow"
	"nicelab/wasm/protocol"
)

// checkSettings enforces the ranges of the page.
func checkSettings(p protocol.Settings) error {
	switch {
	case !(p.LearningRate >= protocol.MinRate && p.LearningRate <= protocol.MaxRate):
		return fmt.Errorf("the learning rate is %g; choose %g to %g", p.LearningRate, protocol.MinRate, protocol.MaxRate)
	case p.Batch < protocol.MinBatch || p.Batch > protocol.MaxBatch:
		return fmt.Errorf("the batch is %d rows; choose %d to %d", p.Batch, protocol.MinBatch, protocol.MaxBatch)
	case p.Run != 0 && (p.Run < protocol.MinRun || p.Run > protocol.MaxRun):
		return fmt.Errorf("the run has %d steps; choose %d to %d", p.Run, protocol.MinRun, protocol.MaxRun)
	case !(p.Smooth >= protocol.MinSmooth && p.Smooth <= protocol.MaxSmooth):
		return fmt.Errorf("the noise in training is %g; choose %g to %g", p.Smooth, protocol.MinSmooth, protocol.MaxSmooth)
	case p.MaxSteps < 0:
		return fmt.Errorf("the step cap is %d; choose a positive number, or none", p.MaxSteps)
	case p.Speed != "slow" && p.Speed != "1x" && p.Speed != "max":
		return fmt.Errorf("the speed is %q; choose slow, 1x or max", p.Speed)
	}
	return nil
}

func (s *Session) play(single bool) {
	switch {
	case s.flow == nil:
		s.tell(0, true, "no-data")
		return
	case s.trainer == nil:
		s.tell(0, true, "bare-train")
		return
	}
	if limit := s.settings.MaxSteps; !single && limit > 0 && s.trainer.Steps >= limit {
		s.tell(0, false, "cap", strconv.Itoa(limit))
		return
	}
	if single && s.steps > 0 {
		s.steps++ // pressed again before the step was done
		return
	}
	s.start()
	if single {
		s.steps = 1
	}
	s.sendState()
}

func (s *Session) start() {
	s.times.goOnFrom()
	if len(s.times.marks) == 0 {
		s.mark()
	}
	s.phase, s.steps, s.ended = protocol.Training, 0, math.NaN()
	s.views.anew()
	s.picture = nil // an exact one may take long; training draws its own
	s.began = s.now()
	s.pace.restart(s.began, s.trainer.Steps)
	s.networkAt = s.began // it is as it was at rest
}

func (s *Session) stop(p protocol.Phase) {
	s.phase, s.steps = p, 0
	s.moved()
	s.sendProgress() // phase and step in one
	s.sendState()
	s.sendHistory()
	s.draw()
}

func (s *Session) reset() {
	if s.flow == nil {
		return
	}
	if s.trainer == nil {
		s.tell(0, true, "bare-reset")
		return
	}
	s.withFlow(0, &s.data, s.model, func() {
		// The data layer is fitted to the same rows: what was possible before is possible now.
		if err := s.rebuild(); err != nil {
			s.fail(0, err)
			return
		}
		s.sendAll(0)
	})
}

// advance does one chunk of training and tells what came of it.
func (s *Session) advance() {
	s.takeAccount()
	r, ok := s.advanceTrainer(s.trainer)
	if !ok {
		return
	}
	if r.Stepped {
		s.explain()
		s.history.add(s.trainer.Loss)
		s.mark()
		if s.steps > 1 {
			s.steps--
			return
		}
	}
	if r.Validated && !r.Plateau && !r.Over {
		s.compareInTime()
	}
	limit := s.settings.MaxSteps
	switch {
	case r.Plateau, r.Over:
		s.stop(protocol.Over)
		s.measure() // the best weights may be older than the knowledge of the true density
		s.measureTrain()
	case r.Stepped && s.steps == 1:
		s.stop(protocol.Paused)
		s.measure()
	case r.Stepped && limit > 0 && s.trainer.Steps >= limit:
		s.stop(protocol.Paused)
		s.measure()
		s.tell(0, false, "cap", strconv.Itoa(limit))
	default:
		now := s.now()
		if s.pace.reportDue(now) {
			s.sendProgress()
		}
		if s.pace.pictureDue(now, s.settings.Speed) {
			s.draw()
			s.views.follow()
		}
	}
}

// advanceTrainer does a chunk of a trainer's step or validation. It puts a validation that was due on the curve, and
// tells of one, or of a step, that came to nothing: ok is false then.
func (s *Session) advanceTrainer(tr *flow.Trainer) (r flow.Report, ok bool) {
	r, err := tr.Advance()
	if err == nil {
		if r.Due && !r.Restored {
			s.history.mark(tr.Steps, tr.Loss, tr.Valid.Mean)
		}
		return r, true
	}
	s.stop(protocol.Failed)
	if e, ok := errors.AsType[*flow.DivergedError](err); !ok {
		s.fail(0, err)
	} else {
		step, best := strconv.Itoa(e.Step), strconv.Itoa(e.Best)
		if e.Unsound != nil {
			s.tell(0, true, "unsound", step, e.Unsound.Error(), best)
		} else {
			s.tell(0, true, "diverged", step, strconv.FormatFloat(e.LearningRate, 'g', -1, 64), best)
		}
		s.measure() // the weights that are back
	}
	return r, false
}

func (s *Session) sendProgress() {
	p := protocol.Progress{Phase: s.phase, Train: math.NaN(), Valid: math.NaN(), Best: math.NaN(), Divergence: math.NaN(),
		AboveFloor: math.NaN(), AboveFloorError: math.NaN(), Bits: math.NaN()}
	if s.data.from != nil {
		p.Step = s.data.from.meta.Step
	}
	if s.trainer != nil {
		p.Step, p.Valid, p.Error = s.trainer.Steps, s.trainer.Valid.Mean, s.trainer.Valid.Error
		p.Bits = s.bits(p.Valid)
		if !math.IsInf(s.trainer.Best, 0) {
			p.Best, p.At = s.trainer.Best, s.trainer.BestAt
		}
		if l := s.data.limits; l != nil {
			p.Divergence = s.trainer.Divergence.Mean
			p.AboveFloor = p.Divergence - (s.floor(l) - l.Entropy)
			p.AboveFloorError = s.trainer.Divergence.Error
		}
		if p.Train = s.history.mean(s.trainer.Loss); s.phase == protocol.Over && s.ended == s.ended {
			p.Train = s.ended
		}
		p.StepsPerSecond = s.pace.rate(s.now(), s.trainer.Steps, s.phase == protocol.Training)
	}
	s.emit(p)
}
