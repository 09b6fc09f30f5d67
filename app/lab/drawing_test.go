package lab

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"nicelab/app/board"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// drawn is a lab with an open board and a stroke on it.
func drawn(t *testing.T) (*Lab, *recorder) {
	t.Helper()
	l, r := started(t)
	l.Drawing.OpenBoard()
	l.Drawing.Press(-2, 0, false)
	l.Drawing.Drag(2, 1)
	if l.Drawing.Drawn() < board.Min {
		t.Fatalf("the stroke left %d points", l.Drawing.Drawn())
	}
	want(t, r)
	return l, r
}

// Whatever else is chosen shows itself where the board was; R does not cost the model while somebody draws.
func TestTheBoardGivesWay(t *testing.T) {
	l, r := drawn(t)
	if l.Key("r", "CANVAS", "") || l.Key(" ", "DIV", "") {
		t.Error("the page takes keys beside the board")
	}
	want(t, r)
	l.ChoosePreset("moons")
	if l.Drawing.Open || l.Drawing.Drawn() == 0 {
		t.Errorf("open %v, %d points", l.Drawing.Open, l.Drawing.Drawn())
	}
}

// The page says whether the board still has what is learned.
func TestTheBoardHasAnotherDrawing(t *testing.T) {
	l, _ := drawn(t)
	l.Drawing.LearnDrawing()
	l.Handle(tableState(l.Line.LastID, l.Drawing.Drawn()))
	if l.Note() != words.Say.DrawnNote {
		t.Errorf("learnt, it says %q", l.Note())
	}
	l.Drawing.OpenBoard()
	l.Drawing.ClearBoard()
	if l.Note() != words.Say.DrawnBefore {
		t.Errorf("cleared, it says %q", l.Note())
	}
	l.Drawing.FromData()
	if l.Note() != words.Say.DrawnNote {
		t.Errorf("brought back, it says %q", l.Note())
	}
}

