package flow

import (
	"math"

	"nicelab/flow/layer"
)

// Contour returns the border of the smallest region that holds the mass q of a model with Dim 2, as a closed line:
// rows of 2 in the units of the data, the last joined to the first. Where f keeps volume up to a constant, it is the
// preimage of the prior's ring with that mass: exact at every point, however thin the region. Points are added
// where neighbours lie further apart than reach (in each coordinate), up to limit.
func (f *Flow) Contour(q float64, reach [2]float64, limit int) []float32 {
	if f.Config.Dim != 2 {
		panic("flow: a contour has two dimensions")
	}
	if f.Volume() == layer.Varies {
		panic("flow: the border of a region is the prior's only where volumes change by one factor")
	}
	level := f.Prior.Level(2, q)
	ring := make([]vertex, 0, limit)
	for i := range min(limit, 128) {
		ring = append(ring, vertex{angle: 2 * math.Pi * float64(i) / float64(min(limit, 128))})
	}
	f.locate(ring, level)
	for {
		var added []vertex
		for i, v := range ring {
			next := ring[(i+1)%len(ring)]
			if len(ring)+len(added) == limit {
				break
			}
			if math.Abs(float64(next.x-v.x)) > reach[0] || math.Abs(float64(next.y-v.y)) > reach[1] {
				to := next.angle
				if i == len(ring)-1 {
					to += 2 * math.Pi
				}
				if mid := (v.angle + to) / 2; mid > v.angle && mid < to {
					added = append(added, vertex{angle: mid})
				}
			}
		}
		if len(added) == 0 {
			break
		}
		f.locate(added, level)
		ring = merge(ring, added)
	}
	line := make([]float32, 0, 2*len(ring))
	for _, v := range ring {
		line = append(line, v.x, v.y)
	}
	return line
}

// vertex is a point of the prior's ring, by its angle, and its preimage.
type vertex struct {
	angle float64
	x, y  float32
}

// locate maps the vertices to the plane of the data.
func (f *Flow) locate(vs []vertex, level float64) {
	z := make([]float32, 0, 2*len(vs))
	for _, v := range vs {
		sin, cos := math.Sincos(v.angle)
		r := f.Prior.Radius(sin, cos, level)
		z = append(z, float32(r*cos), float32(r*sin))
	}
	for i, x := range f.Inverse(z, z) {
		if i%2 == 0 {
			vs[i/2].x = x
		} else {
			vs[i/2].y = x
		}
	}
}

// merge merges two lists that are sorted by angle.
func merge(a, b []vertex) []vertex {
	out := make([]vertex, 0, cap(a))
	for len(a) > 0 || len(b) > 0 {
		if len(b) == 0 || len(a) > 0 && a[0].angle < b[0].angle {
			out, a = append(out, a[0]), a[1:]
		} else {
			out, b = append(out, b[0]), b[1:]
		}
	}
	return out
}
