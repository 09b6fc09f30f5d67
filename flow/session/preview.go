package session

import (
	"math"

	"nicelab/flow/dataset"
	"nicelab/wasm/protocol"
)

// thumbs draws the first points of what each preset would be.
func thumbs(c protocol.Preview) (protocol.Previews, error) {
	var p protocol.Previews
	n := min(max(c.N/9, 60), 600)
	for _, preset := range dataset.Presets() {
		if err := (Recipe{preset.Name, c.N, c.Noise, c.Seed}).check(); err != nil {
			return p, err
		}
		points := preset.Sample(nil, n, c.Noise, source(uint64(c.Seed), streamDraw))
		fit(points)
		p.Thumbs = append(p.Thumbs, protocol.Thumb{Points: points})
	}
	return p, nil
}

func (s *Session) preview(c protocol.Preview) {
	p, err := thumbs(c)
	if err != nil {
		s.fail(0, err)
		return
	}
	s.emit(p)
}

// fit centres rows of 2 and scales them into [-1, 1], both axes alike.
func fit(points []float32) {
	lo, hi := bounds(points, 2)
	size := max(hi[0]-lo[0], hi[1]-lo[1]) / 2
	for i, v := range points {
		points[i] = float32((float64(v) - (lo[i%2]+hi[i%2])/2) / size)
	}
}

// bounds returns the least and the largest number of each of the d columns of x.
func bounds(x []float32, d int) (lo, hi []float64) {
	lo, hi = make([]float64, d), make([]float64, d)
	for j := range d {
		lo[j], hi[j] = math.Inf(1), math.Inf(-1)
	}
	for i, v := range x {
		lo[i%d], hi[i%d] = min(lo[i%d], float64(v)), max(hi[i%d], float64(v))
	}
	return lo, hi
}
