package lab

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"nicelab/app/link"
	"nicelab/app/plot"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// Two files in a hurry: each answer settles its own, in whatever order the answers come, and a trainer that dies
// between them leaves what was taken.
func TestTwoFilesAtOnce(t *testing.T) {
	state := func(id int, name string) protocol.Event {
		return protocol.State{ID: id, Phase: protocol.Paused, Source: "table", Name: name, Columns: []string{"a", "b"},
			Rows: 9, Show: FirstShow}
	}
	refusal := func(id int) protocol.Event { return protocol.Notice{ID: id, Error: true, Text: "no"} }
	fatal := protocol.Fatal{Text: "gone"}
	tests := []struct {
		name   string
		events []protocol.Event
		data   string // name of what a new trainer would get; "" the preset
		says   string
	}{
		{"both", []protocol.Event{state(1, "a.csv"), state(2, "b.csv")}, "b.csv", "b.csv is open"},
		{"both, the second first", []protocol.Event{state(2, "b.csv"), state(1, "a.csv")}, "a.csv", "a.csv is open"},
		{"the first is refused", []protocol.Event{refusal(1), state(2, "b.csv")}, "b.csv", "b.csv is open"},
		{"the second is refused", []protocol.Event{state(1, "a.csv"), refusal(2)}, "a.csv", "no"},
		{"the second is refused first", []protocol.Event{refusal(2), state(1, "a.csv")}, "a.csv", "a.csv is open"},
		{"neither", []protocol.Event{refusal(1), refusal(2)}, "", "no"},
		{"a crash between", []protocol.Event{state(1, "a.csv"), fatal}, "a.csv", "a.csv is open"},
		{"a crash between, the second first", []protocol.Event{state(2, "b.csv"), fatal}, "b.csv", "b.csv is open"},
		{"a crash after a refusal", []protocol.Event{refusal(1), fatal}, "", "no"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l, _ := started(t)
			preset := l.Source.Data
			l.OpenFile("a.csv", OfBytes([]byte("a")))
			l.OpenFile("b.csv", OfBytes([]byte("b")))
			for _, e := range tt.events {
				l.Handle(e)
			}
			if len(l.Line.pending)+len(l.Source.Trials) != 0 {
				t.Errorf("still waiting for %v", l.Line.pending)
			}
			if !strings.Contains(l.Notice.Text, tt.says) {
				t.Errorf("the notice is %q", l.Notice.Text)
			}
			if tt.data == "" {
				if diff := cmp.Diff(preset, l.Source.Data); diff != "" {
					t.Error(diff)
				}
			} else if open, ok := l.Source.Data[0].(protocol.OpenTable); !ok || open.Name != tt.data ||
				string(open.Bytes) != tt.data[:1] {
				t.Errorf("a new trainer would get %v", l.Source.Data)
			}
		})
	}
}

// What was chosen after a file is what stays, however late the file's own answer comes.
func TestPresetChosenWhileAFileIsOpened(t *testing.T) {
	l, r := started(t)
	l.OpenFile("a.safetensors", OfBytes([]byte{1}))
	l.ChoosePreset("moons")
	sent := r.Take()
	if len(sent) != 3 || !cmp.Equal(sent[1], protocol.Command(l.Choice.configure())) {
		t.Errorf("the checkpoint's model stays: %v", sent)
	}
	l.Handle(protocol.State{ID: l.Line.LastID, Source: "checkpoint", Name: "a.safetensors", Show: FirstShow})
	if !l.Source.OnPreset() || l.Choice.Run.Data != "moons" || len(l.Line.pending) != 0 {
		t.Errorf("data %v, run %s, pending %v", l.Source.Data, l.Choice.Run.Data, l.Line.pending)
	}
}

