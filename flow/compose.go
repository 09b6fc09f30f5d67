package flow

import (
	"strconv"

	"nicelab/flow/kernel"
	"nicelab/flow/layer"
)

// placed is a layer of a flow, and where its numbers and its work are.
type placed struct {
	layer.Layer
	stage Stage
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

// Stage says what a layer is, for whoever names, draws or accounts for it.
type Stage struct {
	Kind     Kind
	Coupling int // of a Coupling and what belongs to it, from 0
}

// Kind is what a layer does for a flow.
type Kind string

const (
	Data     Kind = "data"     // fixed by the data
	Coupling Kind = "coupling" // bends
	Scaling  Kind = "scale"    // the last layer
)

// layers composes the flow: all that a Config says of the model's shape, said once.
func (c Config) layers() []placed {
	var ls []placed
	add := func(kind Kind, coupling int, l layer.Layer) {
		p := placed{Layer: l, stage: Stage{kind, coupling}, size: layer.Size(l, false), parts: l.Parts()}
		if n := len(ls); n > 0 {
			p.at = ls[n-1].at + ls[n-1].size
		}
		ls = append(ls, p)
	}
	add(Data, 0, layer.NewStandard(c.Dim))
	for i := range c.Couplings {
		name := "couplings." + strconv.Itoa(i)
		add(Coupling, i, layer.NewAdditive(name, c.Dim, i%2, c.Hidden, activations[c.Activation], lastScale))
	}
	add(Scaling, c.Couplings, layer.NewScale(c.Dim))
	return ls
}

var activations = map[Activation]kernel.Activation{ReLU: kernel.ReLU, Tanh: kernel.Tanh}

// lastScale makes a new flow one that is close to the identity.
const lastScale = 0.1

// Stages says what the layers are, in their order.
func (c Config) Stages() []Stage {
	var s []Stage
	for _, l := range c.layers() {
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

// Tensors lists mean, std, couplings.{i}.{2k}.weight and .bias (layer k of m_i), and log_scale.
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
				named.Data = window(from, t.Len())
			}
			ts = append(ts, named)
		}
	}
	return ts
}

// window cuts the first n numbers off the arena.
func window(arena *[]float32, n int) []float32 {
	w := (*arena)[:n:n]
	*arena = (*arena)[n:]
	return w
}
