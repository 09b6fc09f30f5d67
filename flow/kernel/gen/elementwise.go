package main

import "math"

func fconst(x float64) expr { return iconst(math.Float32bits(float32(x))) }

// rowsum emits dst[i] += Σ_j x[i,j], with x m×n and n%8 == 0.
func rowsum(m *module) {
	f := m.function("rowsum", i32, i32, i32, i32)
	M, n, x, dst := local(0), local(1), local(2), local(3)
	left, s := f.local(i32), f.vectors(2)
	f.while(M, func() {
		for _, v := range s {
			f.set(v, iconst(0))
		}
		f.set(left, n)
		f.while(left, func() {
			for j, v := range s {
				f.set(v, vadd(v, vload(x, 16*j)))
			}
			f.inc(num(32), x)
			f.dec(left, num(8))
		})
		f.set(s[0], vadd(s[0], s[1]))
		f.fstore(dst, 0, fadd(fload(dst, 0), lanes(f, s[0])))
		f.inc(num(4), dst)
		f.dec(M, num(1))
	})
}

// adam emits the update of flow/kernel's Adam for n weights, n%4 == 0.
func adam(m *module) *function {
	f := m.function("adam", i32, i32, i32, i32, i32, f32, f32, f32, f32)
	n, w, g, m1, m2 := local(0), local(1), local(2), local(3), local(4)
	rate, eps := f.keep(splat(local(5))), f.keep(splat(local(8)))
	beta1, beta2 := f.keep(splat(local(6))), f.keep(splat(local(7)))
	rest1, rest2 := f.keep(vsub(fconst(1), beta1)), f.keep(vsub(fconst(1), beta2))
	grad, mean, square := f.local(v128), f.local(v128), f.local(v128)
	f.while(n, func() {
		f.set(grad, vload(g, 0))
		f.set(mean, vadd(vmul(beta1, vload(m1, 0)), vmul(rest1, grad)))
		f.set(square, vadd(vmul(beta2, vload(m2, 0)), vmul(vmul(rest2, grad), grad)))
		f.vstore(m1, 0, mean)
		f.vstore(m2, 0, square)
		f.vstore(w, 0, vsub(vload(w, 0), vdiv(vmul(rate, mean), vadd(vsqrt(square), eps))))
		f.inc(num(16), w, g, m1, m2)
		f.dec(n, num(4))
	})
	return f
}

// blend emits dst[i] = a dst[i] + b x[i] for n numbers, n%4 == 0.
func blend(m *module) {
	f := m.function("blend", i32, i32, i32, f32, f32)
	n, dst, x := local(0), local(1), local(2)
	a, b := f.keep(splat(local(3))), f.keep(splat(local(4)))
	f.while(n, func() {
		f.vstore(dst, 0, vadd(vmul(a, vload(dst, 0)), vmul(b, vload(x, 0))))
		f.inc(num(16), dst, x)
		f.dec(n, num(4))
	})
}

// plane emits y0, y1 = a x0 + b x1, c x0 + d x1 for n points, n%4 == 0.
func plane(m *module) {
	f := m.function("plane", i32, i32, i32, i32, i32, f32, f32, f32, f32)
	n, y0, y1, x0, x1 := local(0), local(1), local(2), local(3), local(4)
	a, b, c, d := f.keep(splat(local(5))), f.keep(splat(local(6))), f.keep(splat(local(7))), f.keep(splat(local(8)))
	u, v := f.local(v128), f.local(v128)
	f.while(n, func() {
		f.set(u, vload(x0, 0))
		f.set(v, vload(x1, 0))
		f.vstore(y0, 0, m.mulAdd(b, v, vmul(a, u)))
		f.vstore(y1, 0, m.mulAdd(d, v, vmul(c, u)))
		f.inc(num(16), y0, y1, x0, x1)
		f.dec(n, num(4))
	})
}

// exponential is what exp takes of a function: constants, and room for what is left of its argument.
type exponential struct {
	f                            *function
	high, low, perLn2, one, bias local
	series                       []local // 1/7! to 1/2!
	r                            local
}

func newExponential(f *function) *exponential {
	// ln 2 in two parts: i times the first is exact.
	const ln2High, ln2Low = 0.693359375, math.Ln2 - 0.693359375
	e := &exponential{
		f: f, high: f.keep(fconst(ln2High)), low: f.keep(fconst(ln2Low)), perLn2: f.keep(fconst(1 / math.Ln2)),
		one: f.keep(fconst(1)), bias: f.keep(iconst(127)), r: f.local(v128),
	}
	for _, factorial := range []float64{5040, 720, 120, 24, 6, 2} {
		e.series = append(e.series, f.keep(fconst(1/factorial)))
	}
	return e
}

// split sets power to 2^i and less to exp(r) - 1, where t = i ln 2 + r and |r| <= ln(2)/2: its Taylor series to r^7.
func (e *exponential) split(power, less local, t expr) {
	f := e.f
	f.set(e.r, t)
	f.set(power, vnearest(vmul(e.r, e.perLn2)))
	f.set(e.r, vsub(vsub(e.r, vmul(power, e.high)), vmul(power, e.low)))
	f.set(less, e.series[0])
	for _, c := range append(e.series[1:], e.one) {
		f.set(less, f.module.mulAdd(less, e.r, c))
	}
	f.set(less, vmul(less, e.r))
	f.set(power, ishl(iadd(truncate(power), e.bias), num(23)))
}

