package app

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"nicelab/app/plot"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// Two files in a hurry: each answer settles its own, in whatever order the answers come, and a trainer that dies
// between them leaves what was taken.
func TestTwoFilesAtOnce(t *testing.T) {
	state := func(id int, name string) protocol.Event {
		return protocol.State{ID: id, Phase: protocol.Paused, Source: "table", Name: name, Columns: []string{"a", "b"}, Rows: 9, Show: firstShow}
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
			preset := l.data
			l.openFile("a.csv", []byte("a"))
			l.openFile("b.csv", []byte("b"))
			for _, e := range tt.events {
				l.handle(e)
			}
			if len(l.pending)+len(l.trials) != 0 {
				t.Errorf("still waiting for %v", l.pending)
			}
			if !strings.Contains(l.notice.text, tt.says) {
				t.Errorf("the notice is %q", l.notice.text)
			}
			if tt.data == "" {
				if diff := cmp.Diff(preset, l.data); diff != "" {
					t.Error(diff)
				}
			} else if open, ok := l.data[0].(protocol.OpenTable); !ok || open.Name != tt.data || string(open.Bytes) != tt.data[:1] {
				t.Errorf("a new trainer would get %v", l.data)
			}
		})
	}
}

// What was chosen after a file is what stays, however late the file's own answer comes.
func TestPresetChosenWhileAFileIsOpened(t *testing.T) {
	l, r := started(t)
	l.openFile("a.safetensors", []byte{1})
	l.choosePreset("moons")
	sent := r.take()
	if len(sent) != 3 || !cmp.Equal(sent[1], protocol.Command(l.configure())) {
		t.Errorf("the checkpoint's model stays: %v", sent)
	}
	l.handle(protocol.State{ID: l.lastID, Source: "checkpoint", Name: "a.safetensors", Show: firstShow})
	if !l.onPreset() || l.run.Data != "moons" || len(l.pending) != 0 {
		t.Errorf("data %v, run %s, pending %v", l.data, l.run.Data, l.pending)
	}
}

func TestColumnsWaitForTheTableThatIsOpened(t *testing.T) {
	l, r := started(t)
	use := []protocol.Column{{Name: "a", Usable: true, Used: true}, {Name: "b", Usable: true, Used: true}, {Name: "c", Usable: true, Used: true}}
	l.table = &protocol.Table{Columns: use}
	l.openFile("b.csv", nil)
	r.take()
	l.toggleColumn(0) // column 0 of which table?
	want(t, r)
}

// An error stays until the person does something that works, or takes it away.
func TestNoticesEndWithTheNextAction(t *testing.T) {
	for name, do := range map[string]func(*lab){
		"play": (*lab).playPause, "step": (*lab).step, "reset": (*lab).reset, "save": (*lab).save, "sample": (*lab).sample,
		"preset":      func(l *lab) { l.choosePreset("moons") },
		"model":       func(l *lab) { l.setCouplings("6") },
		"rate":        func(l *lab) { l.setRate("0.01") },
		"points":      func(l *lab) { l.setPoints("300") },
		"temperature": func(l *lab) { l.setTemperature("0.5") },
		"link":        func(l *lab) { l.follow("#data=rings") },
		"pair":        func(l *lab) { l.showPair(1, 1) },
		"checkpoint": func(l *lab) {
			l.openCheckpoint("a.safetensors", nil)
			l.warn("before it is open")
			l.handle(protocol.State{ID: l.lastID, Source: "checkpoint", Name: "a.safetensors"})
		},
	} {
		l, _ := started(t)
		l.warn("wrong")
		do(l)
		if l.notice.text != "" {
			t.Errorf("after %s it still says %q", name, l.notice.text)
		}
	}
	for name, do := range map[string]func(*lab){
		"progress":       func(l *lab) { l.handle(protocol.Progress{Phase: protocol.Paused}) },
		"the plateau":    func(l *lab) { l.handle(protocol.Progress{Phase: protocol.Over}) },
		"news":           func(l *lab) { l.handle(protocol.Notice{Text: "stopped at the cap"}) },
		"the same model": func(l *lab) { l.setCouplings("4") },
		"a refusal":      func(l *lab) { l.setPoints("many"); l.notice.text = "wrong" },
	} {
		l, _ := started(t)
		l.warn("wrong")
		do(l)
		if l.notice != (notice{"wrong", true}) {
			t.Errorf("%s took the error away: %v", name, l.notice)
		}
	}
	l, _ := started(t)
	l.warn("wrong")
	l.setPoints("3")
	if l.notice.text != "wrong" || l.refused["points"].why == "" {
		t.Errorf("what a field refuses is said in the field: %q", l.notice.text)
	}
}

