package prior

import (
	"math"
	"math/rand/v2"
	"strconv"
	"testing"
)

// Each prior is a density, and what it says of itself follows from its LogProb.
func TestPriors(t *testing.T) {
	for _, p := range All {
		var mass, entropy float64
		const h = 1e-3
		for z := -60.0; z <= 60; z += h {
			lp := p.LogProb(z)
			mass += h * math.Exp(lp)
			entropy -= h * math.Exp(lp) * lp
			if slope := -(p.LogProb(z+1e-5) - p.LogProb(z-1e-5)) / 2e-5; math.Abs(slope-p.Slope(z)) > 1e-6 {
				t.Fatalf("%s: slope at %v is %v, should be %v", p.Name(), z, p.Slope(z), slope)
			}
			if d := (p.CDF(z+h/2) - p.CDF(z-h/2)) / h; math.Abs(d-math.Exp(lp)) > 1e-6 {
				t.Fatalf("%s: the CDF grows by %v at %v, where the density is %v", p.Name(), d, z, math.Exp(lp))
			}
		}
		if math.Abs(mass-1) > 1e-9 || math.Abs(entropy-p.Entropy()) > 1e-6 {
			t.Errorf("%s: mass %v, entropy %v, Entropy says %v", p.Name(), mass, entropy, p.Entropy())
		}
		if Named(p.Name()) != p {
			t.Errorf("%s is not found by its name", p.Name())
		}
	}
	if Named("cauchy") != nil {
		t.Error("there is a prior that nobody wrote")
	}
	if lp := (Logistic{}).LogProb(800); lp != -800 {
		t.Errorf("logistic log p at 800 is %v", lp)
	}
}

func TestDrawsFollowTheCDF(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for _, p := range All {
		const n, bins = 40_000, 20
		var count [bins]float64
		for range n {
			count[min(bins-1, int(p.CDF(p.Draw(rng))*bins))]++
		}
		chi := 0.0
		for _, c := range count {
			chi += (c - n/bins) * (c - n/bins) / (n / bins)
		}
		if chi > 45 { // 19 degrees of freedom: p = 0.0007
			t.Errorf("%s: chi-squared of draws against the CDF is %v", p.Name(), chi)
		}
	}
}

// The loops are the scalar functions.
func TestVectorsAgreeWithScalars(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 1))
	h, dh := make([]float32, 37), make([]float32, 37)
	for i := range h {
		h[i] = float32(3 * rng.NormFloat64())
	}
	const scale, weight = 0.7, -1.3
	for _, p := range All {
		lp := make([]float64, len(h))
		p.AddLogProb(lp, h, scale)
		nll, slope := p.Loss(dh, h, scale, weight, 0)
		for i, v := range h {
			z := scale * float64(v)
			nll += p.LogProb(z)
			slope -= z * p.Slope(z)
			if math.Abs(lp[i]-p.LogProb(z)) > 1e-12 || math.Abs(float64(dh[i])-weight*scale*p.Slope(z)) > 1e-6 {
				t.Fatalf("%s: at %v log p is %v and the gradient %v", p.Name(), z, lp[i], dh[i])
			}
		}
		if math.Abs(nll) > 1e-9 || math.Abs(slope) > 1e-9 {
			t.Errorf("%s: the sums are off by %v and %v", p.Name(), nll, slope)
		}
	}
}

// Far out, and at what is no number, the loops are the scalar functions too; many numbers do not overflow their
// product.
func TestLoopsFarOut(t *testing.T) {
	far := []float32{0, 1e-30, 1e-7, 20, 88, 699, 701, 1e30, float32(math.Inf(1))}
	for _, p := range All {
		for _, v := range far {
			for _, v := range []float32{v, -v} {
				lp, dh := []float64{1}, []float32{0}
				p.AddLogProb(lp, []float32{v}, 1)
				nll, slope := p.Loss(dh, []float32{v}, 1, 1, 3)
				want, z := p.LogProb(float64(v)), float64(v)
				near := func(a, b float64) bool { return a == b || math.Abs(a-b) <= 1e-12*max(1, math.Abs(b)) }
				if !near(lp[0]-1, want) || !near(3-nll, want) || !near(slope, z*p.Slope(z)) ||
					math.Abs(float64(dh[0])-p.Slope(z)) > 1e-6*math.Abs(z)+1e-6 {
					t.Errorf("%s at %v: log p %v and %v, want %v; slope %v and %v, want %v", p.Name(), v, lp[0]-1, 3-nll, want, slope,
						dh[0], p.Slope(z))
				}
			}
		}
		h := []float32{1, float32(math.NaN()), 2}
		if nll, slope := p.Loss(make([]float32, 3), h, 1, 1, 0); nll == nll || slope == slope {
			t.Errorf("%s: what is no number is lost: %v, %v", p.Name(), nll, slope)
		}
		const n = 5000
		if nll, _ := p.Loss(make([]float32, n), make([]float32, n), 1, 1, 0); math.Abs(nll+n*p.LogProb(0)) > 1e-8 {
			t.Errorf("%s: %d zeros are %v nats", p.Name(), n, nll)
		}
	}
}

