package layertest

import (
	"fmt"
	"math"

	"nicelab/flow/layer"
)

// twin is what the layer, or its inverse, exports, computed in float64: the images of the rows x, and what is added to
// their log p.
func (s subject) twin(x []float64, inverse bool) (y, terms []float64) {
	s.t.Helper()
	n := len(x) / s.dim
	g := &graph{dim: s.dim, terms: make([]float64, n), values: map[string]value{"x": {n, s.dim, x}}}
	out := g.Rows(s.Export(g, s.w, layer.Value{Rows: "x"}, inverse))
	return g.values[out].data, g.terms
}

// graph is a layer.Graph that computes what it is told to write, naively.
type graph struct {
	dim    int
	values map[string]value
	terms  []float64
}

// value is rows×columns numbers: a constant of one dimension is a row, one of none a number.
type value struct {
	rows, columns int
	data          []float64
}

func (g *graph) at(name string) value {
	v, ok := g.values[name]
	if !ok {
		panic("layertest: there is no value " + name)
	}
	return v
}

func (g *graph) add(v value) string {
	name := fmt.Sprintf("v%d", len(g.values))
	g.values[name] = v
	return name
}

var unary = map[string]func(a float64) float64{
	"Relu": func(a float64) float64 { return max(0, a) },
	"Tanh": math.Tanh, "Exp": math.Exp, "Log": math.Log, "Sin": math.Sin, "Cos": math.Cos,
	"Neg": func(a float64) float64 { return -a },
}

var binary = map[string]func(a, b float64) float64{
	"Add": func(a, b float64) float64 { return a + b }, "Sub": func(a, b float64) float64 { return a - b },
	"Mul": func(a, b float64) float64 { return a * b }, "Div": func(a, b float64) float64 { return a / b },
}

func (g *graph) Op(kind string, in ...string) string {
	a := g.at(in[0])
	if f := unary[kind]; f != nil {
		out := value{a.rows, a.columns, make([]float64, len(a.data))}
		for i, v := range a.data {
			out.data[i] = f(v)
		}
		return g.add(out)
	}
	f := binary[kind]
	if f == nil {
		panic("layertest: add a line for the operation " + kind)
	}
	b := g.at(in[1])
	out := value{max(a.rows, b.rows), max(a.columns, b.columns), nil}
	if a.rows == 0 || b.rows == 0 {
		out.rows = 0
	}
	of := func(v value, r, c int) float64 { return v.data[r%v.rows*v.columns+c%v.columns] }
	for r := range out.rows {
		for c := range out.columns {
			out.data = append(out.data, f(of(a, r, c), of(b, r, c)))
		}
	}
	return g.add(out)
}

func (g *graph) Constant(name string, shape []int, data []float32) string {
	v := value{1, 1, widen(data)}
	switch len(shape) {
	case 1:
		v.columns = shape[0]
	case 2:
		v.rows, v.columns = shape[0], shape[1]
	}
	if v.rows*v.columns != len(data) {
		panic(fmt.Sprintf("layertest: constant %s has the shape %v and %d numbers", name, shape, len(data)))
	}
	if was, ok := g.values[name]; ok {
		for i, d := range v.data {
			if len(was.data) != len(v.data) || was.data[i] != d {
				panic("layertest: two constants are called " + name)
			}
		}
	}
	g.values[name] = v
	return name
}

func (g *graph) Number(v float32) string {
	return g.Constant(fmt.Sprint("number.", v), nil, []float32{v})
}

func (g *graph) Linear(in, weight, bias string) string {
	x, w := g.at(in), g.at(weight)
	if x.columns != w.columns {
		panic(fmt.Sprintf("layertest: %d columns meet a matrix of %d", x.columns, w.columns))
	}
	out := value{x.rows, w.rows, nil}
	for r := range x.rows {
		for o := range w.rows {
			var sum float64
			if bias != "" {
				sum = g.at(bias).data[o]
			}
			for c := range x.columns {
				sum += x.data[r*x.columns+c] * w.data[o*w.columns+c]
			}
			out.data = append(out.data, sum)
		}
	}
	return g.add(out)
}

// gather takes some columns.
func (g *graph) gather(in string, at []int) string {
	v := g.at(in)
	out := value{v.rows, len(at), nil}
	for r := range v.rows {
		for _, c := range at {
			out.data = append(out.data, v.data[r*v.columns+c])
		}
	}
	return g.add(out)
}

func (g *graph) Columns(in string, from, to int) string {
	var at []int
	for c := from; c < to; c++ {
		at = append(at, c)
	}
	return g.gather(in, at)
}

func (g *graph) Join(a, b string) string {
	x, y := g.at(a), g.at(b)
	out := value{x.rows, x.columns + y.columns, nil}
	for r := range x.rows {
		out.data = append(append(out.data, x.data[r*x.columns:][:x.columns]...), y.data[r*y.columns:][:y.columns]...)
	}
	return g.add(out)
}

func (g *graph) Halves(v layer.Value) (h [2]string) {
	if v.Rows == "" {
		return v.Half
	}
	for p := range h {
		var at []int
		for c := p; c < g.at(v.Rows).columns; c += 2 {
			at = append(at, c)
		}
		h[p] = g.gather(v.Rows, at)
	}
	return h
}

func (g *graph) Rows(v layer.Value) string {
	if v.Rows != "" {
		return v.Rows
	}
	joined := g.Join(v.Half[0], v.Half[1])
	d, even := g.at(joined).columns, g.at(v.Half[0]).columns
	var at []int
	for c := range d {
		at = append(at, c/2+c%2*even)
	}
	return g.gather(joined, at)
}

func (g *graph) AddTerms(in string) {
	v := g.at(in)
	for r := range v.rows {
		for c := range v.columns {
			g.terms[r] += v.data[r*v.columns+c]
		}
	}
}
