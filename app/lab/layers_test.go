package lab

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"nicelab/app/plot"
	"nicelab/app/words"
	"nicelab/flow"
	"nicelab/flow/layer"
	"nicelab/flow/prior"
	"nicelab/wasm/protocol"
)

// looked is a lab that shows the layers of the default model.
func looked(t *testing.T) (*Lab, *recorder) {
	t.Helper()
	l, r := plainly(t)
	l.Handle(protocol.Planes{N: 2, LogP: make([]float32, 4), MinX: -1, MaxX: 1, MinY: -1, MaxY: 1,
		Latent: []float32{9, 9}})
	l.Handle(numbered(l.State.Model.Couplings))
	return l, r
}

func TestLayersAreAskedForWhileSomebodyLooks(t *testing.T) {
	l, r := plainly(t)
	on, back := protocol.ShowLayers{On: true}, protocol.ShowLayers{On: true, Backward: true}
	l.Layers.LookAtLayers(true)
	l.Layers.LookAtLayers(true)
	want(t, r, on)
	l.Layers.MoveLayer(2)
	l.Layers.LookAtLayers(false) // the plane still shows layer 2
	want(t, r)
	l.Layers.TurnLayers(true)
	want(t, r, back)
	l.Layers.MoveLayer(5)
	want(t, r, protocol.ShowLayers{})
	l.Layers.ShowGrid(true)
	want(t, r, back)
	l.Layers.ShowGrid(false)
	l.Layers.TurnLayers(false) // nobody sees it
	want(t, r, protocol.ShowLayers{})

	// A new trainer is told again.
	l.Layers.LookAtLayers(true)
	l.Handle(protocol.Fatal{})
	next := &recorder{}
	l.Line.Start = func() Engine { return next }
	l.Restart()
	l.Layers.LookAtLayers(true)
	want(t, next)
	l.Handle(protocol.Hello{})
	if sent := next.Take(); len(sent) != 3 || sent[1] != protocol.Command(on) {
		t.Errorf("the new trainer is told %v", sent)
	}
	if l.Keep.acted {
		t.Error("looking at the layers makes the run a person's")
	}
}

// The probe's point is marked where the scrubber stands, in rows of two between two layers.
func TestTheProbeFollowsTheScrubber(t *testing.T) {
	l, _ := looked(t)
	l.Probe.Point(0, 0, false)
	l.Handle(protocol.Probed{ID: 1, Z: []float32{8, 9}, Path: []float32{0, 1, 2, 3, 4, 5, 6, 7, 7, 8, 8, 9}})
	for at, place := range map[float64][]float32{0: {0, 1}, 1: {2, 3}, 1.5: {3, 4}, 5: {8, 9}} {
		l.Layers.MoveLayer(at)
		if got := l.Layers.ProbedLatent(l.Probe.Answer); !slices.Equal(got, place) {
			t.Errorf("at %v the mark is at %v, not at %v", at, got, place)
		}
	}
	l.Probe.Answer.Path = nil
	if l.Layers.MoveLayer(1.5); l.Layers.ProbedLatent(l.Probe.Answer) != nil {
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
		l.Layers.MoveLayer(c.at)
		if l.Layers.ZTitle() != c.title || l.Layers.ZSub() != c.sub || !strings.Contains(l.Layers.CellArea(), c.has) {
			t.Errorf("at %v: %q, %q, %q", c.at, l.Layers.ZTitle(), l.Layers.ZSub(), l.Layers.CellArea())
		}
		if l.Layers.AtZ() != (c.at == 5) || (l.Layers.LatentSummary() == l.Sight.zSummary()) != l.Layers.AtZ() {
			t.Errorf("at %v: z is %v, %q", c.at, l.Layers.AtZ(), l.Layers.LatentSummary())
		}
	}
	for _, at := range []float64{-1, 6} {
		l.Layers.MoveLayer(at)
		if !l.Layers.AtZ() {
			t.Errorf("the scrubber went to %v", at)
		}
	}
}

