package flow

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// BenchmarkStep shows where the time of a training step goes, in the models of the bench:
//
//	go build -o run/chromium ./flow/kernel/simd/chromium
//	GOOS=js GOARCH=wasm go test -exec $PWD/run/chromium ./flow -run '^$' -bench Step
func BenchmarkStep(b *testing.B) {
	for _, m := range []struct {
		dim, batch, couplings int
		mix                   Mix
		hidden                []int
	}{
		{2, 256, 4, Unmixed, []int{64, 64}},
		{2, 256, 4, Unmixed, []int{128, 128}},
		{2, 256, 48, Rotate, []int{16, 16}}, // the presets
		{16, 256, 4, Unmixed, []int{128, 128}},
		{784, 200, 4, Unmixed, []int{1000, 1000, 1000, 1000, 1000}},
	} {
		c := Default()
		c.Dim, c.Couplings, c.Mix, c.Hidden = m.dim, m.couplings, m.mix, m.hidden
		f, err := New(c)
		if err != nil {
			b.Fatal(err)
		}
		rng := rand.New(rand.NewPCG(1, 1))
		x := make([]float32, 2*m.batch*m.dim)
		for i := range x {
			x[i] = float32(rng.NormFloat64())
		}
		t, err := NewTrainer(f, f.Rows(x), Options{LearningRate: 1e-4, Batch: m.batch, EvalEvery: 1 << 30})
		if err != nil {
			b.Fatal(err)
		}
		rows := t.train[:min(m.batch, t.rows)]
		name := fmt.Sprintf("%d-D %d of %dx%d/", m.dim, m.couplings, m.hidden[0], len(m.hidden))
		run := func(what string, work func()) {
			b.Run(name+what, func(b *testing.B) {
				for b.Loop() {
					work()
				}
				b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)*float64(m.batch)/float64(len(rows)), "µs/batch")
			})
		}
		all := len(t.parts)
		layers := func(from, to int) func() {
			return func() {
				for t.at = from; t.at != to; {
					t.advancePart(rows, 1)
				}
			}
		}
		run("forward", layers(0, all))
		run("head and backward", layers(all, 0))
		b.Run(name+"adam", func(b *testing.B) {
			for b.Loop() {
				clear(t.grad)
				t.adam.Finite(t.grad)
				t.adam.Update(f.Weights, t.grad, t.rates())
			}
		})
		b.Run(name+"step", func(b *testing.B) {
			for b.Loop() {
				t.Step()
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "steps/s")
			b.ReportMetric(c.StepFlops(m.batch)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
		})
	}
}
