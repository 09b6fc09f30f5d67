// Package prior holds the factorised densities that a flow maps its data to (section 3.4 of the paper). Each coordinate
// of z follows the same law on the line, on its own:
//
//	log p(z) = Σ_j log p_H(z_j)
//
// A new prior is one file like gaussian.go and one line in the table All.
package prior

import (
	"math/rand/v2"
	"strings"
)

// Prior is the law of one coordinate, symmetric around 0 and log-concave, in nats.
type Prior interface {
	Name() string // what a Config calls it

	LogProb(z float64) float64 // log p_H(z)
	Slope(z float64) float64   // -d log p_H / dz
	CDF(z float64) float64     // the probability of at most z
	Draw(rng *rand.Rand) float64
	Entropy() float64 // in nats
	Width() float64   // how far it reaches, as a multiple of a standard Gaussian: pictures are so much wider

	// AddLogProb adds log p_H(scale h[i]) to dst[i].
	AddLogProb(dst []float64, h []float32, scale float64)

	// Loss returns sum - Σ log p_H(z) and Σ z slope(z) over z = scale h[i], and sets dh[i] to weight times the gradient
	// of the first with respect to h[i].
	Loss(dh, h []float32, scale, weight, sum float64) (nll, slope float64)

	// Level returns the log-density of the level set of d coordinates that holds the mass q: {log p >= Level} is the
	// smallest region with that mass. It takes microseconds.
	Level(d int, q float64) float64

	// Radius returns how far the level set of two coordinates is from 0 in the direction (cos, sin).
	Radius(sin, cos, level float64) float64

	// Ring returns that level set as a polygon, and Reach half the side of a square around 0 that shows 99% and a margin:
	// how pictures show two coordinates.
	Ring(mass float64) [][2]float64
	Reach() float64

	// Export writes Σ_j log p_H(z_j) as operations of ONNX: the terms of the sum, without a constant that each
	// coordinate adds.
	Export(g Ops, z string) (terms string, constant float64)
}

// Ops writes operations of ONNX. Values are named.
type Ops interface {
	Op(kind string, in ...string) string // returns the name of the operation's output
	Number(v float32) string             // a scalar constant
}

// All lists the priors, in the order in which they are offered.
var All = []Prior{Gaussian{}, Logistic{}}

// Names lists them in words.
func Names() string {
	var names []string
	for _, p := range All {
		names = append(names, p.Name())
	}
	return strings.Join(names, " or ")
}

// Named returns the prior of that name, or nil.
func Named(name string) Prior {
	for _, p := range All {
		if p.Name() == name {
			return p
		}
	}
	return nil
}
