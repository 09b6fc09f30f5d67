package app

import (
	"nicelab/app/lab"
	"strings"
	"testing"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// What takes long can be cancelled for as long as it is awaited.
func TestCancelling(t *testing.T) {
	l, r := started(t)
	shown := func() bool { return strings.Contains(ui.HTMLString((&page{lab: l}).message()), `id="cancel"`) }
	l.Fill("a.csv", lab.OfBytes(nil))
	fill := r.Take()[0].(protocol.Fill)
	if l.Handle(protocol.Progressed{ID: fill.ID, Done: 0.3}); l.Notice.Text != words.Say.Filling+" 30%" || !shown() {
		t.Errorf("it says %q, and can be cancelled: %v", l.Notice.Text, shown())
	}
	l.Cancel()
	if c := r.Take(); len(c) != 1 || c[0] != protocol.Command(protocol.Cancel{ID: fill.ID}) {
		t.Errorf("it sends %v", c)
	}
	l.Handle(protocol.Notice{ID: fill.ID, Key: "cancelled"})
	if l.Notice.Text != words.Say.Notices["cancelled"] || shown() {
		t.Errorf("it says %q, and can be cancelled: %v", l.Notice.Text, shown())
	}
	if l.Cancel(); len(r.Take()) != 0 {
		t.Error("nothing is cancelled")
	}
	l.Save()
	if shown() {
		t.Error("saving can be cancelled")
	}
}