func TestALinkBringsItsPresetBack(t *testing.T) {
	for _, name := range []string{"iris.csv", "a.safetensors"} {
		l, r := started(t)
		l.openFile(name, nil)
		l.handle(protocol.State{ID: l.lastID, Phase: protocol.Paused, Source: "table", Name: name, Columns: []string{"a", "b"}, Model: defaultRun().Model, Train: defaultRun().Train})
		if l.onPreset() && name == "iris.csv" {
			t.Fatal("the file is not open")
		}
		r.take()
		l.follow("#data=rings&batch=64")
		sent := r.take()
		if len(sent) != 1 || l.run.Train.Batch != 64 {
			t.Fatalf("%s: sent %v", name, sent)
		}
		if c, ok := sent[0].(protocol.UsePreset); !ok || c.Name != "rings" || !l.onPreset() {
			t.Errorf("%s: sent %v", name, sent)
		}
	}
}

// A link that asks not to train is heard, however it comes.
func TestALinkWithoutAutoplay(t *testing.T) {
	l, r := started(t)
	l.follow("#data=moons&autoplay=0")
	want(t, r, protocol.UsePreset{Name: "moons", N: 2000, Noise: 0.05, Seed: 7})
}

// Nor does the present data train on under another model, and a link that does not ask it trains again.
func TestALinkHoldsTrainingBack(t *testing.T) {
	l, r := started(t)
	l.handle(protocol.Progress{Phase: protocol.Over})
	l.follow("#couplings=6&autoplay=0")
	held := l.configure()
	if held.Model.Couplings != 6 {
		t.Fatalf("it is %+v", held)
	}
	draw := protocol.DefaultPreset()
	draw.Play = false
	want(t, r, draw)
	l.follow("#data=moons")
	if sent := r.take(); len(sent) != 1 || !sent[0].(protocol.UsePreset).Play {
		t.Errorf("a link that lets it train sends %v", sent)
	}
	l.handle(protocol.Progress{Phase: protocol.Training})
	l.follow("#data=moons&batch=64&autoplay=0")
	if sent := r.take(); len(sent) != 2 || sent[0] != protocol.Command(protocol.Pause{}) {
		t.Errorf("the same data under a link that does not sends %v", sent)
	}
	l.handle(protocol.Progress{Phase: protocol.Paused})
	l.playPause()
	l.playPause() // the fake trainer is as it was: the person starts it, and again
	l.step()
	r.take()
	l.follow("#data=rings")
	if sent := r.take(); len(sent) != 1 || sent[0].(protocol.UsePreset).Play {
		t.Errorf("stopped by hand, a link makes it train: %v", sent)
	}
}

// A model that came back without its data stays what it is until other data is chosen: no seed draws a preset in its place.
func TestABareModelIsNoPreset(t *testing.T) {
	l, r := started(t)
	l.handle(offered(lastRun))
	l.goOn()
	st := presetState(protocol.Paused)
	st.ID, st.Source, st.Name, st.Rows, st.KnownDensity = l.lastID, "checkpoint", "moons.safetensors", 0, false
	l.handle(st)
	r.take()
	l.setSeed("12")
	want(t, r, l.configure())
	if l.onPreset() {
		t.Error("it shows the fields of a preset")
	}
	l.choosePreset("crescent")
	if sent := r.take(); len(sent) == 0 || sent[0].(protocol.UsePreset).Name != "crescent" {
		t.Errorf("the thumbnail of the run before sends %v", sent)
	}
}

// The thumbnail of the data that a checkpoint stands on draws that data anew.
func TestAThumbnailLeavesACheckpoint(t *testing.T) {
	l, r := started(t)
	l.openGallery("moons", nil, nil)
	st := presetState(protocol.Paused)
	st.ID, st.Name = l.lastID, "moons"
	l.handle(st)
	r.take()
	l.choosePreset("moons")
	if sent := r.take(); len(sent) == 0 || sent[0].(protocol.UsePreset).Name != "moons" {
		t.Errorf("it sends %v", sent)
	}
}

