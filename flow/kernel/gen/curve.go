package main

import "math"

// The kernels of kernel.Curve, in the order in which a step calls them. A piece is a row of 2m numbers, the slope and
// the level of m outputs; m%4 == 0, p%4 == 0 and n%8 == 0. Features run along vectors inside a curve and columns do
// outside of it, so blocks of 4×4 are turned on the way in and out.

// sort emits kernel.Curve's sort: where units fold, and their order by that, from the order of the call before.
func sort(m *module) *function {
	f := m.function("sort", i32, i32, i32, i32, i32)
	p, w, b, folds, order := local(0), local(1), local(2), local(3), local(4)
	inf, zero := f.keep(fconst(math.Inf(1))), f.keep(iconst(0))
	v, x, fold := f.local(v128), f.local(i32), f.local(i32)
	left, end, to, unit, other, t, s := f.local(i32), f.local(i32), f.local(i32), f.local(i32), f.local(i32), f.local(f32),
		f.local(f32)

	f.set(x, num(0))
	f.set(fold, folds)
	f.set(left, p)
	f.while(left, func() {
		f.set(v, vdiv(vneg(vload(add(b, x), 0)), vload(add(w, x), 0)))
		f.set(v, vselect(v, inf, veq(v, v)))
		f.vstore(fold, 0, vselect(inf, v, veq(vload(add(w, x), 0), zero)))
		f.inc(num(16), x, fold)
		f.dec(left, num(4))
	})

	absolute := func(u expr) expr { return xor(u, sar(u, 31)) }
	at := func(base, u local) expr { return fload(add(base, shl(u, 2)), 0) }
	f.set(end, order)
	f.set(left, p)
	f.while(left, func() {
		f.set(unit, absolute(iload(end, 0)))
		f.set(t, at(folds, unit))
		f.set(to, end)
		f.op(0x02, 0x40) // a block to leave from
		f.while(gt(to, order), func() {
			f.set(other, iload(sub(to, num(4)), 0))
			f.set(s, at(folds, other))
			or(flt(s, t), and(feq(s, t), gt(unit, other))).emit(f)
			f.op(0x0d, 2)
			f.istore(to, 0, other)
			f.dec(to, num(4))
		})
		f.op(0x0b)
		f.istore(to, 0, unit)
		f.inc(num(4), end)
		f.dec(left, num(1))
	})

	f.while(p, func() {
		f.set(unit, iload(order, 0))
		f.set(t, at(w, unit))
		f.set(s, at(b, unit))
		rises := or(and(flt(number(0), t), feq(s, s)), and(feq(t, number(0)), fle(s, number(0))))
		f.istore(order, 0, xor(unit, sub(rises, num(1)))) // rises - 1 has every bit set where it falls
		f.inc(num(4), order)
		f.dec(p, num(1))
	})
	return f
}

// turn transposes the block of four vectors.
func turn(f *function, v [4]local, t [4]local) {
	f.set(t[0], shuffle(v[0], v[1], 0, 4, 1, 5))
	f.set(t[1], shuffle(v[0], v[1], 2, 6, 3, 7))
	f.set(t[2], shuffle(v[2], v[3], 0, 4, 1, 5))
	f.set(t[3], shuffle(v[2], v[3], 2, 6, 3, 7))
	f.set(v[0], shuffle(t[0], t[2], 0, 1, 4, 5))
	f.set(v[1], shuffle(t[0], t[2], 2, 3, 6, 7))
	f.set(v[2], shuffle(t[1], t[3], 0, 1, 4, 5))
	f.set(v[3], shuffle(t[1], t[3], 2, 3, 6, 7))
}

func (f *function) block() (b [4]local) { return [4]local(f.vectors(4)) }

