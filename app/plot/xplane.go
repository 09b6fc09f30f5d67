package plot

import "math"

// XPlaneInput is the picture of the data's own space.
type XPlaneInput struct {
	View View // ranges in the user's units

	// LogP is log p on N x N points, row-major, row 0 at MinY and column 0 at MinX; the outer
	// points lie on the borders of the view. Without it the plane shows paper, data and axes.
	N      int
	LogP   []float32
	Levels []float32 // values of log p to draw contours at

	// Rings are closed lines, each n rows of 2 in the user's units, that are drawn instead of contours at Levels.
	Rings [][]float32

	Data, Samples []float32 // n rows of 2
	Picked        []bool    // the rows of Data that stand out, the others being faint; nil where all are alike
	Kind          []byte    // of each row of Data: an index into Theme.Kinds, the last for all others; nil: all alike
	NameX, NameY  string
}

// On the density every theme draws the same colours, since the ground is the same.
const (
	heatData   = "#ff9445" // orange that holds on dark blue and on yellow
	heatEdge   = "#001b45" // rims and casings
	heatGround = "#002051" // the first colour of cividis
)

// XPlane draws the density as a heatmap with rings or contours, data and samples over it, and quiet axes
// inside the frame. The heatmap shows the square root of p relative to its largest value on the grid,
// so that a Gaussian's tails are visible to three standard deviations and order is kept. Values of
// LogP that are not finite count as density zero; rows that are not finite are left out. It panics
// if LogP is neither empty nor N x N, or if Picked is neither nil nor of one value a row.
func XPlane(t Theme, in XPlaneInput) Scene {
	if len(in.LogP) != 0 && len(in.LogP) != in.N*in.N {
		panic("plot: LogP is not N x N")
	}
	v := in.View
	s := Scene{W: v.W, H: v.H}
	if !v.usable() {
		return s
	}
	axes := frame{view: v, nameX: in.NameX, nameY: in.NameY}
	if in.N < 2 || len(in.LogP) == 0 {
		s.fill(t.Paper)
		grid(&s, t, v)
		picked(&s, v, in.Data, in.Picked, in.Kind, t.Kinds[:], t.Data, "", t.Ink, 0.9)
		dots(&s, v, in.Samples, t.Model, "", 0.8)
		axes.ink, axes.ground = t.Soft, t.Paper
		axes.draw(&s)
		return s
	}

	s.add(heatmap(v, in.LogP, in.N))
	lines := rings(v, in.Rings)
	if len(in.Rings) == 0 {
		lines = contours(v, in.LogP, in.N, in.Levels)
	}
	picked(&s, v, in.Data, in.Picked, in.Kind, Dark.Kinds[:], heatData, heatEdge, "#ffffff", 0.65)
	s.stroke(lines, heatEdge, 2.2, 0.25)
	s.stroke(lines, t.Contour, 1, 0.7)
	dots(&s, v, in.Samples, t.Sample, heatEdge, 0.95)
	axes.ink, axes.ground = t.Contour, heatGround
	axes.draw(&s)
	return s
}

// contours follows the levels through the n x n points.
func contours(v View, logP []float32, n int, levels []float32) path {
	var p path
	kx, ky := v.W/float64(n-1), v.H/float64(n-1)
	trace := newTracer(n)
	for _, level := range levels {
		for _, c := range trace.contours(logP, level) {
			for i := 0; i < len(c.xy); i += 2 {
				x, y := c.xy[i]*kx, v.H-c.xy[i+1]*ky
				if i == 0 {
					p.move(x, y)
				} else {
					p.line(x, y)
				}
			}
			if c.closed {
				p.close()
			}
		}
	}
	return p
}

// rings joins the rows of each ring, less those that are not finite.
func rings(v View, lines [][]float32) path {
	const far = 1e5 // pixels: what lies outside the view needs no precision there, only bounds
	var p path
	for _, ring := range lines {
		begun := false
		for i := 0; i+1 < len(ring); i += 2 {
			x, y := v.Pixel(float64(ring[i]), float64(ring[i+1]))
			if !spans(0, math.Abs(x)+1) || !spans(0, math.Abs(y)+1) {
				continue
			}
			x, y = math.Max(-far, math.Min(far, x)), math.Max(-far, math.Min(far, y))
			if begun {
				p.line(x, y)
			} else {
				p.move(x, y)
			}
			begun = true
		}
		if begun {
			p.close()
		}
	}
	return p
}

// shades holds the colour of exp(-d/2), the square root of a density d nats below the peak, at
// multiples of 1/finesse. It replaces 16,000 exponentials a picture and is within one shade of them.
var shades = func() (t [13 * finesse][4]byte) {
	for i := range t {
		c := cividis[int(255*math.Exp(-float64(i)/(2*finesse))+0.5)]
		t[i] = [4]byte{c[0], c[1], c[2], 255}
	}
	return t
}()

const finesse = 256

// heatmap paints the n x n points as the centres of smoothed pixels. The rectangle therefore reaches
// half a pixel beyond the view on each side: a point on the border lies on the border.
func heatmap(v View, logP []float32, n int) Op {
	peak := float32(math.Inf(-1))
	for _, l := range logP {
		if l > peak && l <= math.MaxFloat32 {
			peak = l
		}
	}
	pixels := make([]byte, 4*n*n)
	for r := range n {
		row := pixels[4*n*(n-1-r):]
		for c, l := range logP[r*n : (r+1)*n] {
			shade := len(shades) - 1
			// NaN fails, and so does what lies deeper than the table.
			if d := finesse*(peak-l) + 0.5; d >= 0 && d < float32(shade) {
				shade = int(d)
			}
			copy(row[4*c:4*c+4], shades[shade][:])
		}
	}
	w, h := v.W/float64(n-1), v.H/float64(n-1)
	return Op{
		Kind: Image, Pixels: pixels, Cols: n, Rows: n, Alpha: 1,
		X: -w / 2, Y: -h / 2, W: v.W + w, H: v.H + h,
	}
}

// dots draws rows of 2, with a thin rim in the colour edge where one is given.
func dots(s *Scene, v View, rows []float32, colour, edge string, alpha float64) {
	size := v.dotSize(len(rows) / 2)
	if edge != "" {
		s.dots(v, rows, edge, size+0.8, 0.4)
	}
	s.dots(v, rows, colour, size, alpha)
}

// dotsPerPath is how many dots are stroked at once. A browser takes six times as long for 10,000 of them in one path.
const dotsPerPath = 500

func (s *Scene) dots(v View, rows []float32, colour string, size, alpha float64) {
	for len(rows) > 0 {
		n := min(len(rows), 2*dotsPerPath)
		s.stroke(v.dots(rows[:n]), colour, size, alpha)
		rows = rows[n:]
	}
}

// grid draws a hairline at each tick.
func grid(s *Scene, t Theme, v View) {
	var p path
	ax := newAxis(v.MinX, v.MaxX, count(v.W))
	for i := ax.first; i <= ax.last; i++ {
		x, _ := v.Pixel(ax.times(i), v.MinY)
		p.move(x, 0)
		p.line(x, v.H)
	}
	ay := newAxis(v.MinY, v.MaxY, count(v.H))
	for i := ay.first; i <= ay.last; i++ {
		_, y := v.Pixel(v.MinX, ay.times(i))
		p.move(0, y)
		p.line(v.W, y)
	}
	s.stroke(p, t.Line, 1, 0.7)
}