// What is said of areas is what the stages say, whatever they are called.
func TestWhatIsSaidOfAreasIsAskedOfTheStages(t *testing.T) {
	l, _ := looked(t)
	k := &l.Layers
	as := func(change func(s []flow.Stage)) {
		k.staged = k.of.ShownModel()
		k.stages = k.staged.Stages()
		change(k.stages)
	}
	for _, c := range []struct {
		what                string
		change              func(s []flow.Stage)
		note, back, at, sub string
	}{
		{"as it is", func([]flow.Stage) {}, words.Say.LayersNote, words.Say.LayersBackNote, " 2.00 ", words.Say.LayerAcross},
		{"keeps the first", func(s []flow.Stage) { s[2].Keeps = 0 }, words.Say.LayersNote, words.Say.LayersBackNote, " 2.00 ",
			words.Say.LayerUp},
		{"turns", func(s []flow.Stage) { s[2].Turn = 1 }, words.Say.LayersMore, words.Say.LayersBackNote, " 2.00 ",
			words.Say.LayerTurns},
		{"scales", func(s []flow.Stage) { s[2].Volume = layer.Constant }, words.Say.LayersMore, words.Say.LayersBackNote,
			"from 2.00 to 3.00 ", words.Say.LayerAcross},
		{"stretches", func(s []flow.Stage) { s[2].Volume = layer.Varies }, words.Say.LayersVary, words.Say.LayersVary,
			"from 2.00 to 3.00 ", words.Say.LayerStretches},
	} {
		as(c.change)
		k.MoveLayer(1.5)
		if got := k.CellArea(); !strings.Contains(got, c.at) || k.Note() != c.note || k.ZSub() != c.sub {
			t.Errorf("where a coupling %s: %q, %q, %q", c.what, got, k.Note(), k.ZSub())
		}
		k.Back = true
		if k.Note() != c.back {
			t.Errorf("where a coupling %s: on the way back %q", c.what, k.Note())
		}
		k.Back = false
	}
	for _, m := range []func(*flow.Config){
		func(m *flow.Config) { m.Mix = flow.Rotate }, func(m *flow.Config) { m.Mix = flow.Linear },
		func(m *flow.Config) { m.Whiten = true },
	} {
		l.State.Model = flow.Default()
		if m(&l.State.Model); k.Note() != words.Say.LayersMore {
			t.Errorf("of %+v it says %q", l.State.Model, k.Note())
		}
	}
}

// wide is a prior that no list of the page has.
type wide struct{ prior.Gaussian }

func (wide) Name() string                   { return "wide" }
func (wide) Reach() float64                 { return 11 }
func (wide) Ring(mass float64) [][2]float64 { return [][2]float64{{0, 1}, {7, -1}, {-7, -1}} }

// The plane of the latents, and the layer at z, are drawn as the model's prior says.
func TestTheLatentsPlaneAsksThePrior(t *testing.T) {
	was := prior.All
	defer func() { prior.All = was }()
	prior.All = append(prior.All[:len(prior.All):len(prior.All)], wide{})
	l, _ := looked(t)
	l.State.Model.Prior = "wide"
	if v := l.Sight.ZView(220, 220); v.MaxX != 11 || v.MinY != -11 {
		t.Errorf("the plane shows %+v", v)
	}
	ring := "M110.0 100.0L180.0 120.0L40.0 120.0Z" // and so for each mass
	for what, s := range map[string]plot.Scene{
		"z": l.Sight.drawZ(plot.Light, 220, 220), "the layer at z": plot.Layer(plot.Light, l.at(5)),
	} {
		drawn := slices.ContainsFunc(s.Ops, func(o plot.Op) bool { return strings.HasPrefix(o.D, ring) })
		if !drawn {
			t.Errorf("%s is drawn without the prior's ring", what)
		}
	}
	if in := l.at(4); in.Prior != nil {
		t.Error("there are rings before z")
	}
}

// at is what is drawn of a layer.
func (l *Lab) at(layer int) plot.LayerInput {
	in := l.Layers.layerInput(layer, 0)
	in.View = l.Sight.ZView(220, 220)
	return in
}

// A floor is said of, and drawn, where there is one: of models whose volume varies there is none.
func TestTheFloorIsSaidWhereThereIsOne(t *testing.T) {
	l, _ := plainly(t)
	l.State.KnownDensity, l.State.Floor = true, 1
	if !slices.Contains(l.Meaning(), words.Say.LossFloorIs) {
		t.Error("nothing says what the floor is")
	}
	if l.State.Floor = math.NaN(); len(l.Meaning()) != 1 {
		t.Errorf("of limits that are not drawn it says %q", l.Meaning())
	}
}

func TestTheScrubbersKeys(t *testing.T) {
	l, _ := looked(t)
	for _, c := range []struct {
		from float64
		key  string
		to   float64
	}{
		{5, "ArrowLeft", 4}, {4, "ArrowRight", 5}, {5, "ArrowRight", 5}, {0, "ArrowLeft", 0}, {2.4, "ArrowLeft", 2}, {2.4,
			"ArrowUp", 3}, {1, "PageDown", 0},
	} {
		l.Layers.MoveLayer(c.from)
		if !l.Layers.LayerKey(c.key) || l.Layers.At() != c.to {
			t.Errorf("%s leads from %v to %v", c.key, c.from, l.Layers.At())
		}
	}
	if l.Layers.LayerKey("Home") || l.Layers.LayerKey(" ") {
		t.Error("a key is taken that the slider, or the page, knows better")
	}
}

// The scrubber stays at z when the model gets more layers, and within a model that has fewer.
func TestTheScrubberFollowsTheModel(t *testing.T) {
	l, _ := looked(t)
	grow := presetState(protocol.Paused)
	grow.Model.Couplings = 8
	l.Handle(grow)
	if !l.Layers.AtZ() || l.Layers.At() != 9 || l.Layers.Layered() {
		t.Errorf("with 8 couplings it stands at %v; old layers are shown: %v", l.Layers.At(), l.Layers.Layered())
	}
	l.Handle(numbered(8))
	l.Layers.MoveLayer(1)
	grow.Model.Couplings = 4
	l.Handle(grow)
	l.Handle(numbered(4))
	if at := l.Layers.At(); at != 0 {
		t.Errorf("it stands at %v of 5", at)
	}
	l.Layers.DrawLatent(plot.Light, 400, 400)

	many := presetState(protocol.Paused)
	many.Columns, many.Model.Dim = []string{"a", "b", "c"}, 3
	l.Handle(many)
	if l.Layers.Layered() || !l.Layers.AtZ() || l.Layers.ZTitle() != words.Say.ZPlane {
		t.Error("layers of a model of three columns are shown")
	}
}

