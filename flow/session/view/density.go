package view

import (
	"cmp"
	"math"

	"nicelab/wasm/protocol"
)

// axis is where a column lies on a grid of n even points, of which the outer ones are a margin.
type axis struct {
	lo, hi float64 // without the margins
	log    bool    // in logarithms to base 10
	n      int
}

// along is where x lies along the axis, in its own units; NaN or infinite where it has no place.
func (a axis) along(x float32) float64 {
	if a.log {
		return math.Log10(float64(x))
	}
	return float64(x)
}

// step is how far neighbours are apart.
func (a axis) step() float64 {
	return (a.hi - a.lo) * (1 + 2*protocol.CornerMargin) / float64(a.n-1)
}

// place is where x lies among the points of the grid, from 0 to n-1; NaN outside.
func (a axis) place(x float32) float32 {
	t := (a.along(x) - a.lo + protocol.CornerMargin*(a.hi-a.lo)) / a.step()
	if !(t >= 0 && t <= float64(a.n-1)) {
		return float32(math.NaN())
	}
	return float32(t)
}

// kernel is half of a Gaussian on a grid: what a point gets of its neighbours at a distance of 0, 1, ...
type kernel []float32

// newKernel smooths what n numbers of that spread say, in steps of the grid, of a density of so many dimensions. It is
// narrower than the rule of thumb for one Gaussian, since there may be several.
func newKernel(spread float64, n, dims, grid int) kernel {
	const narrower = 0.6
	width := narrower * spread * math.Pow(float64(n), -1/(4+float64(dims)))
	width = max(0.7, min(width, float64(grid)/10))
	k := make(kernel, 1+int(math.Ceil(3*width)))
	sum := 0.
	for i := range k {
		v := math.Exp(-float64(i*i) / (2 * width * width))
		k[i] = float32(v)
		if sum += v; i > 0 {
			sum += v
		}
	}
	for i := range k {
		k[i] /= float32(sum)
	}
	return k
}

// own is what a number at that place gives its own place, once it is shared between two points, smoothed, and read off
// between them.
func (k kernel) own(at float32) float32 {
	t := at - float32(int(at))
	return k[0]*(t*t+(1-t)*(1-t)) + 2*k[1]*t*(1-t)
}

// smooth sets dst to src smoothed along one direction of a grid: count lines of n points that lie stride apart, whose
// first points lie across apart.
func (k kernel) smooth(dst, src []float32, n, stride, count, across int) {
	for line := range count {
		at := line * across
		for i := range n {
			sum := k[0] * src[at+i*stride]
			for j := 1; j < len(k); j++ {
				if i >= j {
					sum += k[j] * src[at+(i-j)*stride]
				}
				if i+j < n {
					sum += k[j] * src[at+(i+j)*stride]
				}
			}
			dst[at+i*stride] = sum
		}
	}
}

// curve returns the density of numbers at those places along an axis.
func curve(at []float32, a axis, k kernel) []float32 {
	counts, out := make([]float32, a.n), make([]float32, a.n)
	for _, t := range at {
		if t == t {
			i := min(int(t), a.n-2)
			r := t - float32(i)
			counts[i] += 1 - r
			counts[i+1] += r
		}
	}
	k.smooth(out, counts, a.n, 1, 1, 0)
	for i := range out {
		out[i] /= float32(float64(len(at)) * a.step())
	}
	return out
}

// joint sets dst to the counts of points at those places of an n x n grid, smoothed. Points outside are left out.
func joint(dst []float32, x, y []float32, kx, ky kernel, n int) {
	counts := make([]float32, n*n)
	for i, u := range x {
		v := y[i]
		if u != u || v != v {
			continue
		}
		c, r := min(int(u), n-2), min(int(v), n-2)
		s, t := u-float32(c), v-float32(r)
		at := r*n + c
		counts[at] += (1 - s) * (1 - t)
		counts[at+1] += s * (1 - t)
		counts[at+n] += (1 - s) * t
		counts[at+n+1] += s * t
	}
	ky.smooth(dst, counts, n, n, n, 1)
	kx.smooth(counts, dst, n, 1, n, n)
	copy(dst, counts)
}

// between reads an n x n grid off at a place.
func between(grid []float32, n int, u, v float32) float32 {
	c, r := min(int(u), n-2), min(int(v), n-2)
	s, t := u-float32(c), v-float32(r)
	at := r*n + c
	return (1-t)*((1-s)*grid[at]+s*grid[at+1]) + t*((1-s)*grid[at+n]+s*grid[at+n+1])
}

// levels returns the densities that those shares of the points exceed, where they were counted on the grid; 0 where as
// many do not lie on it. What a point adds to its own place is left out: fresh points have nothing of that.
func levels(grid []float32, x, y []float32, kx, ky kernel, n int, masses []float64) []float32 {
	own := make([]float32, len(x))
	for i, u := range x {
		if v := y[i]; u == u && v == v {
			own[i] = between(grid, n, u, v) - kx.own(u)*ky.own(v)
		}
	}
	out := make([]float32, len(masses))
	for i, q := range masses {
		out[i] = max(0, nth(own, int((1-q)*float64(len(own)))))
	}
	return out
}

// nth returns the number that is in place k of x once x is sorted, and puts x in another order: all before k are as
// small or smaller.
func nth[T cmp.Ordered](x []T, k int) T {
	k = max(0, min(k, len(x)-1))
	for lo, hi := 0, len(x)-1; lo < hi; {
		pivot := x[lo+(hi-lo)/2]
		i, j := lo, hi
		for i <= j {
			for x[i] < pivot {
				i++
			}
			for pivot < x[j] {
				j--
			}
			if i <= j {
				x[i], x[j] = x[j], x[i]
				i++
				j--
			}
		}
		switch {
		case k <= j:
			hi = j
		case k >= i:
			lo = i
		default:
			return x[k]
		}
	}
	return x[k]
}

// spread is how far numbers at those places are apart: their standard deviation or, where a few lie far out, that of
// the Gaussian with the same quartiles.
func spread(at []float32) float64 {
	inside := make([]float32, 0, len(at))
	var sum, squares float64
	for _, t := range at {
		if t == t {
			inside = append(inside, t)
			sum += float64(t)
			squares += float64(t) * float64(t)
		}
	}
	n := float64(len(inside))
	if n < 2 {
		return 0
	}
	std := math.Sqrt(max(0, squares/n-sum/n*sum/n))
	q3 := nth(inside, len(inside)*3/4)
	q1 := nth(inside, len(inside)/4)
	if iqr := float64(q3-q1) / 1.349; iqr > 0 {
		return min(std, iqr)
	}
	return std
}