func TestColumnsWaitForTheTableThatIsOpened(t *testing.T) {
	l, r := started(t)
	use := []protocol.Column{{Name: "a", Usable: true, Used: true}, {Name: "b", Usable: true, Used: true},
		{Name: "c", Usable: true, Used: true}}
	l.Table = &protocol.Table{Columns: use}
	l.OpenFile("b.csv", OfBytes(nil))
	r.Take()
	l.ToggleColumn(0) // column 0 of which table?
	want(t, r)
}

// An error stays until the person does something that works, or takes it away.
func TestNoticesEndWithTheNextAction(t *testing.T) {
	for name, do := range map[string]func(*Lab){
		"play": (*Lab).PlayPause, "step": (*Lab).Step, "reset": (*Lab).Reset, "save": (*Lab).Save, "sample": (*Lab).Sample,
		"preset":      func(l *Lab) { l.ChoosePreset("moons") },
		"model":       func(l *Lab) { l.Choice.SetCouplings("6") },
		"rate":        func(l *Lab) { l.Choice.SetRate("0.01") },
		"points":      func(l *Lab) { l.Choice.SetPoints("300") },
		"temperature": func(l *Lab) { l.Choice.SetTemperature("0.5") },
		"link":        func(l *Lab) { l.Follow("#data=rings") },
		"pair":        func(l *Lab) { l.ShowPair(1, 1) },
		"checkpoint": func(l *Lab) {
			l.OpenCheckpoint("a.safetensors", OfBytes(nil))
			l.Warn("before it is open")
			l.Handle(protocol.State{ID: l.Line.LastID, Source: "checkpoint", Name: "a.safetensors"})
		},
	} {
		l, _ := started(t)
		l.Warn("wrong")
		do(l)
		if l.Notice.Text != "" {
			t.Errorf("after %s it still says %q", name, l.Notice.Text)
		}
	}
	for name, do := range map[string]func(*Lab){
		"progress":       func(l *Lab) { l.Handle(protocol.Progress{Phase: protocol.Paused}) },
		"the plateau":    func(l *Lab) { l.Handle(protocol.Progress{Phase: protocol.Over}) },
		"news":           func(l *Lab) { l.Handle(protocol.Notice{Text: "stopped at the cap"}) },
		"the same model": func(l *Lab) { l.Choice.SetCouplings("4") },
		"a refusal":      func(l *Lab) { l.Choice.SetPoints("many"); l.Notice.Text = "wrong" },
	} {
		l, _ := started(t)
		l.Warn("wrong")
		do(l)
		if l.Notice != (notice{"wrong", true}) {
			t.Errorf("%s took the error away: %v", name, l.Notice)
		}
	}
	l, _ := started(t)
	l.Warn("wrong")
	l.Choice.SetPoints("3")
	if l.Notice.Text != "wrong" || l.Choice.Refused["points"].Why == "" {
		t.Errorf("what a field refuses is said in the field: %q", l.Notice.Text)
	}
}

func TestALinkBringsItsPresetBack(t *testing.T) {
	for _, name := range []string{"iris.csv", "a.safetensors"} {
		l, r := started(t)
		l.OpenFile(name, OfBytes(nil))
		l.Handle(protocol.State{ID: l.Line.LastID, Phase: protocol.Paused, Source: "table", Name: name,
			Columns: []string{"a", "b"}, Model: link.DefaultRun().Model, Train: link.DefaultRun().Train})
		if l.Source.OnPreset() && name == "iris.csv" {
			t.Fatal("the file is not open")
		}
		r.Take()
		l.Follow("#data=rings&batch=64")
		sent := r.Take()
		if len(sent) != 1 || l.Choice.Run.Train.Batch != 64 {
			t.Fatalf("%s: sent %v", name, sent)
		}
		if c, ok := sent[0].(protocol.UsePreset); !ok || c.Name != "rings" || !l.Source.OnPreset() {
			t.Errorf("%s: sent %v", name, sent)
		}
	}
}

