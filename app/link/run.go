package link

import (
	"nicelab/flow"
	"nicelab/flow/prior"
	"nicelab/flow/recipe"
	"nicelab/wasm/protocol"
)

// Presets are the names of the built-in data sets in the order of the thumbnails. The page needs
// them before the trainer's Hello: for the link and for the first picture.
var Presets = []string{
	"crescent", "s-curve", "moons", "circles", "rings",
	"gaussians", "pinwheel", "spirals", "checkerboard", "two-scales",
}

// Ranges of the controls, enforced wherever a value enters: by hand or by link.
const (
	MinPoints, MaxPoints       = protocol.MinPoints, protocol.MaxPoints
	MinNoise, MaxNoise         = 0.01, 0.5
	MinCouplings, MaxCouplings = 2, flow.MaxCouplings
	MinLayers, MaxLayers       = 1, 5
	MinWidth, MaxWidth         = 8, 1024
	MinRate, MaxRate           = protocol.MinRate, protocol.MaxRate
	MinBatch, MaxBatch         = protocol.MinBatch, protocol.MaxBatch
	MinSeed, MaxSeed           = 0, 1<<31 - 1
	MinRun, MaxRun             = protocol.MinRun, protocol.MaxRun
	MinSmooth, MaxSmooth       = protocol.MinSmooth, protocol.MaxSmooth
	MinLast, MaxLast           = protocol.MinLast, protocol.MaxLast
	MinSteps, MaxSteps         = 10, 10_000_000 // of the step cap; 0 is the plateau
)

// Choices offered in the lists. A value from a link that is in range but not here joins its list.
var (
	Rates    = []float64{1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3, 1e-2, 2e-2, 5e-2, 1e-1}
	Batches  = []int{32, 64, 128, 256, 512, 1024}
	Lasts    = []float64{0.01, 0.1, 1, 3}
	Caps     = []int{0, 500, 1000, 2000, 5000, 10000, 50000}
	Speeds   = []string{"slow", "1x", "max"}
	Depths   = []int{2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 24, 32, 48, 64}
	Modes    = []int{0, 10, 20, 50, 100, 200}
	Clusters = []int{0, 4, 8, 18, 26, 54}
	Mixes    = []flow.Mix{flow.Unmixed, flow.Rotate, flow.Linear}
	Themes   = []string{"auto", "light", "dark"}
)

// PriorNames are the laws that latents may follow.
func PriorNames() []string {
	var names []string
	for _, p := range prior.All {
		names = append(names, p.Name())
	}
	return names
}

// Run is everything of a person's choice that decides what a preset run computes, seed included: two people with the
// same Run see the same numbers, to the bit where build, kernel and kind of processor are the same too. A table's bytes
// are not part of it.
type Run struct {
	Data  string // preset
	N     int
	Noise float64
	Model flow.Config // Dim is the data's affair and stays 2 here
	Train protocol.Settings
}

func DefaultRun() Run {
	p := protocol.DefaultPreset()
	r := recipe.Preset(p.Name)
	return Run{Data: p.Name, N: p.N, Noise: p.Noise, Model: r.Model, Train: r.Train}
}

func (r Run) Equal(o Run) bool {
	return r.Data == o.Data && r.N == o.N && r.Noise == o.Noise &&
		r.Model.Equal(o.Model) && r.Train == o.Train
}

func (r Run) Setup() protocol.Setup { return protocol.Setup{Model: r.Model, Train: r.Train} }

// follow takes over what was changed from one run to another.
func (r *Run) Follow(from, to Run) {
	r.Data = changed(r.Data, from.Data, to.Data)
	r.N, r.Noise = changed(r.N, from.N, to.N), changed(r.Noise, from.Noise, to.Noise)
	now := recipe.Recipe(r.Setup()).With(protocol.Wish{Setup: to.Setup(), Defaults: from.Setup()})
	r.Model, r.Train = now.Model, now.Train
}

// changed is now, or what was made of it.
func changed[T comparable](now, from, to T) T {
	if from == to {
		return now
	}
	return to
}

func (r Run) SameDraw(o Run) bool {
	return r.Data == o.Data && r.N == o.N && r.Noise == o.Noise && r.Model.Seed == o.Model.Seed
}
