package app

import (
	"testing"

	"nicelab/wasm/protocol"
)

// A newer version waits for the run that would be lost, and for nothing else.
func TestRenewWaitsForTheRun(t *testing.T) {
	l, r := started(t)
	l.handle(protocol.Kept{Place: 1, Steps: -1})
	l.handle(protocol.Kept{On: true, Place: 1, Steps: -1})
	if l.mayRenew() {
		t.Error("nobody asked for it")
	}
	l.handle(protocol.Progress{Phase: protocol.Training, Step: 7})
	r.take()
	l.renew()
	want(t, r, protocol.Pause{})
	if l.mayRenew() {
		t.Error("a run that trains is given up")
	}
	l.handle(protocol.Progress{Phase: protocol.Paused, Step: 8})
	if l.mayRenew() {
		t.Error("step 8 is not kept yet")
	}
	l.handle(protocol.Kept{On: true, Place: 1, Steps: 8})
	if !l.mayRenew() {
		t.Error("the run is kept, and still it waits")
	}
	l.time = timeline{Times: protocol.Times{Steps: []int{0, 4, 8}, At: 1}}
	l.handle(protocol.Progress{Phase: protocol.Paused, Step: 4})
	if !l.mayRenew() {
		t.Error("the run was kept before somebody looked back, and still it waits")
	}
	l.time = timeline{}
	l.handle(protocol.Kept{Place: 1, Steps: 3, Problems: []protocol.Notice{{Text: "The disk is full."}}})
	if !l.mayRenew() {
		t.Error("it waits for what will never be kept")
	}
}
