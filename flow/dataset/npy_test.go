package dataset

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/sbinet/npyio"
	"pgregory.net/rapid"
)

// npyFile is an array as a test writes it.
type npyFile struct {
	version int
	descr   string
	fortran bool
	shape   []int
	values  []float64 // in C order
}

// drawNpy draws an array of a type that holds its values exactly.
func drawNpy(t *rapid.T) npyFile {
	f := npyFile{
		version: rapid.IntRange(1, 3).Draw(t, "version"), fortran: rapid.Bool().Draw(t, "fortran"),
		descr: rapid.SampledFrom([]string{"<", ">", "=", "|"}).Draw(t, "order") +
			rapid.SampledFrom([]string{"f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "b1"}).Draw(t, "type"),
		shape: rapid.SliceOfN(rapid.IntRange(1, 5), 1, 4).Draw(t, "shape"),
	}
	n := 1
	for _, k := range f.shape {
		n *= k
	}
	for range n {
		var v float64
		switch f.descr[1:] {
		case "b1":
			v = float64(rapid.IntRange(0, 1).Draw(t, "v"))
		case "u1", "u2", "u4", "u8":
			v = float64(rapid.IntRange(0, 255).Draw(t, "v"))
		case "f2", "f4", "f8":
			v = float64(rapid.IntRange(-2047, 2047).Draw(t, "v")) / 64
		default:
			v = float64(rapid.IntRange(-128, 127).Draw(t, "v"))
		}
		f.values = append(f.values, v)
	}
	return f
}

// bytes writes the file.
func (f npyFile) bytes() []byte {
	shape := strings.Trim(strings.ReplaceAll(fmt.Sprint(f.shape), " ", ", "), "[]")
	if len(f.shape) == 1 {
		shape += ","
	}
	python := map[bool]string{true: "True", false: "False"}[f.fortran]
	header := fmt.Sprintf("{'descr': '%s', 'fortran_order': %s, 'shape': (%s), }\n", f.descr, python, shape)
	b := append([]byte(npyMagic), byte(f.version), 0)
	if f.version == 1 {
		b = binary.LittleEndian.AppendUint16(b, uint16(len(header)))
	} else {
		b = binary.LittleEndian.AppendUint32(b, uint32(len(header)))
	}
	b = append(b, header...)
	var order interface {
		binary.ByteOrder
		binary.AppendByteOrder
	} = binary.LittleEndian
	if f.descr[0] == '>' {
		order = binary.BigEndian
	}
	for i := range f.values {
		v := f.values[i]
		if f.fortran {
			v = f.values[cIndex(i, f.shape)]
		}
		switch f.descr[1:] {
		case "f2":
			b = order.AppendUint16(b, halves()[v])
		case "f4":
			b = order.AppendUint32(b, math.Float32bits(float32(v)))
		case "f8":
			b = order.AppendUint64(b, math.Float64bits(v))
		case "b1", "i1", "u1":
			b = append(b, byte(int(v)))
		case "i2", "u2":
			b = order.AppendUint16(b, uint16(int(v)))
		case "i4", "u4":
			b = order.AppendUint32(b, uint32(int(v)))
		default:
			b = order.AppendUint64(b, uint64(int(v)))
		}
	}
	return b
}

// cIndex returns where the i-th number of a file in Fortran order stands in C order.
func cIndex(i int, shape []int) int {
	at := make([]int, len(shape))
	for k, n := range shape {
		at[k], i = i%n, i/n
	}
	c := 0
	for k, n := range shape {
		c = c*n + at[k]
	}
	return c
}

// halves finds the half that holds a number exactly.
var halves = sync.OnceValue(func() map[float64]uint16 {
	m := map[float64]uint16{}
	for b := range 1 << 16 {
		m[half(uint16(b))] = uint16(b)
	}
	return m
})

// What was written is read: every type, both orders of bytes and of axes, every version.
func TestNpyRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawNpy(t)
		a, err := readNpy(f.bytes())
		if err != nil {
			t.Fatal(err)
		}
		if a.rows != f.shape[0] || a.rows*a.cols != len(f.values) {
			t.Fatalf("shape %v became %d rows of %d", f.shape, a.rows, a.cols)
		}
		for i, want := range f.values {
			if got := a.at(i/a.cols, i%a.cols); got != want {
				t.Fatalf("number %d is %v, want %v", i, got, want)
			}
		}
	})
}

