package app

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/words"
	"nicelab/flow"
	"nicelab/flow/recipe"
	"nicelab/wasm/protocol"
)

// recorder is an Engine that remembers what it was sent.
type recorder struct {
	sent   []protocol.Command // without their wishes
	wishes []protocol.Command // those that have one, as they were sent
	closed bool
}

func (r *recorder) Send(c protocol.Command) {
	switch c.(type) {
	case protocol.UsePreset, protocol.OpenTable, protocol.UseColumns:
		r.wishes = append(r.wishes, c)
		c = protocol.WithWish(c, protocol.Wish{})
	}
	r.sent = append(r.sent, c)
}

func (r *recorder) Close() { r.closed = true }

// take returns what was sent since the last call.
func (r *recorder) take() []protocol.Command {
	sent := r.sent
	r.sent = nil
	return sent
}

// started is a lab whose trainer said hello and has the default preset.
func started(t *testing.T) (*lab, *recorder) {
	t.Helper()
	l, r := newLab(), &recorder{}
	l.eng = r
	l.handle(protocol.Hello{Presets: []protocol.Preset{{Name: "crescent", Noisy: true}}})
	l.handle(presetState(protocol.Training))
	r.take()
	return l, r
}

// plainly is started with four couplings and nothing between them.
func plainly(t *testing.T) (*lab, *recorder) {
	t.Helper()
	l, r := started(t)
	l.base = protocol.Setup(recipe.Plain())
	l.run.Model, l.run.Train, l.own = l.base.Model, l.base.Train, l.run
	st := presetState(protocol.Training)
	st.Model, st.Train = l.base.Model, l.base.Train
	l.handle(st)
	r.take()
	return l, r
}

func presetState(phase protocol.Phase) protocol.State {
	return protocol.State{
		Phase: phase, Source: "preset", Name: "crescent", Columns: []string{"x1", "x2"}, Rows: 2000,
		Show: firstShow, Model: defaultRun().Model, Train: defaultRun().Train, KnownDensity: true, Entropy: 1.4, Floor: 1.5,
	}
}

func want(t *testing.T, r *recorder, cmds ...protocol.Command) {
	t.Helper()
	if diff := cmp.Diff(cmds, r.take()); diff != "" {
		t.Errorf("commands (-want +got):\n%s", diff)
	}
}

// Until the trainer of a run that was watched says more, its figures stand, and its curve is not painted over.
func TestFiguresOfAWatchedRunStand(t *testing.T) {
	l := newLab()
	l.watched(120, 60, 1.5, 0.25)
	p := &page{lab: l}
	if html := ui.HTMLString(p.stats()); !strings.Contains(html, "120") || !strings.Contains(html, "1.500") || !strings.Contains(html, "0.250") {
		t.Errorf("the figures are %s", html)
	}
	if text := p.phaseText(); text != fmt.Sprintf(words.Say.Status[protocol.Training], words.PresetName("crescent")) {
		t.Errorf("it says %q", text)
	}
	if l.lossRev() != 0 {
		t.Errorf("the curve is drawn at revision %d", l.lossRev())
	}
	l.handle(protocol.Hello{Begun: true})
	l.handle(presetState(protocol.Training))
	l.handle(protocol.History{Steps: []float64{1}})
	if l.watching() || l.lossRev() == 0 {
		t.Error("what the trainer says is not drawn")
	}
}

func TestHelloStartsTheRun(t *testing.T) {
	for _, auto := range []bool{true, false} {
		l, r := newLab(), &recorder{}
		l.eng, l.going = r, auto
		if got := l.status(); got != "loading" {
			t.Errorf("before hello the state is %q", got)
		}
		l.handle(protocol.Hello{})
		run := defaultRun()
		want(t, r,
			protocol.Configure{Model: run.Model, Train: run.Train},
			protocol.UsePreset{Name: "crescent", N: 2000, Noise: 0.05, Seed: 7, Play: auto})
		if got := l.status(); got != "ready" {
			t.Errorf("after hello the state is %q", got)
		}
	}
}

