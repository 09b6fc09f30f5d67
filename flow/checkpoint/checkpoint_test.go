package checkpoint

import (
	"bytes"
	"encoding/json"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"nicelab/flow"
	"nicelab/flow/flowtest"
	"nicelab/flow/layer"
)

func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := files.Draw(t, "file")
		b := marshal(t, want)
		got, err := Unmarshal(b)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(stateOf(want), stateOf(got), cmpopts.EquateNaNs()); diff != "" {
			t.Fatalf("after a round trip (-saved +loaded):\n%s", diff)
		}
		if !bytes.Equal(b, marshal(t, got)) {
			t.Fatal("the same state gave other bytes the second time")
		}
		if len(b)%4 != 0 || b[8] != '{' {
			t.Fatalf("numbers are not aligned in %d bytes", len(b))
		}
	})
}

func TestTensorsThatOtherProgramsReorder(t *testing.T) {
	want := perturbed(flow.Default(), 1)
	b := marshal(t, File{Flow: want})
	header, body := split(b)
	var entries map[string]json.RawMessage
	if err := json.Unmarshal([]byte(header), &entries); err != nil {
		t.Fatal(err)
	}
	sorted, err := json.Marshal(entries) // a map: sorted by name, where the file has the layers' order
	if err != nil {
		t.Fatal(err)
	}
	got, err := Unmarshal(join(string(sorted), body))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(stateOf(File{Flow: want}), stateOf(got), cmpopts.EquateNaNs()); diff != "" {
		t.Fatal(diff)
	}
}

func TestMarshalRefusesWhatCannotBeRead(t *testing.T) {
	for name, spoil := range map[string]func(*File){
		"NaN weight":       func(f *File) { f.Flow.Weights[3] = float32(math.NaN()) },
		"infinite mean":    func(f *File) { f.Flow.Mean[0] = float32(math.Inf(1)) },
		"std 0":            func(f *File) { f.Flow.Std[1] = 0 },
		"columns":          func(f *File) { f.Columns = []string{"only one"} },
		"column twice":     func(f *File) { f.Columns = []string{"x", "x"} },
		"column blank":     func(f *File) { f.Columns = []string{"x", " "} },
		"column not UTF-8": func(f *File) { f.Columns = []string{"x", "\xff"} },
		"log_scale -200":   func(f *File) { f.Flow.Weights[len(f.Flow.Weights)-1] = -200 },
		"std 1e31":         func(f *File) { f.Flow.Std[1] = 1e31 },
		"mean 1e31":        func(f *File) { f.Flow.Mean[1] = 1e31 },
		"train":            func(f *File) { f.Train = json.RawMessage("{") },
		"name of extra":    func(f *File) { f.Extra = []flow.Tensor{{Name: "mean", Shape: []int{1}, Data: []float32{0}}} },
		"shape of extra":   func(f *File) { f.Extra = []flow.Tensor{{Name: "train.m", Shape: []int{2}, Data: []float32{0}}} },
		"extra twice": func(f *File) {
			m := flow.Tensor{Name: "train.m", Shape: []int{1}, Data: []float32{0}}
			f.Extra = []flow.Tensor{m, m}
		},
	} {
		f := File{Flow: perturbed(flow.Default(), 1)}
		if _, err := Marshal(f); err != nil {
			t.Fatal(err)
		}
		spoil(&f)
		if _, err := Marshal(f); err == nil {
			t.Errorf("%s: saved without an error", name)
		}
	}
}

var configs = rapid.Custom(func(t *rapid.T) flow.Config {
	dim, modes, clusters := rapid.IntRange(2, 9).Draw(t, "dim"), 0, 0
	if dim > 2 {
		modes = rapid.SampledFrom([]int{0, 3}).Draw(t, "modes")
		if modes == 0 {
			clusters = rapid.SampledFrom([]int{0, 3}).Draw(t, "clusters")
		}
	}
	return flow.Config{
		Dim:        dim,
		Couplings:  rapid.IntRange(1, 8).Draw(t, "couplings"),
		Hidden:     rapid.SliceOfN(rapid.IntRange(1, 20), 1, 5).Draw(t, "hidden"),
		Activation: rapid.SampledFrom([]flow.Activation{flow.ReLU, flow.Tanh}).Draw(t, "activation"),
		Prior:      rapid.SampledFrom([]flow.Prior{flow.Gaussian, flow.Logistic}).Draw(t, "prior"),
		Seed:       rapid.Uint64Range(0, flow.MaxSeed).Draw(t, "seed"),
		Mix:        rapid.SampledFrom([]flow.Mix{flow.Unmixed, flow.Rotate, flow.Linear}).Draw(t, "mix"),
		Whiten:     rapid.Bool().Draw(t, "whiten"),
		Leading:    rapid.SampledFrom([]int{0, 2}).Draw(t, "leading"),
		Modes:      modes,
		Clusters:   clusters,
	}
})

