package session

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"nicelab/flow/baseline"
	"nicelab/wasm/protocol"
)

// iris opens a table of 150 rows.
func iris(t *testing.T) protocol.OpenTable {
	t.Helper()
	b, err := os.ReadFile("../dataset/testdata/iris.csv")
	if err != nil {
		t.Fatal(err)
	}
	return protocol.OpenTable{ID: 1, Name: "iris.csv", Bytes: b}
}

// capped trains so many steps.
func capped(steps int) protocol.Configure {
	c := small()
	c.Train.MaxSteps = steps
	return c
}

// gaussiansAlone has a Gaussian fitted in the place of each baseline, until the test ends: it looks at nothing of them,
// and the mixture and the kernel of its table would take most of its time.
func gaussiansAlone(t *testing.T) {
	t.Helper()
	all := newBaseline
	t.Cleanup(func() { newBaseline = all })
	newBaseline = map[string]func(baseline.Data, uint64) *baseline.Fit{}
	for name := range all {
		newBaseline[name] = baseline.NewGaussian
	}
}

// The baselines are of the very rows that the trainer trains on and holds out.
func TestBaselinesAreOfTheTrainersSplit(t *testing.T) {
	d := newDesk(t)
	d.do(small(), iris(t))
	told, n := last[protocol.Baselines](d), d.data.rows()
	held := d.trainer.Held()
	if len(told.Models) != 3 || told.Held != len(held) || told.Train != n-len(held) || !math.IsNaN(told.Flow) {
		t.Fatalf("%+v", told)
	}
	var train []int32
	for i := range n {
		if !slices.Contains(held, int32(i)) {
			train = append(train, int32(i))
		}
	}
	all := baseline.Rows(d.data.x, len(d.data.columns))
	for i, fit := range []*baseline.Fit{
		baseline.NewGaussian(all.Pick(train), d.model.Seed),
		baseline.NewMixture(all.Pick(train), d.model.Seed),
		baseline.NewKernel(all.Pick(train), d.model.Seed),
	} {
		for !fit.Step() {
		}
		model, err := fit.Model()
		if err != nil {
			t.Fatal(err)
		}
		var lp []float64
		row := make([]float64, all.D)
		for _, r := range held {
			all.Row(row, int(r))
			lp = append(lp, model.LogProb(row))
		}
		if m := told.Models[i]; m.NLL != nll(lp) || m.Rows != len(train) || m.Why != "" || !math.IsNaN(m.Lead) {
			t.Errorf("%+v, and the NLL is %v", m, nll(lp))
		}
	}
	if m := told.Models[1]; m.Name != "mixture" || m.Components < 2 {
		t.Errorf("the mixture is %+v", m)
	}
}

// Once the flow is trained it is held against them, by the NLL that the page shows.
func TestTheFlowIsComparedOnTheSameRows(t *testing.T) {
	d := newDesk(t)
	play := iris(t)
	play.Play = true
	d.do(capped(60), play)
	told, p := last[protocol.Baselines](d), last[protocol.Progress](d)
	if told.Step != 60 || p.Step != 60 || math.Abs(told.Flow-p.Valid) > 1e-9 {
		t.Fatalf("compared at step %d with %v; the page shows step %d and %v", told.Step, told.Flow, p.Step, p.Valid)
	}
	for _, m := range told.Models {
		if math.Abs(m.Lead-(m.NLL-told.Flow)) > 1e-9 || !(m.LeadError > 0 && m.LeadError < 1) {
			t.Errorf("%+v beside the flow's %v", m, told.Flow)
		}
	}
	flow := told.Flow
	d.do(protocol.Look{ID: 7, Step: 0})
	if told := last[protocol.Baselines](d); !math.IsNaN(told.Flow) {
		t.Errorf("before the first step the flow is compared: %+v", told)
	}
	d.do(protocol.Look{ID: 8, Step: 10})
	told, p = last[protocol.Baselines](d), last[protocol.Progress](d)
	if told.Step != p.Step || math.Abs(told.Flow-p.Valid) > 1e-9 || told.Flow == flow {
		t.Errorf("back at step %d with NLL %v, compared at step %d with %v", p.Step, p.Valid, told.Step, told.Flow)
	}
	d.do(protocol.Look{ID: 9, Now: true})
	if told := last[protocol.Baselines](d); told.Step != 60 || told.Flow != flow {
		t.Errorf("back again: %+v", told)
	}
}

// While it trains too, and the run is the same to the bit.
func TestBaselinesLeaveTheRunAlone(t *testing.T) {
	play := iris(t)
	play.Play = true
	beside, before := newDesk(t), newDesk(t)
	before.do(small(), iris(t)) // they are done before it trains
	before.baselines.next = time.Now().Add(time.Hour)
	before.do(capped(400), protocol.Play{})
	if n := len(last[protocol.Baselines](before).Models); n != 3 {
		t.Fatalf("there are %d baselines", n)
	}
	beside.do(capped(400), play)
	if beside.trainer.Steps != 400 || !slices.Equal(beside.flow.Weights, before.flow.Weights) {
		t.Error("the weights differ")
	}
	if a, b := last[protocol.Baselines](beside), last[protocol.Baselines](before); fmt.Sprint(a) != fmt.Sprint(b) {
		t.Errorf("%+v\n%+v", a, b)
	}
	beside.baselines.next = time.Time{}
	beside.do(capped(800))
	beside.Handle(protocol.Play{})
	for range 100_000 {
		if beside.Work(0); beside.phase != protocol.Training {
			break
		}
		if told := last[protocol.Baselines](beside); told.Step > 400 && told.Step < 800 {
			if math.Abs(told.Flow-beside.trainer.Valid.Mean) > 1e-9 {
				t.Errorf("step %d: the NLL is %v, compared %v", told.Step, beside.trainer.Valid.Mean, told.Flow)
			}
			return
		}
	}
	t.Error("nothing was compared while it trained")
}

