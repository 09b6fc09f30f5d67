package lab

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

func offered(runs ...protocol.KeptRun) protocol.Kept {
	return protocol.Kept{Place: 2, Steps: -1, Runs: runs}
}

var lastRun = protocol.KeptRun{Place: 1, Name: "crescent", Source: "preset", Steps: 1200, Age: 190}

// A first visit keeps its run at once; one that has an older run on offer only when the person does something.
func TestWhenARunIsKept(t *testing.T) {
	l, r := started(t)
	l.Handle(offered())
	want(t, r, protocol.Keep{On: true})
	l.Handle(protocol.Kept{On: true, Place: 2, Steps: 30})
	want(t, r)
	if !strings.Contains(l.Keep.KeptText(), "step 30") {
		t.Errorf("it says %q", l.Keep.KeptText())
	}

	for name, do := range map[string]func(*Lab){
		"play": (*Lab).PlayPause, "step": (*Lab).Step, "preset": func(l *Lab) { l.ChoosePreset("moons") },
		"file": func(l *Lab) { l.OpenFile("a.csv", OfBytes(nil)) },
	} {
		l, r := started(t)
		l.Handle(offered(lastRun))
		want(t, r)
		l.Show(protocol.Show{ColumnY: 1, Samples: true}) // a look is no deed
		r.Take()
		do(l)
		if sent := r.Take(); len(sent) != 2 || sent[1] != (protocol.Keep{On: true}) {
			t.Errorf("%s: sent %v", name, sent)
		}
		if !l.Keep.Offers() {
			t.Errorf("%s took the offer away", name)
		}
	}

	// While a tab may be closing, its run may come: nothing is kept in place of the offer.
	l, r = started(t)
	l.Handle(protocol.Kept{Place: 2, Steps: -1, Looking: true})
	want(t, r)
	l.Handle(protocol.Kept{Place: 2, Steps: -1})
	want(t, r, protocol.Keep{On: true})

	l, r = started(t)
	l.Keep.Wanted = false
	l.Handle(offered(lastRun))
	l.Step()
	want(t, r, protocol.Step{})
	if l.Keep.Offers() || l.Keep.KeptText() != words.Say.KeepOff {
		t.Errorf("switched off it offers %v, %q", l.Keep.Offers(), l.Keep.KeptText())
	}
}

func TestGoingOnWithTheLastRun(t *testing.T) {
	l, r := started(t)
	l.Handle(offered(lastRun))
	l.GoOn()
	want(t, r, protocol.GoOn{ID: 1, Place: 1})
	if l.Keep.Offers() {
		t.Error("the offer stands while it is taken")
	}
	st := presetState(protocol.Paused)
	st.ID, st.Name, st.Rows, st.Noise, st.Model.Seed = 1, "moons", 400, 0.2, 9
	linked := ""
	l.Line.Effect.Link = func(s string) { linked = s }
	l.Handle(st)
	l.Handle(protocol.Notice{ID: 1, Text: "Back at step 1200."})
	want(t, r, protocol.Preview{N: 400, Noise: 0.2, Seed: 9})
	if l.Choice.Run.Data != "moons" || l.Choice.Run.N != 400 || l.Choice.Run.Noise != 0.2 ||
		l.Choice.Run.Model.Seed != 9 ||
		!strings.Contains(linked, "data=moons&n=400&noise=0.2") {
		t.Errorf("the run is %+v, the link %s", l.Choice.Run, linked)
	}
	if len(l.Line.pending)+len(l.Source.Trials) != 0 || l.Notice.Text != "Back at step 1200." {
		t.Errorf("pending %v, notice %q", l.Line.pending, l.Notice.Text)
	}

	l, r = started(t)
	l.Handle(offered(lastRun))
	l.Keep.Discard()
	want(t, r, protocol.Discard{Place: 1})
	l.Handle(offered())
	if l.Keep.Offers() {
		t.Error("discarded, it is offered")
	}
	want(t, r, protocol.Keep{On: true}) // nothing is left that the demonstration could push out
}

// succeeded lets the trainer die and returns the one that takes its place and has said hello.
func succeeded(l *Lab) *recorder {
	l.Handle(protocol.Fatal{Text: "gone"})
	next := &recorder{}
	l.Line.Start = func() Engine { return next }
	l.Restart()
	l.Handle(protocol.Hello{})
	return next
}

