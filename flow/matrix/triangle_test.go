package matrix

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// Factors and inverses are gonum's, and what has no factor is told.
func TestTriangles(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for n := 1; n < 12; n++ {
		a := mat.NewDense(n, n, nil)
		for i := range n {
			for j := range n {
				a.Set(i, j, rng.NormFloat64())
			}
		}
		var s mat.SymDense
		s.SymOuterK(1, a)
		for i := range n {
			s.SetSym(i, i, s.At(i, i)+0.1)
		}
		full := mat.DenseCopyOf(&s).RawMatrix().Data
		l, inverse := make([]float64, n*n), make([]float64, n*n)
		if !Cholesky(l, full, n) {
			t.Fatalf("%d: no factor", n)
		}
		InvertLower(inverse, l, n)
		at := l[n*n-1]
		var c mat.Cholesky
		var want, back mat.TriDense
		if !c.Factorize(&s) {
			t.Fatal("gonum finds no factor")
		}
		c.LTo(&want)
		if err := back.InverseTri(&want); err != nil {
			t.Fatal(err)
		}
		for i := range n {
			for j := range n {
				for _, p := range [][2]float64{{l[i*n+j], want.At(i, j)}, {inverse[i*n+j], back.At(i, j)}} {
					if math.Abs(p[0]-p[1]) > 1e-9*max(1, math.Abs(p[1])) {
						t.Fatalf("%d: row %d, column %d is %v, gonum has %v", n, i, j, p[0], p[1])
					}
				}
			}
		}
		Widen(l, n, 0.7)
		for i := range n {
			for j := range i + 1 {
				sum := -s.At(i, j)
				for k := range j + 1 {
					sum += l[i*n+k] * l[j*n+k]
				}
				if i == j {
					sum -= 0.7 * 0.7
				}
				if math.Abs(sum) > 1e-9 {
					t.Fatalf("%d: widened, row %d, column %d is off by %v", n, i, j, sum)
				}
			}
		}
		if !Cholesky(full, full, n) || full[n*n-1] != at {
			t.Errorf("%d: in place it is another factor", n)
		}
	}
	if Cholesky(make([]float64, 4), []float64{1, 2, 2, 1}, 2) || Cholesky(make([]float64, 1), []float64{math.NaN()}, 1) {
		t.Error("there is a factor of a matrix that has none")
	}
}
