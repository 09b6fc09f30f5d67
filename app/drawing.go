package app

import (
	"fmt"

	"nicelab/app/board"
	"nicelab/app/plot"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// Ranges of the brush: its width in hundredths of the board's, and board.Brush's Density.
const (
	minBrush, maxBrush     = 1, 30
	minDensity, maxDensity = 1, 60
	drawSeed               = 1
)

// drawing is the board of the x-plane and what lies in the person's hand. The board stays when it is closed.
type drawing struct {
	*board.Board
	open    bool
	erase   bool
	width   int
	density int

	shown bool    // the brush is seen at (x, y)
	x, y  float64 // in the units of the points
	keys  bool    // and was moved there by keys

	said  string // the answer to what was typed
	wrong bool

	// While a stroke is drawn, only its own points are painted anew: those from the number on.
	from   int
	rev    int // grows with every other change of the points
	learnt int // rev of the drawing that the trainer has
	live   int // and with every change of the stroke
}

func newDrawing() drawing {
	return drawing{Board: board.New(drawSeed), width: 8, density: 24, rev: 1, live: 1}
}

func (l *lab) openBoard() {
	l.drawing.open = true
	l.unpoint()
	l.rev++
}

// closeBoard leaves the drawing for the next time.
func (l *lab) closeBoard() {
	d := &l.drawing
	d.open, d.shown, d.said = false, false, ""
	l.rev++
}

// sketch is what of a drawing would end with the tab, "" where the trainer has it.
func (l *lab) sketch() string {
	if d := &l.drawing; d.learnt != d.rev {
		return board.Text(d.Points)
	}
	return ""
}

// takeSketch puts a drawing of an earlier visit on an empty board.
func (l *lab) takeSketch(text string) {
	points, wrong := board.Parse(text, board.Max)
	if l.drawing.drawn() > 0 || len(points) == 0 || wrong.Line > 0 {
		return
	}
	l.drawing.Add(points)
	l.drawing.changed(words.Say.DrawnEarlier)
}

func (d *drawing) brush() board.Brush {
	return board.Brush{Radius: (d.Frame.MaxX - d.Frame.MinX) * float64(d.width) / 200, Density: d.density, Erase: d.erase}
}

func (d *drawing) view(w, h float64) plot.View {
	f := d.Frame
	return plot.View{MinX: f.MinX, MaxX: f.MaxX, MinY: f.MinY, MaxY: f.MaxY, W: w, H: h}
}

// press begins a stroke, with the eraser's end of a pen or with the tool in hand.
func (l *lab) press(x, y float64, erase bool) {
	d := &l.drawing
	b := d.brush()
	b.Erase = b.Erase || erase
	n := len(d.Points)
	d.Down(x, y, b)
	d.hover(x, y)
	d.changed("")
	if !b.Erase {
		d.from = n
	}
}

// drag leads the stroke on.
func (l *lab) drag(x, y float64) {
	d := &l.drawing
	n := len(d.Points)
	d.Move(x, y)
	d.hover(x, y)
	if d.live++; len(d.Points) < n {
		d.changed("")
	}
}

func (d *drawing) hover(x, y float64) { d.shown, d.keys, d.x, d.y = true, false, x, y }

func (d *drawing) changed(said string) {
	d.said, d.wrong = said, false
	d.from = len(d.Points)
	d.rev++
	d.live++
}

func (l *lab) undoDrawing() { l.redraw(func(d *drawing) { d.Undo() }) }
func (l *lab) redoDrawing() { l.redraw(func(d *drawing) { d.Redo() }) }
func (l *lab) clearBoard()  { l.redraw(func(d *drawing) { d.Replace(nil) }) }

func (l *lab) redraw(do func(*drawing)) {
	do(&l.drawing)
	l.drawing.changed("")
}

// fromData puts the points of the x-plane on the board. Points of two units are brought to its size.
func (l *lab) fromData() {
	points := l.planes.Data
	if l.state.Source != "preset" && !l.onDrawing() {
		points = board.Fit(points)
	}
	l.redraw(func(d *drawing) { d.Replace(points) })
	if l.onDrawing() {
		l.drawing.learnt = l.drawing.rev
	}
}

// addTyped takes the points of the text field, beside what is there or in its place, and reports whether it could.
func (l *lab) addTyped(text string, replace bool) bool {
	d := &l.drawing
	room := d.Left()
	if replace {
		room = board.Max
	}
	points, wrong := board.Parse(text, room)
	switch {
	case wrong.Line > 0:
		d.said, d.wrong = lineText(wrong, room), true
	case len(points) == 0:
		d.said, d.wrong = words.Say.NothingTyped, true
	case replace:
		d.Replace(points)
		d.changed(fmt.Sprintf(words.Say.PointsTaken, words.Count(len(points)/2)))
	default:
		d.Add(points)
		d.changed(fmt.Sprintf(words.Say.PointsAdded, words.Count(len(points)/2)))
	}
	return !d.wrong
}

func lineText(w board.Wrong, room int) string {
	const longest = 24
	text := []rune(w.Text)
	if len(text) > longest {
		text = append(text[:longest-1], '…')
	}
	line := words.Count(w.Line)
	switch w.Why {
	case board.NotTwo:
		return fmt.Sprintf(words.Say.LineNotTwo, line, string(text))
	case board.NotANumber:
		return fmt.Sprintf(words.Say.LineNotANumber, line, string(text))
	case board.TooFar:
		return fmt.Sprintf(words.Say.LineTooFar, line, string(text))
	}
	return fmt.Sprintf(words.Say.LineTooMany, line, string(text), words.Count(board.Max))
}

// boardKey moves and presses the brush by keys: by a fiftieth of the board, with shift by a tenth. The first key shows it in the
// middle. It returns whether the key was one of these.
func (l *lab) boardKey(key string, shift bool) bool {
	d := &l.drawing
	dx, dy := arrowOf(key)
	switch {
	case key == "Escape":
		l.closeBoard()
		return true
	case key == "e" || key == "E":
		l.useEraser(!d.erase)
		return true
	case key != " " && key != "Enter" && dx == 0 && dy == 0:
		return false
	}
	f := d.Frame
	if !d.shown {
		d.hover((f.MinX+f.MaxX)/2, (f.MinY+f.MaxY)/2)
		dx, dy = 0, 0
	}
	side := (f.MaxX - f.MinX) * stride(shift)
	d.x, d.y = min(max(d.x+dx*side, f.MinX), f.MaxX), min(max(d.y+dy*side, f.MinY), f.MaxY)
	d.keys = true
	if key == " " || key == "Enter" {
		l.press(d.x, d.y, false)
		d.keys = true
	}
	return true
}

func (l *lab) useEraser(on bool) {
	d := &l.drawing
	d.erase, d.wrong, d.said = on, false, words.Say.Brush.Label
	if on {
		d.said = words.Say.Eraser.Label
	}
}

// drawn is how many points the board has.
func (d *drawing) drawn() int { return len(d.Points) / 2 }

func (d *drawing) countText() string {
	switch n := d.drawn(); {
	case n < board.Min:
		return fmt.Sprintf(words.Say.DrawFew, words.Count(n), words.Count(board.Min))
	case n < board.Max:
		return fmt.Sprintf(words.Say.DrawCount, words.Count(n), words.Count(board.Max))
	default:
		return fmt.Sprintf(words.Say.DrawFull, words.Count(n))
	}
}

// learnDrawing gives the trainer the drawing as a table. The board closes when it has taken it.
func (l *lab) learnDrawing() {
	if !l.canLearn() {
		return
	}
	l.chosen()
	l.accept()
	l.goes(true)
	l.drawing.learnt = l.drawing.rev
	c := protocol.OpenTable{ID: l.ask(words.Say.OpeningTable), Name: protocol.DrawingName, Bytes: board.CSV(l.drawing.Points), Play: true}
	l.trials[c.ID] = c
	l.send(c)
}

func (l *lab) canLearn() bool { return l.ready() && l.drawing.drawn() >= board.Min && !l.learning() }

// learning reports whether a drawing is on its way to the trainer.
func (l *lab) learning() bool {
	for _, c := range l.trials {
		if isDrawing(c) {
			return true
		}
	}
	return false
}

func isDrawing(c protocol.Command) bool {
	open, ok := c.(protocol.OpenTable)
	return ok && open.Name == protocol.DrawingName
}

// onDrawing reports whether the data is a drawing.
func (l *lab) onDrawing() bool {
	return l.state.Source == "table" && l.state.Name == protocol.DrawingName
}

// learnt ends the waiting for the trainer to take a drawing.
func (l *lab) learnt() {
	l.closeBoard()
	l.tell(fmt.Sprintf(words.Say.DrawLearning, words.Count(l.state.Rows)))
}

// drewBefore takes the points of a kept run's drawing, unless there is another on the board.
func (l *lab) drewBefore(e protocol.Drawing) {
	if len(l.data) > 0 && isDrawing(l.data[0]) {
		l.data[0] = protocol.OpenTable{Name: protocol.DrawingName, Bytes: board.CSV(e.Points)}
	}
	if l.drawing.drawn() > 0 || l.drawing.open {
		return
	}
	l.drawing.Replace(e.Points)
	l.drawing.changed("")
	l.drawing.learnt = l.drawing.rev
	l.rev++
}

func (l *lab) drawBoard(t plot.Theme, w, h float64) plot.Scene {
	d := &l.drawing
	return plot.XPlane(t, plot.XPlaneInput{View: d.view(w, h), Data: d.Points[:d.from], NameX: "x1", NameY: "x2"})
}

func (l *lab) drawStroke(t plot.Theme, w, h float64) plot.Scene {
	d := &l.drawing
	return plot.Dots(t, d.view(w, h), d.Points[d.from:], d.from/2)
}
