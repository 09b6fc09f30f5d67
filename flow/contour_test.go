package flow_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"nicelab/flow"
	"nicelab/flow/plane"
)

func TestContours(t *testing.T) {
	for _, c := range flow.Configs() {
		if c.Dim != 2 {
			continue
		}
		f := flow.Perturbed(t, c)
		scale, units := f.LogDet()
		samples := f.Sample(nil, 20_000, 1, rand.New(rand.NewPCG(6, 6)))
		for _, q := range []float64{0.5, 0.9, 0.99} {
			line := plane.Contour(f, q, [2]float64{0.05 * float64(f.Std[0]), 0.05 * float64(f.Std[1])}, 20_000)
			// Every vertex has the log p of the region's border.
			level := f.Prior.Level(2, q) + scale + units
			for _, lp := range f.LogProb(nil, line) {
				if math.Abs(lp-level) > 2e-3 {
					t.Fatalf("%v: a vertex of the %v contour has log p %v, should have %v", c, q, lp, level)
				}
			}
			// A region of that mass lies inside.
			in := 0
			for i := 0; i < len(samples); i += 2 {
				if inside(line, float64(samples[i]), float64(samples[i+1])) {
					in++
				}
			}
			if got := float64(in) / 20_000; math.Abs(got-q) > 0.02 {
				t.Errorf("%v: the %v contour holds %v of the samples", c, q, got)
			}
		}
		if line := plane.Contour(f, 0.9, [2]float64{1e-9, 1e-9}, 300); len(line) != 600 {
			t.Errorf("%v: a limit of 300 points gave %d", c, len(line)/2)
		}
	}
}

// inside counts the crossings of a ray to the right.
func inside(line []float32, x, y float64) bool {
	in, n := false, len(line)
	for i := 0; i < n; i += 2 {
		x0, y0 := float64(line[i]), float64(line[i+1])
		x1, y1 := float64(line[(i+2)%n]), float64(line[(i+3)%n])
		if (y0 > y) != (y1 > y) && x < x0+(y-y0)*(x1-x0)/(y1-y0) {
			in = !in
		}
	}
	return in
}
