package plot

import "math"

// StretchInput is the picture of a map z = f(x) of the line, over the same range of x and z. All lines are n rows of 2.
type StretchInput struct {
	W, H    float64
	Reach   float64   // x and z go from -Reach to Reach
	Curve   []float32 // x, f(x)
	Prior   []float32 // z, its density
	Density []float32 // x, its density
	Top     float64   // the highest density that is drawn

	X, Z         []float64 // points that stand for equal shares, and where they go
	BandX, BandZ float64   // the shaded piece goes from minus this to this

	NamePrior, NameDensity string
}

// Stretch draws the curve in a square; to its left the density of z, turned on its side, below it that of x. A shaded
// piece of the first goes over the curve to a piece of the second that holds the same.
func Stretch(t Theme, in StretchInput) Scene {
	s := Scene{W: in.W, H: in.H}
	const gap, foot = 6.0, 4.0
	side, below := math.Round(in.W*0.17), math.Round(in.H*0.3)
	box := View{MinX: -in.Reach, MaxX: in.Reach, MinY: -in.Reach, MaxY: in.Reach, W: in.W - side - gap,
		H: in.H - below - gap}
	if !box.usable() || !(box.W > 20 && box.H > 20 && in.Top > 0) {
		return s
	}
	left := side + gap
	at := func(x, z float64) (float64, float64) {
		px, py := box.Pixel(x, z)
		return left + px, py
	}
	bottom := in.H - foot
	lift := (below - foot) / in.Top
	turned := lift * box.W / box.H // equal shares have equal areas

	// The two densities, and the shaded piece of each.
	draw := func(rows []float32, band float64, place func(at, p float64) (float64, float64), colour string) {
		var line, all, piece path
		for i := 0; i+1 < len(rows); i += 2 {
			v, p := float64(rows[i]), math.Min(float64(rows[i+1]), in.Top)
			x, y := place(v, p)
			if i == 0 {
				line.move(x, y)
				all.move(place(v, 0))
			} else {
				line.line(x, y)
			}
			all.line(x, y)
			if math.Abs(v) <= band {
				if len(piece) == 0 {
					piece.move(place(v, 0))
				}
				piece.line(x, y)
			}
		}
		if len(rows) < 2 {
			return
		}
		all.line(place(float64(rows[len(rows)-2]), 0))
		if len(piece) > 0 {
			piece.line(place(band, 0))
		}
		s.add(Op{Kind: Path, D: string(all), Fill: colour, Alpha: 0.13})
		s.add(Op{Kind: Path, D: string(piece), Fill: colour, Alpha: 0.5})
		s.stroke(line, colour, 1.6, 1)
	}
	draw(in.Prior, in.BandZ, func(z, p float64) (float64, float64) {
		_, y := at(0, z)
		return side - p*turned, y
	}, t.Prior)
	draw(in.Density, in.BandX, func(x, p float64) (float64, float64) {
		px, _ := at(x, 0)
		return px, bottom - p*lift
	}, t.Model)

	// The way of the piece: over from the prior to the curve, and down.
	var way path
	for _, sign := range []float64{-1, 1} {
		x, z := at(sign*in.BandX, sign*in.BandZ)
		way.move(side, z)
		way.line(x, z)
		way.line(x, bottom)
	}
	s.add(Op{Kind: Path, D: string(way), Stroke: t.Model, Width: 1, Alpha: 0.75, Dash: []float64{3, 3}})

	var axes, curve, marks path
	axes.move(left, 0)
	axes.line(left, box.H)
	axes.line(in.W, box.H)
	axes.move(left, bottom)
	axes.line(in.W, bottom)
	axes.move(side, 0)
	axes.line(side, box.H)
	s.stroke(axes, t.Line, 1, 1)
	for i := 0; i+1 < len(in.Curve); i += 2 {
		x, z := at(float64(in.Curve[i]), float64(in.Curve[i+1]))
		if i == 0 {
			curve.move(x, z)
		} else {
			curve.line(x, z)
		}
	}
	s.stroke(curve, t.Ink, 2, 1)
	for i := range min(len(in.X), len(in.Z)) {
		if math.Abs(in.X[i]) <= in.Reach && math.Abs(in.Z[i]) <= in.Reach {
			x, z := at(in.X[i], in.Z[i])
			marks.dot(x, z)
			marks.dot(x, bottom)
			marks.dot(side, z)
		}
	}
	s.stroke(marks, t.Ink, 3.6, 1)
	s.text(left+6, 13, "z = f(x)", "start", t.Ink)
	s.text(2, 13, in.NamePrior, "start", t.Soft)
	s.text(in.W-4, in.H-below+8, in.NameDensity, "end", t.Model)
	return s
}

// ShearInput is the picture of a lattice that was mapped: lines of n rows of 2, and one cell's border, closed.
type ShearInput struct {
	W, H         float64
	Reach        float64 // the picture goes from -Reach to Reach on the shorter side
	Across, Up   [][]float32
	Cell         []float32
	NameX, NameY string
}

// Shear draws the lattice and fills the cell.
func Shear(t Theme, in ShearInput) Scene {
	s := Scene{W: in.W, H: in.H}
	short := math.Min(in.W, in.H)
	v := View{MinX: -in.Reach * in.W / short, MaxX: in.Reach * in.W / short, MinY: -in.Reach * in.H / short,
		MaxY: in.Reach * in.H / short, W: in.W, H: in.H}
	if !v.usable() {
		return s
	}
	cross(&s, t, v)
	polyline := func(p *path, rows []float32) {
		for i := 0; i+1 < len(rows); i += 2 {
			x, y := v.Pixel(float64(rows[i]), float64(rows[i+1]))
			if i == 0 {
				p.move(x, y)
			} else {
				p.line(x, y)
			}
		}
	}
	var cell, across, up path
	polyline(&cell, in.Cell)
	if len(cell) > 0 {
		cell.close()
	}
	for _, line := range in.Across {
		polyline(&across, line)
	}
	for _, line := range in.Up {
		polyline(&up, line)
	}
	s.add(Op{Kind: Path, D: string(cell), Fill: t.Model, Alpha: 0.3})
	s.stroke(across, t.Prior, 1, 1)
	s.stroke(up, t.Prior, 1, 1)
	s.stroke(cell, t.Model, 2, 1)
	s.text(in.W-6, in.H-6, in.NameX, "end", t.Soft)
	s.text(6, 14, in.NameY, "start", t.Soft)
	return s
}
