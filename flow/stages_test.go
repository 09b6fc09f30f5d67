package flow

import (
	"math"
	"slices"
	"testing"

	"nicelab/flow/layer"
)

func TestLayersLeadFromXToZ(t *testing.T) {
	for _, c := range configs() {
		f := perturbed(t, c)
		x := rows(f, 300, 3)
		layers := f.Layers(x)
		stages := c.Stages()
		if n := c.Couplings + 2; len(layers) != len(stages) || len(stages) != n && !c.Whiten ||
			len(stages) != n+1 && c.Whiten {
			t.Fatalf("%v: %d layers, %d stages", c, len(layers), len(stages))
		}
		for i, v := range layers[0] {
			if want := (x[i] - f.Mean[i%c.Dim]) / f.Std[i%c.Dim]; v != want {
				t.Fatalf("%v: the first layer has %v, standardised it is %v", c, v, want)
			}
		}
		if !slices.Equal(layers[len(layers)-1], f.Forward(nil, x)) {
			t.Errorf("%v: the last layer is not z", c)
		}
		for k, s := range stages {
			want := layer.Kept
			if s.Kind != Coupling {
				want = layer.Constant
			}
			if s.Volume != want || want == layer.Kept && f.StageLogDet(k) != 0 {
				t.Errorf("%v: stage %d, %s, says %d of volumes, and its log-det is %v", c, k, s.Kind, s.Volume, f.StageLogDet(k))
			}
		}
		if !c.paper() {
			continue
		}
		for k := range c.Couplings {
			moved := false
			for i, v := range layers[k+1] {
				switch {
				case v == layers[k][i]:
				case i%c.Dim%2 == stages[k+1].Keeps:
					t.Fatalf("%v: coupling %d moves coordinate %d, which it keeps", c, k, i%c.Dim)
				default:
					moved = true
				}
			}
			if !moved {
				t.Errorf("%v: coupling %d moves nothing", c, k)
			}
		}
	}
}

func TestInverseLayersLeadBack(t *testing.T) {
	for _, c := range configs() {
		f := perturbed(t, c)
		x := rows(f, 300, 4)
		layers := f.Layers(x)
		z := layers[len(layers)-1]
		for k, back := range f.InverseLayers(z) {
			for i, v := range back {
				if d := math.Abs(float64(v - layers[k][i])); !(d <= 3e-5*max(1, math.Abs(float64(v)))) {
					t.Fatalf("%v: back at layer %d, coordinate %d is off by %g", c, k, i%c.Dim, d)
				}
			}
		}
	}
}

// At every stage the Jacobian has the determinant that the log-dets say: 1 but for the whitening and S.
func TestLayersKeepAreasUpToTheScaling(t *testing.T) {
	const h = 1e-3
	for _, c := range configs() {
		if c.Dim != 2 {
			continue
		}
		f := perturbed(t, c)
		points := rows(f, 200, 5)
		var x []float32 // each point, and its neighbours at h standardised units
		for i := 0; i < len(points); i += 2 {
			a, b := points[i], points[i+1]
			x = append(x, a, b, a+h*f.Std[0], b, a, b+h*f.Std[1])
		}
		layers := f.Layers(x)
		want := 1.0
		for k, l := range layers {
			want *= math.Exp(f.StageLogDet(k))
			if k == 0 {
				want = 1 // the points are told in standardised units
			}
			var dets []float64
			for i := 0; i < len(l); i += 6 {
				at := func(p, j int) float64 {
					return float64(l[i+2*p+j]-l[i+j]) / (float64(layers[0][i+2*p+p-1]) - float64(layers[0][i+p-1]))
				}
				dets = append(dets, at(1, 0)*at(2, 1)-at(2, 0)*at(1, 1))
			}
			slices.Sort(dets) // few neighbourhoods hold a kink of a ReLU
			for _, q := range []int{len(dets) / 10, len(dets) / 2, len(dets) * 9 / 10} {
				if math.Abs(dets[q]/want-1) > 1e-2 {
					t.Errorf("%v: at layer %d the determinant is %v, not %v", c, k, dets[q], want)
				}
			}
		}
	}
}