// It draws what the one before drew.
func TestANewTrainerDrawsWhatWasDrawn(t *testing.T) {
	l, _ := started(t)
	l.Show(protocol.Show{ColumnX: 1, Samples: true})
	l.Handle(protocol.Kept{On: true, Place: 3, Steps: 40})
	next := succeeded(l)
	st := presetState(protocol.Paused)
	st.ID = l.Line.LastID
	next.Take()
	l.Handle(st)
	if sent := next.Take(); len(sent) == 0 || sent[0] != protocol.Command(protocol.Show{ColumnX: 1, Samples: true}) {
		t.Errorf("it is sent %v", sent)
	}
	// A run of another visit is drawn as at first.
	l, r := started(t)
	l.Handle(offered(lastRun))
	l.GoOn()
	st.ID = l.Line.LastID
	r.Take()
	l.Handle(st)
	if l.Shown != FirstShow {
		t.Errorf("it shows %+v", l.Shown)
	}
}

// A new trainer goes on from what was kept last, training if the old one was, and starts anew where that is not there.
func TestANewTrainerGoesOnWithTheKeptRun(t *testing.T) {
	for _, phase := range []protocol.Phase{protocol.Training, protocol.Paused} {
		l, r := started(t)
		l.Handle(protocol.Progress{Phase: phase, Step: 40})
		l.Handle(protocol.Kept{On: true, Place: 3, Steps: 40})
		next := succeeded(l)
		want(t, next, l.Choice.configure(), protocol.GoOn{ID: 1, Place: 3})
		st := presetState(protocol.Paused)
		st.ID = 1
		l.Handle(st)
		if sent := next.Take(); (phase == protocol.Training) != (len(sent) == 1) {
			t.Errorf("%s before: then sent %v", phase, sent)
		}
		_ = r
	}
	for name, change := range map[string]func(*Lab){
		"another preset": func(l *Lab) { l.ChoosePreset("moons") },
		"another model":  func(l *Lab) { l.Choice.SetCouplings("6") },
		"reset":          (*Lab).Reset,
	} {
		l, _ := started(t)
		l.Handle(protocol.Kept{On: true, Place: 3, Steps: 40})
		change(l)
		next := succeeded(l)
		if sent := next.Take(); len(sent) != 2 || !cmp.Equal(sent[1],
			protocol.WithWish(protocol.WithPlay(l.Choice.usedPreset(), l.Choice.Goes()), protocol.Wish{})) {
			t.Errorf("%s: what was kept is older, and it sends %v", name, sent)
		}
	}
	for name, change := range map[string]func(*Lab){
		"another preset": func(l *Lab) { l.ChoosePreset("moons") },
		"another model":  func(l *Lab) { l.Choice.SetCouplings("6") },
		"a link":         func(l *Lab) { l.Follow("#data=rings") },
	} {
		l, _ := started(t)
		l.Handle(protocol.Kept{On: true, Place: 3, Steps: 40})
		l.Handle(protocol.Fatal{Text: "gone"})
		change(l)
		next := &recorder{}
		l.Line.Start = func() Engine { return next }
		l.Restart()
		l.Handle(protocol.Hello{})
		if sent := next.Take(); len(sent) != 2 || !cmp.Equal(sent[1],
			protocol.WithWish(l.Choice.usedPreset(), protocol.Wish{})) {
			t.Errorf("%s, chosen without a trainer, is forgotten: it sends %v", name, sent)
		}
	}
	l, _ := started(t)
	l.Handle(protocol.Kept{On: true, Place: 3, Steps: 40})
	next := succeeded(l)
	next.Take()
	l.Handle(protocol.Notice{ID: l.Line.LastID, Error: true, Text: "not there"})
	if sent := next.Take(); len(sent) != 1 || l.Notice.Text != "not there" {
		t.Errorf("refused, it sends %v", sent)
	}
}

func TestAgo(t *testing.T) {
	for s, want := range map[float64]string{0: "just now", 59: "just now", 60: "1 minute ago", 190: "3 minutes ago",
		7300: "2 hours ago", 90000: "1 day ago", 1e9: "11,574 days ago"} {
		if got := Ago(s); got != want {
			t.Errorf("%v s: %q, want %q", s, got, want)
		}
	}
}
