package lab

import (
	"slices"
	"strings"
	"testing"

	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// paired is a picture of four rows, at the corners of a square in both planes, turned by a quarter in the second.
func paired() protocol.Planes {
	return protocol.Planes{
		MinX: -3, MaxX: 3, MinY: -3, MaxY: 3, N: 2, LogP: make([]float32, 4),
		Data: []float32{-1, -1, 1, -1, 1, 1, -1, 1}, Latent: []float32{1, -1, 1, 1, -1, 1, -1, -1},
	}
}

// around draws a line around (x, y).
func around(l *Lab, inZ bool, x, y float64, add bool) {
	l.Picking.Lasso(inZ, x-0.5, y-0.5)
	l.Picking.LassoTo(x+0.5, y-0.5)
	l.Picking.LassoTo(x+0.5, y+0.5)
	l.Picking.LassoTo(x-0.5, y+0.5)
	l.Picking.LassoEnd(add)
}

// Between two layers the line is drawn around the rows where they are then.
func TestEncirclingRowsBetweenLayers(t *testing.T) {
	l, _ := plainly(t)
	l.Handle(paired())
	layers := numbered(l.State.Model.Couplings)
	for k := range layers.Layers {
		at := 10 * float32(k)
		layers.Layers[k].Data = []float32{at - 1, -1, at + 1, -1, at + 1, 1, at - 1, 1}
	}
	l.Handle(layers)
	l.Picking.SetPicking(true)
	l.Layers.MoveLayer(1.5)
	around(l, true, 16, 1, false)
	if !slices.Equal(l.Picking.Rows, []int{2}) {
		t.Errorf("selected %v", l.Picking.Rows)
	}
	around(l, true, 11, 1, false) // where that row was a moment before
	if len(l.Picking.Rows) != 0 {
		t.Errorf("selected %v", l.Picking.Rows)
	}
}

func TestEncirclingRows(t *testing.T) {
	l, r := plainly(t)
	l.Handle(paired())
	around(l, false, 1, 1, false)
	if l.Sight.picked() != nil || l.Picking.Line != nil {
		t.Error("a drag selects without the mode")
	}
	l.Picking.SetPicking(true)
	if l.Picking.SelectedText() != words.Say.SelectHint {
		t.Errorf("it says %q", l.Picking.SelectedText())
	}
	for _, step := range []struct {
		do   func()
		want []int
	}{
		{func() { around(l, false, 1, 1, false) }, []int{2}},
		{func() { around(l, true, 1, 1, false) }, []int{1}},
		{func() { around(l, false, -1, -1, true) }, []int{0, 1}},
		{func() { l.Picking.Lasso(false, 0, 0); l.Picking.LassoTo(9, 9); l.Picking.LassoGone() }, []int{0, 1}},
		{func() { l.Picking.Lasso(true, 0, 0); l.Picking.LassoEnd(true) }, []int{0, 1}},
		{func() { l.Picking.Lasso(true, 0, 0); l.Picking.LassoEnd(false) }, nil},
		{func() { around(l, false, 0, 0, false) }, nil},
		{func() { around(l, true, -1, -1, true) }, []int{3}},
		{func() { l.Picking.Escape() }, nil},
	} {
		was := l.Sight.PictureRev()
		step.do()
		if !slices.Equal(l.Picking.Rows, step.want) {
			t.Fatalf("selected %v, want %v", l.Picking.Rows, step.want)
		}
		if len(step.want) > 0 && !strings.Contains(l.Picking.SelectedText(), words.Count(len(step.want))+" of 4") {
			t.Errorf("it says %q", l.Picking.SelectedText())
		}
		if mask := l.Sight.picked(); len(step.want) > 0 && (len(mask) != 4 || l.Sight.PictureRev() == was &&
			!slices.Equal(l.Picking.Rows, step.want)) {
			t.Errorf("the mask is %v", mask)
		}
	}
	if l.Picking.Escape() {
		t.Error("Escape is taken with nothing selected")
	}
	want(t, r)
}

func TestSelectingByKeys(t *testing.T) {
	l, _ := plainly(t)
	l.Handle(paired())
	l.Probe.Point(1, 1, true)
	if !l.PickKey(false, "b", false) || !slices.Equal(l.Picking.Rows, []int{2}) {
		t.Errorf("at the crosshair: %v", l.Picking.Rows)
	}
	l.PickKey(false, "B", true)
	if len(l.Picking.Rows) != 0 {
		t.Errorf("again: %v", l.Picking.Rows)
	}
	if l.PickKey(false, "ArrowLeft", false) {
		t.Error("the arrow keys of the x-plane are those of the probe")
	}
	// The z-plane reaches 3.6, so a tenth of it is 0.72, a fiftieth 0.144.
	for _, key := range []string{"ArrowRight", "ArrowRight", "ArrowUp", "ArrowUp"} {
		l.PickKey(true, key, true)
	}
	for _, key := range []string{"ArrowRight", "ArrowRight"} {
		l.PickKey(true, key, false)
	}
	for range 3 {
		l.PickKey(true, "ArrowDown", false)
	}
	if l.PickKey(true, "b", false); !slices.Equal(l.Picking.Rows, []int{1}) {
		t.Errorf("in the z-plane at (%g, %g): %v", l.Picking.Zx, l.Picking.Zy, l.Picking.Rows)
	}
}

// Whoever finds no row is told so, until some are selected.
func TestSelectingNothingIsSaid(t *testing.T) {
	l, _ := plainly(t)
	l.Handle(paired())
	byKey := func() { l.PickKey(true, "b", false) } // at (0, 0)
	byLine := func() { l.Picking.SetPicking(true); around(l, false, 0, 0, false) }
	for i, try := range []func(){byKey, byLine} {
		if try(); l.Picking.SelectedText() != words.Say.SelectNone {
			t.Errorf("try %d: it says %q", i, l.Picking.SelectedText())
		}
		l.Picking.SetPicking(true)
		if around(l, false, 1, 1, false); !strings.Contains(l.Picking.SelectedText(), "1 of 4") {
			t.Errorf("try %d, then a row: it says %q", i, l.Picking.SelectedText())
		}
		l.Picking.ClearPicks()
		l.Picking.SetPicking(false)
		if l.Picking.SelectedText() != "" {
			t.Errorf("try %d, cleared: it says %q", i, l.Picking.SelectedText())
		}
	}
}

// The selection stays with its rows: while they move in the z-plane, and when another pair of their columns is shown.
func TestHowLongASelectionHolds(t *testing.T) {
	trained := paired()
	trained.Step, trained.Latent = 5, []float32{0, 0, 1, 0, 0, 1, 1, 1}
	other := paired()
	other.Data = []float32{5, 5, 6, 6, 7, 7, 8, 8}
	fewer := paired()
	fewer.Data, fewer.Latent = fewer.Data[:6], fewer.Latent[:6]
	turned := presetState(protocol.Training)
	turned.Show.ColumnX, turned.Show.ColumnY = 1, 0
	renamed := presetState(protocol.Training)
	renamed.Name = "moons"
	for name, c := range map[string]struct {
		events []protocol.Event
		stays  bool
	}{
		"training":       {[]protocol.Event{trained}, true},
		"other columns":  {[]protocol.Event{turned, other}, true},
		"a fresh draw":   {[]protocol.Event{presetState(protocol.Training), other}, false},
		"fewer points":   {[]protocol.Event{presetState(protocol.Training), fewer}, false},
		"another preset": {[]protocol.Event{renamed}, false},
	} {
		l, _ := plainly(t)
		l.Handle(paired())
		l.Handle(paired())
		l.Picking.SetPicking(true)
		around(l, false, 1, 1, false)
		for _, e := range c.events {
			l.Handle(e)
		}
		if stays := len(l.Picking.Rows) == 1; stays != c.stays {
			t.Errorf("%s: the selection is %v", name, l.Picking.Rows)
		}
	}
}

// A model without data shows samples, which nobody selects.
func TestNothingToSelect(t *testing.T) {
	l, _ := plainly(t)
	bare := paired()
	bare.Samples, bare.Data = bare.Data, nil
	l.Handle(bare)
	l.Picking.SetPicking(true)
	if l.Picking.Lasso(true, 0, 0) || l.PickKey(true, "b", false) || l.Sight.pickedAmong(bare.Latent) != nil {
		t.Error("samples are selected")
	}
}
