package lab

import (
	"fmt"
	"math"
	"time"

	"nicelab/app/plot"
	"nicelab/app/words"
	"nicelab/flow"
	"nicelab/wasm/protocol"
)

// layering is what the page knows of the plane between x and z, and where the scrubber stands.
type layering struct {
	picture protocol.Layers
	asked   protocol.ShowLayers // of the present trainer
	short   float64             // how far before z the scrubber stands, in layers: a model with more layers leaves it at z
	Back    bool                // the lattice is regular in z
	Grid    bool                // at z it is drawn too
	seen    bool                // the scrubber is on the screen
	Playing bool
	clock   float64 // of the play, in layers since the end it came from
	got     int     // grows with every picture
	Small   int     // of those, the one that the small pictures show
	Moved   int     // grows with every move of the scrubber
	painted time.Time

	stages []flow.Stage
	staged flow.Config // the model that they are of
}

// ShownModel is the model that the figures are of.
func (l *Lab) ShownModel() flow.Config {
	if l.Known() {
		return l.State.Model
	}
	return l.Run.Model
}

// Stages are those of the model that is shown: a position of the scrubber is what the stage of that index has made of
// x, standardised at 0.
func (l *Lab) Stages() []flow.Stage {
	k := &l.Layers
	if m := l.ShownModel(); k.stages == nil || !m.Equal(k.staged) {
		k.staged, k.stages = m, m.Stages() // which composes the model, and a picture asks many times
	}
	return k.stages
}

// End is z as a position of the scrubber.
func (l *Lab) End() int { return len(l.Stages()) - 1 }

func (l *Lab) At() float64 { return max(0, float64(l.End())-l.Layers.short) }

// between is the layer that the scrubber has reached, and the share of the way to the next.
func (l *Lab) between() (layer int, share float64) {
	whole, share := math.Modf(l.At())
	return int(whole), share
}

// AtZ reports whether the right-hand plane shows z: at the end of the layers, and where there are none to show.
func (l *Lab) AtZ() bool { return l.Layers.short == 0 || l.Sliced() }

// Layered reports whether the layers of the present model are there.
func (l *Lab) Layered() bool { return !l.Sliced() && len(l.Layers.picture.Layers) == l.End()+1 }

// askLayers tells the trainer whether anybody looks.
func (l *Lab) askLayers() {
	k := &l.Layers
	c := protocol.ShowLayers{On: k.seen || k.short > 0 || k.Grid}
	c.Backward = c.On && k.Back
	if c != k.asked && l.Eng != nil && l.Ready() {
		k.asked = c
		l.send(c)
	}
}

// askLayersAnew tells a new trainer.
func (l *Lab) askLayersAnew() {
	l.Layers.asked = protocol.ShowLayers{}
	l.askLayers()
}

func (l *Lab) layersCame(e protocol.Layers) {
	k := &l.Layers
	k.picture = e
	k.got++
	if k.seen && (l.Phase != protocol.Training || time.Since(k.painted) > smallEvery) {
		k.Small, k.painted = k.got, time.Now()
	}
}

// smallEvery is how often the small pictures are painted while training: they are many.
const smallEvery = 400 * time.Millisecond

// LookAtLayers notes whether the scrubber is on the screen; out of sight its pictures are not painted.
func (l *Lab) LookAtLayers(seen bool) {
	l.Layers.seen = seen
	if seen {
		l.Layers.Small = l.Layers.got
	}
	l.askLayers()
}

// MoveLayer moves the scrubber by hand.
func (l *Lab) MoveLayer(at float64) {
	l.Layers.Playing = false
	l.place(at)
}

func (l *Lab) place(at float64) {
	end := float64(l.End())
	if !(at >= 0 && at <= end) {
		return
	}
	l.Layers.short = end - at
	l.Layers.Moved++
	l.askLayers()
}

// LayerKey returns whether the scrubber took the key: arrows go from layer to layer.
func (l *Lab) LayerKey(key string) bool {
	at := l.At()
	switch key {
	case "ArrowRight", "ArrowUp", "PageUp":
		l.MoveLayer(min(float64(l.End()), math.Floor(at)+1))
	case "ArrowLeft", "ArrowDown", "PageDown":
		l.MoveLayer(max(0, math.Ceil(at)-1))
	default:
		return false
	}
	return true
}

func (l *Lab) ShowGrid(on bool) {
	l.Layers.Grid = on
	l.Layers.Moved++
	l.askLayers()
}

func (l *Lab) TurnLayers(back bool) {
	l.Layers.Back, l.Layers.Playing = back, false
	l.Layers.Moved++
	l.askLayers()
}

// PlayLayers starts or stops the run through the layers: from where the lattice is regular to the other end, from the present layer on
// if there is any way left.
func (l *Lab) PlayLayers() {
	k := &l.Layers
	k.Moved++
	if k.Playing = !k.Playing; !k.Playing {
		return
	}
	k.clock = math.Floor(l.At())
	if k.Back {
		k.clock = math.Floor(k.short)
	}
	if k.clock >= float64(l.End()) {
		k.clock = 0
	}
	l.RunLayers(0, true)
}

