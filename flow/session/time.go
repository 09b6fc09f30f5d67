package session

import (
	"slices"

	"nicelab/flow"
	"nicelab/wasm/protocol"
)

const (
	maxRecords  = 64       // of one run, with the newest
	recordBytes = 32 << 20 // of them all
)

// record is a run at one of its steps.
type record struct {
	phase   protocol.Phase
	weights []float32
	train   flow.Snapshot
	history history
}

// times are the records of a run: the step it began at and then every so many, which doubles as they grow too many. The
// trainer itself is the newest one, but while somebody looks back.
type times struct {
	marks  []*record
	every  int
	newest *record // where the run has got; nil while nobody looks back
	at     int     // index into marks of what is shown then
	spare  []*record
	asked  int // ID of the last Look
}

// recordSize is about how many bytes a record of the run in hand has.
func (s *Session) recordSize() int {
	return 4 * (s.blocks()*len(s.flow.Weights) + s.data.rows() + 4*maxHistory)
}

// blocks is how many blocks of a model's size are all of its training.
func (s *Session) blocks() int {
	averaged := s.trainer != nil && s.trainer.Moving() != s.flow
	if s.trainer == nil && s.data.from != nil && s.data.from.resume != nil {
		averaged = len(s.data.from.resume.Raw) > 0
	}
	if averaged {
		return 5
	}
	return 4
}

// mostRecords is how many of them there may be.
func (s *Session) mostRecords() int { return min(maxRecords, s.recordRoom/s.recordSize()) }

// capture writes the run as it is to r.
func (s *Session) capture(r *record) {
	r.phase = s.phase
	r.weights = append(r.weights[:0], s.flow.Weights...)
	r.train.Order = nil // another record may have it too
	s.trainer.SnapshotTo(&r.train)
	if n := len(s.times.marks); n > 0 { // of many rows an epoch is long, and its order most of a record
		if last := s.times.marks[n-1].train.Order; slices.Equal(last, r.train.Order) {
			r.train.Order = last
		}
	}
	r.history.copy(&s.history)
}

// restore takes the run to r.
func (s *Session) restore(r *record) {
	copy(s.flow.Weights, r.weights)
	s.trainer.Rewind(&r.train)
	s.history.copy(&r.history)
}

func (t *times) take() *record {
	if n := len(t.spare); n > 0 {
		r := t.spare[n-1]
		t.spare = t.spare[:n-1]
		return r
	}
	return new(record)
}

// mark records the run as it is, if it is its turn.
func (s *Session) mark() {
	t, steps := &s.times, s.trainer.Steps
	most := s.mostRecords() - 1 // beside the newest
	if most < 1 {
		return
	}
	t.every = max(1, t.every)
	if len(t.marks) > 0 && (steps-t.marks[0].train.Steps)%t.every != 0 {
		return
	}
	if len(t.marks) >= most {
		t.thin()
		if len(t.marks) >= most || (steps-t.marks[0].train.Steps)%t.every != 0 {
			return
		}
	}
	r := t.take()
	s.capture(r)
	t.marks = append(t.marks, r)
}

// thin drops every second record.
func (t *times) thin() {
	kept := t.marks[:0]
	for i, r := range t.marks {
		if i%2 == 0 {
			kept = append(kept, r)
		} else {
			t.spare = append(t.spare, r)
		}
	}
	clear(t.marks[len(kept):])
	t.marks = kept
	t.every *= 2
}

// steps lists the steps of the records and where the run has got.
func (t *times) steps(now int) []int {
	var steps []int
	if t.newest != nil {
		now = t.newest.train.Steps
	}
	for _, r := range t.marks {
		if r.train.Steps < now {
			steps = append(steps, r.train.Steps)
		}
	}
	return append(steps, now)
}

// look shows the run as it was, or as it is.
func (s *Session) look(c protocol.Look) {
	t := &s.times
	t.asked = c.ID
	if s.trainer == nil || len(t.marks) == 0 {
		s.sendTimes()
		return
	}
	steps := t.steps(s.trainer.Steps)
	at := len(steps) - 1
	if !c.Now {
		at = nearest(steps, c.Step)
	}
	switch now := at == len(steps)-1; {
	case now && t.newest == nil:
		s.sendTimes()
		return
	case now:
		s.restore(t.newest)
		s.phase = t.newest.phase
		t.spare, t.newest = append(t.spare, t.newest), nil
	default:
		if t.newest == nil {
			if s.phase == protocol.Training {
				s.phase = protocol.Paused
			}
			s.keepAsItIs()
			t.newest = t.take()
			s.capture(t.newest)
		}
		s.restore(t.marks[at])
		s.phase = protocol.Paused
		t.at = at
	}
	s.steps = 0
	s.tellPast()
}

// nearest returns the index of the number of the ascending list that is nearest to v.
func nearest(list []int, v int) int {
	i, _ := slices.BinarySearch(list, v)
	if i == len(list) || i > 0 && v-list[i-1] <= list[i]-v {
		i--
	}
	return i
}

// tellPast tells what the step that was looked up is like: with a quick picture, which runs to its end before the next
// look, so that a slider that keeps moving shows what it passes; and with a fresh measurement and an exact picture
// where it rests.
func (s *Session) tellPast() {
	s.moved()
	s.sendState()
	s.sendProgress()
	s.sendHistory()
	s.drawAs(false)
	quick := s.picture
	s.picture = nil
	s.foreground.add("looking back", func() bool {
		if !quick() {
			return false
		}
		if len(s.inbox) > 0 {
			if _, another := s.inbox[0].command.(protocol.Look); another {
				return true
			}
		}
		s.draw()
		if s.trainer.Steps > 0 { // before the first there is no NLL
			s.measure()
		}
		return true
	})
}

// goOnFrom makes the step that is looked at the newest: training begins.
func (t *times) goOnFrom() {
	if t.newest == nil {
		return
	}
	t.spare = append(append(t.spare, t.newest), t.marks[t.at+1:]...)
	clear(t.marks[t.at+1:])
	t.marks, t.newest = t.marks[:t.at+1], nil
}

// curve is the loss as far as the run has got.
func (s *Session) curve() *history {
	if n := s.times.newest; n != nil {
		return &n.history
	}
	return &s.history
}

func (s *Session) sendTimes() {
	t := &s.times
	e := protocol.Times{ID: t.asked}
	if s.trainer != nil {
		e.TooMany = s.mostRecords() < 2
		e.Steps = t.steps(s.trainer.Steps)
		e.At = len(e.Steps) - 1
		if t.newest != nil {
			e.At = t.at
		}
	}
	s.emit(e)
}
