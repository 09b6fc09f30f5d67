package protocol

// Preview asks for a few of the points that each preset would be drawn with; the answer is Previews. It is part of no
// run.
type Preview struct {
	N     int     // as of UsePreset
	Noise float64 // likewise
	Seed  int
}

// DefaultPreview is what Hello shows of the presets.
func DefaultPreview() Preview {
	p := DefaultPreset()
	return Preview{N: p.N, Noise: p.Noise, Seed: p.Seed}
}

// Previews are the thumbnails of the presets.
type Previews struct {
	Thumbs []Thumb // in the order of Hello.Presets
}

// Thumb is a few points of a preset: the more, the more it would be drawn with.
type Thumb struct {
	Points []float32 // n rows of 2, scaled into [-1, 1]
}

func (Preview) command() {}

func (Previews) event() {}
