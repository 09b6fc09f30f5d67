package kerneltest

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"nicelab/flow/kernel"
)

// Benchmark measures b beside Naive and Plain, on the shapes of a small and a wider model with a batch of 256.
func Benchmark(b *testing.B, backends map[string]kernel.Backend) {
	all := map[string]kernel.Backend{"naive": Naive{}, "plain": kernel.Plain{}}
	for name, x := range backends {
		all[name] = x
	}
	rng := rand.New(rand.NewPCG(1, 2))
	random := func(n int) []float32 { x, _ := fenced(rng, n); return x }
	run := func(what string, ops int, unit string, f func()) {
		for name, backend := range all {
			b.Run(what+"/"+name, func(b *testing.B) {
				defer kernel.Use(kernel.Use(backend))
				for b.Loop() {
					f()
				}
				b.ReportMetric(float64(ops)*float64(b.N)/b.Elapsed().Seconds()/1e9, unit)
			})
		}
	}
	const n = 256
	for _, s := range [][2]int{{64, 64}, {128, 128}, {256, 256}, {64, 1}, {1, 64}, {128, 8}, {8, 128}} {
		m, k := s[0], s[1]
		w, x, y, bias, dy, grad := random(m*k), random(k*n), random(m*n), random(m), random(m*n), random(m*k)
		flops := 2 * m * n * k
		run(fmt.Sprintf("NN/%dx%dx%d", m, n, k), flops, "GFLOP/s",
			func() { kernel.NN(y, m, n, k, w, x, bias, nil, kernel.ReLU) })
		run(fmt.Sprintf("TN/%dx%dx%d", k, n, m), flops, "GFLOP/s",
			func() { kernel.TN(x, k, n, m, w, dy, x, kernel.ReLU, false) })
		run(fmt.Sprintf("NT/%dx%dx%d", m, k, n), flops, "GFLOP/s", func() { kernel.NT(grad, m, k, n, dy, x) })
	}
	for _, h := range []int{64, 128, 1024} {
		c := kernel.NewCurve(h, h, n, nil)
		l := kernel.CurveWeights{W: random(h), B: random(h), V: random(h * h), C: random(h)}
		g := kernel.CurveWeights{W: random(h), B: random(h), V: random(h * h), C: random(h)}
		x, y, dx := random(n), random(h*n), random(n)
		run(fmt.Sprintf("CurveForward/%d", h), 2*h*h*n, "GFLOP/s", func() { c.Forward(y, n, x, l) })
		run(fmt.Sprintf("CurveBackward/%d", h), 4*h*h*n, "GFLOP/s", func() { c.Backward(g, dx, y, n, x, l) })
	}
	x, y, sum := random(64*n), random(64*n), random(64)
	run("RowSum", 64*n, "G/s", func() { kernel.RowSum(sum, 64, n, x) })
	run("Tanh", 64*n, "G/s", func() { kernel.NN(y, 64, n, 1, sum, x, nil, nil, kernel.Tanh) })
	run("Logistic", 64*n, "G/s", func() { kernel.Logistic(y, x, 1.5, 1) })
	top := make([]float32, 64*n)
	for i := range top {
		y[i], top[i] = 0, 1
	}
	run("ExpBelow", 64*n, "G/s", func() { kernel.ExpBelow(y, top) })
	w, g, m1, m2 := random(17000), random(17000), random(17000), make([]float32, 17000)
	step := kernel.AdamStep{Rate: 1e-3, Beta1: 0.9, Beta2: 0.999, Eps: 1e-8}
	run("Adam", len(w), "G/s", func() { kernel.Adam(w, g, m1, m2, step) })
}
