package session

import (
	"time"

	"nicelab/wasm/protocol"
)

// keepInTime keeps the run where that is due. It returns how Work goes on.
func (s *Session) keepInTime(more bool, wait time.Duration) (bool, time.Duration) {
	h := &s.shelf
	if h.store == nil {
		return more, wait
	}
	if h.looking() {
		left := lookAgain - s.now().Sub(h.looked)
		if left <= 0 {
			h.looks, h.looked, left = h.looks-1, s.now(), lookAgain
			if err := h.store.Look(); err == nil {
				s.sendKept()
			}
		}
		more, wait = sooner(more, wait, left)
	}
	if !s.keeps() {
		return more, wait
	}
	if e := s.extent(); e != h.extent {
		if h.extent, h.changed = e, true; e == nothing {
			h.steps = -1
		}
		s.sendKept()
	}
	switch left, behind := h.keeping(s.now(), s.atHand()); {
	case !behind:
	case left > 0:
		return sooner(more, wait, left)
	default:
		s.keepNow()
	}
	return more, wait
}

// keeps reports whether the run in hand is kept from time to time.
func (s *Session) keeps() bool {
	return s.shelf.store != nil && s.shelf.on && s.flow != nil && !s.busy() && s.times.newest == nil
}

// atHand is what decides whether the run in hand is to be kept.
type atHand struct {
	phase protocol.Phase
	steps int
	began time.Time // when training last did
}

func (s *Session) atHand() atHand { return atHand{s.phase, s.stepsDone(), s.began} }

// keeping says whether the run in hand is to be kept, since it is not as it last was, and in how long. It changes
// nothing.
func (h shelf) keeping(now time.Time, r atHand) (left time.Duration, behind bool) {
	if h.extent == nothing || !h.changed && h.phase == r.phase && h.steps == r.steps {
		return 0, false
	}
	return h.due(r.phase == protocol.Training, r.began).Sub(now), true
}

// due is when a run that is not kept as it is now is to be kept, given whether it trains and since when.
func (h shelf) due(training bool, began time.Time) time.Time {
	switch {
	case h.problems != nil:
		return h.at.Add(keepAgain)
	case training && (h.steps < 0 || h.changed || h.phase != protocol.Training):
		if due := h.at.Add(keepShare * h.cost); due.After(began.Add(keepSoon)) {
			return due
		}
		return began.Add(keepSoon)
	case h.steps < 0:
		return time.Time{} // at once
	case training:
		return h.at.Add(max(keepEvery, keepShare*h.cost))
	}
	return h.at.Add(keepShare / 2 * h.cost)
}

// keepAsItIs keeps the run where it has got, before the tab may end or somebody looks back, when nothing is kept.
func (s *Session) keepAsItIs() {
	h := &s.shelf
	if s.flow == nil || s.times.newest != nil || h.store == nil || !h.on || h.problems != nil || s.extent() != h.extent {
		return
	}
	if _, behind := h.keeping(s.now(), s.atHand()); behind {
		s.keepNow()
	}
}

// sooner is what Work returns where something is due after left.
func sooner(more bool, wait, left time.Duration) (bool, time.Duration) {
	switch {
	case !more:
		return true, left
	case wait > 0:
		return true, min(wait, left)
	}
	return more, wait
}
