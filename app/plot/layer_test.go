package plot

import (
	"math"
	"strconv"
	"strings"
	"testing"
)

// sheared is a lattice of cells x cells squares of a side under x2 += bend sin x1, then x1 += bend sin x2, and scale;
// with the cell above the middle and some rows.
func sheared(cells, fine int, bend, scale float64) LayerInput {
	const side = 0.5
	in := LayerInput{
		View: View{MinX: -3.6, MaxX: 3.6, MinY: -3.6, MaxY: 3.6, W: 360, H: 360}, Lattice: Lattice{Cells: cells, Fine: fine},
		Data: crescent(2, 60).Data, NameX: "h1", NameY: "h2",
	}
	put := func(rows []float32, x, y float64) []float32 {
		y += bend * math.Sin(x)
		x += bend * math.Sin(y)
		return append(rows, float32(scale*x), float32(scale*y))
	}
	at := func(i int) float64 { return side * (float64(i)/float64(fine) - float64(cells)/2) }
	for line := range cells + 1 {
		for i := range cells*fine + 1 {
			in.Lattice.Points = put(in.Lattice.Points, at(i), at(line*fine))
		}
	}
	for line := range cells + 1 {
		for i := range cells*fine + 1 {
			in.Lattice.Points = put(in.Lattice.Points, at(line*fine), at(i))
		}
	}
	for i := range 4 * 16 {
		t := float64(i%16) / 16
		p := [][2]float64{{t, 0}, {1, t}, {1 - t, 1}, {0, 1 - t}}[i/16]
		in.Cell = put(in.Cell, side*p[0], side*p[1])
	}
	return in
}

// polygons reads a path of closed lines back.
func polygons(t *testing.T, d string) (all [][][2]float64) {
	t.Helper()
	for _, part := range strings.Split(strings.TrimSuffix(d, "Z"), "Z") {
		var poly [][2]float64
		for _, v := range strings.FieldsFunc(part, func(r rune) bool { return r == 'M' || r == 'L' }) {
			a, b, _ := strings.Cut(v, " ")
			x, err := strconv.ParseFloat(a, 64)
			y, err2 := strconv.ParseFloat(b, 64)
			if err != nil || err2 != nil {
				t.Fatalf("the path has %q", v)
			}
			poly = append(poly, [2]float64{x, y})
		}
		all = append(all, poly)
	}
	return all
}

func enclosed(poly [][2]float64) float64 {
	var sum float64
	for i, p := range poly {
		q := poly[(i+1)%len(poly)]
		sum += p[0]*q[1] - q[0]*p[1]
	}
	return math.Abs(sum) / 2
}

// Every second cell is drawn, each with the area that it has: the same for all, whatever the shears.
func TestTheBoardIsEverySecondCell(t *testing.T) {
	for _, c := range []struct {
		bend, scale        float64
		merge, skip, cells int
	}{{0, 1, 1, 1, 50}, {0.7, 1, 1, 1, 50}, {0.7, 0.8, 1, 4, 50}, {0.7, 1, 2, 2, 13}} {
		in := sheared(10, 8, c.bend, c.scale)
		all := polygons(t, string(in.Lattice.board(in.View, c.merge, c.skip)))
		if len(all) != c.cells {
			t.Errorf("%+v: %d cells", c, len(all))
		}
		want := math.Pow(0.5*float64(c.merge)*c.scale*360/7.2, 2)
		for _, poly := range all {
			if len(poly) != 4*c.merge*in.Lattice.Fine/c.skip {
				t.Fatalf("%+v: a cell has %d points", c, len(poly))
			}
			if got := enclosed(poly); math.Abs(got/want-1) > 0.02 {
				t.Errorf("%+v: a cell of %.1f square pixels, not %.1f", c, got, want)
			}
		}
	}
}

func TestCellsOutOfSightAreLeftOut(t *testing.T) {
	in := sheared(10, 4, 0, 4) // the view holds 3.6 cells of 10 a side
	all := polygons(t, string(in.Lattice.board(in.View, 1, 1)))
	if len(all) < 6 || len(all) > 10 {
		t.Errorf("%d cells are drawn", len(all))
	}
	in.Lattice.Points[len(in.Lattice.Points)/4] = float32(math.NaN())
	if d := string(in.Lattice.board(in.View, 1, 1)); strings.Contains(d, "NaN") || len(polygons(t, d)) > len(all) {
		t.Error("a cell with a corner that is no number is drawn")
	}
	in.Lattice.Points = in.Lattice.Points[2:]
	defer func() {
		if recover() == nil {
			t.Error("a lattice without its last point is drawn")
		}
	}()
	Layer(Light, in)
}

