package layer_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"nicelab/flow/kernel"
	"nicelab/flow/layer"
)

// Layers of the first coordinates that follow each other share memory, also around one of all coordinates, and give the
// images and gradients that they give with memory of their own.
func TestLeadingShares(t *testing.T) {
	const dim, count, n = 7, 4, 19
	narrow := func(name string, keep int) layer.Layer {
		return layer.Leading(dim, count, layer.NewAdditive(name, count, keep, []int{5}, kernel.Tanh, 1))
	}
	layers := []layer.Layer{
		narrow("a", 0), narrow("b", 1), layer.Leading(dim, count, layer.NewTriangular("c", count)), narrow("d", 0),
		layer.NewAdditive("e", dim, 0, []int{5}, kernel.Tanh, 1), layer.NewAdditive("f", dim, 1, []int{5}, kernel.Tanh, 1),
		narrow("g", 0), narrow("h", 1),
	}
	rng := rand.New(rand.NewPCG(3, 3))
	x, c := make([]float32, n*dim), make([]float32, n*dim)
	for i := range x {
		x[i], c[i] = float32(rng.NormFloat64()), float32(rng.NormFloat64())
	}
	var w [][]float32
	for _, l := range layers {
		w = append(w, make([]float32, layer.Size(l, false)))
		l.Init(w[len(w)-1], rng)
	}
	pass := func(tape func(layer.Layer) *layer.Tape) (all [][]float32) {
		b, d := layer.NewBatch(dim, n), layer.NewBatch(dim, n)
		var tapes []*layer.Tape
		for _, l := range layers {
			tapes = append(tapes, tape(l))
		}
		for range 2 { // the second time memory is not new
			b.Load(x)
			for i, l := range layers {
				for piece := range max(tapes[i].Pieces, len(l.Parts())) {
					l.Forward(tapes[i], w[i], b, piece)
				}
			}
		}
		y := make([]float32, len(x))
		b.Store(y)
		all = append(all, y)
		d.Load(c)
		for i := len(layers) - 1; i >= 0; i-- {
			g := make([]float32, len(w[i]))
			for piece := max(tapes[i].Pieces, len(layers[i].Parts())) - 1; piece >= 0; piece-- {
				layers[i].Backward(tapes[i], w[i], g, d, piece)
			}
			all = append(all, g)
		}
		dx := make([]float32, len(x))
		d.Store(dx)
		return append(all, dx)
	}
	shared := layer.NewMemory(dim, n, true)
	got := pass(shared.TapeOf)
	want := pass(func(l layer.Layer) *layer.Tape { return l.Tape(layer.NewMemory(dim, n, true)) })
	for i := range want {
		if !slices.Equal(got[i], want[i]) {
			t.Errorf("number %d of the images, the gradients of the layers from the last on, and those of the rows is another", i)
		}
	}
}
