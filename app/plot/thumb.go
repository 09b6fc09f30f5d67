package plot

// Thumb draws n rows of 2 in [-1, 1] as dots on a square of size pixels without a ground, so that
// the control it lies on shows through.
func Thumb(t Theme, size float64, points []float32) Scene {
	s := Scene{W: size, H: size}
	v := View{MinX: -1.15, MaxX: 1.15, MinY: -1.15, MaxY: 1.15, W: size, H: size}
	if !v.usable() {
		return s
	}
	s.stroke(v.dots(points), t.Data, size/38, 0.9)
	return s
}
