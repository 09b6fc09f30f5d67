package app

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"nicelab/app/board"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

func TestBoardAndTrainerAgree(t *testing.T) {
	if board.Max != protocol.MaxPoints {
		t.Errorf("the board holds %d points, the page draws up to %d", board.Max, protocol.MaxPoints)
	}
}

// drawn is a lab with an open board and a stroke on it.
func drawn(t *testing.T) (*lab, *recorder) {
	t.Helper()
	l, r := started(t)
	l.openBoard()
	l.press(-2, 0, false)
	l.drag(2, 1)
	if l.drawing.drawn() < board.Min {
		t.Fatalf("the stroke left %d points", l.drawing.drawn())
	}
	want(t, r)
	return l, r
}

// Whatever else is chosen shows itself where the board was; R does not cost the model while somebody draws.
func TestTheBoardGivesWay(t *testing.T) {
	l, r := drawn(t)
	if l.key("r", "CANVAS", "") || l.key(" ", "DIV", "") {
		t.Error("the page takes keys beside the board")
	}
	want(t, r)
	l.choosePreset("moons")
	if l.drawing.open || l.drawing.drawn() == 0 {
		t.Errorf("open %v, %d points", l.drawing.open, l.drawing.drawn())
	}
}

// The page says whether the board still has what is learned.
func TestTheBoardHasAnotherDrawing(t *testing.T) {
	l, _ := drawn(t)
	l.learnDrawing()
	l.handle(tableState(l.lastID, l.drawing.drawn()))
	if l.note() != words.Say.DrawnNote {
		t.Errorf("learnt, it says %q", l.note())
	}
	l.openBoard()
	l.clearBoard()
	if l.note() != words.Say.DrawnBefore {
		t.Errorf("cleared, it says %q", l.note())
	}
	l.fromData()
	if l.note() != words.Say.DrawnNote {
		t.Errorf("brought back, it says %q", l.note())
	}
}

// What is drawn and not learned yet is there on the next visit, and does not take another drawing's place.
func TestADrawingOutlivesTheTab(t *testing.T) {
	l, _ := drawn(t)
	points := slices.Clone(l.drawing.Points)
	text := l.sketch()
	next, _ := started(t)
	next.openBoard()
	next.takeSketch(text)
	if !slices.Equal(next.drawing.Points, points) || next.drawing.said != words.Say.DrawnEarlier {
		t.Errorf("of %d points %d came back; it says %q", len(points)/2, next.drawing.drawn(), next.drawing.said)
	}
	next.takeSketch("1, 2")
	if next.drawing.drawn() != len(points)/2 {
		t.Error("it took the place of what was there")
	}
	next.undoDrawing()
	if next.drawing.drawn() != 0 {
		t.Error("Undo leaves it")
	}
	l.learnDrawing()
	if l.sketch() != "" {
		t.Error("what the trainer has is kept twice")
	}
}

// tableState is the trainer's word that it has a drawing.
func tableState(id, rows int) protocol.State {
	st := presetState(protocol.Training)
	st.ID, st.Source, st.Name, st.Rows, st.KnownDensity = id, "table", protocol.DrawingName, rows, false
	return st
}

// What was drawn reaches the trainer as a table; the board closes once it is taken, and stays open where it is refused.
func TestLearningADrawing(t *testing.T) {
	l, r := drawn(t)
	points := slices.Clone(l.drawing.Points)
	l.learnDrawing()
	l.learnDrawing() // once is enough
	table := protocol.OpenTable{ID: 1, Name: protocol.DrawingName, Bytes: board.CSV(points), Play: true}
	want(t, r, table)
	l.handle(protocol.Notice{ID: 1, Error: true, Text: "Only x1 can be modelled."})
	if !l.drawing.open || !l.canLearn() || l.onDrawing() {
		t.Error("a refusal closes the board")
	}
	l.learnDrawing()
	table.ID = 2
	want(t, r, table)
	l.handle(tableState(2, len(points)/2))
	l.handle(protocol.Table{Name: protocol.DrawingName, Columns: []protocol.Column{{Name: "x1", Usable: true}, {Name: "x2", Usable: true}}})
	if l.drawing.open || !l.onDrawing() || l.dataName() != words.Say.DrawingName || !strings.Contains(l.dataHead(), words.Count(len(points)/2)) {
		t.Errorf("open %v, data %q", l.drawing.open, l.dataHead())
	}
	l.openBoard()
	if !slices.Equal(l.drawing.Points, points) {
		t.Error("the board has forgotten the drawing")
	}

	// A new trainer gets it again, and the presets are there as ever.
	l.start = func() Engine { return r }
	l.keep.present = false
	l.restart()
	l.handle(protocol.Hello{})
	if sent := r.take(); len(sent) != 2 || !isDrawing(sent[1]) || !slices.Equal(sent[1].(protocol.OpenTable).Bytes, table.Bytes) {
		t.Errorf("a new trainer gets %v", sent)
	}
	l.choosePreset("crescent")
	if sent := r.take(); len(sent) != 1 || sent[0].(protocol.UsePreset).Name != "crescent" {
		t.Errorf("back to the preset: %v", sent)
	}
}

