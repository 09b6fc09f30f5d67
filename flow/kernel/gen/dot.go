package main

// dotRows and dotCols are the tile of nt: eight sums of four lanes and what they need stay in registers.
const (
	dotRows = 4
	dotCols = 2
)

// nt emits
//
//	for i, j: dst[i,j] += Σ_p a[i,p] b[j,p]
//
// with a m×k, b n×k, dst's rows line bytes apart; m, n and k are above 0 and k%4 == 0.
func nt(m *module) *function {
	var dots [dotRows + 1][dotCols + 1]*function
	for r := 1; r <= dotRows; r++ {
		for c := 1; c <= dotCols; c++ {
			dots[r][c] = dot(m, r, c)
		}
	}
	f := m.function("nt", i32, i32, i32, i32, i32, i32, i32)
	M, n, k, a, b, dst, line := local(0), local(1), local(2), local(3), local(4), local(5), local(6)
	pitch, left, y, to := f.local(i32), f.local(i32), f.local(i32), f.local(i32)
	f.set(pitch, shl(k, 2))
	rows := func(r int) {
		f.set(y, b)
		f.set(to, dst)
		f.set(left, n)
		f.while(ge(left, num(dotCols)), func() {
			f.call(dots[r][dotCols], k, pitch, a, y, to, line)
			f.inc(mul(pitch, num(dotCols)), y)
			f.inc(num(4*dotCols), to)
			f.dec(left, num(dotCols))
		})
		for c := 1; c < dotCols; c++ {
			f.when(eq(left, num(c)), func() { f.call(dots[r][c], k, pitch, a, y, to, line) })
		}
	}
	f.while(ge(M, num(dotRows)), func() {
		rows(dotRows)
		f.inc(mul(pitch, num(dotRows)), a)
		f.inc(mul(line, num(dotRows)), dst)
		f.dec(M, num(dotRows))
	})
	for r := 1; r < dotRows; r++ {
		f.when(eq(M, num(r)), func() { rows(r) })
	}
	return f
}

// dot emits nt for a fixed number of rows of a and of b, pitch bytes apart. One of each has its sum in four parts: as
// one it would wait for each addition.
func dot(m *module, rows, cols int) *function {
	f := m.function("", i32, i32, i32, i32, i32, i32)
	k, pitch, a, b, dst, line := local(0), local(1), local(2), local(3), local(4), local(5)
	pointers := func(first local, n int) []local {
		p := []local{first}
		for i := 1; i < n; i++ {
			p = append(p, f.local(i32))
			f.set(p[i], add(p[i-1], pitch))
		}
		return p
	}
	as, bs := pointers(a, rows), pointers(b, cols)
	parts := 1
	if rows*cols == 1 {
		parts = unroll
	}
	acc := make([][]local, rows)
	for i := range acc {
		acc[i] = f.vectors(cols * parts)
	}
	av, bv := f.local(v128), f.vectors(cols)
	terms := func(vectors int) {
		for u := range vectors {
			for j, v := range bv {
				f.set(v, vload(bs[j], 16*u))
			}
			for i := range acc {
				f.set(av, vload(as[i], 16*u))
				for j, b := range bv {
					v := acc[i][u%parts*cols+j]
					f.set(v, m.mulAdd(av, b, v))
				}
			}
		}
		f.inc(num(16*vectors), as...)
		f.inc(num(16*vectors), bs...)
		f.dec(k, num(4*vectors))
	}
	f.while(ge(k, num(4*unroll)), func() { terms(unroll) })
	f.while(k, func() { terms(1) })
	for i := range acc {
		for _, v := range acc[i][cols:] {
			f.set(acc[i][0], vadd(acc[i][0], v))
		}
		for j, v := range acc[i][:cols] {
			f.fstore(dst, 4*j, fadd(fload(dst, 4*j), lanes(f, v)))
		}
		if i < rows-1 {
			f.inc(line, dst)
		}
	}
	return f
}

// lanes is the sum of the four lanes of v, which is overwritten.
func lanes(f *function, v local) expr {
	f.set(v, vadd(v, shuffle(v, v, 2, 3, 0, 1)))
	return fadd(lane(v, 0), lane(v, 1))
}
