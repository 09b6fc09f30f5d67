package noise

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// drawn returns n numbers of noise of standard deviation 1, in rows as a batch has them.
func drawn(n, row int, seed uint64) []float32 {
	x, rng := make([]float32, n), rand.New(rand.NewPCG(seed, 0))
	for lo := 0; lo < n; lo += row {
		Add(x[lo:min(lo+row, n)], 1, rng)
	}
	return x
}

// The moments of a million draws lie where those of the normal law would.
func TestMoments(t *testing.T) {
	for _, row := range []int{1, 7, 200, 1 << 20} {
		x := drawn(1<<20, row, 3)
		var m [5]float64
		for _, v := range x {
			for k := range m {
				m[k] += math.Pow(float64(v), float64(k)) / float64(len(x))
			}
		}
		for k, want := range []float64{1, 0, 1, 0, 3} {
			if sd := []float64{0, 1, 1.42, 3.9, 9.8}[k] / math.Sqrt(float64(len(x))); math.Abs(m[k]-want) > 4*sd+1e-9 {
				t.Errorf("in rows of %d, moment %d is %.4f, want %g within %.4f", row, k, m[k], want, 4*sd)
			}
		}
	}
}

// What one number follows, counted over all pairs of levels near chosen points: within 1/8000 of the normal law.
func TestLaw(t *testing.T) {
	sorted := quantiles
	if !slices.IsSorted(sorted[:]) {
		t.Fatal("the levels are not in order")
	}
	var square float64
	for _, v := range quantiles {
		square += float64(v) * float64(v) / levels
	}
	if math.Abs(square-0.5) > 1e-7 {
		t.Errorf("the variance of the levels is %v", square)
	}
	worst := 0.
	for z := -5.; z <= 5; z += 0.01 {
		at, j := 0, levels
		for _, v := range quantiles {
			for j > 0 && float64(v)+float64(quantiles[j-1]) > z {
				j--
			}
			at += j
		}
		worst = max(worst, math.Abs(float64(at)/(levels*levels)-math.Erfc(-z/math.Sqrt2)/2))
	}
	if t.Logf("the distribution function is within %.2g of the normal one", worst); worst > 1./8000 {
		t.Errorf("it is off by %g", worst)
	}
	if far := 2 * quantiles[levels-1]; far < 5 || far > 5.3 {
		t.Errorf("the largest is %v", far)
	}
}

// Neighbours, numbers of one place in consecutive calls, and those of different seeds have nothing to do with each
// other; the same seed gives the same noise.
func TestIndependence(t *testing.T) {
	const n = 1 << 20
	x, y := drawn(n, 4, 1), drawn(n, 4, 2)
	for name, pair := range map[string][2][]float32{
		"neighbours": {x[1:], x[:n-1]}, "the next but one": {x[2:], x[:n-2]}, "the next call": {x[4:], x[:n-4]},
		"another seed": {x, y},
	} {
		var sum, squares float64
		for i, v := range pair[0] {
			u := float64(pair[1][i])
			sum += float64(v) * u / n
			squares += (float64(v)*float64(v) - 1) * (u*u - 1) / n
		}
		if math.Abs(sum) > 4/math.Sqrt(n) || math.Abs(squares) > 8/math.Sqrt(n) {
			t.Errorf("%s: the correlation is %.4f, of squares %.4f", name, sum, squares)
		}
	}
	if !slices.Equal(x, drawn(n, 4, 1)) {
		t.Error("the same seed gives other noise")
	}
}

// Exact draws, beside.
func BenchmarkAdd(b *testing.B) {
	x, rng := make([]float32, 200), rand.New(rand.NewPCG(1, 1))
	for name, add := range map[string]func(){
		"levels": func() { Add(x, 0.1, rng) },
		"exact": func() {
			for i := range x {
				x[i] += float32(0.1 * rng.NormFloat64())
			}
		},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				for range 784 {
					add()
				}
			}
		})
	}
}
