package session

import (
	"fmt"

	"nicelab/flow/dataset"
	"nicelab/wasm/protocol"
)

// Recipe says how the points of a preset are drawn. A checkpoint carries it as train.recipe in its metadata and so
// brings its data along in a line.
type Recipe struct {
	Preset string  `json:"preset"`
	N      int     `json:"n"`     // 200 to 10,000
	Noise  float64 `json:"noise"` // as of protocol.UsePreset
	Seed   int     `json:"seed"`  // of the draw
}

// check returns a sentence on what is out of range.
func (r Recipe) check() error {
	p, ok := dataset.Lookup(r.Preset)
	switch {
	case !ok:
		return fmt.Errorf("there is no data set called %q. Choose one of the thumbnails", r.Preset)
	case r.N < protocol.MinPoints || r.N > protocol.MaxPoints:
		return fmt.Errorf("%d points: choose %d to %d", r.N, protocol.MinPoints, protocol.MaxPoints)
	case p.Noisy && !(r.Noise >= dataset.MinNoise && r.Noise <= dataset.MaxNoise):
		return fmt.Errorf("noise %g: choose %g to %g", r.Noise, dataset.MinNoise, dataset.MaxNoise)
	}
	return nil
}

// draw makes the data.
func (r Recipe) draw() (data, error) {
	if err := r.check(); err != nil {
		return data{}, err
	}
	p, _ := dataset.Lookup(r.Preset)
	return data{
		source: "preset", name: p.Name, columns: []string{"x1", "x2"}, recipe: &r, density: p.Density(r.Noise),
		draw: p.Sampler(r.Noise),
		x:    p.Sample(nil, r.N, r.Noise, source(uint64(r.Seed), streamDraw)),
	}, nil
}

func (r Recipe) limits() *dataset.LimitsJob {
	p, _ := dataset.Lookup(r.Preset)
	return p.NewLimits(r.Noise)
}
