package dataset

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestComb(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 1))
	column := func(n int, draw func() float64) []float32 {
		x := make([]float32, n)
		for i := range x {
			x[i] = float32(draw())
		}
		return x
	}
	for name, c := range map[string]struct {
		draw  func() float64
		step  float64
		heap  float64 // value, NaN: none
		share float64
	}{
		"continuous":    {draw: rng.NormFloat64, heap: math.NaN()},
		"whole numbers": {draw: func() float64 { return math.Floor(20 * rng.Float64()) }, step: 1, heap: math.NaN()},
		"tenths": {draw: func() float64 { return math.Round(10*(40+5*rng.NormFloat64())) / 10 }, step: 0.1,
			heap: math.NaN()},
		"sixes and fifteens": {draw: func() float64 { return 6*float64(rng.IntN(9)) + 15*float64(rng.IntN(3)) }, step: 3,
			heap: math.NaN()},
		"thirds": {draw: func() float64 { return 1e4 + float64(rng.IntN(30))/3 }, step: 1. / 3,
			heap: math.NaN()},
		"resampled":           {draw: func() float64 { return math.Sqrt(2 + float64(rng.IntN(300))) }, heap: math.NaN()},
		"dry days":            {draw: func() float64 { return max(0, rng.NormFloat64()) }, heap: 0, share: 0.5},
		"seconds since 1970":  {draw: func() float64 { return 1.7e9 + 40_000*rng.Float64() }, heap: math.NaN()},
		"two values of a die": {draw: func() float64 { return float64(1 + 5*rng.IntN(2)) }, step: 5, heap: math.NaN()},
		"one value":           {draw: func() float64 { return 4 }, heap: math.NaN()},
	} {
		got := NewComb(column(2000, c.draw))
		if math.Abs(got.Step-c.step) > 1e-3*c.step {
			t.Errorf("%s: the step is %v", name, got.Step)
		}
		if math.Abs(got.Share-c.share) > 0.05 || c.share > 0 && float64(got.Common) != c.heap {
			t.Errorf("%s: %v of them are %v", name, got.Share, got.Common)
		}
	}
	if got := NewComb(nil); got != (Comb{}) {
		t.Errorf("of nothing: %+v", got)
	}
}

// Whatever the numbers are, a step is found or not, in finite time, and is no NaN.
func FuzzComb(f *testing.F) {
	f.Add([]byte{0, 1, 2, 200, 0, 0}, 1.5, 3e8)
	f.Fuzz(func(t *testing.T, picks []byte, unit, from float64) {
		var x []float32
		for _, p := range picks {
			if v := float32(from + unit*float64(p)); v-v == 0 && math.Abs(float64(v)) <= Largest {
				x = append(x, v, v, v)
			}
		}
		if c := NewComb(x); !(c.Step >= 0) || math.IsInf(c.Step, 0) {
			t.Fatalf("%v: %+v", x, c)
		}
	})
}
