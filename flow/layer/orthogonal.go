package layer

import (
	"fmt"
	"math"
	"math/rand/v2"

	"nicelab/flow/kernel"
	"nicelab/flow/matrix"
)

// Orthogonal is h' = M h with a fixed M whose rows are at right angles to each other: a rotation, or one after which
// every coordinate is scaled. Its inverse is Mᵀ with each column divided by the squared length of that row of M, so
// that nothing has to be inverted; and log|det M| is the sum of the logarithms of the lengths.
type Orthogonal struct {
	M []float32 // D×D

	name    string
	dim     int
	volume  Volume
	cost    Cost
	initial func(m []float32) // sets M to what it is until it is read or fitted

	there, back []float32 // M and its inverse, coordinates in the order of a Batch's halves
	logDet      float64
}

// Rotation returns a layer that turns dim coordinates, with a tensor of that name: in the plane by the golden angle, in
// more dimensions at random, by random() alone.
func Rotation(name string, dim int, random func() *rand.Rand) *Orthogonal {
	return &Orthogonal{
		name: name, dim: dim, volume: Kept,
		cost: Cost{Products: dim * dim, Sums: dim, Row: 4 * dim * dim},
		initial: func(m []float32) {
			if dim == 2 {
				matrix.Round(m, matrix.Rotation(GoldenAngle))
			} else {
				matrix.Round(m, matrix.RandomRotation(dim, random()))
			}
		},
	}
}

// GoldenAngle is a full turn less its golden section, in radians: multiples of it come near to one another as late as
// those of any angle do.
const GoldenAngle = 2 * math.Pi * (2 - math.Phi)

func (o *Orthogonal) Volume() Volume           { return o.volume }
func (o *Orthogonal) LogDet([]float32) float64 { return o.logDet }

func (o *Orthogonal) Tensors() []Tensor {
	return []Tensor{{Name: o.name, Shape: []int{o.dim, o.dim}, Held: true}}
}

func (o *Orthogonal) Init([]float32, *rand.Rand) {}
func (o *Orthogonal) Sound([]float32) error      { return nil }
func (o *Orthogonal) Parts() []Cost              { return []Cost{o.cost} }

func (o *Orthogonal) Hold(numbers []float32) {
	o.M = numbers
	o.there, o.back = make([]float32, o.dim*o.dim), make([]float32, o.dim*o.dim)
}

func (o *Orthogonal) Begin() {
	o.initial(o.M)
	if err := o.Settle(); err != nil {
		panic(err) // for it is ours
	}
}

func (o *Orthogonal) Settle() error {
	d := o.dim
	squares, err := matrix.Squares(o.M, d)
	if err != nil {
		return fmt.Errorf("%s: %w", o.name, err)
	}
	o.logDet = 0
	for i, square := range squares {
		if o.volume != Kept {
			o.logDet += math.Log(square) / 2
		} else if math.Abs(square-1) > matrix.RightAngle {
			return fmt.Errorf("%s: row %d has the length %g and must have 1", o.name, i+1, math.Sqrt(square))
		}
		for j, v := range o.M[i*d : (i+1)*d] {
			o.there[place(i, d)*d+place(j, d)] = v
			o.back[place(j, d)*d+place(i, d)] = float32(float64(v) / square)
		}
	}
	return nil
}

// place is where coordinate j lies once the halves follow each other.
func place(j, dim int) int { return j/2 + j%2*half(dim, 0) }

func (o *Orthogonal) Tape(mem *Memory) *Tape {
	mem.Need(0, o.dim*mem.N)
	return &Tape{First: mem.First, out: make([]float32, o.dim*mem.N), memory: mem}
}

func (o *Orthogonal) Forward(t *Tape, _ []float32, b *Batch, _ int) { o.apply(t, o.there, b) }
func (o *Orthogonal) Inverse(t *Tape, _ []float32, b *Batch)        { o.apply(t, o.back, b) }

func (o *Orthogonal) apply(t *Tape, m []float32, b *Batch) {
	if o.dim == 2 {
		in := b.Half
		b.split(t.out)
		kernel.Plane(b.Half, in, [4]float32(m))
		return
	}
	in := b.joined(t.memory.Scratch[0])
	kernel.NN(t.out, o.dim, b.N, o.dim, m, in, nil, nil, kernel.Identity)
	b.split(t.out)
}

func (o *Orthogonal) Backward(t *Tape, _, _ []float32, d *Batch, _ int) {
	if t.First {
		return
	}
	if m := o.there; o.dim == 2 {
		kernel.Plane(d.Half, d.Half, [4]float32{m[0], m[2], m[1], m[3]})
		return
	}
	out := d.joined(t.memory.Scratch[0])
	kernel.TN(t.out, o.dim, d.N, o.dim, o.there, out, nil, kernel.Identity, false)
	for p := range d.Half {
		n := half(o.dim, p) * d.N
		copy(d.Half[p], t.out[p*half(o.dim, 0)*d.N:][:n])
	}
}

func (o *Orthogonal) Export(g Graph, _ []float32, v Value, inverse bool) Value {
	name, m := o.name, o.M
	if inverse {
		d := o.dim
		name, m = name+".inverse", make([]float32, d*d)
		for i := range d {
			for j := range d {
				m[i*d+j] = o.back[place(i, d)*d+place(j, d)]
			}
		}
	}
	return Value{Rows: g.Linear(g.Rows(v), g.Constant(name, []int{o.dim, o.dim}, m), "")}
}