// A trainer that has begun the run that the page would begin goes on with it; another run it is given.
func TestHelloOfATrainerThatHasBegun(t *testing.T) {
	l, r := newLab(), &recorder{}
	l.eng = r
	l.handle(protocol.Hello{Begun: true})
	want(t, r)
	l.handle(presetState(protocol.Training))
	if l.status() != "training" || !l.onPreset() || len(l.data) != 1 {
		t.Errorf("it is %s on %v", l.status(), l.data)
	}
	hidden, r := newLab(), &recorder{} // since it began
	hidden.eng, hidden.going, hidden.unseen = r, false, true
	hidden.handle(protocol.Hello{Begun: true})
	hidden.seen()
	want(t, r)
	if !hidden.going {
		t.Error("in a hidden tab the run is not gone on with")
	}
	for name, change := range map[string]func(*lab){
		"another model": func(l *lab) { l.run.Model.Couplings = 6 },
		"no training":   func(l *lab) { l.going = false },
		"a table":       func(l *lab) { l.data = []protocol.Command{protocol.OpenTable{Name: "a.csv", Bytes: []byte("a,b\n")}} },
	} {
		l, r := newLab(), &recorder{}
		l.eng = r
		change(l)
		l.handle(protocol.Hello{Begun: true})
		if len(r.take()) != 2 {
			t.Errorf("%s: the trainer's own run goes on", name)
		}
	}
}

func TestChangesSendWhatTheyTake(t *testing.T) {
	draw := func(f func(*protocol.UsePreset)) protocol.UsePreset {
		c := protocol.UsePreset{Name: "crescent", N: 2000, Noise: 0.05, Seed: 7, Play: true}
		f(&c)
		return c
	}
	conf := func(f func(*protocol.Configure)) protocol.Configure {
		c := protocol.Configure{Model: defaultRun().Model, Train: defaultRun().Train}
		f(&c)
		return c
	}
	tests := []struct {
		name string
		do   func(*lab)
		want []protocol.Command
	}{
		{"rate", func(l *lab) { l.setRate("0.01") }, []protocol.Command{conf(func(c *protocol.Configure) { c.Train.LearningRate = 0.01 })}},
		{"couplings", func(l *lab) { l.setCouplings("6") }, []protocol.Command{conf(func(c *protocol.Configure) { c.Model.Couplings = 6 })}},
		{"layers", func(l *lab) { l.setLayers("3") }, []protocol.Command{conf(func(c *protocol.Configure) { c.Model.Hidden = []int{16, 16, 16} })}},
		{"width", func(l *lab) { l.setWidth("32") }, []protocol.Command{conf(func(c *protocol.Configure) { c.Model.Hidden = []int{32, 32} })}},
		{"widths", func(l *lab) { l.setWidth("64, 16") }, []protocol.Command{conf(func(c *protocol.Configure) { c.Model.Hidden = []int{64, 16} })}},
		{"mix", func(l *lab) { l.setMix("linear") }, []protocol.Command{conf(func(c *protocol.Configure) { c.Model.Mix = flow.Linear })}},
		{"whiten", func(l *lab) { l.setWhiten(true) }, []protocol.Command{conf(func(c *protocol.Configure) { c.Model.Whiten = true })}},
		{"stop", func(l *lab) { l.setStop("500") }, []protocol.Command{conf(func(c *protocol.Configure) { c.Train.MaxSteps = 500 })}},
		{"adam", func(l *lab) { l.setAdam("paper") }, []protocol.Command{conf(func(c *protocol.Configure) { c.Train.PaperAdam = true })}},
		{"points", func(l *lab) { l.setPoints("3,000") }, []protocol.Command{draw(func(c *protocol.UsePreset) { c.N = 3000 }), protocol.Preview{N: 3000, Noise: 0.05, Seed: 7}}},
		{"noise", func(l *lab) { l.setNoise("0,1") }, []protocol.Command{draw(func(c *protocol.UsePreset) { c.Noise = 0.1 }), protocol.Preview{N: 2000, Noise: 0.1, Seed: 7}}},
		{"preset", func(l *lab) { l.choosePreset("moons") }, []protocol.Command{draw(func(c *protocol.UsePreset) { c.Name = "moons" })}},
		{"seed", func(l *lab) { l.setSeed("8") }, []protocol.Command{
			draw(func(c *protocol.UsePreset) { c.Seed = 8 }), protocol.Preview{N: 2000, Noise: 0.05, Seed: 8},
		}},
		{"nothing", func(l *lab) { l.setSeed("7") }, nil},
		{"link", func(l *lab) { l.follow("#data=rings&batch=64") }, []protocol.Command{
			draw(func(c *protocol.UsePreset) { c.Name = "rings" }),
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l, r := started(t)
			var linked string
			l.effect.link = func(s string) { linked = s }
			l.going = true
			tt.do(l)
			want(t, r, tt.want...)
			if back, _ := Parse(linked); linked != "" && !back.Run.equal(l.run) {
				t.Errorf("the link %s does not lead back to the run", linked)
			}
		})
	}
}

