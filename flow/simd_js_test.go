package flow

import (
	"fmt"
	"math"
	"testing"

	"nicelab/flow/kernel/simd"
)

// As wasm, the tests run on the kernels that the trainer runs on.
var inUse = simd.Load()

func init() {
	if fmt.Println("kernels:", inUse); inUse != simd.Plain {
		peak = simd.Peak
	}
}

// Fused or not, on vectors or not, on one thread or more: log p and the losses of a training run agree.
func TestKernelsAgree(t *testing.T) {
	defer simd.Use(inUse)
	for _, c := range []Config{
		{Dim: 2, Couplings: 4, Hidden: []int{64, 64}, Activation: ReLU, Prior: Gaussian, Seed: 3},
		{Dim: 3, Couplings: 4, Hidden: []int{128, 128}, Activation: Tanh, Prior: Logistic, Seed: 4},
	} {
		var want []float64
		for _, n := range []simd.Name{simd.Plain, simd.Strict, simd.Relaxed, simd.Threads} {
			if !simd.Use(n) {
				t.Logf("%v: no %s kernels here", c, n)
				continue
			}
			tr := train(t, c, Options{Batch: 200}, 0)
			got := tr.Flow.LogProb(nil, all(tr))
			for range 20 {
				if _, err := tr.Step(); err != nil {
					t.Fatal(err)
				}
				got = append(got, tr.Loss)
			}
			if want == nil {
				want = got
			}
			var worst float64
			for i := range got {
				worst = max(worst, math.Abs(got[i]-want[i])/max(1, math.Abs(want[i])))
			}
			t.Logf("%v: %s differs from plain by %.1e at most", c, n, worst)
			if !(worst <= 1e-5) {
				t.Errorf("%v: %s differs from plain by %g", c, n, worst)
			}
		}
	}
}
