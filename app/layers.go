package app

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
	back    bool                // the lattice is regular in z
	grid    bool                // at z it is drawn too
	seen    bool                // the scrubber is on the screen
	playing bool
	clock   float64 // of the play, in layers since the end it came from
	got     int     // grows with every picture
	small   int     // of those, the one that the small pictures show
	moved   int     // grows with every move of the scrubber
	painted time.Time

	stages []flow.Stage
	staged flow.Config // the model that they are of
}

// shownModel is the model that the figures are of.
func (l *lab) shownModel() flow.Config {
	if l.known() {
		return l.state.Model
	}
	return l.run.Model
}

// stages are those of the model that is shown: a position of the scrubber is what the stage of that index has made of
// x, standardised at 0.
func (l *lab) stages() []flow.Stage {
	k := &l.layers
	if m := l.shownModel(); k.stages == nil || !m.Equal(k.staged) {
		k.staged, k.stages = m, m.Stages() // which composes the model, and a picture asks many times
	}
	return k.stages
}

// end is z as a position of the scrubber.
func (l *lab) end() int { return len(l.stages()) - 1 }

func (l *lab) at() float64 { return max(0, float64(l.end())-l.layers.short) }

// between is the layer that the scrubber has reached, and the share of the way to the next.
func (l *lab) between() (layer int, share float64) {
	whole, share := math.Modf(l.at())
	return int(whole), share
}

// atZ reports whether the right-hand plane shows z: at the end of the layers, and where there are none to show.
func (l *lab) atZ() bool { return l.layers.short == 0 || l.sliced() }

// layered reports whether the layers of the present model are there.
func (l *lab) layered() bool { return !l.sliced() && len(l.layers.picture.Layers) == l.end()+1 }

// askLayers tells the trainer whether anybody looks.
func (l *lab) askLayers() {
	k := &l.layers
	c := protocol.ShowLayers{On: k.seen || k.short > 0 || k.grid}
	c.Backward = c.On && k.back
	if c != k.asked && l.eng != nil && l.ready() {
		k.asked = c
		l.send(c)
	}
}

// askLayersAnew tells a new trainer.
func (l *lab) askLayersAnew() {
	l.layers.asked = protocol.ShowLayers{}
	l.askLayers()
}

func (l *lab) layersCame(e protocol.Layers) {
	k := &l.layers
	k.picture = e
	k.got++
	if k.seen && (l.phase != protocol.Training || time.Since(k.painted) > smallEvery) {
		k.small, k.painted = k.got, time.Now()
	}
}

// smallEvery is how often the small pictures are painted while training: they are many.
const smallEvery = 400 * time.Millisecond

// lookAtLayers notes whether the scrubber is on the screen; out of sight its pictures are not painted.
func (l *lab) lookAtLayers(seen bool) {
	l.layers.seen = seen
	if seen {
		l.layers.small = l.layers.got
	}
	l.askLayers()
}

// moveLayer moves the scrubber by hand.
func (l *lab) moveLayer(at float64) {
	l.layers.playing = false
	l.place(at)
}

func (l *lab) place(at float64) {
	end := float64(l.end())
	if !(at >= 0 && at <= end) {
		return
	}
	l.layers.short = end - at
	l.layers.moved++
	l.askLayers()
}

// layerKey returns whether the scrubber took the key: arrows go from layer to layer.
func (l *lab) layerKey(key string) bool {
	at := l.at()
	switch key {
	case "ArrowRight", "ArrowUp", "PageUp":
		l.moveLayer(min(float64(l.end()), math.Floor(at)+1))
	case "ArrowLeft", "ArrowDown", "PageDown":
		l.moveLayer(max(0, math.Ceil(at)-1))
	default:
		return false
	}
	return true
}

func (l *lab) showGrid(on bool) {
	l.layers.grid = on
	l.layers.moved++
	l.askLayers()
}

func (l *lab) turnLayers(back bool) {
	l.layers.back, l.layers.playing = back, false
	l.layers.moved++
	l.askLayers()
}

// playLayers starts or stops the run through the layers: from where the lattice is regular to the other end, from the present layer on
// if there is any way left.
func (l *lab) playLayers() {
	k := &l.layers
	k.moved++
	if k.playing = !k.playing; !k.playing {
		return
	}
	k.clock = math.Floor(l.at())
	if k.back {
		k.clock = math.Floor(k.short)
	}
	if k.clock >= float64(l.end()) {
		k.clock = 0
	}
	l.runLayers(0, true)
}