// What a field does not take stays in it and is not acted on; the sentence below it says what fits and what still holds.
func TestFieldsRefuseWhatIsOutOfRange(t *testing.T) {
	tests := []struct {
		name, id string
		set      func(*lab, string) string
		typed    string
		mention  string
	}{
		{"few points", "points", (*lab).setPoints, "3", "200"},
		{"many points", "points", (*lab).setPoints, "1e9", "10000"},
		{"part of a point", "points", (*lab).setPoints, "300.5", "whole"},
		{"noise", "noise", (*lab).setNoise, "7", "0.5"},
		{"width", "width", (*lab).setWidth, "5000", "1024"},
		{"six layers", "width", (*lab).setWidth, "8,8,8,8,8,8", "widths"},
		{"seed", "seed", (*lab).setSeed, "-1", "0"},
		{"no number", "points", (*lab).setPoints, "many", "not a number"},
		{"NaN", "noise", (*lab).setNoise, "NaN", "not a number"},
		{"samples", "sample-count", (*lab).setSampleCount, "0", "1000000"},
		{"temperature", "temperature", (*lab).setTemperature, "9", "5"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l, r := started(t)
			run, samples := l.run, l.samples
			if got := tt.set(l, tt.typed); got != tt.typed {
				t.Errorf("the field shows %q", got)
			}
			if why := l.refused[tt.id].why; !strings.Contains(why, tt.mention) || l.refused[tt.id].typed != tt.typed {
				t.Errorf("it says %q", why)
			}
			if html := ui.HTMLString(textField(l, tt.id, words.Say.Points, "", false, nil)); !strings.Contains(html, "aria-invalid") || !strings.Contains(html, tt.typed) {
				t.Errorf("the field is %s", html)
			}
			if !l.run.equal(run) || l.samples != samples {
				t.Error("it was acted on")
			}
			want(t, r)
		})
	}
	l, r := started(t)
	l.setSampleCount("0")
	l.sample()
	want(t, r)
	if !l.notice.error {
		t.Error("a file of samples is awaited for nothing")
	}
	l.setSampleCount("10")
	l.sample()
	if sent := r.take(); len(sent) != 1 || sent[0].(protocol.Sample).N != 10 {
		t.Errorf("corrected, it sends %v", sent)
	}
	l.setPoints("3")
	l.choosePreset("moons")
	if len(l.refused) > 0 {
		t.Error("a new draw leaves the field as it was")
	}
}

