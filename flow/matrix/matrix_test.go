package matrix

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
)

func TestEigenIsGonums(t *testing.T) {
	for _, n := range []int{1, 2, 3, 7, 30, 64, 150} {
		rng := rand.New(rand.NewPCG(uint64(n), 1))
		sym := mat.NewSymDense(n, nil)
		for i := range n {
			for j := range i + 1 {
				sym.SetSym(i, j, rng.NormFloat64())
			}
		}
		var want mat.EigenSym
		if !want.Factorize(sym, false) {
			t.Fatal("gonum finds no eigenvalues")
		}
		a := slices.Clone(mat.DenseCopyOf(sym).RawMatrix().Data)
		e := NewEigen(slices.Clone(a), n)
		for !e.Step() {
		}
		v := e.Vectors
		var values []float64
		for k := range n {
			row := mat.NewVecDense(n, v[k*n:(k+1)*n])
			var image mat.VecDense
			image.MulVec(sym, row)
			image.AddScaledVec(&image, -e.Values[k], row)
			if d := mat.Norm(&image, 2); d > 1e-10 {
				t.Errorf("n %d: eigenvector %d misses by %g", n, k, d)
			}
			values = append(values, e.Values[k])
		}
		slices.Sort(values)
		for i, w := range want.Values(nil) {
			if math.Abs(w-values[i]) > 1e-10 {
				t.Errorf("n %d: eigenvalue %d is %v, gonum's %v", n, i, values[i], w)
			}
		}
	}
}

// A rotation's rows are of length 1 and at right angles, and a triangle times its inverse is the identity.
func TestInverses(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	for _, n := range []int{2, 5, 33} {
		q := mat.NewDense(n, n, RandomRotation(n, rng))
		if n == 2 {
			q = mat.NewDense(2, 2, Rotation(1))
			if math.Abs(q.At(0, 0)-math.Cos(1)) > 1e-12 || math.Abs(q.At(1, 0)-math.Sin(1)) > 1e-12 {
				t.Errorf("a turn by 1 is %v", mat.Formatted(q))
			}
		}
		identity := mat.NewDense(n, n, Identity(n))
		var product mat.Dense
		if product.Mul(q, q.T()); !mat.EqualApprox(&product, identity, 1e-12) || math.Abs(mat.Det(q)-1) > 1e-9 {
			t.Errorf("n %d: a rotation is none", n)
		}
		for _, upper := range []bool{false, true} {
			m, whole := make([]float32, n*n), mat.NewDense(n, n, Identity(n))
			for i := range n {
				for j := range n {
					if j < i && !upper || j > i && upper {
						m[i*n+j] = float32(0.3 * rng.NormFloat64())
						whole.Set(i, j, float64(m[i*n+j]))
					}
				}
			}
			if product.Mul(whole, mat.NewDense(n, n, InvertUnit(m, n, upper))); !mat.EqualApprox(&product, identity, 1e-9) {
				t.Errorf("n %d, upper %v: a triangle's inverse is none", n, upper)
			}
		}
	}
}

// Of matrices whose eigenvalues are few, or nothing, the vectors are still at right angles and of length 1.
func TestEigenOfTies(t *testing.T) {
	const n = 40
	for name, at := range map[string]func(i, j int) float64{
		"zero": func(int, int) float64 { return 0 },
		"one":  func(int, int) float64 { return 1 },
		"block": func(i, j int) float64 {
			if i/10 == j/10 {
				return 3
			}
			return 0
		},
		"tiny": func(i, j int) float64 { return 1e-200 / float64(1+i+j) },
	} {
		a := make([]float64, n*n)
		for i := range n {
			for j := range n {
				a[i*n+j] = at(i, j)
			}
		}
		e := NewEigen(slices.Clone(a), n)
		steps := 0
		for !e.Step() {
			if steps++; steps > 10*n {
				t.Fatalf("%s: no end", name)
			}
		}
		for i := range n {
			for j := range n {
				want := 0.
				if i == j {
					want = 1
				}
				if got := dot(e.Vectors[i*n:(i+1)*n], e.Vectors[j*n:(j+1)*n]); math.Abs(got-want) > 1e-12 {
					t.Fatalf("%s: vectors %d and %d: %v", name, i, j, got)
				}
			}
			for j := range n {
				image := dot(a[j*n:(j+1)*n], e.Vectors[i*n:(i+1)*n])
				if want := e.Values[i] * e.Vectors[i*n+j]; math.Abs(image-want) > 1e-13*float64(n)*max(1, math.Abs(a[0])) {
					t.Fatalf("%s: vector %d: %v, want %v", name, i, image, want)
				}
			}
		}
	}
}

