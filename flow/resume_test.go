package flow

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// bits compares snapshots bit for bit, but for NaN, which equals NaN.
var bits = cmpopts.EquateNaNs()

// copyOf carries t into a new flow, as a file does.
func copyOf(t interface{ Fatal(...any) }, tr *Trainer) *Trainer {
	f, err := New(tr.Flow.Config)
	if err != nil {
		t.Fatal(err)
	}
	for i, from := range tr.Flow.Tensors() {
		copy(f.Tensors()[i].Data, from.Data)
	}
	if err := f.Settle(); err != nil {
		t.Fatal(err)
	}
	back, err := Resume(f, tr.data, tr.Snapshot())
	if err != nil {
		t.Fatal(err)
	}
	back.Truth, back.Draw, back.Grid = tr.Truth, tr.Draw, tr.Grid
	return back
}

func sameTrainers(t interface{ Fatalf(string, ...any) }, when string, a, b *Trainer) {
	sa, sb := a.Snapshot(), b.Snapshot()
	for _, block := range []struct {
		name string
		a, b []float32
	}{{"weight", a.Flow.Weights, b.Flow.Weights}, {"raw weight", sa.Raw, sb.Raw}, {"best weight", sa.Best, sb.Best},
		{"moment", sa.Moment1, sb.Moment1}, {"second moment", sa.Moment2, sb.Moment2}} {
		for i, v := range block.a {
			if math.Float32bits(v) != math.Float32bits(block.b[i]) {
				t.Fatalf("%s %s %d is %v and %v", when, block.name, i, v, block.b[i])
			}
		}
	}
	for _, s := range []*Snapshot{&sa, &sb} { // cmp is slow on what was compared
		s.Raw, s.Best, s.Moment1, s.Moment2 = nil, nil, nil, nil
	}
	if diff := cmp.Diff(sa, sb, bits); diff != "" {
		t.Fatalf("%s the snapshots differ (-uninterrupted +resumed):\n%s", when, diff)
	}
	if a.Best != b.Best {
		t.Fatalf("%s the best NLL is %v and %v", when, a.Best, b.Best)
	}
}

// Whatever the model and wherever it is cut, before or after a validation, a plateau or a change of the options: what
// is resumed does the same, bit for bit, and so does what went on and was rewound.
func TestResumeGivesTheSameBits(t *testing.T) {
	plateaus := 0
	rapid.Check(t, func(t *rapid.T) {
		c := Config{
			Dim:        rapid.IntRange(2, 5).Draw(t, "dim"),
			Couplings:  rapid.IntRange(1, 4).Draw(t, "couplings"),
			Hidden:     rapid.SampledFrom([][]int{{4}, {8, 5}, {16, 16}}).Draw(t, "hidden"),
			Activation: rapid.SampledFrom([]Activation{ReLU, Tanh}).Draw(t, "activation"),
			Prior:      rapid.SampledFrom([]Prior{Gaussian, Logistic}).Draw(t, "prior"),
			Seed:       rapid.Uint64Range(0, 99).Draw(t, "seed"),
			Mix:        rapid.SampledFrom([]Mix{Unmixed, Unmixed, Rotate, Linear}).Draw(t, "mix"),
			Whiten:     rapid.Bool().Draw(t, "whiten"),
		}
		if c.Dim > 2 {
			c.Leading = rapid.SampledFrom([]int{0, 0, 2, c.Dim - 1}).Draw(t, "leading")
			c.Modes = rapid.SampledFrom([]int{0, 0, 3}).Draw(t, "modes")
		}
		if c.Dim > 2 && c.Modes == 0 {
			c.Clusters = rapid.SampledFrom([]int{0, 3}).Draw(t, "clusters")
		}
		o := func(label string) Options {
			return Options{
				Batch: rapid.IntRange(1, 150).Draw(t, label+" batch"), EvalEvery: rapid.IntRange(1, 6).Draw(t, label+" every"),
				Patience:     rapid.IntRange(3, 200).Draw(t, label+" patience"),
				LearningRate: rapid.SampledFrom([]float64{1e-3, 0.02, 0.5}).Draw(t, label+" rate"),
				MinGain:      rapid.SampledFrom([]float64{1e-3, 0.3}).Draw(t, label+" gain"),
				Run:          rapid.SampledFrom([]int{0, 0, 9, 500}).Draw(t, label+" run"),
				Warmup:       rapid.IntRange(0, 20).Draw(t, label+" warm-up"),
				Clip:         rapid.SampledFrom([]float64{0, 0.5}).Draw(t, label+" clip"),
				Average:      rapid.SampledFrom([]float64{0, 0.9}).Draw(t, label+" average"),
				Noise:        rapid.SampledFrom([]float64{0, 0.2}).Draw(t, label+" noise"), Fresh: rapid.Bool().Draw(t, label+" fresh"),
				Dequantize: rapid.Bool().Draw(t, label+" dequantize"),
			}
		}
		f, err := New(c)
		if err != nil {
			t.Fatal(err)
		}
		x := rows(f, rapid.IntRange(minRows, 300).Draw(t, "rows"), c.Seed)
		f.Standardize(x)
		a, err := NewTrainer(f, f.Rows(x), o("first"))
		if err != nil {
			t.Fatal(err)
		}
		if rapid.Bool().Draw(t, "law") {
			a.Draw = normal
		}
		a.Grid = make([]float32, c.Dim)
		a.Grid[0] = 0.5
		other := o("other")
		for i := range rapid.IntRange(0, 120).Draw(t, "cut") {
			if i == 7 {
				if err := a.SetOptions(other); err != nil {
					t.Fatal(err)
				}
			}
			if r, _ := advance(a); r.Plateau {
				plateaus++
			}
		}
		b := copyOf(t, a)
		sameTrainers(t, "at the cut", a, b)
		cut, weights := a.Snapshot(), append([]float32(nil), a.Flow.Weights...)
		for range 60 {
			ra, ea := advance(a)
			rb, eb := advance(b)
			if ra != rb || ea != eb {
				t.Fatalf("step %d: %+v %q and %+v %q", a.Steps, ra, ea, rb, eb)
			}
		}
		sameTrainers(t, "after it", a, b)
		for range rapid.IntRange(0, 5).Draw(t, "beyond") {
			advance(a)
		}
		copy(a.Flow.Weights, weights)
		a.Rewind(&cut)
		for range 60 {
			advance(a)
		}
		sameTrainers(t, "rewound", a, b)
	})
	if plateaus == 0 {
		t.Error("no run met a plateau before its cut")
	}
}

