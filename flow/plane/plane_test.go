package plane

import (
	"math"
	"math/rand/v2"
	"testing"
)

// fill tabulates a map over x.
func fill(t *table, x []float32, a, b func(x float64) float64) {
	t.lay(x)
	for k := range t.steps() {
		t.b[k] = float32(b(float64(t.x(k))))
		if t.a != nil {
			t.a[k] = float32(a(float64(t.x(k))))
		}
	}
}

// Points go where the map takes them, to the square of a step, and come back.
func TestMove(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	x, was := make([]float32, 3000), make([]float32, 3000)
	for i := range x {
		x[i], was[i] = float32(3*rng.NormFloat64()), float32(rng.NormFloat64())
	}
	a, b := func(x float64) float64 { return math.Exp(math.Sin(x)) }, func(x float64) float64 { return 2 * math.Sin(3*x) }
	for _, stretched := range []bool{false, true} {
		tab := newTable(2048, stretched)
		y := append([]float32(nil), was...)
		fill(tab, x, a, b)
		tab.move(y, x, false)
		for i, v := range x {
			want := float64(was[i]) + b(float64(v))
			if stretched {
				want = a(float64(v))*float64(was[i]) + b(float64(v))
			}
			if d := math.Abs(float64(y[i]) - want); d > 1e-3 {
				t.Fatalf("stretched %v: a point comes to %v and should to %v", stretched, y[i], want)
			}
		}
		fill(tab, x, a, b)
		tab.move(y, x, true)
		for i := range y {
			if d := math.Abs(float64(y[i] - was[i])); d > 1e-5 {
				t.Fatalf("stretched %v: a point comes back %v off", stretched, d)
			}
		}
	}
}

// Whatever numbers come, a table is only read where it is.
func TestMoveTakesAnyNumbers(t *testing.T) {
	inf, nan := float32(math.Inf(1)), float32(math.NaN())
	for _, x := range [][]float32{
		{}, {1}, {2, 2, 2}, {nan}, {nan, 1, 2}, {1, nan, 2}, {inf, 1}, {1, -inf}, {-inf, inf}, {3e38, -3e38}, {0, 1e-45},
		{1e-40, 3e-40, 0}, {1, 1 + 1e-7},
	} {
		for _, stretched := range []bool{false, true} {
			tab := newTable(256, stretched)
			for _, inverse := range []bool{false, true} {
				fill(tab, x, func(float64) float64 { return 2 }, func(float64) float64 { return 1 })
				y := make([]float32, len(x))
				tab.move(y, x, inverse)
				for i, v := range y {
					if want := map[bool]map[bool]float32{false: {false: 1, true: -1},
						true: {false: 1, true: -0.5}}[stretched][inverse]; v != want {
						t.Errorf("%v, stretched %v, inverse %v: point %d comes to %v", x, stretched, inverse, i, v)
					}
				}
			}
		}
	}
}

// A thin ellipse gets its points where it is long, as many as it needs or as there may be.
func TestRing(t *testing.T) {
	ellipse := func(angles []float64) []float32 {
		var line []float32
		for _, a := range angles {
			line = append(line, float32(100*math.Cos(a)), float32(math.Sin(a)))
		}
		return line
	}
	line := ring(ellipse, [2]float64{1, 1}, 10_000)
	n := len(line) / 2
	if n < 400 || n > 1000 {
		t.Errorf("it has %d points", n)
	}
	turned := 0.0
	for i := range n {
		x, y := float64(line[2*i]), float64(line[2*i+1])
		k := (i + 1) % n
		dx, dy := float64(line[2*k])-x, float64(line[2*k+1])-y
		if math.Abs(dx) > 1+1e-4 || math.Abs(dy) > 1+1e-4 {
			t.Errorf("two neighbours are %v and %v apart", dx, dy)
		}
		d := math.Atan2(float64(line[2*k+1]), float64(line[2*k])/100) - math.Atan2(y, x/100)
		if d < 0 {
			d += 2 * math.Pi
		}
		turned += d
	}
	if math.Abs(turned-2*math.Pi) > 1e-3 {
		t.Errorf("the line turns by %v", turned)
	}
	for _, limit := range []int{5, 128, 300} {
		if got := len(ring(ellipse, [2]float64{1e-9, 1e-9}, limit)) / 2; got != limit {
			t.Errorf("%d points were allowed and it has %d", limit, got)
		}
	}
	if got := len(ring(ellipse, [2]float64{1e9, 1e9}, 1000)) / 2; got != 128 {
		t.Errorf("a line that is fine enough has %d points", got)
	}
}
