package dataset

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// Numbers along three axes or four are pictures where all of them are brightnesses, and the table says which way.
func TestNumbersAsPictures(t *testing.T) {
	const n, h, w = 21, 4, 5
	bright := func(i int) float64 { return float64((i*i + 3) * 7 % 256) }
	for name, c := range map[string]struct {
		descr string
		shape []int
		value func(i int) float64
		want  scale
	}{
		"floats to 1": {"<f4", []int{n, h, w}, func(i int) float64 { return float64(float32(bright(i) / 255)) },
			shares},
		"floats to 255": {"<f8", []int{n, h, w}, bright, wholes},
		"long integers": {"<i8", []int{n, h, w}, bright, wholes},
		"colour": {"<f4", []int{7, h, w, 3}, func(i int) float64 { return float64(float32(bright(i) / 255)) },
			shares},
		"below 0": {"<f4", []int{n, h, w},
			func(i int) float64 { return float64(float32(bright(i)/255 - 0.1)) }, unscaled},
		"beyond 255": {"<f8", []int{n, h, w}, func(i int) float64 { return bright(i) + 40 }, unscaled},
		"between":    {"<f8", []int{n, h, w}, func(i int) float64 { return bright(i) / 2 }, unscaled},
		"not a number": {"<f8", []int{n, h, w}, func(i int) float64 {
			return map[bool]float64{true: math.NaN(),
				false: bright(i)}[i == 200]
		}, unscaled},
		"a narrow stack": {"<f8", []int{35, 3, 4}, bright, unscaled},
		"two axes":       {"<f8", []int{n, h * w}, bright, unscaled},
	} {
		cells := 1
		for _, k := range c.shape {
			cells *= k
		}
		values := make([]float64, cells)
		want := make([]byte, cells)
		for i := range values {
			values[i] = c.value(i)
			want[i] = byte(bright(i))
		}
		for _, fortran := range []bool{false, true} {
			data := npyFile{1, c.descr, fortran, c.shape, values}.bytes()
			table, err := Read(data)
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			switch p := table.Pictures; {
			case c.want == unscaled && (p != nil || table.About != ""):
				t.Errorf("%s: they are pictures: %q", name, table.About)
			case c.want != unscaled && (p == nil || !bytes.Equal(p.Train, want) || table.About != c.want.said() ||
				p.Levels != 256):
				t.Errorf("%s, Fortran %v: %q", name, fortran, table.About)
			}
			r := NewReader(data)
			for done := false; !done; {
				if done, err = r.Step(3); err != nil {
					t.Fatal(err)
				}
			}
			if again := r.Table(); again.Rows != table.Rows || (again.Pictures == nil) != (table.Pictures == nil) {
				t.Errorf("%s: in slices it is another table", name)
			}
		}
	}
}

// A test set beside floats is taken as they are.
func TestFloatsWithATestSet(t *testing.T) {
	floats := func(n int) []byte {
		v := make([]float64, 16*n)
		for i := range v {
			v[i] = float64(i%256) / 255
		}
		return npyFile{1, "<f8", false, []int{n, 4, 4}, v}.bytes()
	}
	files := map[string][]byte{"x_train.npy": floats(20), "x_test.npy": floats(3)}
	table, err := Read(zipped(t, files, "x_train.npy", "x_test.npy"))
	if err != nil || table.Pictures == nil || len(table.Pictures.Test) != 48 || table.Pictures.Test[17] != 17 {
		t.Fatalf("%+v, %v", table, err)
	}
}

// sheet is a table of pictures: pixels in columns, with others before and behind them.
func sheet(rows, pixels int, before, behind []string, value func(row, pixel int) string) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	head := slices.Clone(before)
	for j := range pixels {
		head = append(head, "pixel"+strconv.Itoa(j))
	}
	_ = w.Write(append(head, behind...))
	for i := range rows {
		var line []string
		for range before {
			line = append(line, strconv.Itoa(i%10))
		}
		for j := range pixels {
			line = append(line, value(i, j))
		}
		for range behind {
			line = append(line, strconv.Itoa(i%10))
		}
		_ = w.Write(line)
	}
	w.Flush()
	return b.Bytes()
}

func pictured(t *testing.T, data []byte) (*Picturing, error) {
	t.Helper()
	table, err := Read(data)
	if err != nil {
		t.Fatal(err)
	}
	q, err := table.NewPicturing()
	for done := false; err == nil && !done; {
		done, err = q.Step(7)
	}
	return q, err
}

// So are the rows of an array along two axes.
func TestAFlatArrayAsPictures(t *testing.T) {
	const n, pixels = 40, 16
	for descr, most := range map[string]float64{"|u1": 255, "<f4": 1, "<i8": 255} {
		values, want := make([]float64, n*pixels), make([]byte, n*pixels)
		for i := range values {
			v := float64(i * 7 % 256)
			values[i], want[i] = v/255*most, byte(v)
		}
		q, err := pictured(t, npyFile{1, descr, false, []int{n, pixels}, values}.bytes())
		if err != nil {
			t.Errorf("%s: %v", descr, err)
			continue
		}
		if !slices.Equal(q.Pixels.Train, want) || q.Left != 0 {
			t.Errorf("%s: %d left out, the first picture is %v, want %v", descr, q.Left, q.Pixels.Train[:pixels], want[:pixels])
		}
	}
}

