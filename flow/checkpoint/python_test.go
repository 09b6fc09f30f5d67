package checkpoint

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"nicelab/flow"
)

// judged are the flows whose saved files other programs score.
var judged = []flow.Config{
	{Dim: 2, Couplings: 4, Hidden: []int{64, 64}, Activation: flow.ReLU, Prior: flow.Gaussian, Seed: 1},
	{Dim: 5, Couplings: 3, Hidden: []int{8}, Activation: flow.Tanh, Prior: flow.Logistic, Seed: 2},
	{Dim: 3, Couplings: 8, Hidden: []int{12, 7, 9}, Activation: flow.ReLU, Prior: flow.Logistic, Seed: 3},
	{Dim: 2, Couplings: 12, Hidden: []int{16, 16}, Activation: flow.ReLU, Prior: flow.Gaussian, Seed: 4, Mix: flow.Rotate},
	{Dim: 5, Couplings: 4, Hidden: []int{8}, Activation: flow.Tanh, Prior: flow.Logistic, Seed: 5, Mix: flow.Rotate,
		Whiten: true},
	{Dim: 9, Couplings: 3, Hidden: []int{8}, Activation: flow.ReLU, Prior: flow.Logistic, Seed: 7, Whiten: true,
		Leading: 5},
	{Dim: 4, Couplings: 5, Hidden: []int{8, 8}, Activation: flow.Tanh, Prior: flow.Gaussian, Seed: 6, Mix: flow.Linear,
		Whiten: true},
	{Dim: 9, Couplings: 4, Hidden: []int{8}, Activation: flow.ReLU, Prior: flow.Logistic, Seed: 8, Mix: flow.Linear,
		Whiten: true, Leading: 6},
	{Dim: 6, Couplings: 4, Hidden: []int{8}, Activation: flow.ReLU, Prior: flow.Logistic, Seed: 9, Mix: flow.Rotate,
		Leading: 2},
	{Dim: 7, Couplings: 4, Hidden: []int{8}, Activation: flow.ReLU, Prior: flow.Logistic, Seed: 10, Mix: flow.Linear,
		Whiten: true, Leading: 4, Modes: 5},
	{Dim: 3, Couplings: 3, Hidden: []int{8}, Activation: flow.Tanh, Prior: flow.Gaussian, Seed: 11, Modes: 2},
	{Dim: 7, Couplings: 4, Hidden: []int{8}, Activation: flow.ReLU, Prior: flow.Logistic, Seed: 12, Mix: flow.Linear,
		Whiten: true, Leading: 4, Clusters: 5},
	{Dim: 3, Couplings: 3, Hidden: []int{8}, Activation: flow.Tanh, Prior: flow.Gaussian, Seed: 13, Clusters: 2},
}

func TestNumpyGivesTheSameLogP(t *testing.T) {
	python := findPython(t)
	if !has(python, "numpy") {
		t.Fatal("numpy is missing: apt-get install python3-numpy, so that another program judges the saved file")
	}
	judge(t, python, "testdata/load_numpy.py")
}

func TestPyTorchGivesTheSameLogP(t *testing.T) {
	python := findPython(t)
	if !has(python, "torch") {
		t.Skip("torch is missing: apt-get install python3-torch runs the README's loader as well")
	}
	script := filepath.Join(t.TempDir(), "score.py")
	if err := os.WriteFile(script, []byte(`
import sys
sys.path.insert(0, "testdata")
import torch
from load_torch import NICE

flow = NICE(sys.argv[1])
x = torch.tensor([[float(v) for v in line.split(",")] for line in open(sys.argv[2])])
log_p = flow.log_prob(x)
log_p.mean().backward()
assert all(p.grad.isfinite().all() for p in flow.parameters())
assert flow.log_prob(flow.sample(100)).shape == (100,)
print(*log_p.tolist(), sep="\n")
`), 0o600); err != nil {
		t.Fatal(err)
	}
	judge(t, python, script)
}

// What PyTorch trained and saved is read as the same flow.
func TestPyTorchWritesACheckpoint(t *testing.T) {
	python := findPython(t)
	if !has(python, "torch") {
		t.Skip("torch is missing: apt-get install python3-torch has it write a checkpoint as well")
	}
	written(t, python, "testdata/save_torch.py")
}

func TestNumpyWritesACheckpoint(t *testing.T) {
	written(t, findPython(t), "testdata/save_numpy.py")
}

