// Package board is what a pointer does among points of the plane: it draws them, erases them, and picks some of them
// out. It knows no browser. Points are n rows of 2 in one slice, lengths are in the points' own units.
package board

import (
	"math"
	"math/rand/v2"
	"slices"
)

// A drawing that is to be learned has Min to Max points.
const Min, Max = 20, 10_000

const (
	reach   = 4.0   // half the side of an empty board
	room    = 0.75  // of it, for points that are brought to its size
	margin  = 0.1   // around points that need a larger board
	ticks   = 10000 // places in a unit: points are written with few digits
	maxPast = 100   // edits that can be undone
)

// Board is a drawing with its way back.
type Board struct {
	Points []float32 // never written in place
	Frame  Frame     // what is in view; the brush leaves nothing outside

	past, future [][]float32
	edited       bool // the edit in hand has changed something
	rng          *rand.Rand

	brush      Brush
	x, y       float64 // of the brush
	way, ahead float64 // how far the stroke has come, and where on it the next point lies
}

// Frame is a square of the plane.
type Frame struct{ MinX, MaxX, MinY, MaxY float64 }

// Brush is a disc.
type Brush struct {
	Radius  float64 // positive
	Density int     // points that it leaves at the first touch, and on each way as long as it is wide; at least 1
	Erase   bool    // takes points away instead
}

// New returns an empty board. The same strokes on the same seed leave the same points.
func New(seed uint64) *Board {
	return &Board{Frame: frameOf(nil), rng: rand.New(rand.NewPCG(seed, 0))}
}

// Down begins a stroke at (x, y).
func (b *Board) Down(x, y float64, brush Brush) {
	b.begin()
	b.brush, b.x, b.y = brush, x, y
	b.way, b.ahead = 0, 2*brush.Radius/float64(brush.Density)
	if brush.Erase {
		b.erase(x, y)
		return
	}
	var drops []float32
	for range brush.Density {
		drops = b.drop(drops, x, y)
	}
	b.add(drops)
}

// Move leads the stroke on to (x, y), straight. It makes no difference how many calls a straight way is divided into.
func (b *Board) Move(x, y float64) {
	if b.brush.Erase {
		b.erase(x, y)
		b.x, b.y = x, y
		return
	}
	length := math.Hypot(x-b.x, y-b.y)
	var drops []float32
	for b.ahead <= b.way+length && b.Left() > len(drops)/2 {
		t := (b.ahead - b.way) / length
		drops = b.drop(drops, b.x+t*(x-b.x), b.y+t*(y-b.y))
		b.ahead += 2 * b.brush.Radius / float64(b.brush.Density)
	}
	b.way += length
	b.x, b.y = x, y
	b.add(drops)
}

// drop appends one point, uniform in the brush's disc around (x, y), if it is in view.
func (b *Board) drop(dst []float32, x, y float64) []float32 {
	r, angle := b.brush.Radius*math.Sqrt(b.rng.Float64()), 2*math.Pi*b.rng.Float64()
	px, py := math.Round((x+r*math.Cos(angle))*ticks)/ticks, math.Round((y+r*math.Sin(angle))*ticks)/ticks
	if f := b.Frame; !(px >= f.MinX && px <= f.MaxX && py >= f.MinY && py <= f.MaxY) {
		return dst
	}
	return append(dst, float32(px), float32(py))
}

// erase takes away what the brush covers on its way from where it is to (x, y).
func (b *Board) erase(x, y float64) {
	dx, dy := x-b.x, y-b.y
	way2 := dx*dx + dy*dy
	var left []float32
	for i := 0; i < len(b.Points); i += 2 {
		px, py := float64(b.Points[i])-b.x, float64(b.Points[i+1])-b.y
		t := 0.0
		if way2 > 0 {
			t = max(0, min(1, (px*dx+py*dy)/way2))
		}
		if math.Hypot(px-t*dx, py-t*dy) > b.brush.Radius {
			left = append(left, b.Points[i:i+2]...)
		}
	}
	if len(left) < len(b.Points) {
		b.change(left)
	}
}

// add appends points, as many as there is room for.
func (b *Board) add(points []float32) {
	if n := 2 * b.Left(); len(points) > n {
		points = points[:n]
	}
	if len(points) > 0 {
		b.change(append(b.Points, points...))
	}
}

// Left is how many points there is room for.
func (b *Board) Left() int { return Max - len(b.Points)/2 }

// Add adds points, at most Left of them, and widens the view where they need it.
func (b *Board) Add(points []float32) {
	b.begin()
	b.add(points)
	b.Frame = frameOf(b.Points)
}

// Replace makes points, at most Max of them, the drawing.
func (b *Board) Replace(points []float32) {
	if b.begin(); !slices.Equal(points, b.Points) {
		b.change(slices.Clone(points[:min(len(points), 2*Max)]))
	}
	b.Frame = frameOf(b.Points)
}

// Undo takes the last edit back, and reports whether there was one.
func (b *Board) Undo() bool { return b.travel(&b.past, &b.future) }

// Redo makes an edit that was undone again.
func (b *Board) Redo() bool { return b.travel(&b.future, &b.past) }

// CanUndo and CanRedo report whether there is a way.
func (b *Board) CanUndo() bool { return len(b.past) > 0 }
func (b *Board) CanRedo() bool { return len(b.future) > 0 }

func (b *Board) travel(from, to *[][]float32) bool {
	n := len(*from)
	if n == 0 {
		return false
	}
	*to = append(*to, b.Points)
	b.Points, *from = (*from)[n-1], (*from)[:n-1]
	b.begin()
	b.Frame = frameOf(b.Points)
	return true
}

// begin starts an edit: what follows is undone at once.
func (b *Board) begin() { b.edited = false }

func (b *Board) change(points []float32) {
	if !b.edited {
		b.past, b.future, b.edited = append(b.past, slices.Clip(b.Points)), nil, true
		if len(b.past) > maxPast {
			b.past = slices.Delete(b.past, 0, 1)
		}
	}
	b.Points = points
}

// frameOf is the board around points: the empty one where they lie in it.
func frameOf(points []float32) Frame {
	lo, hi := bounds(points)
	if lo[0] >= -reach && lo[1] >= -reach && hi[0] <= reach && hi[1] <= reach {
		return Frame{-reach, reach, -reach, reach}
	}
	half := (0.5 + margin) * max(hi[0]-lo[0], hi[1]-lo[1])
	if half == 0 {
		half = reach
	}
	x, y := (lo[0]+hi[0])/2, (lo[1]+hi[1])/2
	return Frame{x - half, x + half, y - half, y + half}
}

// Fit brings points of any units to the size of an empty board, each axis for itself.
func Fit(points []float32) []float32 {
	lo, hi := bounds(points)
	out := make([]float32, len(points))
	for i, v := range points {
		if size := hi[i%2] - lo[i%2]; size > 0 {
			out[i] = float32(math.Round(ticks*reach*room*(2*(float64(v)-lo[i%2])/size-1)) / ticks)
		}
	}
	return out
}

func bounds(points []float32) (lo, hi [2]float64) {
	if len(points) == 0 {
		return lo, hi
	}
	lo = [2]float64{math.Inf(1), math.Inf(1)}
	hi = [2]float64{math.Inf(-1), math.Inf(-1)}
	for i, v := range points {
		lo[i%2], hi[i%2] = min(lo[i%2], float64(v)), max(hi[i%2], float64(v))
	}
	return lo, hi
}
