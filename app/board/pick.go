package board

import "math"

// Selection is a set of rows.
type Selection struct {
	Rows []int // ascending
}

// Mask marks the selected ones among n rows; it is nil where none is.
func (s Selection) Mask(n int) []bool {
	var mask []bool
	for _, i := range s.Rows {
		if i >= n {
			break
		}
		if mask == nil {
			mask = make([]bool, n)
		}
		mask[i] = true
	}
	return mask
}

// Select makes the marked rows the selection or, with add, adds them.
func (s *Selection) Select(mask []bool, add bool) {
	var old []bool
	if add {
		old = s.Mask(len(mask))
	}
	s.Rows = nil
	for i, on := range mask {
		if on || old != nil && old[i] {
			s.Rows = append(s.Rows, i)
		}
	}
}

// Toggle adds the marked rows, or takes them out where all of them are selected.
func (s *Selection) Toggle(mask []bool) {
	all := s.Mask(len(mask))
	if all == nil {
		all = make([]bool, len(mask))
	}
	fresh := false
	for i, on := range mask {
		fresh = fresh || on && !all[i]
	}
	for i, on := range mask {
		if on {
			all[i] = fresh
		}
	}
	s.Select(all, false)
}

// Inside marks the points that a closed line encircles: those from which a ray crosses it an odd number of times.
func Inside(line, points []float32) []bool {
	mask := make([]bool, len(points)/2)
	n := len(line) / 2
	for i := range mask {
		x, y := points[2*i], points[2*i+1]
		for j, k := 0, n-1; j < n; j, k = j+1, j {
			ax, ay, bx, by := line[2*j], line[2*j+1], line[2*k], line[2*k+1]
			if (ay > y) != (by > y) && float64(x) < float64(ax)+float64(y-ay)/float64(by-ay)*float64(bx-ax) {
				mask[i] = !mask[i]
			}
		}
	}
	return mask
}

// Near marks the points within an ellipse around (x, y).
func Near(x, y, rx, ry float64, points []float32) []bool {
	mask := make([]bool, len(points)/2)
	for i := range mask {
		mask[i] = math.Hypot((float64(points[2*i])-x)/rx, (float64(points[2*i+1])-y)/ry) <= 1
	}
	return mask
}
