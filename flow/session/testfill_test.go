package session

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"nicelab/wasm/protocol"
)

// How well blanks are filled is said of rows held out: of two columns that hang together as a Gaussian does the figures
// are known, the flow's once it has learned them, and the same question gets the same answer. A preset has none.
func TestFillingIsTested(t *testing.T) {
	const together, n = 0.9, 2000
	alone := math.Sqrt(1 - together*together)
	d := newDesk(t)
	c := small()
	c.Model.Whiten = true
	d.do(c, protocol.OpenTable{Name: "t.csv", Bytes: text(n, "a,b", func(r *rand.Rand) []float64 {
		x := r.NormFloat64()
		return []float64{7 + 100*x, together*x + alone*r.NormFloat64()}
	})})
	for range 20 {
		d.do(protocol.Step{})
	}
	weights := fmt.Sprint(d.flow.Weights)
	d.do(protocol.Fill{ID: 4, Seed: 3, Test: true})
	said := last[protocol.Notice](d)
	if said.ID != 4 || said.Error || said.Key != "fill-tested" || len(said.Args) != 6 {
		t.Fatalf("it says %+v", said)
	}
	figure := func(i int) float64 { return parse(t, said.Args[i]) }
	for i, want := range map[int]float64{0: leastCells, 1: alone, 2: alone, 3: 1, 4: 90, 5: 0} {
		if got := figure(i); math.Abs(got-want) > 0.15*want {
			t.Errorf("figure %d is %v, want about %v: %s", i, got, want, said.Text)
		}
	}
	d.do(protocol.Fill{ID: 5, Seed: 3, Test: true})
	if again := last[protocol.Notice](d); again.ID != 5 || fmt.Sprint(again.Args) != fmt.Sprint(said.Args) {
		t.Errorf("asked again it says %s, and before %s", again.Text, said.Text)
	}
	if fmt.Sprint(d.flow.Weights) != weights {
		t.Error("a test has changed the model")
	}
	d.Handle(protocol.Fill{ID: 6, Seed: 3, Test: true})
	d.Handle(protocol.Cancel{ID: 6})
	d.rest()
	if n := last[protocol.Notice](d); n.ID != 6 || n.Key != "cancelled" {
		t.Errorf("cancelled, it says %+v", n)
	}
	d.do(crescent, protocol.Fill{ID: 7, Test: true})
	if n := last[protocol.Notice](d); n.ID != 7 || n.Key != "no-table" || !n.Error {
		t.Errorf("of a preset it says %+v", n)
	}
}
