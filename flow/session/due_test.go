package session

import (
	"testing"
	"time"

	"nicelab/wasm/protocol"
)

// When a run is kept follows from when and at what cost it last was.
func TestWhenARunIsDue(t *testing.T) {
	kept := time.Unix(1000, 0)
	began := kept.Add(5 * time.Second)
	at := func(h shelf, training bool) time.Duration { return h.due(training, began).Sub(kept) }
	h := shelf{at: kept, phase: protocol.Training, steps: 7}
	for name, c := range map[string]struct {
		change   func(h *shelf)
		training bool
		want     time.Duration
	}{
		"it trains":                        {func(*shelf) {}, true, keepEvery},
		"it trains and costs much to keep": {func(h *shelf) { h.cost = time.Second }, true, 20 * time.Second},
		"it has begun to train":            {func(h *shelf) { h.phase = protocol.Paused }, true, 5*time.Second + keepSoon},
		"it is another, and trains": {func(h *shelf) { h.changed, h.cost = true, time.Second }, true,
			20 * time.Second},
		"it is at rest":        {func(h *shelf) { h.cost = time.Second }, false, 10 * time.Second},
		"it could not be kept": {func(h *shelf) { h.problems = []protocol.Notice{{}} }, true, keepAgain},
	} {
		h := h
		if c.change(&h); at(h, c.training) != c.want {
			t.Errorf("%s: it is due after %v, want %v", name, at(h, c.training), c.want)
		}
	}
	if h.steps = -1; !h.due(false, began).IsZero() {
		t.Error("a run at rest that never was kept is not kept at once")
	}
}
