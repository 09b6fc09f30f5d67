package lab

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"nicelab/app/link"
	"nicelab/app/words"
	"nicelab/flow"
	"nicelab/flow/recipe"
	"nicelab/wasm/protocol"
)

// started is a lab whose trainer said hello and has the default preset.
func started(t *testing.T) (*Lab, *recorder) {
	t.Helper()
	l, r := New(), &recorder{}
	l.Line.Eng = r
	l.Handle(protocol.Hello{Presets: []protocol.Preset{{Name: "crescent", Noisy: true}}})
	l.Handle(presetState(protocol.Training))
	r.Take()
	return l, r
}

// plainly is started with four couplings and nothing between them.
func plainly(t *testing.T) (*Lab, *recorder) {
	t.Helper()
	l, r := started(t)
	l.Choice.Base = protocol.Setup(recipe.Plain())
	l.Choice.Run.Model, l.Choice.Run.Train, l.Choice.Own = l.Choice.Base.Model, l.Choice.Base.Train, l.Choice.Run
	st := presetState(protocol.Training)
	st.Model, st.Train = l.Choice.Base.Model, l.Choice.Base.Train
	l.Handle(st)
	r.Take()
	return l, r
}

func presetState(phase protocol.Phase) protocol.State {
	return protocol.State{
		Phase: phase, Source: "preset", Name: "crescent", Columns: []string{"x1", "x2"}, Rows: 2000,
		Show: FirstShow, Model: link.DefaultRun().Model, Train: link.DefaultRun().Train, KnownDensity: true, Entropy: 1.4,
		Floor: 1.5,
	}
}

func TestHelloStartsTheRun(t *testing.T) {
	for _, auto := range []bool{true, false} {
		l, r := New(), &recorder{}
		l.Line.Eng = r
		l.Choice.Intent.want(auto)
		if got := l.Status(); got != "loading" {
			t.Errorf("before hello the state is %q", got)
		}
		l.Handle(protocol.Hello{})
		run := link.DefaultRun()
		want(t, r,
			protocol.Configure{Model: run.Model, Train: run.Train},
			protocol.UsePreset{Name: "crescent", N: 2000, Noise: 0.05, Seed: 7, Play: auto})
		if got := l.Status(); got != "ready" {
			t.Errorf("after hello the state is %q", got)
		}
	}
}

