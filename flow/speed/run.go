package speed

import (
	"slices"

	"nicelab/flow"
	"nicelab/wasm/protocol"
)

// A Kernel is one way to compute a step.
type Kernel struct {
	Name    string
	Helpers int             // threads beside the caller's
	Use     func() bool     // puts it in place, and reports whether this engine runs it
	Peak    func(turns int) // see Peak, on the caller's thread alone; nil where there is no such loop
}

// pace is how long a Run takes.
type pace struct {
	rounds  int
	seconds float64 // of a turn
	peak    float64 // seconds of the loop in registers before it
	spend   float64 // seconds on one figure after which no further turn begins
	step    float64 // seconds of a step that are too many
}

var (
	usual = pace{rounds: 5, seconds: 0.4, peak: 0.05, spend: 6, step: 4}
	brief = pace{rounds: 1, seconds: 0.1, peak: 0.03, spend: 1, step: 4}
)

// Run measures the models on each kernel, which take turns: what else the machine does then hits all alike. The figures
// are medians over the turns, a peak is the best. A model is not tried on a kernel where a step of it would take
// seconds, judged by the models before.
type Run struct {
	pace
	kernels []Kernel
	models  []Model
	bench   protocol.Bench
	trainer *flow.Trainer // of the model in hand, for all kernels
	rates   [][]float64   // steps a second, by figure
	spent   []float64     // seconds, by figure
	peaks   []float64     // GFLOP/s, by kernel, of all its threads
}

// NewRun measures the kernels that this engine runs; the first of them is what it trains with. A short run shows that
// all works.
func NewRun(kernels []Kernel, short bool) *Run {
	if short {
		return newRun(brief, kernels, Models)
	}
	return newRun(usual, kernels, Models)
}

func newRun(p pace, kernels []Kernel, models []Model) *Run {
	r := &Run{pace: p, models: models}
	b := &r.bench
	for _, k := range kernels {
		if k.Use() {
			r.kernels = append(r.kernels, k)
			b.Kernels = append(b.Kernels, protocol.BenchKernel{Name: k.Name, Helpers: k.Helpers, InUse: len(r.kernels) == 1})
		}
	}
	for _, m := range models {
		b.Models = append(b.Models, protocol.BenchModel{Name: m.Name, Batch: m.Batch, Weights: m.Config.Weights()})
	}
	figures := len(models) * len(r.kernels)
	b.Figures, b.Total = make([]protocol.BenchFigure, figures), figures*p.rounds
	r.rates, r.spent, r.peaks = make([][]float64, figures), make([]float64, figures), make([]float64, len(r.kernels))
	return r
}

// Bench returns what has been measured so far.
func (r *Run) Bench() protocol.Bench {
	b := r.bench
	b.Kernels, b.Figures = slices.Clone(b.Kernels), slices.Clone(b.Figures)
	return b
}

// Turn measures one model on one kernel once, and reports whether there are turns left.
func (r *Run) Turn() (more bool, err error) {
	b := &r.bench
	if b.Done < b.Total {
		if err := r.turn(b.Model, b.Kernel); err != nil {
			return false, err
		}
		b.Done++
	}
	if b.Done == b.Total {
		r.trainer = nil
		return false, nil
	}
	b.Kernel = b.Done % len(r.kernels)
	if m := b.Done / (len(r.kernels) * r.rounds); m != b.Model {
		b.Model, r.trainer = m, nil
	}
	return true, nil
}

func (r *Run) turn(m, k int) error {
	i := m*len(r.kernels) + k
	f := &r.bench.Figures[i]
	if f.StepSeconds > 0 || r.spent[i] > r.spend {
		return nil
	}
	work := r.models[m].Config.StepFlops(r.models[m].Batch)
	if seconds := r.foresee(work, k); m > 0 && f.Turns == 0 && seconds > r.limit(k) {
		f.StepSeconds = seconds
		return nil
	}
	if r.trainer == nil {
		if err := r.load(r.models[m]); err != nil {
			return err
		}
	}
	kernel := r.kernels[k]
	kernel.Use()
	if kernel.Peak != nil {
		for range 8 { // the best counts: what else the machine does is no property of the engine
			one := Peak(r.peak/8, kernel.Peak)
			r.peaks[k] = max(r.peaks[k], one*float64(1+kernel.Helpers)) // threads that share a core or its clock reach less
		}
	}
	var failed error
	step := func() {
		if _, err := r.trainer.Step(); err != nil {
			failed = err
		}
	}
	// A kernel that was just put in place is compiled anew. A step of tenths of a second outlasts that by itself.
	if warmup := r.seconds / 8; f.Turns == 0 || warmup*f.StepsPerSecond > 1 {
		_, took := Repeat(warmup, step)
		r.spent[i] += took
	}
	times, took := Repeat(r.seconds, step)
	r.spent[i] += took
	r.rates[i] = append(r.rates[i], float64(times)/took)
	f.Turns++
	f.StepsPerSecond = median(r.rates[i])
	f.Gflops = f.StepsPerSecond * work / 1e9
	r.compare()
	return failed
}

// foresee returns the seconds of a step of so many operations by what the kernel did best so far.
func (r *Run) foresee(work float64, k int) float64 {
	best := 0.0
	for i := k; i < len(r.bench.Figures); i += len(r.kernels) {
		best = max(best, r.bench.Figures[i].Gflops)
	}
	return work / best / 1e9
}

// limit is more for the kernel in use: a figure is owed for it.
func (r *Run) limit(k int) float64 {
	if k == 0 {
		return 5 * r.step
	}
	return r.step
}

func (r *Run) load(m Model) error {
	f, err := flow.New(m.Config)
	if err != nil {
		return err
	}
	rows := m.Rows()
	f.Standardize(rows)
	r.trainer, err = Trainer(f, rows)
	return err
}

// compare holds every figure against the peaks as they now stand.
func (r *Run) compare() {
	highest := slices.Max(r.peaks)
	if highest == 0 { // an engine without vectors
		return
	}
	for k := range r.bench.Kernels {
		r.bench.Kernels[k].Peak = r.peaks[k]
		r.bench.Kernels[k].Mark = r.peaks[k] / highest
	}
	for i := range r.bench.Figures {
		f := &r.bench.Figures[i]
		f.Length = f.Gflops / highest
		f.Share = f.Length
		if mark := r.bench.Kernels[i%len(r.kernels)].Mark; mark > 0 {
			f.Share = f.Length / mark
		}
	}
}

func median(x []float64) float64 {
	s := slices.Sorted(slices.Values(x))
	return (s[len(s)/2] + s[(len(s)-1)/2]) / 2
}
