package lab

import (
	"slices"
	"strings"
	"testing"

	"nicelab/app/link"
	"nicelab/app/plot"
	"nicelab/flow"
	"nicelab/wasm/protocol"
)

// aside is all that a part of the lab may be handed, without a lab.
type aside struct {
	recorder
	unready, empty, trains bool
	points                 []float32
	picks, last            int
	said                   string
	opened                 []string
}

func (a *aside) Ready() bool             { return !a.unready }
func (a *aside) send(c protocol.Command) { a.Send(c) }
func (a *aside) pass(c protocol.Command) { a.Send(c) }
func (a *aside) number() int             { a.last++; return a.last }
func (a *aside) probable() bool          { return !a.empty }
func (a *aside) ShownModel() flow.Config { return link.DefaultRun().Model }
func (a *aside) Sliced() bool            { return false }
func (a *aside) training() bool          { return a.trains }
func (a *aside) Columns() int            { return 2 }
func (a *aside) Pickable() bool          { return len(a.points) > 0 }
func (a *aside) rows(bool) []float32     { return a.points }
func (a *aside) Watch()                  { a.picks++ }
func (a *aside) Unpoint()                {}
func (a *aside) Accept()                 {}
func (a *aside) Empty() bool             { return a.empty }
func (a *aside) write() int              { return a.number() }
func (a *aside) Tell(text string)        { a.said = text }

func (a *aside) opener() func(string, Contents) {
	if a.unready {
		return nil
	}
	return func(name string, _ Contents) { a.opened = append(a.opened, name) }
}

// A probe has one question in flight, and asks for the latest place next.
func TestProbeAlone(t *testing.T) {
	a := &aside{}
	p := Probe{to: a}
	p.Point(1, 2, false)
	p.Point(3, 4, false)
	p.Point(5, 6, false)
	want(t, &a.recorder, protocol.Probe{ID: 1, X: 1, Y: 2})
	p.probed(protocol.Probed{ID: 1, X: 1, Y: 2})
	want(t, &a.recorder, protocol.Probe{ID: 2, X: 5, Y: 6})
	p.failed(2)
	p.Unpoint()
	p.again()
	want(t, &a.recorder)
	a.empty = true
	p.Point(0, 0, false)
	want(t, &a.recorder)
}

// The timeline asks for a step of those that are recorded, and takes no answer to an older question.
func TestTimeAlone(t *testing.T) {
	a := &aside{}
	k := Time{to: a}
	if k.mayLook() {
		t.Error("there is nothing to look at")
	}
	k.took(protocol.Times{Steps: []int{0, 10, 20}, At: 2})
	k.look(-5)
	want(t, &a.recorder, protocol.Look{ID: 1, Step: 0})
	if k.took(protocol.Times{Steps: []int{0, 10, 20, 30}, At: 3}); k.last() != 20 {
		t.Error("an answer to nothing is taken")
	}
	if step, back := k.LookedAt(); step != 0 || !back {
		t.Errorf("it looks at %d, back %v", step, back)
	}
	k.look(9)
	want(t, &a.recorder, protocol.Look{ID: 2, Step: 20, Now: true})
}

// Thumbnails are asked for once for each draw, and not of a trainer that is not there.
func TestThumbsAlone(t *testing.T) {
	a := &aside{unready: true}
	k := Thumbs{to: a}
	k.begin([]protocol.Preset{{Name: "moons"}})
	r := link.DefaultRun()
	r.N = 300
	k.show(r)
	want(t, &a.recorder)
	a.unready = false
	k.show(r)
	k.show(r)
	want(t, &a.recorder, protocol.Preview{N: 300, Noise: r.Noise, Seed: int(r.Model.Seed)})
}

// The layers and the network are asked for while somebody sees them, and asked anew of a new trainer.
func TestWhatIsSeenAlone(t *testing.T) {
	a := &aside{}
	k := Layers{of: a}
	k.LookAtLayers(true)
	k.LookAtLayers(true)
	want(t, &a.recorder, protocol.ShowLayers{On: true})
	k.askLayersAnew()
	want(t, &a.recorder, protocol.ShowLayers{On: true})
	if k.MoveLayer(1); k.AtZ() || k.At() != 1 {
		t.Errorf("the scrubber stands at %g", k.At())
	}
	n := Net{of: a, Seen: true, Near: true}
	a.Take()
	n.Watch()
	n.Watch()
	want(t, &a.recorder, protocol.ShowNetwork{Open: true, Live: true})
	n.watchAnew()
	want(t, &a.recorder, protocol.ShowNetwork{Open: true, Live: true})
	n.explain(&protocol.Explained{Step: 4})
	if n.outdate(protocol.Progress{Phase: protocol.Training, Step: 9}, true); n.Step == nil {
		t.Error("at the slow speed the step goes before the next has come")
	}
	if n.outdate(protocol.Progress{Phase: protocol.Training, Step: 9}, false); n.Step != nil {
		t.Error("an old step stays")
	}
}

