package session

import (
	"math"
	"slices"
	"testing"

	"nicelab/wasm/protocol"
)

// A thumbnail shows what a click on it would draw.
func TestPreviews(t *testing.T) {
	d := newDesk(t)
	hello := last[protocol.Hello](d)
	d.do(protocol.DefaultPreview())
	for i, th := range last[protocol.Previews](d).Thumbs {
		if !slices.Equal(th.Points, hello.Presets[i].Points) {
			t.Errorf("%s: hello shows another draw", hello.Presets[i].Name)
		}
	}
	for _, c := range []protocol.Preview{{N: 200, Noise: 0.3, Seed: 4}, {N: 10_000, Noise: 0.01, Seed: 5}} {
		d.do(c)
		for i, th := range last[protocol.Previews](d).Thumbs {
			d.do(small(), protocol.UsePreset{Name: hello.Presets[i].Name, N: c.N, Noise: c.Noise, Seed: c.Seed})
			x := slices.Clone(d.data.x[:len(th.Points)])
			if fit(x); !slices.Equal(x, th.Points) {
				t.Errorf("%s of %+v is drawn otherwise", hello.Presets[i].Name, c)
			}
		}
	}
	n := len(d.events)
	d.do(protocol.Preview{N: 1, Noise: 0.1}, protocol.Preview{N: 500, Noise: math.NaN()})
	for _, e := range d.events[n:] {
		if e, ok := e.(protocol.Notice); !ok || !e.Error {
			t.Errorf("out of range: %+v", e)
		}
	}
}
