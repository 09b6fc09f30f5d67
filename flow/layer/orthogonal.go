package layer

import (
	"fmt"
	"math"
	"math/rand/v2"

	"nicelab/flow/kernel"
	"nicelab/flow/matrix"
)

// Orthogonal is h' = M h with a fixed M whose rows are at right angles to each other: a rotation, or one after which
// every coordinate is scaled. Its inverse is Mᵀ with each column divided by the squared length of that row of M, so that
// nothing has to be inverted; and log|det M| is the sum of the logarithms of the lengths.
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

// square is how far, of 1, M may be from rows at right angles: float32 leaves some 1e-6.
const square = 1e-4

func (o *Orthogonal) Settle() error {
	d := o.dim
	o.logDet = 0
	for i := range d {
		var length float64
		for _, v := range o.M[i*d : (i+1)*d] {
			length += float64(v) * float64(v)
		}
		if !(length > 1e-20 && length < 1e20) {
			return fmt.Errorf("row %d of %s has the length %g", i+1, o.name, math.Sqrt(length))
		}
		if o.volume != Kept {
			o.logDet += math.Log(length) / 2
		} else if math.Abs(length-1) > square {
			return fmt.Errorf("row %d of %s has the length %g and must have 1", i+1, o.name, math.Sqrt(length))
		}
		for j, v := range o.M[i*d : (i+1)*d] {
			o.there[place(i, d)*d+place(j, d)] = v
			o.back[place(j, d)*d+place(i, d)] = float32(float64(v) / length)
		}
	}
	return o.check()
}

// place is where coordinate j lies once the halves follow each other.
func place(j, dim int) int { return j/2 + j%2*half(dim, 0) }

// check takes a few random vectors there and back: rows that are not at right angles bring none of them home.
func (o *Orthogonal) check() error {
	const vectors = 8
	rng := rand.New(rand.NewPCG(uint64(o.dim), vectors))
	v := make([]float32, o.dim*vectors)
	for i := range v {
		v[i] = float32(rng.NormFloat64())
	}
	h, back := make([]float32, len(v)), make([]float32, len(v))
	kernel.NN(h, o.dim, vectors, o.dim, o.back, v, nil, nil, kernel.Identity)
	kernel.NN(back, o.dim, vectors, o.dim, o.there, h, nil, nil, kernel.Identity)
	for i, b := range back {
		if d := math.Abs(float64(b - v[i])); !(d <= 10*square) {
			return fmt.Errorf("the rows of %s are not at right angles to each other", o.name)
		}
	}
	return nil
}

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
