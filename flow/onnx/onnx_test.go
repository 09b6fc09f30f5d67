package onnx

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"google.golang.org/protobuf/encoding/protowire"

	"nicelab/flow"
	"nicelab/flow/flowtest"
)

// trained returns a flow of c with the looks of a trained one.
func trained(t *testing.T, c flow.Config) *flow.Flow {
	t.Helper()
	f, err := flow.New(c)
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(c.Seed, 9))
	flowtest.Perturb(f, 0.1, rng)
	x := make([]float32, 40*c.Dim)
	for i := range x {
		x[i] = float32(rng.NormFloat64()) + x[max(0, i-1)]
	}
	f.Standardize(x)
	for j := range c.Dim {
		f.Mean[j], f.Std[j] = float32(3*rng.NormFloat64()), float32(math.Exp(rng.NormFloat64()))
	}
	return f
}

var configs = []flow.Config{
	{Dim: 2, Couplings: 4, Hidden: []int{64, 64}, Activation: flow.ReLU, Prior: flow.Gaussian, Seed: 1},
	{Dim: 2, Couplings: 8, Hidden: []int{16}, Activation: flow.Tanh, Prior: flow.Logistic, Seed: 2},
	{Dim: 3, Couplings: 1, Hidden: []int{8}, Activation: flow.ReLU, Prior: flow.Logistic, Seed: 3},
	{Dim: 5, Couplings: 3, Hidden: []int{16, 8, 4}, Activation: flow.Tanh, Prior: flow.Gaussian, Seed: 4},
	{Dim: 9, Couplings: 5, Hidden: []int{32, 32}, Activation: flow.ReLU, Prior: flow.Logistic, Seed: 5},
	{Dim: 64, Couplings: 4, Hidden: []int{128, 128}, Activation: flow.ReLU, Prior: flow.Logistic, Seed: 6},
	{Dim: 783, Couplings: 2, Hidden: []int{40}, Activation: flow.Tanh, Prior: flow.Gaussian, Seed: 7},
	{Dim: 2, Couplings: 48, Hidden: []int{16, 16}, Activation: flow.ReLU, Prior: flow.Gaussian, Seed: 8, Mix: flow.Rotate},
	{Dim: 7, Couplings: 4, Hidden: []int{8}, Activation: flow.Tanh, Prior: flow.Logistic, Seed: 9, Mix: flow.Rotate,
		Whiten: true},
	{Dim: 9, Couplings: 3, Hidden: []int{8}, Activation: flow.ReLU, Prior: flow.Logistic, Seed: 11, Whiten: true,
		Leading: 5},
	{Dim: 6, Couplings: 5, Hidden: []int{9, 9}, Activation: flow.Tanh, Prior: flow.Gaussian, Seed: 10, Mix: flow.Linear,
		Whiten: true},
	{Dim: 8, Couplings: 4, Hidden: []int{9}, Activation: flow.ReLU, Prior: flow.Logistic, Seed: 12, Mix: flow.Linear,
		Whiten: true, Leading: 5},
	{Dim: 8, Couplings: 4, Hidden: []int{9}, Activation: flow.ReLU, Prior: flow.Logistic, Seed: 13, Mix: flow.Linear,
		Whiten: true, Leading: 5, Modes: 7},
	{Dim: 4, Couplings: 3, Hidden: []int{9}, Activation: flow.Tanh, Prior: flow.Gaussian, Seed: 14, Modes: 3},
	{Dim: 8, Couplings: 4, Hidden: []int{9}, Activation: flow.ReLU, Prior: flow.Logistic, Seed: 15, Mix: flow.Linear,
		Whiten: true, Leading: 5, Clusters: 7},
	{Dim: 4, Couplings: 3, Hidden: []int{9}, Activation: flow.Tanh, Prior: flow.Gaussian, Seed: 16, Clusters: 3},
}

// task is a line to run.mjs.
type task struct {
	Model  []byte    `json:"model"`
	Input  string    `json:"input"`
	Output string    `json:"output"`
	Rows   int       `json:"rows"`
	Dim    int       `json:"dim"`
	Data   []float32 `json:"data"`
}

// run gives the tasks to onnxruntime-web.
func run(t *testing.T, tasks []task) (results [][]float64) {
	t.Helper()
	web, err := filepath.Abs("../../web")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(web, "node_modules", "onnxruntime-web")); err != nil {
		t.Skip("onnxruntime-web is missing: (cd web && npm ci)")
	}
	var in bytes.Buffer
	for _, c := range tasks {
		if err := json.NewEncoder(&in).Encode(c); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("node", "testdata/run.mjs", web)
	cmd.Stdin, cmd.Stderr = &in, os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(bytes.NewReader(out))
	lines.Buffer(nil, 1<<26)
	for lines.Scan() {
		var r struct {
			Dims []int
			Data []float64
		}
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		c := tasks[len(results)]
		want := []int{c.Rows}
		if c.Output == "x" {
			want = []int{c.Rows, c.Dim}
		}
		if !slices.Equal(r.Dims, want) {
			t.Fatalf("%s has the shape %v, want %v", c.Output, r.Dims, want)
		}
		results = append(results, r.Data)
	}
	if len(results) != len(tasks) {
		t.Fatalf("%d of %d models were run", len(results), len(tasks))
	}
	return results
}

