package lab

import (
	"testing"

	"nicelab/wasm/protocol"
)

// A newer version waits for the run that would be lost, and for nothing else.
func TestRenewWaitsForTheRun(t *testing.T) {
	l, r := started(t)
	l.Handle(protocol.Kept{Place: 1, Steps: -1})
	l.Handle(protocol.Kept{On: true, Place: 1, Steps: -1})
	if l.MayRenew() {
		t.Error("nobody asked for it")
	}
	l.Handle(protocol.Progress{Phase: protocol.Training, Step: 7})
	r.Take()
	l.Renew()
	want(t, r, protocol.Pause{}, protocol.KeepNow{})
	if l.MayRenew() {
		t.Error("a run that trains is given up")
	}
	l.Handle(protocol.Progress{Phase: protocol.Paused, Step: 8})
	if l.MayRenew() {
		t.Error("step 8 is not kept yet")
	}
	l.Handle(protocol.Kept{On: true, Place: 1, Steps: 8})
	if !l.MayRenew() {
		t.Error("the run is kept, and still it waits")
	}
	l.Time.Times = protocol.Times{Steps: []int{0, 4, 8}, At: 1}
	l.Handle(protocol.Progress{Phase: protocol.Paused, Step: 4})
	if !l.MayRenew() {
		t.Error("the run was kept before somebody looked back, and still it waits")
	}
	l.Time.Times = protocol.Times{}
	l.Handle(protocol.Kept{Place: 1, Steps: 3, Problems: []protocol.Notice{{Text: "The disk is full."}}})
	if !l.MayRenew() {
		t.Error("it waits for what will never be kept")
	}
}
