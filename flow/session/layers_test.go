package session

import (
	"math"
	"slices"
	"testing"
	"time"

	"nicelab/flow"
	"nicelab/flow/plane"
	"nicelab/flow/recipe"
	"nicelab/wasm/protocol"
)

// layered trains some steps on a preset and returns its layers at rest.
func layered(t *testing.T, model flow.Config, preset string, steps int, back bool) (*desk, protocol.Layers) {
	t.Helper()
	d := newDesk(t)
	c := protocol.Configure{Model: model, Train: recipe.Plain().Train}
	c.Train.MaxSteps = steps
	d.do(c, protocol.UsePreset{Name: preset, N: 1000, Noise: 0.05, Seed: 3, Play: true},
		protocol.ShowLayers{On: true, Backward: back})
	l := last[protocol.Layers](d)
	if len(l.Layers) != len(model.Stages()) || l.Step != steps || l.Backward != back {
		t.Fatalf("%d layers at step %d, backward %v", len(l.Layers), l.Step, l.Backward)
	}
	return d, l
}

// regular reports how far a lattice is from one of equal squares around 0.
func regular(l protocol.Layers, lattice []float32) (side float64, worst float64) {
	points := l.Cells*l.Fine + 1
	side = float64(lattice[2*l.Fine] - lattice[0])
	for i := 0; i < len(lattice); i += 2 {
		line, at := i/2/points, i/2%points
		u, v := float64(at)/float64(l.Fine), float64(line)
		if line > l.Cells {
			u, v = float64(line-l.Cells-1), u
		}
		half := float64(l.Cells) / 2
		worst = max(worst, math.Abs(float64(lattice[i])-side*(u-half)), math.Abs(float64(lattice[i+1])-side*(v-half)))
	}
	return side, worst
}

func far(t *testing.T, what string, got, want []float32, tolerance float64) {
	t.Helper()
	if len(got) != len(want) || len(got) == 0 {
		t.Fatalf("%s: %d numbers, want %d", what, len(got), len(want))
	}
	for i := range got {
		if d := math.Abs(float64(got[i] - want[i])); !(d <= tolerance*max(1, math.Abs(float64(want[i])))) {
			t.Fatalf("%s: %v, want %v", what, got[i], want[i])
		}
	}
}

func TestTheLatticeForwards(t *testing.T) {
	logistic := small().Model
	logistic.Prior = flow.Logistic
	for _, c := range []flow.Config{small().Model, logistic} {
		d, l := layered(t, c, "moons", 100, false)
		first, z := l.Layers[0], l.Layers[len(l.Layers)-1]
		side, worst := regular(l, first.Lattice)
		if side < 0.2 || worst > 1e-5 {
			t.Errorf("in x the cells have side %v, and are off by %v", side, worst)
		}
		x := slices.Clone(first.Lattice)
		plane.Unstandardize(d.flow, x)
		far(t, "the lattice at z", z.Lattice, d.flow.Forward(nil, x), 1e-4)
		pl := last[protocol.Planes](d)
		far(t, "the data at z", z.Data, pl.Latent, 0)
		x = slices.Clone(first.Data)
		plane.Unstandardize(d.flow, x)
		far(t, "the data", x, pl.Data, 1e-5)
		if n := inside(first.Data, first.Cell); n < 3 {
			t.Errorf("the marked cell holds %d rows", n)
		}
	}
}

func TestTheLatticeBackwards(t *testing.T) {
	logistic := small().Model
	logistic.Prior = flow.Logistic
	for _, c := range []flow.Config{small().Model, logistic} {
		d, l := layered(t, c, "moons", 100, true)
		first, z := l.Layers[0], l.Layers[len(l.Layers)-1]
		if side, worst := regular(l, z.Lattice); side < 0.2 || worst > 1e-5 {
			t.Errorf("in z the cells have side %v, and are off by %v", side, worst)
		}
		x := slices.Clone(first.Lattice)
		plane.Unstandardize(d.flow, x)
		far(t, "pushed forward again", d.flow.Forward(nil, x), z.Lattice, 1e-3)
		far(t, "the data at z", z.Data, last[protocol.Planes](d).Latent, 0)
	}
}

// inside counts the rows in an upright rectangle.
func inside(rows, cell []float32) (n int) {
	lo, hi := bounds(cell, 2)
	for i := 0; i < len(rows); i += 2 {
		x, y := float64(rows[i]), float64(rows[i+1])
		if x >= lo[0] && x <= hi[0] && y >= lo[1] && y <= hi[1] {
			n++
		}
	}
	return n
}

