package main

// Where the control block of a job keeps what: numbers of four bytes. flow/kernel/simd writes kind, tasks, chunk and
// the arguments; all else is written by threads alone.
const (
	ctlJob      = 0  // the number of the job, from 1
	ctlNext     = 4  // job << taskBits | next task
	ctlDone     = 8  // a bit for each task that is done
	ctlSleepers = 12 // helpers that wait to be woken
	ctlHelpers  = 16 // helpers there are
	ctlKind     = 20
	ctlTasks    = 24 // 31 at most
	ctlChunk    = 28 // rows, or numbers, of a task
	ctlArgs     = 32 // of the kernel, in its order

	kindGemm = 0
	kindNT   = 1
	kindAdam = 2

	taskBits = 12
	spins    = 200_000    // looks at ctlJob, some tenths of a millisecond, before a helper sleeps
	patience = 20 * spins // looks at ctlDone before run gives the wait back to its caller
	nap      = 1_000_000  // nanoseconds of pause
)

// A helper has a seat: where it says how far it is, so that another thread can do its task again should it end in the
// middle. Most tasks write over what they read, so they go in strips, and before each the seat holds the strip's old
// values.
//
//	        done               strip             not begun
//	|----------------------|~~~~~~~~~~~~|---------------------------|   rows of a task
//	                       seatAt >> 1
const (
	seatHolds = 0  // the task that it does or is about to take, as in ctlNext; -1: none
	seatAt    = 4  // rows done << 1, and 1 where seatOld is the strip that follows
	seatLeft  = 8  // it is in help no more; web/helper.js says so
	seatCame  = 12 // it was counted among ctlHelpers
	seatOld   = 16
	seatSize  = seatOld + 4*seatRoom // its scratch follows
	seatRoom  = 6 * 1032             // numbers: a strip of gemm is the largest

	adamStrip = 1024 // weights
)

// share emits what spreads one kernel over threads: run, for the thread that has the job, and help, which helpers never
// leave. Each task is a range of rows of the result, or of weights; within it the kernel does what it always does, so
// the bits do not depend on who did what. Where run comes back before all is done, its caller waits with pause, and
// calls redo for the tasks of a helper that has left.
func share(m *module, gemm, nt, adam *function) {
	task := task(m, gemm, nt, adam)
	work := works(m, task)
	redo(m, task)

	run := m.function("run", i32, i32)
	ctl, scratch, job := local(0), local(1), run.local(i32)
	left := run.local(i32)
	run.astore(ctl, ctlDone, num(0))
	run.set(job, add(iload(ctl, ctlJob), num(1)))
	run.astore(ctl, ctlNext, shl(job, taskBits))
	run.astore(ctl, ctlJob, job)
	run.when(aload(ctl, ctlSleepers), func() {
		run.drop(atomic(0x00, ctl, ctlJob, num(-1))) // notify all
	})
	run.call(work, ctl, job, scratch, num(0))
	run.set(left, num(patience))
	run.while(and(lt(aload(ctl, ctlDone), sub(bit(iload(ctl, ctlTasks)), num(1))), gt(left, num(0))),
		func() { run.dec(left, num(1)) })
	run.astore(ctl, ctlNext, or(shl(job, taskBits), num(1<<taskBits-1))) // no task, whoever looks

	pause := m.function("pause", i32)
	ctl = local(0)
	pause.drop(wait(ctl, ctlDone, aload(ctl, ctlDone), nap))

	help := m.function("help", i32, i32)
	ctl, seat := local(0), local(1)
	job, left, scratch = help.local(i32), help.local(i32), help.local(i32)
	help.set(scratch, add(seat, num(seatSize)))
	help.set(job, aload(ctl, ctlJob))
	help.drop(aadd(ctl, ctlHelpers, num(1)))
	help.astore(seat, seatCame, num(1))
	help.while(num(1), func() {
		help.set(left, num(spins))
		help.while(and(eq(aload(ctl, ctlJob), job), gt(left, num(0))), func() { help.dec(left, num(1)) })
		help.when(eq(left, num(0)), func() {
			help.drop(aadd(ctl, ctlSleepers, num(1)))
			help.drop(wait(ctl, ctlJob, job, -1))
			help.drop(aadd(ctl, ctlSleepers, num(-1)))
		})
		help.set(job, aload(ctl, ctlJob))
		help.call(work, ctl, job, scratch, seat)
	})
}

// works emits the loop of one thread over the tasks of a job: it takes the next for as long as there are any and the
// job is still that one. A thread that comes late finds another number in ctlNext, and takes nothing. A helper names a
// task before it takes it, so that of each task that is not done its seat tells.
func works(m *module, task *function) *function {
	f := m.function("", i32, i32, i32, i32)
	ctl, job, scratch, seat := local(0), local(1), local(2), local(3)
	next, index := f.local(i32), f.local(i32)
	another := func() expr {
		mine := eq(shr(next, taskBits), and(job, num(1<<(32-taskBits)-1)))
		return and(mine, lt(and(next, num(1<<taskBits-1)), iload(ctl, ctlTasks)))
	}
	f.set(next, aload(ctl, ctlNext))
	f.while(another(), func() {
		f.when(seat, func() {
			f.astore(seat, seatAt, num(0))
			f.astore(seat, seatHolds, next)
		})
		f.set(index, aswap(ctl, ctlNext, next, add(next, num(1))))
		f.when(eq(index, next), func() {
			f.set(index, and(next, num(1<<taskBits-1)))
			f.call(task, ctl, index, scratch, seat, num(0))
			f.drop(aor(ctl, ctlDone, bit(index)))
		})
		f.set(next, aload(ctl, ctlNext))
	})
	f.when(seat, func() { f.astore(seat, seatHolds, num(-1)) })
	return f
}

