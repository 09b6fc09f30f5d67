package session

import (
	"fmt"
	"math"
	"time"

	"nicelab/flow"
	"nicelab/wasm/protocol"
)

func options(p protocol.Settings) flow.Options {
	o := flow.Options{LearningRate: p.LearningRate, Batch: p.Batch}
	if p.PaperAdam {
		o.Beta2, o.Eps = 0.99, 1e-4
	}
	return o
}

// checkSettings enforces the ranges of the page.
func checkSettings(p protocol.Settings) error {
	switch {
	case !(p.LearningRate >= protocol.MinRate && p.LearningRate <= protocol.MaxRate):
		return fmt.Errorf("the learning rate is %g; choose %g to %g", p.LearningRate, protocol.MinRate, protocol.MaxRate)
	case p.Batch < protocol.MinBatch || p.Batch > protocol.MaxBatch:
		return fmt.Errorf("the batch is %d rows; choose %d to %d", p.Batch, protocol.MinBatch, protocol.MaxBatch)
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
		s.say(0, true, "There is no data yet. Choose a data set or upload a file.")
		return
	case s.trainer == nil:
		s.say(0, true, "This checkpoint came without its data. Upload a file with the columns it was trained on to go on training.")
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
	s.phase, s.steps = protocol.Training, 0
	s.picture = nil // an exact one may take long; training draws its own
	s.pace.restart(s.trainer.Steps)
}

func (s *Session) stop(p protocol.Phase) {
	s.phase, s.steps = p, 0
	s.sendState()
	s.sendProgress()
	s.sendHistory()
	s.draw()
}

func (s *Session) reset() {
	if s.flow == nil {
		return
	}
	if s.trainer == nil {
		s.say(0, true, "This checkpoint came without its data, so there is nothing to start anew from. Choose or upload data.")
		return
	}
	// The data layer is fitted to the same rows: what was possible before is possible now.
	if err := s.rebuild(); err != nil {
		s.fail(0, err)
		return
	}
	s.sendAll(0)
}

// advance does one chunk of training and tells what came of it.
func (s *Session) advance() {
	r, err := s.trainer.Advance()
	if err != nil {
		s.stop(protocol.Failed)
		s.fail(0, err)
		return
	}
	if r.Stepped {
		s.history.add(s.trainer.Loss)
		if s.steps > 1 {
			s.steps--
			return
		}
	}
	if r.Validated && !r.Plateau { // at the plateau Valid is that of an earlier step
		s.history.mark(s.trainer.Steps, s.trainer.Valid.Mean)
	}
	limit := s.settings.MaxSteps
	switch {
	case r.Plateau:
		s.stop(protocol.Learned)
		s.measure() // the best weights may be older than the knowledge of the true density
	case r.Stepped && s.steps == 1:
		s.stop(protocol.Paused)
		s.measure()
	case r.Stepped && limit > 0 && s.trainer.Steps >= limit:
		s.stop(protocol.Paused)
		s.measure()
		s.say(0, false, fmt.Sprintf("Stopped at the cap of %d steps.", limit))
	default:
		now := time.Now()
		if s.pace.reportDue(now) {
			s.sendProgress()
		}
		if s.pace.pictureDue(now) {
			s.sendHistory()
			s.draw()
		}
	}
}

func (s *Session) sendProgress() {
	p := protocol.Progress{Phase: s.phase, Step: s.data.steps, Train: math.NaN(), Valid: math.NaN(), Best: math.NaN(), AboveFloor: math.NaN(), AboveFloorError: math.NaN()}
	if s.trainer != nil {
		p.Step, p.Valid, p.Error = s.trainer.Steps, s.trainer.Valid.Mean, s.trainer.Valid.Error
		if !math.IsInf(s.trainer.Best, 0) {
			p.Best = s.trainer.Best
		}
		if l := s.data.limits; l != nil {
			p.AboveFloor = s.trainer.Divergence.Mean - (floor(l, s.model.Prior) - l.Entropy)
			p.AboveFloorError = s.trainer.Divergence.Error
		}
		p.Train = s.history.mean(s.trainer.Loss)
		p.StepsPerSecond = s.pace.rate(time.Now(), s.trainer.Steps, s.phase == protocol.Training)
	}
	s.emit(p)
}

// pace decides when the next step, report and picture are due, and measures the speed.
type pace struct {
	started   time.Time // and from which step, for the slow speeds
	startedAt int
	reported  time.Time
	drawn     time.Time
	cost      time.Duration // of the picture in hand, then of the last one
	last      time.Duration
	since     time.Time // of the speed's measurement
	sinceAt   int
	speed     float64
}

func (p *pace) restart(step int) {
	now := time.Now()
	p.started, p.startedAt, p.since, p.sinceAt, p.speed = now, step, now, step, 0
}

// wait returns how long the speed asks to wait before the next step.
func (p *pace) wait(speed string, step int) time.Duration {
	var perStep time.Duration
	switch speed {
	case "slow":
		perStep = time.Second / 2
	case "1x":
		perStep = time.Second / 60
	default:
		return 0
	}
	return max(0, time.Until(p.started.Add(time.Duration(step-p.startedAt)*perStep)))
}

const (
	reportEvery  = 100 * time.Millisecond
	pictureEvery = 125 * time.Millisecond
	pictureShare = 3 // training gets so many times what a picture cost before the next
)

func (p *pace) reportDue(now time.Time) bool {
	if now.Sub(p.reported) < reportEvery {
		return false
	}
	p.reported = now
	return true
}

func (p *pace) pictureDue(now time.Time) bool {
	return now.Sub(p.drawn) >= max(pictureEvery, pictureShare*p.last)
}

// drew notes what a chunk of a picture cost.
func (p *pace) drew(cost time.Duration, done bool) {
	p.cost += cost
	if done {
		p.last, p.cost, p.drawn = p.cost, 0, time.Now()
	}
}

// rate returns the steps per second over the last half second or more.
func (p *pace) rate(now time.Time, step int, training bool) float64 {
	if !training {
		return p.speed
	}
	if d := now.Sub(p.since).Seconds(); d >= 0.5 || p.speed == 0 && d > 0 {
		p.speed = float64(step-p.sinceAt) / d
		if d >= 0.5 {
			p.since, p.sinceAt = now, step
		}
	}
	return p.speed
}

// history is the loss curve, thinned by halves so that it never outgrows maxHistory.
type history struct {
	steps, train, valid []float32
	sum                 float64
	n                   int
	every, skip         int
}

const maxHistory = 600

func (h *history) add(loss float64) {
	h.sum += loss
	h.n++
}

// mean returns the mean batch loss since the last mark, or that of the last batch.
func (h *history) mean(last float64) float64 {
	if h.n > 0 {
		return h.sum / float64(h.n)
	}
	return last
}

func (h *history) mark(step int, valid float64) {
	if h.skip++; h.skip < h.every {
		return
	}
	h.skip = 0
	h.steps = append(h.steps, float32(step))
	h.train = append(h.train, float32(h.mean(math.NaN())))
	h.valid = append(h.valid, float32(valid))
	h.sum, h.n = 0, 0
	if len(h.steps) < maxHistory {
		return
	}
	h.every = max(2, 2*h.every)
	for i := range len(h.steps) / 2 {
		h.steps[i], h.valid[i] = h.steps[2*i+1], h.valid[2*i+1]
		h.train[i] = (h.train[2*i] + h.train[2*i+1]) / 2
	}
	half := len(h.steps) / 2
	h.steps, h.train, h.valid = h.steps[:half], h.train[:half], h.valid[:half]
}

func (s *Session) sendHistory() {
	h := s.history
	s.emit(protocol.History{Steps: clone(h.steps), Train: clone(h.train), Valid: clone(h.valid)})
}

func clone(x []float32) []float32 { return append([]float32{}, x...) }