const (
	layerSeconds = 1.4 // from one layer to the next
	layerPause   = 0.4 // of that, at the layer
)

// RunLayers lets the play go on for some seconds, jumping where motion is not wanted, and reports whether it goes on.
func (l *Lab) RunLayers(seconds float64, jump bool) bool {
	k := &l.Layers
	if !k.Playing {
		return false
	}
	k.clock += seconds / layerSeconds
	done, share := math.Modf(k.clock)
	if share = max(0, (share-layerPause)/(1-layerPause)); jump {
		share = 0
	}
	end := float64(l.End())
	gone := min(end, done+share*share*(3-2*share)) // slow at both ends
	if k.Playing = gone < end; k.Back {
		gone = end - gone
	}
	l.place(gone)
	return k.Playing
}

// layerInput is the plane where the scrubber stands.
func (l *Lab) layerInput(layer int, share float64) plot.LayerInput {
	p := l.Layers.picture
	a := p.Layers[layer]
	if share > 0 {
		b := p.Layers[layer+1]
		turn := l.turn(layer + 1)
		a.Lattice, a.Data, a.Cell = plot.Between(a.Lattice, b.Lattice, turn, share), plot.Between(a.Data, b.Data, turn, share), plot.Between(a.Cell, b.Cell, turn, share)
	}
	in := plot.LayerInput{
		Lattice: plot.Lattice{Points: a.Lattice, Cells: p.Cells, Fine: p.Fine}, Cell: a.Cell, Data: a.Data,
		Picked: l.pickedAmong(a.Data), Kind: l.kindAmong(a.Data), Logistic: l.logistic(), Rings: layer == l.End(), NameX: "h1", NameY: "h2",
	}
	switch {
	case in.Rings:
		in.NameX, in.NameY = l.latentNames()
	case layer == 0 && share == 0:
		in.NameX, in.NameY = l.columnNames()
	}
	return in
}

// turn is the angle by which the plane is turned on the way to a stage.
func (l *Lab) turn(stage int) float64 { return l.Stages()[stage].Turn }

// DrawLatent is the right-hand plane: z, or the layer where the scrubber stands.
func (l *Lab) DrawLatent(t plot.Theme, w, h float64) plot.Scene {
	if !l.Layered() || l.Layers.short == 0 && !l.Layers.Grid {
		return l.drawZ(t, w, h)
	}
	in := l.layerInput(l.between())
	in.View = l.ZView(w, h)
	return plot.Layer(t, in)
}

// LatentRev grows whenever the right-hand plane has to be drawn again.
func (l *Lab) LatentRev() int {
	if !l.Pictured() {
		return 0
	}
	return l.drawn + l.Layers.got + l.Layers.Moved
}

// ZTitle and zSub head the right-hand plane.
func (l *Lab) ZTitle() string {
	if l.AtZ() {
		return words.Say.ZPlane
	}
	return l.LayerName(l.At())
}

func (l *Lab) ZSub() string {
	layer, share := l.between()
	if share > 0 {
		layer++
	}
	switch {
	case l.AtZ():
		return words.Say.ZSub
	case layer == 0:
		return words.Say.LayerXSub
	case layer == l.End():
		return words.Say.LayerScales
	}
	switch s := l.Stages()[layer]; {
	case s.Kind == flow.Whitening:
		return words.Say.LayerWhitens
	case l.turn(layer) != 0:
		return words.Say.LayerTurns
	case s.Coupling%2 == 0: // the first coupling keeps the first coordinate
		return words.Say.LayerUp
	}
	return words.Say.LayerAcross
}

// LayerName says where a position of the scrubber is.
func (l *Lab) LayerName(at float64) string {
	whole, share := math.Modf(at)
	layer, last, of := int(whole), l.End(), l.ShownModel().Couplings
	if layer >= last {
		return words.Say.ZPlane
	}
	format := words.Say.LayerAfter
	if share > 0 {
		layer, format = layer+1, words.Say.LayerAt
	}
	switch s := l.Stages()[layer]; {
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

func (l *Lab) LatentSummary() string {
	if l.AtZ() || !l.Pictured() {
		return l.zSummary()
	}
	return fmt.Sprintf(words.Say.LayerSum, l.LayerName(l.At())) + " " + words.Say.ZKeys
}

// CellArea is the measured area of the marked cell: of the layer where the scrubber stands or, on the way through what
// changes areas, of both ends. On the way through a coupling it is that of the layer before.
func (l *Lab) CellArea() string {
	if !l.Layered() {
		return ""
	}
	layer, share := l.between()
	here := l.Area(layer)
	if share > 0 && l.Stages()[layer+1].Kind != flow.Coupling {
		return fmt.Sprintf(words.Say.CellGrows, here, l.Area(layer+1))
	}
	return fmt.Sprintf(words.Say.CellArea, here)
}

func (l *Lab) Area(layer int) string { return words.Digits(l.Layers.picture.Layers[layer].Area) }
