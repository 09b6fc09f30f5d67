package session

import (
	"math"
	"math/rand/v2"

	"nicelab/flow/session/view"
	"nicelab/wasm/protocol"
)

// gridOf draws samples of a model of pictures, of the same latents in every picture, so that each is watched becoming
// what it is to be.
func (s *Session) gridOf(exact bool) job {
	f, p, rng := s.flow, s.data.pictures, gridLatents()
	d := p.Size()
	g := &protocol.Grid{Exact: exact, Step: s.trainer.Steps}
	n, with := 0, &gathered{}
	rows := make([]float32, f.Chunk()*d)
	lp := make([]float64, f.Chunk())
	return s.withNetwork(func() bool {
		k := min(f.Chunk(), protocol.GridPictures-n)
		x := f.Sample(rows[:k*d], k, s.show.Temperature, rng)
		for i := range k {
			g.Pixels = view.Brightness(g.Pixels, p.Pixels, x[i*d:(i+1)*d])
		}
		if exact {
			g.LogP = append(g.LogP, f.LogProb(lp[:k], x)...)
		}
		if n += k; n < protocol.GridPictures {
			return false
		}
		s.present(*g, with)
		return true
	}, exact, with)
}

// gridLatents are what the samples of a grid are made of.
func gridLatents() *rand.Rand { return source(1, streamShown) }

// gridSample is one of them, from 0.
func (s *Session) gridSample(i int, temperature float64) []float32 {
	rng, z := gridLatents(), make([]float32, s.flow.Config.Dim)
	for range i + 1 {
		s.flow.Draw(z, min(max(0, temperature), protocol.MaxTemp), rng)
	}
	return s.flow.Inverse(z, z)
}

// seenPictures are the pictures as views see them.
func (s *Session) seenPictures(p *pictures) *view.Pictures {
	return &view.Pictures{
		Pixels: p.Pixels, Order: p.order, Sample: s.gridSample, Bits: s.bits,
		Put: func(x []float32, row int) { p.Put(x, int(p.order[row]), nil) },
	}
}

// bits is what an NLL in nats a row is in bits a number of the pictures that the rows are; NaN elsewhere. That of the
// brightness itself, which has so many levels, is no more (Theis, van den Oord and Bethge 2016).
func (s *Session) bits(nll float64) float64 {
	p := s.data.pictures
	if p == nil {
		return math.NaN()
	}
	return nll/(math.Ln2*float64(p.Size())) + math.Log2(float64(p.Levels))
}
