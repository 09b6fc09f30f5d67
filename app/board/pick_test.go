package board

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// A polygon around (x, y) that every ray from there meets once holds the points nearer than its border.
func TestInside(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(3, 24).Draw(t, "n")
		cx, cy := inView.Draw(t, "cx"), inView.Draw(t, "cy")
		var line []float32
		radius := make([]float64, n)
		for i := range n {
			radius[i] = rapid.Float64Range(0.5, 3).Draw(t, "radius")
			s, c := math.Sincos(2 * math.Pi * float64(i) / float64(n))
			line = append(line, float32(cx+radius[i]*c), float32(cy+radius[i]*s))
		}
		if rapid.Bool().Draw(t, "clockwise") {
			for i := range n / 2 {
				j := n - 1 - i
				line[2*i], line[2*j], line[2*i+1], line[2*j+1] = line[2*j], line[2*i], line[2*j+1], line[2*i+1]
			}
		}
		var points []float32
		var want []bool
		for range 20 {
			// At a fraction of the way from the centre to the edge between two corners.
			i, s, f := rapid.IntRange(0, n-1).Draw(t, "edge"), rapid.Float64Range(0.01, 0.99).Draw(t, "along"),
				rapid.Float64Range(0, 2).Draw(t, "out")
			if math.Abs(f-1) < 1e-3 {
				continue
			}
			j := (i + 1) % n
			ex := (1-s)*float64(line[2*i]) + s*float64(line[2*j])
			ey := (1-s)*float64(line[2*i+1]) + s*float64(line[2*j+1])
			points = append(points, float32(cx+f*(ex-cx)), float32(cy+f*(ey-cy)))
			want = append(want, f < 1)
		}
		if got := Inside(line, points); !slices.Equal(got, want) {
			t.Fatalf("%v, want %v", got, want)
		}
	})
	for _, line := range [][]float32{nil, {1, 1}, {0, 0, 1, 1}} {
		if m := Inside(line, []float32{1, 1, 0.5, 0.5}); slices.Contains(m, true) {
			t.Errorf("%v encircles something", line)
		}
	}
}

func TestNear(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		points, x, y := rows.Draw(t, "rows"), inView.Draw(t, "x"), inView.Draw(t, "y")
		rx, ry := rapid.Float64Range(0.1, 3).Draw(t, "rx"), rapid.Float64Range(0.1, 3).Draw(t, "ry")
		for i, on := range Near(x, y, rx, ry, points) {
			dx, dy := (float64(points[2*i])-x)/rx, (float64(points[2*i+1])-y)/ry
			if d := dx*dx + dy*dy; on && d > 1+1e-9 || !on && d < 1-1e-9 {
				t.Fatalf("a point at %g: %v", d, on)
			}
		}
	})
}

// A selection is a set: each operation does what it does to each row.
func TestSelection(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const n = 12
		var s Selection
		want := make([]bool, n)
		for range rapid.IntRange(1, 8).Draw(t, "steps") {
			mask := rapid.SliceOfN(rapid.Bool(), n, n).Draw(t, "mask")
			switch rapid.IntRange(0, 2).Draw(t, "how") {
			case 0:
				s.Select(mask, false)
				copy(want, mask)
			case 1:
				s.Select(mask, true)
				for i, on := range mask {
					want[i] = want[i] || on
				}
			case 2:
				s.Toggle(mask)
				all := true
				for i, on := range mask {
					all = all && (!on || want[i])
				}
				for i, on := range mask {
					if on {
						want[i] = !all
					}
				}
			}
			got := s.Mask(n)
			if !slices.Contains(want, true) {
				if got != nil || len(s.Rows) != 0 {
					t.Fatalf("an empty selection has the mask %v", got)
				}
				continue
			}
			if !slices.Equal(got, want) || !slices.IsSorted(s.Rows) {
				t.Fatalf("%v, want %v", got, want)
			}
			if short := s.Mask(5); short != nil && !slices.Equal(short, want[:5]) {
				t.Fatalf("of 5 rows %v, want %v", short, want[:5])
			}
		}
	})
}
