package lesson

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestStretch(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Stretch{rapid.Float64Range(MinBend, MaxBend).Draw(t, "bend")}
		x := rapid.Float64Range(-6, 6).Draw(t, "x")
		const d = 1e-5
		if slope := (s.Map(x+d) - s.Map(x-d)) / (2 * d); !(slope > 0) || math.Abs(slope-s.Slope(x)) > 1e-6 {
			t.Fatalf("the slope at %g is %g, said to be %g", x, slope, s.Slope(x))
		}
		if back := s.Inverse(s.Map(x)); math.Abs(back-x) > 1e-9 {
			t.Fatalf("%g comes back as %g", x, back)
		}
		area := 0.0
		const step = 0.002
		for x := -16.0; x < 16; x += step {
			area += s.Density(x+step/2) * step
		}
		if math.Abs(area-1) > 1e-4 {
			t.Fatalf("the density holds %g", area)
		}
	})
}

// The shares cut the distribution into equal parts.
func TestShares(t *testing.T) {
	z := Shares(20)
	for i, v := range z {
		if below := (1 + math.Erf(v/math.Sqrt2)) / 2; math.Abs(below-(float64(i)+0.5)/20) > 1e-12 {
			t.Errorf("below share %d lies %g", i, below)
		}
	}
	sum := 0.0
	for i := range 1000 {
		sum += Normal((float64(i)+0.5)/1000-0.5) / 1000
	}
	if math.Abs(sum-Mass(0.5)) > 1e-6 {
		t.Errorf("the middle holds %g, said to be %g", sum, Mass(0.5))
	}
}

// However strong the couplings are, a cell keeps its area; a map that scaled as well would not.
func TestShearKeepsAreas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		strength := rapid.Float64Range(-1, 1)
		s := Shear{strength.Draw(t, "first"), strength.Draw(t, "second")}
		side := rapid.Float64Range(0.1, 2).Draw(t, "side")
		x, y := strength.Draw(t, "x"), strength.Draw(t, "y")
		if area := Area(s.Cell(x, y, side, 400)); math.Abs(area-side*side) > 1e-3 {
			t.Fatalf("a cell of area %g becomes one of %g", side*side, area)
		}
	})
	if area := Area([]float32{0, 0, 2, 0, 2, 3, 0, 3}); area != 6 {
		t.Errorf("a rectangle of 2 by 3 has the area %g", area)
	}
}
