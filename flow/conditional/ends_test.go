package conditional

import (
	"math"
	"math/rand/v2"
	"testing"

	"nicelab/flow"
	"nicelab/flow/flowtest"
)

// Whatever the row and the weights are, the work ends, and what comes is in order or NaN.
func TestItEnds(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 9))
	inf, nan := float32(math.Inf(1)), float32(math.NaN())
	for k := range 60 {
		c := flow.Config{Dim: 2 + k%4, Couplings: 3, Hidden: []int{8}, Activation: flow.ReLU, Prior: flow.Gaussian,
			Seed: uint64(k), Whiten: k%3 == 0}
		if k%2 == 1 {
			c.Activation, c.Prior, c.Mix = flow.Tanh, flow.Logistic, flow.Linear
		}
		f, err := flow.New(c)
		if err != nil {
			t.Fatal(err)
		}
		f.Standardize(table(50, c.Dim, 0.5, rng))
		flowtest.Perturb(f, math.Exp2(float64(k%8-4)), rng)
		row := make([]float32, c.Dim)
		for j := range row {
			row[j] = []float32{0, 1, -3, 1e6, 1e20, -3e38, 1e-30, nan, inf}[rng.IntN(9)]
		}
		r := NewRow(f, row, nil)
		turns := 0
		for !r.Advance() {
			if turns++; turns > 10_000 {
				t.Fatalf("%v: the row %v does not end", c, row)
			}
		}
		for j, c := range r.Columns() {
			if width := c.Hi - c.Lo; c.Median == c.Median &&
				!(c.Lo <= c.Median && c.Median <= c.Hi && c.Std > 0.1*width && c.Error < 1) {
				t.Errorf("row %v, column %d: %+v", row, j, c)
			}
			if c.Tail == c.Tail && !(c.Tail >= 0 && c.Tail <= 1 && c.Surprise-c.Surprise == 0) {
				t.Errorf("row %v, column %d: surprise %v, tail %v", row, j, c.Surprise, c.Tail)
			}
		}
		l := NewFill(f, append(row, row...), nil, Options{Least: 4, Most: 8})
		for turns = 0; !l.Advance(); turns++ {
			if turns > 10_000 {
				t.Fatalf("%v: the blanks of %v are not filled", c, row)
			}
		}
	}
}
