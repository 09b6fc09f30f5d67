package app

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/plot"
	"nicelab/app/words"
	"nicelab/flow"
	"nicelab/wasm/protocol"
)

// numbered are layers of a model with so many couplings: the cell's area is the layer's number, so that texts can be told apart.
func numbered(couplings int) protocol.Layers {
	p := protocol.Layers{Cells: 1, Fine: 1}
	for k := range couplings + 2 {
		by := float32(k)
		p.Layers = append(p.Layers, protocol.Layer{
			Lattice: []float32{0, 0, 1, by, 0, 1, 1, 1 + by, 0, 0, 0, 1, 1, by, 1, 1 + by},
			Data:    []float32{by, 0.5}, Cell: []float32{0, 0, 1, by, 1, 1 + by, 0, 1}, Area: float64(k) + 1,
		})
	}
	return p
}

// looked is a lab that shows the layers of the default model.
func looked(t *testing.T) (*lab, *recorder) {
	t.Helper()
	l, r := plainly(t)
	l.handle(protocol.Planes{N: 2, LogP: make([]float32, 4), MinX: -1, MaxX: 1, MinY: -1, MaxY: 1, Latent: []float32{9, 9}})
	l.handle(numbered(l.state.Model.Couplings))
	return l, r
}

func TestLayersAreAskedForWhileSomebodyLooks(t *testing.T) {
	l, r := plainly(t)
	on, back := protocol.ShowLayers{On: true}, protocol.ShowLayers{On: true, Backward: true}
	l.lookAtLayers(true)
	l.lookAtLayers(true)
	want(t, r, on)
	l.moveLayer(2)
	l.lookAtLayers(false) // the plane still shows layer 2
	want(t, r)
	l.turnLayers(true)
	want(t, r, back)
	l.moveLayer(5)
	want(t, r, protocol.ShowLayers{})
	l.showGrid(true)
	want(t, r, back)
	l.showGrid(false)
	l.turnLayers(false) // nobody sees it
	want(t, r, protocol.ShowLayers{})

	// A new trainer is told again.
	l.lookAtLayers(true)
	l.handle(protocol.Fatal{})
	next := &recorder{}
	l.start = func() Engine { return next }
	l.restart()
	l.lookAtLayers(true)
	want(t, next)
	l.handle(protocol.Hello{})
	if sent := next.take(); len(sent) != 3 || sent[1] != protocol.Command(on) {
		t.Errorf("the new trainer is told %v", sent)
	}
	if l.keep.acted {
		t.Error("looking at the layers makes the run a person's")
	}
}

// The probe's point is marked where the scrubber stands, in rows of two between two layers.
func TestTheProbeFollowsTheScrubber(t *testing.T) {
	l, _ := looked(t)
	l.point(0, 0, false)
	l.handle(protocol.Probed{ID: 1, Z: []float32{8, 9}, Path: []float32{0, 1, 2, 3, 4, 5, 6, 7, 7, 8, 8, 9}})
	for at, place := range map[float64][]float32{0: {0, 1}, 1: {2, 3}, 1.5: {3, 4}, 5: {8, 9}} {
		l.moveLayer(at)
		if got := l.probedLatent(); !slices.Equal(got, place) {
			t.Errorf("at %v the mark is at %v, not at %v", at, got, place)
		}
	}
	l.probe.answer.Path = nil
	if l.moveLayer(1.5); l.probedLatent() != nil {
		t.Error("there is a mark where nobody knows the place")
	}
}

