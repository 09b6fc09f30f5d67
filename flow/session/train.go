package session

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"time"

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
			s.sendHistory()
			s.draw()
			s.views.follow()
		}
	}
}

// advanceTrainer does a chunk of a trainer's step or validation. It puts a validation that was due on the curve, and tells
// of one, or of a step, that came to nothing: ok is false then.
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
	p := protocol.Progress{Phase: s.phase, Train: math.NaN(), Valid: math.NaN(), Best: math.NaN(), Divergence: math.NaN(), AboveFloor: math.NaN(), AboveFloorError: math.NaN(), Bits: math.NaN()}
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

// pace decides when the next step, report and picture are due, and measures the speed.
type pace struct {
	until    int       // the step before which nothing waits
	next     time.Time // when the steps after it are due
	reported time.Time
	drawn    time.Time
	cost     time.Duration // of the picture in hand, then of the last one
	last     time.Duration
	page     page
	since    time.Time // of the speed's measurement
	sinceAt  int
	speed    float64
}

func (p *pace) restart(now time.Time, step int) {
	p.until, p.next, p.since, p.sinceAt, p.speed = step, now, now, step, 0
	p.cost, p.last = 0, 0 // what an exact picture cost says nothing of those to come
}

// wait returns how long the speed asks to wait before the step after so many.
func (p *pace) wait(now time.Time, speed string, steps int) time.Duration {
	if speed == "max" || steps < p.until {
		return 0
	}
	if left := p.next.Sub(now); left > 0 {
		return left
	}
	n, every := 1, time.Second/2
	if speed == "1x" {
		n, every = min(50, 1+steps/30), time.Second/60
	}
	p.until = steps + n
	if late := now.Add(-mayCatchUp); p.next.Before(late) {
		p.next = late
	}
	p.next = p.next.Add(every)
	return 0
}

const (
	mayCatchUp   = 100 * time.Millisecond
	reportEvery  = 100 * time.Millisecond
	pictureEvery = 125 * time.Millisecond
	calmPictures = 65 * time.Millisecond // where the speed leaves time for them
	pictureShare = 3                     // training gets so many times what a picture cost before the next
)

func (p *pace) reportDue(now time.Time) bool {
	if now.Sub(p.reported) < reportEvery {
		return false
	}
	p.reported = now
	return true
}

func (p *pace) pictureDue(now time.Time, speed string) bool {
	every := calmPictures
	if speed == "max" {
		every = pictureEvery
	}
	return now.Sub(p.drawn) >= max(every, pictureShare*p.last) && p.page.ready(now)
}

// page is how far whoever shows the pictures has got.
type page struct {
	answers bool      // it says when one is shown
	waiting bool      // for that
	sent    time.Time // the last picture
	free    time.Time // when it may get another
	late    float64   // how much longer than it must the last one took; once is no sign that it is slow
}

const (
	pageShare    = 4           // the page gets so many times that before the next
	pageSilent   = time.Second // a page that is out of sight shows nothing and says nothing
	longestPause = 2 * time.Second
)

func (p *page) ready(now time.Time) bool {
	if p.waiting && p.answers && now.Sub(p.sent) < pageSilent {
		return false
	}
	return !now.Before(p.free)
}

func (p *pace) sent(now time.Time) { p.page.waiting, p.page.sent = true, now }

func (p *pace) painted(now time.Time, late float64) {
	pause := time.Duration(min(max(0, pageShare*min(late, p.page.late)), longestPause.Seconds()) * float64(time.Second))
	p.page.answers, p.page.waiting, p.page.free, p.page.late = true, false, now.Add(pause), late
}

// drew notes what a chunk of a picture cost.
func (p *pace) drew(now time.Time, cost time.Duration, done bool) {
	p.cost += cost
	if done {
		p.last, p.cost, p.drawn = p.cost, 0, now
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
	steps        []float64
	train, valid []float32
	sum          float64
	n            int
	every, skip  int
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

// mark adds a point to the curve. Without a loss, as before the first step, there is none: a checkpoint holds finite numbers only.
func (h *history) mark(step int, loss, valid float64) {
	train := h.mean(loss)
	if math.IsNaN(train) {
		return
	}
	if h.skip++; h.skip < h.every {
		return
	}
	h.skip = 0
	h.steps = append(h.steps, float64(step))
	h.train = append(h.train, float32(train))
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
	h := s.curve()
	s.emit(protocol.History{Steps: clone(h.steps), Train: clone(h.train), Valid: clone(h.valid)})
	s.sendTimes()
}

// copy makes h a history of its own with the points of from.
func (h *history) copy(from *history) {
	steps, train, valid := append(h.steps[:0], from.steps...), append(h.train[:0], from.train...), append(h.valid[:0], from.valid...)
	*h = *from
	h.steps, h.train, h.valid = steps, train, valid
}

func clone[T any](x []T) []T { return append([]T{}, x...) }
