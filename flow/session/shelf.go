package session

import (
	"errors"
	"time"

	"nicelab/flow/keep"
	"nicelab/wasm/protocol"
)

const (
	keepSoon = 700 * time.Millisecond // after training began
	// and while it goes on: at most a second is lost of a run that is written in no time
	keepEvery = 700 * time.Millisecond
	keepShare = 20               // training gets so many times what keeping costs before the next
	keepAgain = 30 * time.Second // after a failure
	lookAgain = 2 * time.Second  // for runs of a tab that was just closed
	looks     = 5
	// bytes of a checkpoint that is kept: to write it is one piece of work, and nothing else is done meanwhile
	maxSaved = 128 << 20
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
	for cause, key := range map[error]string{keep.ErrFull: "kept-full", keep.ErrBusy: "kept-busy",
		keep.ErrRefused: "kept-refused"} {
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

func (s *Session) stepsDone() int {
	if s.trainer == nil {
		return s.data.from.meta.Step
	}
	return s.trainer.Steps
}

func (s *Session) keepNow() {
	h, start := &s.shelf, s.now()
	r := keep.Run{Info: keep.Info{Name: s.data.name, Source: s.data.source, Steps: s.stepsDone(),
		Saved: start.UnixMilli()}}
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
			k.Runs = append(k.Runs, protocol.KeptRun{Place: r.Place, Name: r.Info.Name, Source: r.Info.Source,
				Steps: r.Info.Steps, Age: age})
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
