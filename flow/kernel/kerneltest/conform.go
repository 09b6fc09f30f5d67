// Package kerneltest holds every version of package kernel to the same tests.
package kerneltest

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"nicelab/flow/kernel"
)

// shapes are m, n, k: vectors and tiles that come out even and odd, layers one feature wide, sums longer than
// a block, and nothing at all.
var shapes = [][3]int{
	{1, 8, 1}, {1, 1, 1}, {2, 8, 3}, {3, 16, 5}, {7, 24, 4}, {64, 256, 1}, {1, 256, 64}, {64, 40, 64}, {33, 40, 65},
	{11, 8, 12}, {13, 16, 8}, {6, 8, 300}, {17, 24, 513}, {9, 13, 11}, {5, 21, 40}, {5, 0, 3}, {0, 8, 3}, {4, 8, 0},
	{1, 8, 0},
}

// guard stands around every slice that a version is given: none may write there.
const guard = 12345

// fenced returns n random numbers at an odd offset into their array, and a check of the array's rest.
func fenced(rng *rand.Rand, n int) (x []float32, intact func() bool) {
	const before, after = 3, 9
	all := make([]float32, before+n+after)
	for i := range all {
		all[i] = guard
	}
	x = all[before : before+n : before+n]
	for i := range x {
		x[i] = float32(rng.NormFloat64())
	}
	return x, func() bool {
		for i, v := range all {
			if (i < before || i >= before+n) && v != guard {
				return false
			}
		}
		return true
	}
}

// Conform tests that b does what package kernel states, as Naive does. Where exact is set NN and TN of whole vectors
// of 8 columns, Tanh apart, and Adam must give the same bits; otherwise sums may be taken in another order or rounded
// less often.
func Conform(t *testing.T, b kernel.Backend, exact bool) {
	defer kernel.Use(kernel.Use(b))
	for _, s := range shapes {
		t.Run(fmt.Sprintf("%dx%dx%d", s[0], s[1], s[2]), func(t *testing.T) {
			products(t, s[0], s[1], s[2], exact && s[1]%8 == 0)
			sums(t, s[0], s[1])
		})
	}
	for _, s := range [][3]int{{4, 4, 8}, {8, 16, 16}, {64, 64, 256}, {12, 20, 40}, {1, 1, 8}, {5, 3, 16}, {3, 7, 11},
		{16, 16, 0}, {64, 32, 8}} {
		t.Run(fmt.Sprintf("curve %dx%dx%d", s[0], s[1], s[2]), func(t *testing.T) { curve(t, s[0], s[1], s[2]) })
		t.Run(fmt.Sprintf("net %dx%dx%d", s[0], s[1], s[2]), func(t *testing.T) { net(t, s[0], s[1], s[2]) })
	}
	t.Run("curve at its edges", curveEdges)
	t.Run("curve not finite", curveNotFinite)
	t.Run("net at its edges", netEdges)
	t.Run("net not finite", netNotFinite)
	for _, n := range []int{0, 1, 7, 8, 19, 264} {
		t.Run(fmt.Sprintf("blend and plane of %d", n), func(t *testing.T) { blend(t, n) })
	}
	t.Run("not finite", notFinite)
	t.Run("tanh", tanh)
	t.Run("logistic", logistic)
	t.Run("exponentials", exponentials)
	t.Run("adam", func(t *testing.T) {
		for n := range 19 {
			adam(t, n, exact)
		}
	})
}

func products(t *testing.T, m, n, k int, exact bool) {
	rng := rand.New(rand.NewPCG(1, uint64(m+n+k)))
	random := func(n int) []float32 { x, _ := fenced(rng, n); return x }
	a, at, b, bt, c := random(m*k), random(k*m), random(k*n), random(n*k), random(m*n)
	bias, h, want := random(m), random(m*n), random(m*n)
	got, intact := fenced(rng, m*n)
	judge := func(what string, exact bool) {
		t.Helper()
		if err := differ(got, want, k, exact); err != nil {
			t.Errorf("%s: %v", what, err)
		}
		if !intact() {
			t.Fatalf("%s wrote outside of dst", what)
		}
	}
	for act := kernel.Identity; act <= kernel.Tanh; act++ {
		for _, add := range [][]float32{nil, c} {
			for _, bias := range [][]float32{nil, bias} {
				Naive{}.NN(want, m, n, k, a, b, bias, add, act)
				kernel.NN(got, m, n, k, a, b, bias, add, act)
				judge(fmt.Sprintf("NN bias %t add %t activation %d", bias != nil, add != nil, act), exact && act != kernel.Tanh)
			}
		}
		for _, accumulate := range []bool{false, true} {
			copy(want, c)
			copy(got, c)
			Naive{}.TN(want, m, n, k, at, b, h, act, accumulate)
			kernel.TN(got, m, n, k, at, b, h, act, accumulate)
			judge(fmt.Sprintf("TN activation %d accumulate %t", act, accumulate), exact)
		}
	}
	copy(want, c)
	copy(got, c)
	Naive{}.NN(want, m, n, k, a, b, bias, want, kernel.ReLU)
	kernel.NN(got, m, n, k, a, b, bias, got, kernel.ReLU)
	judge("NN onto its own add", exact)
	copy(want, c)
	copy(got, c)
	Naive{}.NT(want, m, n, k, a, bt)
	kernel.NT(got, m, n, k, a, bt)
	judge("NT", false)
}