// transpose emits dst[j,i] = from[i,j], or += where add is set, with from m×n.
func transpose(m *module, name string, accumulate bool) *function {
	f := m.function(name, i32, i32, i32, i32)
	M, n, from, dst := local(0), local(1), local(2), local(3)
	v, t := f.block(), f.block()
	line, column, left, x, y, p := f.local(i32), f.local(i32), f.local(i32), f.local(i32), f.local(i32), f.local(i32)
	f.set(line, shl(n, 2))
	f.set(column, shl(M, 2))
	f.while(M, func() {
		f.set(left, n)
		f.set(x, from)
		f.set(y, dst)
		f.while(left, func() {
			f.set(p, x)
			for i := range v {
				f.set(v[i], vload(p, 0))
				f.inc(line, p)
			}
			turn(f, v, t)
			for _, w := range v {
				if accumulate {
					f.set(w, vadd(w, vload(y, 0)))
				}
				f.vstore(y, 0, w)
				f.inc(column, y)
			}
			f.inc(num(16), x)
			f.dec(left, num(4))
		})
		f.inc(shl(line, 2), from)
		f.inc(num(16), dst)
		f.dec(M, num(4))
	})
	return f
}

// visit does its work at so many numbers, four at a time, with three pointers that start at the given places.
func visit(f *function, left local, numbers expr, at [3]local, from [3]expr, do func()) {
	for i, p := range at {
		f.set(p, from[i])
	}
	f.set(left, numbers)
	f.while(left, func() {
		do()
		f.inc(num(16), at[:]...)
		f.dec(left, num(4))
	})
}

// pieces emits the table of slopes and levels: those of units that rise as sums from the left, starting at c, then
// those that fall from the right. turned is p×m; run has room for a piece.
func pieces(m *module) *function {
	f := m.function("pieces", i32, i32, i32, i32, i32, i32, i32, i32, i32)
	M, p, w, b, c := local(0), local(1), local(2), local(3), local(4)
	order, turned, table, run := local(5), local(6), local(7), local(8)
	size, line, left, unit, k := f.local(i32), f.local(i32), f.local(i32), f.local(i32), f.local(i32)
	x, y, z, v := f.local(i32), f.local(i32), f.local(i32), f.local(v128)
	weight, bias := f.local(v128), f.local(v128)
	f.set(line, shl(M, 2))
	f.set(size, shl(M, 3))
	along := func(from, to, third expr, do func()) {
		visit(f, left, M, [3]local{x, y, z}, [3]expr{from, to, third}, do)
	}
	take := func(unit local) {
		f.set(weight, loadSplat(add(w, shl(unit, 2)), 0))
		f.set(bias, loadSplat(add(b, shl(unit, 2)), 0))
	}
	column := func(unit local) expr { return add(turned, mul(unit, line)) }
	level := func(at local) expr { return add(at, line) }

	along(c, table, run, func() {
		f.vstore(y, 0, iconst(0))
		f.vstore(level(y), 0, vload(x, 0))
		f.vstore(z, 0, iconst(0))
		f.vstore(level(z), 0, iconst(0))
	})
	f.set(k, p)
	f.while(k, func() {
		f.set(unit, iload(order, 0))
		f.either(ge(unit, num(0)), func() {
			take(unit)
			along(column(unit), table, add(table, size), func() {
				f.set(v, vload(x, 0))
				f.vstore(z, 0, m.mulAdd(v, weight, vload(y, 0)))
				f.vstore(level(z), 0, m.mulAdd(v, bias, vload(level(y), 0)))
			})
		}, func() {
			along(table, table, add(table, size), func() {
				f.vstore(z, 0, vload(y, 0))
				f.vstore(level(z), 0, vload(level(y), 0))
			})
		})
		f.inc(size, table)
		f.inc(num(4), order)
		f.dec(k, num(1))
	})
	f.set(k, p)
	f.while(k, func() {
		f.dec(table, size)
		f.dec(order, num(4))
		f.set(unit, sub(num(-1), iload(order, 0)))
		f.either(ge(unit, num(0)), func() {
			take(unit)
			along(column(unit), run, table, func() {
				f.set(v, vload(x, 0))
				for _, g := range []struct {
					at     func(local) expr
					weight local
				}{{func(l local) expr { return l }, weight}, {level, bias}} {
					f.vstore(g.at(y), 0, m.mulAdd(v, g.weight, vload(g.at(y), 0)))
					f.vstore(g.at(z), 0, vadd(vload(g.at(z), 0), vload(g.at(y), 0)))
				}
			})
		}, func() {
			along(run, run, table, func() {
				f.vstore(z, 0, vadd(vload(z, 0), vload(y, 0)))
				f.vstore(level(z), 0, vadd(vload(level(z), 0), vload(level(y), 0)))
			})
		})
		f.dec(k, num(1))
	})
	return f
}

