package lab

import (
	"math"
	"strings"
	"testing"

	"nicelab/wasm/protocol"
)

// The tab's title tells of a run that takes long, or that nobody sees; else it stays as it is.
func TestTheTitleTellsOfALongRun(t *testing.T) {
	l, _ := withPictures(t)
	progress := protocol.Progress{Phase: protocol.Training, Step: 1000, StepsPerSecond: 10, Valid: 12.5, Bits: 2.25}
	for name, c := range map[string]struct {
		change func(p *protocol.Progress)
		run    int
		hidden bool
		want   string
	}{
		"long":           {nil, 4000, false, "5 min left, step 1,000: 2.250 bits/pixel – NICE Lab"},
		"short":          {nil, 500, false, ""},
		"short, hidden":  {nil, 500, true, "50 s left, step 1,000: 2.250 bits/pixel – NICE Lab"},
		"no end":         {nil, 0, false, ""},
		"no end, hidden": {nil, 0, true, "Step 1,000: 2.250 bits/pixel – NICE Lab"},
		"at rest":        {func(p *protocol.Progress) { p.Phase = protocol.Paused }, 4000, true, ""},
		"points": {func(p *protocol.Progress) { p.Bits = math.NaN() }, 4000, false,
			"5 min left, step 1,000: 12.500 nats – NICE Lab"},
		"at first": {func(p *protocol.Progress) { p.Valid, p.Bits = math.NaN(), math.NaN() }, 4000, false,
			"5 min left, step 1,000: – – NICE Lab"},
	} {
		p := progress
		if c.change != nil {
			c.change(&p)
		}
		l.Handle(p)
		l.Choice.Run.Train.Run = c.run
		if got := l.RunTitle(l.Choice.Run.Train.Run, c.hidden); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	l.Handle(progress)
	l.Choice.Run.Train.Run = 4000
	l.died(protocol.Fatal{})
	if got := l.RunTitle(l.Choice.Run.Train.Run, true); got != "" || strings.Contains(got, "step") {
		t.Errorf("after a crash it says %q", got)
	}
}