func TestTheScrubberSaysWhereItStands(t *testing.T) {
	l, _ := looked(t)
	for _, c := range []struct {
		at              float64
		title, sub, has string
	}{
		{0, words.Say.LayerX, words.Say.LayerXSub, " 1.00 "},
		{0.3, "coupling 1 of 4", words.Say.LayerUp, " 1.00 "},
		{1, "after coupling 1 of 4", words.Say.LayerUp, " 2.00 "},
		{1.99, "coupling 2 of 4", words.Say.LayerAcross, " 2.00 "},
		{2, "after coupling 2 of 4", words.Say.LayerAcross, " 3.00 "},
		{4, "after coupling 4 of 4", words.Say.LayerAcross, " 5.00 "},
		{4.5, words.Say.LayerS, words.Say.LayerScales, "from 5.00 to 6.00 "},
		{5, words.Say.ZPlane, words.Say.ZSub, " 6.00 "},
	} {
		l.moveLayer(c.at)
		if l.zTitle() != c.title || l.zSub() != c.sub || !strings.Contains(l.cellArea(), c.has) {
			t.Errorf("at %v: %q, %q, %q", c.at, l.zTitle(), l.zSub(), l.cellArea())
		}
		if l.atZ() != (c.at == 5) || (l.latentSummary() == l.zSummary()) != l.atZ() {
			t.Errorf("at %v: z is %v, %q", c.at, l.atZ(), l.latentSummary())
		}
	}
	for _, at := range []float64{-1, 6} {
		l.moveLayer(at)
		if !l.atZ() {
			t.Errorf("the scrubber went to %v", at)
		}
	}
}

func TestTheScrubbersKeys(t *testing.T) {
	l, _ := looked(t)
	for _, c := range []struct {
		from float64
		key  string
		to   float64
	}{
		{5, "ArrowLeft", 4}, {4, "ArrowRight", 5}, {5, "ArrowRight", 5}, {0, "ArrowLeft", 0}, {2.4, "ArrowLeft", 2}, {2.4, "ArrowUp", 3}, {1, "PageDown", 0},
	} {
		l.moveLayer(c.from)
		if !l.layerKey(c.key) || l.at() != c.to {
			t.Errorf("%s leads from %v to %v", c.key, c.from, l.at())
		}
	}
	if l.layerKey("Home") || l.layerKey(" ") {
		t.Error("a key is taken that the slider, or the page, knows better")
	}
}

// The scrubber stays at z when the model gets more layers, and within a model that has fewer.
func TestTheScrubberFollowsTheModel(t *testing.T) {
	l, _ := looked(t)
	grow := presetState(protocol.Paused)
	grow.Model.Couplings = 8
	l.handle(grow)
	if !l.atZ() || l.at() != 9 || l.layered() {
		t.Errorf("with 8 couplings it stands at %v; old layers are shown: %v", l.at(), l.layered())
	}
	l.handle(numbered(8))
	l.moveLayer(1)
	grow.Model.Couplings = 4
	l.handle(grow)
	l.handle(numbered(4))
	if at := l.at(); at != 0 {
		t.Errorf("it stands at %v of 5", at)
	}
	l.drawLatent(plot.Light, 400, 400)

	many := presetState(protocol.Paused)
	many.Columns, many.Model.Dim = []string{"a", "b", "c"}, 3
	l.handle(many)
	if l.layered() || !l.atZ() || l.zTitle() != words.Say.ZPlane {
		t.Error("layers of a model of three columns are shown")
	}
}

func TestThePlay(t *testing.T) {
	for _, c := range []struct {
		back, jump bool
		from       float64
	}{{from: 5}, {from: 2.5}, {back: true, from: 0}, {back: true, from: 3.5}, {jump: true, from: 5}, {back: true, jump: true, from: 5}} {
		l, _ := looked(t)
		l.turnLayers(c.back)
		l.moveLayer(c.from)
		l.playLayers()
		at, whole, still := l.at(), 0, 0
		for frames := 0; l.runLayers(1.0/60, c.jump); frames++ {
			if step := l.at() - at; c.back && step > 0 || !c.back && step < 0 {
				t.Fatalf("%+v: from %v to %v", c, at, l.at())
			} else if step == 0 {
				still++
			}
			if at = l.at(); at == float64(int(at)) {
				whole++
			} else if c.jump {
				t.Fatalf("%+v: between the layers, at %v", c, at)
			}
			if frames > 10_000 {
				t.Fatal("it does not end")
			}
		}
		if whole == 0 || still == 0 {
			t.Errorf("%+v: it does not rest at the layers", c)
		}
		if end := l.at(); end != 5 && !c.back || end != 0 && c.back {
			t.Errorf("%+v: it ends at %v", c, end)
		}
	}
	l, _ := looked(t)
	l.playLayers()
	l.runLayers(2, false)
	at := l.at()
	l.moveLayer(at) // the person takes over
	if l.runLayers(1, false) || l.at() != at {
		t.Error("the play goes on under the person's hand")
	}
}

