package session

import (
	"errors"
	"slices"
	"strconv"
	"time"

	"nicelab/flow/dataset"
	"nicelab/flow/keep"
	"nicelab/wasm/protocol"
)

const (
	keepSoon  = 700 * time.Millisecond // after training began
	keepEvery = 700 * time.Millisecond // and while it goes on: at most a second is lost of a run that is written in no time
	keepShare = 20                     // training gets so many times what keeping costs before the next
	keepAgain = 30 * time.Second       // after a failure
	lookAgain = 2 * time.Second        // for runs of a tab that was just closed
	looks     = 5
	maxSaved  = 128 << 20 // bytes of a checkpoint that is kept: to write it is one piece of work, and nothing else is done meanwhile
)

// shelf is where the run is kept.
type shelf struct {
	store    *keep.Store // nil where the browser keeps nothing
	on       bool
	changed  bool // since it was last kept, beyond the step
	phase    protocol.Phase
	steps    int // as last kept; -1 before the first time
	at       time.Time
	looked   time.Time
	took     time.Duration // when it was last kept
	cost     time.Duration // the least of the last two times: the first is that of code never run before
	problems []protocol.Notice
	room     int // bytes of a checkpoint
	table    int // bytes of a table
	extent   extent
	looks    int // left
}

// extent is how much of a run there is room for.
type extent int

const (
	whole extent = iota
	weights
	nothing
)

// extent goes by the tensors of the checkpoint: blocks of weights and the order of the rows, or the weights alone.
func (s *Session) extent() extent {
	model := 4 * len(s.flow.Weights)
	all := model
	if s.trainer != nil || s.data.from.resume != nil {
		all = s.blocks()*model + 4*s.data.rows()
	}
	switch {
	case all <= s.shelf.room:
		return whole
	case model <= s.shelf.room:
		return weights
	}
	return nothing
}

func (e extent) problems() []protocol.Notice {
	switch e {
	case weights:
		return []protocol.Notice{worded(0, true, "kept-weights")}
	case nothing:
		return []protocol.Notice{worded(0, true, "kept-nothing")}
	}
	return nil
}

// keepsTable reports whether the table in hand, where there is one, is kept beside the run.
func (s *Session) keepsTable() bool {
	return s.table == nil || len(s.table.bytes) <= s.shelf.table
}

// Shelve gives the session where to keep its run, or the reason why there is nowhere.
func (s *Session) Shelve(store *keep.Store, err error) {
	s.shelf.steps, s.shelf.room, s.shelf.table = -1, maxSaved, protocol.MaxKept
	if err != nil {
		s.shelf.problems = trouble(err)
	} else {
		s.shelf.store, s.shelf.looks, s.shelf.at = store, looks, s.now()
		s.shelf.looked = s.shelf.at
	}
	s.sendKept()
	switch {
	case store == nil:
	case store.Damaged() > 0 && len(store.Kept()) > 0:
		s.tell(0, true, "kept-other")
	case store.Damaged() > 0:
		s.tell(0, true, "kept-damaged")
	case store.Worn() > 0:
		s.tell(0, true, "kept-before")
	}
}

// trouble says what went wrong and what to do.
func trouble(err error) []protocol.Notice {
	for cause, key := range map[error]string{keep.ErrFull: "kept-full", keep.ErrBusy: "kept-busy", keep.ErrRefused: "kept-refused"} {
		if errors.Is(err, cause) {
			return []protocol.Notice{worded(0, true, key)}
		}
	}
	return []protocol.Notice{worded(0, true, "kept-failed", sentence(err.Error()))}
}

func (s *Session) keep(c protocol.Keep) {
	h := &s.shelf
	h.on = c.On
	if h.store == nil {
		s.sendKept()
		return
	}
	h.problems = nil
	if c.On {
		h.changed = true
	} else {
		h.steps = -1
		if err := h.store.Clear(); err != nil {
			h.problems = trouble(err)
		}
	}
	s.sendKept()
}

