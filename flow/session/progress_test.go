package session

import (
	"slices"
	"strings"
	"testing"

	"nicelab/flow"
	"nicelab/flow/checkpoint"
	"nicelab/wasm/protocol"
)

// A long file says how far it is while it is read, and again while it is scored; a short one says nothing.
func TestALongFileSaysHowFarItIs(t *testing.T) {
	gaussiansAlone(t)
	d := newDesk(t)
	d.progress.every = 0
	table := []byte("x,y\n" + strings.Repeat("1.5,2\n2.5,1\n3.5,4\n", 7000))
	d.quick(small(), crescent, protocol.OpenTable{ID: 3, Name: "long.csv", Bytes: table},
		protocol.Score{ID: 4, Name: "long.csv", Bytes: table},
		protocol.Sample{ID: 5, N: 20_000, Temperature: 1})
	told := map[int][]float64{}
	for _, e := range d.events {
		if p, ok := e.(protocol.Progressed); ok {
			told[p.ID] = append(told[p.ID], p.Done)
		}
	}
	falls := 0
	for id, shares := range told {
		for i, v := range shares {
			if v <= 0 || v > 1 {
				t.Errorf("command %d has come %g far", id, v)
			}
			if i > 0 && v < shares[i-1] {
				falls++
			}
		}
	}
	if len(told[3]) < 10 || len(told[4]) < 20 || len(told[5]) < 10 || len(told[3]) > 20 || falls != 1 {
		t.Errorf("it was told %d, %d and %d times, and began anew %d times", len(told[3]), len(told[4]), len(told[5]), falls)
	}
	d.events = nil
	d.do(protocol.OpenTable{ID: 6, Name: "short.csv", Bytes: []byte("x,y\n1,2\n3,4\n5,1\n2,2\n1,1\n9,2\n3,3\n4,1\n")})
	for _, e := range d.events {
		if p, ok := e.(protocol.Progressed); ok {
			t.Errorf("a short file says %+v", p)
		}
	}
}

// So does a checkpoint of many weights, and meanwhile the model before it answers.
func TestALargeCheckpointSaysHowFarItIs(t *testing.T) {
	f, err := flow.New(flow.Config{Dim: 2, Couplings: 8, Hidden: []int{700, 700}, Activation: flow.Tanh,
		Prior: flow.Gaussian})
	if err != nil {
		t.Fatal(err)
	}
	b, err := checkpoint.Marshal(checkpoint.File{Flow: f})
	if err != nil {
		t.Fatal(err)
	}
	d := newDesk(t)
	d.progress.every = 0
	d.do(small(), crescent, protocol.Play{})
	d.Handle(protocol.Open{ID: 3, Name: "large.safetensors", Bytes: b})
	told, probed, seen := []float64(nil), 0, len(d.events)
	for slicesSeen := 0; len(d.flow.Weights) != len(f.Weights); slicesSeen++ {
		d.Work(0)
		d.Handle(protocol.Probe{ID: 10 + slicesSeen})
		if slicesSeen > 1000 {
			t.Fatal("it is not open after 1,000 slices")
		}
	}
	for _, e := range d.events[seen:] {
		switch e := e.(type) {
		case protocol.Progressed:
			told = append(told, e.Done)
		case protocol.Probed:
			if len(told) > probed {
				probed++
			}
		}
	}
	if len(told) < 5 || !slices.IsSorted(told) || told[0] <= 0 || told[len(told)-1] > 1 || probed < len(told) {
		t.Errorf("it has come %g far, and answered %d times meanwhile", told, probed)
	}
	if !slices.Equal(d.flow.Weights, f.Weights) {
		t.Error("the weights are others")
	}
}