// taskRange sets first and count to the rows of a task.
func taskRange(f *function, ctl, index, first, count local) {
	f.set(first, mul(index, iload(ctl, ctlChunk)))
	f.set(count, least(iload(ctl, ctlChunk), sub(iload(ctl, ctlArgs), first)))
}

// task emits one task of a job but for its first rows, which are done. With a seat it says there how far it is.
func task(m *module, gemm, nt, adam *function) *function {
	f := m.function("", i32, i32, i32, i32, i32)
	ctl, index, scratch, seat, done := local(0), local(1), local(2), local(3), local(4)
	first, count, strip, at := f.local(i32), f.local(i32), f.local(i32), f.local(i32)
	arg := func(i int) expr { return iload(ctl, ctlArgs+4*i) }
	taskRange(f, ctl, index, first, count)
	f.inc(done, first)
	f.dec(count, done)
	kind := func(k int, then func()) { f.when(eq(iload(ctl, ctlKind), num(k)), then) }
	// strips goes through the rows with the seat's help or, without one, takes all of them at once.
	strips := func(size int, save func(), do func(count local)) {
		f.either(seat, func() {
			f.while(count, func() {
				f.set(strip, least(num(size), count))
				save()
				f.astore(seat, seatAt, or(shl(at, 1), num(1)))
				do(strip)
				f.inc(strip, first, at)
				f.dec(count, strip)
				f.astore(seat, seatAt, shl(at, 1))
			})
		}, func() { do(count) })
	}

	kind(kindGemm, func() { // which goes in strips by itself
		down := func(i int) expr { return add(arg(i), mul(first, shl(arg(1), 2))) } // first rows of n numbers further
		f.call(gemm, count, arg(1), arg(2), add(arg(3), mul(first, arg(4))), arg(4), arg(5), arg(6),
			down(7), arg(8), down(9), add(arg(10), shl(first, 2)), arg(11), down(12), scratch, seat)
	})
	kind(kindNT, func() {
		to := func() expr { return add(arg(5), mul(first, arg(6))) }
		strips(dotRows, func() {
			copyRows(f, add(seat, num(seatOld)), shl(arg(1), 2), to(), arg(6), shl(arg(1), 2), strip)
		}, func(count local) {
			f.call(nt, count, arg(1), arg(2), add(arg(3), mul(first, shl(arg(2), 2))), arg(4), to(), arg(6))
		})
	})
	kind(kindAdam, func() {
		along := func(i int) expr { return add(arg(i), shl(first, 2)) }
		real := func(i int) expr { return fload(ctl, ctlArgs+4*i) }
		strips(adamStrip, func() {
			for i, w := range adamWrites {
				f.copy(add(seat, num(seatOld+4*adamStrip*i)), along(w), shl(strip, 2))
			}
		}, func(count local) {
			f.call(adam, count, along(1), along(2), along(3), along(4), real(5), real(6), real(7), real(8))
		})
	})
	return f
}

// adamWrites are the arguments of adam that it writes over: weights and moments.
var adamWrites = []int{1, 3, 4}

// redo emits what finishes a task of a helper that has left, from its seat: the strip in hand is put back as it was.
func redo(m *module, task *function) {
	f := m.function("redo", i32, i32, i32, i32)
	ctl, index, scratch, seat := local(0), local(1), local(2), local(3)
	first, count, at := f.local(i32), f.local(i32), f.local(i32)
	arg := func(i int) expr { return iload(ctl, ctlArgs+4*i) }
	taskRange(f, ctl, index, first, count)
	f.set(at, aload(seat, seatAt))
	f.inc(shr(at, 1), first)
	f.dec(count, shr(at, 1))
	kind := func(k int, then func()) {
		f.when(and(eq(iload(ctl, ctlKind), num(k)), and(at, num(1))), then)
	}
	kind(kindGemm, func() {
		line := func() expr { return shl(arg(1), 2) }
		f.copy(add(arg(7), mul(first, line())), add(seat, num(seatOld)), mul(line(), least(num(m.strip), count)))
	})
	kind(kindNT, func() {
		f.set(count, least(num(dotRows), count))
		copyRows(f, add(arg(5), mul(first, arg(6))), arg(6), add(seat, num(seatOld)), shl(arg(1), 2), shl(arg(1), 2), count)
	})
	kind(kindAdam, func() {
		for i, w := range adamWrites {
			f.copy(add(arg(w), shl(first, 2)), add(seat, num(seatOld+4*adamStrip*i)), shl(least(num(adamStrip), count), 2))
		}
	})
	f.call(task, ctl, index, scratch, num(0), shr(at, 1))
	f.drop(aor(ctl, ctlDone, bit(index)))
}

// copyRows emits the copy of rows of so many bytes between places whose rows lie apart by toLine and fromLine.
func copyRows(f *function, to, toLine, from, fromLine, bytes expr, rows local) {
	left, x, y := f.local(i32), f.local(i32), f.local(i32)
	f.set(x, to)
	f.set(y, from)
	f.set(left, rows)
	f.while(left, func() {
		f.copy(x, y, bytes)
		f.inc(toLine, x)
		f.inc(fromLine, y)
		f.dec(left, num(1))
	})
}
