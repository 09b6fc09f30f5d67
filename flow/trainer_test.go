package flow

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"nicelab/flow/layer"
)

// indices returns 0 to n-1.
func indices(n int) []int32 {
	r := make([]int32, n)
	for i := range r {
		r[i] = int32(i)
	}
	return r
}

// gradient adds weight times the gradient of the rows' summed loss to grad and returns that loss in nats.
func (t *Trainer) gradient(rows []int32, weight float64) float64 {
	t.at, t.sum = 0, 0
	for {
		if t.advancePiece(rows, weight); t.at == 0 {
			return t.sum
		}
	}
}

func TestGradientsAgainstFiniteDifferences(t *testing.T) {
	var worst float64
	for _, c := range configs() {
		f := perturbed(t, c)
		x := rows(f, 13, 7)
		tr, err := NewTrainer(f, f.Rows(x), Options{})
		if err != nil {
			t.Fatal(err)
		}
		loss := tr.gradient(indices(13), 1.0/13) / 13
		w := newTwin(f)
		x64 := widen(x)
		if want := w.loss(x64); math.Abs(loss-want) > 1e-4*max(1, math.Abs(want)) {
			t.Fatalf("%v: loss is %v and should be %v", c, loss, want)
		}
		var largest float64
		for _, g := range tr.grad {
			largest = max(largest, math.Abs(float64(g)))
		}
		rng := rand.New(rand.NewPCG(c.Seed, 6))
		check := []int{len(tr.grad) - 1, len(tr.grad) - c.Dim}
		for range 60 {
			check = append(check, rng.IntN(len(tr.grad)))
		}
		for _, i := range check {
			const h = 1e-6
			old := w.weights[i]
			w.weights[i] = old + h
			up := w.loss(x64)
			w.weights[i] = old - h
			down := w.loss(x64)
			w.weights[i] = old
			d := math.Abs(float64(tr.grad[i])-(up-down)/(2*h)) / largest
			worst = max(worst, d)
			if d > 1e-4 {
				t.Errorf("%v: gradient of weight %d is %v and should be %v", c, i, tr.grad[i], (up-down)/(2*h))
			}
		}
	}
	t.Logf("worst gradient: %.2g of its model's largest", worst)
}

// A step cut into chunks has the gradient of the whole batch.
func TestChunksAddUp(t *testing.T) {
	c := Config{Dim: 4, Couplings: 3, Hidden: []int{12}, Activation: Tanh, Prior: Logistic, Seed: 3}
	f := perturbed(t, c)
	x := rows(f, 100, 7)
	tr, _ := NewTrainer(f, f.Rows(x), Options{})
	whole := tr.gradient(indices(100), 0.01)
	want := append([]float32(nil), tr.grad...)
	clear(tr.grad)
	var sum float64
	for _, part := range [][]int32{indices(100)[:8], indices(100)[8:37], indices(100)[37:]} {
		sum += tr.gradient(part, 0.01)
	}
	if math.Abs(sum-whole) > 1e-4*math.Abs(whole) {
		t.Errorf("loss of the chunks is %v, of the batch %v", sum, whole)
	}
	for i, g := range tr.grad {
		if math.Abs(float64(g-want[i])) > 1e-5 {
			t.Fatalf("gradient %d is %v in chunks and %v at once", i, g, want[i])
		}
	}
}

// train returns a trainer of a small default-like model on standardised Gaussian rows after n steps.
func train(t testing.TB, c Config, o Options, n int) *Trainer {
	t.Helper()
	f, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(1, 1))
	x := make([]float32, 500*c.Dim)
	for i := range x {
		x[i] = float32(rng.NormFloat64())
		if i%c.Dim > 0 {
			x[i] = 0.3*x[i] + x[i-1]*x[i-1]
		}
	}
	f.Standardize(x)
	tr, err := NewTrainer(f, f.Rows(x), o)
	if err != nil {
		t.Fatal(err)
	}
	for range n {
		if _, err := tr.Step(); err != nil {
			t.Fatal(err)
		}
	}
	return tr
}