func TestKeys(t *testing.T) {
	tests := []struct {
		key, tag, kind string
		want           protocol.Command
	}{
		{" ", "BODY", "", protocol.Pause{}},
		{" ", "CANVAS", "", protocol.Pause{}},
		{" ", "BUTTON", "", nil},
		{"s", "BUTTON", "", protocol.Step{}},
		{"S", "BODY", "", protocol.Step{}},
		{"r", "INPUT", "checkbox", protocol.Reset{}},
		{"r", "INPUT", "text", nil},
		{"s", "SELECT", "", nil},
		{"x", "BODY", "", nil},
	}
	for _, tt := range tests {
		l, r := started(t)
		taken := l.key(tt.key, tt.tag, tt.kind)
		if taken != (tt.want != nil) {
			t.Errorf("key %q on %s: taken is %v", tt.key, tt.tag, taken)
		}
		if tt.want == nil {
			want(t, r)
		} else {
			want(t, r, tt.want)
		}
	}
}

func TestSpaceTogglesAndStopsDataFromTrainingAtOnce(t *testing.T) {
	l, r := started(t)
	l.playPause()
	l.handle(protocol.Progress{Phase: protocol.Paused})
	l.choosePreset("moons")
	l.playPause()
	want(t, r, protocol.Pause{}, protocol.UsePreset{Name: "moons", N: 2000, Noise: 0.05, Seed: 7}, protocol.Play{})
}

func TestLearnedIsSaidOnce(t *testing.T) {
	l, _ := started(t)
	l.handle(protocol.Progress{Phase: protocol.Over, Step: 900})
	if l.notice.text != words.Say.Learned || l.notice.error {
		t.Errorf("the notice is %q", l.notice.text)
	}
	l.tell("")
	l.handle(protocol.Progress{Phase: protocol.Over, Step: 900})
	if l.notice.text != "" {
		t.Errorf("it was said again: %q", l.notice.text)
	}
}

func TestFatalThenNewTrainer(t *testing.T) {
	l, old := started(t)
	l.setCouplings("5")
	l.openFile("iris.csv", []byte("a,b\n1,2\n"))
	l.handle(protocol.Table{Name: "iris.csv", Rows: 1, Columns: []protocol.Column{
		{Name: "a", Usable: true, Used: true}, {Name: "b", Usable: true, Used: true}, {Name: "c", Usable: true, Used: true}, {Name: "d"},
	}})
	show := protocol.Show{ColumnX: 2, ColumnY: 1}
	l.handle(protocol.State{ID: l.lastID, Phase: protocol.Training, Source: "table", Name: "iris.csv", Columns: []string{"a", "b", "c"}, Show: show, Model: l.run.Model, Train: l.run.Train})
	l.toggleColumn(3) // not usable
	l.toggleColumn(2)
	old.take()
	l.handle(protocol.Fatal{Text: "index out of range"})
	if !old.closed || l.status() != "error" || l.key(" ", "BODY", "") {
		t.Fatalf("after the crash: closed %v, state %s", old.closed, l.status())
	}
	want(t, old)

	next := &recorder{}
	l.start = func() Engine { return next }
	l.restart()
	if l.status() != "loading" || l.fatal != nil {
		t.Fatalf("the new trainer's state is %s", l.status())
	}
	l.handle(protocol.Hello{})
	want(t, next, l.configure(),
		protocol.OpenTable{ID: 1, Name: "iris.csv", Bytes: []byte("a,b\n1,2\n"), Play: true},
		protocol.UseColumns{Columns: []int{0, 1}, Play: true}, show)
	if l.run.Model.Couplings != 5 {
		t.Errorf("the settings are lost: %+v", l.run.Model)
	}
}

func TestAFileThatFailsChangesNothing(t *testing.T) {
	l, r := started(t)
	data := l.data
	for _, name := range []string{"bad.csv", "bad.safetensors"} {
		l.openFile(name, []byte{0})
		l.handle(protocol.Notice{ID: l.lastID, Error: true, Text: "no"})
		if diff := cmp.Diff(data, l.data); diff != "" || l.notice.text != "no" || len(l.pending) != 0 {
			t.Errorf("%s: %s %v %v", name, diff, l.notice, l.pending)
		}
	}
	r.take()
}

