package plot

// Heatmap is the density alone, n x n points of log p on a square of size pixels, coloured as in XPlane.
func Heatmap(size float64, logP []float32, n int) Scene {
	s := Scene{W: size, H: size}
	v := View{MinX: 0, MaxX: 1, MinY: 0, MaxY: 1, W: size, H: size}
	if v.usable() && n > 1 && len(logP) == n*n {
		s.add(heatmap(v, logP, n))
	}
	return s
}

// Mosaic lays across x across grey pictures of rows x cols pixels side by side on a square of size pixels. Pixels, row
// by row and picture by picture, go from 0, the paper of cividis, to 1, its ink.
func Mosaic(size float64, pixels []float32, rows, cols, across int) Scene {
	if len(pixels) != across*across*rows*cols {
		panic("plot: the pixels are not those of a square of pictures")
	}
	s := Scene{W: size, H: size}
	w, h := across*(cols+1)+1, across*(rows+1)+1 // a line of ground around each
	out := make([]byte, 4*w*h)
	for i := range w * h {
		copy(out[4*i:], []byte{cividis[0][0], cividis[0][1], cividis[0][2], 255})
	}
	for i, v := range pixels {
		picture, at := i/(rows*cols), i%(rows*cols)
		x := 1 + picture%across*(cols+1) + at%cols
		y := 1 + picture/across*(rows+1) + at/cols
		c := cividis[int(255*max(0, min(1, v))+0.5)]
		copy(out[4*(y*w+x):], c[:])
	}
	s.add(Op{Kind: Image, Pixels: out, Cols: w, Rows: h, W: size, H: size, Alpha: 1})
	return s
}
