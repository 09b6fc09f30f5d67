package dataset

import (
	"bytes"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func npyBytes(shape []int, b ...byte) []byte { return append(NpyHeader("|u1", shape...), b...) }

// ramp is n bytes that differ.
func ramp(n, seed int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte((i*i + seed) * 7)
	}
	return b
}

// An npz file brings labels and a test set along; what does not fit is left out and said.
func TestNpzOfPictures(t *testing.T) {
	train, test := ramp(30*12, 1), ramp(8*12, 2)
	labels := func(n int) []byte {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte(i % 10)
		}
		return b
	}
	files := map[string][]byte{
		"x_train.npy": npyBytes([]int{30, 3, 4}, train...), "y_train.npy": npyBytes([]int{30}, labels(30)...),
		"x_test.npy": npyBytes([]int{8, 3, 4}, test...), "y_test.npy": npyBytes([]int{8}, labels(8)...),
		"other.npy": npyBytes([]int{8, 4, 3}, test...),
	}
	table, err := Read(zipped(t, files, "y_test.npy", "x_test.npy", "x_train.npy", "y_train.npy"))
	if err != nil {
		t.Fatal(err)
	}
	p := table.Pictures
	if table.Rows != 30 || p == nil || p.Len() != 38 || !bytes.Equal(p.Train, train) || !bytes.Equal(p.Test, test) ||
		!bytes.Equal(p.Picture(31), test[12:24]) {
		t.Fatalf("%d rows, %+v", table.Rows, p)
	}
	if len(p.Labels) != 38 || p.Labels[29] != 9 || p.Labels[30] != 0 || p.Labels[37] != 7 || len(table.Notes) != 0 ||
		table.About != "" {
		t.Errorf("labels %v, %q, %q", p.Labels, table.Notes, table.About)
	}
	if err := table.Check(table.Suggested()); err != nil || len(table.Suggested()) != 12 {
		t.Errorf("%d columns: %v", len(table.Suggested()), err)
	}

	// In slices it is the same.
	r := NewReader(zipped(t, files, "x_train.npy", "y_train.npy", "x_test.npy", "y_test.npy"))
	for done := false; !done; {
		if done, err = r.Step(7); err != nil {
			t.Fatal(err)
		}
	}
	if q := r.Table().Pictures; q.Hash() != p.Hash() || !slices.Equal(q.Labels, p.Labels) {
		t.Error("another table in slices")
	}

	files["x_test.npy"], files["y_train.npy"] = files["other.npy"], npyBytes([]int{29}, labels(29)...)
	table, err = Read(zipped(t, files, "x_train.npy", "y_train.npy", "x_test.npy", "y_test.npy"))
	if err != nil {
		t.Fatal(err)
	}
	if p := table.Pictures; p.Len() != 30 || p.Labels != nil || len(table.Notes) != 3 ||
		!strings.Contains(table.Notes[0], "y_train") {
		t.Errorf("%d pictures, labels %v, %q", p.Len(), p.Labels, table.Notes)
	}
}

// Colours may be the last axis or the second; each number knows its place and name.
func TestColourPictures(t *testing.T) {
	data := ramp(25*2*5*3, 3)
	for _, c := range []struct {
		axes []int
		want Shape
		name string // of number 4
	}{
		{[]int{25, 2, 5, 3}, Shape{Height: 2, Width: 5, Channels: 3}, "r1c2g"},
		{[]int{25, 3, 2, 5}, Shape{Height: 2, Width: 5, Channels: 3, Planes: true}, "r1c5r"},
		{[]int{25, 5, 6, 1}, Shape{Height: 5, Width: 6, Channels: 1}, "r1c5"},
	} {
		table, err := Read(npyBytes(c.axes, data...))
		if err != nil {
			t.Fatal(err)
		}
		p := table.Pictures
		if p == nil || p.Shape != c.want || table.Columns[4].Name != c.name {
			t.Errorf("%v: %+v, %s", c.axes, p, table.Columns[4].Name)
			continue
		}
		seen := make([]int, p.Size())
		for y := range p.Height {
			for x := range p.Width {
				for k := range p.Channels {
					seen[p.At(y, x, k)]++
				}
			}
		}
		if slices.ContainsFunc(seen, func(n int) bool { return n != 1 }) {
			t.Errorf("%v: places %v", c.axes, seen)
		}
	}
	if table, err := Read(npyBytes([]int{25, 2, 5, 2}, data[:25*20]...)); err != nil || table.Pictures != nil {
		t.Errorf("two channels are pictures: %v", err)
	}
}

// In Fortran's order the same pictures come out.
func TestPicturesInFortranOrder(t *testing.T) {
	const n, h, w = 21, 2, 3
	want := ramp(n*h*w, 5)
	turned := make([]byte, len(want))
	for i := range n {
		for y := range h {
			for x := range w {
				turned[(x*h+y)*n+i] = want[(i*h+y)*w+x]
			}
		}
	}
	head := strings.Replace(string(NpyHeader("|u1", n, h, w)), "'fortran_order': False,", "'fortran_order': True, ", 1)
	table, err := Read(append([]byte(head), turned...))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(table.Pictures.Train, want) {
		t.Error("other pictures")
	}
}

// Pictures of few brightnesses are dequantized by steps of their own.
func TestLevels(t *testing.T) {
	for _, c := range []struct {
		largest byte
		levels  int
	}{{0, 2}, {1, 2}, {16, 17}, {31, 32}, {32, 256}, {255, 256}} {
		b := make([]byte, 25*4)
		b[77] = c.largest
		table, err := Read(idxFile(b, 25, 2, 2))
		if err != nil {
			t.Fatal(err)
		}
		if got := table.Pictures.Levels; got != c.levels {
			t.Errorf("largest %d: %d levels, want %d", c.largest, got, c.levels)
		}
	}
}

// What a pixel becomes lies in its own step, uniformly, apart from its neighbours' and from what it was before.
func TestDequantization(t *testing.T) {
	const n, d = 4000, 6
	p := &Pixels{Shape: Shape{Height: 2, Width: 3, Channels: 1}, Levels: 256, Train: ramp(n*d, 4)}
	rng := rand.New(rand.NewPCG(1, 2))
	var sum, square, along float64
	row, again := make([]float32, d), make([]float32, d)
	for i := range n {
		p.Put(row, i, rng)
		p.Put(again, i, rng)
		if slices.Equal(row, again) {
			t.Fatal("the same noise twice")
		}
		var before float64
		for j, v := range row {
			u := float64(v)*256 - float64(p.Picture(i)[j])
			if u < 0 || u >= 1 {
				t.Fatalf("u is %v", u)
			}
			sum, square = sum+u, square+u*u
			if j > 0 {
				along += (u - 0.5) * (before - 0.5)
			}
			before = u
		}
		p.Put(row, i, nil)
		p.Put(again, i, nil)
		if !slices.Equal(row, again) {
			t.Fatal("without a source, other noise")
		}
	}
	if mean, second := sum/(n*d), square/(n*d); math.Abs(mean-0.5) > 0.01 || math.Abs(second-1./3) > 0.01 ||
		math.Abs(along/(n*(d-1))) > 0.002 {
		t.Errorf("mean %v, mean of squares %v, covariance of neighbours %v", mean, second, along/(n*(d-1)))
	}
}
