package lab

import (
	"fmt"
	"math"
	"slices"
	"time"

	"nicelab/app/plot"
	"nicelab/app/words"
	"nicelab/flow"
	"nicelab/flow/layer"
	"nicelab/wasm/protocol"
)

// Layers are the planes between x and z, and where the scrubber stands.
type Layers struct {
	picture latest[protocol.Layers] `rev:"-"`
	asked   protocol.ShowLayers     // of the present trainer
	short   float64                 // how far before z the scrubber stands, in layers: a model with more leaves it at z
	Back    bool                    // the lattice is regular in z
	Grid    bool                    // at z it is drawn too
	seen    bool                    // the scrubber is on the screen
	Playing bool
	clock   float64   `rev:"-"` // of the play, in layers since the end it came from
	Small   int       // of the pictures that came, the one that the small ones show
	painted time.Time `rev:"-"`

	stages []flow.Stage `rev:"-"`
	staged flow.Config  `rev:"-"` // the model that they are of

	of    layered `rev:"-"`
	sight *Sight  `rev:"-"`
}

// layered is what the layers need of the lab.
type layered interface {
	trainer
	ShownModel() flow.Config
	Sliced() bool
	training() bool
}

// Stages are those of the model that is shown: a position of the scrubber is what the stage of that index has made of
// x, standardised at 0.
func (k *Layers) Stages() []flow.Stage {
	if m := k.of.ShownModel(); k.stages == nil || !m.Equal(k.staged) {
		k.staged, k.stages = m, m.Stages() // which composes the model, and a picture asks many times
	}
	return k.stages
}

// End is z as a position of the scrubber.
func (k *Layers) End() int { return len(k.Stages()) - 1 }

func (k *Layers) At() float64 { return max(0, float64(k.End())-k.short) }

// between is the layer that the scrubber has reached, and the share of the way to the next.
func (k *Layers) between() (layer int, share float64) {
	whole, share := math.Modf(k.At())
	return int(whole), share
}

// AtZ reports whether the right-hand plane shows z: at the end of the layers, and where there are none to show.
func (k *Layers) AtZ() bool { return k.short == 0 || k.of.Sliced() }

// Layered reports whether the layers of the present model are there.
func (k *Layers) Layered() bool { return !k.of.Sliced() && len(k.picture.Got.Layers) == k.End()+1 }

// askLayers tells the trainer whether anybody looks.
func (k *Layers) askLayers() {
	c := protocol.ShowLayers{On: k.seen || k.short > 0 || k.Grid}
	c.Backward = c.On && k.Back
	if c != k.asked && k.of.Ready() {
		k.asked = c
		k.of.send(c)
	}
}

// askLayersAnew tells a new trainer.
func (k *Layers) askLayersAnew() {
	k.asked = protocol.ShowLayers{}
	k.askLayers()
}

func (k *Layers) took(e protocol.Layers) {
	k.picture.set(e)
	if k.seen && (!k.of.training() || time.Since(k.painted) > smallEvery) {
		k.Small, k.painted = k.picture.n, time.Now()
	}
}

// smallEvery is how often the small pictures are painted while training: they are many.
const smallEvery = 800 * time.Millisecond

// LookAtLayers notes whether the scrubber is on the screen; out of sight its pictures are not painted.
func (k *Layers) LookAtLayers(seen bool) {
	k.seen = seen
	if seen {
		k.Small = k.picture.n
	}
	k.askLayers()
}

// MoveLayer moves the scrubber by hand.
func (k *Layers) MoveLayer(at float64) {
	k.Playing = false
	k.place(at)
}

func (k *Layers) place(at float64) {
	end := float64(k.End())
	if !(at >= 0 && at <= end) {
		return
	}
	k.short = end - at
	k.askLayers()
}

// LayerKey returns whether the scrubber took the key: arrows go from layer to layer.
func (k *Layers) LayerKey(key string) bool {
	at := k.At()
	switch key {
	case "ArrowRight", "ArrowUp", "PageUp":
		k.MoveLayer(min(float64(k.End()), math.Floor(at)+1))
	case "ArrowLeft", "ArrowDown", "PageDown":
		k.MoveLayer(max(0, math.Ceil(at)-1))
	default:
		return false
	}
	return true
}

func (k *Layers) ShowGrid(on bool) {
	k.Grid = on
	k.askLayers()
}

func (k *Layers) TurnLayers(back bool) {
	k.Back, k.Playing = back, false
	k.askLayers()
}