func TestSameSeedSameBits(t *testing.T) {
	c := Config{Dim: 3, Couplings: 4, Hidden: []int{16, 16}, Activation: ReLU, Prior: Gaussian, Seed: 11}
	a, b := train(t, c, Options{Batch: 64}, 60), train(t, c, Options{Batch: 64}, 60)
	c.Seed = 12
	other := train(t, c, Options{Batch: 64}, 60)
	if a.Loss != b.Loss || a.Valid != b.Valid {
		t.Errorf("losses differ: %v and %v, %v and %v", a.Loss, b.Loss, a.Valid, b.Valid)
	}
	for i, w := range a.Flow.Weights {
		if w != b.Flow.Weights[i] {
			t.Fatalf("weight %d differs: %v and %v", i, w, b.Flow.Weights[i])
		}
	}
	if a.Loss == other.Loss {
		t.Error("another seed gave the same loss")
	}
}

func TestTrainingLearnsAndStopsAtThePlateau(t *testing.T) {
	for _, o := range []Options{{}, {Beta2: 0.99, Eps: 1e-4}} {
		o.Batch, o.EvalEvery, o.Patience = 128, 10, 150
		tr := train(t, Config{Dim: 2, Couplings: 4, Hidden: []int{24}, Activation: ReLU, Prior: Gaussian, Seed: 5}, o, 1)
		first := tr.Valid.Mean
		for {
			r, err := tr.Step()
			if err != nil {
				t.Fatal(err)
			}
			if r.Plateau {
				break
			}
			if tr.Steps > 20000 {
				t.Fatal("no plateau after 20,000 steps")
			}
		}
		// x2 = .3 e + x1² has the entropy of two Gaussians of std 1 and .3.
		h := 1 + math.Log(2*math.Pi) + math.Log(0.3)
		if tr.Best > h+0.25 || tr.Best > first-0.3 {
			t.Errorf("validation NLL went from %.3f to %.3f; the entropy is %.3f", first, tr.Best, h)
		}
		var sum, sq float64
		n := float64(len(tr.held))
		for _, lp := range tr.Flow.LogProb(nil, rowsAt(all(tr), tr.held, tr.Flow.Config.Dim)) {
			sum -= lp / n
			sq += lp * lp / n
		}
		if se := math.Sqrt((sq - sum*sum) / n); math.Abs(sum-tr.Best) > 1e-9 || tr.Valid.Mean != tr.Best ||
			math.Abs(se-tr.Valid.Error) > 1e-6 {
			t.Errorf("the weights in place have validation NLL %v ± %v, the best was %v ± %v", sum, se, tr.Best, tr.Valid.Error)
		}
	}
}

func TestDivergenceKeepsTheLastGoodWeights(t *testing.T) {
	tr := train(t, Config{Dim: 2, Couplings: 4, Hidden: []int{16}, Activation: ReLU, Prior: Gaussian,
		Seed: 5}, Options{}, 50)
	good := append([]float32(nil), tr.best...)
	tr.Flow.Weights[3] = float32(math.NaN())
	_, err := tr.Step()
	diverged, ok := errors.AsType[*DivergedError](err)
	if !ok || diverged.Step != tr.Steps || diverged.LearningRate != tr.Options().LearningRate ||
		!strings.Contains(err.Error(), "learning rate") {
		t.Fatalf("error is %v", err)
	}
	for i, w := range tr.Flow.Weights {
		if w != good[i] {
			t.Fatalf("weight %d is %v, the last good one was %v", i, w, good[i])
		}
	}
	if _, err := tr.Step(); err != nil {
		t.Errorf("training does not go on: %v", err)
	}
}

