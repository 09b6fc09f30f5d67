package main

// Where the control block of a job keeps what: numbers of four bytes. flow/kernel/simd writes kind, tasks, chunk and the
// arguments; all else is written by threads alone.
const (
	ctlJob      = 0  // the number of the job, from 1
	ctlNext     = 4  // job << taskBits | next task
	ctlDone     = 8  // tasks done
	ctlSleepers = 12 // helpers that wait to be woken
	ctlHelpers  = 16 // helpers there are
	ctlKind     = 20
	ctlTasks    = 24
	ctlChunk    = 28 // rows, or numbers, of a task
	ctlArgs     = 32 // of the kernel, in its order

	kindGemm = 0
	kindNT   = 1
	kindAdam = 2

	taskBits = 12
	spins    = 200_000 // looks at ctlJob, some tenths of a millisecond, before a helper sleeps
)

// share emits what spreads one kernel over threads: run, for the thread that has the job, and help, which helpers
// never leave. Each task is a range of rows of the result, or of weights; within it the kernel does what it always does, so the bits do not
// depend on who did what.
func share(m *module, gemm, nt, adam *function) {
	work := works(m, task(m, gemm, nt, adam))

	run := m.function("run", i32, i32)
	ctl, scratch, job := local(0), local(1), run.local(i32)
	run.astore(ctl, ctlDone, num(0))
	run.set(job, add(iload(ctl, ctlJob), num(1)))
	run.astore(ctl, ctlNext, shl(job, taskBits))
	run.astore(ctl, ctlJob, job)
	run.when(aload(ctl, ctlSleepers), func() {
		run.drop(atomic(0x00, ctl, ctlJob, num(-1))) // notify all
	})
	run.call(work, ctl, job, scratch)
	run.while(lt(aload(ctl, ctlDone), iload(ctl, ctlTasks)), func() {})
	run.astore(ctl, ctlNext, or(shl(job, taskBits), num(1<<taskBits-1))) // no task, whoever looks

	help := m.function("help", i32, i32)
	ctl, scratch = local(0), local(1)
	job = help.local(i32)
	left := help.local(i32)
	help.set(job, aload(ctl, ctlJob))
	help.drop(aadd(ctl, ctlHelpers, num(1)))
	help.while(num(1), func() {
		help.set(left, num(spins))
		help.while(and(eq(aload(ctl, ctlJob), job), gt(left, num(0))), func() { help.dec(left, num(1)) })
		help.when(eq(left, num(0)), func() {
			help.drop(aadd(ctl, ctlSleepers, num(1)))
			help.drop(node{[]expr{ctl, job, node{nil, []byte{0x42, 0x7f}}}, memarg([]byte{0xfe, 0x01}, 2, ctlJob)}) // wait while it is job, forever
			help.drop(aadd(ctl, ctlSleepers, num(-1)))
		})
		help.set(job, aload(ctl, ctlJob))
		help.call(work, ctl, job, scratch)
	})
}

// works emits the loop of one thread over the tasks of a job: it takes the next for as long as there are any and the
// job is still that one. A thread that comes late finds another number in ctlNext, and takes nothing.
func works(m *module, task *function) *function {
	f := m.function("", i32, i32, i32)
	ctl, job, scratch := local(0), local(1), local(2)
	next, index := f.local(i32), f.local(i32)
	another := func() expr {
		mine := eq(shr(next, taskBits), and(job, num(1<<(32-taskBits)-1)))
		return and(mine, lt(and(next, num(1<<taskBits-1)), iload(ctl, ctlTasks)))
	}
	f.set(next, aload(ctl, ctlNext))
	f.while(another(), func() {
		f.set(index, aswap(ctl, ctlNext, next, add(next, num(1))))
		f.when(eq(index, next), func() {
			f.call(task, ctl, and(next, num(1<<taskBits-1)), scratch)
			f.drop(aadd(ctl, ctlDone, num(1)))
		})
		f.set(next, aload(ctl, ctlNext))
	})
	return f
}

// task emits one task of a job.
func task(m *module, gemm, nt, adam *function) *function {
	f := m.function("", i32, i32, i32)
	ctl, index, scratch := local(0), local(1), local(2)
	first, count := f.local(i32), f.local(i32)
	arg := func(i int) expr { return iload(ctl, ctlArgs+4*i) }
	f.set(first, mul(index, iload(ctl, ctlChunk)))
	f.set(count, least(iload(ctl, ctlChunk), sub(arg(0), first)))
	kind := func(k int, then func()) { f.when(eq(iload(ctl, ctlKind), num(k)), then) }

	kind(kindGemm, func() {
		down := func(i int) expr { return add(arg(i), mul(first, shl(arg(1), 2))) } // first rows of n numbers further
		f.call(gemm, count, arg(1), arg(2), add(arg(3), mul(first, arg(4))), arg(4), arg(5), arg(6),
			down(7), arg(8), down(9), add(arg(10), shl(first, 2)), arg(11), down(12), scratch)
	})
	kind(kindNT, func() {
		f.call(nt, count, arg(1), arg(2), add(arg(3), mul(first, shl(arg(2), 2))), arg(4), add(arg(5), mul(first, arg(6))), arg(6))
	})
	kind(kindAdam, func() {
		along := func(i int) expr { return add(arg(i), shl(first, 2)) }
		real := func(i int) expr { return fload(ctl, ctlArgs+4*i) }
		f.call(adam, count, along(1), along(2), along(3), along(4), real(5), real(6), real(7), real(8))
	})
	return f
}
