package lab

import "nicelab/wasm/protocol"

// thumbs is what the page knows of the thumbnails: each shows what a click on it would draw.
type thumbs struct {
	drawn protocol.Preview // what was asked for last
	Rev   int
}

// preview asks for thumbnails of the points, the noise and the seed that the controls show, where they are others.
func (l *Lab) preview() {
	c := protocol.Preview{N: l.Run.N, Noise: l.Run.Noise, Seed: int(l.Run.Model.Seed)}
	if c != l.Thumbs.drawn && l.Ready() {
		l.Thumbs.drawn = c
		l.send(c)
	}
}

func (l *Lab) previewed(e protocol.Previews) {
	for i := range min(len(e.Thumbs), len(l.presets)) {
		l.presets[i].Points = e.Thumbs[i].Points
	}
	l.Thumbs.Rev++
	l.Rev++
}
