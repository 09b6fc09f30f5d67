package dataset

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func decode64(t *testing.T, s string) []byte {
	t.Helper()
	b, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func parse(t *testing.T, s string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// idxFile writes an idx file of bytes.
func idxFile(data []byte, shape ...int) []byte {
	b := []byte{0, 0, 0x08, byte(len(shape))}
	for _, n := range shape {
		b = binary.BigEndian.AppendUint32(b, uint32(n))
	}
	return append(b, data...)
}

func zipped(t *testing.T, files map[string][]byte, order ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range order {
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write(files[name]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func gzipped(t *testing.T, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// The first hundred digits of MNIST's test set, as a file of that format.
func TestMNIST(t *testing.T) {
	file, err := os.ReadFile("testdata/mnist-100-idx3-ubyte.gz")
	if err != nil {
		t.Fatal(err)
	}
	table, err := Read(file)
	if err != nil {
		t.Fatal(err)
	}
	if table.Rows != 100 || len(table.Columns) != 784 || table.Columns[28].Name != "r2c1" || len(table.Usable()) != 784 {
		t.Fatalf("%d rows of %d, %d usable, %q", table.Rows, len(table.Columns), len(table.Usable()), table.Columns[28].Name)
	}
	if p := table.Pictures; p == nil || p.Height != 28 || p.Width != 28 || p.Len() != 100 || p.Levels != 256 {
		t.Fatalf("the pictures are %+v", p)
	}
	z, err := gzip.NewReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	raw := make([]byte, 16+100*784)
	if _, err := z.Read(raw[:16]); err != nil {
		t.Fatal(err)
	}
	n := 16
	for n < len(raw) {
		k, err := z.Read(raw[n:])
		if n += k; err != nil && n < len(raw) {
			t.Fatal(err)
		}
	}
	x, _, _ := table.Matrix(all(table))
	var mean float64
	for i, v := range x {
		u := 256*float64(v) - float64(raw[16+i])
		if u < -1e-4 || u > 1+1e-4 {
			t.Fatalf("pixel %d is %v of %d", i, v, raw[16+i])
		}
		mean += u / float64(len(x))
	}
	if math.Abs(mean-0.5) > 0.005 {
		t.Errorf("the noise has the mean %v", mean)
	}
	again, err := Read(file)
	if err != nil {
		t.Fatal(err)
	}
	if y, _, _ := again.Matrix(all(again)); !slices.Equal(x, y) {
		t.Error("the same file gives other rows")
	}
}

// However slowly it is read, an array gives the same table.
func TestArraysInSlices(t *testing.T) {
	pixels := make([]byte, 50*8*8)
	for i := range pixels {
		pixels[i] = byte(i * i >> 3)
	}
	file := gzipped(t, idxFile(pixels, 50, 8, 8))
	want, err := Read(file)
	if err != nil {
		t.Fatal(err)
	}
	r := NewReader(file)
	for done := false; !done; {
		if done, err = r.Step(7); err != nil {
			t.Fatal(err)
		}
	}
	a, _, _ := want.Matrix(all(want))
	if b, _, _ := r.Table().Matrix(all(want)); !slices.Equal(a, b) {
		t.Error("another table")
	}
}

func TestIdxOfOtherNumbers(t *testing.T) {
	b := []byte{0, 0, 0x0D, 2, 0, 0, 0, 20, 0, 0, 0, 2}
	for i := range 40 {
		b = binary.BigEndian.AppendUint32(b, math.Float32bits(float32(i)/3))
	}
	table, err := Read(b)
	if err != nil {
		t.Fatal(err)
	}
	if x, _, _ := table.Matrix([]int{0, 1}); len(x) != 40 || x[39] != 13 || table.Columns[1].Name != "x2" {
		t.Errorf("%v", x)
	}
	labels, err := Read(idxFile(make([]byte, 40), 40))
	if err != nil {
		t.Fatal(err)
	}
	if err := labels.Check(labels.Suggested()); err == nil {
		t.Error("a file of labels can be modelled")
	}
	for name, b := range map[string][]byte{
		"cut":  idxFile(make([]byte, 99), 1, 10, 10),
		"long": idxFile(make([]byte, 101), 1, 10, 10),
		"huge": idxFile(nil, 1<<32-1, 1<<32-1, 1<<32-1),
	} {
		if _, err := Read(b); err == nil {
			t.Errorf("%s was read", name)
		}
	}
}

// Points drawn from a picture lie where its ink is, as often as it is dark there.
func TestInk(t *testing.T) {
	const rows, cols = 40, 60
	page := bytes.Repeat([]byte{255}, rows*cols)
	for y := 10; y < 20; y++ {
		for x := 5; x < 25; x++ {
			page[y*cols+x] = 0 // black
		}
		for x := 35; x < 55; x++ {
			page[y*cols+x] = 155 // a grey of 100 less than white
		}
	}
	dark := bytes.Clone(page)
	for i := range dark {
		dark[i] = 255 - page[i]
	}
	for _, c := range []struct {
		pixels []byte
		says   string
	}{{page, "dark"}, {dark, "bright"}} {
		table, err := Read(idxFile(c.pixels, rows, cols))
		if err != nil {
			t.Fatal(err)
		}
		x, _, _ := table.Matrix([]int{0, 1})
		if len(x) != 2*inkPoints || !table.Drawn() || !strings.Contains(table.About, c.says) {
			t.Fatalf("%d numbers, %q", len(x), table.About)
		}
		left := 0
		for i := 0; i < len(x); i += 2 {
			px, py := x[i], x[i+1]
			if py < 20 || py > 30 || !(px >= 5 && px <= 25 || px >= 35 && px <= 55) {
				t.Fatalf("a point at %v, %v", px, py)
			}
			if px <= 25 {
				left++
			}
		}
		if share := float64(left) / inkPoints; math.Abs(share-255.0/355) > 0.02 {
			t.Errorf("%v of the points are on the black, want %v", share, 255.0/355)
		}
		if err := table.Check(table.Suggested()); err != nil {
			t.Error(err)
		}
	}
	for _, v := range []byte{0, 255} {
		if _, err := Read(idxFile(bytes.Repeat([]byte{v}, 100), 10, 10)); err == nil {
			t.Errorf("a picture of %d only was read", v)
		}
	}
}

// Bytes along two axes are a picture only up to the size that one may have; flattened digits are rows, as they are.
func TestLargeIdxOfTwoAxes(t *testing.T) {
	ramp := func(n int) []byte {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte(i / 784)
		}
		return b
	}
	table, err := Read(idxFile(ramp(1500*784), 1500, 784))
	if err != nil {
		t.Fatal(err)
	}
	x, _, _ := table.Matrix([]int{0, 783})
	if table.Drawn() || table.Rows != 1500 || len(table.Columns) != 784 || table.Columns[783].Name != "x784" ||
		x[2*200] != 200 || table.About != "" {
		t.Errorf("%d rows of %d columns, drawn: %v, %q", table.Rows, len(table.Columns), table.Drawn(), table.About)
	}
	if table, err := Read(idxFile(ramp(maxInk), 1024, 1024)); err != nil || !table.Drawn() {
		t.Errorf("a picture of the largest size is not one: %v", err)
	}
}

func TestCompressedTables(t *testing.T) {
	text := []byte("a,b\n1,2\n3,5\n")
	table, err := Read(gzipped(t, text))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := table.Append(&b, "log_p", func(row int) (string, bool) { return fmt.Sprint(row), true }); err != nil {
		t.Fatal(err)
	}
	if b.String() != "a,b,log_p\n1,2,1\n3,5,2\n" {
		t.Errorf("%q", b.String())
	}
	for name, file := range map[string][]byte{
		"gzip in gzip": gzipped(t, gzipped(t, text)),
		"zip in gzip":  gzipped(t, zipped(t, map[string][]byte{"x.npy": nil}, "x.npy")),
		"cut":          gzipped(t, generate(1000, 3))[:200],
		"damaged":      append(gzipped(t, text)[:20], "nonsense that is no deflate stream"...),
		"picture":      gzipped(t, []byte("\x89PNG\r\n\x1a\n")),
		"no trailer":   []byte("\x1f\x8b\x08\x00"),
	} {
		if _, err := Read(file); err == nil || !strings.Contains(err.Error(), " ") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestNpzChoosesAnArray(t *testing.T) {
	rows := func(seed, n int) []byte {
		f := npyFile{version: 1, descr: "<f4", shape: []int{n, 2}}
		for i := range 2 * n {
			f.values = append(f.values, float64(i*i+seed))
		}
		return f.bytes()
	}
	labels := npyFile{version: 1, descr: "<i4", shape: []int{2}, values: []float64{1, 2}}.bytes()
	files := map[string][]byte{
		"x.npy": rows(0, 30), "Data.npy": rows(0, 31), "arr_0.npy": rows(0, 32), "other.npy": rows(0, 33), "y.npy": labels,
		"sub/x.npy": rows(0, 34), "names.npy": []byte(npyMagic + "\x01\x00\x02\x00{}"), "readme.txt": []byte("hello"),
		"[Content_Types].xml": []byte("<Types/>"), "xl/workbook.xml": []byte("<workbook/>"),
	}
	for _, c := range []struct {
		order []string
		rows  int
		about string
	}{
		{[]string{"other.npy", "x.npy", "y.npy"}, 30, `Of the 3 arrays in the file this is "x".`},
		{[]string{"other.npy", "arr_0.npy", "Data.npy"}, 31, `Of the 3 arrays in the file this is "Data".`},
		{[]string{"y.npy", "other.npy", "sub/x.npy"}, 34, `Of the 3 arrays in the file this is "x".`},
		{[]string{"names.npy", "y.npy", "other.npy"}, 33, `Of the 3 arrays in the file this is "other".`},
		{[]string{"readme.txt", "other.npy"}, 33, ""},
	} {
		table, err := Read(zipped(t, files, c.order...))
		if err != nil {
			t.Errorf("%v: %v", c.order, err)
		} else if table.Rows != c.rows || table.About != c.about {
			t.Errorf("%v: %d rows, %q", c.order, table.Rows, table.About)
		}
	}
	for mention, order := range map[string][]string{"spreadsheet": {"[Content_Types].xml", "xl/workbook.xml"},
		"none of the 2 arrays": {"y.npy", "names.npy"}} {
		if _, err := Read(zipped(t, files, order...)); err == nil || !strings.Contains(err.Error(), mention) {
			t.Errorf("%v: %v", order, err)
		}
	}
}

// zeros is an endless file.
type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

// A small file that unpacks to a huge one is refused before it fills the memory.
func TestBombs(t *testing.T) {
	u := &unpacker{from: zeros{}, limit: 5 * unpackedPerStep, what: "gzip file"}
	steps := 0
	for {
		_, err := u.step()
		if err != nil {
			if err != errUnpacked || steps != 5 {
				t.Fatalf("after %d steps: %v", steps, err)
			}
			break
		}
		steps++
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	h := &zip.FileHeader{Name: "x.npy", Method: zip.Store, UncompressedSize64: MaxUnpacked + 1, CompressedSize64: 200}
	f, err := w.CreateRaw(h)
	if err != nil {
		t.Fatal(err)
	}
	file := npyFile{version: 1, descr: "<f8", shape: []int{1, 1}, values: []float64{1}}.bytes()
	if _, err := f.Write(append(file, make([]byte, 200-len(file))...)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Read(b.Bytes()); err == nil {
		t.Error("a member that claims too much was read")
	}
}
