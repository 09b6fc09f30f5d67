package loss

import (
	"strings"
	"testing"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/apptest"
	"nicelab/app/lab"
	"nicelab/app/lab/labtest"
	"nicelab/app/panel/bar"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

func TestLookingBack(t *testing.T) {
	l, r := apptest.Started(t)
	l.LookAt(0) // nothing is recorded
	labtest.Want(t, r)
	l.Handle(protocol.Times{Steps: []int{0, 8, 16, 20}, At: 3})
	if _, back := l.Time.LookedAt(); back || l.Time.TimeNote() != words.Say.TimeHint {
		t.Errorf("at the newest step it says %q", l.Time.TimeNote())
	}
	l.LookAt(1)
	labtest.Want(t, r, protocol.Look{ID: 1, Step: 8})
	if l.Choice.Goes() {
		t.Error("new data would train after a look that stopped training")
	}
	l.LookAt(-5)
	labtest.Want(t, r, protocol.Look{ID: 2, Step: 0})
	l.Handle(protocol.Times{ID: 1, Steps: []int{0, 8, 16, 20}, At: 1}) // the first answer comes late
	if step, back := l.Time.LookedAt(); step != 0 || !back {
		t.Errorf("the slider jumps to step %d", step)
	}
	l.Handle(protocol.Times{ID: 2, Steps: []int{0, 16, 32}, At: 0})
	l.Phase = protocol.Paused
	b := &bar.Bar{Lab: l}
	html := ui.HTMLString(b.Section()) + ui.HTMLString(Section(l, &l.Report, &l.Time, false, false, b.Outcome()))
	if !strings.Contains(html, "Back at step 0 of Crescent.") || !strings.Contains(html, "step 0 of 32") ||
		strings.Contains(html, `id="time" disabled`) {
		t.Error("the page does not say that it shows step 0")
	}
	l.LookAt(9)
	labtest.Want(t, r, protocol.Look{ID: 3, Step: 32, Now: true})

	l.Handle(protocol.Times{ID: 3, Steps: []int{0}, TooMany: true})
	if l.Time.TimeNote() != words.Say.TimeTooMany {
		t.Errorf("of a model without records it says %q", l.Time.TimeNote())
	}
	next := &labtest.Recorder{}
	l.Line.Start = func() lab.Engine { return next }
	l.Handle(protocol.Fatal{Text: "gone"})
	l.LookAt(0)
	l.Restart()
	l.Handle(protocol.Hello{})
	l.Handle(protocol.Times{Steps: []int{0, 5}, At: 1}) // of a trainer that was asked nothing
	if len(l.Time.Steps) != 2 {
		t.Error("a new trainer's times are taken for old ones")
	}
}
