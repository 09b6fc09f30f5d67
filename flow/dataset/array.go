package dataset

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strconv"
	"unsafe"
)

// MaxCells bounds the numbers of an array, or the cells of a text table, that is read: half a gigabyte as float32, of
// which the model takes a copy.
const MaxCells = 1 << 27

// array is a block of numbers of one type, as npy and idx files hold it: its first axis counts rows, the others are
// laid out along a row in C order, whatever their order in the file.
type array struct {
	kind    byte // of a number: 'f', 'i', 'u' or 'b'
	size    int  // of a number in bytes
	order   binary.ByteOrder
	data    []byte
	rows    int
	cols    int
	stride  int   // numbers from one row to the next
	offset  []int // of each column within a row; nil in C order
	shape   []int
	pixels  bool // the numbers are brightnesses
	largest byte // of them, as far as they were looked at

	unsure bool // whether they are
	looked int  // rows that were looked at to know
	ways   ways
	scale  scale // where they came as other numbers than bytes
}

// newArray checks that data holds the numbers of the shape and nothing else. The shape's first axis are the rows.
func newArray(kind byte, size int, order binary.ByteOrder, fortran bool, shape []int, data []byte) (*array, error) {
	a := &array{kind: kind, size: size, order: order, data: data, shape: shape, rows: 1, cols: 1}
	if len(shape) == 0 {
		return nil, errors.New("this array is a single number; open one with rows and columns")
	}
	cells := 1
	for i, n := range shape {
		if n < 0 || n > MaxCells || n > 0 && cells > MaxCells/n {
			return nil, fmt.Errorf("this array has the shape %s, more than %d numbers; keep fewer rows", shapeText(shape),
				MaxCells)
		}
		if cells *= n; i > 0 {
			a.cols *= n
		}
		if a.cols > MaxColumns {
			return nil, fmt.Errorf("this array has the shape %s; a row may have up to %d numbers", shapeText(shape), MaxColumns)
		}
	}
	if a.rows = shape[0]; cells == 0 {
		return nil, fmt.Errorf("this array has the shape %s and so no numbers; open one with rows and columns",
			shapeText(shape))
	}
	if len(data) != cells*size {
		return nil, fmt.Errorf("this array should hold %d bytes of numbers and holds %d; the file is cut off or damaged", cells*size, len(data))
	}
	a.stride = a.cols
	if fortran {
		a.stride, a.offset = 1, fortranOffsets(shape)
	}
	return a, nil
}

// fortranOffsets returns where the columns of row 0 lie in a file whose first axis runs fastest.
func fortranOffsets(shape []int) []int {
	offsets, stride := []int{0}, shape[0]
	for _, n := range shape[1:] {
		next := make([]int, 0, len(offsets)*n)
		for _, o := range offsets {
			for i := range n {
				next = append(next, o+i*stride)
			}
		}
		offsets, stride = next, stride*n
	}
	return offsets
}

// at returns the number at a row and column.
func (a *array) at(row, col int) float64 {
	i := row*a.stride + col
	if a.offset != nil {
		i = row*a.stride + a.offset[col]
	}
	b := a.data[i*a.size:]
	switch a.size {
	case 1:
		if a.kind == 'i' {
			return float64(int8(b[0]))
		}
		return float64(b[0])
	case 2:
		v := a.order.Uint16(b)
		return a.value(uint64(v), float64(int16(v)), func() float64 { return half(v) })
	case 4:
		v := a.order.Uint32(b)
		if a.kind == 'f' {
			return float64(math.Float32frombits(v))
		}
		return a.value(uint64(v), float64(int32(v)), func() float64 { return float64(math.Float32frombits(v)) })
	}
	v := a.order.Uint64(b)
	return a.value(v, float64(int64(v)), func() float64 { return math.Float64frombits(v) })
}

func (a *array) value(u uint64, i float64, f func() float64) float64 {
	switch a.kind {
	case 'f':
		return f()
	case 'i':
		return i
	}
	return float64(u)
}

// float32s is the memory of an array that holds its numbers as Go does, row by row; nil of any other.
func (a *array) float32s() []float32 {
	if a.kind != 'f' || a.size != 4 || a.offset != nil || len(a.data) == 0 {
		return nil
	}
	at, one := unsafe.Pointer(&a.data[0]), []byte{1, 0, 0, 0}
	if uintptr(at)%4 != 0 || a.order.Uint32(one) != binary.NativeEndian.Uint32(one) {
		return nil
	}
	return unsafe.Slice((*float32)(at), len(a.data)/4)
}

// half is the value of an IEEE 754 half.
func half(b uint16) float64 {
	sign, exponent, fraction := 1-2*float64(b>>15), int(b>>10&31), float64(b&1023)
	switch exponent {
	case 0:
		return sign * math.Ldexp(fraction, -24)
	case 31:
		if fraction == 0 {
			return sign * math.Inf(1)
		}
		return math.NaN()
	}
	return sign * math.Ldexp(1024+fraction, exponent-25)
}

// table prepares a table of the array's columns, still without rows.
func (a *array) table() Table {
	t := Table{stats: make([]stat, a.cols), Columns: make([]Column, a.cols)}
	for j := range t.Columns {
		t.Columns[j].Name = a.name(j)
	}
	return t
}

// name is x1, x2, ... or that of a pixel.
func (a *array) name(j int) string {
	if s, ok := pictureShape(a.shape); ok && a.pixels {
		return s.name(j)
	}
	return "x" + strconv.Itoa(j+1)
}

// cellsPerStep bounds how many numbers of an array are read at a time.
const cellsPerStep = 200_000

// addTo gives t at most so many rows more and reports whether they were the last. Pixels stay bytes.
func (a *array) addTo(t *Table, rows int) (done bool) {
	rows = min(rows, max(1, cellsPerStep/max(1, a.cols)), a.rows-t.Rows)
	if a.pixels {
		for _, v := range a.data[t.Rows*a.cols : (t.Rows+rows)*a.cols] { // in any order
			a.largest = max(a.largest, v)
		}
		t.Rows += rows
	}
	for ; !a.pixels && rows > 0; rows-- {
		for j := range a.cols {
			t.see(j, a.at(t.Rows, j))
		}
		t.Rows++
	}
	if !a.pixels && a.data != nil {
		t.array = a
	}
	if done = t.Rows == a.rows; done && a.pixels && t.Pictures == nil {
		s, _ := pictureShape(a.shape)
		t.Pictures = &Pixels{Shape: s, Train: a.inOrder()}
		t.Pictures.setLevels(a.largest)
	}
	return done
}

// put takes a number of the next row.
func (t *Table) put(j int, v float64) {
	if math.IsNaN(v) {
		t.Columns[j].Blank++
		return
	}
	t.stats[j].take(t.Rows, v, size(v))
}

// see looks at a number that stays where it is.
func (t *Table) see(j int, v float64) {
	switch k := size(v); {
	case math.IsNaN(v):
		t.Columns[j].Blank++
	case k == number:
		t.stats[j].see(v)
	default:
		t.stats[j].miss(k)
	}
}

// shapeText writes a shape as people do: 60000 x 28 x 28, or its beginning.
func shapeText(shape []int) string {
	const most = 5
	var b []byte
	for i, n := range shape {
		if i == most {
			return string(b) + " x ..."
		}
		if i > 0 {
			b = append(b, " x "...)
		}
		b = strconv.AppendInt(b, int64(n), 10)
	}
	return string(b)
}