// A link that asks not to train is heard, however it comes.
func TestALinkWithoutAutoplay(t *testing.T) {
	l, r := started(t)
	l.Follow("#data=moons&autoplay=0")
	want(t, r, protocol.UsePreset{Name: "moons", N: 2000, Noise: 0.05, Seed: 7})
}

// Nor does the present data train on under another model, and a link that does not ask it trains again.
func TestALinkHoldsTrainingBack(t *testing.T) {
	l, r := started(t)
	l.Handle(protocol.Progress{Phase: protocol.Over})
	l.Follow("#couplings=6&autoplay=0")
	held := l.Choice.configure()
	if held.Model.Couplings != 6 {
		t.Fatalf("it is %+v", held)
	}
	draw := protocol.DefaultPreset()
	draw.Play = false
	want(t, r, draw)
	l.Follow("#data=moons")
	if sent := r.Take(); len(sent) != 1 || !sent[0].(protocol.UsePreset).Play {
		t.Errorf("a link that lets it train sends %v", sent)
	}
	l.Handle(protocol.Progress{Phase: protocol.Training})
	l.Follow("#data=moons&batch=64&autoplay=0")
	if sent := r.Take(); len(sent) != 2 || sent[0] != protocol.Command(protocol.Pause{}) {
		t.Errorf("the same data under a link that does not sends %v", sent)
	}
	l.Handle(protocol.Progress{Phase: protocol.Paused})
	l.PlayPause()
	l.PlayPause() // the fake trainer is as it was: the person starts it, and again
	l.Step()
	r.Take()
	l.Follow("#data=rings")
	if sent := r.Take(); len(sent) != 1 || sent[0].(protocol.UsePreset).Play {
		t.Errorf("stopped by hand, a link makes it train: %v", sent)
	}
}

// A model that came back without its data stays what it is until other data is chosen: no seed draws a preset in its
// place.
func TestABareModelIsNoPreset(t *testing.T) {
	l, r := started(t)
	l.Handle(offered(lastRun))
	l.GoOn()
	st := presetState(protocol.Paused)
	st.ID, st.Source, st.Name, st.Rows, st.KnownDensity = l.Line.LastID, "checkpoint", "moons.safetensors", 0, false
	l.Handle(st)
	r.Take()
	l.Choice.SetSeed("12")
	want(t, r, l.Choice.configure())
	if l.Source.OnPreset() {
		t.Error("it shows the fields of a preset")
	}
	l.ChoosePreset("crescent")
	if sent := r.Take(); len(sent) == 0 || sent[0].(protocol.UsePreset).Name != "crescent" {
		t.Errorf("the thumbnail of the run before sends %v", sent)
	}
}

// The thumbnail of the data that a checkpoint stands on draws that data anew.
func TestAThumbnailLeavesACheckpoint(t *testing.T) {
	l, r := started(t)
	l.OpenGallery("moons", nil, nil)
	st := presetState(protocol.Paused)
	st.ID, st.Name = l.Line.LastID, "moons"
	l.Handle(st)
	r.Take()
	l.ChoosePreset("moons")
	if sent := r.Take(); len(sent) == 0 || sent[0].(protocol.UsePreset).Name != "moons" {
		t.Errorf("it sends %v", sent)
	}
}

// What was changed while a checkpoint was being opened is what the trainer has in the end.
func TestAnEditOvertakesACheckpoint(t *testing.T) {
	l, _ := started(t)
	l.OpenFile("a.safetensors", OfBytes(nil))
	id := l.Line.LastID
	l.Choice.SetCouplings("6")
	st := presetState(protocol.Paused)
	st.ID, st.Model.Couplings = id, 8
	l.Handle(st)
	if l.Choice.Run.Model.Couplings != 6 || len(l.Source.Data) != 1 {
		t.Errorf("the controls show %d couplings on %v", l.Choice.Run.Model.Couplings, l.Source.Data)
	}
}

