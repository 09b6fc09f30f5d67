package speed

import (
	"math"
	"slices"
	"testing"
	"time"

	"nicelab/flow"
)

var (
	small = Model{"small", Config(2, 8), 16}
	wide  = Model{"wide", Config(3, 16, 16), 24}
)

// Every step of the trainer is on the whole batch and on nothing else: its loss is the flow's on those rows.
func TestTrainerKeepsToItsBatch(t *testing.T) {
	for _, m := range []Model{small, wide} {
		f, err := flow.New(m.Config)
		if err != nil {
			t.Fatal(err)
		}
		rows := m.Rows()
		f.Standardize(rows)
		tr, err := Trainer(f, rows)
		if err != nil {
			t.Fatal(err)
		}
		for range 5 {
			want := 0.0
			for _, lp := range f.LogProb(nil, rows) {
				want -= lp / float64(m.Batch)
			}
			if _, err := tr.Step(); err != nil {
				t.Fatal(err)
			}
			if math.Abs(tr.Loss-want) > 1e-5 {
				t.Errorf("%s: the loss of a step is %g, of the batch %g", m.Name, tr.Loss, want)
			}
		}
	}
}

func TestRepeat(t *testing.T) {
	n := 0
	if times, took := Repeat(0, func() { n++ }); times != 1 || n != 1 || took < 0 {
		t.Errorf("for no time: %d, %d times in %g s", times, n, took)
	}
	times, took := Repeat(0.02, func() { n++; time.Sleep(time.Millisecond) })
	if times != n-1 || took < 0.02 || took < 0.001*float64(times) {
		t.Errorf("%d times in %g s, called %d times", times, took, n-1)
	}
}

func TestPeakCountsOperations(t *testing.T) {
	done := 0
	peak := Peak(0.02, func(turns int) { done += turns; time.Sleep(time.Millisecond) })
	if most := 384 * float64(done) / 0.02 / 1e9; !(peak > 0 && peak <= most) {
		t.Errorf("%g GFLOP/s of at most %g", peak, most)
	}
}

// fake kernels count their turns; the second is refused.
func fakes(used map[string]int) []Kernel {
	k := func(name string, runs bool, peak func(int)) Kernel {
		return Kernel{Name: name, Use: func() bool { used[name]++; return runs }, Peak: peak}
	}
	loop := func(int) { time.Sleep(100 * time.Microsecond) }
	return []Kernel{k("fast", true, loop), k("refused", false, loop), k("plain", true, nil)}
}

func testRun(used map[string]int, models ...Model) *Run {
	return newRun(pace{rounds: 3, seconds: 0.004, peak: 0.001, spend: 60, step: 60}, fakes(used), models)
}

func TestRunMeasuresAll(t *testing.T) {
	used := map[string]int{}
	r := testRun(used, small, wide)
	if b := r.Bench(); len(b.Kernels) != 2 || !b.Kernels[0].InUse || b.Kernels[1].InUse || b.Total != 2*2*3 ||
		len(b.Models) != 2 {
		t.Fatalf("before the first turn: %+v", b)
	}
	var order []int
	for turns := 0; ; turns++ {
		order = append(order, r.bench.Kernel)
		before := r.Bench()
		more, err := r.Turn()
		if err != nil {
			t.Fatal(err)
		}
		b := r.Bench()
		if b.Done != turns+1 || before.Done != turns {
			t.Fatalf("after %d turns %d are done, and %d were", turns+1, b.Done, before.Done)
		}
		if !more {
			break
		}
	}
	if !slices.Equal(order, []int{0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1}) {
		t.Errorf("kernels in the order %v: they do not alternate", order)
	}
	b := r.Bench()
	if b.Done != b.Total || r.trainer != nil || used["refused"] != 1 {
		t.Errorf("at the end: %d of %d turns, trainer kept: %v, refused kernel used %d times", b.Done, b.Total,
			r.trainer != nil, used["refused"])
	}
	if !(b.Kernels[0].Peak > 0) || b.Kernels[0].Mark != 1 || b.Kernels[1].Peak != 0 {
		t.Errorf("peaks: %+v", b.Kernels)
	}
	for i, f := range b.Figures {
		m := []Model{small, wide}[i/2]
		if f.Turns != 3 || !(f.StepsPerSecond > 0) || f.StepSeconds != 0 {
			t.Errorf("figure %d: %+v", i, f)
		}
		if want := f.StepsPerSecond * m.Config.StepFlops(m.Batch) / 1e9; math.Abs(f.Gflops-want) > 1e-9*want {
			t.Errorf("figure %d: %g GFLOP/s, want %g", i, f.Gflops, want)
		}
		if want := f.Gflops / b.Kernels[0].Peak; math.Abs(f.Share-want) > 1e-9*want || f.Length != f.Share {
			t.Errorf("figure %d: share %g and length %g, want %g", i, f.Share, f.Length, want)
		}
	}
}

