package lab

import "nicelab/app/plot"

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
func (l *Lab) StopAt(place int) int {
	list := Few(l.End()+1, MostStops)
	return list[min(place, len(list)-1)]
}

func (l *Lab) DrawStop(t plot.Theme, size float64, i int) plot.Scene {
	if !l.Layered() || i > l.End() {
		return plot.Scene{W: size, H: size}
	}
	in := l.layerInput(i, 0)
	in.View = l.ZView(size, size)
	return plot.LayerThumb(t, size, in)
}
