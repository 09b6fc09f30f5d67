package app

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// pageRows is how many rows of the table are in the document.
const pageRows = 50

// rowsView is the table of rows: the window that is asked for, and the last one that came.
type rowsView struct {
	ask protocol.RowsArgs
	got protocol.Rows
	at  int // row of the window that Tab leads to

	focus int // row of the window to be focused once it comes; -1: none
}

func newRowsView() *rowsView {
	return &rowsView{ask: protocol.RowsArgs{Length: pageRows}, focus: -1}
}

func (v *rowsView) name() string { return "rows" }

func (v *rowsView) fits(st protocol.State) bool {
	return st.Source == "table" && st.Kind != protocol.KindPicture && st.Rows > 0
}

func (v *rowsView) args(l *lab) protocol.Args {
	a := v.ask
	if l.picking.Rows != nil {
		a.Among = slices.Clone(l.picking.Rows)
	}
	return protocol.Args{Rows: a}
}

func (v *rowsView) take(l *lab, e protocol.Event) bool {
	r, ok := e.(protocol.Rows)
	if !ok {
		return false
	}
	asked := r.Args.Equal(v.args(l).Rows)
	v.got = r
	if v.focus < 0 {
		v.at = max(0, min(v.at, len(r.Numbers)-1))
	}
	if asked && r.Args.First != r.First { // a search has left fewer
		v.ask.First, v.got.Args.First = r.First, r.First
		_, w := viewOf[*rowsView](l)
		w.told.Args.Rows.First = r.First
	}
	return true
}

func (v *rowsView) forget() { *v = *newRowsView() }

// order chooses an order, or the other way round where it is the order already.
func (v *rowsView) order(order string, column int) {
	a := protocol.RowsArgs{Order: order, Column: column, Search: v.ask.Search, Length: v.ask.Length}
	a.Back = v.ask.Order == order && v.ask.Column == column && !v.ask.Back
	v.ask, v.at = a, 0
}

func (v *rowsView) search(text string) { v.ask.Search, v.ask.First, v.at = text, 0, 0 }

// turn goes on by so many pages, and reports whether there is one.
func (v *rowsView) turn(pages int) bool {
	first := v.ask.First + pages*v.ask.Length
	if first = max(0, min(first, v.lastPage())); first == v.ask.First {
		return false
	}
	v.ask.First = first
	return true
}

// lastPage is where the last window begins, if the first begins at 0.
func (v *rowsView) lastPage() int { return max(0, v.got.Found-1) / v.ask.Length * v.ask.Length }

// key moves the focus among the rows; beyond the window it turns to the next. It returns whether the key was one of
// these.
func (v *rowsView) key(key string) bool {
	last := len(v.got.Numbers) - 1
	switch key {
	case "ArrowDown":
		if v.at < last {
			v.focusOn(v.at + 1)
		} else if v.turn(1) {
			v.focusOn(0)
		}
	case "ArrowUp":
		if v.at > 0 {
			v.focusOn(v.at - 1)
		} else if v.turn(-1) {
			v.focusOn(v.ask.Length - 1)
		}
	case "PageDown":
		v.turn(1)
		v.focusOn(v.at)
	case "PageUp":
		v.turn(-1)
		v.focusOn(v.at)
	case "Home":
		v.turn(-v.got.Found)
		v.focusOn(0)
	case "End":
		v.turn(v.got.Found)
		v.focusOn(v.ask.Length - 1)
	default:
		return false
	}
	return true
}

// focusOn has a row of the window focused, of the next one where that is awaited.
func (v *rowsView) focusOn(row int) { v.at, v.focus = row, row }

// focused returns the row that is to have the focus now, and false where none is or its window has not come.
func (v *rowsView) focused(l *lab) (row int, ok bool) {
	if v.focus < 0 || v.awaited(l) {
		return 0, false
	}
	row, v.focus = max(0, min(v.focus, len(v.got.Numbers)-1)), -1
	v.at = row
	return row, len(v.got.Numbers) > 0
}

// awaited reports whether another window is awaited.
func (v *rowsView) awaited(l *lab) bool { return !v.got.Args.Equal(v.args(l).Rows) }

