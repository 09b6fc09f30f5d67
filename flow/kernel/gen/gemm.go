package main

// How a tile starts and how it finishes: flags and choices that flow/kernel/simd passes.
const (
	startFrom = 1 // start from the matrix from
	startBias = 2 // start from the bias of the row

	finishNone     = 0
	finishReLU     = 1 // max(x, 0)
	finishReLUMask = 2 // x where h > 0, else 0
	finishTanhMask = 3 // x (1 - h²)
)

const (
	width   = 2   // vectors a row of a tile: 8 columns
	depth   = 256 // rows of b in one call at most; a packed panel of them is 8 KB
	unroll  = 4   // terms of the sum a turn of the innermost loop
	packing = 2   // b is packed where it meets more tiles than this
)

// gemm emits
//
//	for i, j: dst[i,j] = finish(from[i,j] + bias[i] + Σ_p a[i,p] b[p,j], h[i,j])
//
// with dst, from and h m×n, b k×n, and a[i,p] at i*row + p*col bytes. m > 0, 0 < k <= depth, 0 < n and n%8 == 0.
// Sums are taken in the order of p, as a plain loop does. work has room for depth*(n+rows) floats.
//
// Tiles of rows×8 sums stay in registers. b is packed once, so that the eight columns that a tile reads lie
// together, and serves all tiles below each other.
//
// In a shared memory it takes a seat too, or 0, which is also what a caller passes that knows of none: see threads.go.
func gemm(m *module, rows int) *function {
	tiles := make([]*function, rows+1)
	for r := 1; r <= rows; r++ {
		tiles[r] = tile(m, r)
	}
	params := []valueType{i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32}
	if m.shared {
		params = append(params, i32)
	}
	f := m.function("gemm", params...)
	M, n, k := local(0), local(1), local(2)
	a, row, col, b := local(3), local(4), local(5), local(6)
	dst, start, from, bias := local(7), local(8), local(9), local(10)
	finish, h, work := local(11), local(12), local(13)
	// bytes between rows of dst, of b, and between panels of b
	line, panel, below := f.local(i32), f.local(i32), f.local(i32)

	f.set(line, shl(n, 2))
	f.set(panel, line)
	f.set(below, num(16*width))
	f.when(gt(M, num(packing*rows)), func() {
		packed := f.local(i32)
		f.set(packed, add(work, num(4*depth*rows)))
		pack(f, packed, b, n, k, line)
		f.set(b, packed)
		f.set(panel, num(16*width))
		f.set(below, mul(k, panel))
	})
	call := func(r int) {
		f.call(tiles[r], n, k, a, row, col, b, panel, below, dst, line, start, from, bias, finish, h, work)
	}
	if m.shared {
		seat, at, plain := local(14), f.local(i32), call
		call = func(r int) {
			f.when(seat, func() {
				f.when(and(and(start, num(startFrom)), eq(from, dst)), func() {
					f.copy(add(seat, num(seatOld)), dst, mul(line, num(r)))
					f.astore(seat, seatAt, or(shl(at, 1), num(1)))
				})
			})
			plain(r)
			f.when(seat, func() {
				f.inc(num(r), at)
				f.astore(seat, seatAt, shl(at, 1))
			})
		}
	}
	f.while(ge(M, num(rows)), func() {
		call(rows)
		f.inc(mul(row, num(rows)), a)
		f.inc(mul(line, num(rows)), dst, from, h)
		f.inc(num(4*rows), bias)
		f.dec(M, num(rows))
	})
	for r := 1; r < rows; r++ {
		f.when(eq(M, num(r)), func() { call(r) })
	}
	return f
}