const (
	layerSeconds = 1.4 // from one layer to the next
	layerPause   = 0.4 // of that, at the layer
)

// runLayers lets the play go on for some seconds, jumping where motion is not wanted, and reports whether it goes on.
func (l *lab) runLayers(seconds float64, jump bool) bool {
	k := &l.layers
	if !k.playing {
		return false
	}
	k.clock += seconds / layerSeconds
	done, share := math.Modf(k.clock)
	if share = max(0, (share-layerPause)/(1-layerPause)); jump {
		share = 0
	}
	end := float64(l.end())
	gone := min(end, done+share*share*(3-2*share)) // slow at both ends
	if k.playing = gone < end; k.back {
		gone = end - gone
	}
	l.place(gone)
	return k.playing
}

// layerInput is the plane where the scrubber stands.
func (l *lab) layerInput(layer int, share float64) plot.LayerInput {
	p := l.layers.picture
	a := p.Layers[layer]
	if share > 0 {
		b := p.Layers[layer+1]
		turn := l.turn(layer + 1)
		a.Lattice, a.Data, a.Cell = plot.Between(a.Lattice, b.Lattice, turn, share), plot.Between(a.Data, b.Data, turn, share), plot.Between(a.Cell, b.Cell, turn, share)
	}
	in := plot.LayerInput{
		Lattice: plot.Lattice{Points: a.Lattice, Cells: p.Cells, Fine: p.Fine}, Cell: a.Cell, Data: a.Data,
		Picked: l.pickedAmong(a.Data), Kind: l.kindAmong(a.Data), Logistic: l.logistic(), Rings: layer == l.end(), NameX: "h1", NameY: "h2",
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
func (l *lab) turn(stage int) float64 { return l.stages()[stage].Turn }

// drawLatent is the right-hand plane: z, or the layer where the scrubber stands.
func (l *lab) drawLatent(t plot.Theme, w, h float64) plot.Scene {
	if !l.layered() || l.layers.short == 0 && !l.layers.grid {
		return l.drawZ(t, w, h)
	}
	in := l.layerInput(l.between())
	in.View = l.zView(w, h)
	return plot.Layer(t, in)
}

// latentRev grows whenever the right-hand plane has to be drawn again.
func (l *lab) latentRev() int {
	if !l.pictured() {
		return 0
	}
	return l.drawn + l.layers.got + l.layers.moved
}

// zTitle and zSub head the right-hand plane.
func (l *lab) zTitle() string {
	if l.atZ() {
		return words.Say.ZPlane
	}
	return l.layerName(l.at())
}

func (l *lab) zSub() string {
	layer, share := l.between()
	if share > 0 {
		layer++
	}
	switch {
	case l.atZ():
		return words.Say.ZSub
	case layer == 0:
		return words.Say.LayerXSub
	case layer == l.end():
		return words.Say.LayerScales
	}
	switch s := l.stages()[layer]; {
	case s.Kind == flow.Whitening:
		return words.Say.LayerWhitens
	case l.turn(layer) != 0:
		return words.Say.LayerTurns
	case s.Coupling%2 == 0: // the first coupling keeps the first coordinate
		return words.Say.LayerUp
	}
	return words.Say.LayerAcross
}

// layerName says where a position of the scrubber is.
func (l *lab) layerName(at float64) string {
	whole, share := math.Modf(at)
	layer, last, of := int(whole), l.end(), l.shownModel().Couplings
	if layer >= last {
		return words.Say.ZPlane
	}
	format := words.Say.LayerAfter
	if share > 0 {
		layer, format = layer+1, words.Say.LayerAt
	}
	switch s := l.stages()[layer]; {
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

func (l *lab) latentSummary() string {
	if l.atZ() || !l.pictured() {
		return l.zSummary()
	}
	return fmt.Sprintf(words.Say.LayerSum, l.layerName(l.at())) + " " + words.Say.ZKeys
}

// cellArea is the measured area of the marked cell: of the layer where the scrubber stands or, on the way through what
// changes areas, of both ends. On the way through a coupling it is that of the layer before.
func (l *lab) cellArea() string {
	if !l.layered() {
		return ""
	}
	layer, share := l.between()
	here := l.area(layer)
	if share > 0 && l.stages()[layer+1].Kind != flow.Coupling {
		return fmt.Sprintf(words.Say.CellGrows, here, l.area(layer+1))
	}
	return fmt.Sprintf(words.Say.CellArea, here)
}

func (l *lab) area(layer int) string { return words.Digits(l.layers.picture.Layers[layer].Area) }
