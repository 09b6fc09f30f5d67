package main

import (
	"bytes"
	"context"
	"math"
	"os"
	"path/filepath"
	"testing"
	"unsafe"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"

	"nicelab/flow/kernel"
	"nicelab/flow/kernel/kerneltest"
)

func TestModulesAreUpToDate(t *testing.T) {
	for name, build := range builds {
		got, err := os.ReadFile(filepath.Join("../simd", name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, build()) {
			t.Errorf("simd/%s is not what this program writes: go generate ./flow/kernel/gen", name)
		}
	}
}

// The strict build, in an engine written in Go, takes the same sums in the same order as the loops.
func TestStrictConforms(t *testing.T) {
	kerneltest.Conform(t, newGuest(t), true)
}

// guest runs the strict module in a memory of its own: slices are copied there and back.
type guest struct {
	kernel.Plain
	t      *testing.T
	module api.Module
	memory api.Memory
	next   uint32
}

func newGuest(t *testing.T) *guest {
	ctx := t.Context()
	r := wazero.NewRuntime(ctx)
	t.Cleanup(func() { r.Close(context.Background()) })
	// A module that exports 128 pages of memory as mem.
	owner := []byte{0, 'a', 's', 'm', 1, 0, 0, 0, 5, 4, 1, 0, 0x80, 1, 7, 7, 1, 3, 'm', 'e', 'm', 2, 0}
	e, err := r.InstantiateWithConfig(ctx, owner, wazero.NewModuleConfig().WithName("env"))
	if err != nil {
		t.Fatal(err)
	}
	module, err := r.InstantiateWithConfig(ctx, builds["strict.wasm"](), wazero.NewModuleConfig().WithName("kernel"))
	if err != nil {
		t.Fatal(err)
	}
	return &guest{t: t, module: module, memory: e.ExportedMemory("mem")}
}

// lend copies x to the guest, four bytes off any vector's alignment, and returns where.
func (g *guest) lend(x []float32) uint64 {
	at := g.next + 4
	for i, v := range x {
		g.memory.WriteUint32Le(at+uint32(4*i), math.Float32bits(v))
	}
	g.next = (at + uint32(4*len(x)) + 63) &^ 63
	return uint64(at)
}

func (g *guest) fetch(x []float32, at uint64) {
	for i := range x {
		bits, _ := g.memory.ReadUint32Le(uint32(at) + uint32(4*i))
		x[i] = math.Float32frombits(bits)
	}
	g.next = 0
}

func (g *guest) call(name string, args ...uint64) {
	if _, err := g.module.ExportedFunction(name).Call(g.t.Context(), args...); err != nil {
		g.t.Fatal(err)
	}
}

func (g *guest) NN(dst []float32, m, n, k int, a, b, bias, add []float32, act kernel.Activation) {
	finish := []uint64{finishNone, finishReLU, finishNone}[act]
	if m*n*k == 0 || n%8 != 0 {
		g.Plain.NN(dst, m, n, k, a, b, bias, add, act)
		return
	}
	g.product(dst, m, n, k, a, k, 1, b, bias, add, finish, nil)
	if act == kernel.Tanh {
		at := g.lend(dst)
		g.call("tanh", uint64(m*n), at)
		g.fetch(dst, at)
	}
}

func (g *guest) TN(dst []float32, m, n, k int, a, b, h []float32, act kernel.Activation, accumulate bool) {
	if m*n*k == 0 || n%8 != 0 {
		g.Plain.TN(dst, m, n, k, a, b, h, act, accumulate)
		return
	}
	var add []float32
	if accumulate {
		add = dst
	}
	g.product(dst, m, n, k, a, 1, m, b, nil, add, []uint64{finishNone, finishReLUMask, finishTanhMask}[act], h)
}

func (g *guest) product(dst []float32, m, n, k int, a []float32, row, col int, b, bias, add []float32, finish uint64,
	h []float32) {
	start := uint64(0)
	if bias != nil {
		start |= startBias
	}
	at, from := g.lend(dst), uint64(0)
	if add != nil {
		start, from = start|startFrom, g.lend(add)
	}
	pa, pb, pbias, ph, work := g.lend(a), g.lend(b), g.lend(bias), g.lend(h), g.lend(make([]float32, depth*(n+6)))
	for p := 0; p < k; p += depth {
		terms, last := min(depth, k-p), finish
		if p+terms < k {
			last = finishNone
		}
		g.call("gemm", uint64(m), uint64(n), uint64(terms), pa+uint64(4*p*col), uint64(4*row), uint64(4*col),
			pb+uint64(4*p*n),
			at, start, from, pbias, last, ph, work)
		start, from = startFrom, at
	}
	g.fetch(dst, at)
}

func (g *guest) NT(dst []float32, m, n, k int, a, b []float32) {
	if m*n*k == 0 || k%4 != 0 {
		g.Plain.NT(dst, m, n, k, a, b)
		return
	}
	at := g.lend(dst)
	g.call("nt", uint64(m), uint64(n), uint64(k), g.lend(a), g.lend(b), at, uint64(4*n))
	g.fetch(dst, at)
}

func (g *guest) RowSum(dst []float32, m, n int, x []float32) {
	if n%8 != 0 {
		g.Plain.RowSum(dst, m, n, x)
		return
	}
	at := g.lend(dst)
	g.call("rowsum", uint64(m), uint64(n), g.lend(x), at)
	g.fetch(dst, at)
}

func (g *guest) Logistic(dh, h []float32, scale, weight float64) (nll, slope float64) {
	bits := func(x float64) uint64 { return uint64(math.Float32bits(float32(x))) }
	even := make([]float32, (len(h)+3)&^3)
	copy(even, h)
	var sums [2]float32
	from, at, to := g.lend(even), g.lend(even), g.lend(sums[:])
	g.call("logistic", uint64(len(even)), at, from, bits(scale), bits(weight*scale), to)
	g.fetch(sums[:], to)
	g.fetch(dh[:len(h)], at)
	return float64(sums[0]) - float64(len(even)-len(h))*2*math.Ln2, float64(sums[1])
}

func (g *guest) ExpBelow(x, top []float32) {
	even := make([]float32, 2*((len(x)+3)&^3))
	copy(even, x)
	copy(even[len(even)/2:], top[:len(x)])
	at, below := g.lend(even[:len(even)/2]), g.lend(even[len(even)/2:])
	g.call("expBelow", uint64(len(even)/2), at, below)
	g.fetch(x, at)
}

func (g *guest) Adam(w, grad, m, v []float32, s kernel.AdamStep) {
	n := len(w) &^ 3
	at, pg, pm, pv := g.lend(w), g.lend(grad), g.lend(m), g.lend(v)
	bits := func(x float32) uint64 { return uint64(math.Float32bits(x)) }
	g.call("adam", uint64(n), at, pg, pm, pv, bits(s.Rate), bits(s.Beta1), bits(s.Beta2), bits(s.Eps))
	g.fetch(w[:n], at)
	g.fetch(m[:n], pm)
	g.fetch(v[:n], pv)
	g.Plain.Adam(w[n:], grad[n:], m[n:], v[n:], s)
}

func (g *guest) CurveForward(c *kernel.Curve, dst []float32, n int, x []float32, l kernel.CurveWeights) {
	if c.M%4 != 0 || c.P%4 != 0 || n%8 != 0 || n == 0 {
		g.Plain.CurveForward(c, dst, n, x, l)
		return
	}
	m, p := uint64(c.M), uint64(c.P)
	turned, table, run, at := g.lend(c.Turned), g.lend(c.Pieces), g.lend(c.Run), g.lend(integers(c.At))
	w, b, folds, order := g.lend(l.W), g.lend(l.B), g.lend(c.Folds), g.lend(integers(c.Order))
	px, to := g.lend(x), g.lend(dst)
	g.call("sort", p, w, b, folds, order)
	g.call("transpose", m, p, g.lend(l.V), turned)
	g.call("pieces", m, p, w, b, g.lend(l.C), order, turned, table, run)
	g.call("locate", uint64(n), p, px, folds, at, 8*m)
	g.call("bend", m, uint64(n), px, at, table, to)
	g.fetch(integers(c.Order), order)
	g.fetch(c.Turned, turned)
	g.fetch(c.Pieces, table)
	g.fetch(integers(c.At), at)
	g.fetch(dst, to)
}

func (g *guest) CurveBackward(c *kernel.Curve, grad kernel.CurveWeights, dx, dy []float32, n int, x []float32,
	l kernel.CurveWeights) {
	if c.M%4 != 0 || c.P%4 != 0 || n%8 != 0 || n == 0 {
		g.Plain.CurveBackward(c, grad, dx, dy, n, x, l)
		return
	}
	m, p := uint64(c.M), uint64(c.P)
	clear(c.Sums)
	sums, turned, dturned, pdx := g.lend(c.Sums), g.lend(c.Turned), g.lend(c.DTurned), uint64(0)
	if dx != nil {
		pdx = g.lend(dx)
	}
	g.call("unbend", m, uint64(n), g.lend(x), g.lend(integers(c.At)), g.lend(c.Pieces), g.lend(dy), sums, pdx)
	dw, db, dv, dc := g.lend(grad.W), g.lend(grad.B), g.lend(grad.V), g.lend(grad.C)
	g.call("gather", m, p, g.lend(l.W), g.lend(l.B), g.lend(integers(c.Order)), turned, sums, g.lend(c.Run), dw, db, dc,
		dturned)
	g.call("addTransposed", p, m, dturned, dv)
	if dx != nil {
		g.fetch(dx, pdx)
	}
	g.fetch(grad.W, dw)
	g.fetch(grad.B, db)
	g.fetch(grad.V, dv)
	g.fetch(grad.C, dc)
}

func (g *guest) NetForward(c *kernel.Curve, dst []float32, n int, x, add []float32, l kernel.NetWeights) {
	if c.M%4 != 0 || c.P%4 != 0 || n%8 != 0 || n == 0 {
		g.Plain.NetForward(c, dst, n, x, add, l)
		return
	}
	turned, table, run, at := g.lend(c.Turned), g.lend(c.Pieces), g.lend(c.Run), g.lend(integers(c.At))
	folds, order, to, from := g.lend(c.Folds), g.lend(integers(c.Order)), g.lend(dst), uint64(0)
	if add != nil {
		from = g.lend(add)
	}
	g.call("netForward", uint64(c.M), uint64(c.P), uint64(n), g.lend(l.W), g.lend(l.B), g.lend(l.V), g.lend(l.C),
		g.lend(l.U), g.lend(l.E), g.lend(x), from, to, folds, order, turned, table, run, at)
	g.fetch(integers(c.Order), order)
	g.fetch(c.Turned, turned)
	g.fetch(c.Pieces, table)
	g.fetch(integers(c.At), at)
	g.fetch(dst, to)
}

func (g *guest) NetBackward(
	c *kernel.Curve, grad kernel.NetWeights, dx, dy []float32, n int, x []float32, l kernel.NetWeights,
) {
	if c.M%4 != 0 || c.P%4 != 0 || n%8 != 0 || n == 0 {
		g.Plain.NetBackward(c, grad, dx, dy, n, x, l)
		return
	}
	clear(c.Sums)
	pdx := uint64(0)
	if dx != nil {
		pdx = g.lend(dx)
	}
	dw, db, dv, dc, du := g.lend(grad.W), g.lend(grad.B), g.lend(grad.V), g.lend(grad.C), g.lend(grad.U)
	g.call("netBackward", uint64(c.M), uint64(c.P), uint64(n), g.lend(l.W), g.lend(l.B), g.lend(l.U),
		g.lend(x), g.lend(dy), pdx, g.lend(integers(c.Order)), g.lend(c.Turned), g.lend(c.Pieces), g.lend(c.Run),
		g.lend(integers(c.At)), g.lend(c.Sums), g.lend(c.DTurned), dw, db, dv, dc, du)
	if dx != nil {
		g.fetch(dx, pdx)
	}
	for _, pair := range []struct {
		x  []float32
		at uint64
	}{{grad.W, dw}, {grad.B, db}, {grad.V, dv}, {grad.C, dc}, {grad.U, du}} {
		g.fetch(pair.x, pair.at)
	}
	g.RowSum(grad.E, 1, n, dy)
}

func (g *guest) Blend(dst, x []float32, a, b float32) {
	n := len(dst) &^ 3
	at := g.lend(dst)
	from := at
	if n > 0 && &x[0] != &dst[0] {
		from = g.lend(x)
	}
	bits := func(x float32) uint64 { return uint64(math.Float32bits(x)) }
	g.call("blend", uint64(n), at, from, bits(a), bits(b))
	g.fetch(dst[:n], at)
	g.Plain.Blend(dst[n:], x[n:], a, b)
}

func (g *guest) Plane(y, x [2][]float32, m [4]float32) {
	n := len(y[0]) &^ 3
	x0, x1, y0, y1 := g.lend(x[0]), g.lend(x[1]), g.lend(y[0]), g.lend(y[1])
	args := []uint64{uint64(n), y0, y1, x0, x1}
	for _, v := range m {
		args = append(args, uint64(math.Float32bits(v)))
	}
	g.call("plane", args...)
	rest := func(x [2][]float32) [2][]float32 { return [2][]float32{x[0][n:], x[1][n:]} }
	g.Plain.Plane(rest(y), rest(x), m)
	g.fetch(y[0][:n], y0)
	g.fetch(y[1][:n], y1)
}

// integers are the bits of x where lend and fetch take floats.
func integers(x []int32) []float32 {
	return unsafe.Slice((*float32)(unsafe.Pointer(unsafe.SliceData(x))), len(x))
}