// Half-way through a coupling every area is what it was, and half-way through S it is on its way.
func TestBetweenIsTheShearInProgress(t *testing.T) {
	area := func(rows []float32) float64 {
		var poly [][2]float64
		for i := 0; i < len(rows); i += 2 {
			poly = append(poly, [2]float64{float64(rows[i]), float64(rows[i+1])})
		}
		return enclosed(poly)
	}
	square := sheared(2, 16, 0, 1).Cell
	moved, scaled := make([]float32, len(square)), make([]float32, len(square))
	for i, v := range square {
		moved[i], scaled[i] = v, 3*v
		if i%2 == 1 {
			moved[i] += float32(2 * math.Sin(3*float64(square[i-1])))
		}
	}
	for _, share := range []float64{0, 0.25, 0.5, 1} {
		if got := area(Between(square, moved, 0, share)); math.Abs(got-0.25) > 1e-6 {
			t.Errorf("%g of the way through a coupling the area is %v", share, got)
		}
		if got, want := area(Between(square, scaled, 0, share)), 0.25*(1+2*share)*(1+2*share); math.Abs(got-want) > 1e-6 {
			t.Errorf("%g of the way through S the area is %v, not %v", share, got, want)
		}
	}
	if got := Between(square, moved, 0, 1); area(got) == 0 || got[1] != moved[1] {
		t.Error("the way does not end where it leads")
	}
	// A coupling behind a turn: the turned square, whose second coordinates a curve of the first ones moves.
	const turn = 2.4
	turned := Between(square, square, turn, 0.5)
	for i, v := range turned {
		moved[i] = v
		if i%2 == 1 {
			moved[i] += float32(2 * math.Sin(3*float64(turned[i-1])))
		}
	}
	for _, share := range []float64{0, 0.25, 0.5, 0.8, 1} {
		if got := area(Between(square, moved, turn, share)); math.Abs(got-0.25) > 1e-4 { // of a polygon
			t.Errorf("%g of the way through a turn and a coupling the area is %v", share, got)
		}
	}
	n := len(square) - 2
	x, y := float64(turned[n]), float64(square[n+1])
	if math.Abs(x-float64(square[n])*math.Cos(turn)+y*math.Sin(turn)) > 1e-6 || x == float64(square[n]) {
		t.Errorf("half-way a corner is at %v, %v: it has not turned", x, y)
	}
	if got := Between(square, moved, turn, 1); got[0] != moved[0] || got[1] != moved[1] {
		t.Error("the way of a turn does not end where it leads")
	}
}

// The lattice is seen on either ground: its cells as well on the dark one as on the light one.
func TestTheLatticeIsSeenInTheDark(t *testing.T) {
	least := map[bool]float64{false: 1.15, true: 1.4}
	for _, theme := range []Theme{Light, Dark} {
		for _, o := range Layer(theme, sheared(10, 4, 0.7, 1)).Ops {
			if o.Width != 0.7 {
				continue
			}
			cell, line := contrast(t, o.Fill, theme.Paper), contrast(t, o.Stroke, theme.Paper)
			if cell < least[theme.Dark] || line < cell {
				t.Errorf("dark %v: cells stand out by %.2f, lines by %.2f", theme.Dark, cell, line)
			}
		}
	}
}

// contrast is WCAG's ratio of a colour with opacity, over a ground, to that ground.
func contrast(t *testing.T, over, ground string) float64 {
	channel := func(colour string, i int) float64 {
		v, err := strconv.ParseUint(colour[1+2*i:3+2*i], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		return float64(v) / 255
	}
	light := func(opacity float64) float64 {
		sum := 0.05
		for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
			v := opacity*channel(over, i) + (1-opacity)*channel(ground, i)
			if v <= 0.04045 {
				v /= 12.92
			} else {
				v = math.Pow((v+0.055)/1.055, 2.4)
			}
			sum += weight * v
		}
		return sum
	}
	a, b := light(channel(over, 3)), light(0)
	return math.Max(a, b) / math.Min(a, b)
}
