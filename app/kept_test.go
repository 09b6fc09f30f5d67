package app

import (
	"github.com/google/go-cmp/cmp"

	"strings"
	"testing"

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
	l.handle(offered())
	want(t, r, protocol.Keep{On: true})
	l.handle(protocol.Kept{On: true, Place: 2, Steps: 30})
	want(t, r)
	if !strings.Contains(l.keptText(), "step 30") {
		t.Errorf("it says %q", l.keptText())
	}

	for name, do := range map[string]func(*lab){
		"play": (*lab).playPause, "step": (*lab).step, "preset": func(l *lab) { l.choosePreset("moons") }, "file": func(l *lab) { l.openFile("a.csv", nil) },
	} {
		l, r := started(t)
		l.handle(offered(lastRun))
		want(t, r)
		l.show(protocol.Show{ColumnY: 1, Samples: true}) // a look is no deed
		r.take()
		do(l)
		if sent := r.take(); len(sent) != 2 || sent[1] != (protocol.Keep{On: true}) {
			t.Errorf("%s: sent %v", name, sent)
		}
		if !l.offers() {
			t.Errorf("%s took the offer away", name)
		}
	}

	// While a tab may be closing, its run may come: nothing is kept in place of the offer.
	l, r = started(t)
	l.handle(protocol.Kept{Place: 2, Steps: -1, Looking: true})
	want(t, r)
	l.handle(protocol.Kept{Place: 2, Steps: -1})
	want(t, r, protocol.Keep{On: true})

	l, r = started(t)
	l.keep.wanted = false
	l.handle(offered(lastRun))
	l.step()
	want(t, r, protocol.Step{})
	if l.offers() || l.keptText() != words.Say.KeepOff {
		t.Errorf("switched off it offers %v, %q", l.offers(), l.keptText())
	}
}

func TestGoingOnWithTheLastRun(t *testing.T) {
	l, r := started(t)
	l.handle(offered(lastRun))
	l.goOn()
	want(t, r, protocol.GoOn{ID: 1, Place: 1})
	if l.offers() {
		t.Error("the offer stands while it is taken")
	}
	st := presetState(protocol.Paused)
	st.ID, st.Name, st.Rows, st.Noise, st.Model.Seed = 1, "moons", 400, 0.2, 9
	linked := ""
	l.effect.link = func(s string) { linked = s }
	l.handle(st)
	l.handle(protocol.Notice{ID: 1, Text: "Back at step 1200."})
	want(t, r, protocol.Preview{N: 400, Noise: 0.2, Seed: 9})
	if l.run.Data != "moons" || l.run.N != 400 || l.run.Noise != 0.2 || l.run.Model.Seed != 9 || !strings.Contains(linked, "data=moons&n=400&noise=0.2") {
		t.Errorf("the run is %+v, the link %s", l.run, linked)
	}
	if len(l.pending)+len(l.trials) != 0 || l.notice.text != "Back at step 1200." {
		t.Errorf("pending %v, notice %q", l.pending, l.notice.text)
	}

	l, r = started(t)
	l.handle(offered(lastRun))
	l.discard()
	want(t, r, protocol.Discard{Place: 1})
	l.handle(offered())
	if l.offers() {
		t.Error("discarded, it is offered")
	}
	want(t, r, protocol.Keep{On: true}) // nothing is left that the demonstration could push out
}

// succeeded lets the trainer die and returns the one that takes its place and has said hello.
func succeeded(l *lab) *recorder {
	l.handle(protocol.Fatal{Text: "gone"})
	next := &recorder{}
	l.start = func() Engine { return next }
	l.restart()
	l.handle(protocol.Hello{})
	return next
}

// It draws what the one before drew.
func TestANewTrainerDrawsWhatWasDrawn(t *testing.T) {
	l, _ := started(t)
	l.show(protocol.Show{ColumnX: 1, Samples: true})
	l.handle(protocol.Kept{On: true, Place: 3, Steps: 40})
	next := succeeded(l)
	st := presetState(protocol.Paused)
	st.ID = l.lastID
	next.take()
	l.handle(st)
	if sent := next.take(); len(sent) == 0 || sent[0] != protocol.Command(protocol.Show{ColumnX: 1, Samples: true}) {
		t.Errorf("it is sent %v", sent)
	}
	// A run of another visit is drawn as at first.
	l, r := started(t)
	l.handle(offered(lastRun))
	l.goOn()
	st.ID = l.lastID
	r.take()
	l.handle(st)
	if l.shown != firstShow {
		t.Errorf("it shows %+v", l.shown)
	}
}

// A new trainer goes on from what was kept last, training if the old one was, and starts anew where that is not there.
func TestANewTrainerGoesOnWithTheKeptRun(t *testing.T) {
	for _, phase := range []protocol.Phase{protocol.Training, protocol.Paused} {
		l, r := started(t)
		l.handle(protocol.Progress{Phase: phase, Step: 40})
		l.handle(protocol.Kept{On: true, Place: 3, Steps: 40})
		next := succeeded(l)
		want(t, next, l.configure(), protocol.GoOn{ID: 1, Place: 3})
		st := presetState(protocol.Paused)
		st.ID = 1
		l.handle(st)
		if sent := next.take(); (phase == protocol.Training) != (len(sent) == 1) {
			t.Errorf("%s before: then sent %v", phase, sent)
		}
		_ = r
	}
	for name, change := range map[string]func(*lab){
		"another preset": func(l *lab) { l.choosePreset("moons") }, "another model": func(l *lab) { l.setCouplings("6") }, "reset": (*lab).reset,
	} {
		l, _ := started(t)
		l.handle(protocol.Kept{On: true, Place: 3, Steps: 40})
		change(l)
		next := succeeded(l)
		if sent := next.take(); len(sent) != 2 || !cmp.Equal(sent[1], protocol.WithWish(protocol.WithPlay(l.usedPreset(), l.going), protocol.Wish{})) {
			t.Errorf("%s: what was kept is older, and it sends %v", name, sent)
		}
	}
	for name, change := range map[string]func(*lab){
		"another preset": func(l *lab) { l.choosePreset("moons") }, "another model": func(l *lab) { l.setCouplings("6") },
		"a link": func(l *lab) { l.follow("#data=rings") },
	} {
		l, _ := started(t)
		l.handle(protocol.Kept{On: true, Place: 3, Steps: 40})
		l.handle(protocol.Fatal{Text: "gone"})
		change(l)
		next := &recorder{}
		l.start = func() Engine { return next }
		l.restart()
		l.handle(protocol.Hello{})
		if sent := next.take(); len(sent) != 2 || !cmp.Equal(sent[1], protocol.WithWish(l.usedPreset(), protocol.Wish{})) {
			t.Errorf("%s, chosen without a trainer, is forgotten: it sends %v", name, sent)
		}
	}
	l, _ := started(t)
	l.handle(protocol.Kept{On: true, Place: 3, Steps: 40})
	next := succeeded(l)
	next.take()
	l.handle(protocol.Notice{ID: l.lastID, Error: true, Text: "not there"})
	if sent := next.take(); len(sent) != 1 || l.notice.text != "not there" {
		t.Errorf("refused, it sends %v", sent)
	}
}

func TestAgo(t *testing.T) {
	for s, want := range map[float64]string{0: "just now", 59: "just now", 60: "1 minute ago", 190: "3 minutes ago", 7300: "2 hours ago", 90000: "1 day ago", 1e9: "11,574 days ago"} {
		if got := ago(s); got != want {
			t.Errorf("%v s: %q, want %q", s, got, want)
		}
	}
}
