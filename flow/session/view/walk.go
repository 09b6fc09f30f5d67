package view

import (
	"cmp"

	"nicelab/wasm/protocol"
)

// walk shows pictures between two of the data, or around one, by way of their latents.
type walk struct{}

func (walk) Name() string { return "walk" }

func (walk) Fits(m *Model) bool { return m.Pictures != nil }

// sheetReach is how far a sheet reaches to either side, in widths of the prior.
const sheetReach = 2.5

func (walk) Job(m *Model, w protocol.Watch, emit func(protocol.Event)) Job {
	a, p := w.Args.Walk, m.Pictures
	there := func(picture int) bool { return picture >= 1 && picture <= p.Len() }
	if m.Moving || !there(a.From) || !a.Sheet && !there(a.To) {
		return nil
	}
	return once(func() {
		emit(protocol.Walked{Args: a, Step: m.Step, Pixels: walked(m, a)})
	})()
}

// walked is the pictures of a walk: evenly along the straight line between two latents; or of a sheet, its rows and
// columns along the two latent axes that matter most.
func walked(m *Model, a protocol.WalkArgs) (pixels []byte) {
	const side = protocol.GridSide
	p, f, d := m.Pictures, m.Flow, m.Pictures.Size()
	x := make([]float32, d)
	latent := func(picture int) []float32 {
		p.Pixels.Put(x, picture-1, nil)
		return f.Forward(nil, x)
	}
	from := latent(a.From)
	z := make([]float32, 0, side*side*d)
	if a.Sheet {
		spread := f.Spread(nil)
		axes := Indices(d, func(i, j int) int { return cmp.Compare(spread[j], spread[i]) })
		reach := []float64{sheetReach * f.Width(axes[0]), sheetReach * f.Width(axes[min(1, d-1)])}
		for i := range side * side {
			z = append(z, from...)
			row := z[i*d:]
			for k, at := range []int{i % side, i / side} {
				if k < d {
					row[axes[k]] = float32(reach[k] * (2*float64(at)/(side-1) - 1))
				}
			}
		}
	} else {
		to := latent(a.To)
		for i := range side * side {
			share := float32(i) / (side*side - 1)
			for j, v := range from {
				z = append(z, v+share*(to[j]-v))
			}
		}
	}
	f.Inverse(z, z)
	for i := range side * side {
		pixels = Brightness(pixels, p.Pixels, z[i*d:(i+1)*d])
	}
	return pixels
}