// A line selects what it encircles, and says that it did.
func TestPickingAlone(t *testing.T) {
	a := &aside{points: []float32{0, 0, 5, 5}}
	k := Picking{to: a}
	if k.Lasso(false, -1, -1) {
		t.Error("it encircles before it is switched on")
	}
	k.SetPicking(true)
	k.Lasso(false, -1, -1)
	k.LassoTo(1, -1)
	k.LassoTo(0, 2)
	k.LassoEnd(false)
	if !slices.Equal(k.Rows, []int{0}) || a.picks != 1 || !strings.Contains(k.SelectedText(), "1 of 2") {
		t.Errorf("%v, told %d times, %q", k.Rows, a.picks, k.SelectedText())
	}
	k.toggleNear(false, plot.View{MaxX: 10, MaxY: 10}, 5, 5)
	if !slices.Equal(k.Rows, []int{0, 1}) {
		t.Errorf("with its neighbour selected are %v", k.Rows)
	}
}

// A run is kept at once where nothing else is on offer, else once the person has done something.
func TestKeepAlone(t *testing.T) {
	a := &aside{}
	k := newKeep()
	k.to = a
	k.took(protocol.Kept{Place: 1, Steps: -1, Runs: []protocol.KeptRun{{Place: 2}}})
	want(t, &a.recorder)
	if k.Offered() != 1 {
		t.Errorf("it offers %d runs", k.Offered())
	}
	k.mark(protocol.Play{}, flow.Config{})
	k.keepOn()
	k.keepOn()
	want(t, &a.recorder, protocol.Keep{On: true})
	k.took(protocol.Kept{On: true, Place: 1, Steps: 7})
	if !k.holds(7) || k.holds(8) {
		t.Error("it does not know what is kept")
	}
	if k.mark(protocol.Reset{}, flow.Config{}); k.holds(7) {
		t.Error("a run that begins anew is what was kept")
	}
	if k.restarted(protocol.Show{}); k.Back != 0 {
		t.Error("a new trainer goes on with what is of another run")
	}
}

// A hub is told once what to publish, and forgets its token with its address.
func TestHubAlone(t *testing.T) {
	a := &aside{}
	var asked []Request
	var answer func(Response)
	h := Hub{to: a, Beside: "/base"}
	h.fetch = func(r Request, take func(Response)) { asked, answer = append(asked, r), take }
	h.ListHub(false)
	answer(Response{Status: 200, Body: []byte(`{"checkpoints": [{"name": "a.safetensors", "size": 2}]}`)})
	h.OpenPublished(0)
	if answer(Response{Status: 200, Body: []byte("xy")}); !slices.Equal(a.opened, []string{"a.safetensors"}) {
		t.Errorf("it opens %v; it says %q", a.opened, h.Note)
	}
	h.Name, h.Token = "mine", "secret"
	h.Publish()
	h.Publish()
	if a.last != 1 || !h.upload(protocol.File{ID: 1, Bytes: []byte("z")}) {
		t.Errorf("asked %d times to write", a.last)
	}
	if last := asked[len(asked)-1]; last.Method != "PUT" || last.Token != "secret" {
		t.Errorf("it sends %+v", last)
	}
	if h.SetHub("example.com"); h.Token != "" || h.fetch == nil {
		t.Error("another hub gets the token, or none is asked")
	}
}

// A trainer that owes a word is asked once, and silent after as many looks as there is patience; one word ends it.
func TestAliveAlone(t *testing.T) {
	var a Alive
	if ask, _ := a.look(2); !ask {
		t.Error("it is not asked")
	}
	a.look(2)
	if _, fell := a.look(2); !fell || !a.Silent {
		t.Error("it is not taken for silent")
	}
	if _, fell := a.look(2); fell {
		t.Error("it falls silent twice")
	}
}

// What was chosen later is wanted, and nothing before it; what is on its way is known by its kind.
func TestSourceAlone(t *testing.T) {
	s := Source{bare: func() bool { return false }, Trials: map[int]protocol.Command{
		1: protocol.OpenTable{ID: 1, Name: protocol.DrawingName}, 2: protocol.Open{ID: 2},
	}}
	first := s.chosen()
	second := s.chosen()
	if first() || !second() || !s.learning() || !s.opening() || !s.OnPreset() {
		t.Errorf("%v, %v, %v, %v", first(), second(), s.learning(), s.opening())
	}
	s.Data = []protocol.Command{protocol.OpenTable{ID: 7}, protocol.Open{ID: 8}}
	s.builtin.id, s.builtin.name = 7, "iris"
	if s.dropCheckpoint(); s.checkpointed() || s.linkTable() != "iris" {
		t.Errorf("the data is %v", s.Data)
	}
	if s.columns(protocol.UseColumns{}); s.linkTable() != "" || s.OnBuiltin() != "iris" {
		t.Error("other columns are named by the link of all")
	}
}