// What is drawn is the layer where the scrubber stands, and z as ever at the end.
func TestThePlaneShowsTheScrubbersLayer(t *testing.T) {
	l, _ := looked(t)
	scene := func() string { return fmt.Sprintf("%+v", l.drawLatent(plot.Light, 400, 400)) }
	z := scene()
	if z != fmt.Sprintf("%+v", l.drawZ(plot.Light, 400, 400)) {
		t.Error("at z it is not the plane of the latents")
	}
	seen := map[string]bool{z: true}
	for _, at := range []float64{0, 0.5, 1, 4.5} {
		before := l.latentRev()
		l.moveLayer(at)
		s := scene()
		if seen[s] || l.latentRev() == before {
			t.Errorf("nothing new is drawn at %v", at)
		}
		seen[s] = true
	}
	l.moveLayer(5)
	if scene() != z {
		t.Error("back at z it is another picture")
	}
	l.showGrid(true)
	if s := scene(); seen[s] || !strings.Contains(s, "99%") {
		t.Error("the grid at z is not there, or the rings are gone")
	}
	if in := l.layerInput(1, 0.5); in.Data[0] != 1.5 || in.Lattice.Points[3] != 1.5 {
		t.Errorf("half-way from layer 1 to 2 the row is at %v", in.Data)
	}
}

func TestTheScrubberIsDrawn(t *testing.T) {
	l, _ := looked(t)
	html := ui.HTMLString(&layersPanel{lab: l})
	for _, s := range []string{`id="layer"`, `max="5"`, `value="5"`, `id="layer-x"`, `id="layer-4"`, `id="layer-z"`, words.Say.CellNow + " ", "6.00", words.Say.LayersNote, `aria-valuetext="z = f(x)"`} {
		if !strings.Contains(html, s) {
			t.Errorf("the scrubber has no %s", s)
		}
	}
	l.state.Columns, l.state.Model = []string{"a", "b", "c"}, flow.Config{Dim: 3, Couplings: 4}
	if html = ui.HTMLString(&layersPanel{lab: l}); !strings.Contains(html, "this one has 3") {
		t.Error("with three columns nothing says why there are no layers")
	}
	for stops, across := range map[int]int{4: 4, 6: 6, 7: 7, 10: 5, 34: 7} {
		if got := fold(stops); got != across {
			t.Errorf("%d stops: %d side by side", stops, got)
		}
	}
}

// With many couplings a few layers and curves have pictures, and each picture is of the one that stands there now.
func TestPicturesOfManyLayers(t *testing.T) {
	l, _ := plainly(t)
	if l.stopAt(3) != 3 || l.curveAt(3) != 3 {
		t.Errorf("of four couplings the fourth place shows layer %d and curve %d", l.stopAt(3), l.curveAt(3))
	}
	l.state.Model.Couplings = 48
	if l.stopAt(0) != 0 || l.stopAt(3) != 13 || l.stopAt(11) != l.end() || l.curveAt(3) != 12 || l.curveAt(11) != 47 {
		t.Errorf("of 48 couplings the places show layers %d %d %d and curves %d %d", l.stopAt(0), l.stopAt(3), l.stopAt(11), l.curveAt(3), l.curveAt(11))
	}
	l.state.Columns = []string{"a", "b", "c"}
	l.curveAt(2) // there are none
}
