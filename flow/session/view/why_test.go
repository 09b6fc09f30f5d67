package view

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"nicelab/flow"
	"nicelab/wasm/protocol"
)

// Of very many columns those are worked out along which log p changes most: what is strange is among them.
func TestWhyOfManyColumns(t *testing.T) {
	const d, strange = 400, 317
	f, err := flow.New(flow.Config{Dim: d, Couplings: 2, Hidden: []int{8}, Activation: flow.ReLU, Prior: flow.Gaussian,
		Last: 0.01})
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(3, 4))
	m := &Model{Flow: f, Source: "table", X: make([]float32, 30*d)}
	for i := range m.X {
		m.X[i] = float32(rng.NormFloat64())
	}
	m.X[7*d+strange] = 6
	for j := range d {
		m.Columns = append(m.Columns, strconv.Itoa(j))
	}
	f.Standardize(m.X)
	explain := func(a protocol.WhyArgs) (e protocol.Why) {
		job := new(why).Job(m, protocol.Watch{Args: protocol.Args{Why: a}},
			func(got protocol.Event) { e = got.(protocol.Why) })
		for job() < 1 {
		}
		return e
	}
	e := explain(protocol.WhyArgs{Row: 8})
	if len(e.Columns) != mostSurprises || e.Left != mostWorked-mostSurprises || e.Passed != d-mostWorked {
		t.Fatalf("%d columns are told, %d left, %d passed over", len(e.Columns), e.Left, e.Passed)
	}
	if c := e.Columns[0]; c.Column != strange || !(c.Tail < 1e-4) {
		t.Errorf("the most surprising is column %d, with a tail of %v", c.Column, c.Tail)
	}
	if !slices.IsSortedFunc(e.Columns, func(a, b protocol.Surprise) int { return int(1e6 * (b.Surprise - a.Surprise)) }) {
		t.Error("they are in no order")
	}
	if e = explain(protocol.WhyArgs{Row: 8, Columns: []int{399, 0}}); len(e.Columns) != 2 || e.Columns[0].Column != 399 ||
		e.Passed != 0 {
		t.Errorf("asked for two, it tells %+v", e)
	}
}