// While a stroke is drawn the points before it are not painted again; an eraser and whatever ends the stroke paint all of them.
func TestPaintingAStroke(t *testing.T) {
	l, _ := drawn(t)
	d := &l.drawing
	before, rev, live := len(d.Points), d.rev, d.live
	l.press(0, -2, false)
	if d.from != before || d.rev == rev {
		t.Errorf("pressed: %d of %d points are painted for good", d.from, before)
	}
	rev = d.rev
	l.drag(2, -2)
	if d.from != before || d.rev != rev || d.live == live || len(d.Points) == before {
		t.Errorf("dragged: from %d, %d points, painted again %v", d.from, len(d.Points), d.rev != rev)
	}
	for name, do := range map[string]func(){
		"eraser": func() { l.useEraser(true); l.press(0, -2, false); l.drag(2, -2) }, "undo": l.undoDrawing, "clear": l.clearBoard,
	} {
		rev = d.rev
		do()
		if d.from != len(d.Points) || d.rev == rev {
			t.Errorf("%s: from %d of %d", name, d.from, len(d.Points))
		}
	}
}

func TestCancelLosesNothing(t *testing.T) {
	l, r := drawn(t)
	points := slices.Clone(l.drawing.Points)
	before := l.state
	if !l.editKey("Escape", false, false) || l.drawing.open {
		t.Fatal("Escape does not leave the board")
	}
	want(t, r)
	l.openBoard()
	if diff := cmp.Diff(before, l.state); diff != "" || !slices.Equal(l.drawing.Points, points) || !l.drawing.CanUndo() {
		t.Errorf("the drawing or the data changed: %s", diff)
	}
}

func TestUndoKeys(t *testing.T) {
	l, _ := drawn(t)
	points := slices.Clone(l.drawing.Points)
	for _, step := range []struct {
		key            string
		control, shift bool
		taken          bool
		want           []float32
	}{
		{"z", false, false, false, points}, {"z", true, false, true, nil}, {"Z", true, true, true, points}, {"z", true, false, true, nil}, {"y", true, false, true, points},
	} {
		if got := l.editKey(step.key, step.control, step.shift); got != step.taken || !slices.Equal(l.drawing.Points, step.want) {
			t.Errorf("%+v: taken %v, %d points", step, got, l.drawing.drawn())
		}
	}
	l.closeBoard()
	if l.editKey("z", true, false) {
		t.Error("undo is taken without a board")
	}
}

// All of the board is in reach of the keys: the brush moves, stays in view, leaves points and takes them away.
func TestTheBoardByKeys(t *testing.T) {
	l, _ := started(t)
	l.openBoard()
	d := &l.drawing
	l.boardKey("ArrowLeft", false)
	if !d.shown || d.x != 0 || d.y != 0 {
		t.Fatalf("the first key puts the brush at (%g, %g)", d.x, d.y)
	}
	for range 30 {
		l.boardKey("ArrowRight", true)
		l.boardKey("ArrowUp", false)
	}
	if d.x != d.Frame.MaxX || d.y <= 0 || d.y > d.Frame.MaxY {
		t.Errorf("the brush is at (%g, %g) of %v", d.x, d.y, d.Frame)
	}
	for range 5 {
		l.boardKey("ArrowLeft", true)
		l.boardKey("ArrowDown", true)
	}
	l.boardKey(" ", false)
	l.boardKey("Enter", false)
	n := d.drawn()
	if n != 2*d.density {
		t.Errorf("two presses leave %d points", n)
	}
	if l.boardKey("e", false); !d.erase || d.said != words.Say.Eraser.Label {
		t.Errorf("E takes up the eraser %v and says %q", d.erase, d.said)
	}
	if l.boardKey(" ", false); d.drawn() != 0 {
		t.Errorf("the eraser leaves %d points", d.drawn())
	}
	if l.boardKey("Tab", false) || l.boardKey("q", false) {
		t.Error("it takes keys of others")
	}
	if l.boardKey("Escape", false); d.open {
		t.Error("Escape does not leave")
	}
}

