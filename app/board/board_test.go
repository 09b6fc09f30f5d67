package board

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

var (
	inView = rapid.Float64Range(-reach, reach)
	brush  = rapid.Custom(func(t *rapid.T) Brush {
		return Brush{Radius: rapid.Float64Range(0.01, 2).Draw(t, "radius"), Density: rapid.IntRange(1, 40).Draw(t, "density")}
	})
	rows = rapid.Custom(func(t *rapid.T) []float32 {
		n := rapid.IntRange(0, 60).Draw(t, "n")
		x := make([]float32, 2*n)
		for i := range x {
			x[i] = float32(inView.Draw(t, "x"))
		}
		return x
	})
)

// distance is that of a point from the way from a to b.
func distance(px, py, ax, ay, bx, by float64) float64 {
	best := math.Inf(1)
	for i := range 2001 {
		s := float64(i) / 2000
		best = min(best, math.Hypot(px-ax-s*(bx-ax), py-ay-s*(by-ay)))
	}
	return best
}

// A stroke leaves points within the brush along its way, in view, as many as its length and the brush say.
func TestAStroke(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b, br := New(rapid.Uint64().Draw(t, "seed")), brush.Draw(t, "brush")
		ax, ay, bx, by := inView.Draw(t, "ax"), inView.Draw(t, "ay"), inView.Draw(t, "bx"), inView.Draw(t, "by")
		b.Down(ax, ay, br)
		if n := len(b.Points) / 2; n > br.Density {
			t.Fatalf("a touch left %d points", n)
		}
		b.Move(bx, by)
		length := math.Hypot(bx-ax, by-ay)
		most := br.Density + int(length/(2*br.Radius)*float64(br.Density)+1e-9)
		n := len(b.Points) / 2
		edge := min(reach-math.Abs(ax), reach-math.Abs(ay), reach-math.Abs(bx), reach-math.Abs(by))
		if n > most || edge > br.Radius && n < min(Max, most)-1 {
			t.Fatalf("%d points, want %d", n, most)
		}
		for i := 0; i < len(b.Points); i += 2 {
			x, y := float64(b.Points[i]), float64(b.Points[i+1])
			if math.Abs(x) > reach || math.Abs(y) > reach {
				t.Fatalf("(%g, %g) is out of view", x, y)
			}
			if d := distance(x, y, ax, ay, bx, by); d > br.Radius+length/2000+1e-4 {
				t.Fatalf("(%g, %g) is %g from the way of a brush of %g", x, y, d, br.Radius)
			}
		}
	})
}

// The events of a pointer divide a way as they like: the points are the same.
func TestAWayInPieces(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed, br := rapid.Uint64().Draw(t, "seed"), brush.Draw(t, "brush")
		whole, pieces := New(seed), New(seed)
		whole.Down(-3, 1, br)
		pieces.Down(-3, 1, br)
		at := rapid.SliceOfN(rapid.Float64Range(0, 1), 1, 20).Draw(t, "at")
		slices.Sort(at)
		length := math.Hypot(5.5, 2)
		if f := length * float64(br.Density) / (2 * br.Radius); f-math.Floor(f) < 1e-6 {
			t.Skip("the last point lies at the very end")
		}
		whole.Move(2.5, -1)
		for _, s := range append(at, 1) {
			pieces.Move(-3+s*5.5, 1-s*2)
		}
		if len(whole.Points) != len(pieces.Points) {
			t.Fatalf("%d and %d points", len(whole.Points)/2, len(pieces.Points)/2)
		}
		for i, v := range whole.Points {
			if math.Abs(float64(v-pieces.Points[i])) > 2.1/ticks {
				t.Fatalf("point %d: %g and %g", i/2, v, pieces.Points[i])
			}
		}
		if whole.Undo(); len(whole.Points) != 0 || whole.CanUndo() {
			t.Fatal("a stroke is not one edit")
		}
	})
}

// The disc is filled evenly: as many points within half of its area as without.
func TestTheDiscIsEven(t *testing.T) {
	b := New(3)
	b.Down(0.5, -0.5, Brush{Radius: 1, Density: 4000})
	inner, right, above := 0, 0, 0
	for i := 0; i < len(b.Points); i += 2 {
		x, y := float64(b.Points[i])-0.5, float64(b.Points[i+1])+0.5
		for _, c := range []struct {
			n    *int
			here bool
		}{{&inner, math.Hypot(x, y) < math.Sqrt(0.5)}, {&right, x > 0}, {&above, y > 0}} {
			if c.here {
				*c.n++
			}
		}
	}
	for what, n := range map[string]int{"inner half": inner, "right half": right, "upper half": above} {
		if math.Abs(float64(n)-2000) > 4*math.Sqrt(1000) {
			t.Errorf("the %s has %d of 4000 points", what, n)
		}
	}
}

