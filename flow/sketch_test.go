package flow_test

import (
	"math"
	"testing"

	"nicelab/flow"
	"nicelab/flow/plane"
)

func TestSketchIsCloseToForward(t *testing.T) {
	for _, c := range flow.Configs() {
		if c.Dim != 2 {
			continue
		}
		f := flow.Perturbed(t, c)
		x := flow.RowsOf(f, 3000, 9)
		s := plane.NewSketch(f, x)
		for !s.Step() {
		}
		var worst float64
		z := s.Points(0, 3000)
		for i, want := range f.Forward(nil, x) {
			worst = max(worst, math.Abs(float64(z[i]-want)))
		}
		if worst > 2e-2 {
			t.Errorf("%v: a sketched latent is off by %g", c, worst)
		}
		lp := make([]float32, 2999)
		s.LogProb(lp)
		scale, units := f.LogDet()
		for i, got := range lp {
			want := scale + units + f.Prior.LogProb(float64(z[2*i])) + f.Prior.LogProb(float64(z[2*i+1]))
			if math.Abs(float64(got)-want) > 1e-5*max(1, math.Abs(want)) {
				t.Fatalf("%v: log p of a sketched point is %v, of its latent %v", c, got, want)
			}
		}
	}
}

func TestLayerSketchIsCloseToLayers(t *testing.T) {
	for _, c := range flow.Configs() {
		if c.Dim != 2 {
			continue
		}
		f := flow.Perturbed(t, c)
		x := flow.RowsOf(f, 2000, 6)
		z := f.Forward(nil, x)
		for _, way := range []struct {
			points []float32
			exact  [][]float32
			s      *plane.Sketch
		}{{x, f.Layers(x), plane.NewLayerSketch(f, x, false)}, {z, f.InverseLayers(z), plane.NewLayerSketch(f, z, true)}} {
			for !way.s.Step() {
			}
			for k, l := range way.exact {
				for i, v := range l {
					if d := math.Abs(float64(v - way.s.Layers[k][i])); !(d < 4e-2) {
						t.Fatalf("%v: a point sketched at layer %d is off by %g", c, k, d)
					}
				}
			}
		}
		s := plane.NewLayerSketch(f, z, true)
		for !s.Step() {
		}
		for i, v := range s.Points(0, len(z)/2) {
			if d := math.Abs(float64(v-x[i])) / float64(f.Std[i%2]); !(d < 2e-2) {
				t.Fatalf("%v: an inverse sketch leads to %v, not %v", c, v, x[i])
			}
		}
	}
}

// Pictures read both a and b off a table.
func TestSketchWhereVolumeVaries(t *testing.T) {
	f := flow.Varying(t)
	x := flow.RowsOf(f, 2000, 6)
	z := f.Forward(nil, x)
	for _, inverse := range []bool{false, true} {
		from, to, unit := x, z, []float32{1, 1}
		if inverse {
			from, to, unit = z, x, f.Std
		}
		s := plane.NewLayerSketch(f, from, inverse)
		for !s.Step() {
		}
		for i, v := range s.Points(0, len(from)/2) {
			if d := math.Abs(float64(v-to[i])) / float64(unit[i%2]); !(d < 2e-2) {
				t.Fatalf("inverse %v: a point is sketched at %v, not %v", inverse, v, to[i])
			}
		}
	}
}
