package flow

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"nicelab/flow/dataset"
	"nicelab/flow/optim"
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
		all := len(t.pieces)
		layers := func(from, to int) func() {
			return func() {
				for t.at = from; t.at != to; {
					t.advancePiece(rows, 1)
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
			t.Step() // the first one validates
			for b.Loop() {
				t.Step()
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "steps/s")
			b.ReportMetric(c.StepFlops(m.batch)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
		})
	}
}

// BenchmarkPictureStep says which share of a step on pictures of 28 x 28 each of its parts takes, and how many bytes
// training takes beside the pictures, for the page's own net, a wider one of all coordinates, and the paper's:
//
//	go build -o run/chromium ./flow/kernel/simd/chromium
//	HELPERS=yes GOOS=js GOARCH=wasm go test -exec $PWD/run/chromium ./flow -run '^$' -bench PictureStep
//
// The parts take turns within each step, so that what else the machine does meets all of them, and so does the loop in
// registers that gives the most which one thread can do (see simd.Peak).
func BenchmarkPictureStep(b *testing.B) {
	const batch, kept = 200, 2000
	for _, m := range []struct {
		name               string
		couplings, leading int
		hidden             []int
		mix                Mix
		modes              int
		whiten             bool
		noise              float64
	}{
		{"page", 20, 64, []int{96, 96}, Linear, 50, true, 0.12},
		{"whole", 4, 0, []int{256, 256, 256}, Unmixed, 0, true, 0.12},
		{"paper", 4, 0, []int{1000, 1000, 1000, 1000, 1000}, Unmixed, 0, false, 0},
	} {
		b.Run(m.name, func(b *testing.B) {
			c := Config{Dim: 784, Couplings: m.couplings, Hidden: m.hidden, Leading: m.leading, Activation: ReLU,
				Prior: Logistic, Seed: 7, Mix: m.mix, Modes: m.modes, Whiten: m.whiten}
			f, err := New(c)
			if err != nil {
				b.Fatal(err)
			}
			rng := rand.New(rand.NewPCG(1, 1))
			p := &dataset.Pixels{Shape: dataset.Shape{Height: 28, Width: 28, Channels: 1}, Levels: 256,
				Train: make([]byte, kept*784)}
			for i := range p.Train {
				p.Train[i] = byte(rng.Uint32())
			}
			o := Options{LearningRate: 1e-4, Batch: batch, EvalEvery: 1 << 30, Run: 1 << 30, Clip: 5, Average: 0.99,
				Noise: m.noise}
			t, err := NewTrainer(f, album{p}, o)
			if err != nil {
				b.Fatal(err)
			}
			t.take()
			rows := t.train[:min(batch, t.rows)]
			x := t.gather[:len(rows)*c.Dim]
			parts := []struct {
				name  string
				times int // in a step
				work  func()
			}{
				{"batch", batch / len(rows), func() { t.data.Read(x, rows, t.order); t.pass.batch.Load(x) }},
				{"whitening", batch / len(rows), func() { t.pass.forward(t.raw.data) }},
				{"noise", batch / len(rows), func() { t.addNoise() }},
				{"forward", batch / len(rows), func() {
					for _, k := range t.pieces {
						t.pass.forwardPiece(k.layer, k.piece)
					}
				}},
				{"prior", batch / len(rows), func() { t.pass.head(t.grad, 1./batch, 0) }},
				{"backward", batch / len(rows), func() {
					for k := len(t.pieces) - 1; k >= 0; k-- {
						t.pass.backwardPiece(t.pieces[k].layer, t.pieces[k].piece, t.grad)
					}
				}},
				{"Adam", 1, func() { t.adam.Update(t.raw.Weights, t.grad, t.rates()) }},
				{"care", 1, func() { // that nothing runs away, and the average
					optim.Clip(t.grad, o.Clip, &t.norm)
					optim.Average(t.Flow.Weights, t.raw.Weights, o.Average)
					t.raw.Sound()
					clear(t.grad)
				}},
			}
			spent, all := make([]time.Duration, len(parts)), time.Duration(0)
			steps, most := 0, time.Duration(0)
			for b.Loop() {
				steps++
				for i, part := range parts {
					for range part.times {
						start := time.Now()
						part.work()
						spent[i] += time.Since(start)
					}
				}
				if peak != nil {
					start := time.Now()
					peak(peakTurns)
					most += time.Since(start)
				}
			}
			for _, d := range spent {
				all += d
			}
			for i, part := range parts {
				b.ReportMetric(100*float64(spent[i])/float64(all), "%"+part.name)
			}
			b.ReportMetric(float64(all.Microseconds())/1e3/float64(steps), "ms/step")
			b.ReportMetric(c.StepFlops(batch)*float64(steps)/all.Seconds()/1e9, "GFLOP/s")
			b.ReportMetric(float64(c.TrainBytes())/1e6, "MB")
			if peak != nil {
				ours := c.StepFlops(batch) * float64(steps) / all.Seconds()
				b.ReportMetric(ours*most.Seconds()/(384*peakTurns*float64(steps)), "of-peak")
			}
		})
	}
}

// peak runs so many turns of 384 operations on one thread; nil where there are no vectors.
var peak func(turns int)

const peakTurns = 50_000

// album is pictures as rows.
type album struct{ *dataset.Pixels }

func (a album) Read(dst []float32, rows []int32, rng *rand.Rand) {
	for i, r := range rows {
		a.Put(dst[i*784:(i+1)*784], int(r), rng)
	}
}
