package kernel_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"nicelab/flow/kernel"
	"nicelab/flow/kernel/kerneltest"
)

func TestNaive(t *testing.T) { kerneltest.Conform(t, kerneltest.Naive{}, true) }
func TestPlain(t *testing.T) { kerneltest.Conform(t, kernel.Plain{}, false) }

// The version that the platform starts with.
func TestStart(t *testing.T) {
	b := kernel.Use(nil)
	kernel.Use(b)
	kerneltest.Conform(t, b, false)
}

func TestExpNeg(t *testing.T) {
	for a := 0.0; a < 720; a += 0.0103 {
		if got, want := kernel.ExpNeg(a), math.Exp(-a); math.Abs(got-want) > 1e-14*want+1e-300 {
			t.Fatalf("exp(-%v) is %v, want %v", a, got, want)
		}
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
		kernel.Adam(w, g, m, v, kernel.AdamStep{Rate: float32(lr * c2 / c1), Beta1: b1, Beta2: b2, Eps: float32(eps * c2)})
		for i := range w64 {
			gi := float64(g[i])
			m64[i] = b1*m64[i] + (1-b1)*gi
			v64[i] = b2*v64[i] + (1-b2)*gi*gi
			w64[i] -= lr * (m64[i] / c1) / (math.Sqrt(v64[i])/c2 + eps)
		}
	}
	for i := range w64 {
		if d := math.Abs(float64(w[i]) - w64[i]); d > 2e-5 {
			t.Fatalf("weight %d is off by %g after 50 steps", i, d)
		}
	}
}

func random(rng *rand.Rand, n int) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = float32(rng.NormFloat64())
	}
	return x
}

func TestShapeBugsPanic(t *testing.T) {
	x := make([]float32, 4)
	for name, f := range map[string]func(){
		"NN short dst":     func() { kernel.NN(x[:1], 2, 2, 2, x, x, nil, nil, kernel.Identity) },
		"TN short h":       func() { kernel.TN(x, 2, 2, 2, x, x, x[:1], kernel.ReLU, false) },
		"NT short a":       func() { kernel.NT(x, 2, 2, 2, x[:1], x) },
		"RowSum short dst": func() { kernel.RowSum(x[:1], 2, 2, x) },
		"Adam short g":     func() { kernel.Adam(x, x[:1], x, x, kernel.AdamStep{}) },
		"negative":         func() { kernel.RowSum(x, -1, 2, x) },
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

func BenchmarkKernels(b *testing.B) {
	start := kernel.Use(nil)
	kernel.Use(start)
	kerneltest.Benchmark(b, map[string]kernel.Backend{"start": start})
}
