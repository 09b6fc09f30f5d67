package session

import (
	"fmt"
	"math/rand/v2"
	"os"
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

// A value that alone makes a column's spread is named as soon as the table is open.
func TestFarRowsAreNamed(t *testing.T) {
	b, err := os.ReadFile("../dataset/testdata/cases/f5-outlier.csv")
	if err != nil {
		t.Fatal(err)
	}
	d := newDesk(t)
	d.do(small(), protocol.OpenTable{ID: 7, Name: "f5-outlier.csv", Bytes: b})
	n := last[protocol.Notice](d)
	if n.Key != "rows-far" || n.Error || len(n.Args) != 3 || n.Args[1] != "1e+20" || n.Args[2] != "1" {
		t.Errorf("the last notice is %+v", n)
	}
	d.do(protocol.UsePreset{Name: "two-scales", N: 1000, Noise: 0.05, Seed: 3})
	for _, e := range d.events {
		if n, ok := e.(protocol.Notice); ok && n.Key == "rows-far" && n.Args[1] != "1e+20" {
			t.Errorf("a preset is warned of: %+v", n)
		}
	}
}
