package view

import (
	"math"
	"slices"

	"nicelab/wasm/protocol"
)

// closeup is one picture, a sample or one of the data, and what of the data is nearest to it.
type closeup struct{}

func (closeup) Name() string { return "closeup" }

func (closeup) Fits(m *Model) bool { return m.Pictures != nil }

// perSearch is how many pixels are compared in a slice.
const perSearch = 1 << 20

func (closeup) Job(m *Model, w protocol.Watch, emit func(protocol.Event)) Job {
	a, p := w.Args.Closeup, m.Pictures
	d := p.Size()
	e := protocol.Closeup{Args: a, Step: m.Step, Label: -1, NearIs: -1}
	x, own := make([]float32, d), -1
	var levels []byte
	switch {
	case m.Moving:
		return nil
	case a.Sample >= 1 && a.Sample <= protocol.GridPictures:
		x = m.Pictures.Sample(a.Sample-1, a.Temperature)
		levels, e.Held = levelsOf(nil, p.Pixels, x), true
	case a.Picture >= 1 && a.Picture <= p.Len():
		own = a.Picture - 1
		p.Pixels.Put(x, own, nil)
		levels, e.Label = p.Picture(own), p.label(own)
		row := slices.Index(p.Order, int32(own))
		e.Held = row < 0 || slices.Contains(m.Held, int32(row))
	default:
		return nil
	}
	e.Pixels = shown(nil, p.Pixels, levels)
	e.LogP = m.Flow.LogProb(nil, x)[0]
	e.Bits = p.Bits(-e.LogP)
	at, nearest, least := 0, -1, int64(math.MaxInt64)
	return func() float64 {
		to := min(p.trained(), at+max(1, perSearch/d))
		for ; at < to; at++ {
			if at == own {
				continue
			}
			if sum := distance(levels, p.Picture(at), least); sum < least {
				nearest, least = at, sum
			}
		}
		if at < p.trained() {
			return almost * float64(at) / float64(p.trained())
		}
		if nearest >= 0 {
			e.Nearest, e.NearIs, e.Near = nearest+1, p.label(nearest), brightnessOf(nil, p.Pixels, nearest)
			e.Distance = math.Sqrt(float64(least)/float64(d)) / float64(p.Levels-1)
		}
		emit(e)
		return 1
	}
}

// distance is the sum of squares between two pictures, or some of it that is no less than enough.
func distance(a, b []byte, enough int64) int64 {
	const between = 64 // two looks at how much it is
	var sum int64
	for len(a) > 0 && sum < enough {
		n := min(len(a), between)
		var part int32
		for i, v := range a[:n] {
			u := int32(v) - int32(b[i])
			part += u * u
		}
		sum += int64(part)
		a, b = a[n:], b[n:]
	}
	return sum
}
