package plot

import "math"

// contour is a polyline x0, y0, x1, y1, ... in grid units: column and row, both counted from 0.
type contour struct {
	xy     []float64
	closed bool
}

// tracer follows level lines on n x n grids. Its scratch is all zero between two calls.
type tracer struct {
	n int
	// Edge 2k runs from grid point k to its right neighbour, edge 2k+1 to the one above. An edge
	// belongs to two cells, each of which links it to at most one other edge; a link is
	// that edge plus one, 0 is none.
	links   [][2]int32
	crossed []int32 // the edges with links
}

func newTracer(n int) *tracer { return &tracer{n: n, links: make([][2]int32, 2*n*n)} }

// contours returns the lines on which the n x n grid g, row-major, takes the value level, by
// marching squares with linear interpolation along the edges of cells. A line is closed unless it
// ends at the border or at a cell with a corner that is not finite: such cells draw nothing. In a
// saddle the value of the bilinear interpolant at its saddle point decides what is connected.
func (t *tracer) contours(g []float32, level float32) []contour {
	if t.n < 2 || !finite(float64(level)) {
		return nil
	}
	t.crossed = t.crossed[:0]
	t.link(g, level)
	lines := make([]contour, 0, 4)
	arena := make([]float64, 0, 2*len(t.crossed)) // an edge is one vertex
	follow := func(e int32) {
		all, closed := t.walk(arena, e, g, level)
		lines = append(lines, contour{xy: all[len(arena):], closed: closed})
		arena = all
	}
	for _, e := range t.crossed {
		if l := t.links[e]; l[0] != 0 && l[1] == 0 {
			follow(e)
		}
	}
	for _, e := range t.crossed {
		if t.links[e][0] != 0 {
			follow(e)
		}
	}
	return lines
}

// link joins the edges that a line crosses, cell by cell.
func (t *tracer) link(g []float32, level float32) {
	n := t.n
	for r := range n - 1 {
		for c := range n - 1 {
			k := r*n + c
			v00, v10, v01, v11 := g[k], g[k+1], g[k+n], g[k+n+1]
			corners := 0
			if v00 > level {
				corners |= 1
			}
			if v10 > level {
				corners |= 2
			}
			if v11 > level {
				corners |= 4
			}
			if v01 > level {
				corners |= 8
			}
			if corners == 0 || corners == 15 {
				continue
			}
			// A sum is finite only where its terms are.
			if sum := float64(v00) + float64(v10) + float64(v01) + float64(v11); !finite(sum) {
				continue
			}
			bottom, left, top, right := 2*k, 2*k+1, 2*(k+n), 2*(k+1)+1
			switch corners {
			case 1, 14:
				t.join(left, bottom)
			case 2, 13:
				t.join(bottom, right)
			case 4, 11:
				t.join(right, top)
			case 8, 7:
				t.join(top, left)
			case 3, 12:
				t.join(left, right)
			case 6, 9:
				t.join(bottom, top)
			case 5, 10:
				a, b, c, d := float64(v00), float64(v10), float64(v01), float64(v11)
				saddle := (a*d - b*c) / (a + d - b - c)
				if (saddle > float64(level)) == (corners == 5) {
					t.join(left, top)
					t.join(bottom, right)
				} else {
					t.join(left, bottom)
					t.join(right, top)
				}
			}
		}
	}
}

func (t *tracer) join(a, b int) {
	t.half(a, b)
	t.half(b, a)
}

func (t *tracer) half(from, to int) {
	l := &t.links[from]
	if l[0] == 0 {
		l[0] = int32(to) + 1
		t.crossed = append(t.crossed, int32(from))
	} else {
		l[1] = int32(to) + 1
	}
}

// walk appends the vertices from edge first to the line's end, cutting the links behind itself.
func (t *tracer) walk(xy []float64, first int32, g []float32, level float32) (all []float64, closed bool) {
	for e := first; ; {
		xy = t.vertex(xy, e, g, level)
		l := &t.links[e]
		next := l[0]
		if next == 0 {
			next = l[1]
		}
		*l = [2]int32{}
		if next == 0 {
			return xy, false
		}
		next--
		if next == first {
			return xy, true
		}
		back := &t.links[next]
		if back[0] == e+1 {
			back[0] = 0
		} else {
			back[1] = 0
		}
		e = next
	}
}

// vertex appends the point of edge e where the value is level.
func (t *tracer) vertex(xy []float64, e int32, g []float32, level float32) []float64 {
	k, step := int(e)/2, 1
	if e&1 == 1 {
		step = t.n
	}
	a, b := float64(g[k]), float64(g[k+step])
	x, y := float64(k%t.n), float64(k/t.n)
	along := (float64(level) - a) / (b - a)
	if e&1 == 1 {
		return append(xy, x, y+along)
	}
	return append(xy, x+along, y)
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }
