package session

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"nicelab/flow/checkpoint"
	"nicelab/flow/keep/keeptest"
	"nicelab/wasm/protocol"
)

// quick handles commands without the exact pictures that would follow.
func (d *desk) quick(cs ...protocol.Command) {
	d.t.Helper()
	for _, c := range cs {
		d.Handle(c)
		for len(d.foreground) > 0 || len(d.inbox) > 0 || d.phase == protocol.Training || d.limits != nil {
			d.picture = nil
			d.Work(0)
		}
	}
	d.picture = nil
	d.chosen()
}

// painted handles commands and works until their picture is there: simpler models are not waited for.
func (d *desk) painted(cs ...protocol.Command) {
	d.t.Helper()
	for _, c := range cs {
		d.Handle(c)
	}
	for len(d.foreground) > 0 || len(d.inbox) > 0 || d.picture != nil || d.phase == protocol.Training {
		d.Work(0)
	}
}

// chosen chooses the rows to show, which pictures begin with.
func (d *desk) chosen() {
	if d.flow == nil || d.data.shown.rows != nil {
		return
	}
	for choose := d.choose(); !choose(); {
	}
}

// moment is what the page can ask of a run at a step.
type moment struct {
	file   string
	now    protocol.Progress
	probed protocol.Probed
}

func (d *desk) moment() moment {
	d.t.Helper()
	d.quick(protocol.Probe{ID: 1, X: 0.3, Y: 0.2}, protocol.Save{ID: 99})
	now, _ := d.figures()
	return moment{string(last[protocol.File](d).Bytes), now, last[protocol.Probed](d)}
}

// However somebody goes back, forth and on in a run: at each step it is what a run is that came there and never went
// past.
func TestGoingBackInTime(t *testing.T) {
	for name, setup := range map[string]protocol.Command{"2-D": crescent,
		"4-D": protocol.OpenTable{Name: "p.csv", Bytes: testdata(t, "penguins.csv")}} {
		straight := newDesk(t)
		straight.quick(small(), setup)
		const end = 60
		var was [end + 1]moment
		for i := range was {
			if i > 0 {
				straight.quick(protocol.Step{})
			}
			was[i] = straight.moment()
		}
		for seed := range uint64(30) {
			rng := rand.New(rand.NewPCG(seed, 1))
			d := newDesk(t)
			d.recordRoom = []int{recordBytes, 300_000, 100_000}[seed%3]
			d.quick(small(), setup)
			step, newest, path := 0, 0, ""
			for range 8 {
				switch move := rng.IntN(4); {
				case move <= 1 && step < end:
					n := 1 + rng.IntN(min(25, end-step))
					d.quick(slices.Repeat([]protocol.Command{protocol.Step{}}, n)...)
					step += n
					newest = step
				case move == 2:
					d.quick(protocol.Look{Now: true})
					step = newest
				default:
					d.quick(protocol.Look{ID: 7, Step: rng.IntN(end + 1)})
					tm := last[protocol.Times](d)
					step = tm.Steps[tm.At]
				}
				path += fmt.Sprint(" ", step)
				if tm := last[protocol.Times](d); tm.Steps[len(tm.Steps)-1] != newest || tm.Steps[tm.At] != step ||
					tm.Steps[0] != 0 || !slices.IsSorted(tm.Steps) {
					t.Fatalf("%s, by way of%s: the times are %+v", name, path, tm)
				}
				got := d.moment()
				if got.file != was[step].file {
					t.Fatalf("%s, by way of%s: the checkpoint is another", name, path)
				}
				if diff := cmp.Diff([]any{was[step].now, was[step].probed}, []any{got.now, got.probed},
					cmpopts.EquateNaNs()); diff != "" {
					t.Fatalf("%s, by way of%s (-then +now):\n%s", name, path, diff)
				}
			}
		}
	}
}