func sums(t *testing.T, m, n int) {
	rng := rand.New(rand.NewPCG(2, uint64(m+n)))
	x, _ := fenced(rng, m*n)
	got, intact := fenced(rng, m)
	want := append([]float32(nil), got...)
	Naive{}.RowSum(want, m, n, x)
	kernel.RowSum(got, m, n, x)
	if err := differ(got, want, n, false); err != nil || !intact() {
		t.Errorf("RowSum: %v; rest of the array intact: %t", err, intact())
	}
}

func adam(t *testing.T, n int, exact bool) {
	rng := rand.New(rand.NewPCG(3, uint64(n)))
	w, intact := fenced(rng, n)
	m, v := make([]float32, n), make([]float32, n)
	w2, m2, v2 := append([]float32(nil), w...), make([]float32, n), make([]float32, n)
	for range 5 {
		g, _ := fenced(rng, n)
		step := kernel.AdamStep{Rate: 0.01, Beta1: 0.9, Beta2: 0.999, Eps: 1e-8}
		kernel.Adam(w, g, m, v, step)
		Naive{}.Adam(w2, g, m2, v2, step)
	}
	for name, pair := range map[string][2][]float32{"weights": {w, w2}, "m": {m, m2}, "v": {v, v2}} {
		if err := differ(pair[0], pair[1], 5, exact); err != nil || !intact() {
			t.Errorf("%s of %d: %v; rest of the array intact: %t", name, n, err, intact())
		}
	}
}

// A number that is not finite must reach the result: the trainer's guard looks for it there.
func notFinite(t *testing.T) {
	const m, n, k = 7, 16, 5
	inf := float32(math.Inf(1))
	for _, bad := range []float32{inf - inf, inf, -inf} {
		ones, b, h := make([]float32, m*n), make([]float32, k*n), make([]float32, m*n)
		for i := range ones {
			ones[i], h[i] = 1, 0.5
		}
		b[7] = bad
		want, got := make([]float32, m*n), make([]float32, m*n)
		judge := func(what string) {
			t.Helper()
			for i := range want {
				if x, y := got[i], want[i]; x != y && (x == x || y == y) {
					t.Errorf("%s of %v: element %d is %v and should be %v", what, bad, i, x, y)
				}
			}
		}
		for _, act := range []kernel.Activation{kernel.Identity, kernel.ReLU, kernel.Tanh} {
			Naive{}.NN(want, m, n, k, ones, b, nil, nil, act)
			kernel.NN(got, m, n, k, ones, b, nil, nil, act)
			judge(fmt.Sprintf("NN activation %d", act))
			Naive{}.TN(want, m, n, k, ones, b, h, act, false)
			kernel.TN(got, m, n, k, ones, b, h, act, false)
			judge(fmt.Sprintf("TN activation %d", act))
		}
		h[7] = bad
		Naive{}.TN(want, m, n, k, ones, make([]float32, k*n), h, kernel.ReLU, false)
		kernel.TN(got, m, n, k, ones, make([]float32, k*n), h, kernel.ReLU, false)
		judge("TN, h")
		clear(want)
		clear(got)
		Naive{}.NT(want, m, k, n, ones, b)
		kernel.NT(got, m, k, n, ones, b)
		judge("NT")
		clear(want)
		clear(got)
		Naive{}.RowSum(want, k, n, b)
		kernel.RowSum(got, k, n, b)
		judge("RowSum")
	}
}

// everywhere returns numbers of both signs from denormals to 1e30, those up to far in even steps, and 0.
func everywhere(far, step float64) []float32 {
	x := []float32{0}
	for v := 1e-40; v < 1e30; v *= 1.13 {
		x = append(x, float32(v), -float32(v))
	}
	for v := -far; v < far; v += step {
		x = append(x, float32(v))
	}
	return x
}

// tanh is computed through NN with a weight of one, from denormals to saturation.
func tanh(t *testing.T) {
	x := append(everywhere(12, 1./128), float32(math.Inf(1)), float32(math.Inf(-1)))
	for len(x)%8 != 0 {
		x = append(x, 1)
	}
	got := make([]float32, len(x))
	kernel.NN(got, 1, len(x), 1, []float32{1}, x, nil, nil, kernel.Tanh)
	for i, v := range x {
		want := math.Tanh(float64(v))
		if d := math.Abs(float64(got[i]) - want); d > 4e-7*math.Abs(want)+1e-44 ||
			math.Signbit(float64(got[i])) != math.Signbit(want) {
			t.Errorf("tanh(%g) is %g and should be %g", v, got[i], want)
		}
	}
}