func TestCheckpointBringsItsModel(t *testing.T) {
	l, r := started(t)
	l.openFile("a.safetensors", []byte{1})
	m := flow.Config{Dim: 3, Couplings: 7, Hidden: []int{32}, Activation: flow.Tanh, Prior: flow.Logistic, Seed: 3}
	l.handle(protocol.State{ID: l.lastID, Show: protocol.Show{ColumnY: 1}, Phase: protocol.Paused, Source: "checkpoint", Name: "a.safetensors", Columns: []string{"a", "b", "c"}, Model: m, Train: defaultRun().Train})
	m.Dim = 2
	if diff := cmp.Diff(m, l.run.Model); diff != "" {
		t.Error(diff)
	}
	if len(l.pending) != 0 || l.shown != (protocol.Show{ColumnY: 1}) {
		t.Errorf("pending %v, shown %v", l.pending, l.shown)
	}
	r.take()
	l.choosePreset("crescent") // the preset of before is a change of data now
	// with the model that the person has chosen, which is not that of the file
	if c := r.wishes[len(r.wishes)-1].(protocol.UsePreset).Wish; !cmp.Equal(c, protocol.Wish{Setup: defaultRun().setup(), Defaults: defaultRun().setup()}) {
		t.Errorf("it wishes for %+v", c)
	}
	want(t, r, protocol.UsePreset{Name: "crescent", N: 2000, Noise: 0.05, Seed: 7, Play: true},
		protocol.Preview{N: 2000, Noise: 0.05, Seed: 7})
}

// What a file brought goes with it: new data begins with what the person chose, by hand or by link, and else with what
// fits it.
func TestNewDataBeginsWithWhatWasChosen(t *testing.T) {
	brought := flow.Config{Dim: 2, Couplings: 8, Hidden: []int{128, 128}, Activation: flow.ReLU, Prior: flow.Logistic, Seed: 7}
	settings := defaultRun().Train
	settings.LearningRate = 0.0002
	state := protocol.State{
		Phase: protocol.Paused, Source: "preset", Name: "moons", Noise: 0.1, Columns: []string{"x1", "x2"}, Rows: 10000, Model: brought, Train: settings,
		Default: protocol.Setup(recipe.Preset("moons")), Show: firstShow,
	}
	chosen := func(r recipe.Recipe) protocol.Setup {
		r.Model.Couplings, r.Train.Batch = 6, 64
		return protocol.Setup(r)
	}
	l, r := started(t)
	l.setCouplings("6")
	l.setBatch("64")
	l.setPoints("3000")
	l.openGallery("moons", []byte{1}, nil)
	state.ID = l.lastID
	l.handle(state)
	if l.run.N != 10000 || l.run.Model.Prior != flow.Logistic {
		t.Fatalf("the gallery's run is shown as %+v", l.run)
	}
	r.take()
	l.choosePreset("rings")
	want(t, r, protocol.UsePreset{Name: "rings", N: 3000, Noise: 0.05, Seed: 7, Play: true}, protocol.Preview{N: 3000, Noise: 0.05, Seed: 7})
	if rings := chosen(recipe.Preset("rings")); !cmp.Equal(l.run.setup(), rings) {
		t.Errorf("rings begin with %+v", l.run)
	}

	l.openFile("a.csv", nil)
	table := recipe.Table(100, 3)
	asked := r.wishes[len(r.wishes)-1].(protocol.OpenTable).Wish
	if got := table.With(asked); !cmp.Equal(protocol.Setup(got), chosen(table)) {
		t.Errorf("a table would begin with %+v", got)
	}
	got := table.With(asked)
	l.handle(protocol.State{
		ID: l.lastID, Phase: protocol.Training, Source: "table", Name: "a.csv", Rows: 100, Columns: []string{"a", "b", "c"},
		Model: got.Model, Train: got.Train, Default: protocol.Setup(table),
	})
	if !cmp.Equal(l.run.setup(), chosen(table)) || !l.differs() || !strings.Contains(mine(words.Say.Couplings, l.run.Model.Couplings, l.base.Model.Couplings).Tip, "8") {
		t.Errorf("the table's run is shown as %+v", l.run)
	}
	l.useDefaults()
	if l.differs() || !cmp.Equal(l.run.setup(), protocol.Setup(table)) {
		t.Errorf("its defaults are shown as %+v", l.run)
	}
	r.take()
	l.choosePreset("moons")
	if moons := protocol.Setup(recipe.Preset("moons")); !cmp.Equal(l.run.setup(), moons) {
		t.Errorf("after the defaults were taken moons begin with %+v", l.run)
	}
}