// judge has a script print log p of 1,000 rows under each saved flow and compares.
func judge(t *testing.T, python, script string) {
	var flows []*flow.Flow
	var data [][]float32
	var calls [][]string
	for _, c := range judged {
		f := perturbed(c, c.Seed)
		model, x := filepath.Join(t.TempDir(), "flow.safetensors"), rows(c.Dim, 1000, rand.New(rand.NewPCG(c.Seed, 2)))
		best := flow.Tensor{Name: "train.best", Shape: []int{len(f.Weights)}, Data: f.Weights}
		b := marshal(t, File{Flow: f, Train: []byte(`{"step":1}`), Extra: []flow.Tensor{best}})
		if err := os.WriteFile(model, b, 0o600); err != nil {
			t.Fatal(err)
		}
		flows, data, calls = append(flows, f), append(data, x), append(calls, []string{model, csvFile(t, x, c.Dim)})
	}
	for i, want := range logP(t, python, script, calls...) {
		compare(t, judged[i], flows[i].LogProb(nil, data[i]), want)
	}
}

// written has a script write a checkpoint of each Config from 1,000 rows, and compares its log p of them with that of
// the flow that is read.
func written(t *testing.T, python, script string) {
	var data [][]float32
	var calls [][]string
	for _, c := range judged {
		x := rows(c.Dim, 1000, rand.New(rand.NewPCG(c.Seed, 2)))
		config, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		data = append(data, x)
		calls = append(calls, []string{string(config), csvFile(t, x, c.Dim), filepath.Join(t.TempDir(), "flow.safetensors")})
	}
	for i, want := range logP(t, python, script, calls...) {
		c := judged[i]
		b, err := os.ReadFile(calls[i][2])
		if err != nil {
			t.Fatal(err)
		}
		f, err := Unmarshal(b)
		if err != nil {
			t.Fatalf("%v: %v", c, err)
		}
		if !f.Flow.Config.Equal(c) {
			t.Errorf("the config came back as %v", f.Flow.Config)
		}
		compare(t, c, f.Flow.LogProb(nil, data[i]), want)
	}
}

func agreesWithPython(t *testing.T, python string, f *flow.Flow, x []float32, model, script string) {
	t.Helper()
	c := f.Config
	compare(t, c, f.LogProb(nil, x), logP(t, python, script, []string{model, csvFile(t, x, c.Dim)})[0])
}

// each runs the script that is its first argument once for each list of arguments that it reads, as if Python had been
// started for it: to import PyTorch takes seconds.
const each = `
import json, os, runpy, sys
script = sys.argv[1]
sys.path.insert(0, os.path.dirname(script))
for arguments in json.load(sys.stdin):
    sys.argv = [script, *arguments]
    runpy.run_path(script, run_name="__main__")
    print("end")
`

// logP runs a script that prints one number for each row, with the arguments of each call.
func logP(t *testing.T, python, script string, calls ...[]string) [][]float64 {
	t.Helper()
	arguments, err := json.Marshal(calls)
	if err != nil {
		t.Fatal(err)
	}
	var stderr bytes.Buffer
	cmd := exec.Command(python, "-B", "-c", each, script)
	cmd.Stdin, cmd.Stderr = bytes.NewReader(arguments), &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", script, err, stderr.String())
	}
	var all [][]float64
	for _, printed := range strings.Split(strings.TrimSuffix(string(out), "end\n"), "end\n") {
		var lp []float64
		for _, line := range strings.Fields(printed) {
			v, err := strconv.ParseFloat(line, 64)
			if err != nil {
				t.Fatal(err)
			}
			lp = append(lp, v)
		}
		all = append(all, lp)
	}
	if len(all) != len(calls) {
		t.Fatalf("%s printed %d lists of numbers for %d calls", script, len(all), len(calls))
	}
	return all
}

// csvFile writes rows of d to a file and returns its path.
func csvFile(t *testing.T, x []float32, d int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "rows.csv")
	if err := os.WriteFile(path, csv(x, d), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func compare(t *testing.T, c flow.Config, got, want []float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%v: %d rows gave %d numbers", c, len(got), len(want))
	}
	worst := 0.0
	for i, v := range got {
		worst = max(worst, math.Abs(v-want[i])/max(1, math.Abs(want[i])))
	}
	t.Logf("%+v: worst difference %.1e", c, worst)
	if !(worst <= 1e-4) {
		t.Errorf("%v: log p differs by %g of max(1, |log p|)", c, worst)
	}
}

// findPython prefers Debian's own python3, which its python3-numpy and python3-torch belong to.
func findPython(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"/usr/bin/python3", "python3"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Fatal("python3 is missing: apt-get install python3-numpy, so that another program judges the saved file")
	return ""
}

// has reports whether Python finds a module. It does not import it: of PyTorch that takes seconds.
func has(python, module string) bool {
	find := fmt.Sprintf("import importlib.util, sys; sys.exit(importlib.util.find_spec(%q) is None)", module)
	return exec.Command(python, "-c", find).Run() == nil
}

func csv(x []float32, d int) []byte {
	var b bytes.Buffer
	for i, v := range x {
		end := ","
		if i%d == d-1 {
			end = "\n"
		}
		fmt.Fprint(&b, v, end)
	}
	return b.Bytes()
}