// Rows of a table are pictures where a person says so: pixels that are always black included, labels at either end.
func TestATableAsPictures(t *testing.T) {
	grey := func(row, pixel int) string {
		if pixel == 0 || pixel == 15 {
			return "0"
		}
		return strconv.Itoa((row*row*7 + pixel*13) % 256)
	}
	for name, c := range map[string]struct {
		data   []byte
		shape  Shape
		labels bool
	}{
		"bare":         {sheet(30, 16, nil, nil, grey), Shape{Height: 4, Width: 4, Channels: 1}, false},
		"label first":  {sheet(30, 16, []string{"label"}, nil, grey), Shape{Height: 4, Width: 4, Channels: 1}, true},
		"label last":   {sheet(30, 16, nil, []string{"digit"}, grey), Shape{Height: 4, Width: 4, Channels: 1}, true},
		"unnamed last": {sheet(30, 16, nil, []string{"x"}, grey), Shape{Height: 4, Width: 4, Channels: 1}, true},
		"colour":       {sheet(30, 48, nil, nil, grey), Shape{Height: 4, Width: 4, Channels: 3}, false},
	} {
		q, err := pictured(t, c.data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		p := q.Pixels
		if p.Shape != c.shape || p.Len() != 30 || p.Levels != 256 || (p.Labels != nil) != c.labels ||
			len(q.Columns) != p.Size() {
			t.Errorf("%s: %+v, %d pictures, labels %v", name, p.Shape, p.Len(), p.Labels)
			continue
		}
		for i := range 30 {
			for j, v := range p.Picture(i) {
				if grey(i, j) != strconv.Itoa(int(v)) {
					t.Fatalf("%s: pixel %d of picture %d is %d, want %s", name, j, i, v, grey(i, j))
				}
			}
			if c.labels && p.Labels[i] != i%10 {
				t.Errorf("%s: label %d is %d", name, i, p.Labels[i])
			}
		}
	}
	q, err := pictured(t, sheet(30, 16, nil, nil, func(row, pixel int) string {
		return fmt.Sprintf("%.4f",
			float64((row*7+pixel)%11)/10)
	}))
	if err != nil || q.Pixels.Levels != 256 || q.Pixels.Train[1] != 26 || !strings.Contains(q.About,
		"from 0 to 1 are") {
		t.Errorf("shares: %v, %+v", err, q)
	}
	q, err = pictured(t, sheet(30, 16, nil, nil, func(row, pixel int) string {
		if row == 4 && pixel == 3 {
			return ""
		}
		return grey(row, pixel)
	}))
	if err != nil || q.Left != 1 || q.Pixels.Len() != 29 || !strings.Contains(q.About, "1 row left out") {
		t.Errorf("a blank: %v, %+v", err, q.About)
	}
}

// What cannot be pictures gets a sentence.
func TestATableThatIsNoPictures(t *testing.T) {
	number := func(row, pixel int) string { return strconv.Itoa(row + pixel) }
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"count": {sheet(30, 13, nil, nil, number), "not as many"},
		"small": {sheet(30, 9, nil, nil, number), "not as many"},
		"negative": {sheet(30, 16, nil, nil, func(row, pixel int) string { return strconv.Itoa(row - 5) }),
			"from -5 to 24"},
		"fractions": {sheet(30, 16, nil, nil, func(row, pixel int) string { return fmt.Sprint(float64(row) + 0.5) }),
			"whole numbers"},
		"few": {sheet(12, 16, nil, nil, number), "only 12 rows"},
	} {
		if _, err := pictured(t, c.data); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzPicturing(f *testing.F) {
	f.Add(sheet(22, 16, []string{"label"}, nil, func(row, pixel int) string { return strconv.Itoa(row * pixel % 256) }))
	f.Add(sheet(22, 48, nil, nil, func(row, pixel int) string { return "0.5" }))
	f.Add([]byte("a,b\n1,2\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		table, err := Read(data)
		if err != nil {
			return
		}
		q, err := table.NewPicturing()
		for done := false; err == nil && !done; {
			done, err = q.Step(5)
		}
		if err != nil {
			return
		}
		if p := q.Pixels; len(p.Train)%p.Size() != 0 || p.Len()+q.Left != table.Rows || p.Labels != nil &&
			len(p.Labels) != p.Len() || slices.Max(p.Train) >= byte(p.Levels-1)+1 && p.Levels < 256 {
			t.Fatalf("%d pictures, %d left out of %d rows, %d labels", p.Len(), q.Left, table.Rows, len(p.Labels))
		}
	})
}
