package main

import "slices"

// curves are the kernels of curve.go that those of a whole net call: one call from Go does it all.
type curves struct{ sort, transpose, addTransposed, pieces, locate, gather *function }

// netForward emits kernel.Curve's ForwardNet, all of it:
//
//	dst[col] = add[col] + e + Σ_i u[i] max(slope[i] x[col] + level[i], 0)     on the piece of each column
//
// Features run along vectors. Four columns are summed at a time, each in its own vector, which are turned at the end.
func netForward(m *module, c curves) {
	f := m.function("netForward", slices.Repeat([]valueType{i32}, 18)...)
	M, p, n := local(0), local(1), local(2)
	w, b, V, C, u, e := local(3), local(4), local(5), local(6), local(7), local(8)
	x, from, dst := local(9), local(10), local(11)
	folds, order, turned, table, run, at := local(12), local(13), local(14), local(15), local(16), local(17)
	f.call(c.sort, p, w, b, folds, order)
	f.call(c.transpose, M, p, V, turned)
	f.call(c.pieces, M, p, w, b, C, order, turned, table, run)
	f.call(c.locate, n, p, x, folds, at, shl(M, 3))

	row, i, piece := f.local(i32), f.local(i32), f.local(i32)
	sum, t, v, weight, last := f.block(), f.block(), f.local(v128), f.local(v128), f.keep(loadSplat(e, 0))
	f.set(row, shl(M, 2))
	f.while(n, func() {
		for col := range sum {
			f.set(sum[col], iconst(0))
		}
		f.set(i, num(0))
		f.while(gt(row, i), func() {
			f.set(weight, vload(add(u, i), 0))
			for col := range sum {
				f.set(piece, add(add(table, i), iload(at, 4*col)))
				f.set(v, m.mulAdd(loadSplat(x, 4*col), vload(piece, 0), vload(add(piece, row), 0)))
				f.set(sum[col], m.mulAdd(pmax(v, iconst(0)), weight, sum[col]))
			}
			f.inc(num(16), i)
		})
		turn(f, sum, t)
		f.set(v, vadd(last, vadd(vadd(sum[0], sum[1]), vadd(sum[2], sum[3]))))
		f.when(from, func() {
			f.set(v, vadd(v, vload(from, 0)))
			f.inc(num(16), from)
		})
		f.vstore(dst, 0, v)
		f.inc(num(16), x, at, dst)
		f.dec(n, num(4))
	})
}

// netBackward emits kernel.Curve's BackwardNet, all of it but for sums, which must be zero: what is between the curve
// and the output is computed again. dx may be nil.
func netBackward(m *module, c curves) {
	f := m.function("netBackward", slices.Repeat([]valueType{i32}, 21)...)
	M, p, n := local(0), local(1), local(2)
	w, b, u := local(3), local(4), local(5)
	x, dy, dx := local(6), local(7), local(8)
	order, turned, table, run, at := local(9), local(10), local(11), local(12), local(13)
	sums, dturned := local(14), local(15)
	dw, db, dV, dC, du := local(16), local(17), local(18), local(19), local(20)

	row, i, piece, left, cell := f.local(i32), f.local(i32), f.local(i32), f.local(i32), f.local(i32)
	d, t, v, slope, weight, grad := f.block(), f.block(), f.local(v128), f.local(v128), f.local(v128), f.local(v128)
	f.set(row, shl(M, 2))
	f.set(left, n)
	f.while(left, func() {
		for col := range d {
			f.set(d[col], iconst(0))
		}
		f.set(i, num(0))
		f.while(gt(row, i), func() {
			f.set(weight, vload(add(u, i), 0))
			f.set(grad, vload(add(du, i), 0))
			for col := range d {
				f.set(piece, add(i, iload(at, 4*col)))
				f.set(cell, add(table, piece))
				f.set(slope, vload(cell, 0))
				f.set(v, m.mulAdd(loadSplat(x, 4*col), slope, vload(add(cell, row), 0)))
				f.set(grad, m.mulAdd(pmax(v, iconst(0)), loadSplat(dy, 4*col), grad))
				f.set(v, vand(vmul(weight, loadSplat(dy, 4*col)), vgt(v, iconst(0))))
				f.set(d[col], m.mulAdd(slope, v, d[col]))
				f.set(cell, add(sums, piece))
				f.vstore(cell, 0, m.mulAdd(loadSplat(x, 4*col), v, vload(cell, 0)))
				f.set(cell, add(cell, row))
				f.vstore(cell, 0, vadd(v, vload(cell, 0)))
			}
			f.vstore(add(du, i), 0, grad)
			f.inc(num(16), i)
		})
		f.when(dx, func() {
			turn(f, d, t)
			f.vstore(dx, 0, vadd(vload(dx, 0), vadd(vadd(d[0], d[1]), vadd(d[2], d[3]))))
			f.inc(num(16), dx)
		})
		f.inc(num(16), x, at, dy)
		f.dec(left, num(4))
	})
	f.call(c.gather, M, p, w, b, order, turned, sums, run, dw, db, dC, dturned)
	f.call(c.addTransposed, p, M, dturned, dV)
}
