package plot

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// cornered is a plot of k columns whose pairs are rings: a density with a hole, so that regions have one too.
func cornered(k int, side float64) CornerInput {
	const n, margin = 40, 0.3
	in := CornerInput{W: side, H: side, N: n, Margin: margin, Masses: []float64{0.393, 0.5, 0.99}, Data: "Data",
		Model: "Model"}
	for j := range k {
		c := CornerColumn{
			Name: "column " + strconv.Itoa(j+1), Lo: -1, Hi: 1, OfData: "0.1 +0.5 −0.4", OfModel: "0.2 +0.5 −0.4",
			Far: [2]string{"KS 0.050, by chance 0.073", "KS 0.050"}, Bins: []float32{0.1, 0.5, 0.9, 0.4},
		}
		for i := range n {
			u := (float64(i)/(n-1)*(1+2*margin) - margin) * 2
			c.Marginal = append(c.Marginal, float32(math.Exp(-(u-1)*(u-1)*2)))
		}
		in.Columns = append(in.Columns, c)
		for range j {
			for r := range n {
				for c := range n {
					x, y := 4*float64(c)/(n-1)-2, 4*float64(r)/(n-1)-2
					d := math.Hypot(x, y) - 1
					in.Grids = append(in.Grids, float32(math.Exp(-8*d*d)))
				}
			}
			in.Levels = append(in.Levels, 0.8, 0.5, 0.01)
		}
	}
	for i := range 30 {
		for j := range k {
			in.Dots = append(in.Dots, float32(math.Sin(float64(7*i+3*j))))
		}
	}
	in.Marked = in.Dots[:k]
	return in
}

var vertex = regexp.MustCompile(`[ML](-?[\d.]+) (-?[\d.]+)`)

// What is drawn of a pair stays in its cell, though the contours go on outside; and a hole stays one.
func TestCornerKeepsToItsCells(t *testing.T) {
	in := cornered(3, 500)
	s := CornerModel(Light, in)
	fills := 0
	for _, o := range s.Ops {
		if o.Kind != Path || o.Width > 5 {
			continue
		}
		if o.EvenOdd {
			fills++
		}
	next:
		for _, m := range vertex.FindAllStringSubmatch(o.D, -1) {
			x, _ := strconv.ParseFloat(m[1], 64)
			y, _ := strconv.ParseFloat(m[2], 64)
			for i := range 3 {
				for j := range i + 1 {
					if v, cx, cy := in.cell(i, j); x >= cx-.06 && x <= cx+v.W+.06 && y >= cy-.06 && y <= cy+v.H+.06 {
						continue next
					}
				}
			}
			t.Fatalf("(%v, %v) lies in no cell", x, y)
		}
	}
	if fills != 3 {
		t.Errorf("%d regions are filled by the even-odd rule", fills)
	}
	// Each of the three rings has an outer and an inner border; that of the innermost level lies in the picture whole.
	for _, o := range s.Ops {
		if o.EvenOdd && strings.Count(o.D, "Z") != 6 {
			t.Errorf("a region has %d lines", strings.Count(o.D, "Z"))
		}
	}
}

// The browser is asked for few things, however many columns there are.
func TestCornerIsDrawnInFewOperations(t *testing.T) {
	in := cornered(8, 1100)
	for len(in.Dots) < 8*500 {
		in.Dots = append(in.Dots, in.Dots...)
	}
	texts, others := 0, 0
	for _, s := range []Scene{CornerModel(Light, in), CornerData(Light, in)} {
		for _, o := range s.Ops {
			if o.Kind == Text {
				texts++
			} else {
				others++
			}
		}
	}
	if dots := len(in.Dots) / 8 * 28 / dotsPerPath; others > 60+dots || texts > 220 {
		t.Errorf("%d paths, %d texts", others, texts)
	}
}

// Every text lies in the picture, also where there is little room.
func TestCornerIsLegible(t *testing.T) {
	for _, k := range []int{2, 4, 8} {
		for _, side := range []float64{64 + 60*float64(k), 64 + 190*float64(k)} {
			in := cornered(k, side)
			in.Columns[k-1].Name = "a name that is longer than any cell is wide"
			for _, s := range []Scene{CornerModel(Light, in), CornerData(Light, in)} {
				s.Ops = slices.DeleteFunc(s.Ops, func(o Op) bool { return o.Up })
				legible(t, "a corner plot of "+strconv.Itoa(k), s)
			}
		}
	}
}