// What is measured on the pictures is what the log-dets say, and what a numeric Jacobian says: every coupling keeps the
// area, turned or not; the whitening and S change it.
func TestTheCellKeepsItsAreaUpToS(t *testing.T) {
	tanh, deep := flow.Default(), flow.Default()
	tanh.Couplings, tanh.Hidden, tanh.Activation, tanh.Prior = 5, []int{24, 24}, flow.Tanh, flow.Logistic
	deep.Couplings, deep.Prior = 8, flow.Logistic
	turned, white := flow.Default(), flow.Default()
	turned.Couplings, turned.Hidden, turned.Mix = 12, []int{16, 16}, flow.Rotate
	white.Mix, white.Whiten = flow.Linear, true
	for _, c := range []struct {
		model  flow.Config
		preset string
		steps  int
	}{
		{flow.Default(), "crescent", 150}, {tanh, "spirals", 150}, {deep, "moons", 400}, {turned, "spirals", 100},
		{white, "crescent", 100},
	} {
		d, l := layered(t, c.model, c.preset, c.steps, false)
		for _, back := range []bool{false, true} {
			if back {
				d.do(protocol.ShowLayers{On: true, Backward: true})
				l = last[protocol.Layers](d)
			}
			scale, _ := d.flow.LogDet()
			if c.preset == "crescent" && math.Abs(scale) < 0.5 {
				t.Fatalf("S has learned nothing: %v", scale)
			}
			for k, y := range l.Layers {
				if math.Abs(y.Area/plane.AreaFactor(d.flow, k, back)-1) > 3e-4 {
					t.Errorf("%s, backward %v: at layer %d the area is %v, the log-dets say %v", c.preset, back, k, y.Area,
						plane.AreaFactor(d.flow, k, back))
				}
			}
			if got, want := jacobian(d.flow, l.Layers[0].Cell), plane.AreaFactor(d.flow, len(l.Layers)-1,
				false); math.Abs(got/want-1) > 1e-2 {
				t.Errorf("%s: the numeric Jacobian is %v, the log-dets say %v", c.preset, got, want)
			}
		}
	}
}

// jacobian is the median of the numeric |det dz/dx'| at standardised points.
func jacobian(f *flow.Flow, points []float32) float64 {
	const h = 1e-3
	var dets []float64
	for i := 0; i < len(points); i += 2 {
		a, b := points[i], points[i+1]
		x := []float32{a, b, a + h, b, a, b + h}
		du, dv := float64(x[2]-a), float64(x[5]-b)
		plane.Unstandardize(f, x)
		z := f.Forward(nil, x)
		at := func(p, j int) float64 { return float64(z[2*p+j] - z[j]) }
		dets = append(dets, math.Abs(at(1, 0)*at(2, 1)-at(2, 0)*at(1, 1))/(du*dv))
	}
	slices.Sort(dets)
	return dets[len(dets)/2]
}

func TestLayersComeWhenAskedFor(t *testing.T) {
	count := func(d *desk) (layers, planes int) {
		for _, e := range d.events {
			switch e.(type) {
			case protocol.Layers:
				layers++
			case protocol.Planes:
				planes++
			}
		}
		return
	}
	d := newDesk(t)
	d.do(protocol.ShowLayers{}, small(), crescent, protocol.Step{})
	if n, _ := count(d); n != 0 {
		t.Errorf("%d came unasked", n)
	}
	_, before := count(d)
	d.do(protocol.ShowLayers{On: true}, protocol.ShowLayers{On: true})
	if n, planes := count(d); n != 1 || planes != before {
		t.Errorf("at rest %d layers came, and %d planes", n, planes-before)
	}
	d.do(protocol.ShowLayers{On: true, Backward: true})
	if !last[protocol.Layers](d).Backward {
		t.Error("the direction did not change")
	}

	// While training they come with every picture, of the same step.
	d.events = nil
	d.Handle(protocol.Play{})
	for begin := time.Now(); time.Since(begin) < time.Second; {
		d.Work(10 * time.Millisecond)
	}
	d.do(protocol.Pause{})
	if n, planes := count(d); n != planes || n < 2 {
		t.Errorf("%d layers, %d planes", n, planes)
	}
	for i, e := range d.events {
		if p, ok := e.(protocol.Planes); ok {
			if l, ok := d.events[i-1].(protocol.Layers); !ok || l.Step != p.Step || len(l.Layers[0].Data) != len(p.Data) {
				t.Fatalf("before the planes of step %d came %T", p.Step, d.events[i-1])
			}
		}
	}

	d.do(protocol.ShowLayers{})
	d.events = nil
	d.do(protocol.Step{})
	if n, _ := count(d); n != 0 {
		t.Errorf("%d came after they were switched off", n)
	}
	d.do(protocol.ShowLayers{On: true}, protocol.OpenTable{Name: "penguins.csv", Bytes: testdata(t, "penguins.csv")},
		protocol.ShowLayers{On: true, Backward: true})
	if n, _ := count(d); n != 0 {
		t.Errorf("a model of four dimensions has %d layers to show", n)
	}
}