// PlayLayers starts or stops the run through the layers: from where the lattice is regular to the other end, from the
// present layer on if there is any way left.
func (k *Layers) PlayLayers() {
	if k.Playing = !k.Playing; !k.Playing {
		return
	}
	k.clock = math.Floor(k.At())
	if k.Back {
		k.clock = math.Floor(k.short)
	}
	if k.clock >= float64(k.End()) {
		k.clock = 0
	}
	k.RunLayers(0, true)
}

const (
	layerSeconds = 1.4 // from one layer to the next
	layerPause   = 0.4 // of that, at the layer
)

// RunLayers lets the play go on for some seconds, jumping where motion is not wanted, and reports whether it goes on.
func (k *Layers) RunLayers(seconds float64, jump bool) bool {
	if !k.Playing {
		return false
	}
	k.clock += seconds / layerSeconds
	done, share := math.Modf(k.clock)
	if share = max(0, (share-layerPause)/(1-layerPause)); jump {
		share = 0
	}
	end := float64(k.End())
	gone := min(end, done+share*share*(3-2*share)) // slow at both ends
	if k.Playing = gone < end; k.Back {
		gone = end - gone
	}
	k.place(gone)
	return k.Playing
}

// at is the lattice, the data and the cell where the scrubber stands.
func (k *Layers) at(layer int, share float64) protocol.Layer {
	p := k.picture.Got
	a := p.Layers[layer]
	if share > 0 {
		b, turn := p.Layers[layer+1], k.turn(layer+1)
		a.Lattice, a.Data = plot.Between(a.Lattice, b.Lattice, turn, share), plot.Between(a.Data, b.Data, turn, share)
		a.Cell = plot.Between(a.Cell, b.Cell, turn, share)
	}
	return a
}

// turn is the angle by which the plane is turned on the way to a stage.
func (k *Layers) turn(stage int) float64 { return k.Stages()[stage].Turn }

// ZTitle and zSub head the right-hand plane.
func (k *Layers) ZTitle() string {
	if k.AtZ() {
		return words.Say.ZPlane
	}
	return k.LayerName(k.At())
}

func (k *Layers) ZSub() string {
	at, share := k.between()
	if share > 0 {
		at++
	}
	switch {
	case k.AtZ() && !k.of.ShownModel().Factorised(): // no rings are drawn
		return words.Say.ZBare
	case k.AtZ():
		return words.Say.ZSub
	case at == 0:
		return words.Say.LayerXSub
	case at == k.End():
		return words.Say.LayerScales
	}
	switch s := k.Stages()[at]; {
	case s.Kind == flow.Whitening:
		return words.Say.LayerWhitens
	case s.Volume == layer.Varies:
		return words.Say.LayerStretches
	case s.Turn != 0:
		return words.Say.LayerTurns
	case s.Keeps == 0:
		return words.Say.LayerUp
	}
	return words.Say.LayerAcross
}

// Note says what the layers do to the plane, and to areas in it.
func (k *Layers) Note() string {
	inner := k.Stages()[1:k.End()] // the first gives the lattice its units, the last is S
	switch {
	case slices.ContainsFunc(k.Stages(), func(s flow.Stage) bool { return s.Volume == layer.Varies }):
		return words.Say.LayersVary
	case k.Back:
		return words.Say.LayersBackNote
	case slices.ContainsFunc(inner, func(s flow.Stage) bool { return s.Volume != layer.Kept || s.Turn != 0 }):
		return words.Say.LayersMore
	}
	return words.Say.LayersNote
}

// LayerName says where a position of the scrubber is.
func (k *Layers) LayerName(at float64) string {
	whole, share := math.Modf(at)
	layer, last, of := int(whole), k.End(), k.of.ShownModel().Couplings
	if layer >= last {
		return words.Say.ZPlane
	}
	format := words.Say.LayerAfter
	if share > 0 {
		layer, format = layer+1, words.Say.LayerAt
	}
	switch s := k.Stages()[layer]; {
	case layer == last:
		return words.Say.LayerS
	case layer == 0:
		return words.Say.LayerX
	case s.Kind == flow.Whitening:
		return words.Say.LayerWhite
	default:
		return fmt.Sprintf(format, s.Coupling+1, of)
	}
}

// CellArea is the measured area of the marked cell: of the layer where the scrubber stands or, on the way through what
// changes areas, of both ends. On the way through what keeps them it is that of the layer before.
func (k *Layers) CellArea() string {
	if !k.Layered() {
		return ""
	}
	at, share := k.between()
	here := k.Area(at)
	if share > 0 && k.Stages()[at+1].Volume != layer.Kept {
		return fmt.Sprintf(words.Say.CellGrows, here, k.Area(at+1))
	}
	return fmt.Sprintf(words.Say.CellArea, here)
}

func (k *Layers) Area(layer int) string { return words.Digits(k.picture.Got.Layers[layer].Area) }