// chooseRow marks a row, by its number in the file, or no longer.
func (l *lab) chooseRow(number int) {
	s := l.shown
	if s.Row == number {
		number = 0
	}
	s.Row = number
	l.unpoint()
	l.show(s)
	l.rev++
	l.watchViews()
}

// rowsShown is the table of rows.
func (l *lab) rowsShown() *rowsView {
	v, _ := viewOf[*rowsView](l)
	return v
}

// first reports whether the window is of the strangest of all rows.
func (v *rowsView) first() bool {
	a := v.got.Args
	return a.Lists(protocol.RowsArgs{}) && a.First == 0 && v.ask.Lists(a)
}

// choosePoint marks the row whose point in the x-plane is nearest to (x, y), or no longer, where one is as near as a
// share of the plane.
func (l *lab) choosePoint(x, y, share float64) {
	p := l.planes
	if l.state.Source != "table" || !l.ready() || !l.dots || l.picking.on || l.turning() {
		return
	}
	least, nearest := share, -1
	for i := 0; i+1 < len(p.Data); i += 2 {
		dx, dy := (float64(p.Data[i])-x)/(p.MaxX-p.MinX), (float64(p.Data[i+1])-y)/(p.MaxY-p.MinY)
		if away := math.Hypot(dx, dy); away < least {
			least, nearest = away, i/2
		}
	}
	if nearest >= 0 {
		s := l.shown
		s.Point = nearest + 1
		l.accept()
		l.send(s)
	}
}

// exportRows asks for what is listed as a file.
func (l *lab) exportRows(v *rowsView) {
	if !l.empty() {
		l.accept()
		l.send(protocol.SaveView{ID: l.askSlowly(words.Say.RowsExporting), View: v.name(), Args: v.args(l)})
	}
}

func (v *rowsView) head(l *lab) (title, sub, tip string) {
	return words.Say.Rows, v.orderText(l), words.Say.RowsTip
}

// orderText says in which order the rows are.
func (v *rowsView) orderText(l *lab) string {
	a := v.ask
	text := words.Say.RowsBy[a.Order][0]
	if a.Back {
		text = words.Say.RowsBy[a.Order][1]
	}
	if a.Order == protocol.ByColumn && a.Column < len(l.state.Columns) {
		return fmt.Sprintf(text, l.state.Columns[a.Column])
	}
	return text
}

// ranked reports whether the ranking is of the weights as they are.
func (v *rowsView) ranked(l *lab) bool {
	return v.got.Ranked && l.phase != protocol.Training && v.got.Step == l.now.Step
}

// rankText says of what log p is, and how far it is worked out.
func (v *rowsView) rankText(l *lab, busy bool, done float64) string {
	switch r := v.got; {
	case busy:
		return fmt.Sprintf(words.Say.RowsBusy, words.Percent(min(0.99, done)))
	case l.phase == protocol.Training && r.Ranked:
		return fmt.Sprintf(words.Say.RowsOld, words.Count(r.Step))
	case l.phase == protocol.Training:
		return words.Say.RowsMoving
	case !v.ranked(l):
		return words.Say.RowsBegun
	}
	return words.Say.RowsHow
}

// foundText says how many rows are listed.
func (v *rowsView) foundText(l *lab) string {
	r := v.got
	sought := strings.TrimSpace(r.Args.Search)
	switch {
	case r.Total == 0:
		return ""
	case r.Found == 0 && sought != "":
		return fmt.Sprintf(words.Say.RowsNone, sought)
	case len(r.Args.Among) > 0:
		return fmt.Sprintf(words.Say.RowsAmong, words.Count(r.Found), words.Count(r.Total))
	case sought != "":
		return fmt.Sprintf(words.Say.RowsFound, words.Count(r.Found), words.Count(r.Total))
	}
	return fmt.Sprintf(words.Say.RowsAll, words.Count(r.Total))
}

// windowText says which of them are shown.
func (v *rowsView) windowText() string {
	r := v.got
	if len(r.Numbers) == 0 {
		return ""
	}
	return fmt.Sprintf(words.Say.RowsWindow, words.Count(r.First+1), words.Count(r.First+len(r.Numbers)), words.Count(r.Found))
}

// percentile writes a share of rows.
func percentile(share float64) string {
	if math.IsNaN(share) {
		return "–"
	}
	return words.Fixed(100*share, 1) + "%"
}
