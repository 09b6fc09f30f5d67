package plane

import (
	"math"

	"nicelab/flow"
	"nicelab/flow/layer"
)

// Contour returns the border of the smallest region that holds the mass q of a model with Dim 2, as a closed line:
// rows of 2 in the units of the data, the last joined to the first. Where f keeps volume up to a constant, it is the
// preimage of the prior's ring with that mass: exact at every point, however thin the region. Points are added
// where neighbours lie further apart than reach (in each coordinate), up to limit.
func Contour(f *flow.Flow, q float64, reach [2]float64, limit int) []float32 {
	if f.Config.Dim != 2 {
		panic("plane: a flow has other than two dimensions")
	}
	if f.Volume() == layer.Varies {
		panic("plane: the border of a region is the prior's only where volumes change by one factor")
	}
	level := f.Prior.Level(2, q)
	return ring(func(angles []float64) []float32 {
		z := make([]float32, 0, 2*len(angles))
		for _, a := range angles {
			sin, cos := math.Sincos(a)
			r := f.Prior.Radius(sin, cos, level)
			z = append(z, float32(r*cos), float32(r*sin))
		}
		return f.Inverse(z, z)
	}, reach, limit)
}
