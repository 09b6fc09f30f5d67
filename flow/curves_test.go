package flow_test

import (
	"fmt"
	"math"
	"testing"

	"nicelab/flow"
	"nicelab/flow/plane"
)

// The curves and the two scales are the whole network: with them alone, points go where Forward takes them.
func TestCurvesAreTheNetwork(t *testing.T) {
	for i, c := range flow.Configs() {
		if c.Dim != 2 {
			continue
		}
		c.Hidden = [][]int{{16}, {12, 12}, {64, 64}}[i%3]
		f := flow.Perturbed(t, c)
		x := flow.RowsOf(f, 700, 9)
		curves := plane.NewCurves(f, x)
		for !curves.Step() {
		}
		if len(curves.Found) != c.Couplings {
			t.Fatalf("%v: %d curves", c, len(curves.Found))
		}
		var worst float64
		z, w := f.Forward(nil, x), flow.Held(f)
		for r := 0; r < len(x); r += 2 {
			h := [2]float64{float64((x[r] - f.Mean[0]) / f.Std[0]), float64((x[r+1] - f.Mean[1]) / f.Std[1])}
			inside := true
			if c.Whiten {
				h = [2]float64(flow.Times(w["whiten"], h[:]))
			}
			for k, m := range curves.Found {
				if k > 0 && c.Mix == flow.Linear {
					h = [2]float64(flow.Upper(w[fmt.Sprintf("mix.%d.upper", k)], h[:]))
					h = [2]float64(flow.Lower(w[fmt.Sprintf("mix.%d.lower", k)], h[:]))
				}
				if k > 0 && c.Mix != flow.Unmixed {
					h = [2]float64(flow.Times(w[fmt.Sprintf("mix.%d.rotation", k)], h[:]))
				}
				u := (h[k%2] - float64(m.Lo)) / float64(m.Hi-m.Lo) * float64(len(m.Y)-1)
				if u < -1e-3 || u > float64(len(m.Y)-1)+1e-3 {
					inside = false // an outlier
					break
				}
				u = min(max(u, 0), float64(len(m.Y)-1))
				j := min(int(u), len(m.Y)-2)
				h[1-k%2] += float64(m.Y[j]) + (u-float64(j))*float64(m.Y[j+1]-m.Y[j])
			}
			for j := range 2 {
				if s := w["log_scale"][j]; inside {
					worst = max(worst, math.Abs(h[j]*math.Exp(s)-float64(z[r+j])))
				}
			}
		}
		if worst > 0.15 { // the interpolation's
			t.Errorf("%v: from the curves a latent is off by %v", c, worst)
		}
		for _, m := range curves.Found {
			most := float32(0)
			for _, v := range m.Met {
				most = max(most, v)
			}
			if !(m.Hi > m.Lo) || most != 1 {
				t.Errorf("%v: a curve from %v to %v, met %v at most", c, m.Lo, m.Hi, most)
			}
		}
	}
}

// On the curve itself m is exact: a row that lies there is moved by just that.
func TestCurvesAreExact(t *testing.T) {
	f := flow.Perturbed(t, flow.Config{Dim: 2, Couplings: 1, Hidden: []int{64, 64}, Activation: flow.ReLU,
		Prior: flow.Gaussian, Seed: 3})
	c := plane.NewCurves(f, flow.RowsOf(f, 300, 2))
	for !c.Step() {
	}
	m, s := c.Found[0], flow.Held(f)["log_scale"][1]
	f.Mean[0], f.Mean[1], f.Std[0], f.Std[1] = 0, 0, 1, 1
	for i, y := range m.Y {
		x := m.Lo + (m.Hi-m.Lo)*float32(i)/float32(len(m.Y)-1)
		if want := flow.Exact(f, []float64{float64(x), 0})[1] / math.Exp(s); math.Abs(want-float64(y)) > 1e-4 {
			t.Fatalf("m(%v) is %v and should be %v", x, y, want)
		}
	}
}

// Rows in one place, or one row alone, still have a curve.
func TestCurvesOfOneRow(t *testing.T) {
	f := flow.Perturbed(t, flow.Default())
	for _, x := range [][]float32{{1, 2}, {1, 2, 1, 2, 1, 2}} {
		c := plane.NewCurves(f, x)
		for !c.Step() {
		}
		for _, m := range c.Found {
			if !(m.Hi > m.Lo) || m.Y[0]-m.Y[0] != 0 {
				t.Errorf("a curve from %v to %v begins with %v", m.Lo, m.Hi, m.Y[0])
			}
		}
	}
}
