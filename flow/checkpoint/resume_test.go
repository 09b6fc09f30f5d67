package checkpoint

import (
	"bytes"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"unsafe"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"nicelab/flow"
	"nicelab/flow/flowtest"
)

// trained returns a trainer after some steps on 30 rows, and its file.
func trained(c flow.Config, o flow.Options, steps int) (*flow.Trainer, []float32, File) {
	f, err := flow.New(c)
	if err != nil {
		panic(err)
	}
	x := rows(c.Dim, 30, rand.New(rand.NewPCG(c.Seed, 9)))
	f.Standardize(x)
	if c.Clusters > 0 {
		flowtest.Clusters(f, rand.New(rand.NewPCG(c.Seed, 10)))
	}
	t, err := flow.NewTrainer(f, f.Rows(x), o)
	if err != nil {
		panic(err)
	}
	for range steps {
		if _, err := t.Step(); err != nil {
			panic(err)
		}
	}
	s := t.Snapshot()
	return t, x, File{Flow: f, Train: []byte(`{"step":1}`), Resume: &s}
}

var resumed = flow.Config{Dim: 2, Couplings: 2, Hidden: []int{3}, Activation: flow.Tanh, Prior: flow.Logistic, Seed: 3}

// 500 steps are 250, a file, and 250 more; the file of the same state has the same bytes.
func TestResumeThroughAFile(t *testing.T) {
	for _, c := range judged {
		o := flow.Options{Batch: 10, EvalEvery: 7, Patience: 90, MinGain: 0.05}
		whole, _, want := trained(c, o, 500)
		_, x, half := trained(c, o, 250)
		b := marshal(t, half)
		back, err := Unmarshal(b)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(b, marshal(t, back)) {
			t.Error("what was read is saved in other bytes")
		}
		tr, err := flow.Resume(back.Flow, back.Flow.Rows(x), *back.Resume)
		if err != nil {
			t.Fatal(err)
		}
		for range 250 {
			if _, err := tr.Step(); err != nil {
				t.Fatal(err)
			}
		}
		s := tr.Snapshot()
		if !bytes.Equal(marshal(t, want), marshal(t, File{Flow: tr.Flow, Train: want.Train, Resume: &s})) {
			t.Errorf("%v: 500 steps and twice 250 give two files", c)
		}
		if whole.Loss != tr.Loss || whole.Valid != tr.Valid || whole.Best != tr.Best {
			t.Errorf("%v: loss %v and %v, valid %v and %v", c, whole.Loss, tr.Loss, whole.Valid, tr.Valid)
		}
	}
}

// Before the first step losses are not numbers yet, and so they come back.
func TestResumeFromTheStart(t *testing.T) {
	_, _, f := trained(resumed, flow.Options{Batch: 8}, 0)
	back, err := Unmarshal(marshal(t, f))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(f.Resume, back.Resume, cmpopts.EquateNaNs()); diff != "" {
		t.Error(diff)
	}
}

// A file without the entry opens as before, whatever train.* it holds.
func TestResumeIsOptional(t *testing.T) {
	_, _, f := trained(resumed, flow.Options{Batch: 8}, 3)
	header, body := split(marshal(t, f))
	back, err := Unmarshal(join(strings.Replace(header, `"resume":`, `"other":`, 1), body))
	if err != nil || back.Resume != nil {
		t.Errorf("resume %v, error %v", back.Resume, err)
	}
}

// A file of an earlier version resumes as one of this does.
func TestResumeOfAnEarlierVersion(t *testing.T) {
	_, _, f := trained(resumed, flow.Options{Batch: 8}, 3)
	header, body := split(marshal(t, f))
	back, err := Unmarshal(swapped(t, header, body, `\"best_step\"`, `\"best_divergence\":[0.5,null],\"best_step\"`))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(marshal(t, f), marshal(t, back)) {
		t.Error("it is saved in other bytes")
	}
}

