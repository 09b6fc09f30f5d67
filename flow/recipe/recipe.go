// Package recipe says which model and which training fit which data: what the page begins with wherever a person has
// chosen nothing else.
package recipe

import (
	"math"

	"nicelab/flow"
	"nicelab/wasm/protocol"
)

// Recipe is a model and how it is trained. Dim is the data's affair and stays 2.
type Recipe struct {
	Model flow.Config
	Train protocol.Settings
}

// Preset is the recipe of a built-in data set: many small couplings, which turn the plane by the golden angle from one to
// the next and so may bend it in any direction.
func Preset(name string) Recipe {
	r := Recipe{
		Model: flow.Config{Dim: 2, Couplings: 48, Hidden: []int{16, 16}, Activation: flow.ReLU, Prior: flow.Gaussian, Seed: 7, Mix: flow.Rotate, Last: 3},
		Train: protocol.Settings{LearningRate: 0.002, Batch: 256, Speed: "max", Run: 30_000, Fresh: true},
	}
	switch name {
	case "crescent": // one shear: the demonstration, which is watched step by step
		r.Model.Couplings, r.Model.Last = 8, 0
		r.Train.LearningRate, r.Train.Run, r.Train.Speed = 0.005, 3_000, "1x"
	case "s-curve", "moons", "two-scales", "checkerboard":
		r.Train.Run = 10_000
	}
	return r
}

// Table is the recipe of n rows of d columns that are a person's own. It begins at the full Gaussian fit, and noise keeps
// it from learning few rows by heart.
func Table(n, d int) Recipe {
	r := Recipe{
		Model: flow.Config{Dim: 2, Couplings: 8, Hidden: []int{32, 32}, Activation: flow.ReLU, Prior: flow.Logistic, Seed: 7, Mix: flow.Linear, Whiten: d <= flow.MaxWhiten, Last: 0.01},
		Train: protocol.Settings{LearningRate: 0.005, Batch: 256, Speed: "max", Run: 2_000, Smooth: Smooth(n, d)},
	}
	if n <= 600 {
		r.Train.Run = 400
	}
	return r
}

// Smooth is the std, in standardised units, of the noise that n rows of d columns are trained with.
func Smooth(n, d int) float64 {
	return math.Round(1e3*min(max(0.6*float64(d)/math.Sqrt(float64(n)), 0.015), 0.4)) / 1e3
}

// What a run to an end is trained with, beside what the page offers.
const (
	warmup  = 50
	clip    = 5
	average = 0.99
)

// The paper's Adam.
const paperBeta2, paperEps = 0.99, 1e-4

// Options are how a trainer is to train. A run of no given length trains at one rate to the plateau.
func Options(p protocol.Settings) flow.Options {
	o := flow.Options{LearningRate: p.LearningRate, Batch: p.Batch, Run: p.Run, Fresh: p.Fresh, Noise: p.Smooth}
	if p.Run > 0 {
		o.Warmup, o.Clip, o.Average = warmup, clip, average
	}
	if p.PaperAdam {
		o.Beta2, o.Eps = paperBeta2, paperEps
	}
	if p.MaxSteps > 0 {
		o.Patience = math.MaxInt32 // the cap alone ends the run
	}
	return o
}

// PaperAdam reports whether o has the paper's Adam.
func PaperAdam(o flow.Options) bool { return o.Beta2 == paperBeta2 && o.Eps == paperEps }
