package app

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
func around(l *lab, inZ bool, x, y float64, add bool) {
	l.lasso(inZ, x-0.5, y-0.5)
	l.lassoTo(x+0.5, y-0.5)
	l.lassoTo(x+0.5, y+0.5)
	l.lassoTo(x-0.5, y+0.5)
	l.lassoEnd(add)
}

// Between two layers the line is drawn around the rows where they are then.
func TestEncirclingRowsBetweenLayers(t *testing.T) {
	l, _ := plainly(t)
	l.handle(paired())
	layers := numbered(l.state.Model.Couplings)
	for k := range layers.Layers {
		at := 10 * float32(k)
		layers.Layers[k].Data = []float32{at - 1, -1, at + 1, -1, at + 1, 1, at - 1, 1}
	}
	l.handle(layers)
	l.setPicking(true)
	l.moveLayer(1.5)
	around(l, true, 16, 1, false)
	if !slices.Equal(l.picking.Rows, []int{2}) {
		t.Errorf("selected %v", l.picking.Rows)
	}
	around(l, true, 11, 1, false) // where that row was a moment before
	if len(l.picking.Rows) != 0 {
		t.Errorf("selected %v", l.picking.Rows)
	}
}

func TestEncirclingRows(t *testing.T) {
	l, r := plainly(t)
	l.handle(paired())
	around(l, false, 1, 1, false)
	if l.picked() != nil || l.picking.line != nil {
		t.Error("a drag selects without the mode")
	}
	l.setPicking(true)
	if l.selectedText() != words.Say.SelectHint {
		t.Errorf("it says %q", l.selectedText())
	}
	for _, step := range []struct {
		do   func()
		want []int
	}{
		{func() { around(l, false, 1, 1, false) }, []int{2}},
		{func() { around(l, true, 1, 1, false) }, []int{1}},
		{func() { around(l, false, -1, -1, true) }, []int{0, 1}},
		{func() { l.lasso(false, 0, 0); l.lassoTo(9, 9); l.lassoGone() }, []int{0, 1}},
		{func() { l.lasso(true, 0, 0); l.lassoEnd(true) }, []int{0, 1}},
		{func() { l.lasso(true, 0, 0); l.lassoEnd(false) }, nil},
		{func() { around(l, false, 0, 0, false) }, nil},
		{func() { around(l, true, -1, -1, true) }, []int{3}},
		{func() { l.editKey("Escape", false, false) }, nil},
	} {
		was := l.drawn
		step.do()
		if !slices.Equal(l.picking.Rows, step.want) {
			t.Fatalf("selected %v, want %v", l.picking.Rows, step.want)
		}
		if len(step.want) > 0 && !strings.Contains(l.selectedText(), words.Count(len(step.want))+" of 4") {
			t.Errorf("it says %q", l.selectedText())
		}
		if mask := l.picked(); len(step.want) > 0 && (len(mask) != 4 || l.drawn == was && !slices.Equal(l.picking.Rows, step.want)) {
			t.Errorf("the mask is %v", mask)
		}
	}
	if l.editKey("Escape", false, false) {
		t.Error("Escape is taken with nothing selected")
	}
	want(t, r)
}

func TestSelectingByKeys(t *testing.T) {
	l, _ := plainly(t)
	l.handle(paired())
	l.point(1, 1, true)
	if !l.pickKey(false, "b", false) || !slices.Equal(l.picking.Rows, []int{2}) {
		t.Errorf("at the crosshair: %v", l.picking.Rows)
	}
	l.pickKey(false, "B", true)
	if len(l.picking.Rows) != 0 {
		t.Errorf("again: %v", l.picking.Rows)
	}
	if l.pickKey(false, "ArrowLeft", false) {
		t.Error("the arrow keys of the x-plane are those of the probe")
	}
	// The z-plane reaches 3.6, so a tenth of it is 0.72, a fiftieth 0.144.
	for _, key := range []string{"ArrowRight", "ArrowRight", "ArrowUp", "ArrowUp"} {
		l.pickKey(true, key, true)
	}
	for _, key := range []string{"ArrowRight", "ArrowRight"} {
		l.pickKey(true, key, false)
	}
	for range 3 {
		l.pickKey(true, "ArrowDown", false)
	}
	if l.pickKey(true, "b", false); !slices.Equal(l.picking.Rows, []int{1}) {
		t.Errorf("in the z-plane at (%g, %g): %v", l.picking.zx, l.picking.zy, l.picking.Rows)
	}
}

// Whoever finds no row is told so, until some are selected.
func TestSelectingNothingIsSaid(t *testing.T) {
	l, _ := plainly(t)
	l.handle(paired())
	byKey := func() { l.pickKey(true, "b", false) } // at (0, 0)
	byLine := func() { l.setPicking(true); around(l, false, 0, 0, false) }
	for i, try := range []func(){byKey, byLine} {
		if try(); l.selectedText() != words.Say.SelectNone {
			t.Errorf("try %d: it says %q", i, l.selectedText())
		}
		l.setPicking(true)
		if around(l, false, 1, 1, false); !strings.Contains(l.selectedText(), "1 of 4") {
			t.Errorf("try %d, then a row: it says %q", i, l.selectedText())
		}
		l.clearPicks()
		l.setPicking(false)
		if l.selectedText() != "" {
			t.Errorf("try %d, cleared: it says %q", i, l.selectedText())
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
		l.handle(paired())
		l.handle(paired())
		l.setPicking(true)
		around(l, false, 1, 1, false)
		for _, e := range c.events {
			l.handle(e)
		}
		if stays := len(l.picking.Rows) == 1; stays != c.stays {
			t.Errorf("%s: the selection is %v", name, l.picking.Rows)
		}
	}
}

// A model without data shows samples, which nobody selects.
func TestNothingToSelect(t *testing.T) {
	l, _ := plainly(t)
	bare := paired()
	bare.Samples, bare.Data = bare.Data, nil
	l.handle(bare)
	l.setPicking(true)
	if l.lasso(true, 0, 0) || l.pickKey(true, "b", false) || l.pickedAmong(bare.Latent) != nil {
		t.Error("samples are selected")
	}
}
