// Package onnx writes a flow as ONNX models that any runtime of opset 13 or newer runs in float32: the log-density and the sampler. Both
// take any number of rows at a time, in the columns and units of the data that the flow was trained on.
//
//	log p:   x [n, dim] -> log_p [n]     nats a row
//	sampler: z [n, dim] -> x [n, dim]    z drawn from the prior: normal, or logistic
//
// The layers carry the names of a checkpoint's tensors; see flow/checkpoint.
package onnx

import (
	"encoding/json"
	"math"
	"strconv"

	"nicelab/flow"
)

// LogProb returns the model of log p. Columns are the names of x's coordinates, or none.
func LogProb(f *flow.Flow, columns []string) ([]byte, error) {
	b := newBuilder(f)
	h := b.halves(b.op("Div", b.op("Sub", "x", "mean"), "std"))
	for i := range f.Config.Couplings {
		h[1-i%2] = b.op("Add", h[1-i%2], b.mlp(i, h[i%2]))
	}
	scale, units := f.LogDet()
	constant := scale + units
	var sums [2]string
	for p := range h {
		z := b.op("Mul", h[p], b.scale(p))
		var lack string // -log p_H, up to a constant and a factor
		if f.Config.Prior == flow.Logistic {
			lack = b.op("Add", b.op("Softplus", z), b.op("Softplus", b.op("Neg", z)))
		} else {
			lack = b.op("Mul", z, z)
		}
		sums[p] = b.opWith("ReduceSum", map[string]int{"keepdims": 0}, lack, "axis")
	}
	factor := float32(-1)
	if f.Config.Prior == flow.Gaussian {
		factor = -0.5
		constant -= float64(f.Config.Dim) * math.Log(2*math.Pi) / 2
	}
	b.ints("axis", 1)
	b.floats("factor", nil, []float32{factor})
	b.floats("constant", nil, []float32{float32(constant)})
	b.name(b.op("Add", b.op("Mul", b.op("Add", sums[0], sums[1]), "factor"), "constant"), "log_p")
	return b.model("log p of a NICE flow, nats a row", value{"x", f.Config.Dim}, value{"log_p", 0}, columns)
}

// Sampler returns the model that maps latents to data.
func Sampler(f *flow.Flow, columns []string) ([]byte, error) {
	b := newBuilder(f)
	h := b.halves("z")
	for p := range h {
		h[p] = b.op("Div", h[p], b.scale(p))
	}
	for i := f.Config.Couplings - 1; i >= 0; i-- {
		h[1-i%2] = b.op("Sub", h[1-i%2], b.mlp(i, h[i%2]))
	}
	var back []int // where each coordinate lies once the halves are joined
	even := (f.Config.Dim + 1) / 2
	for j := range f.Config.Dim {
		back = append(back, j/2+j%2*even)
	}
	b.ints("back", back...)
	joined := b.opWith("Concat", map[string]int{"axis": 1}, h[0], h[1])
	x := b.opWith("Gather", map[string]int{"axis": 1}, joined, "back")
	b.name(b.op("Add", b.op("Mul", x, "std"), "mean"), "x")
	return b.model("samples of a NICE flow from its prior's z", value{"z", f.Config.Dim}, value{"x", f.Config.Dim}, columns)
}

// builder gathers the nodes and the constants of a graph.
type builder struct {
	flow     *flow.Flow
	nodes    []node
	tensors  [][]byte
	logScale []float32
}

func newBuilder(f *flow.Flow) *builder {
	b := &builder{flow: f}
	for _, t := range f.Tensors() {
		if t.Name == "log_scale" {
			b.logScale = t.Data // it goes in as its exponential, half by half
			continue
		}
		b.floats(t.Name, t.Shape, t.Data)
	}
	return b
}

// halves splits rows into the coordinates of even and of odd index.
func (b *builder) halves(rows string) (h [2]string) {
	for p, name := range []string{"even", "odd"} {
		var at []int
		for j := p; j < b.flow.Config.Dim; j += 2 {
			at = append(at, j)
		}
		b.ints(name, at...)
		h[p] = b.opWith("Gather", map[string]int{"axis": 1}, rows, name)
	}
	return h
}

// scale is exp(s) of one half.
func (b *builder) scale(parity int) string {
	var e []float32
	for j := parity; j < len(b.logScale); j += 2 {
		e = append(e, float32(math.Exp(float64(b.logScale[j]))))
	}
	name := "scale." + strconv.Itoa(parity)
	b.floats(name, []int{len(e)}, e)
	return name
}

// mlp is m_i of a half.
func (b *builder) mlp(i int, h string) string {
	activation := "Relu"
	if b.flow.Config.Activation == flow.Tanh {
		activation = "Tanh"
	}
	for k := range len(b.flow.Config.Hidden) + 1 {
		if k > 0 {
			h = b.op(activation, h)
		}
		layer := "couplings." + strconv.Itoa(i) + "." + strconv.Itoa(2*k)
		h = b.opWith("Gemm", map[string]int{"transB": 1}, h, layer+".weight", layer+".bias")
	}
	return h
}

// op adds a node and returns the name of its output.
func (b *builder) op(kind string, in ...string) string { return b.opWith(kind, nil, in...) }

func (b *builder) opWith(kind string, attributes map[string]int, in ...string) string {
	out := "v" + strconv.Itoa(len(b.nodes))
	b.nodes = append(b.nodes, node{kind, attributes, in, out})
	return out
}

// name renames the output of the last node, which nothing has read yet.
func (b *builder) name(from, to string) {
	if last := &b.nodes[len(b.nodes)-1]; last.out == from {
		last.out = to
		return
	}
	panic("onnx: only the last node can be named")
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
