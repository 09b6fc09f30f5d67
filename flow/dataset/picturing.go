package dataset

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// picturing is which columns of a table may be the pixels of pictures, and which one their labels.
type picturing struct {
	Shape
	cols  []int
	label int // a column; -1: none
}

// labelNames are what people call the column that says what a picture shows.
var labelNames = []string{"label", "class", "target", "digit", "y", "species", "variety"}

// picturing finds the columns of numbers, those that are constant included, that are as many as a square picture has
// pixels, grey or of three colours, or one more: that one is the labels, the first or the last.
func (t *Table) picturing() (p picturing, ok bool) {
	if t.Pictures != nil {
		return p, false
	}
	p.label = -1
	for j, c := range t.Columns {
		if c.Usable || c.Const {
			p.cols = append(p.cols, j)
		}
	}
	n := len(p.cols)
	if p.Shape, ok = squareOf(n); ok {
		return p, true
	}
	if p.Shape, ok = squareOf(n - 1); !ok {
		return p, false
	}
	at := 0
	if first, last := t.labels(p.cols[0]), t.labels(p.cols[n-1]); last > first {
		at = n - 1
	}
	p.label = p.cols[at]
	p.cols = slices.Delete(p.cols, at, at+1)
	return p, true
}

// labels is how much a column looks like labels.
func (t *Table) labels(j int) (points int) {
	const kinds = 26
	if c := t.Columns[j]; slices.Contains(labelNames, fold(c.Name)) {
		points += 2
	}
	if s := &t.stats[j]; !t.Columns[j].Const && s.low == math.Trunc(s.low) && s.high == math.Trunc(s.high) &&
		s.high-s.low <= kinds {
		points++
	}
	return points
}

// squareOf returns the square pictures that have n numbers.
func squareOf(n int) (s Shape, ok bool) {
	for channels := range 4 {
		if channels != 1 && channels != 3 || n%channels != 0 {
			continue
		}
		side := int(math.Round(math.Sqrt(float64(n / channels))))
		if side >= leastSide && side*side*channels == n {
			return Shape{Height: side, Width: side, Channels: channels}, true
		}
	}
	return s, false
}

// PictureShape returns which pictures the rows may be, if a person says that they are some.
func (t *Table) PictureShape() (s Shape, ok bool) {
	p, ok := t.picturing()
	return p.Shape, ok
}

// A Picturing makes pictures of the rows of a table, in slices.
type Picturing struct {
	Columns []int   // the pixels, row by row; of colour channel after channel of a pixel
	About   string  // sentences on what was taken for what, once it is known
	Pixels  *Pixels // the pictures, once Step has said so
	Left    int     // rows that are left out, since a number is missing

	t       *Table
	p       picturing
	scale   scale
	row     int
	ragged  int
	largest byte
}

// NewPicturing prepares that, or says why the rows cannot be pictures.
func (t *Table) NewPicturing() (*Picturing, error) {
	p, ok := t.picturing()
	if !ok {
		return nil,
			errors.New("the columns of numbers are not as many as a square picture has pixels, 4 x 4 or more; these rows stay a table")
	}
	w := ways{true, true}
	for _, j := range p.cols {
		s := &t.stats[j]
		w.share = w.share && s.low >= 0 && s.high <= 1
		w.whole = w.whole && !s.signed && s.high <= 255
		if w.none() {
			return nil,
				fmt.Errorf("the numbers in %s go from %.4g to %.4g; pictures have whole numbers from 0 to 255, or numbers from 0 to 1", t.Columns[j].Name, s.low, s.high)
		}
	}
	q := &Picturing{Columns: p.cols, Pixels: &Pixels{Shape: p.Shape}, t: t, p: p, scale: w.scale()}
	return q, nil
}

// Step takes at most so many rows more, fewer where they are wide, and reports whether the pictures are complete. After
// an error there are none.
func (q *Picturing) Step(rows int) (done bool, err error) {
	t, px := q.t, q.Pixels
	picture := make([]byte, px.Size())
	rows = min(rows, max(1, cellsPerStep/px.Size()))
	for ; rows > 0 && q.row < t.Rows; rows-- {
		row := q.row
		q.row++
		if q.ragged < len(t.ragged) && t.ragged[q.ragged] == row {
			q.ragged++
			q.Left++
			continue
		}
		whole := true
		for i, j := range q.Columns {
			v := float64(t.at(row-q.ragged, j))
			if v != v {
				whole = false
				break
			}
			if q.scale == wholes && v != math.Trunc(v) {
				return false,
					fmt.Errorf("row %d has %g in %s; pictures have whole numbers from 0 to 255, or numbers from 0 to 1", row+1, v, t.Columns[j].Name)
			}
			picture[i] = q.scale.brightness(v)
		}
		label := float32(0)
		if q.p.label >= 0 {
			label = t.at(row-q.ragged, q.p.label)
			whole = whole && label == float32(math.Trunc(float64(label)))
		}
		if !whole {
			q.Left++
			continue
		}
		px.Train = append(px.Train, picture...)
		q.largest = max(q.largest, slices.Max(picture))
		if q.p.label >= 0 {
			px.Labels = append(px.Labels, int(label))
		}
	}
	if q.row < t.Rows {
		return false, nil
	}
	if n := px.Len(); n < MinRows {
		return false, fmt.Errorf("only %d rows have a number in every pixel; at least %d are needed", n, MinRows)
	}
	px.setLevels(q.largest)
	if q.scale == shares {
		px.Levels = 256
	}
	q.About = q.about()
	return true, nil
}

func (q *Picturing) about() string {
	s, format := q.p.Shape, "%d columns are taken as %d x %d pixels, row by row."
	if s.Channels == 3 {
		format = "%d columns are taken as %d x %d pixels, row by row, the red, green and blue of each behind each other."
	}
	text := fmt.Sprintf(format, len(q.Columns), s.Height, s.Width)
	if q.p.label >= 0 {
		text += "\n" + fmt.Sprintf("The column %s says what a picture shows.", q.t.Columns[q.p.label].Name)
	}
	if q.scale == shares {
		text += "\n" + "Its numbers from 0 to 1 are brightnesses, in 256 steps."
	}
	if q.Left > 0 {
		text += "\n" + fmt.Sprintf("%s left out, since a number is missing.", count(q.Left, "row"))
	}
	return text
}

// Done is the share of the rows that were taken.
func (q *Picturing) Done() float64 { return float64(q.row) / float64(max(1, q.t.Rows)) }
