package lab

import (
	"slices"
	"strings"
	"testing"

	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// The trainer hears what is shown when that changes, and a new trainer hears it again.
func TestTheTrainerIsToldWhatIsShown(t *testing.T) {
	l, r := plainly(t)
	l.Net.Watch()
	want(t, r)
	l.Net.Seen = true
	l.Net.Watch()
	l.Net.Watch()
	want(t, r, protocol.ShowNetwork{Open: true})
	l.Net.Near = true
	l.Net.Watch()
	want(t, r, protocol.ShowNetwork{Open: true, Live: true})
	l.Net.Closed = true
	l.Net.Watch()
	want(t, r, protocol.ShowNetwork{})
	l.Net.Closed = false
	l.Net.Watch()
	r.Take()
	l.Handle(protocol.Hello{})
	if sent := r.Take(); !slices.Contains(sent, protocol.Command(protocol.ShowNetwork{Open: true, Live: true})) {
		t.Errorf("a new trainer is told %v", sent)
	}
}

// An explanation stays as long as its step is the last, or the next is about to come.
func TestAnExplanationGoesWithItsStep(t *testing.T) {
	for _, c := range []struct {
		step  int
		phase protocol.Phase
		speed string
		stays bool
	}{
		{7, protocol.Paused, "max", true},
		{8, protocol.Paused, "max", true}, // the next press, whose explanation is on its way
		{9, protocol.Paused, "max", false},
		{300, protocol.Training, "max", false},
		{0, protocol.Paused, "max", false},
		{9, protocol.Training, "slow", true},
		{0, protocol.Paused, "slow", false},
	} {
		l, _ := plainly(t)
		l.Choice.Run.Train.Speed = c.speed
		l.Handle(protocol.Explained{Step: 7})
		l.Handle(protocol.Progress{Step: c.step, Phase: c.phase})
		if (l.Net.Step != nil) != c.stays {
			t.Errorf("%+v: explained is %v", c, l.Net.Step)
		}
	}
	l, _ := plainly(t)
	l.Handle(protocol.Explained{Step: 7})
	l.Net.took(protocol.Network{Exact: true, Spectrum: []float32{1}})
	other := presetState(protocol.Paused)
	other.Name = "moons"
	l.Handle(other)
	if l.Net.Step != nil || l.Net.NetRev() != 0 {
		t.Error("other data shows what the model before did")
	}
}

func TestVerdict(t *testing.T) {
	for _, c := range []struct {
		n    protocol.Network
		dim  int
		says string
	}{
		{protocol.Network{}, 2, ""},
		{protocol.Network{Spectrum: []float32{1}, Exact: true}, 2, "without data"},
		{protocol.Network{Spectrum: []float32{1}}, 2, "when training pauses"},
		{protocol.Network{Spectrum: []float32{1}, Rows: 400, Largest: 0.05, Bound: 0.07}, 2, "cannot tell"},
		{protocol.Network{Spectrum: []float32{1}, Rows: 1400, Largest: 0.08, Bound: 0.07}, 3,
			"On 1,400 held-out rows the largest Kolmogorov-Smirnov distance of 3 coordinates is 0.0800"},
	} {
		l, _ := plainly(t)
		l.State.Columns = make([]string, c.dim)
		l.Net.took(c.n)
		if got := l.Net.Verdict(); !strings.Contains(got, c.says) || c.says == "" && got != "" {
			t.Errorf("%+v: %q", c.n, got)
		}
	}
}

// Where the prior has modes the spectrum is of what they spread, and says so: no scale has it.
func TestTheSpectrumOfModes(t *testing.T) {
	l, _ := started(t)
	l.Handle(protocol.Network{Exact: true, Spectrum: []float32{2, 1}})
	if l.Net.SpectrumText() != words.Say.NetSpectrumText || !strings.Contains(l.Net.SpectrumSum(), "exp(−s)") {
		t.Errorf("of scales it says %q, %q", l.Net.SpectrumText(), l.Net.SpectrumSum())
	}
	l.State.Model.Modes = 5
	if l.Net.SpectrumText() != words.Say.NetSpreadText || strings.Contains(l.Net.SpectrumSum(), "exp(−s)") {
		t.Errorf("of modes it says %q, %q", l.Net.SpectrumText(), l.Net.SpectrumSum())
	}
}