// The records stay few and small, and spread over the whole run.
func TestRecordsAreThinned(t *testing.T) {
	for _, most := range []int{64, 9, 2} {
		d := newDesk(t)
		d.do(small(), crescent)
		d.recordRoom = most * d.recordSize()
		capped := small()
		capped.Train.MaxSteps = 1500
		d.Handle(capped)
		d.Handle(protocol.Play{})
		for d.phase == protocol.Training {
			d.Work(time.Second)
			if n := len(d.times.marks); n > most-1 {
				t.Fatalf("%d records beside the newest, of %d", n, most)
			}
		}
		tm := last[protocol.Times](d)
		if n := len(tm.Steps); n > most || n < most/2 || tm.Steps[0] != 0 || tm.Steps[n-1] != 1500 || tm.TooMany {
			t.Errorf("%d: %v", most, tm)
		}
		for i := 2; i < len(tm.Steps)-1; i++ {
			if tm.Steps[i]-tm.Steps[i-1] != tm.Steps[1] {
				t.Errorf("%d: uneven: %v", most, tm.Steps)
			}
		}
		if most > 2 {
			continue
		}
		d.do(protocol.Look{Step: 0})
		if p := last[protocol.Progress](d); p.Step != 0 {
			t.Errorf("with room for two, the first is step %d", p.Step)
		}
	}
	d := newDesk(t)
	d.do(small(), crescent)
	d.recordRoom = 1000
	d.stepsOn(5)
	d.do(protocol.Look{Step: 0})
	if tm, p := last[protocol.Times](d), last[protocol.Progress](d); !tm.TooMany || len(tm.Steps) != 1 || p.Step != 5 {
		t.Errorf("without room: %+v at step %d", tm, p.Step)
	}
}

// An epoch's order of the rows is there once, in whichever records, thinned and taken anew.
func TestRecordsOfAnEpochShareItsOrder(t *testing.T) {
	d := newDesk(t)
	d.do(small(), crescent)
	for d.stepsOn(40); len(d.times.spare) == 0; d.stepsOn(40) {
	}
	orders := map[*int32][]int32{}
	for _, r := range d.times.marks {
		o := r.train.Order
		for at, other := range orders {
			if at != &o[0] && slices.Equal(o, other) {
				t.Errorf("the order of step %d is there twice", r.train.Steps)
			}
		}
		orders[&o[0]] = o
	}
	if n := len(d.times.marks); len(orders) < 2 || len(orders) >= n {
		t.Errorf("%d records have %d orders", n, len(orders))
	}
}

// A look stops training, and the way back brings the phase, the curve and the rest of the records.
func TestLookingAwayAndBack(t *testing.T) {
	d := newDesk(t)
	d.do(small(), crescent, protocol.Play{})
	was, times := d.moment(), last[protocol.Times](d)
	_, curve := d.figures()
	d.do(protocol.Look{Step: 300})
	p := last[protocol.Progress](d)
	if p.Phase != protocol.Paused || p.Step == was.now.Step || p.Step < 200 || p.Step > 400 {
		t.Errorf("looking back: %+v", p)
	}
	then := newDesk(t)
	capped := small()
	capped.Train.MaxSteps = p.Step
	then.do(capped, crescent, protocol.Play{})
	if diff := cmp.Diff(last[protocol.Planes](then), last[protocol.Planes](d)); diff != "" {
		t.Errorf("the planes of step %d are others", p.Step)
	}
	for _, desk := range []*desk{then, d} {
		desk.do(protocol.ShowLayers{On: true}, protocol.ShowNetwork{Open: true})
	}
	if diff := cmp.Diff(last[protocol.Layers](then), last[protocol.Layers](d)); diff != "" {
		t.Errorf("the layers of step %d are others:\n%s", p.Step, diff)
	}
	if diff := cmp.Diff(last[protocol.Network](then), last[protocol.Network](d)); diff != "" {
		t.Errorf("the network of step %d is another:\n%s", p.Step, diff)
	}
	if diff := cmp.Diff(curve, last[protocol.History](d)); diff != "" {
		t.Errorf("the curve ends where somebody looks:\n%s", diff)
	}
	d.do(protocol.Look{Now: true})
	if got := d.moment(); got.file != was.file || got.now.Phase != protocol.Over {
		t.Errorf("back again: %+v", got.now)
	}
	if diff := cmp.Diff(times, last[protocol.Times](d)); diff != "" {
		t.Error(diff)
	}
	d.Handle(protocol.Play{})
	d.Work(5 * time.Millisecond)
	d.do(protocol.Look{Step: 0})
	if p := last[protocol.Progress](d); p.Phase != protocol.Paused || p.Step != 0 {
		t.Errorf("while training: %+v", p)
	}
	d.do(protocol.Reset{})
	if tm := last[protocol.Times](d); len(tm.Steps) != 1 || tm.At != 0 {
		t.Errorf("after a reset %+v", tm)
	}
}