// npyio reads the same numbers from what it can read.
func TestNpyAgreesWithNpyio(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawNpy(t)
		f.descr = rapid.SampledFrom([]string{"<", ">"}).Draw(t, "end") + rapid.SampledFrom([]string{"f4", "f8"}).Draw(t,
			"float")
		f.shape, f.fortran, f.version = []int{len(f.values)}, false, min(f.version, 2) // all that it reads
		b := f.bytes()
		var want []float64
		if f.descr[1:] == "f4" {
			var narrow []float32
			if err := npyio.Read(bytes.NewReader(b), &narrow); err != nil {
				t.Fatal(err)
			}
			for _, v := range narrow {
				want = append(want, float64(v))
			}
		} else if err := npyio.Read(bytes.NewReader(b), &want); err != nil {
			t.Fatal(err)
		}
		a, err := readNpy(b)
		if err != nil {
			t.Fatal(err)
		}
		for i, w := range want {
			if got := a.at(i, 0); got != w {
				t.Fatalf("number %d is %v, npyio has %v", i, got, w)
			}
		}
	})
}

func TestHalf(t *testing.T) {
	for b, want := range map[uint16]float64{
		0x0000: 0, 0x3C00: 1, 0xC000: -2, 0x7BFF: 65504, 0x0001: 0x1p-24, 0x03FF: 1023 * 0x1p-24, 0x0400: 0x1p-14,
		0x3555: 0.333251953125, 0x7C00: math.Inf(1), 0xFC00: math.Inf(-1),
	} {
		if got := half(b); got != want {
			t.Errorf("%04x is %v, want %v", b, got, want)
		}
	}
	if v := half(0x7E00); !math.IsNaN(v) {
		t.Errorf("7e00 is %v", v)
	}
}

// numpy prepares to run a Python script that imports NumPy.
func numpy(t *testing.T, script string) *exec.Cmd {
	t.Helper()
	const python = "/usr/bin/python3"
	if err := exec.Command(python, "-c", "import numpy").Run(); err != nil {
		t.Skipf("python3-numpy is missing: %v", err)
	}
	return exec.Command(python, "-c", script)
}

// NumPy's own files: each comes with its numbers as text, which NumPy wrote too.
func TestNpyFromNumPy(t *testing.T) {
	const script = `
import sys, io, base64, numpy as np
rng = np.random.default_rng(1)
def out(name, x, **how):
    b = io.BytesIO()
    if name == "npz": np.savez(b, labels=np.arange(len(x)), x=x)
    elif name == "npzc": np.savez_compressed(b, first=x)
    elif name == "v2" or name == "v3": np.lib.format.write_array(b, x, version=(int(name[1]), 0))
    else: np.save(b, x)
    print(base64.b64encode(b.getvalue()).decode(), " ".join(repr(float(v)) for v in x.reshape(len(x), -1).ravel()),
          x.shape[0])
x = rng.normal(size=(30, 4)) * 100
for d in "f2 f4 f8 i1 i2 i4 i8 u1 u2 u4 u8 ?".split():
    for e in "<>":
        y = (np.abs(x) if d[0] == "u" else x).clip(-120, 250 if d != "i1" else 120).astype(np.dtype(d).newbyteorder(e))
        out("npy", y)
        out("npy", np.asfortranarray(y))
        out("npy", y[::2, ::-1])
out("npy", np.asfortranarray(x.reshape(30, 2, 2)))
out("npy", x.reshape(5, 2, 3, 4).transpose(1, 0, 3, 2))
for name in "v2 v3 npz npzc".split(): out(name, x)
`
	output, err := numpy(t, script).Output()
	if err != nil {
		t.Fatal(err)
	}
	files := 0
	for line := range strings.Lines(string(output)) {
		fields := strings.Fields(line)
		file, want, rows := decode64(t, fields[0]), fields[1:len(fields)-1], fields[len(fields)-1]
		table, err := Read(file)
		if err != nil {
			t.Fatalf("file %d: %v", files, err)
		}
		if fmt.Sprint(table.Rows) != rows || table.Rows*len(table.Columns) != len(want) {
			t.Fatalf("file %d: %d rows of %d, want %s and %d numbers", files, table.Rows, len(table.Columns), rows, len(want))
		}
		for i, w := range want {
			if got := table.at(i/len(table.Columns), i%len(table.Columns)); fmt.Sprint(got) != fmt.Sprint(float32(parse(t, w))) {
				t.Fatalf("file %d: number %d is %v, want %s", files, i, got, w)
			}
		}
		files++
	}
	if files < 70 {
		t.Errorf("NumPy wrote %d files", files)
	}
}

