package app

import (
	"strings"
	"testing"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// A tab that opens unseen begins when it is looked at, unless the person was quicker.
func TestAHiddenTabWaits(t *testing.T) {
	for name, c := range map[string]struct {
		do   func(*lab)
		want []protocol.Command
	}{
		"untouched": {func(*lab) {}, []protocol.Command{protocol.Play{}}},
		"stepped":   {(*lab).step, []protocol.Command{protocol.Step{}}},
		"playing":   {(*lab).playPause, []protocol.Command{protocol.Play{}}},
	} {
		l, r := newLab(), &recorder{}
		l.eng, l.going = r, false
		l.handle(protocol.Hello{})
		l.handle(presetState(protocol.Paused))
		r.take()
		c.do(l)
		l.seen()
		l.seen()
		t.Log(name)
		want(t, r, c.want...)
	}
	l, r := newLab(), &recorder{}
	l.eng, l.going = r, false
	l.seen() // before the trainer has said hello
	l.handle(protocol.Hello{})
	if sent := r.take(); !sent[1].(protocol.UsePreset).Play {
		t.Errorf("it sends %+v", sent)
	}
}

func TestLookingBack(t *testing.T) {
	l, r := started(t)
	l.lookAt(0) // nothing is recorded
	want(t, r)
	l.handle(protocol.Times{Steps: []int{0, 8, 16, 20}, At: 3})
	if _, back := l.lookedAt(); back || l.timeNote() != words.Say.TimeHint {
		t.Errorf("at the newest step it says %q", l.timeNote())
	}
	l.lookAt(1)
	want(t, r, protocol.Look{ID: 1, Step: 8})
	if l.going {
		t.Error("new data would train after a look that stopped training")
	}
	l.lookAt(-5)
	want(t, r, protocol.Look{ID: 2, Step: 0})
	l.handle(protocol.Times{ID: 1, Steps: []int{0, 8, 16, 20}, At: 1}) // the first answer comes late
	if step, back := l.lookedAt(); step != 0 || !back {
		t.Errorf("the slider jumps to step %d", step)
	}
	l.handle(protocol.Times{ID: 2, Steps: []int{0, 16, 32}, At: 0})
	p := newPage(nil)
	p.lab = l
	l.phase = protocol.Paused
	if html := ui.HTMLString(p); !strings.Contains(html, "Back at step 0 of Crescent.") || !strings.Contains(html, "step 0 of 32") || strings.Contains(html, `id="time" disabled`) {
		t.Error("the page does not say that it shows step 0")
	}
	l.lookAt(9)
	want(t, r, protocol.Look{ID: 3, Step: 32, Now: true})

	l.handle(protocol.Times{ID: 3, Steps: []int{0}, TooMany: true})
	if l.timeNote() != words.Say.TimeTooMany {
		t.Errorf("of a model without records it says %q", l.timeNote())
	}
	next := &recorder{}
	l.start = func() Engine { return next }
	l.handle(protocol.Fatal{Text: "gone"})
	l.lookAt(0)
	l.restart()
	l.handle(protocol.Hello{})
	l.handle(protocol.Times{Steps: []int{0, 5}, At: 1}) // of a trainer that was asked nothing
	if len(l.time.Steps) != 2 {
		t.Error("a new trainer's times are taken for old ones")
	}
}

func TestThumbnailsFollowTheControls(t *testing.T) {
	l, r := started(t)
	l.setNoise("0.2")
	sent := r.take()
	if len(sent) != 2 || sent[1] != protocol.Command(protocol.Preview{N: 2000, Noise: 0.2, Seed: 7}) {
		t.Fatalf("sent %+v", sent)
	}
	rev := l.thumbs.rev
	l.handle(protocol.Previews{Thumbs: []protocol.Thumb{{Points: []float32{1, 2}}}})
	if pre, _ := l.preset("crescent"); len(pre.Points) != 2 || l.thumbs.rev == rev {
		t.Errorf("the thumbnail shows %v", pre.Points)
	}
	l.choosePreset("moons") // the same noise: they are there
	if sent := r.take(); len(sent) != 1 {
		t.Errorf("sent %+v", sent)
	}
}