var files = rapid.Custom(func(t *rapid.T) File {
	c := configs.Draw(t, "config")
	f := File{Flow: perturbed(c, rapid.Uint64().Draw(t, "weights"))}
	if rapid.Bool().Draw(t, "named") {
		f.Columns = rapid.SliceOfNDistinct(rapid.String().Filter(named), c.Dim, c.Dim, rapid.ID[string]).Draw(t, "columns")
	}
	if rapid.Bool().Draw(t, "resumable") {
		f.Train = json.RawMessage(`{"step":12,"note":"<&> é"}`)
		f.Extra = []flow.Tensor{
			{Name: "train.m", Shape: []int{len(f.Flow.Weights)}, Data: f.Flow.Weights},
			{Name: "train.at", Shape: []int{}, Data: []float32{float32(math.Copysign(0, -1))}},
			{Name: "train.curve", Shape: []int{0, 2}, Data: []float32{}},
		}
	}
	if rapid.Bool().Draw(t, "snapshot") {
		_, _, trained := trained(c, flow.Options{Batch: rapid.IntRange(1, 40).Draw(t, "batch")},
			rapid.IntRange(0, 3).Draw(t, "steps"))
		f.Flow, f.Resume = trained.Flow, trained.Resume
		f.Extra = f.Extra[:0]
	}
	return f
})

func named(s string) bool { return strings.TrimSpace(s) != "" }

// perturbed returns a flow in which no number has its initial value.
func perturbed(c flow.Config, seed uint64) *flow.Flow {
	f, err := flow.New(c)
	if err != nil {
		panic(err)
	}
	rng := rand.New(rand.NewPCG(seed, 1))
	flowtest.Perturb(f, 0.2, rng)
	f.Standardize(rows(c.Dim, 200, rng))
	return f
}

// rows returns n rows of d in units of their own, column j around 10j with a spread of 2^j.
func rows(d, n int, rng *rand.Rand) []float32 {
	x := make([]float32, n*d)
	for i := range x {
		x[i] = float32(10*float64(i%d) + math.Exp2(float64(i%d))*rng.NormFloat64())
	}
	return x
}

// state is a File as plain values, numbers as their bits.
type state struct {
	Config  flow.Config
	Names   []string
	Shapes  [][]int
	Bits    [][]uint32
	Columns []string
	Train   string
	Resume  *flow.Snapshot
}

func stateOf(f File) state {
	s := state{Config: f.Flow.Config, Columns: f.Columns, Train: string(f.Train), Resume: f.Resume}
	for _, t := range append(f.Flow.Tensors(), f.Extra...) {
		bits := make([]uint32, len(t.Data))
		for i, v := range t.Data {
			bits[i] = math.Float32bits(v)
		}
		s.Names, s.Shapes, s.Bits = append(s.Names, t.Name), append(s.Shapes, t.Shape), append(s.Bits, bits)
	}
	return s
}

func marshal(t interface{ Fatal(...any) }, f File) []byte {
	b, err := Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// What a bound still lets through gives finite numbers.
func TestBoundsAreUsable(t *testing.T) {
	for name, push := range map[string]func(*flow.Flow){
		"log_scale low":  func(f *flow.Flow) { f.Weights[len(f.Weights)-1] = -layer.MaxLogScale },
		"log_scale high": func(f *flow.Flow) { f.Weights[len(f.Weights)-1] = layer.MaxLogScale },
		"mean low":       func(f *flow.Flow) { f.Mean[0] = -layer.MaxUnit },
		"mean high":      func(f *flow.Flow) { f.Mean[1] = layer.MaxUnit },
		"std low":        func(f *flow.Flow) { f.Std[0] = layer.MinUnit },
		"std high":       func(f *flow.Flow) { f.Std[1] = layer.MaxUnit },
	} {
		f := perturbed(flow.Default(), 1)
		push(f)
		got, err := Unmarshal(marshal(t, File{Flow: f}))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		x := got.Flow.Sample(nil, 1000, 1, rand.New(rand.NewPCG(1, 2)))
		z := got.Flow.Forward(nil, x)
		for i, logP := range got.Flow.LogProb(nil, x) {
			for _, v := range []float64{float64(x[2*i]), float64(x[2*i+1]), float64(z[2*i]), float64(z[2*i+1]), logP} {
				if math.IsNaN(v) || math.IsInf(v, 0) {
					t.Fatalf("%s: row %v, z %v, log p %g", name, x[2*i:2*i+2], z[2*i:2*i+2], logP)
				}
			}
		}
	}
}