func BenchmarkEigen784(b *testing.B) {
	const n = 784
	rng := rand.New(rand.NewPCG(1, 1))
	a := make([]float64, n*n)
	for i := range n {
		for j := range i + 1 {
			a[i*n+j] = rng.NormFloat64()
			a[j*n+i] = a[i*n+j]
		}
	}
	for b.Loop() {
		for e := NewEigen(slices.Clone(a), n); !e.Step(); {
		}
	}
}

// Whether vectors mirror is the sign of their determinant.
func TestEigenSaysWhetherItMirrors(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	for n := 2; n < 12; n++ {
		a := make([]float64, n*n)
		for i := range n {
			for j := range i + 1 {
				if i == j || rng.IntN(3) > 0 {
					a[i*n+j] = rng.NormFloat64()
					a[j*n+i] = a[i*n+j]
				}
			}
		}
		e := NewEigen(a, n)
		for !e.Step() {
		}
		if det := mat.Det(mat.NewDense(n, n, e.Vectors)); math.Abs(math.Abs(det)-1) > 1e-12 || det < 0 != e.Mirrored {
			t.Errorf("n %d: determinant %v, mirrored: %v", n, det, e.Mirrored)
		}
	}
}

// Among hundreds of columns those that are another one in other units are found, whatever its unit and sign, and none
// that is all but such a copy.
func TestCopies(t *testing.T) {
	const n, d = 1000, 700
	rng := rand.New(rand.NewPCG(5, 5))
	columns := make([][]float64, d)
	want := map[int]int{}
	for j := range columns {
		columns[j] = make([]float64, n)
		of, scale, noise := rng.IntN(max(1, j)), math.Exp(rng.NormFloat64()), 0.
		switch {
		case j%50 == 49:
			noise = 0.01 // a correlation of .9999
		case j%10 == 9:
			want[j] = of
			if first, ok := want[of]; ok {
				want[j] = first
			}
		default:
			scale, noise = 0, 1
		}
		for i := range columns[j] {
			columns[j][i] = float64(float32(2 - scale*columns[of][i] + noise*rng.NormFloat64()))
		}
	}
	var c Copies
	for j, v := range columns {
		of, ok := c.Add(j, slices.Clone(v))
		if first, copied := want[j]; ok != copied || ok && of != first {
			t.Fatalf("column %d: copy %v of %d, want %v of %d", j, ok, of, copied, first)
		}
	}
	if _, ok := c.Add(d, make([]float64, n)); ok {
		t.Error("a column of zeros is a copy")
	}
}

// Columns that are copies of a few leave next to nothing behind each reflection, and copies of that again.
func TestEigenOfCopies(t *testing.T) {
	const d, rows = 64, 40
	rng := rand.New(rand.NewPCG(6, 6))
	for name, at := range map[string]func(row, column int) float32{
		"few values": func(r, j int) float32 { i := d*r + j; return float32(byte(i*i + 3*i)) },
		"two":        func(r, j int) float32 { return float32((r*7 + j%2*r*r) % 11) },
		"noise":      func(r, j int) float32 { return float32(rng.NormFloat64()) },
	} {
		x := make([]float32, rows*d)
		for i := range x {
			x[i] = at(i/d, i%d)
		}
		mean, std := make([]float32, d), make([]float32, d)
		Spread(mean, std, x, nil)
		c := Covariance(x, nil, mean, std)
		e := NewEigen(slices.Clone(c), d)
		steps := 0
		for !e.Step() {
			if steps++; steps > 10*d {
				t.Fatalf("%s: no end", name)
			}
		}
		for i := range d {
			for j := range d {
				image := dot(c[j*d:(j+1)*d], e.Vectors[i*d:(i+1)*d])
				if want := e.Values[i] * e.Vectors[i*d+j]; !(math.Abs(image-want) < 1e-11) {
					t.Fatalf("%s: vector %d: %v, want %v", name, i, image, want)
				}
			}
		}
	}
}
