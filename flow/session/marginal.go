package session

import (
	"math"

	"nicelab/flow/density"
	"nicelab/wasm/protocol"
)

// Samples that a marginal is of: so many as cost that, within bounds.
const (
	roughMarginal, fineMarginal = 4e8, 2e10
	leastMarginal               = 1 << 10
	mostRough, mostFine         = 1 << 12, 1 << 16
)

// drawMarginal returns a job that fills in the density of the two columns shown, whatever the others are: that of
// samples, of the same latents in every picture.
func (s *Session) drawMarginal(p *protocol.Planes) job {
	const pad = 16 // points beyond the border, so that samples there are smoothed alike
	f, rng := s.flow, source(1, streamShown)
	p.N = roughGrid
	n := p.N + 2*pad
	axis := func(lo, hi float64) density.Axis {
		return density.Axis{Lo: lo, Hi: hi, N: n, Margin: pad / float64(p.N-1)}
	}
	across, up := axis(p.MinX, p.MaxX), axis(p.MinY, p.MaxY)
	flops, most := roughMarginal, mostRough
	if p.Exact {
		flops, most = fineMarginal, mostFine
	}
	want := max(leastMarginal, int(min(flops/float64(2*len(f.Weights)), float64(most))))
	var x, y []float32
	return func() bool {
		if left := want - len(x); left > 0 {
			pair := s.pair(f.Sample(nil, min(left, f.Chunk()), 1, rng))
			for i := 0; i < len(pair); i += 2 {
				x, y = append(x, across.Place(pair[i])), append(y, up.Place(pair[i+1]))
			}
			return false
		}
		kx, ky := density.NewKernel(density.Spread(x), want, 2, n), density.NewKernel(density.Spread(y), want, 2, n)
		grid := make([]float32, n*n)
		density.Joint(grid, x, y, kx, ky, n)
		levels := density.Levels(grid, x, y, kx, ky, n, regions)
		p.Marginal = want
		one := math.Log(float64(want) * across.Step() * up.Step()) // of a count
		p.LogP = make([]float32, 0, p.N*p.N)
		for r := range p.N {
			for _, c := range grid[(r+pad)*n+pad : (r+pad)*n+pad+p.N] {
				p.LogP = append(p.LogP, float32(math.Log(max(1e-9, float64(c)))-one))
			}
		}
		p.Levels = p.Levels[:0]
		for _, c := range levels {
			if c > 0 { // otherwise so much does not lie in the picture
				p.Levels = append(p.Levels, float32(math.Log(float64(c))-one))
			}
		}
		return true
	}
}