// tanh emits x[i] = tanh(x[i]) for n numbers, n%4 == 0, within 3e-7 of their value. With e = exp(2|x|) - 1 it
// is e / (e + 2), signed as x; and with 2|x| = i ln 2 + r, e is 2^i (exp(r) - 1) + 2^i - 1, where nothing cancels.
func tanh(m *module) {
	f := m.function("tanh", i32, i32)
	n, x := local(0), local(1)
	v, i, e := f.local(v128), f.local(v128), f.local(v128)
	exp := newExponential(f)
	most, two, sign := f.keep(fconst(20)), f.keep(fconst(2)), f.keep(iconst(1<<31))
	f.while(n, func() {
		f.set(v, vload(x, 0))
		exp.split(i, e, pmin(vmul(vabs(v), two), most))
		f.set(e, m.mulAdd(e, i, vsub(i, exp.one)))
		f.vstore(x, 0, vor(vdiv(e, vadd(e, two)), vand(v, sign)))
		f.inc(num(16), x)
		f.dec(n, num(4))
	})
}

// expBelow emits x[i] = exp(x[i] - top[i]) for n numbers, n%4 == 0: 0 more than 80 below.
func expBelow(m *module) {
	f := m.function("expBelow", i32, i32, i32)
	n, x, top := local(0), local(1), local(2)
	below, power, e := f.local(v128), f.local(v128), f.local(v128)
	exp, nothing := newExponential(f), f.keep(fconst(80))
	f.while(n, func() {
		f.set(below, vsub(vload(top, 0), vload(x, 0)))
		exp.split(power, e, vneg(pmin(below, nothing)))
		f.vstore(x, 0, vselect(iconst(0), m.mulAdd(e, power, power), vgt(below, nothing)))
		f.inc(num(16), x, top)
		f.dec(n, num(4))
	})
}

// logistic emits flow/kernel's Logistic for n numbers, n%4 == 0: factor is weight times scale, and sums gets both sums.
// With e = exp(-|z|), ln(1+e) is 2 artanh(s) of s = e/(2+e), at most 1/3: s and odd powers of it to the 15th.
func logistic(m *module) {
	f := m.function("logistic", i32, i32, i32, f32, f32, i32)
	n, dh, h, sums := local(0), local(1), local(2), local(5)
	scale, factor := f.keep(splat(local(3))), f.keep(splat(local(4)))
	z, a, i, e, s, t := f.local(v128), f.local(v128), f.local(v128), f.local(v128), f.local(v128), f.local(v128)
	nll, slope := f.local(v128), f.local(v128)
	exp := newExponential(f)
	most, two, four, sign := f.keep(fconst(87)), f.keep(fconst(2)), f.keep(fconst(4)), f.keep(iconst(1<<31))
	var odd []local
	for k := 15.; k > 1; k -= 2 {
		odd = append(odd, f.keep(fconst(1/k)))
	}
	f.set(nll, iconst(0))
	f.set(slope, iconst(0))
	f.while(n, func() {
		f.set(z, vmul(vload(h, 0), scale))
		f.set(a, vabs(z))
		exp.split(i, e, vneg(pmin(a, most)))
		f.set(e, m.mulAdd(e, i, i))
		f.set(t, vdiv(vsub(exp.one, e), vadd(exp.one, e)))
		f.set(slope, m.mulAdd(t, a, slope))
		f.vstore(dh, 0, vmul(vor(t, vand(z, sign)), factor))
		f.set(s, vdiv(e, vadd(e, two)))
		f.set(e, vmul(s, s))
		f.set(t, odd[0])
		for _, c := range append(odd[1:], exp.one) {
			f.set(t, m.mulAdd(t, e, c))
		}
		f.set(nll, vadd(nll, m.mulAdd(vmul(s, four), t, a)))
		f.inc(num(16), dh, h)
		f.dec(n, num(4))
	})
	f.fstore(sums, 0, lanes(f, nll))
	f.fstore(sums, 4, lanes(f, slope))
}

// peak emits n turns of 48 independent multiply-adds on registers, 384 floating-point operations: the most that
// this engine makes of the instructions that gemm lives on. x has room for 48 floats.
func peak(m *module) {
	f := m.function("peak", i32, i32)
	n, x := local(0), local(1)
	acc, a, b := f.vectors(10), f.local(v128), f.local(v128)
	for i, v := range acc {
		f.set(v, vload(x, 16*i))
	}
	f.set(a, vload(x, 160))
	f.set(b, vload(x, 176))
	f.while(n, func() {
		for i := range 48 {
			v := acc[i%len(acc)]
			f.set(v, m.mulAdd(a, b, v))
		}
		f.dec(n, num(1))
	})
	for i, v := range acc {
		f.vstore(x, 16*i, v)
	}
}
