package lab

import (
	"testing"

	"nicelab/wasm/protocol"
)

// A tab that opens unseen begins when it is looked at, unless the person was quicker.
func TestAHiddenTabWaits(t *testing.T) {
	for name, c := range map[string]struct {
		do   func(*Lab)
		want []protocol.Command
	}{
		"untouched": {func(*Lab) {}, []protocol.Command{protocol.Play{}}},
		"stepped":   {(*Lab).Step, []protocol.Command{protocol.Step{}}},
		"playing":   {(*Lab).PlayPause, []protocol.Command{protocol.Play{}}},
	} {
		l, r := New(), &recorder{}
		l.Line.Eng, l.Choice.Intent = r, Unseen
		l.Handle(protocol.Hello{})
		l.Handle(presetState(protocol.Paused))
		r.Take()
		c.do(l)
		l.Seen()
		l.Seen()
		t.Log(name)
		want(t, r, c.want...)
	}
	l, r := New(), &recorder{}
	l.Line.Eng, l.Choice.Intent = r, Unseen
	l.Seen() // before the trainer has said hello
	l.Handle(protocol.Hello{})
	if sent := r.Take(); !sent[1].(protocol.UsePreset).Play {
		t.Errorf("it sends %+v", sent)
	}
}

func TestThumbnailsFollowTheControls(t *testing.T) {
	l, r := started(t)
	l.Choice.SetNoise("0.2")
	sent := r.Take()
	if len(sent) != 2 || sent[1] != protocol.Command(protocol.Preview{N: 2000, Noise: 0.2, Seed: 7}) {
		t.Fatalf("sent %+v", sent)
	}
	rev := l.Thumbs.Rev()
	l.Handle(protocol.Previews{Thumbs: []protocol.Thumb{{Points: []float32{1, 2}}}})
	if pre, _ := l.Thumbs.Preset("crescent"); len(pre.Points) != 2 || l.Thumbs.Rev() == rev {
		t.Errorf("the thumbnail shows %v", pre.Points)
	}
	l.ChoosePreset("moons") // the same noise: they are there
	if sent := r.Take(); len(sent) != 1 {
		t.Errorf("sent %+v", sent)
	}
}
