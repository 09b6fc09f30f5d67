package session

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"nicelab/flow"
	"nicelab/wasm/protocol"
)

// Columns that determine one another are named, and trained on without a number that is none.
func TestTiedColumnsAreNamed(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	var b strings.Builder
	b.WriteString("length,width,sum,free\n")
	for range 200 {
		x, y := rng.NormFloat64(), rng.NormFloat64()
		fmt.Fprintf(&b, "%.6f,%.6f,%.6f,%.6f\n", x, y, x+y, rng.NormFloat64())
	}
	d := newDesk(t)
	c := small()
	c.Model.Whiten, c.Model.Mix = true, flow.Linear
	d.do(c, protocol.OpenTable{ID: 7, Name: "tied.csv", Bytes: []byte(b.String())})
	n := last[protocol.Notice](d)
	if n.Key != "columns-tied" || n.Error || len(n.Args) != 1 || n.Args[0] != "length, width, sum" {
		t.Fatalf("the last notice is %+v", n)
	}
	for range 30 {
		d.do(protocol.Step{})
	}
	if p := last[protocol.Progress](d); p.Step != 30 || !(p.Valid < 10) {
		t.Errorf("after 30 steps it stands at %+v", p)
	}
}
