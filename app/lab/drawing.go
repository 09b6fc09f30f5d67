package lab

import (
	"fmt"

	"nicelab/app/board"
	"nicelab/app/plot"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// Ranges of the brush: its width in hundredths of the board's, and board.Brush's Density.
const (
	MinBrush, MaxBrush     = 1, 30
	MinDensity, MaxDensity = 1, 60
	drawSeed               = 1
)

// Drawing is the board of the x-plane and what lies in the person's hand. The board stays when it is closed.
type Drawing struct {
	*board.Board `rev:"-"`
	Open         bool
	Erase        bool
	Width        int
	Density      int

	Shown bool    `rev:"-"` // the brush is seen at (x, y)
	X, Y  float64 `rev:"-"` // in the units of the points
	Keys  bool    `rev:"-"` // and was moved there by keys

	Said  string // the answer to what was typed
	Wrong bool

	// While a stroke is drawn, only its own points are painted anew: those from the number on.
	from   int
	Rev    int // grows with every other change of the points
	learnt int // rev of the drawing that the trainer has
	Live   int // and with every change of the stroke

	to drawer `rev:"-"`
}

// drawer is what a drawing needs of the lab.
type drawer interface {
	Ready() bool
	learning() bool          // a drawing is on its way to the trainer
	learn(csv []byte)        // gives it one
	drawable() (p []float32) // the points of the x-plane, at the size of a board
	OnDrawing() bool         // they are a drawing
	Unpoint()                // takes the probe away
}

func NewDrawing() Drawing {
	return Drawing{Board: board.New(drawSeed), Width: 8, Density: 24, Rev: 1, Live: 1}
}

// CloseBoard leaves the drawing for the next time.
func (d *Drawing) CloseBoard() {
	d.Open, d.Shown, d.Said = false, false, ""
}

// Sketch is what of a drawing would end with the tab, "" where the trainer has it.
func (d *Drawing) Sketch() string {
	if d.unlearnt() {
		return board.Text(d.Points)
	}
	return ""
}

// TakeSketch puts a drawing of an earlier visit on an empty board.
func (d *Drawing) TakeSketch(text string) {
	points, wrong := board.Parse(text, board.Max)
	if d.Drawn() > 0 || len(points) == 0 || wrong.Line > 0 {
		return
	}
	d.Add(points)
	d.changed(words.Say.DrawnEarlier)
}

func (d *Drawing) brush() board.Brush {
	return board.Brush{Radius: (d.Frame.MaxX - d.Frame.MinX) * float64(d.Width) / 200, Density: d.Density, Erase: d.Erase}
}

func (d *Drawing) View(w, h float64) plot.View {
	f := d.Frame
	return plot.View{MinX: f.MinX, MaxX: f.MaxX, MinY: f.MinY, MaxY: f.MaxY, W: w, H: h}
}

// Press begins a stroke, with the eraser's end of a pen or with the tool in hand.
func (d *Drawing) Press(x, y float64, erase bool) {
	b := d.brush()
	b.Erase = b.Erase || erase
	n := len(d.Points)
	d.Down(x, y, b)
	d.Hover(x, y)
	d.changed("")
	if !b.Erase {
		d.from = n
	}
}

// Drag leads the stroke on.
func (d *Drawing) Drag(x, y float64) {
	n := len(d.Points)
	d.Move(x, y)
	d.Hover(x, y)
	if d.Live++; len(d.Points) < n {
		d.changed("")
	}
}

func (d *Drawing) Hover(x, y float64) { d.Shown, d.Keys, d.X, d.Y = true, false, x, y }

func (d *Drawing) changed(said string) {
	d.Said, d.Wrong = said, false
	d.from = len(d.Points)
	d.Rev++
	d.Live++
}

func (d *Drawing) UndoDrawing() {
	d.Undo()
	d.changed("")
}

func (d *Drawing) RedoDrawing() {
	d.Redo()
	d.changed("")
}

func (d *Drawing) ClearBoard() { d.take(nil) }

// take puts those points on the board in place of what is there.
func (d *Drawing) take(points []float32) {
	d.Replace(points)
	d.changed("")
}

// sent notes that the trainer has what is on the board.
func (d *Drawing) sent() { d.learnt = d.Rev }

// unlearnt reports whether the trainer has another drawing.
func (d *Drawing) unlearnt() bool { return d.learnt != d.Rev }

// AddTyped takes the points of the text field, beside what is there or in its place, and reports whether it could.
func (d *Drawing) AddTyped(text string, replace bool) bool {
	room := d.Left()
	if replace {
		room = board.Max
	}
	points, wrong := board.Parse(text, room)
	switch {
	case wrong.Line > 0:
		d.Said, d.Wrong = lineText(wrong, room), true
	case len(points) == 0:
		d.Said, d.Wrong = words.Say.NothingTyped, true
	case replace:
		d.Replace(points)
		d.changed(fmt.Sprintf(words.Say.PointsTaken, words.Count(len(points)/2)))
	default:
		d.Add(points)
		d.changed(fmt.Sprintf(words.Say.PointsAdded, words.Count(len(points)/2)))
	}
	return !d.Wrong
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

// BoardKey moves and presses the brush by keys: by a fiftieth of the board, with shift by a tenth. The first key shows
// it in the middle. It returns whether the key was one of these.
func (d *Drawing) BoardKey(key string, shift bool) bool {
	dx, dy := arrowOf(key)
	switch {
	case key == "Escape":
		d.CloseBoard()
		return true
	case key == "e" || key == "E":
		d.UseEraser(!d.Erase)
		return true
	case key != " " && key != "Enter" && dx == 0 && dy == 0:
		return false
	}
	f := d.Frame
	if !d.Shown {
		d.Hover((f.MinX+f.MaxX)/2, (f.MinY+f.MaxY)/2)
		dx, dy = 0, 0
	}
	side := (f.MaxX - f.MinX) * stride(shift)
	d.X, d.Y = min(max(d.X+dx*side, f.MinX), f.MaxX), min(max(d.Y+dy*side, f.MinY), f.MaxY)
	d.Keys = true
	if key == " " || key == "Enter" {
		d.Press(d.X, d.Y, false)
		d.Keys = true
	}
	return true
}

func (d *Drawing) UseEraser(on bool) {
	d.Erase, d.Wrong, d.Said = on, false, words.Say.Brush.Label
	if on {
		d.Said = words.Say.Eraser.Label
	}
}

// Drawn is how many points the board has.
func (d *Drawing) Drawn() int { return len(d.Points) / 2 }

func (d *Drawing) CountText() string {
	switch n := d.Drawn(); {
	case n < board.Min:
		return fmt.Sprintf(words.Say.DrawFew, words.Count(n), words.Count(board.Min))
	case n < board.Max:
		return fmt.Sprintf(words.Say.DrawCount, words.Count(n), words.Count(board.Max))
	default:
		return fmt.Sprintf(words.Say.DrawFull, words.Count(n))
	}
}

func (d *Drawing) DrawBoard(t plot.Theme, w, h float64) plot.Scene {
	return plot.XPlane(t, plot.XPlaneInput{View: d.View(w, h), Data: d.Points[:d.from], NameX: "x1", NameY: "x2"})
}

func (d *Drawing) DrawStroke(t plot.Theme, w, h float64) plot.Scene {
	return plot.Dots(t, d.View(w, h), d.Points[d.from:], d.from/2)
}

// OpenBoard lets a person draw.
func (d *Drawing) OpenBoard() {
	d.Open = true
	d.to.Unpoint()
}

// FromData puts the points of the x-plane on the board.
func (d *Drawing) FromData() {
	if d.take(d.to.drawable()); d.to.OnDrawing() {
		d.sent()
	}
}

// LearnDrawing gives the trainer the drawing as a table. The board closes when it has taken it.
func (d *Drawing) LearnDrawing() {
	if d.CanLearn() {
		d.sent()
		d.to.learn(board.CSV(d.Points))
	}
}

func (d *Drawing) CanLearn() bool { return d.to.Ready() && d.Drawn() >= board.Min && !d.to.learning() }

// EditKey takes the keys that hold wherever the focus is, but where letters are typed.
func (d *Drawing) EditKey(key string, control, shift bool) bool {
	switch {
	case !d.Open:
		return false
	case control && (key == "z" || key == "Z") && !shift:
		d.UndoDrawing()
	case control && (key == "z" || key == "Z" || key == "y" || key == "Y"):
		d.RedoDrawing()
	case !control && key == "Escape":
		d.CloseBoard()
	default:
		return false
	}
	return true
}

// What the lab does with it.

// drawable is the points of the x-plane. Points of two units are brought to the board's size.
func (s *Sight) drawable() []float32 {
	if s.of.State.Source != "preset" && !s.of.OnDrawing() {
		return board.Fit(s.Planes.Data)
	}
	return s.Planes.Data
}

// learn gives the trainer a drawing, and has it train at once.
func (l *Lab) learn(csv []byte) {
	l.Source.chosen()
	l.Accept()
	l.Choice.Intent.want(true)
	id := l.Line.ask(words.Say.OpeningTable)
	l.open(id, protocol.OpenTable{ID: id, Name: protocol.DrawingName, Bytes: csv, Play: true})
}

// learnt ends the waiting for the trainer to take a drawing.
func (l *Lab) learnt() {
	l.Drawing.CloseBoard()
	l.Tell(fmt.Sprintf(words.Say.DrawLearning, words.Count(l.State.Rows)))
}

// drewBefore takes the points of a kept run's drawing, unless there is another on the board.
func (l *Lab) drewBefore(e protocol.Drawing) {
	if len(l.Source.Data) > 0 && isDrawing(l.Source.Data[0]) {
		l.Source.Data[0] = protocol.OpenTable{Name: protocol.DrawingName, Bytes: board.CSV(e.Points)}
	}
	if l.Drawing.Drawn() == 0 && !l.Drawing.Open {
		l.Drawing.take(e.Points)
		l.Drawing.sent()
	}
}
