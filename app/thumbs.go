package app

import "nicelab/wasm/protocol"

// thumbs is what the page knows of the thumbnails: each shows what a click on it would draw.
type thumbs struct {
	drawn protocol.Preview // what was asked for last
	rev   int
}

// preview asks for thumbnails of the points, the noise and the seed that the controls show, where they are others.
func (l *lab) preview() {
	c := protocol.Preview{N: l.run.N, Noise: l.run.Noise, Seed: int(l.run.Model.Seed)}
	if c != l.thumbs.drawn && l.ready() {
		l.thumbs.drawn = c
		l.send(c)
	}
}

func (l *lab) previewed(e protocol.Previews) {
	for i := range min(len(e.Thumbs), len(l.presets)) {
		l.presets[i].Points = e.Thumbs[i].Points
	}
	l.thumbs.rev++
	l.rev++
}
