package layer

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"

	"nicelab/flow/matrix"
)

// What whitening makes of the rows has the covariance C (C + D/(2n) I)⁻¹, which is diagonal.
func TestWhitenedRowsAreUncorrelated(t *testing.T) {
	const d, n = 5, 400
	rng := rand.New(rand.NewPCG(2, 2))
	x := make([]float32, d*n)
	for r := range n {
		e := rng.NormFloat64()
		for j := range d {
			x[r*d+j] = float32(100*float64(j) + math.Pow(10, float64(j))*(e+0.3*rng.NormFloat64()))
		}
	}
	s, o := fitted(x, d)
	before := mat.NewSymDense(d, matrix.Covariance(x, nil, s.Mean, s.Std))
	var want mat.EigenSym
	want.Factorize(before, false)
	b := NewBatch(d, n)
	b.Load(x)
	s.Forward(s.Tape(NewMemory(d, n, false)), nil, b, 0)
	o.Forward(o.Tape(NewMemory(d, n, false)), nil, b, 0)
	for i := range d {
		for j := range d {
			var sum float64
			for r := range n {
				sum += float64(b.Row(i)[r]) * float64(b.Row(j)[r]) / n
			}
			var should float64
			if i == j {
				l := want.Values(nil)[d-1-i]
				should = l / (l + d/(2.0*n))
			}
			if math.Abs(sum-should) > 1e-4 {
				t.Errorf("coordinates %d and %d covary by %g and should by %g", i, j, sum, should)
			}
		}
	}
}

func fitted(x []float32, d int) (*Standard, *Orthogonal) {
	s, o := NewStandard(d), Whiten(d)
	s.Hold(make([]float32, 2*d))
	s.Begin()
	matrix.Spread(s.Mean, s.Std, x, nil)
	o.Hold(make([]float32, d*d))
	o.Begin()
	o.FitWhiten(matrix.Decompose(matrix.Covariance(x, nil, s.Mean, s.Std), d), len(x)/d)
	return s, o
}

func TestRanks(t *testing.T) {
	const d, n = 7, 90
	rng := rand.New(rand.NewPCG(4, 2))
	x := make([]float32, d*n)
	for r := range n {
		row := x[r*d : (r+1)*d]
		for j := range row {
			row[j] = float32(rng.NormFloat64())
		}
		row[1] = 1e6
		row[4] = 3*row[0] - 2*row[2] + 1000
		row[6] = row[5]
	}
	s := NewStandard(d)
	s.Hold(make([]float32, 2*d))
	s.Begin()
	matrix.Spread(s.Mean, s.Std, x, nil)
	o := Whiten(d)
	o.Hold(make([]float32, d*d))
	o.Begin()
	c := matrix.Covariance(x, nil, s.Mean, s.Std)
	r := matrix.RankOf(c, x, nil, d)
	o.FitWhiten(matrix.Decompose(c, d), n)
	tied := func(a, b matrix.Tie) bool { return a.Column == b.Column && slices.Equal(a.From, b.From) }
	if !slices.Equal(r.Constant, []int{1}) || !slices.EqualFunc(r.Tied,
		[]matrix.Tie{{Column: 4, From: []int{0, 2}}, {Column: 6, From: []int{5}}}, tied) {
		t.Errorf("the columns are judged %+v", r)
	}
	if few := matrix.RankOf(matrix.Covariance(x[:4*d], nil, s.Mean, s.Std), x[:4*d], nil, d); few.Tied != nil {
		t.Errorf("of four rows the columns are judged %+v", few)
	}
	for _, v := range o.M {
		if !(math.Abs(float64(v)) < 1e3) {
			t.Fatalf("a weight is %v", v)
		}
	}
	for r := range n { // all columns are free
		for j := range d {
			x[r*d+j] = float32(math.Round(rng.NormFloat64()*100) / 100)
		}
	}
	matrix.Spread(s.Mean, s.Std, x, nil)
	if r := matrix.RankOf(matrix.Covariance(x, nil, s.Mean, s.Std), x, nil, d); r.Constant != nil || r.Tied != nil {
		t.Errorf("free columns are judged %+v", r)
	}
}

func TestRotations(t *testing.T) {
	for _, d := range []int{2, 3, 16, 129} {
		at := func(seed uint64) []float32 {
			o := Rotation("r", d, func() *rand.Rand { return rand.New(rand.NewPCG(seed, 0)) })
			o.Hold(make([]float32, d*d))
			o.Begin()
			return o.M
		}
		q := at(1)
		if !slices.Equal(q, at(1)) {
			t.Errorf("D %d: one seed gives two rotations", d)
		}
		if slices.Equal(q, at(2)) != (d == 2) {
			t.Errorf("D %d: seeds make no difference, or do in the plane", d)
		}
		// Every coordinate is mixed with every other.
		if d > 2 {
			big := 0
			for _, v := range q {
				if math.Abs(float64(v)) > 4/math.Sqrt(float64(d)) {
					big++
				}
			}
			if float64(big) > 0.01*float64(len(q)) {
				t.Errorf("D %d: %d of %d numbers are large", d, big, len(q))
			}
		}
	}
	o := Rotation("r", 2, nil)
	o.Hold(make([]float32, 4))
	o.Begin()
	if got := math.Atan2(float64(o.M[2]), float64(o.M[0])); math.Abs(got-2.39996) > 1e-5 {
		t.Errorf("the plane is turned by %v", got)
	}
}

// A file may hold any numbers: those that are no rotation, or not invertible, are told from those that are.
func TestOrthogonalRefuses(t *testing.T) {
	rotation := Rotation("mix.1.rotation", 5, func() *rand.Rand { return rand.New(rand.NewPCG(1, 1)) })
	rotation.Hold(make([]float32, 25))
	rotation.Begin()
	whiten := Whiten(5)
	whiten.Hold(make([]float32, 25))
	whiten.Begin()
	for what, spoil := range map[string]func(m []float32){
		"NaN": func(m []float32) { m[7] = float32(math.NaN()) }, "a zero row": func(m []float32) { clear(m[5:10]) },
		"a shear": func(m []float32) { m[3] += 0.1 }, "huge": func(m []float32) { m[6] = 1e30 },
	} {
		for _, o := range []*Orthogonal{rotation, whiten} {
			was := slices.Clone(o.M)
			if spoil(o.M); o.Settle() == nil {
				t.Errorf("%s with %s is taken", o.name, what)
			}
			copy(o.M, was)
			if err := o.Settle(); err != nil {
				t.Error(err)
			}
		}
	}
	for i := range rotation.M {
		rotation.M[i] *= 1.1
	}
	if rotation.Settle() == nil {
		t.Error("a rotation that scales is taken")
	}
}