// The region above a level holds the mass it is said to hold.
func TestLevelsHoldTheirMass(t *testing.T) {
	for _, p := range All {
		for _, d := range []int{2, 3, 4, 8, 64, 784} {
			rng := rand.New(rand.NewPCG(4, uint64(d)))
			n := 60_000
			if d > 60 {
				n = 4_000_000 / d
			}
			sums := make([]float64, n)
			for i := range sums {
				for range d {
					sums[i] += p.LogProb(p.Draw(rng))
				}
			}
			for _, q := range []float64{0.1, 0.5, 0.9, 0.99} {
				level, in := p.Level(d, q), 0.0
				for _, s := range sums {
					if s >= level {
						in++
					}
				}
				chance := 3.5 * math.Sqrt(q*(1-q)/float64(n))
				if got := in / float64(n); math.Abs(got-q) > 0.003+chance {
					t.Errorf("%s in %d dimensions: the %v level holds %v", p.Name(), d, q, got)
				} else {
					t.Logf("%s in %d dimensions: the %v level holds %.4f ± %.4f", p.Name(), d, q, got, chance/3.5)
				}
			}
		}
	}
}

// For an even number of dimensions the mass outside of a Gaussian's level is a Poisson sum in closed form.
func TestGaussianLevelsAreExact(t *testing.T) {
	for _, d := range []int{2, 4, 16, 784} {
		for _, q := range []float64{0.5, 0.9, 0.99} {
			half := -((Gaussian{}).Level(d, q) + float64(d)*halfLogTwoPi) // of the radius squared
			outside, term := 0.0, -half
			for k := 1; k <= d/2; k++ {
				outside += math.Exp(term)
				term += math.Log(half / float64(k))
			}
			if math.Abs(1-outside-q) > 1e-9 {
				t.Errorf("%d dimensions: the %v level holds %v", d, q, 1-outside)
			}
		}
	}
}

// The mass above a level of the plane is also ∫ √(1 - 4 e^t / u(1-u)) du where that is real, with u = σ(z).
func TestPlaneLevelAgainstQuadrature(t *testing.T) {
	for _, q := range []float64{0.05, 0.5, 0.9, 0.99} {
		level, mass := math.Exp(planeLevel(q)), 0.0
		const n = 1_000_000
		for i := range n {
			u := (float64(i) + 0.5) / n
			mass += math.Sqrt(max(0, 1-4*level/(u*(1-u)))) / n
		}
		if math.Abs(mass-q) > 1e-6 {
			t.Errorf("the %v level of the plane holds %v", q, mass)
		}
	}
}

// In the plane the logistic level is known exactly: the saddlepoint's can be held against it.
func TestSaddlepointAgainstThePlane(t *testing.T) {
	for _, q := range []float64{0.05, 0.5, 0.9, 0.99} {
		exact, near := planeLevel(q), saddleLevel(2, q)
		t.Logf("mass %v: level %v, by the saddlepoint %v", q, exact, near)
		if math.Abs(near-exact) > 0.05 {
			t.Errorf("mass %v: level %v, by the saddlepoint %v", q, exact, near)
		}
	}
}

// On a level's ring log p is the level.
func TestRadius(t *testing.T) {
	for _, p := range All {
		for _, q := range []float64{0.5, 0.9, 0.99} {
			level := p.Level(2, q)
			for i := range 12 {
				sin, cos := math.Sincos(float64(i) / 2)
				r := p.Radius(sin, cos, level)
				if d := p.LogProb(r*cos) + p.LogProb(r*sin) - level; math.Abs(d) > 1e-9 {
					t.Errorf("%s: on the ring of mass %v log p is off by %v", p.Name(), q, d)
				}
			}
		}
	}
}

// A ring holds its mass, and log p is the same all along it.
func TestRings(t *testing.T) {
	for _, p := range All {
		density := func(z float64) float64 { return math.Exp(p.LogProb(z)) }
		for _, mass := range []float64{0.05, 0.5, 0.9, 0.99, 0.9999} {
			// Green: the mass inside is the integral of pdf(z1) cdf(z2) dz1 around the ring.
			ring, got := p.Ring(mass), 0.0
			for i, a := range ring {
				b := ring[(i+1)%len(ring)]
				mx, my := (a[0]+b[0])/2, (a[1]+b[1])/2
				f := func(x, y float64) float64 { return density(x) * p.CDF(y) }
				got += (b[0] - a[0]) * (f(a[0], a[1]) + 4*f(mx, my) + f(b[0], b[1])) / 6
				if off := p.LogProb(a[0]) + p.LogProb(a[1]) - p.Level(2, mass); math.Abs(off) > 1e-9 {
					t.Fatalf("%s: a vertex of the ring of %g is off its level by %g", p.Name(), mass, off)
				}
			}
			if math.Abs(math.Abs(got)-mass) > 1e-3*(1-mass)+5e-4*mass {
				t.Errorf("%s: the ring of %g encloses %g", p.Name(), mass, math.Abs(got))
			}
		}
	}
}

func BenchmarkLevel(b *testing.B) {
	for _, d := range []int{2, 784} {
		b.Run(strconv.Itoa(d), func(b *testing.B) {
			for b.Loop() {
				Logistic{}.Level(d, 0.9)
			}
		})
	}
}

// BenchmarkLoss is that of one coordinate of a batch.
func BenchmarkLoss(b *testing.B) {
	rng := rand.New(rand.NewPCG(2, 1))
	h, dh := make([]float32, 200), make([]float32, 200)
	for i := range h {
		h[i] = float32(2 * rng.NormFloat64())
	}
	for _, p := range All {
		b.Run(p.Name(), func(b *testing.B) {
			for b.Loop() {
				p.Loss(dh, h, 1, 1, 0)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(h)), "ns/number")
		})
	}
}
