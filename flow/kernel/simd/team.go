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

// seat is where a helper says how far it is, as in ../gen; old values and its scratch follow.
type seat struct {
	holds, at, left, came int32
}

// team is this thread and the helpers that share its memory.
type team struct {
	ctl    control
	memory []float32 // of the seats
	seats  []*seat
	lost   int // helpers that have left
}

const (
	dotRows  = 4 // of nt's tile
	adamUnit = 4
	taskBits = 12

	widest = 1032 // columns of a product that is shared
	stride = 4 + rows*widest + depth*(widest+rows)
	worth  = 1 << 18 // multiply-adds, or weights, that are worth calling helpers for: some microseconds

	// pauses, a millisecond each, that a helper may have to finish a task: some of them take a millisecond
	silence = 10_000
)

// withTeam returns the backend with helpers. They are on their way at first, and if they never come, one thread does it
// all.
var withTeam = sync.OnceValue(func() *backend {
	n := int(helpers())
	t := &team{memory: make([]float32, n*stride)}
	for i := range n {
		s := (*seat)(unsafe.Pointer(&t.memory[i*stride]))
		s.holds = -1
		t.seats = append(t.seats, s)
	}
	start(unsafe.Pointer(&t.ctl), pointer(t.memory), 4*stride)
	called = t
	return &backend{team: t}
})

var called *team // nil before withTeam

// Helpers returns how many threads beside this one work on large products where Threads is in use.
func Helpers() int { return int(helpers()) }

// Lost returns how many of them have ended since they came. What they left undone has been done by the others.
func Lost() int {
	if called == nil {
		return 0
	}
	called.look()
	return called.lost
}

// look counts the helpers that have left, and lets go of them.
func (t *team) look() {
	for i, s := range t.seats {
		if atomic.LoadInt32(&s.left) != 1 {
			continue
		}
		atomic.StoreInt32(&s.left, 2) // known
		if atomic.LoadInt32(&s.came) == 1 {
			atomic.AddInt32(&t.ctl.helpers, -1)
			t.lost++
		}
		drop(int32(i))
	}
}

// pays reports whether m×n sums of k terms are worth sharing, where a task has unit rows at least.
func (t *team) pays(m, n, k, unit int32) bool {
	return t != nil && m > unit && int64(m)*int64(n)*int64(k) >= worth && n <= widest &&
		atomic.LoadInt32(&t.ctl.helpers) > 0
}

// job spreads n rows, or numbers, over the team, in multiples of unit. Large jobs are cut finer, so that a thread
// that was held up does not hold up the rest for long.
func (t *team) job(kind, n, unit int32, args [13]uintptr, scratch unsafe.Pointer) {
	t.look()
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
	for n := 0; !t.complete(scratch); n++ {
		if n == silence {
			// It may yet write where other numbers lie by then: nothing computed in this memory could be trusted.
			panic("a helper thread has the task of a product and is silent")
		}
		pause(unsafe.Pointer(&t.ctl))
	}
}

// complete reports whether all tasks of the job are done, and does those of helpers that have left.
func (t *team) complete(scratch unsafe.Pointer) bool {
	all := true
	for i := range t.ctl.tasks {
		if atomic.LoadInt32(&t.ctl.done)>>i&1 == 1 {
			continue
		}
		if s := t.orphaned(t.ctl.job<<taskBits | i); s != nil {
			redo(unsafe.Pointer(&t.ctl), i, scratch, unsafe.Pointer(s))
		} else {
			all = false
		}
	}
	return all
}

// orphaned returns the seat of the helper that left a task undone, or nil where the task is in good hands. A helper
// names what it is about to take, and another may have been faster: of two that have left, the one that got further is
// meant.
func (t *team) orphaned(task int32) (found *seat) {
	for _, s := range t.seats {
		gone := atomic.LoadInt32(&s.left) != 0
		switch {
		case atomic.LoadInt32(&s.holds) != task:
		case !gone:
			return nil
		case found == nil || s.at > found.at:
			found = s
		}
	}
	return found
}