// Contours that hold no such share, and numbers that are none, draw nothing.
func TestCornerOfNothing(t *testing.T) {
	in := cornered(2, 300)
	in.Levels = []float32{0, 0, 0}
	nan := float32(math.NaN())
	in.Dots, in.Marked = []float32{nan, 1, nan, nan, float32(math.Inf(1)), 0}, []float32{nan, nan}
	in.Columns[0].Bins, in.Columns[0].Marginal = []float32{nan, nan}, []float32{nan, nan}
	for _, s := range []Scene{CornerModel(Light, in), CornerData(Dark, in), CornerModel(Light, CornerInput{W: 9, H: 9}),
		CornerData(Light, CornerInput{W: 500, H: 500})} {
		for _, o := range s.Ops {
			if o.EvenOdd || strings.Contains(o.D, "NaN") || strings.Contains(o.D, "-92233") {
				t.Errorf("drawn is %s", o.D)
			}
		}
	}
	narrow := cornered(8, 150)
	if s := CornerModel(Light, narrow); len(s.Ops) != 0 {
		t.Error("there is no room, and something is drawn")
	}
	in.Levels = nil
	defer func() {
		if recover() == nil {
			t.Error("lists that do not fit are drawn")
		}
	}()
	CornerModel(Light, in)
}

// The ticks of a logarithmic axis are round numbers of the column, where they belong.
func TestLogarithmicTicks(t *testing.T) {
	for _, c := range []struct {
		lo, hi float64
		want   string
	}{
		{math.Log10(2700), math.Log10(6300), "3k 4k 5k 6k"}, {-2, 3, "0.01 1 100"}, {0, 1.2, "5 10 15"}, {-12, -3,
			"1e−12 1e−9 1e−6 0.001"},
	} {
		col := CornerColumn{Lo: c.lo, Hi: c.hi, Log: true}
		var got []string
		for _, m := range col.marks(140, false) {
			got = append(got, m.label)
			if !(m.at >= -1e-9 && m.at <= 1+1e-9) {
				continue
			}
			if v, err := strconv.ParseFloat(strings.NewReplacer("k", "e3", "M", "e6", "−", "-").Replace(m.label),
				64); err != nil || math.Abs(math.Log10(v)-(c.lo+m.at*(c.hi-c.lo))) > 1e-9 {
				t.Errorf("%s lies at %v of %v to %v", m.label, m.at, c.lo, c.hi)
			}
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("from %v to %v: %q, want %s", c.lo, c.hi, got, c.want)
		}
	}
}

// Drawn row by row, each in its band, a corner plot is the one that is drawn at once.
func TestCornerByRows(t *testing.T) {
	in := cornered(4, 700)
	whole := map[string]int{}
	count := func(into map[string]int, s Scene, above float64, by int) {
		for _, o := range s.Ops {
			if o.Kind == Text {
				into[o.Text+" at "+strconv.FormatFloat(o.Y+above, 'f', 1, 64)] += by
			}
			for _, m := range vertex.FindAllStringSubmatch(o.D, -1) {
				y, _ := strconv.ParseFloat(m[2], 64)
				into[m[1]+" "+strconv.Itoa(int(math.Round(y+above)))] += by // they are written in tenths
			}
		}
	}
	count(whole, CornerModel(Light, in), 0, 1)
	for row := range 4 {
		in.Row = row + 1
		s := CornerModel(Light, in)
		above, high := CornerBand(4, row, in.H)
		if s.H != high || s.W != in.W || above+high > in.H {
			t.Errorf("row %d is a picture of %g x %g", row, s.W, s.H)
		}
		for _, o := range s.Ops {
			if o.Kind == Text && !(o.Y > 5 && o.Y < high) {
				t.Errorf("row %d is %g high and has a text at %g", row, high, o.Y)
			}
		}
		count(whole, s, above, -1)
	}
	off := 0
	for _, n := range whole {
		off += max(n, -n)
	}
	if off > len(whole)/10 { // what is rounded otherwise
		t.Errorf("of %d points %d are others", len(whole), off)
	}
}
