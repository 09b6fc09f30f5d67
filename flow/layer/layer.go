// Package layer holds the steps that a flow is made of: invertible maps of D coordinates whose Jacobians have known
// determinants. A layer is a value that knows its shape; its trained numbers are a window w into the flow's arena, its
// gradients a window g of the same shape, and what a pass leaves for the way back lies on a Tape.
//
// A new law is one file here, one line in the table of layer_test.go, and one where flow composes its layers.
package layer

import (
	"math/rand/v2"

	"nicelab/flow/mlp"
)

// Volume says what a layer, or a whole flow, does to volumes.
type Volume int

const (
	Kept     Volume = iota // log|det| is 0
	Constant               // log|det| is one number, the same at every point
	Varies                 // log|det| differs from point to point
)

// Layer is one step h -> h' of a flow. Its methods trust that slices have the lengths that Tensors and Tape ask for.
type Layer interface {
	Volume() Volume
	// LogDet is the part of log|det|, in nats, that is the same at every point; of Varies, Forward adds the rest.
	LogDet(w []float32) float64

	Tensors() []Tensor                // in the order of a checkpoint; the trained ones fill w in this order
	Init(w []float32, rng *rand.Rand) // sets w to a new flow's
	Sound(w []float32) error          // says which number no finite picture could follow from, and its bounds

	Parts() []Cost        // what Forward and Backward are cut into, so that the caller of a large model is heard in between
	Tape(m *Memory) *Tape // memory for passes of at most m.N columns

	// Forward does one piece of h -> h' for b, those before being done, and adds to b.LogDet, if that is not nil,
	// what LogDet leaves out. Inverse does all of h' -> h. A piece is a part, unless the tape cuts it finer. On a way that
	// goes back again (m.Train), what came stays as it was: the layer before may have kept it for its own Backward.
	Forward(t *Tape, w []float32, b *Batch, piece int)
	Inverse(t *Tape, w []float32, b *Batch)

	// Backward does one piece of the way back, those after it being done. On entry d holds the gradient of a loss with
	// respect to h', on exit, in the same memory, that with respect to h, unless t.First. It adds the gradients of w to g,
	// unless g is nil. The loss counts each row's log|det| with the weight -d.Weight.
	Backward(t *Tape, w, g []float32, d *Batch, piece int)

	// Export writes the layer, or its inverse, as operations of ONNX; the layer adds what LogDet leaves out to log p. Each
	// constant has a name that no other layer of the flow gives to another.
	Export(g Graph, w []float32, v Value, inverse bool) Value
}

// Planar is a Layer that in the plane is a coupling: one coordinate stays, and the other goes from y to a(x) y + b(x),
// where x is the one that stays. Pictures tabulate a and b by running the layer, and a is 1 unless its Volume Varies.
type Planar interface {
	Layer
	Keeps() int // 0 or 1
}

// Holder is a Layer with numbers that are not trained: the data fixes them, or the seed.
type Holder interface {
	Layer
	Hold(numbers []float32) // lends the layer memory for its Held tensors, in their order
	Begin()                 // sets them to what they are until they are read or fitted
	Settle() error          // is called whenever they have changed otherwise; the error says why they cannot be used
}

// Tensor describes some of a layer's numbers: what a checkpoint holds.
type Tensor struct {
	Name  string
	Shape []int
	Held  bool // not trained; see Holder
}

// Len returns how many numbers there are.
func (t Tensor) Len() int {
	n := 1
	for _, d := range t.Shape {
		n *= d
	}
	return n
}

// Size returns how many trained, or held, numbers l has.
func Size(l Layer, held bool) int {
	n := 0
	for _, t := range l.Tensors() {
		if t.Held == held {
			n += t.Len()
		}
	}
	return n
}

// Cost is the work of one part, to leading order.
type Cost = mlp.Cost

// Cut cuts the first n numbers off the arena.
func Cut(arena *[]float32, n int) []float32 {
	w := (*arena)[:n:n]
	*arena = (*arena)[n:]
	return w
}

// Value is rows on their way through a Graph.
type Value struct {
	Rows string    // [n, D], or "" if only halves are there
	Half [2]string // [n, half(p)] each, or "" if only rows are there
	Dim  int       // D where it is not the flow's, 0 where it is
}

// Graph writes operations of ONNX.
type Graph interface {
	mlp.Graph
	Number(v float32) string                // a scalar constant
	Columns(in string, from, to int) string // some columns of [n, k]
	Join(a, b string) string                // the columns of both, side by side
	Rows(v Value) string                    // v as [n, D]
	Halves(v Value) [2]string               // v as two halves, by parity
	AddTerms(v string)                      // adds the columns of [n, k] to log p
}