// A scale that grows beyond what can be saved ends training before it is lost, with weights that can be saved.
func TestWeightsThatCannotBeSavedDiverge(t *testing.T) {
	tr := train(t, Config{Dim: 2, Couplings: 4, Hidden: []int{16}, Activation: ReLU, Prior: Gaussian,
		Seed: 5}, Options{}, 50)
	tr.Flow.Weights[len(tr.Flow.Weights)-1] = -layer.MaxLogScale - 0.5
	_, err := tr.Step()
	diverged, ok := errors.AsType[*DivergedError](err)
	if !ok || diverged.Unsound == nil || diverged.Best > diverged.Step || !strings.Contains(err.Error(), "log_scale") {
		t.Fatalf("error is %v", err)
	}
	if err := tr.Flow.Sound(); err != nil {
		t.Errorf("the weights that are back: %v", err)
	}
	if _, err := tr.Step(); err != nil {
		t.Errorf("training does not go on: %v", err)
	}
}

func TestHugeLearningRateDivergesAndLeavesGoodWeights(t *testing.T) {
	c := Config{Dim: 2, Couplings: 8, Hidden: []int{32, 32, 32, 32, 32}, Activation: ReLU, Prior: Gaussian, Seed: 5}
	for _, rate := range []float64{0.1, 1} { // with 0.1 the loss is finite at first, and beyond all reason
		tr := train(t, c, Options{LearningRate: rate, Batch: 64}, 0)
		nll := func() (sum float64) {
			for _, lp := range tr.Flow.LogProb(nil, rowsAt(all(tr), tr.held, tr.Flow.Config.Dim)) {
				sum -= lp / float64(len(tr.held))
			}
			return sum
		}
		first := nll()
		var err error
		for err == nil && tr.Steps < 500 {
			tr.Flow.Weights[0] += float32(tr.Steps * tr.Steps) // whatever the platform's last bits are
			_, err = tr.Step()
			if tr.Best > first {
				t.Fatalf("after %d steps weights of NLL %v are the best, and the first ones have %v", tr.Steps, tr.Best, first)
			}
			if err == nil && tr.Steps == 100 {
				tr.Flow.Weights[0] = float32(math.NaN())
			}
		}
		d, ok := errors.AsType[*DivergedError](err)
		if !ok {
			t.Fatalf("after %d steps the loss is %v, the error %v", tr.Steps, tr.Loss, err)
		}
		if now := nll(); !(now <= first) || d.Best == 0 && now != first {
			t.Fatalf("the weights of step %d, which were put back, have NLL %v, the first ones %v", d.Best, now, first)
		}
	}
}

func TestAdvanceAllocatesNothing(t *testing.T) {
	plain := Options{Batch: 64, EvalEvery: 2}
	recipe := Options{Batch: 64, EvalEvery: 2, Warmup: 5, Run: 10_000, Clip: 1, Average: 0.9, Noise: 0.1}
	for _, c := range []Config{
		{Dim: 3, Couplings: 3, Hidden: []int{8}, Activation: Tanh, Prior: Gaussian},
		{Dim: 3, Couplings: 3, Hidden: []int{8}, Activation: Tanh, Prior: Logistic},
		{Dim: 2, Couplings: 4, Hidden: []int{16, 16}, Activation: ReLU, Prior: Gaussian, Mix: Rotate},
		{Dim: 2, Couplings: 3, Hidden: []int{64, 64}, Activation: ReLU, Prior: Logistic, Mix: Linear, Whiten: true},
		{Dim: 5, Couplings: 3, Hidden: []int{8, 8}, Activation: ReLU, Prior: Logistic, Mix: Rotate, Whiten: true},
		{Dim: 7, Couplings: 3, Hidden: []int{8}, Activation: Tanh, Prior: Logistic, Mix: Linear, Whiten: true, Leading: 4},
	} {
		for _, o := range []Options{plain, recipe} {
			tr := train(t, c, o, 3)
			if n := testing.AllocsPerRun(50, func() { tr.Step() }); n > 0 {
				t.Errorf("%v, %+v: a step allocates %v times", c, o, n)
			}
		}
	}
}