// looking reports whether runs may come from tabs that are about to end.
func (h *shelf) looking() bool {
	busy, _ := h.store.Others()
	return busy > 0 && h.looks > 0
}

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
	if !h.on || s.flow == nil || s.busy() || s.times.newest != nil {
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

func (s *Session) stepsDone() int {
	if s.trainer == nil {
		return s.data.from.meta.Step
	}
	return s.trainer.Steps
}

func (s *Session) keepNow() {
	h, start := &s.shelf, s.now()
	r := keep.Run{Info: keep.Info{Name: s.data.name, Source: s.data.source, Steps: s.stepsDone(), Saved: start.UnixMilli()}}
	if s.table != nil {
		r.Info.Columns, r.Info.Pictures = s.table.used, s.table.as != nil
		if s.keepsTable() {
			r.Table = s.table.bytes
		}
	}
	var err error
	if r.Checkpoint, err = s.checkpoint(h.extent == whole); err == nil {
		err = h.store.Keep(r)
	}
	took := s.now().Sub(start)
	h.at, h.cost, h.took = s.now(), min(took, h.took), took
	h.changed, h.phase, h.steps = false, s.phase, r.Info.Steps
	h.problems = nil
	if err != nil {
		h.problems, h.changed = trouble(err), true
	}
	s.sendKept()
}

func (s *Session) sendKept() {
	h := &s.shelf
	k := protocol.Kept{On: h.on, Steps: h.steps, Problems: h.problems}
	if k.Problems == nil && h.on {
		k.Problems = h.extent.problems()
		if h.extent != nothing && !s.keepsTable() {
			k.Problems = append(k.Problems, worded(0, true, "kept-bare"))
		}
	}
	if h.store != nil {
		if k.Place = h.store.Place(); k.Place == 0 && k.Problems == nil {
			k.Problems = trouble(keep.ErrBusy)
		}
		for _, r := range h.store.Kept() {
			age := max(0, s.now().Sub(time.UnixMilli(r.Info.Saved)).Seconds())
			k.Runs = append(k.Runs, protocol.KeptRun{Place: r.Place, Name: r.Info.Name, Source: r.Info.Source, Steps: r.Info.Steps, Age: age})
		}
		k.Looking = h.looking()
		if _, newer := h.store.Others(); newer > 0 && k.Problems == nil && len(k.Runs) == 0 {
			k.Problems = []protocol.Notice{worded(0, true, "kept-newer")}
		}
	}
	s.emit(k)
}

func (s *Session) discard(c protocol.Discard) {
	if h := &s.shelf; h.store != nil {
		if err := h.store.Discard(c.Place); err != nil {
			h.problems = trouble(err)
		}
	}
	s.sendKept()
}

// goOn takes a kept run, data included.
func (s *Session) goOn(c protocol.GoOn) {
	if s.shelf.store == nil {
		s.tell(c.ID, true, "no-run")
		return
	}
	own := 0 // where this tab's run is
	if at := s.shelf.store.Place(); at != c.Place && s.shelf.steps >= 0 {
		own = at
	}
	kept, err := s.shelf.store.Take(c.Place)
	if err != nil {
		s.tell(c.ID, true, "run-gone", sentence(err.Error()))
		s.sendKept()
		return
	}
	s.readRun(c.ID, kept.Checkpoint, func(r run, err error) {
		if err != nil {
			s.failFile(c.ID, kept.Info.Name, err)
			s.wentOn(false, own)
			return
		}
		if kept.Info.Source != "table" || len(kept.Table) == 0 {
			s.wentOn(s.openRun(c.ID, kept.Info.Name, r), own)
			return
		}
		s.goOnWithTable(c.ID, kept, r, own)
	})
}

// goOnWithTable takes a kept run once its table is read.
func (s *Session) goOnWithTable(id int, kept keep.Run, r run, own int) {
	name := kept.Info.Name
	s.read(id, name, kept.Table, func(t *dataset.Table) {
		open, cols := &openTable{name: name, bytes: kept.Table, table: t, used: kept.Info.Columns}, kept.Info.Columns
		others := func() {
			s.tell(id, true, "run-columns", name)
			s.wentOn(false, own)
		}
		if kept.Info.Pictures {
			s.makePictures(id, open, func(with *openTable) {
				if !slices.Equal(with.as.Columns, cols) || !slices.Equal(t.Names(cols), r.columns) {
					others()
					return
				}
				s.goOnWith(id, with, r, own, others)
			}, func(error) { others() })
			return
		}
		usable := func(i int) bool { return i >= 0 && i < len(t.Columns) && t.Columns[i].Usable }
		if slices.ContainsFunc(cols, func(i int) bool { return !usable(i) }) || !slices.Equal(t.Names(cols), r.columns) {
			others()
			return
		}
		s.goOnWith(id, open, r, own, others)
	})
}

// goOnWith takes a kept run on its table, or calls others where that has not its rows.
func (s *Session) goOnWith(id int, open *openTable, r run, own int, others func()) {
	name := open.name
	s.rowsOf(&r.unattached, open, open.used, func(d data, _ bool, err error) {
		if err != nil {
			others()
			return
		}
		tr, err := s.trainerOf(r.flow, r.unattached, &d)
		if err != nil {
			s.failFile(id, name, err)
			s.wentOn(false, own)
			return
		}
		s.take(r, d, tr)
		s.table = open
		s.sendAll(id)
		s.sendTable()
		s.sendDrawing()
		s.tell(id, false, "back", strconv.Itoa(tr.Steps), name)
		s.wentOn(true, own)
	})
}

// wentOn notes that the run in hand is the one that its place holds. Where that could not be used, it stays for another version to read, and
// the run in hand goes back to its own place, or gets another.
func (s *Session) wentOn(ok bool, own int) {
	h := &s.shelf
	if !ok {
		h.changed = true
		if err := h.store.Back(own); err != nil {
			h.problems = trouble(err)
		}
		s.sendKept()
		return
	}
	h.on, h.changed, h.phase, h.steps, h.at = true, false, s.phase, s.stepsDone(), s.now()
	s.sendKept()
}
