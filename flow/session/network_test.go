package session

import (
	"math"
	"slices"
	"testing"
	"time"

	"nicelab/flow/prior"
	"nicelab/wasm/protocol"
)

func networks(d *desk) (all []protocol.Network) {
	for _, e := range d.events {
		if n, ok := e.(protocol.Network); ok {
			all = append(all, n)
		}
	}
	return all
}

// The network comes where it is looked at and nowhere else.
func TestTheNetworkComesWhereItIsLookedAt(t *testing.T) {
	d := newDesk(t)
	c := small()
	c.Train.MaxSteps = 2000
	d.do(c, crescent, protocol.Step{})
	if n := networks(d); len(n) != 0 {
		t.Fatalf("%d networks for nobody", len(n))
	}
	d.do(protocol.ShowNetwork{Open: true})
	n := last[protocol.Network](d)
	if len(networks(d)) != 1 || !n.Exact || n.Step != 1 || len(n.Curves) != 4 || len(n.Scales) != 2 || len(n.Pits) != 2 ||
		n.Rows != 200 {
		t.Fatalf("opened: %+v", n)
	}
	d.do(protocol.ShowNetwork{Open: true}, protocol.Play{})
	all := networks(d)
	if len(all) != 2 || !all[1].Exact || all[1].Step != d.trainer.Steps {
		t.Errorf("out of view there were %d networks while training", len(all)-2)
	}
	d.do(protocol.Reset{}, protocol.ShowNetwork{Open: true, Live: true})
	clock := time.Now()
	d.now = func() time.Time {
		clock = clock.Add(time.Millisecond)
		return clock
	}
	before := len(d.events)
	d.Handle(protocol.ShowLayers{On: true})
	d.Handle(protocol.Play{})
	live, pictures, came := 0, 0, clock
	for d.phase == protocol.Training {
		d.Work(0)
		for i, e := range d.events[before:] {
			switch e := e.(type) {
			case protocol.Planes:
				pictures++
			case protocol.Network:
				if e.Exact {
					break
				}
				live++
				if len(e.Curves) != 4 || e.Rows < leastRows {
					t.Fatalf("while training: %d curves, %d rows", len(e.Curves), e.Rows)
				}
				if wait := clock.Sub(came); wait < networkEvery-100*time.Millisecond {
					t.Errorf("the next comes after %v", wait)
				}
				came = clock
				with := d.events[before+i+1:]
				if l, ok := with[0].(protocol.Layers); !ok || l.Step != e.Step {
					t.Errorf("behind it comes %T", with[0])
				}
				if p, ok := with[1].(protocol.Planes); !ok || p.Step != e.Step {
					t.Errorf("it comes without its picture: %T", with[1])
				}
			}
		}
		before = len(d.events)
	}
	d.now = time.Now
	d.rest()
	if live < 2 || pictures < 3*live {
		t.Errorf("in view %d came with %d pictures", live, pictures)
	}
	d.do(protocol.ShowNetwork{}, protocol.Step{})
	if n := last[protocol.Network](d); n.Step == d.trainer.Steps {
		t.Error("closed, it still comes")
	}
}

// The latents of held-out rows follow the prior once the crescent is learned, and do not at first.
func TestPitsTellWhetherItIsThePrior(t *testing.T) {
	d := newDesk(t)
	d.do(small(), crescent, protocol.ShowNetwork{Open: true})
	first := last[protocol.Network](d)
	d.do(protocol.Play{})
	learned := last[protocol.Network](d)
	if first.Largest < 1.5*first.Bound {
		t.Errorf("untrained, the largest KS is %v, the bound %v", first.Largest, first.Bound)
	}
	if learned.Largest > 1.3*learned.Bound || learned.Largest > first.Largest/2 {
		t.Errorf("learned, the largest KS is %v, the bound %v", learned.Largest, learned.Bound)
	}
	// The same numbers, from the flow itself.
	var z [2][]float64
	for _, r := range d.trainer.Held() {
		for j, v := range d.flow.Forward(nil, d.data.x[2*r:2*r+2]) {
			z[j] = append(z[j], d.flow.Prior.CDF(float64(v)))
		}
	}
	for j, p := range learned.Pits {
		if ks := prior.KS(z[j]); p.Coordinate != j || math.Abs(p.KS-ks) > 1e-6 ||
			p.Chance != prior.KSChance(p.KS, len(z[j])) {
			t.Errorf("coordinate %d: KS %v, should be %v", p.Coordinate, p.KS, ks)
		}
	}
	if want := max(learned.Pits[0].KS, learned.Pits[1].KS); learned.Largest != want {
		t.Errorf("the largest KS is %v, not %v", learned.Largest, want)
	}
	s := d.flow.Scales(nil)
	if !slices.Equal(s, learned.Scales) || !slices.IsSortedFunc(learned.Spectrum,
		func(a, b float32) int { return int(math.Copysign(1, float64(b-a))) }) {
		t.Errorf("scales %v, spectrum %v", learned.Scales, learned.Spectrum)
	}
	if got := float64(learned.Spectrum[0]) * float64(min(s[0], s[1])); math.Abs(got-1) > 1e-6 {
		t.Errorf("exp(-s) times the least exp(s) is %v", got)
	}
}

// In more dimensions: no curves, the worst coordinates first, and all together.
func TestTheNetworkOfATable(t *testing.T) {
	d := newDesk(t)
	d.do(small(), protocol.OpenTable{Name: "p.csv", Bytes: testdata(t, "penguins.csv")}, protocol.ShowNetwork{Open: true})
	n := last[protocol.Network](d)
	if len(n.Curves) != 0 || len(n.Scales) != 0 || len(n.Spectrum) != 4 || len(n.Pits) != pitsShown+1 ||
		n.Pits[pitsShown].Coordinate != -1 {
		t.Fatalf("%+v", n)
	}
	if n.Pits[0].KS != n.Largest || n.Pits[1].KS < n.Pits[2].KS || n.Pits[3].Noise >= n.Pits[0].Noise {
		t.Errorf("the coordinates are not in order: %+v", n.Pits)
	}
	d.do(protocol.Save{ID: 1})
	ck := last[protocol.File](d)
	e := newDesk(t)
	e.do(protocol.Open{Name: ck.Name, Bytes: ck.Bytes}, protocol.ShowNetwork{Open: true})
	if n := last[protocol.Network](e); len(n.Spectrum) != 4 || n.Rows != 0 || len(n.Pits) != 0 {
		t.Errorf("a checkpoint without data: %+v", n)
	}
}

// A look at a large model while it trains costs no more than a picture does.
func TestALargeNetworkIsLookedAtInParts(t *testing.T) {
	d := newDesk(t)
	c := small()
	c.Model.Hidden = []int{512, 512}
	d.Handle(c)
	d.Handle(crescent)
	d.networkShown = protocol.ShowNetwork{Open: true, Live: true}
	d.chosen()
	for _, exact := range []bool{true, false} {
		work, chunks := d.networkJob(exact, d.emit), 1
		for !work() {
			chunks++
		}
		n := last[protocol.Network](d)
		if exact && (len(n.Curves) != 4 || n.Rows != 200 || chunks < 4*1000/d.flow.Chunk()) {
			t.Errorf("at rest %d curves and %d rows in %d chunks of %d", len(n.Curves), n.Rows, chunks, d.flow.Chunk())
		}
		if !exact && (len(n.Curves) != 0 || n.Rows != 0 || len(n.Spectrum) != 2) {
			t.Errorf("while training %d curves, %d rows", len(n.Curves), n.Rows)
		}
	}
}
