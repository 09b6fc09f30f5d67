package bar

import (
	"fmt"
	"strings"
	"testing"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/apptest"
	"nicelab/app/lab"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// What takes long can be cancelled for as long as it is awaited.
func TestCancelling(t *testing.T) {
	l, r := apptest.Started(t)
	shown := func() bool { return strings.Contains(ui.HTMLString((&Bar{Lab: l}).message()), `id="cancel"`) }
	l.Fill("a.csv", lab.OfBytes(nil))
	fill := r.Take()[0].(protocol.Fill)
	if l.Handle(protocol.Progressed{ID: fill.ID, Done: 0.3}); l.Notice.Text != words.Say.Filling+" 30%" || !shown() {
		t.Errorf("it says %q, and can be cancelled: %v", l.Notice.Text, shown())
	}
	l.Line.Cancel()
	if c := r.Take(); len(c) != 1 || c[0] != protocol.Command(protocol.Cancel{ID: fill.ID}) {
		t.Errorf("it sends %v", c)
	}
	l.Handle(protocol.Notice{ID: fill.ID, Key: "cancelled"})
	if l.Notice.Text != words.Say.Notices.Of("cancelled") || shown() {
		t.Errorf("it says %q, and can be cancelled: %v", l.Notice.Text, shown())
	}
	if l.Line.Cancel(); len(r.Take()) != 0 {
		t.Error("nothing is cancelled")
	}
	l.Save()
	if shown() {
		t.Error("saving can be cancelled")
	}
}

// Until the trainer of a run that was watched says more, its figures stand, and its curve is not painted over.
func TestFiguresOfAWatchedRunStand(t *testing.T) {
	l := lab.New()
	l.Watched(120, 60, 1.5, 0.25)
	if html := ui.HTMLString(stats(l)); !strings.Contains(html, "120") || !strings.Contains(html, "1.500") ||
		!strings.Contains(html, "0.250") {
		t.Errorf("the figures are %s", html)
	}
	if text := phaseText(l); text != fmt.Sprintf(words.Say.Status.Of(protocol.Training), words.PresetName("crescent")) {
		t.Errorf("it says %q", text)
	}
	if l.LossRev() != 0 {
		t.Errorf("the curve is drawn at revision %d", l.LossRev())
	}
	l.Handle(protocol.Hello{Begun: true})
	l.Handle(apptest.PresetState(protocol.Training))
	l.Handle(protocol.History{Steps: []float64{1}})
	if l.Watching() || l.LossRev() == 0 {
		t.Error("what the trainer says is not drawn")
	}
}
