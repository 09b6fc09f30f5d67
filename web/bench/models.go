package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"

	"nicelab/flow"
	"nicelab/flow/checkpoint"
)

// A model that everyone trains.
type model struct {
	name          string
	config        flow.Config
	batch         int
	steps         int // that everyone trains first
	grid, score   bool
	without, once []string // contenders that would take too long: not at all, in the first round only
}

var models = []model{
	{name: "2-D 64x2", config: config(2, 64, 64), batch: 256, steps: 10, grid: true},
	{name: "2-D 128x2", config: config(2, 128, 128), batch: 256, steps: 10},
	{name: "16-D 128x2", config: config(16, 128, 128), batch: 256, steps: 10, score: true},
	{
		name: "784-D 1000x5", config: config(784, 1000, 1000, 1000, 1000, 1000), batch: 200, steps: 1,
		without: []string{"tfjs cpu"}, once: []string{"plain"},
	},
}

func config(dim int, hidden ...int) flow.Config {
	c := flow.Default()
	c.Dim, c.Hidden = dim, hidden
	return c
}

// write leaves the model and its batch as a checkpoint for everyone to read.
func (m model) write() error {
	f, err := flow.New(m.config)
	if err != nil {
		return err
	}
	// Rows on a bent curve with noise around it: something to learn in any dimension.
	rng := rand.New(rand.NewPCG(7, 1))
	batch := make([]float32, m.batch*m.config.Dim)
	for i := range m.batch {
		t := rng.NormFloat64()
		for j := range m.config.Dim {
			v := t
			if j%2 == 1 {
				v = t * t
			}
			batch[i*m.config.Dim+j] = float32(v + 0.3*rng.NormFloat64())
		}
	}
	f.Standardize(batch)
	data, err := checkpoint.Marshal(checkpoint.File{
		Flow:  f,
		Extra: []flow.Tensor{{Name: "train.batch", Shape: []int{m.batch, m.config.Dim}, Data: batch}},
	})
	if err != nil {
		return fmt.Errorf("%s: %w", m.name, err)
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, m.name+".safetensors"), data, 0o644)
}

// layers whose products are held against the engine's peak; the last is that of the largest model.
var layers = []struct{ width, batch int }{{64, 256}, {128, 256}, {256, 256}, {1000, 200}}

// growth lists what a step's time is drawn against, everything else being that of 2-D 128x2.
var growth = []struct {
	what   string
	values []int
	at     func(v int) (flow.Config, int)
}{
	{"batch", []int{64, 128, 256, 512, 1024}, func(v int) (flow.Config, int) { return config(2, 128, 128), v }},
	{"width", []int{32, 64, 128, 256, 512}, func(v int) (flow.Config, int) { return config(2, v, v), 256 }},
	{"couplings", []int{2, 4, 8, 16}, func(v int) (flow.Config, int) {
		c := config(2, 128, 128)
		c.Couplings = v
		return c, 256
	}},
	{"D", []int{2, 4, 16, 64, 256}, func(v int) (flow.Config, int) { return config(v, 128, 128), 256 }},
}
