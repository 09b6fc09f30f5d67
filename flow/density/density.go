// Package density estimates densities of one and of two columns of samples, as smoothed histograms on even grids, and
// the levels of them that hold a share of the samples.
package density

import (
	"cmp"
	"math"
)

// Axis is where a column lies on a grid of N even points, of which the outer ones may be a margin.
type Axis struct {
	Lo, Hi float64 // without the margins
	Margin float64 // at either end, as a share of Hi - Lo
	Log    bool    // in logarithms to base 10
	N      int
}

// Along is where x lies along the axis, in its own units; NaN or infinite where it has no place.
func (a Axis) Along(x float32) float64 {
	if a.Log {
		return math.Log10(float64(x))
	}
	return float64(x)
}

// Step is how far neighbours are apart.
func (a Axis) Step() float64 {
	return (a.Hi - a.Lo) * (1 + 2*a.Margin) / float64(a.N-1)
}

// Place is where x lies among the points of the grid, from 0 to n-1; NaN outside.
func (a Axis) Place(x float32) float32 {
	t := (a.Along(x) - a.Lo + a.Margin*(a.Hi-a.Lo)) / a.Step()
	if !(t >= 0 && t <= float64(a.N-1)) {
		return float32(math.NaN())
	}
	return float32(t)
}

// Kernel is half of a Gaussian on a grid: what a point gets of its neighbours at a distance of 0, 1, ...
type Kernel []float32

// NewKernel smooths what n numbers of that spread say, in steps of the grid, of a density of so many dimensions. It is
// narrower than the rule of thumb for one Gaussian, since there may be several.
func NewKernel(spread float64, n, dims, grid int) Kernel {
	const narrower = 0.6
	width := narrower * spread * math.Pow(float64(n), -1/(4+float64(dims)))
	width = max(0.7, min(width, float64(grid)/10))
	k := make(Kernel, 1+int(math.Ceil(3*width)))
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
func (k Kernel) own(at float32) float32 {
	t := at - float32(int(at))
	return k[0]*(t*t+(1-t)*(1-t)) + 2*k[1]*t*(1-t)
}

// smooth sets dst to src smoothed along one direction of a grid: count lines of n points that lie stride apart, whose
// first points lie across apart.
func (k Kernel) smooth(dst, src []float32, n, stride, count, across int) {
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

// Curve returns the density of numbers at those places along an axis.
func Curve(at []float32, a Axis, k Kernel) []float32 {
	counts, out := make([]float32, a.N), make([]float32, a.N)
	for _, t := range at {
		if t == t {
			i := min(int(t), a.N-2)
			r := t - float32(i)
			counts[i] += 1 - r
			counts[i+1] += r
		}
	}
	k.smooth(out, counts, a.N, 1, 1, 0)
	for i := range out {
		out[i] /= float32(float64(len(at)) * a.Step())
	}
	return out
}

// Joint sets dst to the counts of points at those places of an n x n grid, smoothed. Points outside are left out.
func Joint(dst []float32, x, y []float32, kx, ky Kernel, n int) {
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

// Levels returns the densities that those shares of the points exceed, where they were counted on the grid; 0 where as
// many do not lie on it. What a point adds to its own place is left out: fresh points have nothing of that.
func Levels(grid []float32, x, y []float32, kx, ky Kernel, n int, masses []float64) []float32 {
	own := make([]float32, len(x))
	for i, u := range x {
		if v := y[i]; u == u && v == v {
			own[i] = between(grid, n, u, v) - kx.own(u)*ky.own(v)
		}
	}
	out := make([]float32, len(masses))
	for i, q := range masses {
		out[i] = max(0, Nth(own, int((1-q)*float64(len(own)))))
	}
	return out
}

// Nth returns the number that is in place k of x once x is sorted, and puts x in another order: all before k are as
// small or smaller.
func Nth[T cmp.Ordered](x []T, k int) T {
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

// Spread is how far numbers at those places are apart: their standard deviation or, where a few lie far out, that of
// the Gaussian with the same quartiles.
func Spread(at []float32) float64 {
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
	q3 := Nth(inside, len(inside)*3/4)
	q1 := Nth(inside, len(inside)/4)
	if iqr := float64(q3-q1) / 1.349; iqr > 0 {
		return min(std, iqr)
	}
	return std
}
