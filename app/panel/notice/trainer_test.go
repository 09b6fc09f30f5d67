package notice

import (
	"strings"
	"testing"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/apptest"
	"nicelab/app/lab"
	"nicelab/app/lab/labtest"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// A trainer that owes a word is asked once, and is silent after some looks; its next word, whatever it is, takes that
// back.
func TestASilentTrainer(t *testing.T) {
	l, r := apptest.Started(t)
	l.Look()
	labtest.Want(t, r, protocol.Ping{})
	for i := 1; i < lab.MostLooks; i++ {
		if l.Look() || l.Line.Alive.Silent {
			t.Fatalf("it is silent at look %d", i)
		}
	}
	if !l.Look() || !l.Line.Alive.Silent || l.Look() {
		t.Error("it is never silent, or twice")
	}
	labtest.Want(t, r)
	l.Handle(protocol.Kept{On: true, Place: 1, Steps: 1234})
	if l.Line.Alive.Silent {
		t.Error("it has spoken and is silent")
	}
	l.Look()
	for range lab.MostLooks {
		l.Look()
	}
	html := ui.HTMLString(Banner(&l.Report, l.Line.Alive, &l.Keep, nil))
	if !strings.Contains(html, words.Say.SilentHead) ||
		!strings.Contains(html, "1,234") || !strings.Contains(html, `id="restart"`) {
		t.Errorf("the banner is %s", html)
	}
	l.Restart()
	if l.Line.Alive.Silent || l.Keep.Back != 1 || !l.Choice.Goes() || !r.Closed {
		t.Errorf("after the restart: silent %v, back to %d, going %v", l.Line.Alive.Silent, l.Keep.Back, l.Choice.Goes())
	}
}

// One that owes nothing is let alone; one that opens a file gets more time; one that is gone is told at once.
func TestWhenATrainerIsAsked(t *testing.T) {
	l, r := apptest.Started(t)
	l.Handle(apptest.PresetState(protocol.Paused))
	for range 2 * lab.MostOpened {
		l.Look()
	}
	labtest.Want(t, r)
	l.Save()
	r.Take()
	for i := range lab.MostOpened {
		if l.Look() {
			t.Fatalf("a trainer that saves is silent at look %d", i)
		}
	}
	if !l.Look() {
		t.Error("a trainer that saves may be silent for ever")
	}
	l.Answer(l.Line.LastID)
	l.Handle(apptest.PresetState(protocol.Training))
	l.Choice.Run.Model.Hidden = []int{1024, 1024, 1024, 1024, 1024}
	for range 2 * lab.MostLooks {
		if l.Look() {
			t.Fatal("a large model gets no more time than a small one")
		}
	}
	l.Handle(protocol.Fatal{Ended: true})
	html := ui.HTMLString(Banner(&l.Report, l.Line.Alive, &l.Keep, nil))
	if !strings.Contains(html, words.Say.EndedText) || l.Status() != "error" {
		t.Errorf("the banner is %s", html)
	}
	if l.Look() {
		t.Error("a trainer that is gone is asked")
	}
}