// locate emits at[col] = size times the number of folds left of x[col].
func locate(m *module) *function {
	f := m.function("locate", i32, i32, i32, i32, i32, i32)
	n, p, x, folds, at, size := local(0), local(1), local(2), local(3), local(4), local(5)
	left, t := f.local(i32), f.local(i32)
	v, count, fold := f.vectors(2), f.vectors(2), f.local(v128)
	f.while(n, func() {
		for i := range v {
			f.set(v[i], vload(x, 16*i))
			f.set(count[i], iconst(0))
		}
		f.set(t, folds)
		f.set(left, p)
		f.while(left, func() {
			for u := range 4 {
				f.set(fold, loadSplat(t, 4*u))
				for i := range v {
					f.set(count[i], isub(count[i], vgt(v[i], fold)))
				}
			}
			f.inc(num(16), t)
			f.dec(left, num(4))
		})
		for i := range v {
			f.vstore(at, 16*i, imul(count[i], isplat(size)))
		}
		f.inc(num(32), x, at)
		f.dec(n, num(8))
	})
	return f
}

// bend emits dst[i,col] = max(slope[i] x[col] + level[i], 0) on the piece of each column; dst is m×n.
func bend(m *module) {
	f := m.function("bend", i32, i32, i32, i32, i32, i32)
	M, n, x, at, table, dst := local(0), local(1), local(2), local(3), local(4), local(5)
	line, row, left, i, y, piece := f.local(i32), f.local(i32), f.local(i32), f.local(i32), f.local(i32), f.local(i32)
	v, t := f.block(), f.block()
	f.set(line, shl(n, 2))
	f.set(row, shl(M, 2))
	f.set(left, n)
	f.while(left, func() {
		f.set(y, dst)
		f.set(i, num(0))
		f.while(gt(row, i), func() {
			for half := range 2 {
				for c := range v {
					f.set(piece, add(add(table, i), iload(at, 16*half+4*c)))
					f.set(v[c], m.mulAdd(loadSplat(x, 16*half+4*c), vload(piece, 0), vload(add(piece, row), 0)))
				}
				turn(f, v, t)
				for c, w := range v {
					f.vstore(add(y, mul(line, num(int32(c)))), 16*half, pmax(w, iconst(0)))
				}
			}
			f.inc(shl(line, 2), y)
			f.inc(num(16), i)
		})
		f.inc(num(32), x, at, dst)
		f.dec(left, num(8))
	})
}