func TestTypedPoints(t *testing.T) {
	l, _ := drawn(t)
	d := &l.drawing
	before := slices.Clone(d.Points)
	for text, want := range map[string]string{
		"1, 2\n3, x": "line 2", "1\n": "Line 1", "1 2 3\n": "Line 1", "0 0\n9e9 0": "line 2", "": "field", strings.Repeat("1 1\n", board.Max): "at most 10,000",
	} {
		if l.addTyped(text, false) || !d.wrong || !strings.Contains(d.said, want) || !slices.Equal(d.Points, before) {
			t.Errorf("%.20q: %q, %d points", text, d.said, d.drawn())
		}
	}
	if !l.addTyped("5 5\n6; 7\n", false) || d.wrong || !slices.Equal(d.Points, append(before, 5, 5, 6, 7)) || d.Frame.MaxX < 6 || d.Frame.MaxY < 7 {
		t.Errorf("added: %q, frame %v", d.said, d.Frame)
	}
	if !l.addTyped("1 2", true) || !slices.Equal(d.Points, []float32{1, 2}) || !strings.Contains(d.countText(), "at least 20") {
		t.Errorf("replaced: %v, %q", d.Points, d.countText())
	}
	l.learnDrawing()
	if l.learning() {
		t.Error("one point is learned")
	}
	if l.undoDrawing(); d.drawn() != len(before)/2+2 {
		t.Errorf("undone to %d points", d.drawn())
	}
}

// Points of a preset go on the board as they are, those of a table are brought to its size.
func TestStartingFromTheData(t *testing.T) {
	l, _ := started(t)
	l.handle(protocol.Planes{N: 2, Data: []float32{1, 2, 3, 40, 2, 7}, MaxX: 1, MaxY: 1})
	l.openBoard()
	l.fromData()
	if !slices.Equal(l.drawing.Points, l.planes.Data) || l.drawing.Frame.MaxY < 40 {
		t.Errorf("of a preset: %v in %v", l.drawing.Points, l.drawing.Frame)
	}
	st := tableState(0, 3)
	st.Name = "faithful.csv"
	l.handle(st)
	l.fromData()
	if f := board.New(0).Frame; l.drawing.Frame != f || l.drawing.drawn() != 3 || slices.Equal(l.drawing.Points, l.planes.Data) {
		t.Errorf("of a table: %v in %v", l.drawing.Points, l.drawing.Frame)
	}
}

// The drawing of a kept run comes back to an empty board, and to no other.
func TestAKeptDrawing(t *testing.T) {
	l, r := started(t)
	l.handle(offered(protocol.KeptRun{Place: 1, Name: protocol.DrawingName, Source: "table", Steps: 40}))
	if name := l.runName(l.keep.Runs[0]); name != words.Say.DrawingName {
		t.Errorf("it offers %q", name)
	}
	l.goOn()
	r.take()
	l.handle(tableState(1, 3))
	points := []float32{1, 2, 3, 4, 5, 6}
	l.handle(protocol.Drawing{Points: points})
	if !slices.Equal(l.drawing.Points, points) || l.drawing.open {
		t.Errorf("the board has %v", l.drawing.Points)
	}
	if open, ok := l.data[0].(protocol.OpenTable); !ok || string(open.Bytes) != string(board.CSV(points)) {
		t.Errorf("a new trainer would get %v", l.data)
	}
	l.handle(protocol.Drawing{Points: []float32{9, 9}})
	if !slices.Equal(l.drawing.Points, points) {
		t.Error("another drawing came in the place of what was on the board")
	}
}
