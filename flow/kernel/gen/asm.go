package main

import (
	"bytes"
	"encoding/binary"
	"math"
)

// A small assembler for WebAssembly: functions over i32, f32 and v128, structured control
// flow, and one imported memory. Expressions are trees that leave one value on the stack; statements
// are methods of function.

type valueType byte

const (
	i32  valueType = 0x7f
	f32  valueType = 0x7d
	v128 valueType = 0x7b
)

// expr leaves one value on the stack.
type expr interface{ emit(f *function) }

// local is a parameter or a local variable of a function; as an expression, its value.
type local uint32

func (l local) emit(f *function) { f.op(0x20); f.uleb(uint32(l)) }

// num is an i32 constant.
type num int32

func (n num) emit(f *function) { f.op(0x41); f.code = sleb(f.code, int64(n)) }

// number is an f32 constant.
type number float32

func (n number) emit(f *function) {
	f.op(0x43)
	f.code = binary.LittleEndian.AppendUint32(f.code, math.Float32bits(float32(n)))
}

// atomic is an instruction on four shared bytes at p+offset.
func atomic(opcode byte, p expr, offset int, args ...expr) expr {
	return node{append([]expr{p}, args...), memarg([]byte{0xfe, opcode}, 2, offset)}
}

func aload(p expr, offset int) expr                { return atomic(0x10, p, offset) }
func aadd(p expr, offset int, x expr) expr         { return atomic(0x1e, p, offset, x) }
func aor(p expr, offset int, x expr) expr          { return atomic(0x33, p, offset, x) }
func aswap(p expr, offset int, old, new expr) expr { return atomic(0x48, p, offset, old, new) }

// wait sleeps while the four shared bytes at p+offset are old, at most so many nanoseconds; -1: until it is woken.
func wait(p expr, offset int, old expr, nanoseconds int64) expr {
	return node{[]expr{p, old, node{nil, sleb([]byte{0x42}, nanoseconds)}}, memarg([]byte{0xfe, 0x01}, 2, offset)}
}

// node is an instruction after its operands.
type node struct {
	args []expr
	code []byte
}

func (n node) emit(f *function) {
	for _, a := range n.args {
		a.emit(f)
	}
	f.op(n.code...)
}

func inst(opcode byte, args ...expr) expr { return node{args, []byte{opcode}} }

// simd is an instruction with the vector prefix; rest holds its immediates.
func simd(opcode uint32, rest []byte, args ...expr) expr {
	return node{args, append(uleb([]byte{0xfd}, opcode), rest...)}
}

func add(a, b expr) expr        { return inst(0x6a, a, b) }
func sub(a, b expr) expr        { return inst(0x6b, a, b) }
func mul(a, b expr) expr        { return inst(0x6c, a, b) }
func and(a, b expr) expr        { return inst(0x71, a, b) }
func shl(a expr, bits num) expr { return inst(0x74, a, bits) }
func eq(a, b expr) expr         { return inst(0x46, a, b) }
func gt(a, b expr) expr         { return inst(0x4a, a, b) }
func lt(a, b expr) expr         { return inst(0x48, a, b) }
func ge(a, b expr) expr         { return inst(0x4e, a, b) }
func shr(a expr, bits num) expr { return inst(0x76, a, bits) }

// bit is 1 << i.
func bit(i expr) expr { return inst(0x74, num(1), i) }

// least is the smaller of a and b.
func least(a, b expr) expr { return node{[]expr{a, b, lt(a, b)}, []byte{0x1b}} }

func iload(p expr, offset int) expr { return node{[]expr{p}, memarg([]byte{0x28}, 2, offset)} }
func or(a, b expr) expr             { return inst(0x72, a, b) }
func xor(a, b expr) expr            { return inst(0x73, a, b) }
func sar(a expr, bits num) expr     { return inst(0x75, a, bits) }

func feq(a, b expr) expr { return inst(0x5b, a, b) }
func fle(a, b expr) expr { return inst(0x5f, a, b) }
func flt(a, b expr) expr { return inst(0x5d, a, b) }

func fload(p expr, offset int) expr { return node{[]expr{p}, memarg([]byte{0x2a}, 2, offset)} }
func fadd(a, b expr) expr           { return inst(0x92, a, b) }

