//go:build js && wasm

package simd

import (
	"testing"
	"unsafe"

	"nicelab/flow/kernel"
	"nicelab/flow/kernel/kerneltest"
)

func each(t *testing.T, f func(t *testing.T, n Name)) {
	for _, n := range []Name{Threads, Relaxed, Strict} {
		t.Run(string(n), func(t *testing.T) {
			if !Use(n) {
				t.Skipf("this engine, or its memory, refuses the %s build", n)
			}
			f(t, n)
		})
	}
}

// A build that does not fuse takes the same sums in the same order as the loops.
func TestConforms(t *testing.T) {
	each(t, func(t *testing.T, n Name) { kerneltest.Conform(t, &backend{}, n == Strict) })
}

func TestLoadTakesTheFastest(t *testing.T) {
	want := Plain
	each(t, func(t *testing.T, n Name) {
		if want == Plain {
			want = n
		}
	})
	if got := Load(); got != want {
		t.Errorf("Load took %s and should take %s", got, want)
	}
}

// An engine that refuses a module leaves what was in use as it was.
func TestRefusal(t *testing.T) {
	each(t, func(t *testing.T, n Name) {
		if code := "\x00asm\x01\x00\x00\x00 and more"; load(unsafe.Pointer(unsafe.StringData(code)), int32(len(code))) != 0 {
			t.Error("bytes that are no module were taken")
		}
		if Use("faster") {
			t.Error("a name that does not exist was taken")
		}
		sum := []float32{0}
		if kernel.RowSum(sum, 1, 8, []float32{1, 2, 3, 4, 5, 6, 7, 8}); sum[0] != 36 {
			t.Errorf("the sum is %v after a refusal", sum[0])
		}
	})
}

func TestCallsDoNotAllocate(t *testing.T) {
	each(t, func(t *testing.T, n Name) {
		x := make([]float32, 64*64)
		f := func() {
			kernel.NN(x, 8, 64, 64, x, x, x, x, kernel.Tanh)
			kernel.TN(x, 8, 64, 64, x, x, x, kernel.ReLU, true)
			kernel.NT(x, 8, 64, 64, x, x)
			kernel.RowSum(x, 8, 64, x)
			kernel.Adam(x, x, x, x, kernel.AdamStep{})
		}
		if a := testing.AllocsPerRun(10, f); a != 0 {
			t.Errorf("%v allocations", a)
		}
	})
}

// The module works on the memory that Go has now, not on what it had when the module came.
func TestMemoryGrows(t *testing.T) {
	each(t, func(t *testing.T, n Name) {
		keep := make([][]float32, 8)
		for i := range keep {
			keep[i] = make([]float32, 1<<21)
			for j := range 64 {
				keep[i][j] = float32(i)
			}
			if kernel.RowSum(keep[i][64:], 1, 64, keep[i]); keep[i][64] != float32(64*i) {
				t.Fatalf("after %d MB the sum is %v", 8*i, keep[i][64])
			}
		}
	})
}

func BenchmarkKernels(b *testing.B) {
	for _, n := range []Name{Threads, Relaxed, Strict} {
		if !Use(n) {
			continue
		}
		b.Run(string(n)+"/peak", func(b *testing.B) {
			for b.Loop() {
				Peak(1000)
			}
			b.ReportMetric(384_000*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
		})
		b.Run(string(n), func(b *testing.B) {
			kerneltest.Benchmark(b, map[string]kernel.Backend{string(n): &backend{}})
		})
	}
}

// BenchmarkCall measures the way into the module and back, 1,000 times.
func BenchmarkCall(b *testing.B) {
	Load()
	for b.Loop() {
		for range 1000 {
			rowsum(0, 0, nil, nil)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1000, "ns/call")
}
