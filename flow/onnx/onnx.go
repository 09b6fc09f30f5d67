// Package onnx writes a flow as ONNX models that any runtime of opset 13 or newer runs in float32: the log-density and
// the sampler. Both take any number of rows at a time, in the columns and units of the data that the flow was trained
// on.
//
//	log p:   x [n, dim] -> log_p [n]     nats a row
//	sampler: z [n, dim] -> x [n, dim]    z drawn from the prior: normal, logistic, or of the checkpoint's modes or clusters
//
// The layers carry the names of a checkpoint's tensors; see flow/checkpoint.
package onnx

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"nicelab/flow"
	"nicelab/flow/layer"
)

// LogProb returns the model of log p. Columns are the names of x's coordinates, or none.
func LogProb(f *flow.Flow, columns []string) ([]byte, error) {
	b := &builder{flow: f}
	z := f.Export(b, layer.Value{Rows: "x"}, false)
	scale, units := f.LogDet()
	constant := scale + units
	b.ints("axis", 1)
	terms, each := f.ExportLogPrior(b, z)
	for _, t := range terms {
		b.AddTerms(t)
	}
	constant += each
	sum := b.Constant("constant", nil, []float32{float32(constant)})
	for _, v := range b.terms {
		sum = b.Op("Add", sum, v)
	}
	b.name(sum, "log_p")
	return b.model("log p of a NICE flow, nats a row", value{"x", f.Config.Dim}, value{"log_p", 0}, columns)
}

// Sampler returns the model that maps latents to data.
func Sampler(f *flow.Flow, columns []string) ([]byte, error) {
	b := &builder{flow: f}
	b.name(b.Rows(f.Export(b, layer.Value{Rows: "z"}, true)), "x")
	return b.model("samples of a NICE flow from its prior's z", value{"z", f.Config.Dim}, value{"x", f.Config.Dim},
		columns)
}

// builder gathers the nodes and the constants of a graph. It is what layers write themselves to.
type builder struct {
	flow    *flow.Flow
	nodes   []node
	tensors [][]byte
	there   map[string][]byte // of them, by name
	clash   string            // a name that two of them have
	terms   []string          // of log p
}

// Op adds a node and returns the name of its output.
func (b *builder) Op(kind string, in ...string) string { return b.opWith(kind, nil, in...) }

func (b *builder) opWith(kind string, attributes map[string]int, in ...string) string {
	out := "v" + strconv.Itoa(len(b.nodes))
	b.nodes = append(b.nodes, node{kind, attributes, in, out})
	return out
}

// Constant adds a constant of a shape, unless it is there; nil is a single number.
func (b *builder) Constant(name string, shape []int, data []float32) string {
	b.floats(name, shape, data)
	return name
}

func (b *builder) Number(v float32) string {
	return b.Constant("number."+strconv.FormatFloat(float64(v), 'g', -1, 32), nil, []float32{v})
}

// Linear is in weightᵀ + bias, without bias where that is "".
func (b *builder) Linear(in, weight, bias string) string {
	inputs := []string{in, weight}
	if bias != "" {
		inputs = append(inputs, bias)
	}
	return b.opWith("Gemm", map[string]int{"transB": 1}, inputs...)
}

// AddTerms adds the columns of [n, k] to log p.
func (b *builder) AddTerms(v string) {
	b.ints("axis", 1)
	b.terms = append(b.terms, b.opWith("ReduceSum", map[string]int{"keepdims": 0}, v, "axis"))
}

// Columns are those from one to another.
func (b *builder) Columns(in string, from, to int) string {
	var at []int
	for j := from; j < to; j++ {
		at = append(at, j)
	}
	return b.gather(in, fmt.Sprintf("columns.%d.%d", from, to), at)
}

// gather takes the columns of in whose numbers the constant of a name has.
func (b *builder) gather(in, name string, at []int) string {
	b.ints(name, at...)
	return b.opWith("Gather", map[string]int{"axis": 1}, in, name)
}

// Join puts columns side by side.
func (b *builder) Join(x, y string) string {
	return b.opWith("Concat", map[string]int{"axis": 1}, x, y)
}

// of is the name of a constant for so many coordinates.
func (b *builder) of(dim int, name string) string {
	if dim == b.flow.Config.Dim {
		return name
	}
	return name + "." + strconv.Itoa(dim)
}

// Halves splits rows into the coordinates of even and of odd index.
func (b *builder) Halves(v layer.Value) (h [2]string) {
	if v.Rows == "" {
		return v.Half
	}
	d := cmp.Or(v.Dim, b.flow.Config.Dim)
	for p, name := range []string{"even", "odd"} {
		var at []int
		for j := p; j < d; j += 2 {
			at = append(at, j)
		}
		h[p] = b.gather(v.Rows, b.of(d, name), at)
	}
	return h
}

// Rows joins the halves.
func (b *builder) Rows(v layer.Value) string {
	if v.Rows != "" {
		return v.Rows
	}
	d := cmp.Or(v.Dim, b.flow.Config.Dim)
	var back []int // where each coordinate lies once the halves are joined
	for j := range d {
		back = append(back, j/2+j%2*((d+1)/2))
	}
	return b.gather(b.Join(v.Half[0], v.Half[1]), b.of(d, "back"), back)
}

// name renames the output of the last node, which nothing has read yet.
func (b *builder) name(from, to string) {
	if last := &b.nodes[len(b.nodes)-1]; last.out == from {
		last.out = to
		return
	}
	panic("onnx: only the last node can be named")
}

// named returns an error where a name stands for two things: a runtime would take the one for the other.
func (b *builder) named(in, out value) error {
	names := []string{in.name, out.name}
	for _, n := range b.nodes {
		names = append(names, n.out)
	}
	if i := slices.IndexFunc(names, func(name string) bool { return b.there[name] != nil }); i >= 0 {
		return fmt.Errorf("onnx: %q is the name of a constant and of a value that is computed", names[i])
	}
	if b.clash != "" {
		return fmt.Errorf("onnx: two layers give the name %q to different constants", b.clash)
	}
	return nil
}

// metadata says of what the model is.
func (b *builder) metadata(columns []string) (map[string]string, error) {
	config, err := json.Marshal(b.flow.Config)
	if err != nil {
		return nil, err
	}
	names, err := json.Marshal(append([]string{}, columns...))
	if err != nil {
		return nil, err
	}
	return map[string]string{"config": string(config), "columns": string(names)}, nil
}
