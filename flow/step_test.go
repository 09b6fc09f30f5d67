package flow

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"nicelab/flow/prior"
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
		t, err := NewTrainer(f, x, Options{LearningRate: 1e-4, Batch: m.batch, EvalEvery: 1 << 30})
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
				t.gradientFinite()
				t.adam.update(f.Weights, t.grad, t.rate(), t.opt)
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

// BenchmarkDensity measures log p of a 256×256 grid, exact and as it is drawn while training.
func BenchmarkDensity(b *testing.B) {
	f, err := New(Default())
	if err != nil {
		b.Fatal(err)
	}
	const side = 256
	points := make([]float32, 0, 2*side*side)
	for i := range side * side {
		points = append(points, 8*float32(i%side)/(side-1)-4, 8*float32(i/side)/(side-1)-4)
	}
	exact, drawn := make([]float64, side*side), make([]float32, side*side)
	b.Run("exact", func(b *testing.B) {
		for b.Loop() {
			f.LogProb(exact, points)
		}
	})
	b.Run("drawn", func(b *testing.B) {
		for b.Loop() {
			s := f.NewSketch(points)
			for !s.Step() {
			}
			f.LogProbLatent(drawn, s.Z)
		}
	})
}

// BenchmarkNetwork is what the page's picture of the network costs the trainer: the default model's curves and the latents of its held-out rows.
func BenchmarkNetwork(b *testing.B) {
	f, err := New(Default())
	if err != nil {
		b.Fatal(err)
	}
	x := rows(f, 2000, 1)
	b.Run("curves", func(b *testing.B) {
		for b.Loop() {
			for c := f.NewCurves(x); !c.Step(); {
			}
		}
	})
	b.Run("latents", func(b *testing.B) {
		for b.Loop() {
			z := f.Forward(nil, x[:800])
			var column [400]float32
			for j := range 2 {
				for i := range column {
					column[i] = z[2*i+j]
				}
				prior.NewPIT(f.Prior, column[:], 20)
			}
		}
	})
}
