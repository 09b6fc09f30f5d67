package flow

import (
	"cmp"
	"math/rand/v2"
	"strconv"

	"nicelab/flow/kernel"
	"nicelab/flow/layer"
	"nicelab/flow/modes"
	"nicelab/flow/prior"
)

// placed is a layer of a flow, and where its numbers and its work are.
type placed struct {
	layer.Layer
	stage Stage
	ends  int // the index of its stage, of which it is the last layer; -1 where more of that stage follows
	at    int // its trained numbers are size of Flow.Weights from here on
	size  int
	parts []layer.Cost
}

// window returns the layer's part of an arena that is laid out as Flow.Weights.
func (p *placed) window(arena []float32) []float32 { return arena[p.at : p.at+p.size : p.at+p.size] }

// gradient is window of an arena that may be nil.
func (p *placed) gradient(arena []float32) []float32 {
	if arena == nil {
		return nil
	}
	return p.window(arena)
}

// Stage is one layer, or some that go together, for whoever names, draws or accounts for them.
type Stage struct {
	Kind     Kind
	Coupling int     // of a Coupling, from 0
	Turn     float64 // by what angle it turns the plane, before it bends it

	Volume layer.Volume // what it does to volumes
	Keeps  int          // of a Coupling of the plane: the coordinate that it keeps once it has turned it
}

// Kind is what a stage does for a flow.
type Kind string

const (
	Data      Kind = "data"     // standardises
	Whitening Kind = "whiten"   // by the data too
	Coupling  Kind = "coupling" // bends, what mixes the coordinates before it included
	Scaling   Kind = "scale"    // the last layer, with the prior that it meets
)

// layers composes the flow: all that a Config says of the model's shape, said once.
func (c Config) layers() []placed {
	var ls []placed
	add := func(stage Stage, l layer.Layer) {
		p := placed{Layer: l, stage: stage, size: layer.Size(l, false), parts: l.Parts()}
		if n := len(ls); n > 0 {
			last := &ls[n-1]
			p.at, p.ends = last.at+last.size, last.ends+1
			if last.stage == p.stage {
				last.ends, p.ends = -1, last.ends
			}
		}
		ls = append(ls, p)
	}
	add(Stage{Kind: Data}, layer.NewStandard(c.Dim))
	if c.Whiten {
		add(Stage{Kind: Whitening}, layer.Whiten(c.Dim))
	}
	k := c.leading()
	for i := range c.Couplings {
		mix, name, stage := "mix."+strconv.Itoa(i), "couplings."+strconv.Itoa(i), Stage{Kind: Coupling, Coupling: i}
		step := func(l layer.Layer) { add(stage, layer.Leading(c.Dim, k, l)) }
		if i > 0 && c.Mix != Unmixed && c.Dim == 2 {
			stage.Turn = layer.GoldenAngle
		}
		if i > 0 && c.Mix == Linear {
			step(layer.NewTriangular(mix, k))
		}
		if i > 0 && c.Mix != Unmixed {
			step(layer.Rotation(mix+".rotation", k, func() *rand.Rand {
				return rand.New(rand.NewPCG(c.Seed, streamMix+uint64(i)<<32))
			}))
		}
		step(layer.NewAdditive(name, k, i%2, c.Hidden, activations[c.Activation], cmp.Or(c.Last, DefaultLast)))
	}
	end := Stage{Kind: Scaling, Coupling: c.Couplings}
	if c.Clusters > 0 {
		add(end, modes.NewClusters(c.Clusters, k))
	}
	if c.Modes > 0 {
		width := 1.0
		if c.Whiten {
			width = prior.Named(string(c.Prior)).Width()
		}
		add(end, modes.New(c.Modes, k, width))
	}
	add(end, layer.NewScale(c.Dim, c.Modal()))
	return ls
}

// leading is how many coordinates the couplings work on.
func (c Config) leading() int { return cmp.Or(c.Leading, c.Dim) }

var activations = map[Activation]kernel.Activation{ReLU: kernel.ReLU, Tanh: kernel.Tanh}

// DefaultLast is the default of Config.Last: a new flow is close to the identity.
const DefaultLast = 0.1

// Stages says what the layers are, in their order.
func (c Config) Stages() []Stage {
	var s []Stage
	volume := layer.Kept
	for _, l := range c.layers() {
		if volume = max(volume, l.Volume()); l.ends < 0 {
			continue
		}
		l.stage.Volume, volume = volume, layer.Kept
		if p, ok := l.Layer.(layer.Planar); ok {
			l.stage.Keeps = p.Keeps()
		}
		s = append(s, l.stage)
	}
	return s
}

// Weights returns the number of trainable weights.
func (c Config) Weights() int {
	ls := c.layers()
	last := ls[len(ls)-1]
	return last.at + last.size
}

// Tensor is a named window into a flow's numbers: what a checkpoint holds.
type Tensor struct {
	Name  string
	Shape []int
	Data  []float32
}

// Tensors lists mean, std, whiten, for each coupling mix.{i}.lower, .upper and .rotation and couplings.{i}.{2k}.weight
// and .bias (layer k of m_i), modes.logit, .mean and .log_std or clusters.logit, .mean and .scale_tril, and log_scale:
// what there is of them.
func (f *Flow) Tensors() []Tensor { return tensors(f.layers, f.held, f.Weights) }

// Tensors lists what a flow of c has, in the order of Flow.Tensors, without the numbers.
func (c Config) Tensors() []Tensor { return tensors(c.layers(), nil, nil) }

// tensors are those of the layers, with windows into what is held and what is trained; nil for either gives none.
func tensors(ls []placed, held, weights []float32) []Tensor {
	var ts []Tensor
	for _, l := range ls {
		for _, t := range l.Tensors() {
			from := &weights
			if t.Held {
				from = &held
			}
			named := Tensor{Name: t.Name, Shape: t.Shape}
			if *from != nil {
				named.Data = layer.Cut(from, t.Len())
			}
			ts = append(ts, named)
		}
	}
	return ts
}
