package lab

import (
	"fmt"

	"nicelab/app/plot"
	"nicelab/app/words"
	"nicelab/flow"
)

// MostStops is how many layers have a small picture; the scrubber goes through all of them.
const MostStops = 12

// Few returns most of the n numbers from 0 on, the first and the last among them, or all of them.
func Few(n, most int) []int {
	most = min(n, most)
	list := make([]int, most)
	for i := range list {
		list[i] = i * (n - 1) / max(1, most-1)
	}
	return list
}

// StopAt is the layer whose small picture stands at a place.
func (k *Layers) StopAt(place int) int {
	list := Few(k.End()+1, MostStops)
	return list[min(place, len(list)-1)]
}

// ShownModel is the model that the figures are of.
func (l *Lab) ShownModel() flow.Config {
	if l.Known() {
		return l.State.Model
	}
	return l.Choice.Run.Model
}

// layerInput is the plane where the scrubber stands.
func (l *Lab) layerInput(layer int, share float64) plot.LayerInput {
	p, a := l.Layers.picture.Got, l.Layers.at(layer, share)
	in := plot.LayerInput{
		Lattice: plot.Lattice{Points: a.Lattice, Cells: p.Cells, Fine: p.Fine}, Cell: a.Cell, Data: a.Data,
		Picked: l.pickedAmong(a.Data), Kind: l.kindAmong(a.Data),
		NameX: "h1", NameY: "h2",
	}
	switch {
	case layer == l.Layers.End():
		in.Prior = l.prior()
		in.NameX, in.NameY = l.latentNames()
	case layer == 0 && share == 0:
		in.NameX, in.NameY = l.columnNames()
	}
	return in
}

// DrawLatent is the right-hand plane: z, or the layer where the scrubber stands.
func (l *Lab) DrawLatent(t plot.Theme, w, h float64) plot.Scene {
	if !l.Layers.Layered() || l.Layers.short == 0 && !l.Layers.Grid {
		return l.drawZ(t, w, h)
	}
	in := l.layerInput(l.Layers.between())
	in.View = l.ZView(w, h)
	return plot.Layer(t, in)
}

func (l *Lab) LatentSummary() string {
	if l.Layers.AtZ() || !l.Sight.Pictured() {
		return l.zSummary()
	}
	return fmt.Sprintf(words.Say.LayerSum, l.Layers.LayerName(l.Layers.At())) + " " + words.Say.ZKeys
}

func (l *Lab) DrawStop(t plot.Theme, size float64, i int) plot.Scene {
	if !l.Layers.Layered() || i > l.Layers.End() {
		return plot.Scene{W: size, H: size}
	}
	in := l.layerInput(i, 0)
	in.View = l.ZView(size, size)
	return plot.LayerThumb(t, size, in)
}