// What several threads do is held against the loops of all of them.
func TestPeakIsOfAllThreads(t *testing.T) {
	kernels := fakes(map[string]int{})[:1]
	kernels = append(kernels, kernels[0])
	kernels[0].Helpers = 9
	for tries := 5; ; tries-- { // what else the machine does may slow one of the two down
		if peakOfAllThreads(t, kernels, tries == 1) {
			return
		}
	}
}

func peakOfAllThreads(t *testing.T, kernels []Kernel, last bool) bool {
	t.Helper()
	r := newRun(pace{rounds: 1, seconds: 0.004, peak: 0.2, spend: 60, step: 60}, kernels, []Model{small})
	for more := true; more; {
		var err error
		if more, err = r.Turn(); err != nil {
			t.Fatal(err)
		}
	}
	ten, one := r.Bench().Kernels[0], r.Bench().Kernels[1]
	times := ten.Peak / one.Peak
	switch ok := times > 3 && times < 30; {
	case !ok && !last:
		return false
	case !ok, ten.Mark != 1, math.Abs(one.Mark*times-1) > 1e-9:
		t.Errorf("the peak of ten threads is %g times that of one; marks at %g and %g", times, ten.Mark, one.Mark)
	}
	return true
}

// A model whose step would take too long is left out, and so is all that comes after it on that kernel.
func TestRunLeavesOut(t *testing.T) {
	r := testRun(map[string]int{}, small, wide, wide)
	r.step = 1e-9
	for more := true; more; {
		var err error
		if more, err = r.Turn(); err != nil {
			t.Fatal(err)
		}
	}
	for i, f := range r.Bench().Figures {
		if measured := f.Turns > 0; measured != (i < 2) || (f.StepSeconds > 0) != (i >= 2) {
			t.Errorf("figure %d: %+v", i, f)
		}
	}
}

// No figure takes longer than it may, however many rounds there are.
func TestRunEndsInTime(t *testing.T) {
	r := testRun(map[string]int{}, small)
	r.spend = 1e-9
	for more := true; more; {
		var err error
		if more, err = r.Turn(); err != nil {
			t.Fatal(err)
		}
	}
	for i, f := range r.Bench().Figures {
		if f.Turns != 1 {
			t.Errorf("figure %d has %d turns", i, f.Turns)
		}
	}
}

// The models stand in the order of their work: Run judges each by the one before.
func TestModelsAscend(t *testing.T) {
	for i, m := range Models {
		if err := m.Config.Validate(); err != nil {
			t.Errorf("%s: %v", m.Name, err)
		}
		if n := len(m.Rows()); n != m.Batch*m.Config.Dim {
			t.Errorf("%s has %d numbers", m.Name, n)
		}
		if i > 0 && m.Config.StepFlops(m.Batch) < Models[i-1].Config.StepFlops(Models[i-1].Batch) {
			t.Errorf("%s is less work than the model before", m.Name)
		}
	}
}