// What NumPy reads back from Npy is what went in.
func TestNumPyReadsNpy(t *testing.T) {
	values := []float64{0, -1.5, math.NaN(), math.Inf(1), 1e300, math.SmallestNonzeroFloat64}
	cmd := numpy(t, `import sys, numpy, io; x = numpy.load(io.BytesIO(sys.stdin.buffer.read())); print(x.dtype, x.shape, *map(repr, map(float, x)))`)
	cmd.Stdin = bytes.NewReader(Npy(values))
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.TrimSpace(string(out)); got != "float64 (6,) 0.0 -1.5 nan inf 1e+300 5e-324" {
		t.Errorf("NumPy read %s", got)
	}
	if n := bytes.IndexByte(Npy(values), '\n') + 1; n%64 != 0 {
		t.Errorf("the numbers start at %d", n)
	}
}

// A file that cannot be used is refused with a sentence that says what it is.
func TestNpyRefused(t *testing.T) {
	file := func(header string, data int) []byte {
		b := append([]byte(npyMagic), 1, 0, byte(len(header)), byte(len(header)>>8))
		return append(append(b, header...), make([]byte, data)...)
	}
	for mention, b := range map[string][]byte{
		"cut off":         []byte(npyMagic + "\x01\x00v\x00{"),
		"holds 8":         file("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 1), }", 8),
		"version 9":       []byte(npyMagic + "\x09\x00\x01\x00\x00\x00 "),
		"too large":       []byte(npyMagic + "\x02\x00\xff\xff\xff\xff {}"),
		"named fields":    file("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (2,), }", 16),
		"Python objects":  file("{'descr': '|O', 'fortran_order': False, 'shape': (2,), }", 16),
		"complex":         file("{'descr': '<c8', 'fortran_order': False, 'shape': (2,), }", 16),
		"text":            file("{'descr': '<U7', 'fortran_order': False, 'shape': (2,), }", 56),
		"dates":           file("{'descr': '<M8[ns]', 'fortran_order': False, 'shape': (2,), }", 16),
		"not read":        file("{'descr': '<f16', 'fortran_order': False, 'shape': (2,), }", 32),
		"single number":   file("{'descr': '<f8', 'fortran_order': False, 'shape': (), }", 8),
		"no numbers":      file("{'descr': '<f8', 'fortran_order': False, 'shape': (0, 3), }", 0),
		"may have up to":  file("{'descr': '<f8', 'fortran_order': False, 'shape': (1, 4097), }", 8*4097),
		"up to 4096":      file("{'descr': '<f8', 'fortran_order': False, 'shape': (0, 134217728, 134217728, 134217728), }", 0),
		"more than":       file("{'descr': '<u1', 'fortran_order': False, 'shape': (99999999999, 2), }", 0),
		"damaged":         file("{'descr': '<f8', 'fortran_order': False, 'shape': (2,), 'descr': '<f4'}", 16),
		"header of this":  file("{'descr': '<f8', 'fortran_order': 1, 'shape': (2,)}", 16),
		"save the array":  file("{'descr': '<f8', 'fortran_order': False, 'shape': (-2,)}", 16),
		"with numpy.save": file("", 16),
	} {
		_, err := Read(b)
		if err == nil || !strings.Contains(err.Error(), mention) {
			t.Errorf("%s: %v", mention, err)
		}
	}
}

