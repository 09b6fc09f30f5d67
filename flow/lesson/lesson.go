// Package lesson has the two small maps that the page's article lets a person bend: a map of the line, for the change
// of variables, and a pair of additive couplings of the plane.
package lesson

import "math"

// Stretch is the map z = (1 - Bend/2) x + 3/2 Bend tanh 2x of the line. It rises everywhere for a Bend from MinBend to
// MaxBend; 0 is the identity.
type Stretch struct{ Bend float64 }

// Range of Stretch.Bend.
const (
	MinBend = -0.3
	MaxBend = 1
)

// Map returns z.
func (s Stretch) Map(x float64) float64 { return (1-s.Bend/2)*x + 1.5*s.Bend*math.Tanh(2*x) }

// Slope returns dz/dx.
func (s Stretch) Slope(x float64) float64 {
	t := math.Tanh(2 * x)
	return 1 - s.Bend/2 + 3*s.Bend*(1-t*t)
}

// Inverse returns the x that Map sends to z, by bisection: the map has no inverse in closed form.
func (s Stretch) Inverse(z float64) float64 {
	far := 4 * (math.Abs(z) + 1) // the slope is at least 1/4, and tanh is bounded
	lo, hi := -far, far
	for range 60 {
		if mid := (lo + hi) / 2; s.Map(mid) < z {
			lo = mid
		} else {
			hi = mid
		}
	}
	return (lo + hi) / 2
}

// Density returns p(x) when z is standard normal: the change of variables.
func (s Stretch) Density(x float64) float64 { return Normal(s.Map(x)) * s.Slope(x) }

// Rows returns n points of three lines over -reach to reach: x and Map, z and Normal, x and Density, each as n rows of
// 2.
func (s Stretch) Rows(reach float64, n int) (curve, prior, density []float32) {
	for i := range n {
		x := reach * (2*float64(i)/float64(n-1) - 1)
		curve = append(curve, float32(x), float32(s.Map(x)))
		prior = append(prior, float32(x), float32(Normal(x)))
		density = append(density, float32(x), float32(s.Density(x)))
	}
	return curve, prior, density
}

// Normal is the density of the standard normal distribution.
func Normal(z float64) float64 { return math.Exp(-z*z/2) / math.Sqrt(2*math.Pi) }

// Mass is what the standard normal distribution holds between -z and z.
func Mass(z float64) float64 { return math.Erf(z / math.Sqrt2) }

// Shares returns the n points that stand in the middle of n equal shares of the standard normal distribution.
func Shares(n int) []float64 {
	z := make([]float64, n)
	for i := range z {
		z[i] = math.Sqrt2 * math.Erfinv(2*(float64(i)+0.5)/float64(n)-1)
	}
	return z
}

// Shear is two additive couplings of the plane: h2 = x2 + First m(x1), then h1 = x1 + Second m(h2), with the same curve
// m. Each strength goes from -1 to 1.
type Shear struct{ First, Second float64 }

// M is the curve.
func M(x float64) float64 { return 0.8 * math.Sin(2*x) }

// Map returns where the point goes.
func (s Shear) Map(x1, x2 float64) (h1, h2 float64) {
	h2 = x2 + s.First*M(x1)
	return x1 + s.Second*M(h2), h2
}

// Line returns where the segment between two points goes: pieces + 1 rows of 2.
func (s Shear) Line(fromX, fromY, toX, toY float64, pieces int) []float32 {
	line := make([]float32, 0, 2*pieces+2)
	for i := range pieces + 1 {
		t := float64(i) / float64(pieces)
		x, y := s.Map(fromX+t*(toX-fromX), fromY+t*(toY-fromY))
		line = append(line, float32(x), float32(y))
	}
	return line
}

// Lattice returns where the lines across and up through a square go, which reaches from -reach to reach and has 2 n
// cells a side.
func (s Shear) Lattice(reach float64, n int) (across, up [][]float32) {
	for i := -n; i <= n; i++ {
		at := reach * float64(i) / float64(n)
		across = append(across, s.Line(-reach, at, reach, at, 80))
		up = append(up, s.Line(at, -reach, at, reach, 80))
	}
	return across, up
}

// Cell returns where the border of the square with the given corner and side goes, as a closed line.
func (s Shear) Cell(x, y, side float64, pieces int) []float32 {
	var border []float32
	corners := [][2]float64{{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}}
	for i, from := range corners {
		to := corners[(i+1)%4]
		line := s.Line(from[0], from[1], to[0], to[1], pieces)
		border = append(border, line[:2*pieces]...)
	}
	return border
}

// Area returns the area inside a closed line of n rows of 2, by the shoelace formula.
func Area(line []float32) float64 {
	sum := 0.0
	for i := 0; i+1 < len(line); i += 2 {
		j := (i + 2) % len(line)
		sum += float64(line[i])*float64(line[j+1]) - float64(line[j])*float64(line[i+1])
	}
	return math.Abs(sum) / 2
}