func vload(p expr, offset int) expr     { return simd(0, memarg(nil, 2, offset), p) }
func loadSplat(p expr, offset int) expr { return simd(9, memarg(nil, 2, offset), p) }
func splat(x expr) expr                 { return simd(19, nil, x) }
func lane(v expr, i byte) expr          { return simd(31, []byte{i}, v) }
func veq(a, b expr) expr                { return simd(65, nil, a, b) }
func vgt(a, b expr) expr                { return simd(68, nil, a, b) }
func vand(a, b expr) expr               { return simd(78, nil, a, b) }
func vselect(a, b, mask expr) expr      { return simd(82, nil, a, b, mask) } // a where mask is set, else b
func vor(a, b expr) expr                { return simd(80, nil, a, b) }
func vnearest(a expr) expr              { return simd(106, nil, a) }
func isplat(x expr) expr                { return simd(17, nil, x) }
func ishl(a, bits expr) expr            { return simd(171, nil, a, bits) }
func iadd(a, b expr) expr               { return simd(174, nil, a, b) }
func isub(a, b expr) expr               { return simd(177, nil, a, b) }
func imul(a, b expr) expr               { return simd(181, nil, a, b) }
func vabs(a expr) expr                  { return simd(224, nil, a) }
func vsqrt(a expr) expr                 { return simd(227, nil, a) }
func vadd(a, b expr) expr               { return simd(228, nil, a, b) }
func vneg(a expr) expr                  { return simd(225, nil, a) }
func vsub(a, b expr) expr               { return simd(229, nil, a, b) }
func vmul(a, b expr) expr               { return simd(230, nil, a, b) }
func vdiv(a, b expr) expr               { return simd(231, nil, a, b) }
func truncate(a expr) expr              { return simd(248, nil, a) }

// pmin is b < a ? b : a and pmax a < b ? b : a in each lane: a NaN in a stays.
func pmin(a, b expr) expr { return simd(234, nil, a, b) }
func pmax(a, b expr) expr { return simd(235, nil, a, b) }

// shuffle picks four of the eight lanes of a and b.
func shuffle(a, b expr, lanes ...byte) expr {
	var rest []byte
	for _, l := range lanes {
		rest = append(rest, 4*l, 4*l+1, 4*l+2, 4*l+3)
	}
	return simd(13, rest, a, b)
}

// iconst and fconst are one constant in every lane of a vector.
func iconst(x uint32) expr {
	b := []byte{byte(x), byte(x >> 8), byte(x >> 16), byte(x >> 24)}
	return simd(12, bytes.Repeat(b, 4))
}

// function is one function of a module.
type function struct {
	module *module
	name   string // of the export; empty: not exported
	index  uint32
	params []valueType
	locals []valueType
	code   []byte
}

// local declares a variable; it starts as zero when the function is entered.
func (f *function) local(t valueType) local {
	f.locals = append(f.locals, t)
	return local(len(f.params) + len(f.locals) - 1)
}

func (f *function) vectors(n int) []local {
	v := make([]local, n)
	for i := range v {
		v[i] = f.local(v128)
	}
	return v
}

// keep declares a vector and sets it to x.
func (f *function) keep(x expr) local {
	v := f.local(v128)
	f.set(v, x)
	return v
}

func (f *function) op(b ...byte)  { f.code = append(f.code, b...) }
func (f *function) uleb(v uint32) { f.code = uleb(f.code, v) }

func (f *function) set(l local, x expr) { x.emit(f); f.op(0x21); f.uleb(uint32(l)) }

// inc adds x to each of ls.
func (f *function) inc(x expr, ls ...local) {
	for _, l := range ls {
		f.set(l, add(l, x))
	}
}

func (f *function) dec(l local, x expr) { f.set(l, sub(l, x)) }

func (f *function) vstore(p expr, offset int, v expr) {
	p.emit(f)
	v.emit(f)
	f.code = memarg(append(f.code, 0xfd, 11), 2, offset)
}

func (f *function) istore(p expr, offset int, x expr) {
	p.emit(f)
	x.emit(f)
	f.code = memarg(append(f.code, 0x36), 2, offset)
}

func (f *function) astore(p expr, offset int, x expr) { atomic(0x17, p, offset, x).emit(f) }