func TestThePlay(t *testing.T) {
	for _, c := range []struct {
		back, jump bool
		from       float64
	}{{from: 5}, {from: 2.5}, {back: true, from: 0}, {back: true, from: 3.5}, {jump: true, from: 5}, {back: true,
		jump: true, from: 5}} {
		l, _ := looked(t)
		l.Layers.TurnLayers(c.back)
		l.Layers.MoveLayer(c.from)
		l.Layers.PlayLayers()
		at, whole, still := l.Layers.At(), 0, 0
		for frames := 0; l.Layers.RunLayers(1.0/60, c.jump); frames++ {
			if step := l.Layers.At() - at; c.back && step > 0 || !c.back && step < 0 {
				t.Fatalf("%+v: from %v to %v", c, at, l.Layers.At())
			} else if step == 0 {
				still++
			}
			if at = l.Layers.At(); at == float64(int(at)) {
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
		if end := l.Layers.At(); end != 5 && !c.back || end != 0 && c.back {
			t.Errorf("%+v: it ends at %v", c, end)
		}
	}
	l, _ := looked(t)
	l.Layers.PlayLayers()
	l.Layers.RunLayers(2, false)
	at := l.Layers.At()
	l.Layers.MoveLayer(at) // the person takes over
	if l.Layers.RunLayers(1, false) || l.Layers.At() != at {
		t.Error("the play goes on under the person's hand")
	}
}

// What is drawn is the layer where the scrubber stands, and z as ever at the end.
func TestThePlaneShowsTheScrubbersLayer(t *testing.T) {
	l, _ := looked(t)
	scene := func() string { return fmt.Sprintf("%+v", l.Layers.DrawLatent(plot.Light, 400, 400)) }
	z := scene()
	if z != fmt.Sprintf("%+v", l.Sight.drawZ(plot.Light, 400, 400)) {
		t.Error("at z it is not the plane of the latents")
	}
	seen := map[string]bool{z: true}
	for _, at := range []float64{0, 0.5, 1, 4.5} {
		before := l.Layers.LatentRev()
		l.Layers.MoveLayer(at)
		s := scene()
		if seen[s] || l.Layers.LatentRev() == before {
			t.Errorf("nothing new is drawn at %v", at)
		}
		seen[s] = true
	}
	l.Layers.MoveLayer(5)
	if scene() != z {
		t.Error("back at z it is another picture")
	}
	l.Layers.ShowGrid(true)
	if s := scene(); seen[s] || !strings.Contains(s, "99%") {
		t.Error("the grid at z is not there, or the rings are gone")
	}
	if in := l.Layers.layerInput(1, 0.5); in.Data[0] != 1.5 || in.Lattice.Points[3] != 1.5 {
		t.Errorf("half-way from layer 1 to 2 the row is at %v", in.Data)
	}
}

// With many couplings a few layers and curves have pictures, and each picture is of the one that stands there now.
func TestPicturesOfManyLayers(t *testing.T) {
	l, _ := plainly(t)
	if l.Layers.StopAt(3) != 3 || l.Net.CurveAt(3) != 3 {
		t.Errorf("of four couplings the fourth place shows layer %d and curve %d", l.Layers.StopAt(3), l.Net.CurveAt(3))
	}
	l.State.Model.Couplings = 48
	if l.Layers.StopAt(0) != 0 || l.Layers.StopAt(3) != 13 || l.Layers.StopAt(11) != l.Layers.End() ||
		l.Net.CurveAt(3) != 12 || l.Net.CurveAt(11) != 47 {
		t.Errorf("of 48 couplings the places show layers %d %d %d and curves %d %d", l.Layers.StopAt(0),
			l.Layers.StopAt(3), l.Layers.StopAt(11),
			l.Net.CurveAt(3), l.Net.CurveAt(11))
	}
	l.State.Columns = []string{"a", "b", "c"}
	l.Net.CurveAt(2) // there are none
}

// Around latents that have several modes together no ring of another prior is drawn.
func TestRingsAreOfThePriorAlone(t *testing.T) {
	l, _ := looked(t)
	rings := func() bool {
		return slices.ContainsFunc(l.Sight.drawZ(plot.Light, 220, 220).Ops, func(o plot.Op) bool { return o.Text == "50%" })
	}
	if !rings() || l.Layers.ZSub() != words.Say.ZSub {
		t.Error("there are no rings of a prior whose coordinates are independent")
	}
	l.State.Model.Dim, l.State.Model.Clusters = 3, 5
	if rings() || l.Layers.ZSub() != words.Say.ZBare {
		t.Error("rings of one hill stand around clusters, or are said to")
	}
}
