package session

import (
	"time"

	"nicelab/flow/session/view"
	"nicelab/wasm/protocol"
)

const (
	// While something else is due, it gets so many times what a slice of the views took before their next.
	viewShare     = 4
	viewSlice     = time.Millisecond     // beside something else, where a job can be cut so fine
	viewRest      = 6 * time.Millisecond // and without
	tellViewEvery = 250 * time.Millisecond
)

// views are what the page shows beside pictures, and what is being worked out for it.
type views struct {
	all  []watched
	turn int           // whose slice is next
	age  int           // how often the weights became others
	tell time.Duration // what takes longer is told of, and again so often
}

// watched is a view, and what the page last said of it.
type watched struct {
	view  view.View
	watch protocol.Watch
	anew  bool     // a job is to be made
	job   view.Job // in hand
	told  time.Time
	said  bool // the page knows that this takes long
}

func (v *views) start() {
	v.tell = tellViewEvery
	for _, w := range view.All() {
		v.all = append(v.all, watched{view: w, watch: protocol.Watch{View: w.Name()}})
	}
}

// anew lets every view look again: the weights are others, or begin to move.
func (v *views) anew() {
	v.age++
	for i := range v.all {
		v.all[i].anew, v.all[i].job = true, nil
	}
}

// forget begins with fresh views of other rows or of another flow.
func (v *views) forget() {
	for i, w := range view.All() {
		v.all[i].view = w
	}
	v.anew()
}

func (v *views) named(name string) *watched {
	for i := range v.all {
		if v.all[i].watch.View == name {
			return &v.all[i]
		}
	}
	return nil
}

func (s *Session) watch(c protocol.Watch) {
	w := s.views.named(c.View)
	if w == nil {
		return
	}
	was := w.watch
	w.watch = c
	if _, ok := w.view.(view.Follower); !ok {
		was.Live = c.Live
	}
	if !was.Equal(c) {
		w.anew, w.job = true, nil
	}
}

// follow lets what is on the screen and moves with the training look again, but what it has in hand.
func (v *views) follow() {
	for i := range v.all {
		w := &v.all[i]
		if _, ok := w.view.(view.Follower); ok && w.watch.Open && w.watch.Live && w.job == nil {
			w.anew = true
		}
	}
}

// stepViews does a step of the next view that asks for anything.
func (s *Session) stepViews() (worked, more bool) {
	v := &s.views
	if s.flow == nil {
		return false, false
	}
	for range v.all {
		w := &v.all[v.turn]
		v.turn = (v.turn + 1) % len(v.all)
		if s.workView(w) {
			return true, true
		}
	}
	return false, false
}

// workView does a slice of one view, and reports whether there was anything to do.
func (s *Session) workView(w *watched) bool {
	if w.anew {
		w.anew = false
		if m := s.seen(); w.watch.Open && w.view.Fits(m) {
			w.job = w.view.Job(m, w.watch, s.emit)
		}
		w.told = s.now()
	}
	if w.job == nil {
		if w.said {
			w.said = false
			s.emit(protocol.Watched{View: w.watch.View, Done: 1})
		}
		return false
	}
	share, now := w.job(), s.now()
	if share == 1 {
		w.job = nil
	} else if now.Sub(w.told) >= s.views.tell {
		w.told, w.said = now, true
		s.emit(protocol.Watched{View: w.watch.View, Done: share})
	}
	return true
}

// saveView queues the file of a view.
func (s *Session) saveView(c protocol.SaveView) {
	if !s.ready(c.ID) {
		return
	}
	w, m := s.views.named(c.View), s.seen()
	var saver view.Saver
	if w != nil && w.view.Fits(m) {
		saver, _ = w.view.(view.Saver)
	}
	if saver == nil {
		s.tell(c.ID, true, "no-table")
		return
	}
	j := saver.Save(m, c, s.emit)
	if j == nil {
		return // it said why
	}
	s.foreground.add("saving a view", func() bool {
		share := j()
		if share < 1 {
			s.progressed(c.ID, share)
		}
		return share == 1
	})
}

// seen is the model as views see it.
func (s *Session) seen() *view.Model {
	m := &view.Model{
		Flow: s.flow, Moving: s.phase == protocol.Training, Weight: s.views.age,
		Source: s.data.source, Columns: s.data.columns, X: s.data.x, Held: s.held(), Shown: s.data.shown.picked,
		Numbers: s.data.numbers,
	}
	if s.trainer != nil {
		m.Step = s.trainer.Steps
	}
	if p := s.data.pictures; p != nil {
		m.Pictures = s.seenPictures(p)
	}
	if t := s.table; t != nil && s.data.source == "table" && s.data.pictures == nil {
		texts := t.table.Texts()
		m.Texts = view.Texts{
			Names: t.table.Names(texts),
			Cell:  func(row, column int) string { return t.table.Cell(row-1, texts[column]) },
		}
	}
	if k := s.kinds(); k != nil {
		m.Kind = func(row int) byte { return k.named(k.cell(row)) }
	}
	return m
}

// seenRows is the rows as views see them, without the model.
func (s *Session) seenRows() view.Model {
	return view.Model{Columns: s.data.columns, X: s.data.x, Numbers: s.data.numbers}
}

// rowOf is the row of the data that has a number, which says what it is called in the file or the draw; of 0 there is
// none.
func (s *Session) rowOf(number int) (row int, ok bool) {
	m := s.seenRows()
	return m.RowOf(number)
}

// slice is the row through which the slice of a picture goes, and its number: the one that is marked, or the one
// nearest to the medians.
func (s *Session) slice() (x []float32, number int) {
	i, ok := s.rowOf(s.show.Row)
	if d := len(s.data.columns); ok && d > 2 {
		return s.data.x[i*d : (i+1)*d], s.show.Row
	}
	return s.data.shown.slice, s.data.shown.sliceRow
}

// marked is where the marked row lies in the two planes; nothing where none is.
func (s *Session) marked() []float32 {
	i, ok := s.rowOf(s.show.Row)
	if !ok {
		return nil
	}
	d := len(s.data.columns)
	x := s.data.x[i*d : (i+1)*d]
	return append(s.pair(x), s.pair(s.flow.Forward(nil, x))...)
}