// A checkpoint may hold more than the controls offer: they show it, and no link claims it.
func TestControlsShowWhatACheckpointHolds(t *testing.T) {
	l, _ := started(t)
	l.openFile("a.safetensors", nil)
	st := presetState(protocol.Paused)
	st.ID, st.Source, st.Model.Couplings, st.Model.Hidden = l.lastID, "checkpoint", 13, []int{8, 8, 8, 8, 8, 8, 8}
	l.handle(st)
	l.setBatch("64")
	if _, wrong := Parse(l.linked); len(wrong) > 0 {
		t.Errorf("the link is %s: %q", l.linked, wrong)
	}
	for _, c := range []struct {
		choices []choice
		now     string
	}{{numbers(including(depths, 13)), "13"}, {span(minLayers, maxLayers, 7), "7"}} {
		if !slices.ContainsFunc(c.choices, func(x choice) bool { return x.value == c.now }) {
			t.Errorf("%s is not among %v", c.now, c.choices)
		}
	}
}

// What was changed while a checkpoint was being opened is what the trainer has in the end.
func TestAnEditOvertakesACheckpoint(t *testing.T) {
	l, _ := started(t)
	l.openFile("a.safetensors", nil)
	id := l.lastID
	l.setCouplings("6")
	st := presetState(protocol.Paused)
	st.ID, st.Model.Couplings = id, 8
	l.handle(st)
	if l.run.Model.Couplings != 6 || len(l.data) != 1 {
		t.Errorf("the controls show %d couplings on %v", l.run.Model.Couplings, l.data)
	}
}

// The settings of a checkpoint that came without its data are those of the run on the table that it then gets.
func TestATableForACheckpoint(t *testing.T) {
	l, r := started(t)
	model, train := defaultRun().Model, defaultRun().Train
	train.Batch, train.LearningRate = 64, 0.01
	l.openFile("a.safetensors", nil)
	l.handle(protocol.State{ID: l.lastID, Phase: protocol.Paused, Source: "checkpoint", Name: "a.safetensors", Columns: []string{"a", "b"}, Model: model, Train: defaultRun().Train})
	l.openFile("iris.csv", nil)
	l.handle(protocol.State{ID: l.lastID, Phase: protocol.Paused, Source: "table", Name: "iris.csv", Rows: 9, Columns: []string{"a", "b"}, Model: model, Train: train})
	r.take()
	if l.run.Train != train {
		t.Errorf("the controls show %+v", l.run.Train)
	}
	l.setSpeed("slow")
	train.Speed = "slow"
	if sent := r.take(); len(sent) != 1 || sent[0].(protocol.Configure).Train != train {
		t.Errorf("another speed sends %+v", sent)
	}
}

// A reset model did not come trained, and a new trainer does not bring the checkpoint back.
func TestResetOfACheckpoint(t *testing.T) {
	l, _ := started(t)
	l.openFile("a.safetensors", nil)
	st := presetState(protocol.Paused)
	st.ID = l.lastID
	l.handle(st)
	if l.untold() == "" {
		t.Fatal("nothing says that it came trained")
	}
	l.reset()
	if l.untold() != "" || !l.onPreset() {
		t.Errorf("after the reset it says %q and holds %v", l.untold(), l.data)
	}
}

func TestALinkBringsThePresetThatWasThereBefore(t *testing.T) {
	l, r := started(t)
	l.openFile("iris.csv", nil)
	l.handle(protocol.State{ID: l.lastID, Phase: protocol.Paused, Source: "table", Name: "iris.csv", Columns: []string{"a", "b"}, Model: defaultRun().Model, Train: defaultRun().Train})
	r.take()
	l.follow("#data=crescent")
	want(t, r, protocol.UsePreset{Name: "crescent", N: 2000, Noise: 0.05, Seed: 7, Play: true})
}

func TestWrongLinksSayOneSentence(t *testing.T) {
	for link, mention := range map[string]string{
		"#data=tigers": "so it is crescent.", "#data=tigers&n=1": "so it is crescent; and 1 more.", "#data=tigers&n=1&lr=9&prior=x": "; and 3 more.",
	} {
		l, _ := started(t)
		l.follow(link)
		if !l.notice.error || !strings.HasSuffix(l.notice.text, mention) || strings.Count(l.notice.text, "The link's") != 1 {
			t.Errorf("%s: %q", link, l.notice.text)
		}
	}
}

