package dataset

import (
	"math"
	"math/rand/v2"
)

// gaussian is one weighted normal of the plane, written as y ~ N(y0, sy^2) and
// x given y ~ N(x0 + slope (y - y0), sx^2): the form in which a row of a grid is cheap.
type gaussian struct {
	weight float64
	x0, y0 float64
	slope  float64
	sx, sy float64
	peak   float64 // log of the weighted density at (x0, y0)
}

// newGaussian returns the normal about (x, y) with these stds along and across a direction,
// which stands at angle to the x-axis.
func newGaussian(weight, x, y, along, across, angle float64) gaussian {
	sin, cos := math.Sincos(angle)
	yy := along*along*sin*sin + across*across*cos*cos
	xy := (along*along - across*across) * sin * cos
	g := gaussian{weight: weight, x0: x, y0: y, slope: xy / yy, sy: math.Sqrt(yy)}
	g.sx = along * across / g.sy
	g.peak = math.Log(weight / (2 * math.Pi * g.sx * g.sy))
	return g
}

func (g gaussian) logDensity(x, y float64) float64 {
	dx := (x - g.x0 - g.slope*(y-g.y0)) / g.sx
	dy := (y - g.y0) / g.sy
	return g.peak - (dx*dx+dy*dy)/2
}

// blobs is a mixture of Gaussians.
type blobs []gaussian

func (b blobs) draw(rng *rand.Rand) (x, y float64) {
	u, i := rng.Float64(), 0
	for ; i < len(b)-1 && u >= b[i].weight; i++ {
		u -= b[i].weight
	}
	g := b[i]
	y = g.y0 + g.sy*rng.NormFloat64()
	x = g.x0 + g.slope*(y-g.y0) + g.sx*rng.NormFloat64()
	return x, y
}

func (b blobs) logDensity(x, y float64) float64 {
	top := math.Inf(-1)
	for i := range b {
		top = max(top, b[i].logDensity(x, y))
	}
	// Relative to the largest term a sum of many terms e^-50 is lost in rounding, and most
	// parts of a curve are that far away.
	var sum float64
	for i := range b {
		if d := b[i].logDensity(x, y) - top; d > -50 {
			sum += math.Exp(d)
		}
	}
	return top + math.Log(sum)
}

// warped is a mixture of Gaussians carried along by bend, a map of the plane that keeps
// areas; flatten is its inverse. The density travels with the points, so entropy
// and NICE floor are those of the mixture itself.
type warped struct {
	blobs
	bend, flatten func(x, y float64) (float64, float64)
}

func (w warped) draw(rng *rand.Rand) (x, y float64) { return w.bend(w.blobs.draw(rng)) }
func (w warped) logDensity(x, y float64) float64    { return w.blobs.logDensity(w.flatten(x, y)) }

// curve maps u, uniform on [0, 1], into the plane.
type curve func(u float64) (x, y float64)

// tube is one of several curves, each as likely, plus isotropic Gaussian noise: a continuous mixture
// of Gaussians, which Gauss-Legendre quadrature along the curves turns into a finite one.
type tube struct {
	blobs
	curves []curve
	noise  float64
}

func curves(c ...curve) func(noise float64) law {
	return func(noise float64) law { return newTube(c, noise) }
}

func newTube(curves []curve, noise float64) tube {
	// Eight nodes on a panel of at most two stds give log p to 1e-5 within four stds
	// of the curve, its ends included.
	const nodes, panel = 8, 2
	t := tube{curves: curves, noise: noise}
	u, w := make([]float64, nodes), make([]float64, nodes)
	for _, c := range curves {
		n := math.Ceil(c.speed() / (panel * noise))
		legendre(u, w)
		for i := range u {
			node := newGaussian(w[i]/n/float64(len(curves)), 0, 0, noise, noise, 0)
			for k := range int(n) {
				node.x0, node.y0 = c((float64(k) + u[i]) / n)
				t.blobs = append(t.blobs, node)
			}
		}
	}
	return t
}

func (t tube) draw(rng *rand.Rand) (x, y float64) {
	x, y = t.curves[rng.IntN(len(t.curves))](rng.Float64())
	return x + t.noise*rng.NormFloat64(), y + t.noise*rng.NormFloat64()
}

// speed returns the largest speed of c in u, which bounds its length.
func (c curve) speed() float64 {
	const chords = 256
	var most float64
	x0, y0 := c(0)
	for i := range chords {
		x, y := c(float64(i+1) / chords)
		most = max(most, chords*math.Hypot(x-x0, y-y0))
		x0, y0 = x, y
	}
	return most
}

// board is uniform on the eight dark squares, two wide, of a board of four by four.
type board struct{}

const boardSide, boardArea = 2, 32

func (board) draw(rng *rand.Rand) (x, y float64) {
	column, row := rng.IntN(4)-2, 2*rng.IntN(2)-2
	row += column & 1
	return along(column, rng.Float64()), along(row, rng.Float64())
}

// along returns the place in a square at the share u of its side. It is a float32, as the points of a preset are:
// rounded to one later, it could come to lie on the far edge, which belongs to the next square, where the density is
// zero.
func along(square int, u float64) float64 {
	edge := float32(boardSide * (square + 1))
	return float64(min(float32(boardSide*(float64(square)+u)), math.Nextafter32(edge, float32(math.Inf(-1)))))
}

func (board) logDensity(x, y float64) float64 {
	i, j := math.Floor(x/boardSide), math.Floor(y/boardSide)
	if max(math.Abs(i+0.5), math.Abs(j+0.5)) > 2 || math.Mod(i+j, 2) != 0 {
		return math.Inf(-1)
	}
	return -math.Log(boardArea)
}