// A trainer that has begun the run that the page would begin goes on with it; another run it is given.
func TestHelloOfATrainerThatHasBegun(t *testing.T) {
	l, r := New(), &recorder{}
	l.Line.Eng = r
	l.Handle(protocol.Hello{Begun: true})
	want(t, r)
	l.Handle(presetState(protocol.Training))
	if l.Status() != "training" || !l.Source.OnPreset() || len(l.Source.Data) != 1 {
		t.Errorf("it is %s on %v", l.Status(), l.Source.Data)
	}
	hidden, r := New(), &recorder{} // since it began
	hidden.Line.Eng, hidden.Choice.Intent = r, Unseen
	hidden.Handle(protocol.Hello{Begun: true})
	hidden.Seen()
	want(t, r)
	if !hidden.Choice.Goes() {
		t.Error("in a hidden tab the run is not gone on with")
	}
	for name, change := range map[string]func(*Lab){
		"another model": func(l *Lab) { l.Choice.Run.Model.Couplings = 6 },
		"no training":   func(l *Lab) { l.Choice.Intent = Still },
		"a table": func(l *Lab) {
			l.Source.Data = []protocol.Command{protocol.OpenTable{Name: "a.csv",
				Bytes: []byte("a,b\n")}}
		},
	} {
		l, r := New(), &recorder{}
		l.Line.Eng = r
		change(l)
		l.Handle(protocol.Hello{Begun: true})
		if len(r.Take()) != 2 {
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
		c := protocol.Configure{Model: link.DefaultRun().Model, Train: link.DefaultRun().Train}
		f(&c)
		return c
	}
	tests := []struct {
		name string
		do   func(*Lab)
		want []protocol.Command
	}{
		{"rate", func(l *Lab) { l.Choice.SetRate("0.01") },
			[]protocol.Command{conf(func(c *protocol.Configure) { c.Train.LearningRate = 0.01 })}},
		{"couplings", func(l *Lab) { l.Choice.SetCouplings("6") },
			[]protocol.Command{conf(func(c *protocol.Configure) { c.Model.Couplings = 6 })}},
		{"layers", func(l *Lab) { l.Choice.SetLayers("3") },
			[]protocol.Command{conf(func(c *protocol.Configure) { c.Model.Hidden = []int{16, 16, 16} })}},
		{"width", func(l *Lab) { l.Choice.SetWidth("32") },
			[]protocol.Command{conf(func(c *protocol.Configure) { c.Model.Hidden = []int{32, 32} })}},
		{"widths", func(l *Lab) { l.Choice.SetWidth("64, 16") },
			[]protocol.Command{conf(func(c *protocol.Configure) { c.Model.Hidden = []int{64, 16} })}},
		{"mix", func(l *Lab) { l.Choice.SetMix("linear") },
			[]protocol.Command{conf(func(c *protocol.Configure) { c.Model.Mix = flow.Linear })}},
		{"whiten", func(l *Lab) { l.Choice.SetWhiten(true) },
			[]protocol.Command{conf(func(c *protocol.Configure) { c.Model.Whiten = true })}},
		{"stop", func(l *Lab) { l.Choice.SetStop("500") },
			[]protocol.Command{conf(func(c *protocol.Configure) { c.Train.MaxSteps = 500 })}},
		{"adam", func(l *Lab) { l.Choice.SetAdam("paper") },
			[]protocol.Command{conf(func(c *protocol.Configure) { c.Train.PaperAdam = true })}},
		{"points", func(l *Lab) { l.Choice.SetPoints("3,000") },
			[]protocol.Command{draw(func(c *protocol.UsePreset) { c.N = 3000 }),
				protocol.Preview{N: 3000, Noise: 0.05, Seed: 7}}},
		{"noise", func(l *Lab) { l.Choice.SetNoise("0,1") },
			[]protocol.Command{draw(func(c *protocol.UsePreset) { c.Noise = 0.1 }),
				protocol.Preview{N: 2000, Noise: 0.1, Seed: 7}}},
		{"preset", func(l *Lab) { l.ChoosePreset("moons") },
			[]protocol.Command{draw(func(c *protocol.UsePreset) { c.Name = "moons" })}},
		{"seed", func(l *Lab) { l.Choice.SetSeed("8") }, []protocol.Command{
			draw(func(c *protocol.UsePreset) { c.Seed = 8 }), protocol.Preview{N: 2000, Noise: 0.05, Seed: 8},
		}},
		{"nothing", func(l *Lab) { l.Choice.SetSeed("7") }, nil},
		{"link", func(l *Lab) { l.Follow("#data=rings&batch=64") }, []protocol.Command{
			draw(func(c *protocol.UsePreset) { c.Name = "rings" }),
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l, r := started(t)
			var linked string
			l.Line.Effect.Link = func(s string) { linked = s }
			l.Choice.Intent = Going
			tt.do(l)
			want(t, r, tt.want...)
			if back, _ := link.Parse(linked); linked != "" && !back.Run.Equal(l.Choice.Run) {
				t.Errorf("the link %s does not lead back to the run", linked)
			}
		})
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
		taken := l.Key(tt.key, tt.tag, tt.kind)
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
	l.PlayPause()
	l.Handle(protocol.Progress{Phase: protocol.Paused})
	l.ChoosePreset("moons")
	l.PlayPause()
	want(t, r, protocol.Pause{}, protocol.UsePreset{Name: "moons", N: 2000, Noise: 0.05, Seed: 7}, protocol.Play{})
}

// What is learned says what there is to do with it: of a table no hovering, of pictures no drawing.
func TestLearnedSaysWhatToDo(t *testing.T) {
	l, _ := started(t)
	for _, c := range []struct {
		state protocol.State
		want  string
	}{
		{protocol.State{Columns: []string{"x", "y"}}, words.Say.Learned},
		{protocol.State{Columns: []string{"x", "y", "z"}}, words.Say.LearnedTable},
		{protocol.State{Columns: make([]string, 64), Kind: protocol.KindPicture}, words.Say.LearnedPictures},
	} {
		l.State = c.state
		if got := l.learnedText(); got != c.want {
			t.Errorf("of %d columns it says %q", len(c.state.Columns), got)
		}
	}
}

func TestLearnedIsSaidOnce(t *testing.T) {
	l, _ := started(t)
	l.Handle(protocol.Progress{Phase: protocol.Over, Step: 900})
	if l.Notice.Text != words.Say.Learned || l.Notice.Error {
		t.Errorf("the notice is %q", l.Notice.Text)
	}
	l.Tell("")
	l.Handle(protocol.Progress{Phase: protocol.Over, Step: 900})
	if l.Notice.Text != "" {
		t.Errorf("it was said again: %q", l.Notice.Text)
	}
}

func TestFatalThenNewTrainer(t *testing.T) {
	l, old := started(t)
	l.Choice.SetCouplings("5")
	l.OpenFile("iris.csv", OfBytes([]byte("a,b\n1,2\n")))
	l.Handle(protocol.Table{Name: "iris.csv", Rows: 1, Columns: []protocol.Column{
		{Name: "a", Usable: true, Used: true}, {Name: "b", Usable: true, Used: true}, {Name: "c", Usable: true,
			Used: true}, {Name: "d"},
	}})
	show := protocol.Show{ColumnX: 2, ColumnY: 1}
	l.Handle(protocol.State{ID: l.Line.LastID, Phase: protocol.Training, Source: "table", Name: "iris.csv",
		Columns: []string{"a", "b", "c"}, Show: show, Model: l.Choice.Run.Model, Train: l.Choice.Run.Train})
	l.ToggleColumn(3) // not usable
	l.ToggleColumn(2)
	old.Take()
	l.Handle(protocol.Fatal{Text: "index out of range"})
	if !old.Closed || l.Status() != "error" || l.Key(" ", "BODY", "") {
		t.Fatalf("after the crash: closed %v, state %s", old.Closed, l.Status())
	}
	want(t, old)

	next := &recorder{}
	l.Line.Start = func() Engine { return next }
	l.Restart()
	if l.Status() != "loading" || l.Fatal != nil {
		t.Fatalf("the new trainer's state is %s", l.Status())
	}
	l.Handle(protocol.Hello{})
	want(t, next, l.Choice.configure(),
		protocol.OpenTable{ID: 1, Name: "iris.csv", Bytes: []byte("a,b\n1,2\n"), Play: true},
		protocol.UseColumns{Columns: []int{0, 1}, Play: true}, show)
	if l.Choice.Run.Model.Couplings != 5 {
		t.Errorf("the settings are lost: %+v", l.Choice.Run.Model)
	}
}

func TestAFileThatFailsChangesNothing(t *testing.T) {
	l, r := started(t)
	data := l.Source.Data
	for _, name := range []string{"bad.csv", "bad.safetensors"} {
		l.OpenFile(name, OfBytes([]byte{0}))
		l.Handle(protocol.Notice{ID: l.Line.LastID, Error: true, Text: "no"})
		if diff := cmp.Diff(data, l.Source.Data); diff != "" || l.Notice.Text != "no" || len(l.Line.pending) != 0 {
			t.Errorf("%s: %s %v %v", name, diff, l.Notice, l.Line.pending)
		}
	}
	r.Take()
}

func TestCheckpointBringsItsModel(t *testing.T) {
	l, r := started(t)
	l.OpenFile("a.safetensors", OfBytes([]byte{1}))
	m := flow.Config{Dim: 3, Couplings: 7, Hidden: []int{32}, Activation: flow.Tanh, Prior: flow.Logistic, Seed: 3}
	l.Handle(protocol.State{ID: l.Line.LastID, Show: protocol.Show{ColumnY: 1}, Phase: protocol.Paused,
		Source: "checkpoint",
		Name:   "a.safetensors", Columns: []string{"a", "b", "c"}, Model: m, Train: link.DefaultRun().Train})
	m.Dim = 2
	if diff := cmp.Diff(m, l.Choice.Run.Model); diff != "" {
		t.Error(diff)
	}
	if len(l.Line.pending) != 0 || l.Shown != (protocol.Show{ColumnY: 1}) {
		t.Errorf("pending %v, shown %v", l.Line.pending, l.Shown)
	}
	r.Take()
	l.ChoosePreset("crescent") // the preset of before is a change of data now
	// with the model that the person has chosen, which is not that of the file
	if c := r.Wishes[len(r.Wishes)-1].(protocol.UsePreset).Wish; !cmp.Equal(c,
		protocol.Wish{Setup: link.DefaultRun().Setup(), Defaults: link.DefaultRun().Setup()}) {
		t.Errorf("it wishes for %+v", c)
	}
	want(t, r, protocol.UsePreset{Name: "crescent", N: 2000, Noise: 0.05, Seed: 7, Play: true},
		protocol.Preview{N: 2000, Noise: 0.05, Seed: 7})
}

// The address names no data set that is not the one in hand.
func TestALinkOfAFileNamesNoPreset(t *testing.T) {
	l, _ := started(t)
	linked := ""
	l.Line.Effect.Link = func(s string) { linked = s }
	l.OpenGallery("digits", []byte{1}, []byte{2})
	digits := flow.Config{Dim: 64, Couplings: 4, Hidden: []int{128, 128}, Activation: flow.ReLU, Prior: flow.Logistic,
		Seed: 7}
	l.Handle(protocol.State{ID: l.Line.LastID - 1, Phase: protocol.Paused, Source: "table", Name: "digits.npz",
		Columns: make([]string, 64), Rows: 1797, Model: link.DefaultRun().Model, Train: l.Choice.Run.Train})
	l.Handle(protocol.State{ID: l.Line.LastID, Phase: protocol.Paused, Source: "table", Name: "digits.npz",
		Columns: make([]string, 64), Rows: 1797, Model: digits, Train: l.Choice.Run.Train})
	if strings.Contains(linked, "data=") || strings.Contains(linked, "noise=") ||
		!strings.Contains(linked, "prior=logistic") {
		t.Errorf("the address is %q", linked)
	}
	l.ChoosePreset("moons")
	if !strings.HasPrefix(linked, "data=moons&") || strings.Contains(linked, "prior=") {
		t.Errorf("back on a preset it is %q", linked)
	}
	digits.Hidden = slices.Repeat([]int{64}, 7) // more than a link can hold
	l.OpenCheckpoint("deep.safetensors", OfBytes(nil))
	l.Handle(protocol.State{ID: l.Line.LastID, Phase: protocol.Paused, Source: "checkpoint", Name: "deep.safetensors",
		Columns: []string{"a", "b"}, Model: digits, Train: l.Choice.Run.Train})
	if strings.Contains(linked, "data=") || strings.Contains(linked, "hidden=64,64,64") {
		t.Errorf("a model beyond any link gives %q", linked)
	}
}

func TestProbeAsksOneAtATime(t *testing.T) {
	l, r := started(t)
	l.Handle(protocol.Planes{N: 2, LogP: make([]float32, 4), MinX: -1, MaxX: 1, MinY: -1, MaxY: 1})
	l.Probe.Point(0.1, 0.2, false)
	l.Probe.Point(0.3, 0.4, false)
	l.Probe.Point(0.5, 0.6, false)
	want(t, r, protocol.Probe{ID: 1, X: 0.1, Y: 0.2})
	l.Handle(protocol.Probed{ID: 1, X: 0.1, Y: 0.2, LogP: -1})
	want(t, r, protocol.Probe{ID: 2, X: 0.5, Y: 0.6})
	l.Handle(protocol.Probed{ID: 2, X: 0.5, Y: 0.6, LogP: -2})
	want(t, r)
	if a := l.Probe.Answer; a == nil || a.LogP != -2 {
		t.Errorf("the answer is %+v", a)
	}
	for range 100 {
		l.Arrow("ArrowRight", true)
	}
	if l.Probe.x != 1 || l.Probe.y != 0.6 {
		t.Errorf("the keys leave the plane: %g %g", l.Probe.x, l.Probe.y)
	}
	l.Arrow("Escape", false)
	if l.Probe.on || l.Probe.Answer != nil {
		t.Error("Escape does not take the probe away")
	}
}

func TestPairOfColumnsNeverCoincides(t *testing.T) {
	l, r := started(t)
	l.Net.Step = &protocol.Explained{}
	l.ShowPair(1, 1)
	want(t, r, protocol.Show{ColumnX: 1, ColumnY: 0, Temperature: 1})
	if l.Net.Step != nil {
		t.Error("a batch of the pair before is still explained")
	}
}

// Until the picture of another pair is there, no log p is asked for in this one, and its axes keep their names.
func TestAnotherPairWaitsForItsPicture(t *testing.T) {
	l, r := started(t)
	st := presetState(protocol.Paused)
	st.Source, st.Name, st.Columns = "table", "iris.csv", []string{"a", "b", "c"}
	planes := protocol.Planes{N: 2, LogP: make([]float32, 4), MinX: -1, MaxX: 1, MinY: -1, MaxY: 1}
	l.Handle(st)
	l.Handle(planes)
	r.Take()
	l.ShowPair(2, 1)
	l.Probe.Point(0, 0, false)
	if x, y := l.Sight.columnNames(); x != "a" || y != "b" {
		t.Errorf("the picture before is named %s, %s", x, y)
	}
	st.Show.ColumnX = 2
	l.Handle(st)
	want(t, r, protocol.Show{ColumnX: 2, ColumnY: 1, Temperature: 1})
	l.Handle(planes)
	if sent := r.Take(); len(sent) != 1 {
		t.Errorf("with the picture there it sends %v", sent)
	}
	if x, _ := l.Sight.columnNames(); x != "c" {
		t.Errorf("the picture is named %s", x)
	}
}

func TestColumnsKeepTwo(t *testing.T) {
	l, r := started(t)
	l.Table = &protocol.Table{Columns: []protocol.Column{{Name: "a", Usable: true, Used: true},
		{Name: "b", Usable: true, Used: true}}}
	l.ToggleColumn(0)
	want(t, r)
	if !l.Notice.Error || !l.Table.Columns[0].Used {
		t.Errorf("notice %q, columns %v", l.Notice.Text, l.Table.Columns)
	}
}

func TestAnswersEndTheWaiting(t *testing.T) {
	l, r := started(t)
	var got protocol.File
	l.Line.Effect.Download = func(f protocol.File) { got = f }
	l.Sample()
	l.Score("a.csv", OfBytes(nil))
	l.Save()
	sent := r.Take()
	l.Handle(protocol.File{ID: sent[0].(protocol.Sample).ID, Name: "samples.csv"})
	l.Handle(protocol.Notice{ID: sent[1].(protocol.Score).ID, Error: true, Text: "no column b"})
	if len(l.Line.pending) != 1 || got.Name != "samples.csv" || l.Notice.Text != "no column b" {
		t.Errorf("pending %v, file %v, notice %v", l.Line.pending, got.Name, l.Notice)
	}
	if s := sent[0].(protocol.Sample); s.N != 1000 || s.Temperature != 1 {
		t.Errorf("sample %+v", s)
	}
}

func TestNothingIsSentBeforeThereIsAModel(t *testing.T) {
	l, r := New(), &recorder{}
	l.Line.Eng = r
	l.PlayPause()
	l.Step()
	l.Reset()
	l.Sample()
	l.Save()
	l.Score("a.csv", OfBytes(nil))
	l.OpenFile("a.csv", OfBytes(nil))
	l.Probe.Point(0, 0, false)
	l.Handle(protocol.Hello{})
	r.Take()
	l.PlayPause()
	want(t, r)
	if !math.IsNaN(l.Now.Valid) {
		t.Errorf("an NLL of %g before the first", l.Now.Valid)
	}
}

// A checkpoint that was trained on the data in hand leaves it there: the controls follow the checkpoint, and a new
// trainer gets both back.
func TestCheckpointOnItsOwnData(t *testing.T) {
	l, r := started(t)
	data := l.Source.Data
	l.OpenFile("a.safetensors", OfBytes([]byte{1}))
	open := r.Take()[0]
	l.Handle(protocol.State{Source: "preset", Name: "crescent"}) // of something else
	if len(l.Source.Trials) == 0 || l.Choice.Run.Model.Couplings == 6 {
		t.Fatal("another state was taken for the answer")
	}
	m := link.DefaultRun().Model
	m.Couplings = 6
	l.Handle(protocol.State{ID: l.Line.LastID, Show: FirstShow, Phase: protocol.Paused, Source: "preset", Name: "crescent",
		Model: m, Train: link.DefaultRun().Train})
	if l.Choice.Run.Model.Couplings != 6 || len(l.Source.Trials) != 0 {
		t.Errorf("the controls show %d couplings", l.Choice.Run.Model.Couplings)
	}
	bare := func(data []protocol.Command) []protocol.Command {
		data = slices.Clone(data)
		for i, c := range data {
			data[i] = protocol.WithWish(c, protocol.Wish{})
		}
		return data
	}
	if diff := cmp.Diff(bare(append(slices.Clone(data), open)), bare(l.Source.Data)); diff != "" {
		t.Error(diff)
	}
	l.Choice.SetCouplings("3")
	if diff := cmp.Diff(bare(data), bare(l.Source.Data)); diff != "" {
		t.Errorf("with another model the checkpoint is gone: %s", diff)
	}
}

// A trainer that dies of a file must not be given it again.
func TestFatalWhileOpening(t *testing.T) {
	l, _ := started(t)
	data := l.Source.Data
	l.OpenFile("a.safetensors", OfBytes([]byte{1}))
	l.Handle(protocol.Fatal{Text: "no"})
	if diff := cmp.Diff(data, l.Source.Data); diff != "" || len(l.Source.Trials) != 0 {
		t.Error(diff)
	}
}

// The z-plane names the coordinates that it shows, whichever pair of many was chosen.
func TestTheLatentPlaneNamesItsPair(t *testing.T) {
	l, _ := started(t)
	st := presetState(protocol.Paused)
	st.Source, st.Name, st.Columns = "table", "a.csv", []string{"a", "b", "c", "d"}
	st.Show = protocol.Show{ColumnX: 3, ColumnY: 1}
	l.Handle(st)
	l.Handle(protocol.Planes{N: 2, LogP: make([]float32, 4)})
	if x, y := l.Sight.latentNames(); x != "z4" || y != "z2" {
		t.Errorf("the axes are %s and %s", x, y)
	}
}

// The best NLL is never above the one beside it.
func TestBestIsNotAboveTheNLL(t *testing.T) {
	l, _ := started(t)
	for _, c := range []struct{ best, valid, want float64 }{{1.424, 1.423, 1.423}, {1.2, 1.423, 1.2},
		{math.NaN(), 1.5, 1.5}} {
		l.Handle(protocol.Progress{Phase: protocol.Paused, Best: c.best, Valid: c.valid})
		if got := l.Best(); got != c.want {
			t.Errorf("of %g and %g the best is %g", c.best, c.valid, got)
		}
	}
}

// A run that diverged goes on with a lower rate, by one button.
func TestGoOnSlower(t *testing.T) {
	for _, c := range []struct{ rate, next float64 }{{0.1, 0.02}, {0.005, 1e-3}, {0.07, 0.01}, {2e-4, 1e-4},
		{link.MinRate, link.MinRate}} {
		l, r := started(t)
		l.Choice.Edit(func(m *link.Run) { m.Train.LearningRate = c.rate })
		st := presetState(protocol.Training)
		st.Train.LearningRate = c.rate
		l.Handle(st)
		r.Take()
		l.GoOnSlower()
		want(t, r) // it is training
		st.Phase = protocol.Failed
		l.Handle(st)
		r.Take()
		l.GoOnSlower()
		if c.next == c.rate {
			want(t, r)
			continue
		}
		train := st.Train
		train.LearningRate = c.next
		want(t, r, protocol.Configure{Model: l.Choice.Run.Model, Train: train}, protocol.Play{})
		if l.Choice.Run.Train.LearningRate != c.next {
			t.Errorf("after %v comes %v, not %v", c.rate, l.Choice.Run.Train.LearningRate, c.next)
		}
	}
}
