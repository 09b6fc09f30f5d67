package lab

import (
	"nicelab/app/link"
	"nicelab/wasm/protocol"
)

// Thumbs are the presets and their thumbnails: each shows what a click on it would draw.
type Thumbs struct {
	presets []protocol.Preset `rev:"-"`
	came    int               // grows with every change of them
	asked   protocol.Preview  // what was asked for last
	to      trainer           `rev:"-"`
}

// begin takes the presets of a new trainer, as it draws them without being asked.
func (t *Thumbs) begin(presets []protocol.Preset) {
	t.presets, t.asked = presets, protocol.DefaultPreview()
	t.came++
}

// show asks for thumbnails of the points, the noise and the seed of a run, where they are others.
func (t *Thumbs) show(r link.Run) {
	c := protocol.Preview{N: r.N, Noise: r.Noise, Seed: int(r.Model.Seed)}
	if c != t.asked && t.to.Ready() {
		t.asked = c
		t.to.send(c)
	}
}

func (t *Thumbs) previewed(e protocol.Previews) {
	for i := range min(len(e.Thumbs), len(t.presets)) {
		t.presets[i].Points = e.Thumbs[i].Points
	}
	t.came++
}

func (t *Thumbs) Preset(name string) (protocol.Preset, bool) {
	for _, p := range t.presets {
		if p.Name == name {
			return p, true
		}
	}
	return protocol.Preset{}, false
}

// Noisy reports whether a preset is drawn with noise.
func (t *Thumbs) Noisy(name string) bool {
	p, ok := t.Preset(name)
	return !ok || p.Noisy
}