func TestHostileResume(t *testing.T) {
	_, _, f := trained(resumed, flow.Options{Batch: 8}, 3)
	valid := marshal(t, f)
	header, body := split(valid)
	swap := func(old, new string) []byte { t.Helper(); return swapped(t, header, body, old, new) }
	put := func(fromEnd int, bits uint32) []byte { return withBits(header, body, len(body)-fromEnd, bits) }
	n, order := 4*len(f.Flow.Weights), 4*len(f.Resume.Order) // best, adam.m, adam.v, order end the file
	for name, c := range map[string]struct {
		file []byte
		want string
	}{
		"no JSON":            {swap(`"{\"learning_rate\"`, `"{learning_rate`), "resume entry is not JSON"},
		"another kind":       {swap(`\"steps\":3`, `\"steps\":\"3\"`), "resume entry does not fit"},
		"half a step":        {swap(`\"steps\":3`, `\"steps\":3.5`), "resume entry does not fit"},
		"twice":              {swap(`\"steps\":3`, `\"steps\":3,\"steps\":4`), `says "steps" twice`},
		"unknown":            {swap(`\"steps\":3`, `\"steps\":3,\"warm_up\":4`), "warm_up"},
		"steps below 0":      {swap(`\"steps\":3`, `\"steps\":-3`), "-3 steps"},
		"steps beyond JSON":  {swap(`\"steps\":3`, `\"steps\":9007199254740993`), "steps"},
		"loss beyond floats": {swap(`\"loss\":`, `\"loss\":1e999,\"x\":`), "resume entry does not fit"},
		"rows":               {swap(`\"rows\":30`, `\"rows\":2000000000`), "at most"},
		"no rows":            {swap(`\"rows\":30`, `\"rows\":0`), "rows"},
		"rate":               {swap(`\"learning_rate\":0.005`, `\"learning_rate\":0`), "learning rate"},
		"source":             {swap(`\"source\":\"`, `\"source\":\"AA`), "resume entry does not fit"},
		"no source":          {swap(`\"source\":`, `\"source\":null,\"due\":false,\"in_hand\":`), "says"},
		"adam":               {swap(`\"adam_steps\":3`, `\"adam_steps\":4`), "moments are of 4 steps"},
		"no moments":         {swap(`"train.adam.m"`, `"train.adam.q"`), "the model has"},
		"no order":           {swap(`"train.order"`, `"train.ordre"`), "trains on 0 of 30"},
		"moments as ints":    {swap(`"train.adam.m":{"dtype":"F32"`, `"train.adam.m":{"dtype":"I32"`), "has type I32"},
		"order as floats":    {swap(`"train.order":{"dtype":"I32"`, `"train.order":{"dtype":"F32"`), "has type F32"},
		"order as a matrix": {swap(`"train.order":{"dtype":"I32","shape":[24]`,
			`"train.order":{"dtype":"I32","shape":[4,6]`), "shape [4 6]"},
		"row twice":     {put(4, uint32(f.Resume.Order[0])), "comes twice"},
		"row beyond":    {put(4, 1<<31), "out of range"},
		"second moment": {put(order+4, math.Float32bits(-1)), "second moment is negative"},
		"moment":        {put(order+n+4, math.Float32bits(float32(math.NaN()))), "not all finite"},
		"best weight":   {put(order+3*n-4*8, math.Float32bits(float32(math.Inf(1)))), "not all finite"},
		"best scale":    {put(order+2*n+4, math.Float32bits(90)), "of its best weights: log_scale"},
	} {
		_, err := Unmarshal(c.file)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: the error should have %q: %v", name, c.want, err)
		}
	}
	if _, err := Unmarshal(valid); err != nil {
		t.Error(err)
	}
}

func TestMarshalRefusesWhatCannotResume(t *testing.T) {
	for name, spoil := range map[string]func(*File){
		"moment":   func(f *File) { f.Resume.Moment1[0] = float32(math.NaN()) },
		"steps":    func(f *File) { f.Resume.Steps = -1 },
		"loss":     func(f *File) { f.Resume.Loss = math.Inf(1) },
		"reserved": func(f *File) { f.Extra = []flow.Tensor{{Name: "train.best", Shape: []int{1}, Data: []float32{0}}} },
	} {
		_, _, f := trained(resumed, flow.Options{Batch: 8}, 3)
		spoil(&f)
		if _, err := Marshal(f); err == nil {
			t.Errorf("%s: saved without an error", name)
		}
	}
}

// The weights are a trainer's, who may be at work: not for a moment are they others.
func TestMarshalLeavesTheWeights(t *testing.T) {
	_, _, f := trained(resumed, flow.Options{Batch: 8}, 3)
	for i := range f.Resume.Best {
		f.Resume.Best[i] = f.Flow.Weights[i] + 1
	}
	w := (*uint32)(unsafe.Pointer(&f.Flow.Weights[0]))
	want := atomic.LoadUint32(w)
	var done atomic.Bool
	go func() {
		defer done.Store(true)
		for range 1000 {
			if _, err := Marshal(f); err != nil {
				t.Error(err)
			}
		}
	}()
	for ; !done.Load(); runtime.Gosched() {
		if atomic.LoadUint32(w) != want {
			t.Fatal("the weights changed while they were saved")
		}
	}
}

// FuzzResume edits the resume entry and the numbers behind it.
func FuzzResume(f *testing.F) {
	_, _, file := trained(resumed, flow.Options{Batch: 8}, 3)
	header, body := split(marshal(f, file))
	f.Add(header, body)
	f.Add(strings.Replace(header, `\"rows\":30`, `\"rows\":31`, 1), body)
	f.Add(strings.Replace(header, `\"loss\":`, `\"loss\":null,\"eps\":`, 1), body)
	f.Fuzz(func(t *testing.T, header string, body []byte) {
		b := join(header, body)
		refusedOrKept(t, b)
		got, err := Unmarshal(b)
		if err != nil || got.Resume == nil || got.Resume.Rows > 1000 {
			return
		}
		x := make([]float32, got.Resume.Rows*got.Flow.Config.Dim)
		tr, err := flow.Resume(got.Flow, got.Flow.Rows(x), *got.Resume)
		if err != nil {
			t.Fatalf("taken, and then not resumed: %v", err)
		}
		for range 2 {
			_, _ = tr.Step() // may diverge, must not panic
		}
	})
}

// A default model's file with all that training needs: its size, and how long it takes.
func BenchmarkMarshal(b *testing.B) {
	f, err := flow.New(flow.Default())
	if err != nil {
		b.Fatal(err)
	}
	x := rows(2, 2000, rand.New(rand.NewPCG(1, 9)))
	f.Standardize(x)
	t, err := flow.NewTrainer(f, f.Rows(x), flow.Options{})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		s := t.Snapshot()
		file, err := Marshal(File{Flow: f, Resume: &s})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(len(file)), "bytes")
	}
}

// PyTorch sees only the flow.
func TestPythonDropsTheTrainingState(t *testing.T) {
	_, x, f := trained(resumed, flow.Options{Batch: 8}, 30)
	python, dir := findPython(t), t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "flow.safetensors"), marshal(t, f), 0o600); err != nil {
		t.Fatal(err)
	}
	agreesWithPython(t, python, f.Flow, x, filepath.Join(dir, "flow.safetensors"), "testdata/load_numpy.py")
}
