package model

import (
	"slices"
	"testing"

	"nicelab/app/apptest"
	"nicelab/app/kit"
	"nicelab/app/lab"
	"nicelab/app/link"
	"nicelab/wasm/protocol"
)

// A checkpoint may hold more than the controls offer: they show it, and no link claims it.
func TestControlsShowWhatACheckpointHolds(t *testing.T) {
	l, _ := apptest.Started(t)
	l.OpenFile("a.safetensors", lab.OfBytes(nil))
	st := apptest.PresetState(protocol.Paused)
	st.ID, st.Source, st.Model.Couplings, st.Model.Hidden = l.Line.LastID, "checkpoint", 13, []int{8, 8, 8, 8, 8, 8, 8}
	l.Handle(st)
	l.Choice.SetBatch("64")
	if _, wrong := link.Parse(l.Address.Linked); len(wrong) > 0 {
		t.Errorf("the link is %s: %q", l.Address.Linked, wrong)
	}
	for _, c := range []struct {
		choices []kit.Choice
		now     string
	}{{numbers(including(link.Depths, 13)), "13"}, {span(link.MinLayers, link.MaxLayers, 7), "7"}} {
		if !slices.ContainsFunc(c.choices, func(x kit.Choice) bool { return x[0] == c.now }) {
			t.Errorf("%s is not among %v", c.now, c.choices)
		}
	}
}