// The settings of a checkpoint that came without its data are those of the run on the table that it then gets.
func TestATableForACheckpoint(t *testing.T) {
	l, r := started(t)
	model, train := link.DefaultRun().Model, link.DefaultRun().Train
	train.Batch, train.LearningRate = 64, 0.01
	l.OpenFile("a.safetensors", OfBytes(nil))
	l.Handle(protocol.State{ID: l.Line.LastID, Phase: protocol.Paused, Source: "checkpoint", Name: "a.safetensors",
		Columns: []string{"a", "b"}, Model: model, Train: link.DefaultRun().Train})
	l.OpenFile("iris.csv", OfBytes(nil))
	l.Handle(protocol.State{ID: l.Line.LastID, Phase: protocol.Paused, Source: "table", Name: "iris.csv", Rows: 9,
		Columns: []string{"a", "b"}, Model: model, Train: train})
	r.Take()
	if l.Choice.Run.Train != train {
		t.Errorf("the controls show %+v", l.Choice.Run.Train)
	}
	l.Choice.SetSpeed("slow")
	train.Speed = "slow"
	if sent := r.Take(); len(sent) != 1 || sent[0].(protocol.Configure).Train != train {
		t.Errorf("another speed sends %+v", sent)
	}
}

// A reset model did not come trained, and a new trainer does not bring the checkpoint back.
func TestResetOfACheckpoint(t *testing.T) {
	l, _ := started(t)
	l.OpenFile("a.safetensors", OfBytes(nil))
	st := presetState(protocol.Paused)
	st.ID = l.Line.LastID
	l.Handle(st)
	if l.Untold() == "" {
		t.Fatal("nothing says that it came trained")
	}
	l.Reset()
	if l.Untold() != "" || !l.Source.OnPreset() {
		t.Errorf("after the reset it says %q and holds %v", l.Untold(), l.Source.Data)
	}
}

func TestALinkBringsThePresetThatWasThereBefore(t *testing.T) {
	l, r := started(t)
	l.OpenFile("iris.csv", OfBytes(nil))
	l.Handle(protocol.State{ID: l.Line.LastID, Phase: protocol.Paused, Source: "table", Name: "iris.csv",
		Columns: []string{"a", "b"}, Model: link.DefaultRun().Model, Train: link.DefaultRun().Train})
	r.Take()
	l.Follow("#data=crescent")
	want(t, r, protocol.UsePreset{Name: "crescent", N: 2000, Noise: 0.05, Seed: 7, Play: true})
}

func TestWrongLinksSayOneSentence(t *testing.T) {
	for link, mention := range map[string]string{
		"#data=tigers": "so it is crescent.", "#data=tigers&n=1": "so it is crescent; and 1 more.",
		"#data=tigers&n=1&lr=9&prior=x": "; and 3 more.",
	} {
		l, _ := started(t)
		l.Follow(link)
		if !l.Notice.Error || !strings.HasSuffix(l.Notice.Text, mention) || strings.Count(l.Notice.Text, "The link's") != 1 {
			t.Errorf("%s: %q", link, l.Notice.Text)
		}
	}
}

// A thumbnail clicked while there is no trainer is what the next one starts with.
func TestPresetChosenWithoutATrainer(t *testing.T) {
	moons := protocol.UsePreset{Name: "moons", N: 2000, Noise: 0.05, Seed: 7, Play: true}
	l, r := New(), &recorder{}
	l.Line.Eng = r
	l.ChoosePreset("moons")
	want(t, r)
	l.Handle(protocol.Hello{})
	want(t, r, l.Choice.configure(), moons)

	for _, file := range []string{"", "iris.csv"} {
		l, _ := started(t)
		if file != "" {
			l.OpenFile(file, OfBytes(nil))
			l.Handle(protocol.State{ID: l.Line.LastID, Source: "table", Name: file, Columns: []string{"a", "b", "c"},
				Show: protocol.Show{ColumnX: 2, ColumnY: 1, Samples: true}})
		}
		l.Handle(protocol.Fatal{Text: "gone"})
		l.ChoosePreset("moons")
		if !strings.Contains(l.Notice.Text, "Two moons") {
			t.Errorf("the notice is %q", l.Notice.Text)
		}
		next := &recorder{}
		l.Line.Start = func() Engine { return next }
		l.Restart()
		l.Handle(protocol.Hello{})
		sent := []protocol.Command{l.Choice.configure(), moons}
		if file != "" {
			sent = append(sent, protocol.Show{ColumnY: 1, Samples: true})
		}
		want(t, next, sent...)
	}
}