// What is drawn and not learned yet is there on the next visit, and does not take another drawing's place.
func TestADrawingOutlivesTheTab(t *testing.T) {
	l, _ := drawn(t)
	points := slices.Clone(l.Drawing.Points)
	text := l.Drawing.Sketch()
	next, _ := started(t)
	next.Drawing.OpenBoard()
	next.Drawing.TakeSketch(text)
	if !slices.Equal(next.Drawing.Points, points) || next.Drawing.Said != words.Say.DrawnEarlier {
		t.Errorf("of %d points %d came back; it says %q", len(points)/2, next.Drawing.Drawn(), next.Drawing.Said)
	}
	next.Drawing.TakeSketch("1, 2")
	if next.Drawing.Drawn() != len(points)/2 {
		t.Error("it took the place of what was there")
	}
	next.Drawing.UndoDrawing()
	if next.Drawing.Drawn() != 0 {
		t.Error("Undo leaves it")
	}
	l.Drawing.LearnDrawing()
	if l.Drawing.Sketch() != "" {
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
	points := slices.Clone(l.Drawing.Points)
	l.Drawing.LearnDrawing()
	l.Drawing.LearnDrawing() // once is enough
	table := protocol.OpenTable{ID: 1, Name: protocol.DrawingName, Bytes: board.CSV(points), Play: true}
	want(t, r, table)
	l.Handle(protocol.Notice{ID: 1, Error: true, Text: "Only x1 can be modelled."})
	if !l.Drawing.Open || !l.Drawing.CanLearn() || l.OnDrawing() {
		t.Error("a refusal closes the board")
	}
	l.Drawing.LearnDrawing()
	table.ID = 2
	want(t, r, table)
	l.Handle(tableState(2, len(points)/2))
	l.Handle(protocol.Table{Name: protocol.DrawingName, Columns: []protocol.Column{{Name: "x1", Usable: true},
		{Name: "x2", Usable: true}}})
	if l.Drawing.Open || !l.OnDrawing() || l.DataName() != words.Say.DrawingName ||
		!strings.Contains(l.DataHead(), words.Count(len(points)/2)) {
		t.Errorf("open %v, data %q", l.Drawing.Open, l.DataHead())
	}
	l.Drawing.OpenBoard()
	if !slices.Equal(l.Drawing.Points, points) {
		t.Error("the board has forgotten the drawing")
	}

	// A new trainer gets it again, and the presets are there as ever.
	l.Line.Start = func() Engine { return r }
	l.Keep.Present = false
	l.Restart()
	l.Handle(protocol.Hello{})
	if sent := r.Take(); len(sent) != 2 || !isDrawing(sent[1]) ||
		!slices.Equal(sent[1].(protocol.OpenTable).Bytes, table.Bytes) {
		t.Errorf("a new trainer gets %v", sent)
	}
	l.ChoosePreset("crescent")
	if sent := r.Take(); len(sent) != 1 || sent[0].(protocol.UsePreset).Name != "crescent" {
		t.Errorf("back to the preset: %v", sent)
	}
}

// While a stroke is drawn the points before it are not painted again; an eraser and whatever ends the stroke paint all
// of them.
func TestPaintingAStroke(t *testing.T) {
	l, _ := drawn(t)
	d := &l.Drawing
	before, rev, live := len(d.Points), d.Rev, d.Live
	l.Drawing.Press(0, -2, false)
	if d.from != before || d.Rev == rev {
		t.Errorf("pressed: %d of %d points are painted for good", d.from, before)
	}
	rev = d.Rev
	l.Drawing.Drag(2, -2)
	if d.from != before || d.Rev != rev || d.Live == live || len(d.Points) == before {
		t.Errorf("dragged: from %d, %d points, painted again %v", d.from, len(d.Points), d.Rev != rev)
	}
	for name, do := range map[string]func(){
		"eraser": func() {
			l.Drawing.UseEraser(true)
			l.Drawing.Press(0, -2, false)
			l.Drawing.Drag(2,
				-2)
		}, "undo": l.Drawing.UndoDrawing, "clear": l.Drawing.ClearBoard,
	} {
		rev = d.Rev
		do()
		if d.from != len(d.Points) || d.Rev == rev {
			t.Errorf("%s: from %d of %d", name, d.from, len(d.Points))
		}
	}
}

func TestCancelLosesNothing(t *testing.T) {
	l, r := drawn(t)
	points := slices.Clone(l.Drawing.Points)
	before := l.State
	if !l.Drawing.EditKey("Escape", false, false) || l.Drawing.Open {
		t.Fatal("Escape does not leave the board")
	}
	want(t, r)
	l.Drawing.OpenBoard()
	if diff := cmp.Diff(before, l.State); diff != "" || !slices.Equal(l.Drawing.Points, points) || !l.Drawing.CanUndo() {
		t.Errorf("the drawing or the data changed: %s", diff)
	}
}

func TestUndoKeys(t *testing.T) {
	l, _ := drawn(t)
	points := slices.Clone(l.Drawing.Points)
	for _, step := range []struct {
		key            string
		control, shift bool
		taken          bool
		want           []float32
	}{
		{"z", false, false, false, points}, {"z", true, false, true, nil}, {"Z", true, true, true, points}, {"z", true, false,
			true, nil}, {"y", true, false, true, points},
	} {
		if got := l.Drawing.EditKey(step.key, step.control, step.shift); got != step.taken ||
			!slices.Equal(l.Drawing.Points, step.want) {
			t.Errorf("%+v: taken %v, %d points", step, got, l.Drawing.Drawn())
		}
	}
	l.Drawing.CloseBoard()
	if l.Drawing.EditKey("z", true, false) {
		t.Error("undo is taken without a board")
	}
}

// All of the board is in reach of the keys: the brush moves, stays in view, leaves points and takes them away.
func TestTheBoardByKeys(t *testing.T) {
	l, _ := started(t)
	l.Drawing.OpenBoard()
	d := &l.Drawing
	l.Drawing.BoardKey("ArrowLeft", false)
	if !d.Shown || d.X != 0 || d.Y != 0 {
		t.Fatalf("the first key puts the brush at (%g, %g)", d.X, d.Y)
	}
	for range 30 {
		l.Drawing.BoardKey("ArrowRight", true)
		l.Drawing.BoardKey("ArrowUp", false)
	}
	if d.X != d.Frame.MaxX || d.Y <= 0 || d.Y > d.Frame.MaxY {
		t.Errorf("the brush is at (%g, %g) of %v", d.X, d.Y, d.Frame)
	}
	for range 5 {
		l.Drawing.BoardKey("ArrowLeft", true)
		l.Drawing.BoardKey("ArrowDown", true)
	}
	l.Drawing.BoardKey(" ", false)
	l.Drawing.BoardKey("Enter", false)
	n := d.Drawn()
	if n != 2*d.Density {
		t.Errorf("two presses leave %d points", n)
	}
	if l.Drawing.BoardKey("e", false); !d.Erase || d.Said != words.Say.Eraser.Label {
		t.Errorf("E takes up the eraser %v and says %q", d.Erase, d.Said)
	}
	if l.Drawing.BoardKey(" ", false); d.Drawn() != 0 {
		t.Errorf("the eraser leaves %d points", d.Drawn())
	}
	if l.Drawing.BoardKey("Tab", false) || l.Drawing.BoardKey("q", false) {
		t.Error("it takes keys of others")
	}
	if l.Drawing.BoardKey("Escape", false); d.Open {
		t.Error("Escape does not leave")
	}
}

func TestTypedPoints(t *testing.T) {
	l, _ := drawn(t)
	d := &l.Drawing
	before := slices.Clone(d.Points)
	for text, want := range map[string]string{
		"1, 2\n3, x": "line 2", "1\n": "Line 1", "1 2 3\n": "Line 1", "0 0\n9e9 0": "line 2", "": "field",
		strings.Repeat("1 1\n", board.Max): "at most 10,000",
	} {
		if l.Drawing.AddTyped(text, false) || !d.Wrong || !strings.Contains(d.Said, want) || !slices.Equal(d.Points, before) {
			t.Errorf("%.20q: %q, %d points", text, d.Said, d.Drawn())
		}
	}
	if !l.Drawing.AddTyped("5 5\n6; 7\n", false) || d.Wrong || !slices.Equal(d.Points, append(before, 5, 5, 6, 7)) ||
		d.Frame.MaxX < 6 || d.Frame.MaxY < 7 {
		t.Errorf("added: %q, frame %v", d.Said, d.Frame)
	}
	if !l.Drawing.AddTyped("1 2", true) || !slices.Equal(d.Points, []float32{1, 2}) ||
		!strings.Contains(d.CountText(), "at least 20") {
		t.Errorf("replaced: %v, %q", d.Points, d.CountText())
	}
	l.Drawing.LearnDrawing()
	if l.Source.learning() {
		t.Error("one point is learned")
	}
	if l.Drawing.UndoDrawing(); d.Drawn() != len(before)/2+2 {
		t.Errorf("undone to %d points", d.Drawn())
	}
}

// Points of a preset go on the board as they are, those of a table are brought to its size.
func TestStartingFromTheData(t *testing.T) {
	l, _ := started(t)
	l.Handle(protocol.Planes{N: 2, Data: []float32{1, 2, 3, 40, 2, 7}, MaxX: 1, MaxY: 1})
	l.Drawing.OpenBoard()
	l.Drawing.FromData()
	if !slices.Equal(l.Drawing.Points, l.Sight.Planes.Data) || l.Drawing.Frame.MaxY < 40 {
		t.Errorf("of a preset: %v in %v", l.Drawing.Points, l.Drawing.Frame)
	}
	st := tableState(0, 3)
	st.Name = "faithful.csv"
	l.Handle(st)
	l.Drawing.FromData()
	if f := board.New(0).Frame; l.Drawing.Frame != f || l.Drawing.Drawn() != 3 ||
		slices.Equal(l.Drawing.Points, l.Sight.Planes.Data) {
		t.Errorf("of a table: %v in %v", l.Drawing.Points, l.Drawing.Frame)
	}
}

// The drawing of a kept run comes back to an empty board, and to no other.
func TestAKeptDrawing(t *testing.T) {
	l, r := started(t)
	l.Handle(offered(protocol.KeptRun{Place: 1, Name: protocol.DrawingName, Source: "table", Steps: 40}))
	if name := l.Keep.RunName(l.Keep.Runs[0]); name != words.Say.DrawingName {
		t.Errorf("it offers %q", name)
	}
	l.GoOn()
	r.Take()
	l.Handle(tableState(1, 3))
	points := []float32{1, 2, 3, 4, 5, 6}
	l.Handle(protocol.Drawing{Points: points})
	if !slices.Equal(l.Drawing.Points, points) || l.Drawing.Open {
		t.Errorf("the board has %v", l.Drawing.Points)
	}
	if open, ok := l.Source.Data[0].(protocol.OpenTable); !ok || string(open.Bytes) != string(board.CSV(points)) {
		t.Errorf("a new trainer would get %v", l.Source.Data)
	}
	l.Handle(protocol.Drawing{Points: []float32{9, 9}})
	if !slices.Equal(l.Drawing.Points, points) {
		t.Error("another drawing came in the place of what was on the board")
	}
}
