package prior

import (
	"math"
	"math/rand/v2"
	"testing"
)

// The CDF's slope is the density, and draws of the prior come out uniform.
func TestCDF(t *testing.T) {
	for _, p := range All {
		for z := -9.0; z <= 9; z += 0.25 {
			const h = 1e-5
			slope := (p.CDF(z+h) - p.CDF(z-h)) / (2 * h)
			if want := math.Exp(p.LogProb(z)); math.Abs(slope-want) > 1e-6*want+1e-9 {
				t.Errorf("%s: the slope at %v is %v, the density %v", p, z, slope, want)
			}
			if math.Abs(p.CDF(z)+p.CDF(-z)-1) > 1e-15 {
				t.Errorf("%s: not symmetric at %v", p, z)
			}
		}
		if p.CDF(-800) != 0 || p.CDF(800) != 1 {
			t.Errorf("%s: the ends are %v and %v", p, p.CDF(-800), p.CDF(800))
		}
	}
}

// The percentage points of Kolmogorov's law, as tables have them, and where the two series meet.
func TestKolmogorov(t *testing.T) {
	for x, want := range map[float64]float64{0: 1, 0.3: 0.99999069, 0.5: 0.96394524, 0.82757356: 0.5, 1.22385: 0.1,
		1.35810: 0.05, 1.62762: 0.01, 1.94947: 0.001, 20: 0} {
		if got := kolmogorov(x); math.Abs(got-want) > 2e-6 {
			t.Errorf("Q(%v) is %v and should be %v", x, got, want)
		}
	}
	if below, above := kolmogorov(math.Nextafter(1, 0)), kolmogorov(1); math.Abs(below-above) > 1e-12 {
		t.Errorf("the series give %v and %v at 1", below, above)
	}
	for _, n := range []int{5, 100, 10_000} {
		for _, chance := range []float64{0.5, 0.05, 0.001} {
			if got := KSChance(KSBound(chance, n), n); math.Abs(got-chance) > 1e-9 {
				t.Errorf("the bound of %v at n = %d has the chance %v", chance, n, got)
			}
		}
	}
	// 5% at n = 20, from tables of the exact law: 0.294.
	if got := KSBound(0.05, 20); math.Abs(got-0.294) > 0.002 {
		t.Errorf("the 5%% bound at n = 20 is %v", got)
	}
}

func TestKS(t *testing.T) {
	for _, c := range []struct {
		u    []float64
		want float64
	}{{[]float64{0.5}, 0.5}, {[]float64{1}, 1}, {[]float64{0.75, 0.25}, 0.25}, {[]float64{0.1, 0.1, 0.1, 0.1}, 0.9}} {
		if got := KS(c.u); math.Abs(got-c.want) > 1e-15 {
			t.Errorf("KS of %v is %v and should be %v", c.u, got, c.want)
		}
	}
}

// Of draws of the prior the chance is uniform itself: each twentieth of seeds is as often below as it says. A small
// shift or stretch is found.
func TestPITUnderThePriorAndBesideIt(t *testing.T) {
	for _, p := range All {
		const n, seeds = 300, 1000
		var chances []float64
		for seed := range uint64(seeds) {
			rng := rand.New(rand.NewPCG(seed, 77))
			z := make([]float32, n)
			for i := range z {
				z[i] = float32(p.Draw(rng))
			}
			a := NewPIT(Transform(nil, p.CDF, z), 20)
			chances = append(chances, KSChance(a.KS, n))
			var sum float64
			for _, b := range a.Bins {
				sum += float64(b)
			}
			if math.Abs(sum-20) > 1e-3 {
				t.Fatalf("the bins add up to %v", sum)
			}
			if seed >= 20 {
				continue
			}
			for i := range z {
				z[i] = 1.5*z[i] + 1
			}
			if off := NewPIT(Transform(nil, p.CDF, z), 20); KSChance(off.KS, n) > 0.01 {
				t.Errorf("%s: KS %v of draws, %v where they are off", p, a.KS, off.KS)
			}
		}
		// The chances against uniform, by the same statistic: its own 0.1% bound.
		if d := KS(chances); d > KSBound(0.001, seeds)+0.01 {
			t.Errorf("%s: the chances under the prior are off uniform by %v", p, d)
		}
	}
	// What is not finite has its place, and breaks nothing.
	if a := NewPIT(Transform(nil, Gaussian{}.CDF, []float32{float32(math.Inf(1)), float32(math.Inf(-1))}),
		4); a.Bins[0] != 2 ||
		a.Bins[3] != 2 {
		t.Errorf("infinities fall into %v", a.Bins)
	}
	if a := NewPIT(Transform(nil, Gaussian{}.CDF, []float32{0, float32(math.NaN())}), 4); a.KS == a.KS {
		t.Errorf("a NaN gives a KS of %v", a.KS)
	}
}