// Large models are cut by layers, and very large ones by rows as well, so that whoever drives them is heard in between.
func TestAdvanceIsCut(t *testing.T) {
	for _, c := range []Config{
		{Dim: 2, Couplings: 3, Hidden: []int{512, 512, 512}, Activation: ReLU, Prior: Gaussian},
		{Dim: 3, Couplings: 2, Hidden: []int{1536, 1536}, Activation: Tanh, Prior: Gaussian},
	} {
		tr := train(t, c, Options{Batch: 256}, 0)
		n := 1
		for {
			r, err := tr.Advance()
			if err != nil {
				t.Fatal(err)
			}
			if r.Stepped {
				break
			}
			n++
		}
		if most := 6 * c.Weights() * 256 / chunkFlops; n < 4 || n > most+1 {
			t.Errorf("%v: a step was cut into %d, of %d rows; between 4 and %d are sensible", c.Hidden, n, tr.rows, most+1)
		}
	}
}

func TestTrainerRefusesBadOptions(t *testing.T) {
	f, _ := New(Default())
	x := make([]float32, 40)
	for _, o := range []Options{{LearningRate: -1}, {LearningRate: math.NaN()}, {Beta1: 1}, {Beta2: -1}, {Eps: -1},
		{Batch: -1}, {Holdout: 1}, {MinGain: math.NaN()}} {
		if _, err := NewTrainer(f, f.Rows(x), o); err == nil {
			t.Errorf("%+v was taken", o)
		}
	}
	if _, err := NewTrainer(f, f.Rows(x[:8]), Options{}); err == nil {
		t.Error("four rows were taken")
	}
}

func TestSomethingIsLeftToTrainOn(t *testing.T) {
	f, _ := New(Config{Dim: 2, Couplings: 1, Hidden: []int{4}, Activation: ReLU, Prior: Gaussian})
	tr, err := NewTrainer(f, f.Rows(rows(f, minRows, 1)), Options{Holdout: 0.99})
	if err != nil {
		t.Fatal(err)
	}
	if len(tr.train) < 1 || len(tr.held) < 1 || len(tr.train)+len(tr.held) != minRows {
		t.Errorf("%d rows to train on and %d held out of %d", len(tr.train), len(tr.held), minRows)
	}
	if _, err := tr.Step(); err != nil {
		t.Error(err)
	}
}

// Against a known law the divergence is the NLL less that law's own on the same rows, and it is far surer than the NLL.
func TestDivergence(t *testing.T) {
	tr := train(t, Config{Dim: 2, Couplings: 4, Hidden: []int{24}, Activation: ReLU, Prior: Gaussian, Seed: 5},
		Options{Batch: 128, EvalEvery: 10}, 1)
	if !math.IsNaN(tr.Divergence.Mean) {
		t.Errorf("without the truth the divergence is %v", tr.Divergence)
	}
	var own float64
	for _, r := range tr.Held() {
		x, y := float64(all(tr)[2*r]), float64(all(tr)[2*r+1])
		e := (y - x*x) / 0.3
		lp := -math.Log(2*math.Pi) - math.Log(0.3) - (x*x+e*e)/2
		tr.Truth = append(tr.Truth, lp)
		own -= lp / float64(len(tr.Held()))
	}
	for range 400 {
		if _, err := tr.Step(); err != nil {
			t.Fatal(err)
		}
	}
	if d := tr.Divergence; math.Abs(d.Mean-(tr.Valid.Mean-own)) > 1e-9 || d.Mean < -0.1 || d.Mean > 0.4 ||
		d.Error > tr.Valid.Error/2 {
		t.Errorf("divergence %v, NLL %v, the law's own %v", d, tr.Valid, own)
	}
}

