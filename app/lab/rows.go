package lab

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// PageRows is how many rows of the table are in the document.
const PageRows = 50

// RowsView is the table of rows: the window that is asked for, and the last one that came.
type RowsView struct {
	Ask protocol.RowsArgs
	Got protocol.Rows `rev:"-"`
	At  int           // row of the window that Tab leads to

	focus int // row of the window to be focused once it comes; -1: none

	hosted `rev:"-"`
	told   *protocol.Watch `rev:"-"` // what the trainer was told of it
}

func newRowsView(of about) *RowsView {
	return &RowsView{hosted: hosted{of}, Ask: protocol.RowsArgs{Length: PageRows}, focus: -1}
}

func (v *RowsView) Name() string { return "rows" }

func (v *RowsView) Rev() int { return revision(v) }

func (v *RowsView) Fits(st protocol.State) bool {
	return st.Source == "table" && st.Kind != protocol.KindPicture && st.Rows > 0
}

func (v *RowsView) Args() protocol.Args {
	a := v.Ask
	if v.of.Picking.Rows != nil {
		a.Among = slices.Clone(v.of.Picking.Rows)
	}
	return protocol.Args{Rows: a}
}

func (v *RowsView) take(e protocol.Event) bool {
	r, ok := e.(protocol.Rows)
	if !ok {
		return false
	}
	asked := r.Args.Equal(v.Args().Rows)
	v.Got = r
	if v.focus < 0 {
		v.At = max(0, min(v.At, len(r.Numbers)-1))
	}
	if asked && r.Args.First != r.First { // a search has left fewer
		v.Ask.First, v.Got.Args.First = r.First, r.First
		v.told.Args.Rows.First = r.First
	}
	return true
}

func (v *RowsView) Forget() {
	told := v.told
	*v = *newRowsView(v.of)
	v.told = told
}

// Order chooses an order, or the other way round where it is the order already.
func (v *RowsView) Order(order string, column int) {
	a := protocol.RowsArgs{Order: order, Column: column, Search: v.Ask.Search, Length: v.Ask.Length}
	a.Back = v.Ask.Order == order && v.Ask.Column == column && !v.Ask.Back
	v.Ask, v.At = a, 0
}

func (v *RowsView) Search(text string) { v.Ask.Search, v.Ask.First, v.At = text, 0, 0 }

// Turn goes on by so many pages, and reports whether there is one.
func (v *RowsView) Turn(pages int) bool {
	first := v.Ask.First + pages*v.Ask.Length
	if first = max(0, min(first, v.lastPage())); first == v.Ask.First {
		return false
	}
	v.Ask.First = first
	return true
}

// Chosen reports whether the row of that number is marked.
func (v *RowsView) Chosen(number int) bool { return v.of.Shown.Row == number }

// lastPage is where the last window begins, if the first begins at 0.
func (v *RowsView) lastPage() int { return max(0, v.Got.Found-1) / v.Ask.Length * v.Ask.Length }

// Key moves the focus among the rows; beyond the window it turns to the next. It returns whether the key was one of
// these.
func (v *RowsView) Key(key string) bool {
	last := len(v.Got.Numbers) - 1
	switch key {
	case "ArrowDown":
		if v.At < last {
			v.focusOn(v.At + 1)
		} else if v.Turn(1) {
			v.focusOn(0)
		}
	case "ArrowUp":
		if v.At > 0 {
			v.focusOn(v.At - 1)
		} else if v.Turn(-1) {
			v.focusOn(v.Ask.Length - 1)
		}
	case "PageDown":
		v.Turn(1)
		v.focusOn(v.At)
	case "PageUp":
		v.Turn(-1)
		v.focusOn(v.At)
	case "Home":
		v.Turn(-v.Got.Found)
		v.focusOn(0)
	case "End":
		v.Turn(v.Got.Found)
		v.focusOn(v.Ask.Length - 1)
	default:
		return false
	}
	return true
}

// focusOn has a row of the window focused, of the next one where that is awaited.
func (v *RowsView) focusOn(row int) { v.At, v.focus = row, row }