// The address names no data set that is not the one in hand.
func TestALinkOfAFileNamesNoPreset(t *testing.T) {
	l, _ := started(t)
	linked := ""
	l.effect.link = func(s string) { linked = s }
	l.openGallery("digits", []byte{1}, []byte{2})
	digits := flow.Config{Dim: 64, Couplings: 4, Hidden: []int{128, 128}, Activation: flow.ReLU, Prior: flow.Logistic, Seed: 7}
	l.handle(protocol.State{ID: l.lastID - 1, Phase: protocol.Paused, Source: "table", Name: "digits.npz", Columns: make([]string, 64), Rows: 1797, Model: defaultRun().Model, Train: l.run.Train})
	l.handle(protocol.State{ID: l.lastID, Phase: protocol.Paused, Source: "table", Name: "digits.npz", Columns: make([]string, 64), Rows: 1797, Model: digits, Train: l.run.Train})
	if strings.Contains(linked, "data=") || strings.Contains(linked, "noise=") || !strings.Contains(linked, "prior=logistic") {
		t.Errorf("the address is %q", linked)
	}
	l.choosePreset("moons")
	if !strings.HasPrefix(linked, "data=moons&") || strings.Contains(linked, "prior=") {
		t.Errorf("back on a preset it is %q", linked)
	}
	digits.Hidden = slices.Repeat([]int{64}, 7) // more than a link can hold
	l.openCheckpoint("deep.safetensors", nil)
	l.handle(protocol.State{ID: l.lastID, Phase: protocol.Paused, Source: "checkpoint", Name: "deep.safetensors", Columns: []string{"a", "b"}, Model: digits, Train: l.run.Train})
	if strings.Contains(linked, "data=") || strings.Contains(linked, "hidden=64,64,64") {
		t.Errorf("a model beyond any link gives %q", linked)
	}
}

func TestProbeAsksOneAtATime(t *testing.T) {
	l, r := started(t)
	l.handle(protocol.Planes{N: 2, LogP: make([]float32, 4), MinX: -1, MaxX: 1, MinY: -1, MaxY: 1})
	l.point(0.1, 0.2, false)
	l.point(0.3, 0.4, false)
	l.point(0.5, 0.6, false)
	want(t, r, protocol.Probe{ID: 1, X: 0.1, Y: 0.2})
	l.handle(protocol.Probed{ID: 1, X: 0.1, Y: 0.2, LogP: -1})
	want(t, r, protocol.Probe{ID: 2, X: 0.5, Y: 0.6})
	l.handle(protocol.Probed{ID: 2, X: 0.5, Y: 0.6, LogP: -2})
	want(t, r)
	if a := l.probe.answer; a == nil || a.LogP != -2 {
		t.Errorf("the answer is %+v", a)
	}
	for range 100 {
		l.arrow("ArrowRight", true)
	}
	if l.probe.x != 1 || l.probe.y != 0.6 {
		t.Errorf("the keys leave the plane: %g %g", l.probe.x, l.probe.y)
	}
	l.arrow("Escape", false)
	if l.probe.on || l.probe.answer != nil {
		t.Error("Escape does not take the probe away")
	}
}