// normal draws numbers that are normal.
func normal(dst []float32, rng *rand.Rand) {
	for i := range dst {
		dst[i] = float32(rng.NormFloat64())
	}
}

func advance(tr *Trainer) (r Report, text string) {
	r, err := tr.Advance()
	if err != nil {
		text = err.Error()
	}
	return r, text
}

// A large model is cut between any two parts of a step or of a validation, with options that changed in the middle.
func TestResumeWithinAStep(t *testing.T) {
	c := Config{Dim: 2, Couplings: 2, Hidden: []int{768, 768}, Activation: Tanh, Prior: Gaussian, Seed: 1}
	o := Options{Batch: 150, EvalEvery: 2}
	const chunks = 18
	a := train(t, c, o, 0)
	var cuts []*Trainer
	within := map[bool]int{}
	for i := range chunks {
		if i == 6 {
			if err := a.SetOptions(Options{Batch: 90, EvalEvery: 2}); err != nil {
				t.Fatal(err)
			}
		}
		cuts = append(cuts, copyOf(t, a))
		if a.batch > 0 && a.at > 0 || a.validates && a.nll.n > 0 {
			within[a.validates]++
		}
		if _, text := advance(a); text != "" {
			t.Fatal(text)
		}
	}
	for a.batch > 0 || a.validates {
		advance(a)
	}
	if within[false] < 3 || within[true] < 3 {
		t.Errorf("%v cuts within a step (false) and a validation (true)", within)
	}
	for i, b := range cuts {
		if i < 6 {
			continue // they had the first options to the end
		}
		for b.Steps < a.Steps || b.batch > 0 || b.validates {
			advance(b)
		}
		sameTrainers(t, "after the cut", a, b)
	}
}

// 500 steps are 250, a file, and 250 more.
func TestResumeInTheMiddle(t *testing.T) {
	for _, o := range []Options{{Batch: 64}, {Batch: 100, Beta2: 0.99, Eps: 1e-4, Patience: 60, MinGain: 0.05}} {
		c := Config{Dim: 3, Couplings: 4, Hidden: []int{16, 16}, Activation: Tanh, Prior: Logistic, Seed: 11}
		a, b := train(t, c, o, 500), train(t, c, o, 250)
		b = copyOf(t, b)
		for range 250 {
			if _, err := b.Step(); err != nil {
				t.Fatal(err)
			}
		}
		sameTrainers(t, "after 500 steps", a, b)
	}
}

