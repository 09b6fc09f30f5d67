package plot

import "math"

// View maps the ranges of the data to W x H pixels, y upwards.
type View struct {
	MinX, MaxX, MinY, MaxY float64
	W, H                   float64
}

// Pixel returns where the point (x, y) lies in the picture.
func (v View) Pixel(x, y float64) (px, py float64) {
	return (x - v.MinX) / (v.MaxX - v.MinX) * v.W, (v.MaxY - y) / (v.MaxY - v.MinY) * v.H
}

// Data is the inverse of Pixel.
func (v View) Data(px, py float64) (x, y float64) {
	return v.MinX + px/v.W*(v.MaxX-v.MinX), v.MaxY - py/v.H*(v.MaxY-v.MinY)
}

// usable says that Pixel and Data are finite: the ranges are finite and not empty.
func (v View) usable() bool {
	return spans(v.MinX, v.MaxX) && spans(v.MinY, v.MaxY) && spans(0, v.W) && spans(0, v.H) && v.W <= 1e5 && v.H <= 1e5
}

func spans(lo, hi float64) bool { return hi > lo && !math.IsInf(hi-lo, 0) }

// dots returns a path with one dot for each of the n rows of 2 that lies in the view; rows that
// are not finite fail every comparison and are left out.
func (v View) dots(rows []float32) path {
	p := make(path, 0, 12*len(rows))
	kx, ky := v.W/(v.MaxX-v.MinX), v.H/(v.MaxY-v.MinY)
	const margin = 4
	for i := 0; i+1 < len(rows); i += 2 {
		x, y := (float64(rows[i])-v.MinX)*kx, (v.MaxY-float64(rows[i+1]))*ky
		if x > -margin && x < v.W+margin && y > -margin && y < v.H+margin {
			p.dot(x, y)
		}
	}
	return p
}

// dotSize is the diameter of a dot when n of them share the view: smaller the more there are, so
// that what lies underneath stays visible.
func (v View) dotSize(n int) float64 {
	d := 4.2 * math.Pow(math.Max(float64(n), 200)/200, -0.25)
	return d * math.Min(1, math.Max(0.7, math.Min(v.W, v.H)/400))
}