// NaN and what single precision cannot hold are missing, and said to be.
func TestNpyNotFinite(t *testing.T) {
	f := npyFile{version: 1, descr: "<f8", shape: []int{30, 2}}
	for i := range 60 {
		f.values = append(f.values, math.Sqrt(float64(i)))
	}
	f.values[3], f.values[6], f.values[8] = math.NaN(), math.Inf(1), 1e300
	table, err := Read(f.bytes())
	if err != nil {
		t.Fatal(err)
	}
	x, rows, dropped := table.Matrix([]int{0, 1})
	if len(x) != 54 || len(rows) != 27 || len(dropped) != 3 || dropped[0] != "row 2: x2 is not a finite number" {
		t.Errorf("%d numbers of %d rows; %q", len(x), len(rows), dropped)
	}
	if c := table.Columns; c[0].Note != "2 cells not finite" || c[1].Note != "1 blank cell" {
		t.Errorf("%+v", c)
	}
	if err := table.Check([]int{0, 1}); err != nil {
		t.Error(err)
	}
}

// An array that already is the matrix is not copied: a million rows are in memory once. Any other is.
func TestMatrixOfAnArray(t *testing.T) {
	const rows, columns = 40, 3
	for _, c := range []struct {
		what   string
		change func(f *npyFile)
		cols   []int
		rows   int
		shared bool
	}{
		{"single precision", func(*npyFile) {}, []int{0, 1, 2}, rows, true},
		{"double precision", func(f *npyFile) { f.descr = "<f8" }, []int{0, 1, 2}, rows, false},
		{"big end first", func(f *npyFile) { f.descr = ">f4" }, []int{0, 1, 2}, rows, false},
		{"the first axis fastest", func(f *npyFile) { f.fortran = true }, []int{0, 1, 2}, rows, false},
		{"some columns", func(*npyFile) {}, []int{0, 2}, rows, false},
		{"another order", func(*npyFile) {}, []int{1, 0, 2}, rows, false},
		{"a blank", func(f *npyFile) { f.values[7] = math.NaN() }, []int{0, 1, 2}, rows - 1, false},
		{"infinite", func(f *npyFile) { f.values[8] = math.Inf(1) }, []int{0, 1, 2}, rows - 1, false},
	} {
		f := npyFile{version: 1, descr: "<f4", shape: []int{rows, columns}}
		for i := range rows * columns {
			f.values = append(f.values, float64(i*i%101)/4)
		}
		c.change(&f)
		b := f.bytes()
		for at := bytes.IndexByte(b, '\n') + 1; at%4 != 0; at++ { // NumPy begins the numbers at a multiple of 64
			b = bytes.Replace(b, []byte("{"), []byte(" {"), 1)
			binary.LittleEndian.PutUint16(b[8:], binary.LittleEndian.Uint16(b[8:])+1)
		}
		table, err := Read(b)
		if err != nil {
			t.Fatalf("%s: %v", c.what, err)
		}
		x, numbers, _ := table.Matrix(c.cols)
		if len(numbers) != c.rows || len(x) != c.rows*len(c.cols) {
			t.Fatalf("%s: %d numbers of %d rows", c.what, len(x), len(numbers))
		}
		for i, number := range numbers {
			for k, j := range c.cols {
				if want := float32(f.values[(number-1)*columns+j]); x[i*len(c.cols)+k] != want {
					t.Errorf("%s: row %d, column %d is %g, want %g", c.what, number, j, x[i*len(c.cols)+k], want)
				}
			}
		}
		clear(b[bytes.IndexByte(b, '\n'):])
		if shared := !slices.ContainsFunc(x, func(v float32) bool { return v != 0 }); shared != c.shared {
			t.Errorf("%s: its memory is the file's: %v", c.what, shared)
		}
	}
}