func TestPairOfColumnsNeverCoincides(t *testing.T) {
	l, r := started(t)
	l.net.step = &protocol.Explained{}
	l.showPair(1, 1)
	want(t, r, protocol.Show{ColumnX: 1, ColumnY: 0, Temperature: 1})
	if l.net.step != nil {
		t.Error("a batch of the pair before is still explained")
	}
}

// Until the picture of another pair is there, no log p is asked for in this one, and its axes keep their names.
func TestAnotherPairWaitsForItsPicture(t *testing.T) {
	l, r := started(t)
	st := presetState(protocol.Paused)
	st.Source, st.Name, st.Columns = "table", "iris.csv", []string{"a", "b", "c"}
	planes := protocol.Planes{N: 2, LogP: make([]float32, 4), MinX: -1, MaxX: 1, MinY: -1, MaxY: 1}
	l.handle(st)
	l.handle(planes)
	r.take()
	l.showPair(2, 1)
	l.point(0, 0, false)
	if x, y := l.columnNames(); x != "a" || y != "b" {
		t.Errorf("the picture before is named %s, %s", x, y)
	}
	st.Show.ColumnX = 2
	l.handle(st)
	want(t, r, protocol.Show{ColumnX: 2, ColumnY: 1, Temperature: 1})
	l.handle(planes)
	if sent := r.take(); len(sent) != 1 {
		t.Errorf("with the picture there it sends %v", sent)
	}
	if x, _ := l.columnNames(); x != "c" {
		t.Errorf("the picture is named %s", x)
	}
}

func TestColumnsKeepTwo(t *testing.T) {
	l, r := started(t)
	l.table = &protocol.Table{Columns: []protocol.Column{{Name: "a", Usable: true, Used: true}, {Name: "b", Usable: true, Used: true}}}
	l.toggleColumn(0)
	want(t, r)
	if !l.notice.error || !l.table.Columns[0].Used {
		t.Errorf("notice %q, columns %v", l.notice.text, l.table.Columns)
	}
}

func TestAnswersEndTheWaiting(t *testing.T) {
	l, r := started(t)
	var got protocol.File
	l.effect.download = func(f protocol.File) { got = f }
	l.sample()
	l.score("a.csv", nil)
	l.save()
	sent := r.take()
	l.handle(protocol.File{ID: sent[0].(protocol.Sample).ID, Name: "samples.csv"})
	l.handle(protocol.Notice{ID: sent[1].(protocol.Score).ID, Error: true, Text: "no column b"})
	if len(l.pending) != 1 || got.Name != "samples.csv" || l.notice.text != "no column b" {
		t.Errorf("pending %v, file %v, notice %v", l.pending, got.Name, l.notice)
	}
	if s := sent[0].(protocol.Sample); s.N != 1000 || s.Temperature != 1 {
		t.Errorf("sample %+v", s)
	}
}

func TestNothingIsSentBeforeThereIsAModel(t *testing.T) {
	l, r := newLab(), &recorder{}
	l.eng = r
	l.playPause()
	l.step()
	l.reset()
	l.sample()
	l.save()
	l.score("a.csv", nil)
	l.openFile("a.csv", nil)
	l.point(0, 0, false)
	l.handle(protocol.Hello{})
	r.take()
	l.playPause()
	want(t, r)
	if !math.IsNaN(l.now.Valid) {
		t.Errorf("an NLL of %g before the first", l.now.Valid)
	}
}

