//go:build js && wasm

package simd

import (
	"sync"
	"sync/atomic"
	"unsafe"
)

// The control block of a job, as in ../gen.
type control struct {
	job, next, done, sleepers, helpers int32
	kind, tasks, chunk                 int32
	args                               [13]int32
}

const (
	kindGemm = iota
	kindNT
	kindAdam
)

// team is this thread and the helpers that share its memory.
type team struct {
	ctl     control
	scratch []float32 // of the helpers
}

const (
	dotRows  = 4 // of nt's tile
	adamUnit = 4

	widest = 1032 // columns of a product that is shared
	stride = depth * (widest + rows)
	worth  = 1 << 18 // multiply-adds, or weights, that are worth calling helpers for: some microseconds
)

// withTeam returns the backend with helpers. They are on their way at first, and if they never come, one thread does it all.
var withTeam = sync.OnceValue(func() *backend {
	t := &team{scratch: make([]float32, int(helpers())*stride)}
	start(unsafe.Pointer(&t.ctl), pointer(t.scratch), 4*stride)
	return &backend{team: t}
})

// Helpers returns how many threads beside this one work on large products where Threads is in use.
func Helpers() int { return int(helpers()) }

// pays reports whether m×n sums of k terms are worth sharing, where a task has unit rows at least.
func (t *team) pays(m, n, k, unit int32) bool {
	return t != nil && m > unit && int64(m)*int64(n)*int64(k) >= worth && n <= widest && atomic.LoadInt32(&t.ctl.helpers) > 0
}

// job spreads n rows, or numbers, over the team, in multiples of unit. Large jobs are cut finer, so that a thread
// that was held up does not hold up the rest for long.
func (t *team) job(kind, n, unit int32, args [13]uintptr, scratch unsafe.Pointer) {
	threads := t.ctl.helpers + 1
	if n >= 256*threads/2 {
		threads *= 2
	}
	t.ctl.kind, t.ctl.chunk = kind, ((n+threads-1)/threads+unit-1)/unit*unit
	t.ctl.tasks = (n + t.ctl.chunk - 1) / t.ctl.chunk
	for i, a := range args {
		t.ctl.args[i] = int32(a)
	}
	run(unsafe.Pointer(&t.ctl), scratch)
}
