// Package recipe says which model and which training fit which data: what the page begins with wherever a person has
// chosen nothing else.
package recipe

import (
	"math"
	"slices"

	"nicelab/flow"
	"nicelab/flow/matrix"
	"nicelab/wasm/protocol"
)

// Recipe is a model and how it is trained. Dim is the data's affair and stays 2.
type Recipe protocol.Setup

// Preset is the recipe of a built-in data set: many small couplings, which turn the plane by the golden angle from one
// to the next and so may bend it in any direction.
func Preset(name string) Recipe {
	r := Recipe{
		Model: flow.Config{Dim: 2, Couplings: 48, Hidden: []int{16, 16}, Activation: flow.ReLU, Prior: flow.Gaussian, Seed: 7,
			Mix: flow.Rotate, Last: 3},
		Train: protocol.Settings{LearningRate: 0.002, Batch: 256, Speed: "1x", Run: 30_000, Fresh: true},
	}
	switch name {
	case "crescent": // one shear: the demonstration, which is watched step by step
		r.Model.Couplings, r.Model.Last = 4, 0
		r.Train.LearningRate, r.Train.Run = 0.005, 2_000
	case "moons", "two-scales", "checkerboard":
		r.Model.Couplings, r.Train.Run = 32, 6_000
	case "s-curve":
		r.Train.Run = 10_000
	case "pinwheel":
		r.Train.Run = 20_000
	case "circles", "rings":
		r.Train.Run = 45_000
	}
	return r
}

// Table is the recipe of n rows of d columns that are a person's own. It begins at the full Gaussian fit, and noise
// keeps it from learning few rows by heart. Of few rows the prior is a mixture of the clusters that they lie in, and
// the flow only bends what no mixture tells.
func Table(n, d int) Recipe {
	r := Unclustered(n, d)
	if n < manyRows*d && d > 2 && d <= flow.MaxClustered && n*d*d <= clustersWork {
		r.Model.Clusters, r.Train.LearningRate, r.Train.Run = clusters, 0.003, 500
		r.Train.Smooth = smoothed(clusteredNoise / math.Sqrt(float64(n)))
	}
	return r
}

// Unclustered is the recipe of a table whose prior has no clusters: less noise, since nothing reckons with it.
func Unclustered(n, d int) Recipe {
	r := Recipe{
		Model: flow.Config{
			Dim: 2, Couplings: 24, Hidden: []int{32, 32}, Activation: flow.ReLU, Prior: flow.Logistic, Seed: 7,
			Mix: flow.Linear, Whiten: d <= matrix.MaxRank, Last: 0.01,
		},
		Train: protocol.Settings{LearningRate: 0.005, Batch: 256, Speed: "1x", Run: 6_000, Smooth: Smooth(n, d)},
	}
	if d > matrix.MaxRank { // a matrix of the columns before each coupling would be most of the model, and of its time
		r.Model.Mix = flow.Unmixed
	}
	if n < manyRows*d {
		r.Model.Couplings, r.Model.Hidden, r.Train.Run = 8, []int{32}, 600
		if d >= manyColumns {
			r.Model.Hidden, r.Train.Run = []int{64}, 700
		}
	}
	return r
}

// Pictures is the recipe of n pictures of d numbers. It begins at the full Gaussian fit, too, and mixes and bends the
// leading directions alone: the many others hold little but noise, which small nets take long to learn to leave alone.
// Noise keeps it from learning few pictures by heart, and fewer are learned sooner.
func Pictures(n, d int) Recipe {
	r := Recipe{
		Model: flow.Config{
			Dim: 2, Couplings: 20, Hidden: []int{96, 96}, Activation: flow.ReLU, Prior: flow.Logistic, Seed: 7,
		},
		Train: protocol.Settings{LearningRate: 0.004, Batch: 200, Speed: "max", Run: min(10_000, 3_000+n/8)},
	}
	if d > flow.MaxWhiten {
		return r
	}
	r.Model.Whiten, r.Model.Mix, r.Model.Modes = true, flow.Linear, modes
	r.Train.Smooth = math.Round(1e3*min(0.3, 30/math.Sqrt(float64(n)))) / 1e3
	if d > leading {
		r.Model.Leading = leading
	}
	return r
}

