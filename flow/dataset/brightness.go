package dataset

import (
	"math"
	"slices"
)

// scale is how the numbers of an array that holds no bytes are brightnesses.
type scale int

const (
	unscaled scale = iota // they are none
	wholes                // whole numbers from 0 to 255
	shares                // from 0 to 1
)

// said is a sentence on what was taken for what.
func (s scale) said() string {
	switch s {
	case wholes:
		return "Taken as pictures: its whole numbers from 0 to 255 are brightnesses."
	case shares:
		return "Taken as pictures: its numbers from 0 to 1 are brightnesses, in 256 steps."
	}
	return ""
}

// ways are how numbers can be brightnesses.
type ways struct{ whole, share bool }

// take drops those that v does not fit.
func (w *ways) take(v float64) {
	w.whole = w.whole && v >= 0 && v <= 255 && v == math.Trunc(v)
	w.share = w.share && v >= 0 && v <= 1
}

func (w ways) none() bool { return !w.whole && !w.share }

// scale is what the numbers are: whole numbers rather than shares, where they may be both.
func (w ways) scale() scale {
	switch {
	case w.whole:
		return wholes
	case w.share:
		return shares
	}
	return unscaled
}

// brightness is v as a byte.
func (s scale) brightness(v float64) byte {
	if s == shares {
		return byte(math.Round(255 * v))
	}
	return byte(v)
}

// leastSide is how many pixels a side has at least of pictures that did not come as bytes: what else has three axes is
// often narrow.
const leastSide = 4

// maybePixels reports whether the numbers may be the brightnesses of pictures, which takes a look at all of them.
func (a *array) maybePixels() bool {
	s, ok := pictureShape(a.shape)
	return ok && !a.pixels && a.kind != 'b' && min(s.Height, s.Width) >= leastSide
}

// look looks at some numbers more, and reports whether it is known what they are.
func (a *array) look(rows int) (done bool) {
	rows = min(rows, max(1, cellsPerStep/a.cols), a.rows-a.looked)
	for i := range rows {
		for j := range a.cols {
			a.ways.take(a.at(a.looked+i, j))
		}
		if a.ways.none() {
			return true
		}
	}
	a.looked += rows
	return a.looked == a.rows
}

// toBytes makes a an array of brightnesses, row by row and in C order.
func (a *array) toBytes(s scale) {
	data := make([]byte, 0, a.rows*a.cols)
	for i := range a.rows {
		for j := range a.cols {
			data = append(data, s.brightness(a.at(i, j)))
		}
	}
	*a = array{kind: 'u', size: 1, order: a.order, data: data, rows: a.rows, cols: a.cols, stride: a.cols,
		shape: slices.Clone(a.shape), pixels: true, scale: s}
}

// settle makes the array pictures if that is what its numbers are.
func (r *Reader) settle() {
	a := r.array
	a.unsure = false
	s := a.ways.scale()
	if s == unscaled {
		return
	}
	a.toBytes(s)
	about := r.table.About
	if about != "" {
		about += "\n"
	}
	r.table = a.table()
	r.table.About = about + s.said()
}

// as makes the array of a test set pictures as those before it are.
func (a *array) as(s scale) {
	if s == unscaled || !a.maybePixels() {
		return
	}
	a.ways = ways{true, true}
	for !a.look(a.rows) {
	}
	if s == wholes && a.ways.whole || s == shares && a.ways.share {
		a.toBytes(s)
	}
}
