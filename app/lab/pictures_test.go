package lab

import (
	"bytes"
	"strings"
	"testing"

	"nicelab/app/link"
	"nicelab/app/plot"
	"nicelab/flow"
	"nicelab/wasm/protocol"
)

// withPictures is a lab whose data is pictures of 4 x 6.
func withPictures(t *testing.T) (*Lab, *recorder) {
	t.Helper()
	l, r := started(t)
	m := link.DefaultRun().Model
	m.Dim = 24
	l.Handle(protocol.State{
		Phase: protocol.Paused, Source: "table", Name: "p.npz", Kind: protocol.KindPicture, Columns: make([]string,
			24), Rows: 40,
		Picture: protocol.Shape{Height: 4, Width: 6, Channels: 1,
			Levels: 256}, Model: m, Train: link.DefaultRun().Train, Show: protocol.DefaultShow(),
	})
	for _, v := range l.Views.All {
		v.There = true
	}
	r.Take()
	return l, r
}

func watched(t *testing.T, r *recorder, name string) (w protocol.Watch) {
	t.Helper()
	for _, c := range r.Take() {
		if got, ok := c.(protocol.Watch); ok && got.View == name {
			w = got
		}
	}
	if w.View == "" {
		t.Fatalf("nothing is asked of %s", name)
	}
	return w
}

// What is chosen in a grid is looked at closely, by its number in the data, and once more is no longer.
func TestAPictureIsLookedAtClosely(t *testing.T) {
	l, r := withPictures(t)
	l.Imaging.Examine(protocol.CloseupArgs{Sample: 7})
	if w := watched(t, r, "closeup"); !w.Open || w.Args.Closeup.Sample != 7 || w.Args.Closeup.Temperature != 1 {
		t.Errorf("asked for %+v", w)
	}
	l.Warm(0.5)
	sent := r.Take()
	if s, ok := sent[0].(protocol.Show); !ok || s.Temperature != 0.5 {
		t.Errorf("sent %+v", sent)
	}
	l.Imaging.Examine(protocol.CloseupArgs{Sample: 7})
	if w := watched(t, r, "closeup"); w.Args.Closeup != (protocol.CloseupArgs{}) {
		t.Errorf("asked for %+v", w)
	}
}

// Masks and the brush hide pixels of the picture, and the brush uncovers them.
func TestMasksAndBrush(t *testing.T) {
	l, r := withPictures(t)
	v, _ := ViewOf[*InpaintView](&l.Views)
	hidden := map[string]string{
		"top": "111111111111000000000000", "bottom": "000000000000111111111111", "left": "111000111000111000111000",
		"right": "000111000111000111000111",
		"odd":   "000000111111000000111111", "": "000000000000000000000000",
	}
	text := func() string {
		return strings.Map(func(r rune) rune { return '0' + r }, string(v.hidden))
	}
	for name, want := range hidden {
		v.Mask(name)
		if got := text(); got != want {
			t.Errorf("%s hides %s", name, got)
		}
		if w := watched(t, r, "inpaint"); !bytes.Equal(w.Args.Inpaint.Hidden, v.hidden) || w.Args.Inpaint.Picture != 1 {
			t.Errorf("%s asks for %+v", name, w.Args.Inpaint)
		}
	}
	v.Mask("random")
	if n := bytes.Count(v.hidden, []byte{1}); n < 15 || n == 24 {
		t.Errorf("%d of 24 are hidden at random", n)
	}
	v.Mask("")
	// The picture is as wide as the square, and stands in its middle: 4 rows of 6.
	v.Brush(5, 95, 600)
	if text() != hidden[""] {
		t.Errorf("above the picture the brush hides %s", text())
	}
	v.Brush(150, 250, 600)
	if text() != "000000010000000000000000" {
		t.Errorf("the brush hides %s", text())
	}
	v.Erase = true
	v.Brush(150, 250, 600)
	if text() != hidden[""] {
		t.Errorf("the brush leaves %s", text())
	}
}

// The paper's model is a click, and known as such.
func TestThePapersModel(t *testing.T) {
	l, r := withPictures(t)
	if l.Choice.IsPaper() {
		t.Error("the defaults are the paper's")
	}
	l.Choice.UsePaper()
	sent := r.Take()
	c, ok := sent[len(sent)-1].(protocol.Configure)
	if !ok || len(c.Model.Hidden) != 5 || c.Model.Hidden[4] != 1000 || c.Model.Whiten || c.Model.Prior != flow.Logistic ||
		!c.Train.PaperAdam || c.Train.Batch != 200 {
		t.Errorf("sent %+v", sent)
	}
	if !l.Choice.IsPaper() {
		t.Error("it is not known again")
	}
	l.Handle(protocol.Progress{Phase: protocol.Training, Step: 5000, StepsPerSecond: 4})
	if text := l.TimeLeft(l.Choice.Run.Train.Run); !strings.Contains(text, "20,000") || !strings.Contains(text, "83 min") {
		t.Errorf("it says %q", text)
	}
}

// A grid's cells are where they are drawn.
func TestGridCells(t *testing.T) {
	l, _ := withPictures(t)
	in := l.Imaging.GridInput(400, 400, make([]byte, 24*60), -1)
	for _, c := range []struct {
		x, y float64
		want int
	}{{1, 1, 0}, {399, 1, 7}, {1, 51, 8}, {199, 399, 59}, {399, 399, -1}, {-1, 5, -1}, {5, 400, -1}} {
		if got := in.Cell(c.x, c.y); got != c.want {
			t.Errorf("at %v, %v is %d, want %d", c.x, c.y, got, c.want)
		}
	}
	if s := plot.Pictures(plot.Light, in); len(s.Ops) != 1 || s.Ops[0].Cols != s.Ops[0].Rows {
		t.Errorf("%d operations", len(s.Ops))
	}
}
