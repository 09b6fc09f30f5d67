// Package measure trains models by the recipes of the page and says how well they learned: a preset against its NICE
// floor, a table against what simpler models make of the very same split.
package measure

import (
	"math/rand/v2"
	"time"

	"nicelab/flow"
	"nicelab/flow/dataset"
	"nicelab/flow/recipe"
)

// Size is how much is trained and judged. The zero Size is all of it.
type Size struct {
	Steps int // at most; 0: as the recipe says
	Fresh int // rows that a preset is judged on; 0: 20,000
}

// Marks are the seconds of training after which a preset is judged on the way.
var Marks = [3]float64{3, 15, 25}

// Preset is how one model of a preset learned. Gaps are in nats a row above the NICE floor. Time is that of training
// alone, validations included and pictures not.
type Preset struct {
	Name      string
	Seed      uint64
	Couplings int
	Hidden    []int
	Steps     int
	First     float64    // gap before the first step
	Gap       float64    // at the end
	At        [3]float64 // at Marks; the last one where training was over before
	Half      float64    // seconds until half of the first gap was gone; 0: never
	Near      float64    // seconds until the gap was at most Near; 0: never
	NearStep  int
	Seconds   float64 // to the end
}

// Noise is that of all presets, and rows what their data layer is fitted to.
const (
	Noise = dataset.DefaultNoise
	rows  = 2000
)

// Random streams of a seed.
const (
	streamRows  = 100
	streamFresh = 200
)

// Near is the gap that Preset.Near is the seconds to.
const Near = 0.05

// glance is how many seconds of training lie at least between two looks for Half and Near, and later a share of them.
const glance, glanceShare = 0.1, 0.03

// RunPreset trains the named preset by its recipe.
func RunPreset(name string, seed uint64, size Size) (Preset, error) {
	p, ok := dataset.Lookup(name)
	if !ok {
		return Preset{}, &UnknownError{name}
	}
	r := recipe.Preset(name)
	r.Model.Seed = seed
	f, err := flow.New(r.Model)
	if err != nil {
		return Preset{}, err
	}
	x := p.Sample(nil, rows, Noise, rand.New(rand.NewPCG(seed, streamRows)))
	f.Standardize(x)
	o := recipe.Options(r.Train)
	if size.Steps > 0 {
		o.Run = min(o.Run, size.Steps)
	}
	t, err := flow.NewTrainer(f, f.Rows(x), o)
	if err != nil {
		return Preset{}, err
	}
	t.Draw = p.Sampler(Noise)
	gap := newJudge(p, size.Fresh)
	out := Preset{Name: name, Seed: seed, Couplings: r.Model.Couplings, Hidden: r.Model.Hidden, First: gap(f)}

	mark, next := 0, glance
	for begun := time.Now(); ; {
		report, err := t.Advance()
		out.Seconds += time.Since(begun).Seconds()
		if err != nil {
			return out, err
		}
		if report.Over {
			break
		}
		if out.Near == 0 && out.Seconds >= next {
			next = out.Seconds + max(glance, glanceShare*out.Seconds)
			g := gap(f)
			if out.Half == 0 && g < out.First/2 {
				out.Half = out.Seconds
			}
			if g <= Near {
				out.Near, out.NearStep = out.Seconds, t.Steps
			}
		}
		if mark < len(Marks) && out.Seconds >= Marks[mark] {
			out.At[mark] = gap(f)
			mark++
		}
		begun = time.Now()
	}
	out.Steps, out.Gap = t.Steps, gap(f)
	for ; mark < len(Marks); mark++ {
		out.At[mark] = out.Gap
	}
	return out, nil
}

// Floor is the NLL of the best NICE on the named preset, nats a row, for the prior of its recipe.
func Floor(name string) (float64, error) {
	p, ok := dataset.Lookup(name)
	if !ok {
		return 0, &UnknownError{name}
	}
	limits := p.NewLimits(Noise)
	for !limits.Step() {
	}
	return limits.Limits().Floors[string(recipe.Preset(name).Model.Prior)], nil
}

// newJudge returns a function that says how far a flow is above the floor, on fresh rows that are always the same. The
// truth of the same rows is held against it, so that the luck of the draw cancels.
func newJudge(p dataset.Preset, n int) func(*flow.Flow) float64 {
	if n == 0 {
		n = 20_000
	}
	x := p.Sample(nil, n, Noise, rand.New(rand.NewPCG(0, streamFresh)))
	limits := p.NewLimits(Noise)
	for !limits.Step() {
	}
	density, truth := p.Density(Noise), 0.
	for i := range n {
		truth += density(float64(x[2*i]), float64(x[2*i+1])) / float64(n)
	}
	lp := make([]float64, n)
	return func(f *flow.Flow) float64 {
		l := limits.Limits()
		above := truth - l.Floors[f.Prior.Name()] + l.Entropy
		for _, v := range f.LogProb(lp, x) {
			above -= v / float64(n)
		}
		return above
	}
}