// copy moves bytes, which do not overlap.
func (f *function) copy(to, from, bytes expr) {
	node{[]expr{to, from, bytes}, []byte{0xfc, 0x0a, 0, 0}}.emit(f)
}

// drop does x for what it does.
func (f *function) drop(x expr) { x.emit(f); f.op(0x1a) }

func (f *function) fstore(p expr, offset int, x expr) {
	p.emit(f)
	x.emit(f)
	f.code = memarg(append(f.code, 0x38), 2, offset)
}

func (f *function) call(g *function, args ...expr) {
	for _, a := range args {
		a.emit(f)
	}
	f.op(0x10)
	f.uleb(g.index)
}

func (f *function) when(cond expr, then func()) {
	cond.emit(f)
	f.op(0x04, 0x40)
	then()
	f.op(0x0b)
}

func (f *function) either(cond expr, then, otherwise func()) {
	cond.emit(f)
	f.op(0x04, 0x40)
	then()
	f.op(0x05)
	otherwise()
	f.op(0x0b)
}

// while tests at the end of the loop, where engines want it, and once before.
func (f *function) while(cond expr, body func()) {
	f.when(cond, func() {
		f.op(0x03, 0x40)
		body()
		cond.emit(f)
		f.op(0x0d, 0, 0x0b)
	})
}

// module imports its memory as env.mem.
type module struct {
	shared    bool // the memory is shared between threads
	fused     bool // mulAdd rounds once (relaxed SIMD), not twice
	strip     int  // rows that gemm computes at a time
	functions []*function
}

// function adds a function whose body is written by the caller; it returns nothing.
func (m *module) function(name string, params ...valueType) *function {
	f := &function{module: m, name: name, index: uint32(len(m.functions)), params: params}
	m.functions = append(m.functions, f)
	return f
}

// mulAdd is a*b + c.
func (m *module) mulAdd(a, b, c expr) expr {
	if m.fused {
		return simd(0x105, nil, a, b, c)
	}
	return vadd(c, vmul(a, b))
}

// bytes encodes the module.
func (m *module) bytes() []byte {
	var types, kinds, exports, codes [][]byte
	for i, f := range m.functions {
		t := uleb([]byte{0x60}, uint32(len(f.params)))
		for _, p := range f.params {
			t = append(t, byte(p))
		}
		types = append(types, append(t, 0))
		kinds = append(kinds, uleb(nil, uint32(i)))
		if f.name != "" {
			exports = append(exports, uleb(append(text(f.name), 0), uint32(i)))
		}
		var locals [][]byte
		for _, l := range f.locals {
			locals = append(locals, []byte{1, byte(l)})
		}
		body := append(append(vector(locals), f.code...), 0x0b)
		codes = append(codes, append(uleb(nil, uint32(len(body))), body...))
	}
	memory := append(append(text("env"), text("mem")...), 2)
	if m.shared {
		memory = uleb(append(memory, 3, 0), 1<<16)
	} else {
		memory = append(memory, 0, 0)
	}
	out := []byte{0, 'a', 's', 'm', 1, 0, 0, 0}
	for _, s := range []struct {
		id   byte
		body []byte
	}{{1, vector(types)}, {2, vector([][]byte{memory})}, {3, vector(kinds)}, {7, vector(exports)}, {10, vector(codes)}} {
		out = uleb(append(out, s.id), uint32(len(s.body)))
		out = append(out, s.body...)
	}
	return out
}

func vector(items [][]byte) []byte {
	return append(uleb(nil, uint32(len(items))), bytes.Join(items, nil)...)
}

func text(s string) []byte { return append(uleb(nil, uint32(len(s))), s...) }

func memarg(b []byte, align uint32, offset int) []byte { return uleb(uleb(b, align), uint32(offset)) }

func uleb(b []byte, v uint32) []byte {
	for ; v >= 0x80; v >>= 7 {
		b = append(b, byte(v)|0x80)
	}
	return append(b, byte(v))
}

func sleb(b []byte, v int64) []byte {
	for ; v < -0x40 || v >= 0x40; v >>= 7 {
		b = append(b, byte(v)&0x7f|0x80)
	}
	return append(b, byte(v)&0x7f)
}
