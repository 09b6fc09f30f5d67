package session

import (
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
