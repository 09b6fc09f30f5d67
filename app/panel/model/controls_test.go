package app

import (
	"slices"
	"testing"

	"nicelab/app/lab"
	"nicelab/wasm/protocol"
)

// A checkpoint may hold more than the controls offer: they show it, and no link claims it.
func TestControlsShowWhatACheckpointHolds(t *testing.T) {
	l, _ := started(t)
	l.OpenFile("a.safetensors", lab.OfBytes(nil))
	st := presetState(protocol.Paused)
	st.ID, st.Source, st.Model.Couplings, st.Model.Hidden = l.LastID, "checkpoint", 13, []int{8, 8, 8, 8, 8, 8, 8}
	l.Handle(st)
	l.SetBatch("64")
	if _, wrong := lab.Parse(l.Linked); len(wrong) > 0 {
		t.Errorf("the link is %s: %q", l.Linked, wrong)
	}
	for _, c := range []struct {
		choices []choice
		now     string
	}{{numbers(including(lab.Depths, 13)), "13"}, {span(lab.MinLayers, lab.MaxLayers, 7), "7"}} {
		if !slices.ContainsFunc(c.choices, func(x choice) bool { return x.value == c.now }) {
			t.Errorf("%s is not among %v", c.now, c.choices)
		}
	}
}
