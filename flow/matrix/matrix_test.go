package matrix

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
)

func TestEigenIsGonums(t *testing.T) {
	for _, n := range []int{2, 3, 7, 30, 64} {
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
		v := Eigen(a, n)
		var values []float64
		for k := range n {
			row := mat.NewVecDense(n, v[k*n:(k+1)*n])
			var image mat.VecDense
			image.MulVec(sym, row)
			image.AddScaledVec(&image, -a[k*n+k], row)
			if d := mat.Norm(&image, 2); d > 1e-10 {
				t.Errorf("n %d: eigenvector %d misses by %g", n, k, d)
			}
			values = append(values, a[k*n+k])
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