// logistic is held from denormals to saturation, number by number and in sums, and to what is not finite.
func logistic(t *testing.T) {
	h := everywhere(100, 1./64)
	const scale, weight = 0.75, -3.
	judge := func(what string, got, want, size float64) {
		t.Helper()
		if d := math.Abs(got - want); !(d <= 4e-7*size) {
			t.Errorf("%s is %v and should be %v", what, got, want)
		}
	}
	four, dh := make([]float32, 4), make([]float32, 4)
	for _, v := range h {
		for i := range four {
			four[i] = v
		}
		nll, slope := kernel.Logistic(dh, four, scale, weight)
		z := scale * float64(v)
		s := math.Tanh(z / 2)
		want := math.Abs(z) + 2*math.Log1p(math.Exp(-math.Abs(z)))
		judge(fmt.Sprintf("-log p at %g", z), nll/4, want, want)
		judge(fmt.Sprintf("z times the slope at %g", z), slope/4, z*s, math.Abs(z))
		judge(fmt.Sprintf("the gradient at %g", z), float64(dh[3]), weight*scale*s, 3)
	}
	rng := rand.New(rand.NewPCG(7, 7))
	for _, n := range []int{0, 1, 3, 8, 19, 200} {
		h, _ := fenced(rng, n)
		got, intact := fenced(rng, n)
		want := make([]float32, n)
		nll, slope := kernel.Logistic(got, h, scale, weight)
		wantNLL, wantSlope := Naive{}.Logistic(want, h, scale, weight)
		judge("the sum of -log p", nll, wantNLL, 1+wantNLL)
		judge("the sum of z times the slope", slope, wantSlope, 1+wantSlope)
		if err := differ(got, want, 1, false); err != nil || !intact() {
			t.Errorf("gradients of %d: %v; rest of the array intact: %t", n, err, intact())
		}
		for i, v := range h {
			one := []float32{0}
			if kernel.Logistic(one, []float32{v}, scale, weight); one[0] != got[i] {
				t.Errorf("alone, %v has the gradient %v, and among %d %v", v, one[0], n, got[i])
			}
		}
	}
	inf := float32(math.Inf(1))
	for _, bad := range []float32{inf - inf, inf, -inf} {
		h := []float32{1, 2, bad, 3}
		if nll, _ := kernel.Logistic(dh, h, scale, weight); nll-nll == 0 {
			t.Errorf("-log p of %v is %v", bad, nll)
		}
		if bad != bad && dh[2] == dh[2] {
			t.Error("the gradient of what is no number is one")
		}
	}
}

// exponentials are held from 0 to where they are 0, in any company, and to what is not a number.
func exponentials(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 8))
	for _, n := range []int{0, 1, 3, 8, 19, 20000} {
		x, intact := fenced(rng, n)
		top := make([]float32, n)
		for i := range x {
			top[i] = 9 * x[i]
			x[i] = top[i] - float32(100*rng.Float64()*rng.Float64())
		}
		from, want := slices.Clone(x), slices.Clone(x)
		kernel.ExpBelow(x, top)
		Naive{}.ExpBelow(want, top)
		for i, e := range x {
			below := float64(top[i]) - float64(from[i])
			if d := math.Abs(float64(e - want[i])); !(d <= (4e-7+6e-8*below)*float64(want[i])) && !(below > 80 && e == 0) {
				t.Errorf("exp(-%g) is %g and should be %g", below, e, want[i])
			}
			one := []float32{from[i]}
			if i < 100 {
				if kernel.ExpBelow(one, top[i:i+1]); one[0] != e {
					t.Errorf("alone, exp(-%g) is %g, and among %d %g", below, one[0], n, e)
				}
			}
		}
		if !intact() {
			t.Error("the rest of the array changed")
		}
	}
	inf := float32(math.Inf(1))
	x := []float32{inf - inf, -inf, 2, -1e30}
	if kernel.ExpBelow(x, []float32{0, 0, 2, 0}); x[0] == x[0] || x[1] != 0 || x[2] != 1 || x[3] != 0 {
		t.Errorf("of what is no number, -Inf, 0 and -1e30 it is %v", x)
	}
}

// differ returns an error where x is not y, but for the rounding of a float32 sum of k terms.
func differ(x, y []float32, k int, exact bool) error {
	tolerance := 2e-6 * math.Sqrt(float64(k)+1)
	if exact {
		tolerance = 0
	}
	for i := range x {
		a, b := float64(x[i]), float64(y[i])
		if !(math.Abs(a-b) <= tolerance*(4+math.Abs(b))) {
			return fmt.Errorf("element %d is %v and should be %v", i, a, b)
		}
	}
	return nil
}