// Another runtime gives the same log p and the same samples, for any number of rows.
func TestOnnxruntimeAgrees(t *testing.T) {
	var (
		tasks []task
		want  [][]float64
		unit  [][]float64 // what a deviation is measured in
		names []string
	)
	for _, c := range configs {
		f := trained(t, c)
		logP, err := LogProb(f, nil)
		if err != nil {
			t.Fatal(err)
		}
		sampler, err := Sampler(f, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range []int{1, 100} {
			x := f.Sample(nil, n, 1.5, rand.New(rand.NewPCG(c.Seed, uint64(n))))
			z := f.Forward(nil, x)
			lp := f.LogProb(nil, x)
			scale := make([]float64, n)
			for i := range scale {
				scale[i] = max(1, math.Abs(lp[i]))
			}
			back := f.Inverse(nil, z)
			wide, units := make([]float64, len(back)), make([]float64, len(back))
			for i, v := range back {
				wide[i], units[i] = float64(v), float64(f.Std[i%c.Dim])+math.Abs(float64(v))
			}
			tasks = append(tasks, task{logP, "x", "log_p", n, c.Dim, x}, task{sampler, "z", "x", n, c.Dim, z})
			want, unit = append(want, lp, wide), append(unit, scale, units)
			name := fmt.Sprintf("D=%d L=%d %s %s, %d rows", c.Dim, c.Couplings, c.Activation, c.Prior, n)
			names = append(names, name+", log p", name+", samples")
		}
	}
	for i, got := range run(t, tasks) {
		worst := 0.0
		for k, v := range got {
			worst = math.Max(worst, math.Abs(v-want[i][k])/unit[i][k]) // NaN stays
		}
		t.Logf("%s: %.1e", names[i], worst)
		if !(worst <= 1e-4) {
			t.Errorf("%s: off by %.2g", names[i], worst)
		}
	}
}

// One name for two constants, or for a constant and what is computed, would be a model that computes something else.
func TestANameStandsForOneThing(t *testing.T) {
	f := trained(t, configs[0])
	for what, c := range map[string]struct {
		sound bool
		write func(b *builder)
	}{
		"the same constant":         {true, func(b *builder) { b.Constant("m", []int{2}, []float32{1, 2}) }},
		"the same number":           {true, func(b *builder) { b.Number(3); b.Number(3) }},
		"the same columns":          {true, func(b *builder) { b.Columns("x", 0, 2); b.Columns("x", 0, 2) }},
		"other numbers":             {false, func(b *builder) { b.Constant("m", []int{2}, []float32{1, 3}) }},
		"another shape":             {false, func(b *builder) { b.Constant("m", []int{2, 1}, []float32{1, 2}) }},
		"indices":                   {false, func(b *builder) { b.ints("m", 1, 2) }},
		"the name of the input":     {false, func(b *builder) { b.Number(3); b.Constant("x", nil, []float32{1}) }},
		"the name of the output":    {false, func(b *builder) { b.Constant("y", nil, []float32{1}) }},
		"the name of what comes of": {false, func(b *builder) { b.Constant(b.Op("Neg", "x"), nil, []float32{1}) }},
	} {
		b := &builder{flow: f}
		b.Constant("m", []int{2}, []float32{1, 2})
		c.write(b)
		if _, err := b.model("", value{"x", 2}, value{"y", 2}, nil); (err == nil) != c.sound {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// The bytes are a sound protocol buffer, the same for the same flow, and hold every weight once.
func TestTheSameBytes(t *testing.T) {
	f := trained(t, configs[1])
	for name, write := range map[string]func(*flow.Flow, []string) ([]byte, error){"log p": LogProb, "sampler": Sampler} {
		a, err := write(f, []string{"a", "b"})
		if err != nil {
			t.Fatal(err)
		}
		b, err := write(f, []string{"a", "b"})
		if err != nil || !bytes.Equal(a, b) {
			t.Errorf("%s: two exports differ: %v", name, err)
		}
		for rest := a; len(rest) > 0; {
			_, _, n := protowire.ConsumeField(rest)
			if n < 0 {
				t.Fatalf("%s: %v", name, protowire.ParseError(n))
			}
			rest = rest[n:]
		}
		if extra := len(a) - 4*(len(f.Weights)+2*f.Config.Dim); extra < 0 || extra > 12000 {
			t.Errorf("%s: %d bytes beside the weights", name, extra)
		}
		if !bytes.Contains(a, []byte(`["a","b"]`)) {
			t.Errorf("%s: no names of columns", name)
		}
	}
}
