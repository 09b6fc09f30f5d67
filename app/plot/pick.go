package plot

// faint is what is left of rows beside those that were picked.
const faint = 0.3

// picked draws rows of 2 as dots does or, with a mask, those that it marks last, opaque and larger with a rim, over
// faint others. Rows of several kinds have a colour each; nil: all have one.
func picked(s *Scene, v View, rows []float32, mask []bool, kind []byte, kinds []string, colour, edge, rim string,
	alpha float64) {
	if kind != nil {
		if len(kind) != len(rows)/2 {
			panic("plot: Kind does not have one value a row")
		}
		last := len(kinds) - 1
		for k := -1; k < last; k++ { // the frequent ones do not hide the rare
			i := (k + 1 + last) % (last + 1)
			if own, marked := ofKind(rows, mask, kind, byte(i)); len(own) > 0 {
				picked(s, v, own, marked, nil, nil, kinds[i], edge, rim, alpha)
			}
		}
		return
	}
	if mask == nil {
		dots(s, v, rows, colour, edge, alpha)
		return
	}
	if len(mask) != len(rows)/2 {
		panic("plot: Picked does not have one value a row")
	}
	var in, out []float32
	for i, on := range mask {
		if on {
			in = append(in, rows[2*i:2*i+2]...)
		} else {
			out = append(out, rows[2*i:2*i+2]...)
		}
	}
	size := v.dotSize(len(rows) / 2)
	s.dots(v, out, colour, size, faint)
	s.dots(v, in, rim, size+2.4, 1)
	s.dots(v, in, colour, size+1, 1)
}

// ofKind is the rows of 2 of a kind, and the mask of them.
func ofKind(rows []float32, mask []bool, kind []byte, want byte) (own []float32, marked []bool) {
	for i, k := range kind {
		if k != want {
			continue
		}
		own = append(own, rows[2*i:2*i+2]...)
		if mask != nil {
			marked = append(marked, mask[i])
		}
	}
	return own, marked
}

// Dots draws rows of 2 alone, as large as among n: what is added to a picture that stays.
func Dots(t Theme, v View, rows []float32, n int) Scene {
	s := Scene{W: v.W, H: v.H}
	if v.usable() {
		s.dots(v, rows, t.Data, v.dotSize(n), 0.9)
	}
	return s
}

// Lasso draws the closed line with which somebody encircles points, rows of 2 in the units of the view. Dashes on a
// dark ground hold on the density as on paper.
func Lasso(v View, line []float32) Scene {
	s := Scene{W: v.W, H: v.H}
	if !v.usable() {
		return s
	}
	d := rings(v, [][]float32{line})
	if len(d) == 0 {
		return s
	}
	s.add(Op{Kind: Path, D: string(d), Fill: "#ffffff", Alpha: 0.12})
	s.stroke(d, heatEdge, 3, 0.6)
	s.add(Op{Kind: Path, D: string(d), Stroke: "#ffffff", Width: 1.4, Alpha: 1, Dash: []float64{5, 4}})
	return s
}
