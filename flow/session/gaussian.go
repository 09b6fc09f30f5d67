package session

import (
	"math"
	"slices"

	"nicelab/flow"
	"nicelab/flow/kernel"
)

// pixelGaussian is a Gaussian of the full covariance of pictures, with a ridge: what the flow is held against. The
// covariance is the one by which pictures are whitened, of the pictures trained on.
type pixelGaussian struct {
	p     *pictures
	held  []int32 // rows
	lp    []float64
	ridge float64

	fit   job // the covariance, until it is there
	units *units
	axes  []float32 // its eigenvectors
	x, y  []float32
	left  []int32 // pictures of the covariance, by which the ridge is chosen
	sums  [ridges]float64
}

const (
	ridges      = 16
	ridgeRows   = 2048 // by which it is chosen, at most
	perGaussian = 32   // rows in a slice
)

// newPixelGaussian prepares the Gaussian of p, as arranged for c. No pictures have more numbers than are whitened.
// Where it has to work the units out, it gives them to found.
func newPixelGaussian(p *pictures, c flow.Config, held []int32, found func(*units)) *pixelGaussian {
	g := &pixelGaussian{p: p, held: held}
	if p.units != nil && p.unitsOf(c) {
		g.take(p.units)
		return g
	}
	g.fit = p.fit(c, func(float64) {}, func(u *units) {
		g.take(u)
		found(u)
	})
	return g
}

func (g *pixelGaussian) take(u *units) {
	d := g.p.Size()
	g.fit, g.units, g.axes = nil, u, make([]float32, d*d)
	for i, v := range u.axes.Vectors {
		g.axes[i] = float32(v)
	}
	g.x, g.y = make([]float32, perGaussian*d), make([]float32, perGaussian*d)
	every := (len(u.of) + ridgeRows - 1) / ridgeRows
	for i := 0; i < len(u.of); i += every {
		g.left = append(g.left, u.of[i])
	}
}

// step does a slice, and reports whether lp is complete.
func (g *pixelGaussian) step() (done bool) {
	switch {
	case g.fit != nil:
		g.fit()
	case len(g.left) > 0:
		n := min(perGaussian, len(g.left))
		g.leaveOut(g.project(g.left[:n]))
		if g.left = g.left[n:]; len(g.left) == 0 {
			best := 0
			for k, sum := range g.sums {
				if sum > g.sums[best] {
					best = k
				}
			}
			g.ridge = g.tried(best)
		}
	default:
		pictures := make([]int32, min(perGaussian, len(g.held)-len(g.lp)))
		for i := range pictures {
			pictures[i] = g.p.order[g.held[len(g.lp)+i]]
		}
		d, logDet := g.p.Size(), g.logDet(g.ridge)
		for y := range slices.Chunk(g.project(pictures), d) {
			g.lp = append(g.lp, -(g.square(y, g.ridge)+logDet+float64(d)*math.Log(2*math.Pi))/2)
		}
		return len(g.lp) == len(g.held)
	}
	return false
}

// tried are the ridges to choose from, in units of the mean variance of a number: none, and from 1e-7 up.
func (g *pixelGaussian) tried(k int) float64 {
	if k == 0 {
		return 0
	}
	var sum float64
	for _, v := range g.units.axes.Values {
		sum += v
	}
	return sum / float64(len(g.units.axes.Values)) * math.Pow(10, -7+0.4*float64(k-1))
}

// project returns pictures along the axes, from their mean.
func (g *pixelGaussian) project(pictures []int32) (y []float32) {
	d, n := g.p.Size(), len(pictures)
	for i, picture := range pictures {
		row := g.x[i*d : (i+1)*d]
		g.p.Put(row, int(picture), nil)
		for j, m := range g.units.mean {
			row[j] -= m
		}
	}
	y = g.y[:n*d]
	clear(y)
	kernel.NT(y, n, d, d, g.x[:n*d], g.axes)
	return y
}

func (g *pixelGaussian) square(y []float32, ridge float64) (sum float64) {
	for j, v := range g.units.axes.Values {
		sum += float64(y[j]) * float64(y[j]) / (v + ridge)
	}
	return sum
}

func (g *pixelGaussian) logDet(ridge float64) (sum float64) {
	for _, v := range g.units.axes.Values {
		sum += math.Log(v + ridge)
	}
	return sum
}

// leaveOut adds to sums twice the log p of rows under the Gaussian of all others, for each ridge and but for a
// constant: to leave a row out changes the covariance by a matrix of rank one, whose determinant and inverse are known.
func (g *pixelGaussian) leaveOut(y []float32) {
	n := float64(len(g.units.of))
	weight, further := n/((n-1)*(n-1)), n*n/((n-1)*(n-1))
	for k := range g.sums {
		ridge := g.tried(k)
		logDet := g.logDet(ridge)
		for row := range slices.Chunk(y, g.p.Size()) {
			q := g.square(row, ridge)
			rest := 1 - weight*q
			if !(rest > 0) {
				g.sums[k] = math.Inf(-1)
				continue
			}
			g.sums[k] -= logDet + math.Log(rest) + further*q/rest
		}
	}
}