// Whoever looks at the held-out rows in between gets the same run.
func TestMeasuringDecidesNothing(t *testing.T) {
	c := Config{Dim: 2, Couplings: 4, Hidden: []int{16}, Activation: ReLU, Prior: Gaussian, Seed: 4}
	o := Options{Batch: 64, Patience: 50, MinGain: 0.02}
	a, b := train(t, c, o, 0), train(t, c, o, 0)
	plateaus := 0
	for range 400 {
		ra, errA := a.Step()
		b.Validate()
		rb, errB := b.Step()
		for b.validates {
			if _, err := b.Advance(); err != nil {
				t.Fatal(err)
			}
		}
		if ra.Plateau != rb.Plateau || errA != nil || errB != nil {
			t.Fatalf("step %d: %+v and %+v", a.Steps, ra, rb)
		}
		if ra.Plateau {
			plateaus++
		}
		if a.Best != b.Best || a.BestAt != b.BestAt || a.bestStep != b.bestStep {
			t.Fatalf("step %d: best %v of step %d, measured more often %v of step %d", a.Steps, a.Best,
				a.BestAt, b.Best, b.BestAt)
		}
	}
	if plateaus == 0 {
		t.Error("there was no plateau")
	}
}

func TestSnapshotsFromOutsideAreChecked(t *testing.T) {
	c := Config{Dim: 2, Couplings: 2, Hidden: []int{6}, Activation: ReLU, Prior: Gaussian, Seed: 5}
	tr := train(t, c, Options{Batch: 64}, 30)
	nan, inf := math.NaN(), math.Inf(1)
	for name, spoil := range map[string]func(*Snapshot){
		"rate":              func(s *Snapshot) { s.Options.LearningRate = -1 },
		"batch option":      func(s *Snapshot) { s.Options.Batch = 0 },
		"steps":             func(s *Snapshot) { s.Steps = -1 },
		"steps beyond 2^53": func(s *Snapshot) { s.Steps = maxCount + 1 },
		"loss":              func(s *Snapshot) { s.Loss = inf },
		"valid":             func(s *Snapshot) { s.Valid.Mean = inf },
		"error":             func(s *Snapshot) { s.BestValid.Error = -1 },
		"best in future":    func(s *Snapshot) { s.BestAt = s.Steps + 1 },
		"gain in future":    func(s *Snapshot) { s.BestStep = s.Steps + 1 },
		"best before":       func(s *Snapshot) { s.BestAt = -1 },
		"adam":              func(s *Snapshot) { s.AdamSteps = s.Steps + 1 },
		"short best":        func(s *Snapshot) { s.Best = s.Best[1:] },
		"long moment":       func(s *Snapshot) { s.Moment1 = append(s.Moment1, 0) },
		"no moment":         func(s *Snapshot) { s.Moment2 = nil },
		"moment":            func(s *Snapshot) { s.Moment1[3] = float32(nan) },
		"best weight":       func(s *Snapshot) { s.Best[0] = float32(inf) },
		"second moment":     func(s *Snapshot) { s.Moment2[2] = -1e-9 },
		"rows":              func(s *Snapshot) { s.Rows = -5 },
		"more held":         func(s *Snapshot) { s.Rows += maxHoldout },
		"one row more":      func(s *Snapshot) { s.Rows++ },
		"no order":          func(s *Snapshot) { s.Order = nil },
		"row twice":         func(s *Snapshot) { s.Order[0] = s.Order[1] },
		"row below 0":       func(s *Snapshot) { s.Order[0] = -1 },
		"row beyond":        func(s *Snapshot) { s.Order[0] = int32(s.Rows) },
		"row held out":      func(s *Snapshot) { s.Order[0] = tr.held[0] },
		"next":              func(s *Snapshot) { s.Next = len(s.Order) + 1 },
		"next below 0":      func(s *Snapshot) { s.Next = -1 },
		"step beyond":       func(s *Snapshot) { s.Next, s.Batch = len(s.Order)-3, 4 },
		"source":            func(s *Snapshot) { s.Source = s.Source[:19] },
		"no source":         func(s *Snapshot) { s.Source = nil },
	} {
		s := tr.Snapshot()
		spoil(&s)
		if _, err := Resume(tr.Flow, tr.data, s); err == nil || !strings.Contains(err.Error(), " ") {
			t.Errorf("%s: the error is %v", name, err)
		}
	}
	s := tr.Snapshot()
	if _, err := Resume(tr.Flow, tr.Flow.Rows(all(tr)[2:]), s); err == nil {
		t.Error("a row less was taken")
	}
	if _, err := Resume(tr.Flow, tr.data, s); err != nil {
		t.Error(err)
	}
}

// A snapshot shares nothing with its trainer.
func TestSnapshotIsACopy(t *testing.T) {
	c := Config{Dim: 2, Couplings: 2, Hidden: []int{6}, Activation: ReLU, Prior: Gaussian, Seed: 5}
	tr := train(t, c, Options{Batch: 64}, 10)
	s, again := tr.Snapshot(), tr.Snapshot()
	back := copyOf(t, tr)
	rng := rand.New(rand.NewPCG(1, 2))
	for range 1 + rng.IntN(40) {
		tr.Step()
		back.Step()
	}
	if diff := cmp.Diff(s, again, bits); diff != "" {
		t.Error(diff)
	}
}
