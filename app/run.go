package app

import (
	"slices"

	"nicelab/flow"
	"nicelab/wasm/protocol"
)

// presets are the names of the built-in data sets in the order of the thumbnails. The page needs
// them before the trainer's Hello: for the link and for the first picture.
var presets = []string{
	"crescent", "s-curve", "moons", "circles", "rings",
	"gaussians", "pinwheel", "spirals", "checkerboard", "two-scales",
}

// Ranges of the controls, enforced wherever a value enters: by hand or by link.
const (
	minPoints, maxPoints       = protocol.MinPoints, protocol.MaxPoints
	minNoise, maxNoise         = 0.01, 0.5
	minCouplings, maxCouplings = 2, 8
	minLayers, maxLayers       = 1, 5
	minWidth, maxWidth         = 8, 1024
	minRate, maxRate           = protocol.MinRate, protocol.MaxRate
	minBatch, maxBatch         = protocol.MinBatch, protocol.MaxBatch
	minSeed, maxSeed           = 0, 1<<31 - 1
	minSteps, maxSteps         = 10, 10_000_000 // of the step cap; 0 is the plateau
	minSamples, maxSamples     = protocol.MinSamples, protocol.MaxSamples
	minTemp, maxTemp           = protocol.MinTemp, protocol.MaxTemp
	maxFile                    = 1 << 30 // bytes
)

// Choices offered in the lists. A value from a link that is in range but not here joins its list.
var (
	rates   = []float64{1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3, 1e-2, 2e-2, 5e-2, 1e-1}
	batches = []int{32, 64, 128, 256, 512, 1024}
	caps    = []int{0, 500, 1000, 2000, 5000, 10000, 50000}
	speeds  = []string{"slow", "1x", "max"}
	themes  = []string{"auto", "light", "dark"}
)

// Run is everything of a person's choice that decides what a preset run computes, seed included: two people with the same Run
// see the same numbers, to the bit where build, kernel and kind of processor are the same too. A table's bytes are not part of it.
type Run struct {
	Data  string // preset
	N     int
	Noise float64
	Model flow.Config // Dim is the data's affair and stays 2 here
	Train protocol.Settings
}

func defaultRun() Run {
	p := protocol.DefaultPreset()
	return Run{Data: p.Name, N: p.N, Noise: p.Noise, Model: flow.Default(), Train: protocol.DefaultSettings()}
}

func (r Run) equal(o Run) bool {
	return r.Data == o.Data && r.N == o.N && r.Noise == o.Noise &&
		r.Model.Equal(o.Model) && r.Train == o.Train
}

// follow takes over what was changed from one run to another.
func (r *Run) follow(from, to Run) {
	r.Data = changed(r.Data, from.Data, to.Data)
	r.N, r.Noise = changed(r.N, from.N, to.N), changed(r.Noise, from.Noise, to.Noise)
	m, a, b := &r.Model, from.Model, to.Model
	m.Couplings, m.Seed = changed(m.Couplings, a.Couplings, b.Couplings), changed(m.Seed, a.Seed, b.Seed)
	m.Activation, m.Prior = changed(m.Activation, a.Activation, b.Activation), changed(m.Prior, a.Prior, b.Prior)
	if !slices.Equal(a.Hidden, b.Hidden) {
		m.Hidden = b.Hidden
	}
	t, c, d := &r.Train, from.Train, to.Train
	t.LearningRate, t.Batch = changed(t.LearningRate, c.LearningRate, d.LearningRate), changed(t.Batch, c.Batch, d.Batch)
	t.PaperAdam, t.Speed = changed(t.PaperAdam, c.PaperAdam, d.PaperAdam), changed(t.Speed, c.Speed, d.Speed)
	t.MaxSteps = changed(t.MaxSteps, c.MaxSteps, d.MaxSteps)
}

// changed is now, or what was made of it.
func changed[T comparable](now, from, to T) T {
	if from == to {
		return now
	}
	return to
}

func (r Run) sameDraw(o Run) bool {
	return r.Data == o.Data && r.N == o.N && r.Noise == o.Noise && r.Model.Seed == o.Model.Seed
}
