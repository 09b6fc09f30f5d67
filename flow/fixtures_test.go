package flow

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"
)

// fixture is what testdata/fixtures.py writes with PyTorch; the script documents the fields.
type fixture struct {
	Config    Config          `json:"config"`
	Tensors   []fixtureTensor `json:"tensors"`
	X         []float32       `json:"x"`
	Z         []float64       `json:"z"`
	LogP      []float64       `json:"log_p"`
	Loss      float64         `json:"loss"`
	Gradients []fixtureTensor `json:"gradients"`
	Inverse   struct {
		Z []float32 `json:"z"`
		X []float64 `json:"x"`
	} `json:"inverse"`
	Adam []struct {
		LR, Beta1, Beta2, Eps float64
		Warmup, Run           int
		Clip, Average, Blur   float64
		Losses, Averaged      []float64
	} `json:"adam"`
}

type fixtureTensor struct {
	Name  string
	Shape []int
	Data  []float64
}

func fixtures(t *testing.T) map[string]fixture {
	t.Helper()
	files, _ := filepath.Glob("testdata/nice-*.json")
	if len(files) < 5 {
		t.Fatalf("there are %d fixtures; run testdata/fixtures.py", len(files))
	}
	all := map[string]fixture{}
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var f fixture
		if err := json.Unmarshal(b, &f); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		all[filepath.Base(name)] = f
	}
	return all
}

func (fx fixture) flow(t *testing.T) *Flow {
	t.Helper()
	f, err := New(fx.Config)
	if err != nil {
		t.Fatal(err)
	}
	ts := f.Tensors()
	if len(ts) != len(fx.Tensors) {
		t.Fatalf("the flow has %d tensors, PyTorch's %d", len(ts), len(fx.Tensors))
	}
	for i, ref := range fx.Tensors {
		if ref.Name != ts[i].Name || len(ref.Data) != len(ts[i].Data) {
			t.Fatalf("tensor %d is %s with %d numbers, PyTorch's %s with %d", i, ts[i].Name, len(ts[i].Data),
				ref.Name, len(ref.Data))
		}
		for j, v := range ref.Data {
			ts[i].Data[j] = float32(v)
		}
	}
	if err := f.Settle(); err != nil {
		t.Fatal(err)
	}
	return f
}

// worst returns the largest |got - want| / max(1, |want|).
func worstOf[T float32 | float64](got []T, want []float64) float64 {
	w := 0.0
	for i, v := range want {
		d := math.Abs(float64(got[i])-v) / max(1, math.Abs(v))
		if d > w || d != d {
			w = d
		}
	}
	return w
}

func TestValuesAgainstPyTorch(t *testing.T) {
	for name, fx := range fixtures(t) {
		f := fx.flow(t)
		for what, d := range map[string]float64{
			"z":     worstOf(f.Forward(nil, fx.X), fx.Z),
			"log p": worstOf(f.LogProb(nil, fx.X), fx.LogP),
			"x":     worstOf(f.Inverse(nil, fx.Inverse.Z), fx.Inverse.X),
		} {
			if !(d <= 1e-4) {
				t.Errorf("%s: %s is off by %g", name, what, d)
			}
			t.Logf("%s: %s within %.2g of PyTorch", name, what, d)
		}
	}
}

func TestGradientsAgainstPyTorch(t *testing.T) {
	for name, fx := range fixtures(t) {
		f := fx.flow(t)
		tr, err := NewTrainer(f, f.Rows(fx.X), Options{})
		if err != nil {
			t.Fatal(err)
		}
		n := len(fx.X) / fx.Config.Dim
		loss := tr.gradient(indices(n), 1/float64(n)) / float64(n)
		if d := math.Abs(loss - fx.Loss); !(d <= 1e-4*max(1, math.Abs(fx.Loss))) {
			t.Errorf("%s: loss is %v and should be %v", name, loss, fx.Loss)
		}
		var ts []Tensor
		for _, t := range tensors(f.layers, nil, tr.grad) {
			if t.Data != nil {
				ts = append(ts, t)
			}
		}
		worst := 0.0
		for i, ref := range fx.Gradients {
			if ref.Name != ts[i].Name {
				t.Fatalf("gradient %d is of %s, PyTorch's of %s", i, ts[i].Name, ref.Name)
			}
			largest := 1e-30 // where all are 0
			for _, v := range ref.Data {
				largest = max(largest, math.Abs(v))
			}
			for j, v := range ref.Data {
				d := math.Abs(float64(ts[i].Data[j])-v) / largest
				worst = max(worst, d)
				if !(d <= 1e-4) {
					t.Fatalf("%s: gradient of %s[%d] is %v and should be %v", name, ref.Name, j, ts[i].Data[j], v)
				}
			}
		}
		t.Logf("%s: gradients within %.2g of PyTorch, relative to each tensor's largest", name, worst)
	}
}

func TestTrajectoryAgainstPyTorch(t *testing.T) {
	for name, fx := range fixtures(t) {
		for _, a := range fx.Adam {
			f := fx.flow(t)
			tr, err := NewTrainer(f, f.Rows(fx.X), Options{LearningRate: a.LR, Beta1: a.Beta1, Beta2: a.Beta2, Eps: a.Eps,
				EvalEvery: 1 << 30, Warmup: a.Warmup, Run: a.Run, Clip: a.Clip, Average: a.Average})
			if err != nil {
				t.Fatal(err)
			}
			// PyTorch's run holds nothing out.
			tr.train = indices(len(fx.X) / fx.Config.Dim)
			tr.next = len(tr.train)
			tr.Best = math.MaxFloat64 // nor does it validate
			if a.Blur > 0 {
				tr.pass.blur(a.Blur) // of rows that have no noise, which no two programs draw alike
			}
			losses, averaged := make([]float64, len(a.Losses)), make([]float64, len(a.Averaged))
			for i := range losses {
				if len(averaged) > 0 {
					for _, lp := range f.LogProb(nil, fx.X) {
						averaged[i] -= lp * float64(fx.Config.Dim) / float64(len(fx.X))
					}
				}
				if _, err := tr.Advance(); err != nil {
					t.Fatal(err)
				}
				tr.validates = false
				losses[i] = tr.Loss
			}
			d := max(worstOf(losses, a.Losses), worstOf(averaged, a.Averaged))
			if len(losses) < 20 || !(d <= 1e-4) {
				t.Errorf("%s: %d losses, off by %g", name, len(losses), d)
			}
			t.Logf("%s: %d losses with betas %g %g and blur %g within %.2g of PyTorch", name, len(losses), a.Beta1, a.Beta2,
				a.Blur, d)
		}
	}
}
