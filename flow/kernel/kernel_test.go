package kernel

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// version is one implementation of the contract.
type version struct {
	name string
	nn   func(dst []float32, m, n, k int, a, b, bias, add []float32, act Activation)
	tn   func(dst []float32, m, n, k int, a, b, h []float32, act Activation, accumulate bool)
	nt   func(dst []float32, m, n, k int, a, b []float32)
}

var (
	naive  = version{"naive", naiveNN, naiveTN, naiveNT}
	others = []version{{"plain", plainNN, plainTN, plainNT}, {"default", NN, TN, NT}}
)

func random(rng *rand.Rand, n int) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = float32(rng.NormFloat64())
	}
	return x
}

// same reports whether x and y agree but for the order of a float32 sum of k terms.
func same(x, y []float32, k int) error {
	for i := range x {
		a, b := float64(x[i]), float64(y[i])
		if math.IsNaN(a) != math.IsNaN(b) || math.IsInf(a, 0) != math.IsInf(b, 0) {
			return fmt.Errorf("element %d: %v and %v", i, a, b)
		}
		if d := math.Abs(a - b); d > 2e-6*math.Sqrt(float64(k)+1)*(4+math.Abs(a)) {
			return fmt.Errorf("element %d: %v and %v", i, a, b)
		}
	}
	return nil
}

var shapes = [][3]int{
	{1, 8, 1}, {1, 1, 1}, {2, 8, 3}, {3, 16, 5}, {7, 24, 4}, {64, 256, 1}, {1, 256, 64}, {64, 256, 64}, {33, 40, 65},
	{5, 0, 3}, {0, 8, 3}, {4, 8, 0}, {9, 13, 11}, {128, 304, 128},
}

func TestVersionsAgree(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, v := range others {
		for _, s := range shapes {
			m, n, k := s[0], s[1], s[2]
			a, b, c := random(rng, m*k), random(rng, k*n), random(rng, m*n)
			bias, h := random(rng, m), random(rng, m*n)
			want, got := make([]float32, m*n), make([]float32, m*n)
			for act := Identity; act <= Tanh; act++ {
				for _, add := range [][]float32{nil, c} {
					naive.nn(want, m, n, k, a, b, bias, add, act)
					v.nn(got, m, n, k, a, b, bias, add, act)
					if err := same(want, got, k); err != nil {
						t.Errorf("%s NN %v act %d add %v: %v", v.name, s, act, add != nil, err)
					}
				}
				for _, acc := range []bool{false, true} {
					copy(want, c)
					copy(got, c)
					naive.tn(want, m, n, k, a, b, h, act, acc)
					v.tn(got, m, n, k, a, b, h, act, acc)
					if err := same(want, got, k); err != nil {
						t.Errorf("%s TN %v act %d accumulate %v: %v", v.name, s, act, acc, err)
					}
				}
			}
			copy(want, c)
			copy(got, c)
			naive.nt(want, m, n, k, a, b)
			v.nt(got, m, n, k, a, b)
			if err := same(want, got, k); err != nil {
				t.Errorf("%s NT %v: %v", v.name, s, err)
			}
		}
	}
}

// A number that is not finite must reach the result: the trainer's guard looks for it there.
func TestNonFiniteComesThrough(t *testing.T) {
	for _, bad := range []float32{float32(math.NaN()), float32(math.Inf(1))} {
		for _, v := range append(others, naive) {
			m, n, k := 3, 16, 5
			a, b := make([]float32, m*k), make([]float32, k*n)
			for i := range a {
				a[i] = 1
			}
			b[7] = bad
			dst := make([]float32, m*n)
			v.nn(dst, m, n, k, a, b, nil, nil, ReLU)
			if !notFinite(dst[7]) || notFinite(dst[6]) {
				t.Errorf("%s NN: column 7 is %v and column 6 %v for %v", v.name, dst[7], dst[6], bad)
			}
			clear(dst)
			v.nt(dst, m, k, n, make([]float32, m*n), b)
			if bad != bad && !notFinite(dst[0]) {
				t.Errorf("%s NT lost a NaN", v.name)
			}
		}
	}
}

func notFinite(x float32) bool { return x-x != 0 }

func TestRowSum(t *testing.T) {
	dst := []float32{1, 1}
	RowSum(dst, 2, 3, []float32{1, 2, 3, 4, 5, 6})
	if dst[0] != 7 || dst[1] != 16 {
		t.Errorf("RowSum gave %v", dst)
	}
}

// Adam in float64, as the paper writes it, with bias-corrected moments.
func TestAdamFollowsThePaper(t *testing.T) {
	const lr, b1, b2, eps = 0.01, 0.9, 0.999, 1e-8
	rng := rand.New(rand.NewPCG(3, 4))
	n := 37
	w, m, v := random(rng, n), make([]float32, n), make([]float32, n)
	w64, m64, v64 := make([]float64, n), make([]float64, n), make([]float64, n)
	for i := range w {
		w64[i] = float64(w[i])
	}
	for step := 1; step <= 50; step++ {
		g := random(rng, n)
		c1, c2 := 1-math.Pow(b1, float64(step)), math.Sqrt(1-math.Pow(b2, float64(step)))
		Adam(w, g, m, v, AdamStep{Rate: float32(lr * c2 / c1), Beta1: b1, Beta2: b2, Eps: float32(eps * c2)})
		for i := range w64 {
			gi := float64(g[i])
			m64[i] = b1*m64[i] + (1-b1)*gi
			v64[i] = b2*v64[i] + (1-b2)*gi*gi
			w64[i] -= lr * (m64[i] / c1) / (math.Sqrt(v64[i])/c2 + eps)
		}
	}
	for i := range w {
		if d := math.Abs(float64(w[i]) - w64[i]); d > 2e-5 {
			t.Fatalf("weight %d is off by %g after 50 steps", i, d)
		}
	}
}

func TestShapeBugsPanic(t *testing.T) {
	x := make([]float32, 4)
	for name, f := range map[string]func(){
		"NN short dst": func() { NN(x[:1], 2, 2, 2, x, x, nil, nil, Identity) },
		"TN short h":   func() { TN(x, 2, 2, 2, x, x, x[:1], ReLU, false) },
		"NT short a":   func() { NT(x, 2, 2, 2, x[:1], x) },
		"Adam short g": func() { Adam(x, x[:1], x, x, AdamStep{}) },
		"negative":     func() { RowSum(x, -1, 2, x) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s did not panic", name)
				}
			}()
			f()
		}()
	}
}

func BenchmarkNN(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, s := range [][3]int{{64, 256, 64}, {128, 256, 128}, {64, 256, 1}} {
		m, n, k := s[0], s[1], s[2]
		x, y, bias, dst := random(rng, m*k), random(rng, k*n), random(rng, m), make([]float32, m*n)
		for _, v := range append([]version{naive}, others...) {
			b.Run(fmt.Sprintf("%dx%dx%d/%s", m, n, k, v.name), func(b *testing.B) {
				for b.Loop() {
					v.nn(dst, m, n, k, x, y, bias, nil, ReLU)
				}
				b.ReportMetric(2*float64(m*n*k)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
			})
		}
	}
}

func BenchmarkNT(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	m, n, k := 64, 64, 256
	x, y, dst := random(rng, m*k), random(rng, n*k), make([]float32, m*n)
	for _, v := range append([]version{naive}, others...) {
		b.Run(v.name, func(b *testing.B) {
			for b.Loop() {
				v.nt(dst, m, n, k, x, y)
			}
			b.ReportMetric(2*float64(m*n*k)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
		})
	}
}
