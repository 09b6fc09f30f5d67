package dataset

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

var presetNames = []string{
	"crescent", "s-curve", "moons", "circles", "rings",
	"gaussians", "pinwheel", "spirals", "checkerboard", "two-scales",
}

func mustLookup(t testing.TB, name string) Preset {
	t.Helper()
	p, ok := Lookup(name)
	if !ok {
		t.Fatalf("no preset %q", name)
	}
	return p
}

func seeded(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 1)) }

func TestPresetsAreNamed(t *testing.T) {
	var names []string
	for _, p := range Presets() {
		names = append(names, p.Name)
		if got := mustLookup(t, p.Name); got.Name != p.Name {
			t.Errorf("Lookup(%q) gives %q", p.Name, got.Name)
		}
		if fixed := p.Name == "checkerboard" || p.Name == "two-scales"; p.Noisy == fixed {
			t.Errorf("%s: Noisy is %v", p.Name, p.Noisy)
		}
	}
	if !slices.Equal(names, presetNames) {
		t.Errorf("presets are %v, want %v", names, presetNames)
	}
	if _, ok := Lookup("swiss-roll"); ok {
		t.Error("Lookup found a preset that does not exist")
	}
}

func TestSampleFollowsItsSeed(t *testing.T) {
	const n = 500
	for _, p := range Presets() {
		a := p.Sample(nil, n, 0.05, seeded(3))
		dst := make([]float32, 2*n)
		if b := p.Sample(dst, n, 0.05, seeded(3)); !slices.Equal(a, b) || &b[0] != &dst[0] {
			t.Errorf("%s: the same seed gave other points, or dst was not used", p.Name)
		}
		if slices.Equal(a, p.Sample(nil, n, 0.05, seeded(4))) {
			t.Errorf("%s: another seed gave the same points", p.Name)
		}
		for _, v := range a {
			if !(math.Abs(float64(v)) < 10) {
				t.Errorf("%s: a coordinate is %v", p.Name, v)
				break
			}
		}
	}
}

func TestNoiseOnlyMattersWhereNoisy(t *testing.T) {
	for _, p := range Presets() {
		same := slices.Equal(p.Sample(nil, 50, 0.02, seeded(1)), p.Sample(nil, 50, 0.4, seeded(1)))
		if same == p.Noisy {
			t.Errorf("%s: Noisy is %v, but samples at two noises are the same: %v", p.Name, p.Noisy, same)
		}
	}
}

func TestCallersMistakesPanic(t *testing.T) {
	moons := mustLookup(t, "moons")
	for name, f := range map[string]func(){
		"short dst": func() { moons.Sample(make([]float32, 3), 2, 0.05, seeded(1)) },
		"no noise":  func() { moons.Sample(nil, 1, 0, seeded(1)) },
		"NaN noise": func() { moons.LogDensity(0, 0, math.NaN()) },
		"too noisy": func() { moons.NewLimits(2 * MaxNoise) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			f()
		}()
	}
}
