package plot

import "math"

// PITInput is a histogram of the prior's CDF of latents over [0, 1].
type PITInput struct {
	W, H  float64
	Bins  []float32 // the share in each of some even parts; 1 is what it should be
	Noise float64   // standard deviation of a bin by chance
	Name  string    // of the latent
}

// PIT draws the bars, the line at 1 that they would follow if the latents followed the prior, and the band that 95 of
// 100 bars keep to by chance.
func PIT(t Theme, in PITInput) Scene {
	s := Scene{W: in.W, H: in.H}
	const left, right, top, bottom = 12.0, 16.0, 28.0, 20.0
	most := 1 + 2*math.Max(0, in.Noise)
	for _, b := range in.Bins {
		if drawable(b) {
			most = math.Max(most, float64(b))
		}
	}
	box := View{MaxX: 1, MaxY: 1.05 * math.Max(2, most), W: in.W - left - right, H: in.H - top - bottom}
	if !box.usable() || len(in.Bins) == 0 || box.W < 20 || box.H < 20 {
		return s
	}
	shown := make([]float32, len(in.Bins))
	for i, b := range in.Bins {
		if drawable(b) {
			shown[i] = b
		}
	}
	_, hi := box.Pixel(0, 1+2*in.Noise)
	_, lo := box.Pixel(0, math.Max(0, 1-2*in.Noise))
	bars(&s, t.Data, 0.75, shown, left, top+box.H, box.W, box.H, box.MaxY)
	if lo-hi > 0 {
		s.add(Op{Kind: Path, D: rect(left, top+hi, box.W, lo-hi), Fill: t.Prior, Alpha: 0.22})
	}
	var one path
	_, y := box.Pixel(0, 1)
	one.move(left, top+y)
	one.line(left+box.W, top+y)
	s.stroke(one, t.Ink, 1.3, 0.75)
	baseline(&s, t, box, left, top, axis{last: 2, digit: 5, exp: -1})
	s.title(left, in.Name, t.Ink)
	return s
}
