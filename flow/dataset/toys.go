package dataset

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// Range of the noise setting: the std, in the units of the data, of the Gaussian noise.
const (
	MinNoise     = 0.01
	MaxNoise     = 0.5
	DefaultNoise = 0.05
)

// Preset is a two-dimensional toy data set whose density is known exactly. The
// zero Preset is not usable; Presets and Lookup give the built-in ones.
//
// Curves (s-curve, moons, circles, rings, spirals) carry isotropic Gaussian noise.
// In the crescent the noise is that of x2 given x1, in gaussians the std of each
// blob, in the pinwheel the std across each blade before it is twisted.
type Preset struct {
	Name  string // stable, as in a URL
	Noisy bool   // the noise setting applies

	law func(noise float64) law
}

// law is the distribution of one preset at one noise.
type law interface {
	draw(rng *rand.Rand) (x, y float64)
	logDensity(x, y float64) float64
	scan(fineness float64) (grid, scanner)
}

// Presets returns the built-in sets in the order they are offered; the first is the default.
func Presets() []Preset {
	return []Preset{
		{Name: "crescent", Noisy: true, law: crescent},
		{Name: "s-curve", Noisy: true, law: curves(arc(0, 1.5, 1.5, 0, 1.5*math.Pi),
			arc(0, -1.5, 1.5, 0.5*math.Pi, -math.Pi))},
		{Name: "moons", Noisy: true, law: curves(arc(-1, -0.2, 2, 0, math.Pi), arc(1, 0.8, 2, math.Pi, 2*math.Pi))},
		{Name: "circles", Noisy: true, law: curves(circle(3), circle(1.5))},
		{Name: "rings", Noisy: true, law: curves(circle(3), circle(2.25), circle(1.5), circle(0.75))},
		{Name: "gaussians", Noisy: true, law: eight},
		{Name: "pinwheel", Noisy: true, law: pinwheel},
		{Name: "spirals", Noisy: true, law: curves(spiral(1), spiral(-1))},
		{Name: "checkerboard", law: func(float64) law { return board{} }},
		{Name: "two-scales", law: twoScales},
	}
}

// Lookup returns the preset of that name.
func Lookup(name string) (Preset, bool) {
	for _, p := range Presets() {
		if p.Name == name {
			return p, true
		}
	}
	return Preset{}, false
}

// Sample draws n rows of 2 into dst, which holds 2n numbers; nil allocates. It returns
// dst. The same source in the same state gives the same points. Where the preset is
// Noisy, a noise outside [MinNoise, MaxNoise] panics.
func (p Preset) Sample(dst []float32, n int, noise float64, rng *rand.Rand) []float32 {
	if dst == nil {
		dst = make([]float32, 2*n)
	}
	if len(dst) != 2*n {
		panic(fmt.Sprintf("dataset: Sample of %d rows into %d numbers", n, len(dst)))
	}
	p.Sampler(noise)(dst, rng)
	return dst
}

// Sampler returns Sample for one noise: for many draws it is much quicker.
func (p Preset) Sampler(noise float64) func(dst []float32, rng *rand.Rand) {
	l := p.at(noise)
	return func(dst []float32, rng *rand.Rand) {
		for i := 0; i+1 < len(dst); i += 2 {
			x, y := l.draw(rng)
			dst[i], dst[i+1] = float32(x), float32(y)
		}
	}
}

// LogDensity returns the log, in nats, of the density that Sample draws from. For many
// points at one noise, Density is much quicker.
func (p Preset) LogDensity(x, y, noise float64) float64 {
	return p.at(noise).logDensity(x, y)
}

// Density returns LogDensity as a function of the point alone; it may be called concurrently.
func (p Preset) Density(noise float64) func(x, y float64) float64 {
	return p.at(noise).logDensity
}

func (p Preset) at(noise float64) law {
	if p.Noisy && !(noise >= MinNoise && noise <= MaxNoise) {
		panic(fmt.Sprintf("dataset: noise %v of %s is outside [%v, %v]", noise, p.Name, MinNoise, MaxNoise))
	}
	return p.law(noise)
}

// crescent is x1 ~ N(0, 1), x2 = 0.6 x1^2 + noise: a Gaussian under one shear.
func crescent(noise float64) law {
	const bow = 0.6
	return warped{
		blobs:   blobs{newGaussian(1, 0, 0, 1, noise, 0)},
		bend:    func(x, y float64) (float64, float64) { return x, y + bow*x*x },
		flatten: func(x, y float64) (float64, float64) { return x, y - bow*x*x },
	}
}

// eight places equal Gaussians on a circle.
func eight(noise float64) law {
	const n, radius = 8, 2 * math.Sqrt2
	b := make(blobs, n)
	for i := range b {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / n)
		b[i] = newGaussian(1./n, radius*cos, radius*sin, noise, noise, 0)
	}
	return b
}

// pinwheel turns the plane about the origin by an angle that grows with the radius. Every
// circle only turns within itself, so areas stay what they are.
func pinwheel(noise float64) law {
	const n, radius, length, twist = 5, 2, 0.6, 0.5
	b := make(blobs, n)
	for i := range b {
		angle := 2 * math.Pi * float64(i) / n
		sin, cos := math.Sincos(angle)
		b[i] = newGaussian(1./n, radius*cos, radius*sin, length, noise, angle)
	}
	turn := func(rate float64) func(x, y float64) (float64, float64) {
		return func(x, y float64) (float64, float64) {
			sin, cos := math.Sincos(rate * math.Hypot(x, y))
			return cos*x - sin*y, sin*x + cos*y
		}
	}
	return warped{blobs: b, bend: turn(twist), flatten: turn(-twist)}
}

func twoScales(float64) law {
	return blobs{newGaussian(0.5, 0, 0, 1, 1, 0), newGaussian(0.5, 3, 0, 0.05, 0.05, 0)}
}

// arc runs along a circle about (cx, cy) from one angle to another at constant speed.
func arc(cx, cy, radius, from, to float64) curve {
	return func(u float64) (x, y float64) {
		sin, cos := math.Sincos(from + u*(to-from))
		return cx + radius*cos, cy + radius*sin
	}
}

func circle(radius float64) curve { return arc(0, 0, radius, 0, 2*math.Pi) }

// spiral is one Archimedean arm, sign the half of the plane it starts in. The square
// root makes its speed nearly constant; starting a quarter turn out keeps the arms apart.
func spiral(sign float64) curve {
	const first, last = math.Pi / 2, 3 * math.Pi
	return func(u float64) (x, y float64) {
		angle := math.Sqrt(first*first + u*(last*last-first*first))
		sin, cos := math.Sincos(angle)
		r := sign * angle / 3
		return -r * cos, r * sin
	}
}
