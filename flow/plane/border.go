package plane

import (
	"math"

	"nicelab/flow"
	"nicelab/flow/layer"
)

const (
	// A line of the border is halved where the triangle that this adds, at any layer, is more than this share of the cell.
	// A layer bends it a few hundred times at most, so the area is right to some ten-thousandths where mostBorder points
	// may be had. A large model has leastBorder of them, and an area that is less exact.
	borderShare = 1e-5
	borderSide  = 32    // lines a side before the first look
	mostBorder  = 4_096 // points
	leastBorder = 64
	borderFlops = 300e6
	drawnBorder = 300 // points of the line that is sent
)

// Border is a square's border at every layer of a flow with Dim 2, with points where it bends: what it encloses can be
// measured.
type Border struct {
	f       *flow.Flow
	inverse bool // the square lies in z, not in x standardised
	x, y    float64
	side    float64
	most    int
	varies  bool      // areas change by more than AreaFactor
	least   []float64 // at every layer, the triangle that counts

	knots []knot    // by place
	asked []float64 // places of the points that this round adds
	found []knot    // as many of them as are known
}

// knot is a point of the border.
type knot struct {
	place float64   // 0 to 4, from the corner with the least coordinates around
	at    []float32 // 2 coordinates a layer
	open  bool      // the line to the next knot is to be halved
}

// NewBorder starts to follow the square from (x, y) on, with sides of that length: one of x standardised or, if
// inverse, of z.
func NewBorder(f *flow.Flow, inverse bool, x, y, side float64) *Border {
	limit := min(mostBorder, max(leastBorder, int(borderFlops/float64(2*len(f.Weights)))))
	b := &Border{f: f, inverse: inverse, x: x, y: y, side: side, most: limit}
	b.varies = f.Volume() == layer.Varies
	for k := range f.Config.Stages() {
		b.least = append(b.least, borderShare*side*side*AreaFactor(f, k, inverse))
	}
	sides := min(borderSide, limit/8)
	for i := range 4 * sides {
		b.asked = append(b.asked, float64(i)/float64(sides))
	}
	return b
}

// Step does a chunk of rows, and reports whether it was the last.
func (b *Border) Step() (done bool) {
	if len(b.asked) == 0 {
		return true
	}
	to := min(len(b.asked), len(b.found)+b.f.Chunk())
	b.locate(b.asked[len(b.found):to])
	if to == len(b.asked) {
		b.settle()
	}
	return len(b.asked) == 0
}

// locate finds the points at some places.
func (b *Border) locate(places []float64) {
	points := make([]float32, 0, 2*len(places))
	for _, p := range places {
		u, v := aroundSquare(p)
		points = append(points, float32(b.x+b.side*u), float32(b.y+b.side*v))
	}
	trace := b.f.InverseLayers
	if !b.inverse {
		Unstandardize(b.f, points)
		trace = b.f.Layers
	}
	layers := trace(points)
	for i, p := range places {
		k := knot{place: p, open: true}
		for _, l := range layers {
			k.at = append(k.at, l[2*i], l[2*i+1])
		}
		b.found = append(b.found, k)
	}
}

// aroundSquare is the point at a place on the border of the unit square, counterclockwise.
func aroundSquare(place float64) (u, v float64) {
	along := place - math.Floor(place)
	switch int(place) {
	case 0:
		return along, 0
	case 1:
		return 1, along
	case 2:
		return 1 - along, 1
	}
	return 0, 1 - along
}

// settle ends a round: the new points take their places, and lines that they have hardly bent are done with.
func (b *Border) settle() {
	old := b.knots
	b.knots = b.found
	if old != nil {
		b.knots = make([]knot, 0, len(old)+len(b.found))
		for i, k := range old {
			if k.open && len(b.found) > 0 {
				mid := b.found[0]
				b.found = b.found[1:]
				k.open = b.bends(k, mid, old[(i+1)%len(old)])
				mid.open = k.open
				b.knots = append(b.knots, k, mid)
				continue
			}
			b.knots = append(b.knots, k)
		}
	}
	for k := range b.least {
		if b.varies { // no factor says how large the cell is there, but this line does
			b.least[k] = borderShare * b.Area(k)
		}
	}
	b.asked, b.found = b.asked[:0], nil
	for i, k := range b.knots {
		if !k.open || len(b.knots)+len(b.asked) >= b.most {
			continue
		}
		next := 4.0
		if i+1 < len(b.knots) {
			next = b.knots[i+1].place
		}
		b.asked = append(b.asked, (k.place+next)/2)
	}
}

// bends reports whether the points a, m, c lie off a straight line at any layer.
func (b *Border) bends(a, m, c knot) bool {
	for k, least := range b.least {
		x, y := float64(a.at[2*k]), float64(a.at[2*k+1])
		u, v := float64(m.at[2*k])-x, float64(m.at[2*k+1])-y
		p, q := float64(c.at[2*k])-x, float64(c.at[2*k+1])-y
		if math.Abs(u*q-v*p)/2 > least {
			return true
		}
	}
	return false
}

// Area is what the border encloses at a layer, the index of a stage (the shoelace formula).
func (b *Border) Area(layer int) float64 {
	var sum float64
	last := b.knots[len(b.knots)-1].at
	x, y := float64(last[2*layer]), float64(last[2*layer+1])
	for _, k := range b.knots {
		u, v := float64(k.at[2*layer]), float64(k.at[2*layer+1])
		sum += x*v - u*y
		x, y = u, v
	}
	return math.Abs(sum) / 2
}

// Line is the border at a layer as rows of 2, thinned to what a picture shows.
func (b *Border) Line(layer int) []float32 {
	every := 1 + len(b.knots)/drawnBorder
	var out []float32
	for i := 0; i < len(b.knots); i += every {
		out = append(out, b.knots[i].at[2*layer:2*layer+2]...)
	}
	return out
}

// AreaFactor is by how much what lies between the regular lattice, in z if back, and stage k scales areas: of a flow
// whose Volume says Varies, the part of it that is the same everywhere.
func AreaFactor(f *flow.Flow, k int, back bool) float64 {
	var sum float64
	stage := 0
	for _, s := range f.Steps() {
		switch {
		case back && stage > k:
			sum -= s.LogDet
		case !back && stage > 0 && stage <= k: // the lattice is regular in standardised units
			sum += s.LogDet
		}
		if s.Ends >= 0 {
			stage++
		}
	}
	return math.Exp(sum)
}

// Unstandardize moves rows of 2 to the units of the data.
func Unstandardize(f *flow.Flow, rows []float32) {
	for i, v := range rows {
		rows[i] = v*f.Std[i%2] + f.Mean[i%2]
	}
}
