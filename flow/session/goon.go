package session

import (
	"slices"
	"strconv"

	"nicelab/flow/dataset"
	"nicelab/flow/keep"
	"nicelab/wasm/protocol"
)

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

// wentOn notes that the run in hand is the one that its place holds. Where that could not be used, it stays for another
// version to read, and the run in hand goes back to its own place, or gets another.
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