// What there is to do beside them has most of the time; at rest they have all of it.
func TestBaselinesWait(t *testing.T) {
	d := newDesk(t)
	play := iris(t)
	play.Play = true
	d.Handle(small())
	d.Handle(play)
	for d.phase != protocol.Training {
		d.Work(0)
	}
	done := len(d.baselines.lp)
	d.turnOf("baselines").due = time.Now().Add(time.Hour)
	for range 400 {
		d.Work(0)
	}
	if d.phase != protocol.Training || done == 3 || len(d.baselines.lp) > done { // kernels take less
		t.Errorf("%q: %d baselines are done, and none was due", d.phase, len(d.baselines.lp))
	}
	d.do(protocol.Pause{})
	told, p := last[protocol.Baselines](d), last[protocol.Progress](d)
	if math.Abs(told.Flow-p.Valid) > 1e-9 {
		t.Errorf("paused with an NLL of %v, and compared it is %v", p.Valid, told.Flow)
	}
	if len(d.baselines.lp) != 3 || math.IsNaN(told.Models[2].Lead) || told.Step != d.trainer.Steps {
		t.Errorf("at rest there are %+v", told)
	}
}

func TestBaselinesFollowTheData(t *testing.T) {
	d := newDesk(t)
	d.do(small(), crescent)
	for _, e := range d.events {
		if e, ok := e.(protocol.Baselines); ok {
			t.Fatalf("a preset has %+v", e)
		}
	}
	d.do(iris(t))
	first := last[protocol.Baselines](d)
	c := small()
	c.Model.Couplings = 6
	d.events = nil
	d.Handle(c)
	if again := last[protocol.Baselines](d); fmt.Sprint(again) != fmt.Sprint(first) {
		t.Errorf("another model of the same rows has %+v after %+v", again, first)
	}
	d.rest()
	c.Model.Seed++
	d.Handle(c)
	if again := last[protocol.Baselines](d); !math.IsNaN(again.Models[0].NLL) {
		t.Errorf("another split has the NLL of the one before: %+v", again)
	}
	d.rest()
	again := last[protocol.Baselines](d)
	if again.Models[0].NLL == first.Models[0].NLL || math.IsNaN(again.Models[2].NLL) {
		t.Errorf("another split has %+v", again)
	}
	d.do(crescent)
	if e := last[protocol.Baselines](d); len(e.Models) != 0 {
		t.Errorf("on a preset there are %+v", e)
	}
}

func TestBaselinesOfManyColumns(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	var b strings.Builder
	for i := range 40 {
		for j := range baseline.MaxMixtureColumns + 1 {
			if j > 0 {
				b.WriteByte(',')
			}
			if i == 0 {
				fmt.Fprintf(&b, "c%d", j)
			} else {
				fmt.Fprint(&b, rng.NormFloat64())
			}
		}
		b.WriteByte('\n')
	}
	d := newDesk(t)
	d.do(small(), protocol.OpenTable{Name: "wide.csv", Bytes: []byte(b.String())}, protocol.Step{})
	m := last[protocol.Baselines](d).Models
	if m[1].Why != "columns" || !math.IsNaN(m[1].NLL+m[1].Lead) || math.IsNaN(m[0].Lead+m[2].Lead) {
		t.Errorf("%+v", m)
	}
}

// A table of few rows begins where its clusters are: before the first step the flow is ahead of the Gaussian by far,
// and of a model whose prior is no mixture. A reset finds the same clusters again.
func TestATableBeginsAtItsClusters(t *testing.T) {
	d := newDesk(t)
	open := iris(t)
	open.Wish = wish(120)
	d.do(open)
	if d.model.Clusters == 0 || d.model.Factorised() {
		t.Fatalf("%+v", d.model)
	}
	held := func() float64 { return nll(d.flow.LogProb(nil, d.data.pick(d.trainer.Held()))) }
	var gaussian float64
	for _, m := range last[protocol.Baselines](d).Models {
		if m.Name == "gaussian" {
			gaussian = m.NLL
		}
	}
	first := held()
	if !(first < gaussian-0.3) {
		t.Errorf("the flow begins at %v nats a row, the Gaussian has %v", first, gaussian)
	}
	d.do(protocol.Play{}, protocol.Reset{})
	if again := held(); again != first {
		t.Errorf("after a reset it begins at %v, before at %v", again, first)
	}
	c := protocol.Configure{Model: d.model, Train: d.settings}
	c.Model.Clusters = 0
	d.do(c)
	if now := held(); now < first+0.3 || !d.model.Factorised() {
		t.Errorf("without clusters it begins at %v, with them at %v", now, first)
	}
	c.Model.Modes = 5
	d.do(c)
	if c.Model.Clusters = 5; d.model.Modes != 5 {
		t.Errorf("%+v", d.model)
	}
	if d.do(c); d.model.Clusters != 0 {
		t.Errorf("there are modes and clusters: %+v", d.model)
	}
}