// The eraser takes what it covers and nothing else, and keeps the order.
func TestTheEraser(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := New(1)
		all := rows.Draw(t, "rows")
		b.Replace(all)
		r := rapid.Float64Range(0.05, 3).Draw(t, "radius")
		ax, ay, bx, by := inView.Draw(t, "ax"), inView.Draw(t, "ay"), inView.Draw(t, "bx"), inView.Draw(t, "by")
		b.Down(ax, ay, Brush{Radius: r, Density: 1, Erase: true})
		b.Move(bx, by)
		slack := math.Hypot(bx-ax, by-ay)/2000 + 1e-9
		left := b.Points
		for i := 0; i < len(all); i += 2 {
			d := distance(float64(all[i]), float64(all[i+1]), ax, ay, bx, by)
			stays := len(left) > 0 && left[0] == all[i] && left[1] == all[i+1]
			if stays && d < r-slack || !stays && d > r+slack {
				t.Fatalf("a point %g from the way of an eraser of %g: stays %v", d, r, stays)
			}
			if stays {
				left = left[2:]
			}
		}
		if len(left) > 0 {
			t.Fatal("the eraser moved points")
		}
	})
}

// Undo goes back through every edit, and redo forth again, to the same points; a new edit ends the way forth.
func TestTheWayBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := New(rapid.Uint64().Draw(t, "seed"))
		states := [][]float32{nil}
		for range rapid.IntRange(1, 12).Draw(t, "edits") {
			before := slices.Clone(b.Points)
			switch rapid.IntRange(0, 4).Draw(t, "edit") {
			case 0, 1:
				b.Down(inView.Draw(t, "x"), inView.Draw(t, "y"), brush.Draw(t, "brush"))
				b.Move(inView.Draw(t, "x"), inView.Draw(t, "y"))
			case 2:
				b.Down(inView.Draw(t, "x"), inView.Draw(t, "y"), Brush{Radius: 2, Density: 1, Erase: true})
				b.Move(inView.Draw(t, "x"), inView.Draw(t, "y"))
			case 3:
				b.Add(rows.Draw(t, "rows"))
			case 4:
				b.Replace(nil)
			}
			if !slices.Equal(before, b.Points) {
				states = append(states, slices.Clone(b.Points))
			}
		}
		for i := len(states) - 2; i >= 0; i-- {
			if !b.Undo() || !slices.Equal(b.Points, states[i]) {
				t.Fatalf("undo does not lead to state %d", i)
			}
		}
		if b.Undo() || b.CanUndo() {
			t.Fatal("there is something before the beginning")
		}
		for i := 1; i < len(states); i++ {
			if !b.Redo() || !slices.Equal(b.Points, states[i]) {
				t.Fatalf("redo does not lead to state %d", i)
			}
		}
		if b.Redo() || b.CanRedo() {
			t.Fatal("there is something after the end")
		}
		if b.Undo() {
			n := len(b.Points)
			b.Add([]float32{1, 1})
			if len(b.Points) > n && b.CanRedo() { // a full board takes nothing
				t.Fatal("a new edit leaves the old way forth")
			}
		}
	})
}

func TestABoardIsFull(t *testing.T) {
	b := New(1)
	for range 5 {
		b.Down(-2, 0, Brush{Radius: 0.1, Density: 300})
		b.Move(2, 0)
	}
	if n := len(b.Points) / 2; n != Max || b.Left() != 0 {
		t.Errorf("%d points, room for %d", n, b.Left())
	}
	b.Add([]float32{1, 1})
	b.Replace(make([]float32, 2*Max+2))
	if n := len(b.Points) / 2; n != Max {
		t.Errorf("%d points", n)
	}
	for range 2 * maxPast {
		b.Down(0, 0, Brush{Radius: 5, Density: 1, Erase: true})
		b.Down(0, 0, Brush{Radius: 1, Density: 1})
	}
	n := 0
	for b.Undo() {
		n++
	}
	if n != maxPast {
		t.Errorf("%d edits can be undone, want %d", n, maxPast)
	}
}

// Whatever is added is in view, and an axis has the unit of the other.
func TestTheFrame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		scale, shift := rapid.Float64Range(1e-3, 1e5).Draw(t, "scale"), rapid.Float64Range(-1e5, 1e5).Draw(t, "shift")
		points := slices.Clone(rows.Draw(t, "rows"))
		for i, v := range points {
			points[i] = float32(float64(v)*scale + shift)
		}
		b := New(1)
		b.Add(points)
		f := b.Frame
		if w, h := f.MaxX-f.MinX, f.MaxY-f.MinY; !(w > 0) || math.Abs(w-h) > 1e-9*w {
			t.Fatalf("the frame is %v", f)
		}
		fitted := Fit(points)
		for i := 0; i < len(points); i += 2 {
			if x, y := float64(points[i]), float64(points[i+1]); x < f.MinX || x > f.MaxX || y < f.MinY || y > f.MaxY {
				t.Fatalf("(%g, %g) is out of %v", x, y, f)
			}
		}
		for i, v := range fitted {
			if math.Abs(float64(v)) > reach*room+1e-6 {
				t.Fatalf("fitted to %g", v)
			}
			for j := i % 2; j < len(points); j += 2 {
				if points[i] < points[j] && fitted[i] > fitted[j] {
					t.Fatal("fitting changes the order")
				}
			}
		}
		for b.Undo() {
		}
		if b.Frame != New(1).Frame {
			t.Fatal("the empty board has another frame than at first")
		}
	})
}