// A slider that moves fast asks for more than can be drawn: what waits gives way to the newest wish, and what comes in
// between is handled in order.
func TestLooksInARow(t *testing.T) {
	d := newDesk(t)
	d.do(small(), crescent)
	d.stepsOn(40)
	n := len(d.events)
	for i := range 30 {
		d.Handle(protocol.Look{ID: i + 1, Step: i})
	}
	d.Handle(protocol.Save{ID: 50})
	d.Handle(protocol.Look{ID: 51, Step: 3})
	d.rest()
	var seen []string
	for _, e := range d.events[n:] {
		switch e := e.(type) {
		case protocol.Times:
			seen = append(seen, fmt.Sprint("look ", e.ID))
		case protocol.Planes:
			seen = append(seen, fmt.Sprint("picture ", e.Step, " ", e.Exact))
		case protocol.File:
			ck, err := checkpoint.Unmarshal(e.Bytes)
			if err != nil {
				t.Fatal(err)
			}
			seen = append(seen, fmt.Sprint("file ", runOf(ck).meta.Step))
		}
	}
	const first, rest = "look 1, picture 0 false, look 30, picture 29 false, ", "file 29, "
	all := strings.Join(slices.Compact(seen), ", ")
	if !strings.HasPrefix(all, first) || !strings.Contains(all, rest) || !strings.HasSuffix(all, "picture 3 true") {
		t.Errorf("seen: %s", all)
	}
}

// What is kept in the browser is how far the run has got, until it goes on from an earlier step.
func TestALookIsNotKept(t *testing.T) {
	m := &keeptest.Memory{}
	d := visit(t, m)
	d.do(small(), crescent, protocol.Keep{On: true})
	d.stepsOn(30)
	d.Handle(protocol.Play{})
	for d.trainer.Steps < 50 {
		d.Work(time.Millisecond)
	}
	d.do(protocol.Look{Step: 10})
	newest := d.times.newest.train.Steps
	d.do(protocol.Probe{})
	m.End()
	b := visit(t, m)
	if k := last[protocol.Kept](b); len(k.Runs) != 1 || k.Runs[0].Steps != newest {
		t.Fatalf("step %d, then a look back: offered %+v", newest, k)
	}
	b.do(small(), protocol.GoOn{ID: 5, Place: last[protocol.Kept](b).Runs[0].Place})
	if b.trainer.Steps != newest {
		t.Errorf("it goes on at step %d", b.trainer.Steps)
	}
	b.stepsOn(3)
	b.do(protocol.Look{Step: newest})
	b.stepsOn(1)
	m.End()
	if k := last[protocol.Kept](visit(t, m)); len(k.Runs) != 1 || k.Runs[0].Steps != newest+1 {
		t.Errorf("after going on from step %d: %+v", newest, k)
	}
}

// The first word of a stop names the step: whoever acts on it must not see the one of before.
func TestAStopNamesItsStep(t *testing.T) {
	d := newDesk(t)
	d.do(small(), crescent)
	d.Handle(protocol.Play{})
	for d.trainer.Steps < 5 {
		d.Work(time.Millisecond)
	}
	n := len(d.events)
	d.Handle(protocol.Pause{})
	d.rest()
	for _, e := range d.events[n:] {
		switch e := e.(type) {
		case protocol.Progress:
			if e.Phase == protocol.Paused {
				if e.Step != d.trainer.Steps {
					t.Errorf("it says step %d, and is at %d", e.Step, d.trainer.Steps)
				}
				return
			}
		case protocol.State:
			if e.Phase == protocol.Paused {
				t.Error("it says that it has stopped before it says where")
				return
			}
		}
	}
	t.Error("it does not say that it has stopped")
}