// A thumbnail clicked while there is no trainer is what the next one starts with.
func TestPresetChosenWithoutATrainer(t *testing.T) {
	moons := protocol.UsePreset{Name: "moons", N: 2000, Noise: 0.05, Seed: 7, Play: true}
	l, r := newLab(), &recorder{}
	l.eng = r
	l.choosePreset("moons")
	want(t, r)
	l.handle(protocol.Hello{})
	want(t, r, l.configure(), moons)

	for _, file := range []string{"", "iris.csv"} {
		l, _ := started(t)
		if file != "" {
			l.openFile(file, nil)
			l.handle(protocol.State{ID: l.lastID, Source: "table", Name: file, Columns: []string{"a", "b", "c"}, Show: protocol.Show{ColumnX: 2, ColumnY: 1, Samples: true}})
		}
		l.handle(protocol.Fatal{Text: "gone"})
		l.choosePreset("moons")
		if !strings.Contains(l.notice.text, "Two moons") {
			t.Errorf("the notice is %q", l.notice.text)
		}
		next := &recorder{}
		l.start = func() Engine { return next }
		l.restart()
		l.handle(protocol.Hello{})
		sent := []protocol.Command{l.configure(), moons}
		if file != "" {
			sent = append(sent, protocol.Show{ColumnY: 1, Samples: true})
		}
		want(t, next, sent...)
	}
}

func TestDotsAreThePagesOwn(t *testing.T) {
	l, r := started(t)
	l.handle(protocol.Planes{N: 2, LogP: make([]float32, 4), MinX: -1, MaxX: 1, MinY: -1, MaxY: 1, Data: []float32{0, 0}})
	with, rev := len(l.drawX(plot.Light, 100, 100).Ops), l.pictureRev()
	l.showDots(false)
	if got := len(l.drawX(plot.Light, 100, 100).Ops); got >= with || l.pictureRev() == rev {
		t.Errorf("%d operations with the data, %d without", with, got)
	}
	l.showDots(true)
	if got := len(l.drawX(plot.Light, 100, 100).Ops); got != with {
		t.Errorf("%d operations at first, %d again", with, got)
	}
	want(t, r)
}

func TestContoursOfTheModelAreDrawn(t *testing.T) {
	l, _ := started(t)
	p := protocol.Planes{N: 2, LogP: make([]float32, 4), MinX: -1, MaxX: 1, MinY: -1, MaxY: 1}
	l.handle(p)
	without := len(l.drawX(plot.Light, 100, 100).Ops)
	p.Contours = []protocol.Contour{{Points: []float32{0, 0, 0.5, 0, 0, 0.5}}}
	l.handle(p)
	if got := len(l.drawX(plot.Light, 100, 100).Ops); got != without+2 {
		t.Errorf("%d operations without contours, %d with", without, got)
	}
}

// The words beside the planes say what is drawn there.
func TestWordsFollowTheData(t *testing.T) {
	l := newLab()
	if !l.first() || l.dataHead() != "Crescent · 2,000 rows" {
		t.Errorf("at first: %v, %q", l.first(), l.dataHead())
	}
	l.choosePreset("moons")
	if l.first() || l.dataHead() != "Two moons · 2,000 rows" {
		t.Errorf("on moons: %v, %q", l.first(), l.dataHead())
	}

	l, _ = started(t)
	if l.xSub() != words.Say.XSub || l.lines() != words.Say.Lines || l.dataHead() != "Crescent · 2,000 rows" {
		t.Errorf("a preset: %q, %q, %q", l.xSub(), l.lines(), l.dataHead())
	}
	l.openFile("c.safetensors", nil)
	if !l.first() {
		t.Error("a file that may fail hides the first picture")
	}
	l.handle(protocol.State{ID: l.lastID, Source: "checkpoint", Name: "c.safetensors", Columns: []string{"a", "b", "c"}})
	if l.first() || l.xSub() != words.Say.XBare || l.lines() != words.Say.SliceLines || l.dataHead() != "c.safetensors" {
		t.Errorf("a checkpoint: %v, %q, %q, %q", l.first(), l.xSub(), l.lines(), l.dataHead())
	}
}