func TestDotsAreThePagesOwn(t *testing.T) {
	l, r := started(t)
	l.Handle(protocol.Planes{N: 2, LogP: make([]float32, 4), MinX: -1, MaxX: 1, MinY: -1, MaxY: 1, Data: []float32{0, 0}})
	with, rev := len(l.Sight.DrawX(plot.Light, 100, 100).Ops), l.Sight.PictureRev()
	l.Sight.Dots = false
	if got := len(l.Sight.DrawX(plot.Light, 100, 100).Ops); got >= with || l.Sight.PictureRev() == rev {
		t.Errorf("%d operations with the data, %d without", with, got)
	}
	l.Sight.Dots = true
	if got := len(l.Sight.DrawX(plot.Light, 100, 100).Ops); got != with {
		t.Errorf("%d operations at first, %d again", with, got)
	}
	want(t, r)
}

func TestContoursOfTheModelAreDrawn(t *testing.T) {
	l, _ := started(t)
	p := protocol.Planes{N: 2, LogP: make([]float32, 4), MinX: -1, MaxX: 1, MinY: -1, MaxY: 1}
	l.Handle(p)
	without := len(l.Sight.DrawX(plot.Light, 100, 100).Ops)
	p.Contours = []protocol.Contour{{Points: []float32{0, 0, 0.5, 0, 0, 0.5}}}
	l.Handle(p)
	if got := len(l.Sight.DrawX(plot.Light, 100, 100).Ops); got != without+2 {
		t.Errorf("%d operations without contours, %d with", without, got)
	}
}

// The words beside the planes say what is drawn there.
func TestWordsFollowTheData(t *testing.T) {
	l := New()
	if !l.Sight.First() || l.DataHead() != "Crescent · 2,000 rows" {
		t.Errorf("at first: %v, %q", l.Sight.First(), l.DataHead())
	}
	l.ChoosePreset("moons")
	if l.Sight.First() || l.DataHead() != "Two moons · 2,000 rows" {
		t.Errorf("on moons: %v, %q", l.Sight.First(), l.DataHead())
	}

	l, _ = started(t)
	if l.Sight.XSub(l.Drawing.Open) != words.Say.XSub || l.Sight.Lines() != words.Say.Lines ||
		l.DataHead() != "Crescent · 2,000 rows" {
		t.Errorf("a preset: %q, %q, %q", l.Sight.XSub(l.Drawing.Open), l.Sight.Lines(), l.DataHead())
	}
	l.OpenFile("c.safetensors", OfBytes(nil))
	if !l.Sight.First() {
		t.Error("a file that may fail hides the first picture")
	}
	l.Handle(protocol.State{ID: l.Line.LastID, Source: "checkpoint", Name: "c.safetensors",
		Columns: []string{"a", "b", "c"}})
	if l.Sight.First() || l.Sight.XSub(l.Drawing.Open) != words.Say.XBare ||
		l.Sight.Lines() != words.Say.SliceLines || l.DataHead() != "c.safetensors" {
		t.Errorf("a checkpoint: %v, %q, %q, %q", l.Sight.First(), l.Sight.XSub(l.Drawing.Open), l.Sight.Lines(), l.DataHead())
	}
	if is := l.Meaning(); !strings.Contains(is[0], "can be negative: p is a density") || len(is) != 2 {
		t.Errorf("of the loss it says %q", is)
	}
}
