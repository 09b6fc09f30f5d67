package flow

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func runner(t *testing.T, o Options) *Trainer {
	t.Helper()
	return train(t, Config{Dim: 2, Couplings: 3, Hidden: []int{8, 8}, Activation: ReLU, Prior: Gaussian, Seed: 5}, o, 0)
}

func TestRateOfARun(t *testing.T) {
	o := Options{LearningRate: 0.01, Warmup: 10, Run: 1000}
	for k, want := range map[int]float64{0: 0.001, 9: 0.01, 500: 0.005, 1000: 0, 1200: 0} {
		if got := o.rate(k); math.Abs(got-want) > 1e-5 {
			t.Errorf("the rate of step %d is %g and should be %g", k, got, want)
		}
	}
	if got := (Options{LearningRate: 0.01}).rate(12345); got != 0.01 {
		t.Errorf("without a run the rate becomes %g", got)
	}
}

// A run ends after its steps, validated, and going on begins another of the same length.
func TestARunIsOver(t *testing.T) {
	for _, fresh := range []bool{false, true} {
		tr := runner(t, Options{Batch: 50, Run: 60, Warmup: 5, Average: 0.9, EvalEvery: 25, LearningRate: 0.02, Fresh: fresh})
		tr.Draw = normal
		for _, end := range []int{60, 120} {
			var last Report
			for !last.Over {
				if tr.Steps > end {
					t.Fatalf("fresh %v: it goes on after step %d", fresh, end)
				}
				last, _ = tr.Step()
			}
			if tr.Steps != end || last.Plateau || !last.Due {
				t.Errorf("fresh %v: over after step %d of %d: %+v", fresh, tr.Steps, end, last)
			}
			if s := tr.Snapshot(); !slices.Equal(s.Raw, tr.Flow.Weights) || s.From != end {
				t.Errorf("fresh %v: the next run begins at step %d and elsewhere", fresh, s.From)
			}
			if moved := tr.BestAt != end && !fresh; last.Restored != moved {
				t.Errorf("fresh %v: weights of step %d at step %d: %+v", fresh, tr.BestAt, end, last)
			}
			if best := slices.Equal(tr.Flow.Weights, tr.best); best == fresh && tr.BestAt != end {
				t.Errorf("fresh %v: the best weights are in place: %v", fresh, best)
			}
		}
	}
}

// A run that a rate leads astray goes back to its best weights, and on along its way, as often as it takes.
func TestARunThatGoesAstrayComesBack(t *testing.T) {
	o := Options{Batch: 50, Run: 400, Warmup: 5, Average: 0.5, EvalEvery: 5, LearningRate: 1, Fresh: true}
	tr := runner(t, o)
	tr.Draw = normal
	back := 0
	for tr.Steps < o.Run {
		r, err := tr.Step()
		if err != nil {
			t.Fatal(err)
		}
		if r.Over || !r.Due {
			continue
		}
		if r.Restored {
			back++
			if !slices.Equal(tr.Flow.Weights, tr.best) || !slices.Equal(tr.raw.Weights, tr.best) || tr.Valid != tr.bestOf ||
				tr.from != 0 || tr.adam.Steps != 0 {
				t.Fatalf("step %d: back at %g, best %g, in a run from step %d", tr.Steps, tr.Valid.Mean, tr.Best, tr.from)
			}
		}
		if tr.Valid.Mean > tr.Best+astray {
			t.Errorf("step %d: it goes on at %g, and the best was %g", tr.Steps, tr.Valid.Mean, tr.Best)
		}
	}
	if back == 0 {
		t.Error("a rate of 1 led nowhere wrong")
	}
}

// Fresh rows come from the law alone, are all different, and nobody is judged on them.
func TestFreshRows(t *testing.T) {
	tr := runner(t, Options{Batch: 40, Fresh: true})
	held := slices.Clone(tr.held)
	seen := map[float32]bool{}
	drawn := 0
	tr.Draw = func(dst []float32, rng *rand.Rand) {
		normal(dst, rng)
		for _, v := range dst {
			seen[v] = true
		}
		drawn += len(dst)
	}
	for range 30 {
		if _, err := tr.Step(); err != nil {
			t.Fatal(err)
		}
	}
	if drawn != 30*40*2 || len(seen) < drawn*99/100 {
		t.Errorf("%d numbers were drawn, %d different ones", drawn, len(seen))
	}
	if !slices.Equal(tr.held, held) {
		t.Error("the held-out rows are others")
	}
}

// Dequantized, a column on a grid has the variance of a step's even noise more, and the others are as they were.
func TestDequantize(t *testing.T) {
	tr := runner(t, Options{Dequantize: true})
	rows, d := tr.train[:200], tr.Flow.Config.Dim
	tr.Grid = make([]float32, d)
	tr.Grid[1] = 0.5
	var sum, sq float64
	for range 50 {
		tr.load(rows)
		for i, v := range tr.gather[:len(rows)*d] {
			moved := float64(v - all(tr)[int(rows[i/d])*d+i%d])
			if i%d != 1 && moved != 0 || math.Abs(moved) > 0.25+1e-6 {
				t.Fatalf("column %d moved by %v", i%d, moved)
			}
			sum, sq = sum+moved, sq+moved*moved
		}
	}
	if n := 50 * float64(len(rows)); math.Abs(sum/n) > 0.01 || math.Abs(sq/n-0.25/12) > 0.001 {
		t.Errorf("the mean is %v, the variance %v", sum/n, sq/n)
	}
}

// Noise widens what is trained on by its own variance, and leaves what is judged alone.
func TestNoise(t *testing.T) {
	const noise = 0.5
	tr := runner(t, Options{Noise: noise})
	rows := tr.train[:200]
	var before, after [2]float64
	spread := func(dst *[2]float64) {
		for j := range dst {
			for _, v := range tr.pass.batch.Row(j)[:len(rows)] {
				dst[j] += float64(v) * float64(v) / float64(len(rows))
			}
		}
	}
	for range 50 {
		tr.opt.Noise = 0
		tr.load(rows)
		spread(&before)
		tr.opt.Noise = noise
		tr.load(rows)
		spread(&after)
	}
	for j := range before {
		if grown := (after[j] - before[j]) / 50; math.Abs(grown-noise*noise) > 0.02 {
			t.Errorf("the variance of coordinate %d grew by %.3f, not %.3f", j, grown, noise*noise)
		}
	}
	quiet := runner(t, Options{})
	for _, v := range []*Trainer{tr, quiet} {
		v.Validate()
		if _, err := v.Advance(); err != nil {
			t.Fatal(err)
		}
	}
	if tr.Valid != quiet.Valid {
		t.Errorf("the held-out rows have noise: %v, %v", tr.Valid, quiet.Valid)
	}
}

// What is averaged jitters less, and its validation is what counts.
func TestAverageIsSteadier(t *testing.T) {
	tr := runner(t, Options{Average: 0.99, Batch: 16, LearningRate: 0.02})
	var shown, moved, was, raw []float32
	var a, b float64
	for i := range 600 {
		was, raw = append(was[:0], tr.Flow.Weights...), append(raw[:0], tr.raw.Weights...)
		if _, err := tr.Step(); err != nil {
			t.Fatal(err)
		}
		if i < 300 {
			continue
		}
		shown, moved = tr.Flow.Weights, tr.raw.Weights
		for j := range shown {
			a += math.Abs(float64(shown[j] - was[j]))
			b += math.Abs(float64(moved[j] - raw[j]))
		}
	}
	if !(a < b/3) {
		t.Errorf("the averaged weights move by %.3g, the others by %.3g", a, b)
	}
}