// pack emits the copy of b (k×n) to n/8 panels of k×8.
func pack(f *function, to, b, n, k, line local) {
	p, source, left, out, x := f.local(i32), f.local(i32), f.local(i32), f.local(i32), f.local(i32)
	f.set(out, to)
	f.set(x, b)
	f.set(left, n)
	f.while(left, func() {
		f.set(source, x)
		f.set(p, k)
		f.while(p, func() {
			for j := range width {
				f.vstore(out, 16*j, vload(source, 16*j))
			}
			f.inc(num(16*width), out)
			f.inc(line, source)
			f.dec(p, num(1))
		})
		f.inc(num(16*width), x)
		f.dec(left, num(4*width))
	})
}

// tile emits gemm for a fixed number of rows.
func tile(m *module, rows int) *function {
	f := m.function("", i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32)
	n, k := local(0), local(1)
	a, row, col := local(2), local(3), local(4)
	b, panel, below := local(5), local(6), local(7)
	dst, line, start, from, bias := local(8), local(9), local(10), local(11), local(12)
	finish, h, work := local(13), local(14), local(15)
	p, x, y := f.local(i32), f.local(i32), f.local(i32)
	acc := make([][]local, rows)
	for i := range acc {
		acc[i] = f.vectors(width)
	}
	each := func(do func(i, j int, acc local)) {
		for i := range acc {
			for j, v := range acc[i] {
				do(i, j, v)
			}
		}
	}
	// along visits the tile's place in a matrix like dst.
	along := func(matrix local, do func(at local, j int, acc local)) {
		f.set(x, matrix)
		for i := range acc {
			for j, v := range acc[i] {
				do(x, 16*j, v)
			}
			if i < rows-1 {
				f.inc(line, x)
			}
		}
	}

	// a's rows, interleaved: work[p*rows+i] = a[i,p]
	f.set(y, work)
	f.set(p, k)
	f.while(p, func() {
		f.set(x, a)
		for i := range rows {
			f.fstore(y, 4*i, fload(x, 0))
			if i < rows-1 {
				f.inc(row, x)
			}
		}
		f.inc(num(4*rows), y)
		f.inc(col, a)
		f.dec(p, num(1))
	})

	f.while(n, func() {
		f.either(and(start, num(startFrom)),
			func() { along(from, func(at local, o int, acc local) { f.set(acc, vload(at, o)) }) },
			func() { each(func(_, _ int, acc local) { f.set(acc, iconst(0)) }) })
		f.when(and(start, num(startBias)), func() {
			each(func(i, _ int, acc local) { f.set(acc, vadd(acc, loadSplat(bias, 4*i))) })
		})

		av, bv := f.local(v128), f.vectors(width)
		f.set(x, work)
		f.set(y, b)
		f.set(p, k)
		term := func(u int) {
			for j, v := range bv {
				f.set(v, vload(y, 16*j))
			}
			f.inc(panel, y)
			for i := range acc {
				f.set(av, loadSplat(x, 4*(u*rows+i)))
				for j, v := range acc[i] {
					f.set(v, m.mulAdd(av, bv[j], v))
				}
			}
		}
		terms := func(n int) {
			for u := range n {
				term(u)
			}
			f.inc(num(4*n*rows), x)
			f.dec(p, num(n))
		}
		f.while(ge(p, num(unroll)), func() { terms(unroll) })
		f.while(p, func() { terms(1) })

		f.when(eq(finish, num(finishReLU)), func() {
			each(func(_, _ int, acc local) { f.set(acc, pmax(acc, iconst(0))) })
		})
		f.when(eq(finish, num(finishReLUMask)), func() {
			along(h, func(at local, o int, acc local) { f.set(acc, vand(acc, vgt(vload(at, o), iconst(0)))) })
		})
		f.when(eq(finish, num(finishTanhMask)), func() {
			along(h, func(at local, o int, acc local) {
				f.set(av, vload(at, o))
				f.set(acc, vmul(acc, vsub(fconst(1), vmul(av, av))))
			})
		})
		along(dst, func(at local, o int, acc local) { f.vstore(at, o, acc) })
		f.inc(below, b)
		f.inc(num(16*width), dst, from, h)
		f.dec(n, num(4*width))
	})
	return f
}
