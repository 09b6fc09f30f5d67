//go:build js && wasm

package simd

import (
	"math"
	"math/rand/v2"
	"sync/atomic"
	"testing"
	"time"

	"nicelab/flow/kernel"
	"nicelab/flow/kernel/kerneltest"
)

// useTeam returns the backend with helpers, all of which have come.
func useTeam(t testing.TB) *backend {
	if helpers() == 0 || !Use(Threads) {
		t.Skip("no memory is shared here: HELPERS=yes ./run/chromium shares it")
	}
	b := kernel.Use(kernel.Plain{}).(*backend)
	kernel.Use(b)
	for start := time.Now(); atomic.LoadInt32(&b.team.ctl.helpers) < helpers(); time.Sleep(time.Millisecond) {
		if time.Since(start) > 20*time.Second {
			t.Fatalf("%d of %d helpers came", b.team.ctl.helpers, helpers())
		}
	}
	return b
}

// However the work is spread, the bits are those of one thread: on sizes that tiles and tasks do not cut evenly as well.
func TestTeamGivesTheSameBits(t *testing.T) {
	team := useTeam(t)
	alone := &backend{}
	rng := rand.New(rand.NewPCG(1, 1))
	random := func(n int) []float32 {
		x := make([]float32, n)
		for i := range x {
			x[i] = float32(rng.NormFloat64())
		}
		return x
	}
	same := func(what string, m, n, k int, x, y []float32) {
		for i := range x {
			if math.Float32bits(x[i]) != math.Float32bits(y[i]) {
				t.Fatalf("%s of %d×%d×%d: element %d is %v with helpers and %v without", what, m, n, k, i, x[i], y[i])
			}
		}
	}
	before := team.team.ctl.job
	for range 40 {
		for _, s := range [][3]int{{128, 256, 128}, {97, 200, 301}, {500, 64, 37}, {13, 1024, 300}, {65, 1032, 64}} {
			m, n, k := s[0], s[1], s[2]
			a, at, b, bt, h, bias := random(m*k), random(k*m), random(k*n), random(n*k), random(m*n), random(m)
			x, y := random(m*n), make([]float32, m*n)
			copy(y, x)
			team.NN(x, m, n, k, a, b, bias, h, kernel.ReLU)
			alone.NN(y, m, n, k, a, b, bias, h, kernel.ReLU)
			same("NN", m, n, k, x, y)
			team.TN(x, m, n, k, at, b, h, kernel.Tanh, true)
			alone.TN(y, m, n, k, at, b, h, kernel.Tanh, true)
			same("TN", m, n, k, x, y)
			team.NT(x, m, n, k, a, bt)
			alone.NT(y, m, n, k, a, bt)
			same("NT", m, n, k, x, y)
		}
		n := 1<<19 + 3
		w, g, m, v := random(n), random(n), random(n), make([]float32, n)
		w2, m2, v2 := append([]float32(nil), w...), append([]float32(nil), m...), make([]float32, n)
		step := kernel.AdamStep{Rate: 0.01, Beta1: 0.9, Beta2: 0.999, Eps: 1e-8}
		team.Adam(w, g, m, v, step)
		alone.Adam(w2, g, m2, v2, step)
		same("Adam", n, 1, 1, w, w2)
		same("Adam's second moments", n, 1, 1, v, v2)
	}
	if jobs := team.team.ctl.job - before; jobs < 500 {
		t.Errorf("helpers were called %d times only", jobs)
	}
}

// Helpers that went to sleep are woken, and a job is done all the same if they are late.
func TestTeamSleeps(t *testing.T) {
	b := useTeam(t)
	for start := time.Now(); atomic.LoadInt32(&b.team.ctl.sleepers) < b.team.ctl.helpers; time.Sleep(time.Millisecond) {
		if time.Since(start) > 20*time.Second {
			t.Fatal("helpers do not sleep")
		}
	}
	kerneltest.Conform(t, b, false)
}

func BenchmarkTeam(b *testing.B) {
	team := useTeam(b)
	kerneltest.Benchmark(b, map[string]kernel.Backend{"threads": team, "alone": &backend{}})
}
