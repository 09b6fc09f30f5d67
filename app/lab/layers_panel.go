package lab

import (
	"fmt"

	"nicelab/app/plot"
	"nicelab/app/words"
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

// layerInput is the plane where the scrubber stands.
func (k *Layers) layerInput(layer int, share float64) plot.LayerInput {
	p, a := k.picture.Got, k.at(layer, share)
	in := plot.LayerInput{
		Lattice: plot.Lattice{Points: a.Lattice, Cells: p.Cells, Fine: p.Fine}, Cell: a.Cell, Data: a.Data,
		Picked: k.sight.pickedAmong(a.Data), Kind: k.sight.kindAmong(a.Data),
		NameX: "h1", NameY: "h2",
	}
	switch {
	case layer == k.End():
		in.Prior = k.sight.prior()
		in.NameX, in.NameY = k.sight.latentNames()
	case layer == 0 && share == 0:
		in.NameX, in.NameY = k.sight.columnNames()
	}
	return in
}

// DrawLatent is the right-hand plane: z, or the layer where the scrubber stands.
func (k *Layers) DrawLatent(t plot.Theme, w, h float64) plot.Scene {
	if !k.Layered() || k.short == 0 && !k.Grid {
		return k.sight.drawZ(t, w, h)
	}
	in := k.layerInput(k.between())
	in.View = k.sight.ZView(w, h)
	return plot.Layer(t, in)
}

func (k *Layers) LatentSummary() string {
	if k.AtZ() || !k.sight.Pictured() {
		return k.sight.zSummary()
	}
	return fmt.Sprintf(words.Say.LayerSum, k.LayerName(k.At())) + " " + words.Say.ZKeys
}

func (k *Layers) DrawStop(t plot.Theme, size float64, i int) plot.Scene {
	if !k.Layered() || i > k.End() {
		return plot.Scene{W: size, H: size}
	}
	in := k.layerInput(i, 0)
	in.View = k.sight.ZView(size, size)
	return plot.LayerThumb(t, size, in)
}
