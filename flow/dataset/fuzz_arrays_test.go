package dataset

import (
	"bytes"
	"slices"
	"testing"
)

// fuzzRead holds any file to what a reader owes: an error in words or a table whose parts agree, in memory in
// proportion to what was read.
func fuzzRead(t *testing.T, data []byte) {
	table, err := Read(data)
	if err != nil {
		if len(err.Error()) < 10 || len(err.Error()) > 400 {
			t.Fatalf("%q is no sentence", err)
		}
		return
	}
	cols := all(table)
	x, rows, dropped := table.Matrix(cols)
	if len(x) != len(rows)*len(cols) || len(rows) > table.Rows || len(dropped) > maxReported+2 {
		t.Fatalf("%d numbers, %d rows of %d, %d sentences", len(x), len(rows), len(cols), len(dropped))
	}
	for _, v := range x {
		if v-v != 0 {
			t.Fatalf("%v is in the matrix", v)
		}
	}
	_ = table.Check(table.Suggested())
	if got, err := table.Match(table.Names(cols)); table.Text() == false && (err != nil || !slices.Equal(got, cols)) {
		t.Fatalf("own names match %v: %v", got, err)
	}
	again, err := Read(data)
	if err != nil {
		t.Fatal(err)
	}
	if y, _, _ := again.Matrix(cols); !slices.Equal(x, y) {
		t.Fatal("the same file gives other rows")
	}
}

func FuzzNpy(f *testing.F) {
	for _, file := range []npyFile{
		{1, "<f8", false, []int{2, 2}, []float64{1, 2, 3, 4}}, {2, ">f2", true, []int{3, 2}, []float64{1, 2, 3, 4, 5, 6}},
		{3, "|u1", false, []int{2, 2, 2}, []float64{1, 2, 3, 4, 5, 6, 7, 8}},
		{1, "|b1", true, []int{2, 1, 2}, []float64{1, 0, 0, 1}},
		{1, ">i8", false, []int{3}, []float64{-1, 2, 3}},
	} {
		f.Add(file.bytes())
	}
	f.Add([]byte(npyMagic + "\x01\x00\x46\x00{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (2, 3L), }"))
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := readNpy(append([]byte(npyMagic), bytes.TrimPrefix(data, []byte(npyMagic))...))
		if err == nil && (a.rows*a.cols*a.size != len(a.data) || a.cols > MaxColumns) {
			t.Fatalf("%d rows of %d in %d bytes", a.rows, a.cols, len(a.data))
		}
		fuzzRead(t, append([]byte(npyMagic), bytes.TrimPrefix(data, []byte(npyMagic))...))
	})
}

func FuzzIdx(f *testing.F) {
	f.Add(byte(8), byte(3), []byte("\x00\x00\x00\x02\x00\x00\x00\x02\x00\x00\x00\x01\x01\x02\x03\x04"))
	f.Add(byte(8), byte(2), []byte("\x00\x00\x00\x02\x00\x00\x00\x02\x01\x02\x03\x04"))
	f.Add(byte(13), byte(1), []byte("\x00\x00\x00\x01\x01\x02\x03\x04"))
	f.Add(byte(14), byte(2), []byte("\x00\x00\x00\x01\x00\x00\x00\x01\x01\x02\x03\x04\x05\x06\x07\x08"))
	f.Fuzz(func(t *testing.T, code, axes byte, rest []byte) {
		fuzzRead(t, append([]byte{0, 0, code, axes}, rest...))
	})
}

func FuzzGzip(f *testing.F) {
	var t testing.T
	for _, data := range [][]byte{[]byte("a,b\n1,2\n3,4\n"), idxFile([]byte{1, 2, 3, 4}, 2, 2, 1), {}} {
		f.Add(gzipped(&t, data))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		fuzzRead(t, append([]byte("\x1f\x8b"), bytes.TrimPrefix(data, []byte("\x1f\x8b"))...))
	})
}

func FuzzNpz(f *testing.F) {
	var t testing.T
	array := npyFile{1, "<f4", false, []int{2, 2}, []float64{1, 2, 3, 4}}.bytes()
	f.Add(zipped(&t, map[string][]byte{"a.npy": array, "x.npy": array}, "a.npy", "x.npy"))
	f.Add(zipped(&t, map[string][]byte{"a.txt": array}, "a.txt"))
	f.Fuzz(func(t *testing.T, data []byte) {
		fuzzRead(t, append([]byte("PK\x03\x04"), bytes.TrimPrefix(data, []byte("PK\x03\x04"))...))
	})
}