// A checkpoint that was trained on the data in hand leaves it there: the controls follow the checkpoint, and a new
// trainer gets both back.
func TestCheckpointOnItsOwnData(t *testing.T) {
	l, r := started(t)
	data := l.data
	l.openFile("a.safetensors", []byte{1})
	open := r.take()[0]
	l.handle(protocol.State{Source: "preset", Name: "crescent"}) // of something else
	if len(l.trials) == 0 || l.run.Model.Couplings == 6 {
		t.Fatal("another state was taken for the answer")
	}
	m := defaultRun().Model
	m.Couplings = 6
	l.handle(protocol.State{ID: l.lastID, Show: firstShow, Phase: protocol.Paused, Source: "preset", Name: "crescent", Model: m, Train: defaultRun().Train})
	if l.run.Model.Couplings != 6 || len(l.trials) != 0 {
		t.Errorf("the controls show %d couplings", l.run.Model.Couplings)
	}
	bare := func(data []protocol.Command) []protocol.Command {
		data = slices.Clone(data)
		for i, c := range data {
			data[i] = protocol.WithWish(c, protocol.Wish{})
		}
		return data
	}
	if diff := cmp.Diff(bare(append(slices.Clone(data), open)), bare(l.data)); diff != "" {
		t.Error(diff)
	}
	l.setCouplings("3")
	if diff := cmp.Diff(bare(data), bare(l.data)); diff != "" {
		t.Errorf("with another model the checkpoint is gone: %s", diff)
	}
}

// A trainer that dies of a file must not be given it again.
func TestFatalWhileOpening(t *testing.T) {
	l, _ := started(t)
	data := l.data
	l.openFile("a.safetensors", []byte{1})
	l.handle(protocol.Fatal{Text: "no"})
	if diff := cmp.Diff(data, l.data); diff != "" || len(l.trials) != 0 {
		t.Error(diff)
	}
}

// The z-plane names the coordinates that it shows, whichever pair of many was chosen.
func TestTheLatentPlaneNamesItsPair(t *testing.T) {
	l, _ := started(t)
	st := presetState(protocol.Paused)
	st.Source, st.Name, st.Columns = "table", "a.csv", []string{"a", "b", "c", "d"}
	st.Show = protocol.Show{ColumnX: 3, ColumnY: 1}
	l.handle(st)
	l.handle(protocol.Planes{N: 2, LogP: make([]float32, 4)})
	if x, y := l.latentNames(); x != "z4" || y != "z2" {
		t.Errorf("the axes are %s and %s", x, y)
	}
}

// The best NLL is never above the one beside it.
func TestBestIsNotAboveTheNLL(t *testing.T) {
	l, _ := started(t)
	for _, c := range []struct{ best, valid, want float64 }{{1.424, 1.423, 1.423}, {1.2, 1.423, 1.2}, {math.NaN(), 1.5, 1.5}} {
		l.handle(protocol.Progress{Phase: protocol.Paused, Best: c.best, Valid: c.valid})
		if got := l.best(); got != c.want {
			t.Errorf("of %g and %g the best is %g", c.best, c.valid, got)
		}
	}
}

// A run that diverged goes on with a lower rate, by one button.
func TestGoOnSlower(t *testing.T) {
	for _, c := range []struct{ rate, next float64 }{{0.1, 0.02}, {0.005, 1e-3}, {0.07, 0.01}, {2e-4, 1e-4}, {minRate, minRate}} {
		l, r := started(t)
		l.edit(func(m *Run) { m.Train.LearningRate = c.rate })
		st := presetState(protocol.Training)
		st.Train.LearningRate = c.rate
		l.handle(st)
		r.take()
		l.goOnSlower()
		want(t, r) // it is training
		st.Phase = protocol.Failed
		l.handle(st)
		r.take()
		l.goOnSlower()
		if c.next == c.rate {
			want(t, r)
			continue
		}
		train := st.Train
		train.LearningRate = c.next
		want(t, r, protocol.Configure{Model: l.run.Model, Train: train}, protocol.Play{})
		if l.run.Train.LearningRate != c.next {
			t.Errorf("after %v comes %v, not %v", c.rate, l.run.Train.LearningRate, c.next)
		}
	}
}
