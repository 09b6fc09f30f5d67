package view

import (
	"slices"
	"time"

	"nicelab/flow/inpaint"
	"nicelab/wasm/protocol"
)

const (
	ascents = 400                   // steps
	showing = 80 * time.Millisecond // between two pictures of how far they are
)

// paint finds the hidden part of a picture.
type paint struct{}

func (paint) Name() string { return "inpaint" }

func (paint) Fits(m *Model) bool { return m.Pictures != nil }

func (paint) Job(m *Model, w protocol.Watch, emit func(protocol.Event)) Job {
	a, p := w.Args.Inpaint, m.Pictures
	if m.Moving || a.Picture < 1 || a.Picture > p.Len() {
		return nil
	}
	d := p.Size()
	x, hidden, some := make([]float32, d), make([]bool, d), false
	p.Pixels.Put(x, a.Picture-1, nil)
	for y := range p.Height {
		for col := range p.Width {
			at := y*p.Width + col
			for k := range p.Channels {
				if at < len(a.Hidden) && a.Hidden[at] == 1 {
					hidden[p.At(y, col, k)], some = true, true
				}
			}
		}
	}
	e := protocol.Inpainted{Args: a, Step: m.Step, Of: ascents, Original: brightnessOf(nil, p.Pixels, a.Picture-1),
		Truth: m.Flow.LogProb(nil, x)[0]}
	if !some {
		return func() float64 {
			emit(e)
			return 1
		}
	}
	found := inpaint.New(m.Flow, x, hidden, protocol.Inpaintings, 0, 1, uint64(a.Seed))
	told := time.Time{}
	return func() float64 {
		found.Step()
		if last := found.Done == ascents; last || time.Since(told) >= showing {
			told = time.Now()
			e.Done, e.LogP, e.Pixels = found.Done, slices.Clone(found.LogP), nil
			for i := range protocol.Inpaintings {
				e.Pixels = Brightness(e.Pixels, p.Pixels, found.X[i*d:(i+1)*d])
			}
			emit(e)
		}
		return float64(found.Done) / ascents
	}
}