// unbend emits the way back: sums[piece of col] += (dy x, dy) for each column, and dx[col] += Σ_i slope[i] dy[i,col]
// unless dx is nil.
func unbend(m *module) {
	f := m.function("unbend", i32, i32, i32, i32, i32, i32, i32, i32)
	M, n, x, at, table, dy, sums, dx := local(0), local(1), local(2), local(3), local(4), local(5), local(6), local(7)
	line, row, left, i, y, piece := f.local(i32), f.local(i32), f.local(i32), f.local(i32), f.local(i32), f.local(i32)
	v, t, d := f.block(), f.block(), f.block()
	f.set(line, shl(n, 2))
	f.set(row, shl(M, 2))
	f.set(left, n)
	f.while(left, func() {
		for c := range d {
			f.set(d[c], iconst(0))
		}
		f.set(y, dy)
		f.set(i, num(0))
		f.while(gt(row, i), func() {
			for c := range v {
				f.set(v[c], vload(add(y, mul(line, num(int32(c)))), 0))
			}
			turn(f, v, t)
			for c := range v {
				f.set(piece, add(i, iload(at, 4*c)))
				f.set(d[c], m.mulAdd(vload(add(table, piece), 0), v[c], d[c]))
				f.set(piece, add(sums, piece))
				f.vstore(piece, 0, m.mulAdd(loadSplat(x, 4*c), v[c], vload(piece, 0)))
				f.set(piece, add(piece, row))
				f.vstore(piece, 0, vadd(v[c], vload(piece, 0)))
			}
			f.inc(shl(line, 2), y)
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
}

// gather emits the gradients of all weights but V's own transposition: run passes along the sums, from the left for
// units that fall, whose order is negative, and from the right for those that rise.
func gather(m *module) *function {
	f := m.function("gather", i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32)
	M, p, w, b, order, turned := local(0), local(1), local(2), local(3), local(4), local(5)
	sums, run, dw, db, dc, dturned := local(6), local(7), local(8), local(9), local(10), local(11)
	size, line, left, unit, k := f.local(i32), f.local(i32), f.local(i32), f.local(i32), f.local(i32)
	x, y, z, v, u := f.local(i32), f.local(i32), f.local(i32), f.local(v128), f.local(v128)
	weight, bias, gw, gb := f.local(v128), f.local(v128), f.local(v128), f.local(v128)
	f.set(line, shl(M, 2))
	f.set(size, shl(M, 3))
	along := func(numbers, from, to, third expr, do func()) {
		visit(f, left, numbers, [3]local{x, y, z}, [3]expr{from, to, third}, do)
	}
	reset := func() { along(shl(M, 1), run, run, run, func() { f.vstore(x, 0, iconst(0)) }) }
	pass := func() {
		along(shl(M, 1), sums, run, run, func() { f.vstore(y, 0, vadd(vload(y, 0), vload(x, 0))) })
	}
	// grad takes the gradient of the unit if its order has the sign that this pass is for.
	grad := func() {
		f.when(ge(unit, num(0)), func() {
			f.set(weight, loadSplat(add(w, shl(unit, 2)), 0))
			f.set(bias, loadSplat(add(b, shl(unit, 2)), 0))
			f.set(gw, iconst(0))
			f.set(gb, iconst(0))
			along(M, run, add(turned, mul(unit, line)), add(dturned, mul(unit, line)), func() {
				f.set(v, vload(x, 0))
				f.set(u, vload(add(x, line), 0))
				f.vstore(z, 0, m.mulAdd(bias, u, vmul(weight, v)))
				f.set(gw, m.mulAdd(vload(y, 0), v, gw))
				f.set(gb, m.mulAdd(vload(y, 0), u, gb))
			})
			for _, g := range []struct{ to, sum local }{{dw, gw}, {db, gb}} {
				f.set(x, add(g.to, shl(unit, 2)))
				f.fstore(x, 0, fadd(fload(x, 0), lanes(f, g.sum)))
			}
		})
	}
	reset()
	f.set(k, p)
	f.while(k, func() {
		pass()
		f.set(unit, sub(num(-1), iload(order, 0)))
		grad()
		f.inc(size, sums)
		f.inc(num(4), order)
		f.dec(k, num(1))
	})
	pass()
	along(M, add(run, line), dc, run, func() { f.vstore(y, 0, vadd(vload(y, 0), vload(x, 0))) })
	reset()
	f.set(k, p)
	f.while(k, func() {
		pass()
		f.dec(sums, size)
		f.dec(order, num(4))
		f.set(unit, iload(order, 0))
		grad()
		f.dec(k, num(1))
	})
	return f
}
