package checkpoint

import (
	"bytes"
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
}

func TestNumpyGivesTheSameLogP(t *testing.T) {
	python := findPython(t)
	if !imports(python, "numpy") {
		t.Fatal("numpy is missing: apt-get install python3-numpy, so that another program judges the saved file")
	}
	judge(t, python, "testdata/load_numpy.py")
}

func TestPyTorchGivesTheSameLogP(t *testing.T) {
	python := findPython(t)
	if !imports(python, "torch") {
		t.Skip("torch is missing: apt-get install python3-torch runs the README's loader as well")
	}
	judge(t, python, "-c", `
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
`)
}

// judge has a program print log p of 200 rows under each saved flow and compares.
func judge(t *testing.T, python string, script ...string) {
	for _, c := range judged {
		f := perturbed(c, c.Seed)
		x := rows(c.Dim, 200, rand.New(rand.NewPCG(c.Seed, 2)))
		want := f.LogProb(nil, x)

		dir := t.TempDir()
		model, table := filepath.Join(dir, "flow.safetensors"), filepath.Join(dir, "rows.csv")
		b := marshal(t, File{Flow: f, Train: []byte(`{"step":1}`), Extra: []flow.Tensor{{Name: "train.best", Shape: []int{len(f.Weights)}, Data: f.Weights}}})
		if err := os.WriteFile(model, b, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(table, csv(x, c.Dim), 0o600); err != nil {
			t.Fatal(err)
		}
		var stderr bytes.Buffer
		cmd := exec.Command(python, append(append([]string{"-B"}, script...), model, table)...)
		cmd.Stderr = &stderr
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("%v: %v\n%s", c, err, stderr.String())
		}
		lines := strings.Fields(string(out))
		if len(lines) != len(want) {
			t.Fatalf("%v: %d rows gave %d numbers", c, len(want), len(lines))
		}
		worst := 0.0
		for i, line := range lines {
			ref, err := strconv.ParseFloat(line, 64)
			if err != nil {
				t.Fatal(err)
			}
			worst = max(worst, math.Abs(want[i]-ref)/max(1, math.Abs(ref)))
		}
		t.Logf("dim %d, %d couplings, %s, %s: worst difference %.1e", c.Dim, c.Couplings, c.Activation, c.Prior, worst)
		if !(worst <= 1e-4) {
			t.Errorf("%v: log p differs by %g of max(1, |log p|)", c, worst)
		}
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

func imports(python, module string) bool {
	return exec.Command(python, "-c", "import "+module).Run() == nil
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
