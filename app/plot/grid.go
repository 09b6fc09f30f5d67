package plot

// GridInput is a square of pictures of Rows x Cols pixels, side by side from the top: Shades bytes a pixel, one of grey
// or three of colour. One of them, from 0, may be marked; -1: none.
type GridInput struct {
	W, H                     float64
	Pixels                   []byte
	Rows, Cols, Shades, Side int
	Marked                   int
}

// Cell returns which picture lies at a place, -1 where there is none.
func (in GridInput) Cell(x, y float64) int {
	if !(x >= 0 && y >= 0 && x < in.W && y < in.H) || in.Side < 1 {
		return -1
	}
	cell := int(y/in.H*float64(in.Side))*in.Side + int(x/in.W*float64(in.Side))
	if size := in.Rows * in.Cols * in.Shades; size == 0 || cell >= len(in.Pixels)/size {
		return -1
	}
	return cell
}

// Pictures draws them, every pixel a square of its own.
func Pictures(t Theme, in GridInput) Scene {
	const sharp = 1400 // pixels of the whole at most, unless the pictures have more
	s := Scene{W: in.W, H: in.H}
	size := in.Rows * in.Cols * in.Shades
	if size == 0 || in.Side < 1 || in.W < 1 || in.H < 1 {
		return s
	}
	n := min(len(in.Pixels)/size, in.Side*in.Side)
	longer := max(in.Rows, in.Cols)
	times := max(1, sharp/(in.Side*(longer+1)))
	// Every cell is a square with a line of paper around its picture, which stands in its middle.
	cell := longer*times + max(1, times/2)*2
	wide := in.Side * cell
	paper := [4]byte{255, 255, 255, 255}
	if t.Dark {
		paper = [4]byte{0x19, 0x1b, 0x21, 255}
	}
	out := make([]byte, 4*wide*wide)
	for i := 0; i < len(out); i += 4 {
		copy(out[i:], paper[:])
	}
	for k := range n {
		left := k%in.Side*cell + (cell-in.Cols*times)/2
		top := k/in.Side*cell + (cell-in.Rows*times)/2
		picture := in.Pixels[k*size : (k+1)*size]
		for y := range in.Rows {
			line := out[4*((top+y*times)*wide+left):][:4*in.Cols*times]
			for x := range in.Cols {
				at := (y*in.Cols + x) * in.Shades
				r, g, b := picture[at], picture[at], picture[at]
				if in.Shades == 3 {
					g, b = picture[at+1], picture[at+2]
				}
				for c := range times {
					p := line[4*(x*times+c):]
					p[0], p[1], p[2] = r, g, b
				}
			}
			for c := 1; c < times; c++ {
				copy(out[4*((top+y*times+c)*wide+left):], line)
			}
		}
	}
	s.add(Op{Kind: Image, Pixels: out, Cols: wide, Rows: wide, W: in.W, H: in.H, Alpha: 1})
	if in.Marked >= 0 && in.Marked < n {
		w, h := in.W/float64(in.Side), in.H/float64(in.Side)
		x, y := float64(in.Marked%in.Side)*w, float64(in.Marked/in.Side)*h
		s.add(Op{Kind: Path, D: rect(x+1, y+1, w-2, h-2), Stroke: t.Data, Width: 3, Alpha: 1})
	}
	return s
}
