package main

import (
	"fmt"
	"os"
	"path/filepath"

	"nicelab/flow"
	"nicelab/flow/checkpoint"
	"nicelab/flow/speed"
)

// A model that everyone trains.
type model struct {
	speed.Model
	steps         int // that everyone trains first
	grid, score   bool
	without, once []string // contenders that would take too long: not at all, in the first round only
}

var models = []model{
	{Model: speed.Models[0], steps: 10, grid: true},
	{Model: speed.Models[1], steps: 10},
	{Model: speed.Models[2], steps: 10, score: true},
	{Model: speed.Models[3], steps: 1, without: []string{"tfjs cpu"}, once: []string{"plain"}},
}

// write leaves the model and its batch as a checkpoint for everyone to read.
func (m model) write() error {
	f, err := flow.New(m.Config)
	if err != nil {
		return err
	}
	batch := m.Rows()
	f.Standardize(batch)
	data, err := checkpoint.Marshal(checkpoint.File{
		Flow:  f,
		Extra: []flow.Tensor{{Name: "train.batch", Shape: []int{m.Batch, m.Config.Dim}, Data: batch}},
	})
	if err != nil {
		return fmt.Errorf("%s: %w", m.Name, err)
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, m.Name+".safetensors"), data, 0o644)
}

// layers whose products are held against the engine's peak; the last is that of the largest model.
var layers = []struct{ width, batch int }{{64, 256}, {128, 256}, {256, 256}, {1000, 200}}

// growth lists what a step's time is drawn against, everything else being that of 2-D 128x2.
var growth = []struct {
	what   string
	values []int
	at     func(v int) (flow.Config, int)
}{
	{"batch", []int{64, 128, 256, 512, 1024}, func(v int) (flow.Config, int) { return speed.Config(2, 128, 128), v }},
	{"width", []int{32, 64, 128, 256, 512}, func(v int) (flow.Config, int) { return speed.Config(2, v, v), 256 }},
	{"couplings", []int{2, 4, 8, 16}, func(v int) (flow.Config, int) {
		c := speed.Config(2, 128, 128)
		c.Couplings = v
		return c, 256
	}},
	{"D", []int{2, 4, 16, 64, 256}, func(v int) (flow.Config, int) { return speed.Config(v, 128, 128), 256 }},
}
