package session

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"

	"nicelab/flow"
	"nicelab/flow/checkpoint"
	"nicelab/flow/kernel"
	"nicelab/wasm/protocol"
)

// counting counts the operations of products, and does only the few small ones with which rotations are checked.
type counting struct {
	kernel.Backend
	flops int
}

func (c *counting) NN(dst []float32, m, n, k int, a, b, bias, add []float32, act kernel.Activation) {
	c.flops += 2 * m * n * k
	if n <= 8 {
		c.Backend.NN(dst, m, n, k, a, b, bias, add, act)
	}
}

func (c *counting) TN(_ []float32, m, n, k int, _, _, _ []float32, _ kernel.Activation, _ bool) {
	c.flops += 2 * m * n * k
}

func (c *counting) NT(_ []float32, m, n, k int, _, _ []float32) { c.flops += 2 * m * n * k }

// noise is a table of numbers.
func noise(rows, columns int) []byte {
	var b bytes.Buffer
	rng := rand.New(rand.NewPCG(1, 1))
	for range rows {
		for j := range columns {
			if j > 0 {
				b.WriteByte(',')
			}
			fmt.Fprintf(&b, "%.3f", rng.NormFloat64())
		}
		b.WriteByte('\n')
	}
	return b.Bytes()
}

// A pause is heard between two slices, and no slice of a wide table or of a large model is long: while rows to show are
// chosen, of the data or of the model, while pictures, levels and figures are worked out, and while it trains.
func TestSlicesAreShort(t *testing.T) {
	const most = 1_000_000_000 // operations: some 30 ms of a browser
	paper := flow.Config{
		Couplings: 4, Hidden: []int{1000, 1000, 1000, 1000, 1000}, Activation: flow.ReLU, Prior: flow.Logistic, Seed: 1,
	}
	for name, begin := range map[string]func(d *desk){
		"1,024 columns": func(d *desk) {
			d.Handle(protocol.OpenTable{ID: 1, Name: "wide.csv", Bytes: noise(300, 1024), Play: true})
		},
		"784 columns, logistic levels": func(d *desk) {
			d.Handle(protocol.OpenTable{ID: 1, Name: "pixels.csv", Bytes: noise(300, 784)})
			c := paper
			c.Couplings = 2
			d.Handle(protocol.Configure{Model: c, Train: small().Train})
			d.Handle(protocol.Play{})
		},
		"a model without data": func(d *desk) {
			c := paper
			c.Dim = 784
			f, err := flow.Blank(c)
			if err != nil {
				t.Fatal(err)
			}
			for i := range f.Std {
				f.Std[i] = 1
			}
			b, err := checkpoint.Marshal(checkpoint.File{Flow: f})
			if err != nil {
				t.Fatal(err)
			}
			d.Handle(protocol.Open{ID: 1, Name: "paper.safetensors", Bytes: b})
		},
	} {
		t.Run(name, func(t *testing.T) {
			count := &counting{}
			count.Backend = kernel.Use(count)
			defer kernel.Use(count.Backend)
			d := newDesk(t)
			begin(d)
			longest, what, slices := 0, "", 0
			for ; slices < 20_000 && !(d.trainer != nil && d.trainer.Steps >= 3 && d.data.shown.rows != nil); slices++ {
				doing := d.doing()
				count.flops = 0
				more, _ := d.Work(0)
				if count.flops > longest {
					longest, what = count.flops, doing
				}
				if !more {
					break
				}
			}
			t.Logf("the longest of %d slices has %d operations (%s)", slices, longest, what)
			if longest > most || longest == 0 {
				t.Errorf("a slice has %d operations (%s)", longest, what)
			}
			if d.data.shown.rows == nil {
				t.Error("no rows to show were chosen")
			}
		})
	}
}