// A validation that is asked for in the middle of a step leaves the step as it was.
func TestValidateInTheMiddleOfAStep(t *testing.T) {
	c := Config{Dim: 2, Couplings: 2, Hidden: []int{512, 512}, Activation: ReLU, Prior: Gaussian}
	run := func(interrupt bool) *Trainer {
		tr := train(t, c, Options{Batch: 96}, 1)
		for tr.Steps < 3 {
			if _, err := tr.Advance(); err != nil {
				t.Fatal(err)
			}
			if !interrupt || tr.batch == 0 {
				continue
			}
			interrupt = false
			before := tr.Steps
			tr.Validate()
			for {
				r, err := tr.Advance()
				if err != nil {
					t.Fatal(err)
				}
				if r.Stepped || tr.Steps != before {
					t.Fatal("the validation went on with the step")
				}
				if r.Validated {
					break
				}
			}
		}
		if interrupt {
			t.Fatal("no step was cut")
		}
		return tr
	}
	a, b := run(false), run(true)
	for i, w := range a.Flow.Weights {
		if w != b.Flow.Weights[i] {
			t.Fatalf("weight %d is %v, without the validation %v", i, b.Flow.Weights[i], w)
		}
	}
}

// Whoever looks at a model whose loss is not a number sees that, and changes nothing of the run.
func TestLookingAtADivergedModelChangesNothing(t *testing.T) {
	c := Config{Dim: 2, Couplings: 4, Hidden: []int{16}, Activation: ReLU, Prior: Gaussian, Seed: 5}
	tr := train(t, c, Options{}, 40)
	tr.Flow.Weights[3] = float32(math.NaN())
	bits := func(w []float32) (b []uint32) {
		for _, v := range w {
			b = append(b, math.Float32bits(v))
		}
		return b
	}
	weights, before := bits(tr.Flow.Weights), tr.Snapshot()
	tr.Validate()
	for {
		r, err := tr.Advance()
		if err != nil || r.Stepped {
			t.Fatalf("the look gave %+v and the error %v", r, err)
		}
		if r.Validated {
			break
		}
	}
	if !math.IsNaN(tr.Valid.Mean) || !math.IsNaN(tr.Divergence.Mean) {
		t.Errorf("it measured %v and %v", tr.Valid, tr.Divergence)
	}
	if !slices.Equal(bits(tr.Flow.Weights), weights) {
		t.Error("the weights are others")
	}
	after := tr.Snapshot()
	if after.AdamSteps != before.AdamSteps || after.BestStep != before.BestStep ||
		!slices.Equal(after.Moment1, before.Moment1) {
		t.Errorf("the moments are of %d steps and were of %d, the last gain of step %d and was of %d", after.AdamSteps, before.AdamSteps, after.BestStep, before.BestStep)
	}
}

// The law may come to be known between two chunks of a validation: the divergence is still the mean over all held-out
// rows.
func TestTruthInTheMiddleOfAValidation(t *testing.T) {
	tr := train(t, Config{Dim: 2, Couplings: 2, Hidden: []int{512, 512}, Activation: ReLU, Prior: Gaussian},
		Options{Holdout: 0.9}, 1)
	if tr.Flow.Chunk() >= len(tr.Held()) {
		t.Fatalf("a validation of %d rows is not cut", len(tr.Held()))
	}
	tr.Validate()
	if r, err := tr.Advance(); err != nil || r.Validated {
		t.Fatal(r, err)
	}
	var own float64
	for i := range tr.Held() {
		tr.Truth = append(tr.Truth, float64(i))
		own -= float64(i) / float64(len(tr.Held()))
	}
	before := tr.Valid
	for {
		r, err := tr.Advance()
		if err != nil {
			t.Fatal(err)
		}
		if r.Validated {
			break
		}
	}
	if tr.Valid != before {
		t.Errorf("the NLL is %v and was %v", tr.Valid, before)
	}
	if d := tr.Divergence.Mean; math.Abs(d-(tr.Valid.Mean-own)) > 1e-9 {
		t.Errorf("divergence %v, NLL %v, the law's own %v", d, tr.Valid.Mean, own)
	}
}

// all returns the rows of a trainer of rows that lie in one slice.
func all(t *Trainer) []float32 { return t.data.(dense).x }