const (
	leading = 64 // directions of pictures
	modes   = 50 // kinds of them: more than there are digits, since each is written in several ways
)

const (
	clusters     = 18      // Gaussians of a table's prior: nine clusters, and as many wide ones around them
	clustersWork = 1 << 20 // of n d²: beyond it they take long to be found

	// clusteredNoise is that of one row, whatever the columns: the prior knows of it, so it costs no sharpness.
	clusteredNoise = 8
)

const (
	manyRows    = 200 // a column: fewer are learned by heart by a deep flow, or by one that trains for long
	manyColumns = 10  // take longer, and the noise that goes with them allows it
)

// Smooth is the std, in standardised units, of the noise that n rows of d columns are trained with: the fewer rows
// there are, and the more columns, the less is known of what lies between them. Of many columns some depend on others,
// so beyond a dozen they count no more.
func Smooth(n, d int) float64 {
	width := 0.54 * (2.4 + float64(min(d, 12))) / math.Sqrt(float64(n))
	return smoothed(width)
}

func smoothed(width float64) float64 { return math.Round(1e3*min(max(width, 0.015), 0.6)) / 1e3 }

// Plain is the paper's network at the size that the page had before it knew recipes: a link or a checkpoint of then
// means it.
func Plain() Recipe {
	return Recipe{Model: flow.Default(), Train: protocol.Settings{LearningRate: 0.005, Batch: 256, Speed: "1x"}}
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
	o := flow.Options{
		LearningRate: p.LearningRate, Batch: p.Batch, Run: p.Run, Fresh: p.Fresh, Noise: p.Smooth, Dequantize: p.Dequantize,
	}
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

// With is r with what a person wants otherwise than by the defaults that they were shown.
func (r Recipe) With(w protocol.Wish) Recipe {
	if w.Defaults.Model.Couplings == 0 {
		return r
	}
	m, a, b := &r.Model, w.Defaults.Model, w.Model
	change(&m.Couplings, a.Couplings, b.Couplings)
	change(&m.Seed, a.Seed, b.Seed)
	change(&m.Activation, a.Activation, b.Activation)
	change(&m.Prior, a.Prior, b.Prior)
	change(&m.Mix, a.Mix, b.Mix)
	change(&m.Whiten, a.Whiten, b.Whiten)
	change(&m.Leading, a.Leading, b.Leading)
	change(&m.Modes, a.Modes, b.Modes)
	change(&m.Clusters, a.Clusters, b.Clusters)
	change(&m.Last, a.Last, b.Last)
	if m.Modes > 0 && m.Clusters > 0 { // there cannot be both: what was chosen stays
		if a.Modes != b.Modes {
			m.Clusters = 0
		} else {
			m.Modes = 0
		}
	}
	if !slices.Equal(a.Hidden, b.Hidden) {
		m.Hidden = b.Hidden
	}
	t, c, d := &r.Train, w.Defaults.Train, w.Train
	change(&t.LearningRate, c.LearningRate, d.LearningRate)
	change(&t.Batch, c.Batch, d.Batch)
	change(&t.PaperAdam, c.PaperAdam, d.PaperAdam)
	change(&t.Run, c.Run, d.Run)
	change(&t.Fresh, c.Fresh, d.Fresh)
	change(&t.Smooth, c.Smooth, d.Smooth)
	change(&t.Dequantize, c.Dequantize, d.Dequantize)
	change(&t.MaxSteps, c.MaxSteps, d.MaxSteps)
	t.Speed = d.Speed // which is no matter of the data
	return r
}

func change[T comparable](now *T, from, to T) {
	if from != to {
		*now = to
	}
}