// Focused returns the row that is to have the focus now, and false where none is or its window has not come.
func (v *RowsView) Focused() (row int, ok bool) {
	if v.focus < 0 || v.awaited() {
		return 0, false
	}
	row, v.focus = max(0, min(v.focus, len(v.Got.Numbers)-1)), -1
	v.At = row
	return row, len(v.Got.Numbers) > 0
}

// awaited reports whether another window is awaited.
func (v *RowsView) awaited() bool { return !v.Got.Args.Equal(v.Args().Rows) }

// ChooseRow marks a row, by its number in the file, or no longer.
func (l *Lab) ChooseRow(number int) {
	s := l.Shown
	if s.Row == number {
		number = 0
	}
	s.Row = number
	l.Probe.Unpoint()
	l.Show(s)
	l.Views.Watch()
}

// table is the view of rows.
func (k *Views) table() *RowsView {
	v, _ := ViewOf[*RowsView](k)
	return v
}

// first reports whether the window is of the strangest of all rows.
func (v *RowsView) first() bool {
	a := v.Got.Args
	return a.Lists(protocol.RowsArgs{}) && a.First == 0 && v.Ask.Lists(a)
}

// ChoosePoint marks the row whose point in the x-plane is nearest to (x, y), or no longer, where one is as near as a
// share of the plane.
func (l *Lab) ChoosePoint(x, y, share float64) {
	p := l.Sight.Planes
	if l.State.Source != "table" || !l.Ready() || !l.Sight.Dots || l.Picking.On || l.Sight.Turning() {
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
		s := l.Shown
		s.Point = nearest + 1
		l.Accept()
		l.Line.send(s)
	}
}

// ExportRows asks for what is listed as a file.
func (l *Lab) ExportRows(v *RowsView) {
	if !l.Empty() {
		l.Accept()
		l.Line.send(protocol.SaveView{ID: l.Line.askSlowly(words.Say.RowsExporting), View: v.Name(), Args: v.Args()})
	}
}

func (v *RowsView) Head() (title, sub, tip string) {
	return words.Say.Rows, v.OrderText(), words.Say.RowsTip
}

// OrderText says in which order the rows are.
func (v *RowsView) OrderText() string {
	a := v.Ask
	text := words.Say.RowsBy.Of(a.Order)[0]
	if a.Back {
		text = words.Say.RowsBy.Of(a.Order)[1]
	}
	if a.Order == protocol.ByColumn && a.Column < len(v.of.State.Columns) {
		return fmt.Sprintf(text, v.of.State.Columns[a.Column])
	}
	return text
}

// Ranked reports whether the ranking is of the weights as they are.
func (v *RowsView) Ranked() bool {
	return v.Got.Ranked && v.of.Phase != protocol.Training && v.Got.Step == v.of.Now.Step
}

// RankText says of what log p is, and how far it is worked out.
func (v *RowsView) RankText(busy bool, done float64) string {
	switch r := v.Got; {
	case busy:
		return fmt.Sprintf(words.Say.RowsBusy, words.Percent(min(0.99, done)))
	case v.of.Phase == protocol.Training && r.Ranked:
		return fmt.Sprintf(words.Say.RowsOld, words.Count(r.Step))
	case v.of.Phase == protocol.Training:
		return words.Say.RowsMoving
	case !v.Ranked():
		return words.Say.RowsBegun
	}
	return words.Say.RowsHow
}

// FoundText says how many rows are listed.
func (v *RowsView) FoundText() string {
	r := v.Got
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

// WindowText says which of them are shown.
func (v *RowsView) WindowText() string {
	r := v.Got
	if len(r.Numbers) == 0 {
		return ""
	}
	return fmt.Sprintf(words.Say.RowsWindow, words.Count(r.First+1), words.Count(r.First+len(r.Numbers)),
		words.Count(r.Found))
}

// Percentile writes a share of rows.
func Percentile(share float64) string {
	if math.IsNaN(share) {
		return "–"
	}
	return words.Fixed(100*share, 1) + "%"
}
