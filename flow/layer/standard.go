package layer

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// Standard is the data layer x' = (x - mean) / std. The data fixes it; it is not trained.
type Standard struct {
	Mean, Std []float32 // dim numbers each, Std > 0

	dim int
}

func NewStandard(dim int) *Standard { return &Standard{dim: dim} }
func (s *Standard) Volume() Volume  { return Constant }

func (s *Standard) LogDet([]float32) float64 {
	var sum float64
	for _, v := range s.Std {
		sum -= math.Log(float64(v))
	}
	return sum
}

func (s *Standard) Tensors() []Tensor {
	d := []int{s.dim}
	return []Tensor{{Name: "mean", Shape: d, Held: true}, {Name: "std", Shape: d, Held: true}}
}

func (s *Standard) Hold(numbers []float32) {
	s.Mean, s.Std = Cut(&numbers, s.dim), Cut(&numbers, s.dim)
}

func (s *Standard) Begin() {
	clear(s.Mean)
	for j := range s.Std {
		s.Std[j] = 1
	}
}

func (s *Standard) Settle() error              { return nil }
func (s *Standard) Init([]float32, *rand.Rand) {}
func (s *Standard) Parts() []Cost              { return []Cost{{}} }
func (s *Standard) Tape(mem *Memory) *Tape     { return mem.apart() }

// Float32 ends at 3e38 and loses digits below 1e-38: within these bounds mean and std leave room for the rows around
// them.
const (
	MinUnit float32 = 1e-30 // of std
	MaxUnit float32 = 1e30  // of std and |mean|
)

func (s *Standard) Sound([]float32) error {
	_, err := CheckUnits(s.Mean, s.Std)
	return err
}

// CheckUnits reports the first column whose mean or std is beyond those bounds. i is its index.
func CheckUnits(mean, std []float32) (i int, err error) {
	for i, v := range mean {
		if !(v <= MaxUnit && v >= -MaxUnit) {
			return i, fmt.Errorf("mean of column %d is %g and must be %g to %g; measure that column in another unit", i+1, v, -MaxUnit, MaxUnit)
		}
	}
	for i, v := range std {
		if !(v >= MinUnit && v <= MaxUnit) {
			return i, fmt.Errorf("std of column %d is %g and must be %g to %g; measure that column in another unit", i+1, v, MinUnit, MaxUnit)
		}
	}
	return -1, nil
}

func (s *Standard) Forward(t *Tape, _ []float32, b *Batch, _ int) {
	in := *b
	b.apart(t)
	for j, m := range s.Mean {
		e, row := s.Std[j], b.Row(j)
		for c, v := range in.Row(j)[:b.Rows] {
			row[c] = (v - m) / e
		}
		clear(row[b.Rows:])
	}
}

func (s *Standard) Inverse(_ *Tape, _ []float32, b *Batch) {
	for j, m := range s.Mean {
		e, row := s.Std[j], b.Row(j)
		for c, v := range row {
			row[c] = v*e + m
		}
	}
}

func (s *Standard) Backward(_ *Tape, _, _ []float32, d *Batch, _ int) {
	for j, e := range s.Std {
		row := d.Row(j)
		for c := range row {
			row[c] /= e
		}
	}
}

func (s *Standard) Export(g Graph, _ []float32, v Value, inverse bool) Value {
	rows, d := g.Rows(v), []int{s.dim}
	mean, std := g.Constant("mean", d, s.Mean), g.Constant("std", d, s.Std)
	if inverse {
		return Value{Rows: g.Op("Add", g.Op("Mul", rows, std), mean)}
	}
	return Value{Rows: g.Op("Div", g.Op("Sub", rows, mean), std)}
}
