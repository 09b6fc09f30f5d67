//go:build js && wasm

package simd

import (
	"math"
	"math/rand/v2"
	"sync/atomic"
	"testing"
	"time"
	"unsafe"

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

// However the work is spread, the bits are those of one thread: on sizes that tiles and tasks do not cut evenly as
// well.
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

// Wherever in a task a helper ends, another thread finishes it to the same bits: what was done stays, the strip in hand
// is begun again from its old values, the rest is done.
func TestATaskOfALostHelper(t *testing.T) {
	useTeam(t)
	rng := rand.New(rand.NewPCG(2, 2))
	random := func(n int) []float32 {
		x := make([]float32, n)
		for i := range x {
			x[i] = float32(rng.NormFloat64())
		}
		return x
	}
	work := random(depth * (widest + rows))
	memory := make([]float32, stride)
	s := (*seat)(unsafe.Pointer(&memory[0]))
	old := memory[4:]
	lost := func(kind, n, unit int32, args [13]uintptr, task, at int32) *team {
		c := control{kind: kind, tasks: 3, chunk: (n/3 + unit - 1) / unit * unit, job: 77, done: 7 &^ (1 << task)}
		for i, a := range args {
			c.args[i] = int32(a)
		}
		*s = seat{holds: 77<<taskBits | task, at: at, left: 2, came: 1}
		return &team{ctl: c, memory: memory, seats: []*seat{s}}
	}
	at := func(x []float32) uintptr { return uintptr(pointer(x)) }
	// each spoils a task's rows as a helper that ended at row p of it leaves them, has them finished, and compares. have
	// are the arrays that a task writes, n rows of line numbers each; was and want are their values before and after.
	each := func(kind int32, name string, n, unit, strip int32, line int, args [13]uintptr, inPlace bool, have, was,
		want [][]float32) {
		for task := range int32(3) {
			for _, p := range []int32{0, strip, 2 * strip} {
				for _, dirty := range []int32{0, 1} {
					if dirty == 1 && !inPlace {
						continue
					}
					l := lost(kind, n, unit, args, task, p<<1|dirty)
					first, last := task*l.ctl.chunk, min(n, (task+1)*l.ctl.chunk)
					if first+p > last {
						continue
					}
					for k, h := range have {
						copy(h, want[k])
						copy(h[int(first+p)*line:int(last)*line], was[k][int(first+p)*line:])
						for i := int(first+p) * line; i < int(min(last, first+p+strip))*line && (dirty == 1 || !inPlace); i++ {
							if dirty == 1 {
								old[k*int(strip)*line+i-int(first+p)*line] = h[i]
							}
							if i%3 > 0 { // some are new already
								h[i] = -1e9
							}
						}
					}
					if !l.complete(pointer(work)) {
						t.Fatalf("%s, task %d from row %d: it is not done", name, task, p)
					}
					for k, h := range have {
						for i, v := range h {
							if math.Float32bits(v) != math.Float32bits(want[k][i]) {
								t.Fatalf("%s, task %d from row %d (dirty: %d): number %d of array %d is %v and should be %v", name, task, p, dirty, i, k, v, want[k][i])
							}
						}
					}
				}
			}
		}
	}
	const m, n, k = 100, 64, 36
	a, b, dst := random(m*k), random(k*n), random(m*n)
	alone := func(dst []float32, start int32, from []float32) {
		gemm(m, n, k, pointer(a), 4*k, 4, pointer(b), pointer(dst), start, pointer(from), nil, finishReLU, nil, pointer(work))
	}
	was, want := append([]float32(nil), dst...), append([]float32(nil), dst...)
	alone(want, startFrom, want)
	args := [13]uintptr{m, n, k, at(a), 4 * k, 4, at(b), at(dst), startFrom, at(dst), 0, finishReLU, 0}
	each(kindGemm, "gemm in place", m, rows, rows, n, args, true, [][]float32{dst}, [][]float32{was}, [][]float32{want})
	from := random(m * n)
	alone(want, startFrom, from)
	args[9] = at(from)
	each(kindGemm, "gemm", m, rows, rows, n, args, false, [][]float32{dst}, [][]float32{was}, [][]float32{want})

	bt := random(n * k)
	copy(want, was)
	nt(m, n, k, pointer(a), pointer(bt), pointer(want), 4*n)
	each(kindNT, "NT", m, dotRows, dotRows, n, [13]uintptr{m, n, k, at(a), at(bt), at(dst), 4 * n}, true, [][]float32{dst},
		[][]float32{was}, [][]float32{want})

	const weights, strip = 9_000, 1024
	var have, before, after [][]float32
	for range 3 {
		x := random(weights)
		for i, v := range x {
			x[i] = max(v, -v)
		}
		have, before, after = append(have, x), append(before, append([]float32(nil), x...)),
			append(after, append([]float32(nil), x...))
	}
	g := random(weights)
	adam(weights, pointer(after[0]), pointer(g), pointer(after[1]), pointer(after[2]), 0.01, 0.9, 0.999, 1e-8)
	bits := func(x float32) uintptr { return uintptr(math.Float32bits(x)) }
	each(kindAdam, "Adam", weights, adamUnit, strip, 1,
		[13]uintptr{weights, at(have[0]), at(g), at(have[1]), at(have[2]), bits(0.01), bits(0.9), bits(0.999), bits(1e-8)},
		true, have, before, after)
}

// A task that a helper has in hand, or that another may have, is nobody else's.
func TestOnlyTheTasksOfLostHelpersAreOrphaned(t *testing.T) {
	const task = 5<<taskBits | 2
	for name, c := range map[string]struct {
		seats []seat
		want  int // index, or -1
	}{
		"nobody's":                {[]seat{{holds: -1}, {holds: task + 1, left: 1}}, -1},
		"in hand":                 {[]seat{{holds: task}}, -1},
		"one left, one works":     {[]seat{{holds: task, left: 1, at: 4}, {holds: task}}, -1},
		"left":                    {[]seat{{holds: -1}, {holds: task, left: 1}}, 1},
		"two left, one had begun": {[]seat{{holds: task, left: 2}, {holds: task, left: 1, at: 1}}, 1},
	} {
		var tm team
		for i := range c.seats {
			tm.seats = append(tm.seats, &c.seats[i])
		}
		got := tm.orphaned(task)
		if want := c.want; want < 0 && got != nil || want >= 0 && got != &c.seats[want] {
			t.Errorf("%s: seat %v", name, got)
		}
	}
}

func BenchmarkTeam(b *testing.B) {
	team := useTeam(b)
	kerneltest.Benchmark(b, map[string]kernel.Backend{"threads": team, "alone": &backend{}})
}
