// Package measure is what the paper's experiment on MNIST is judged by: held-out likelihood, a full Gaussian of the
// same rows, and whether samples are recognised.
package measure

import (
	"fmt"
	"image"
	"math"
	"math/rand/v2"
	"os"

	"nicelab/flow"
	"nicelab/flow/dataset"
)

// MNIST and Digits are files that the site ships.
const (
	MNIST  = "web/mnist/mnist.npz"
	Digits = "web/pictures/digits.npz"
)

// Read returns the pictures of a file.
func Read(path string) (*dataset.Pixels, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	t, err := dataset.Read(b)
	if err != nil {
		return nil, err
	}
	if t.Pictures == nil || t.Pictures.Size() != pixels || t.Pictures.Labels == nil {
		return nil, fmt.Errorf("%s has no digits of %d x %d pixels with labels", path, side, side)
	}
	return t.Pictures, nil
}

// Numbers returns pictures from to to of p, dequantized.
func Numbers(p *dataset.Pixels, from, to int) []float32 {
	d := p.Size()
	x := make([]float32, (to-from)*d)
	for i := from; i < to; i++ {
		p.Put(x[(i-from)*d:(i-from+1)*d], i, nil)
	}
	return x
}

// Bits is an NLL of rows of so many numbers of 256 brightnesses in bits a pixel.
func Bits(nll float64, dim int) float64 { return nll/float64(dim)/math.Ln2 + 8 }

// Gaussian returns the full Gaussian with the mean and the covariance that f's data layers whiten by, a flow without
// couplings behind the same layers with the Gaussian prior, and its NLL of the rows of x. To all variances is added
// what is best for those very rows: whoever is compared with it is not flattered.
func Gaussian(f *flow.Flow, x []float32) (best *flow.Flow, nll float64, err error) {
	nll = math.Inf(1)
	for _, shrink := range []float64{0, 1e-7, 1e-6, 3e-6, 1e-5, 3e-5, 1e-4, 3e-4} {
		g, err := gaussian(f, shrink)
		if err != nil {
			return nil, 0, err
		}
		if v := NLL(g, x); v < nll {
			best, nll = g, v
		}
	}
	return best, nll, nil
}

// gaussian is that Gaussian with so much added to the variance in every direction.
func gaussian(f *flow.Flow, shrink float64) (*flow.Flow, error) {
	c := flow.Config{Dim: f.Config.Dim, Couplings: 1, Hidden: []int{1}, Activation: flow.ReLU, Prior: flow.Gaussian,
		Seed: 1, Whiten: f.Config.Whiten}
	g, err := flow.New(c)
	if err != nil {
		return nil, err
	}
	for _, t := range g.Tensors() {
		for _, u := range f.Tensors() {
			if t.Name == u.Name && (t.Name == "mean" || t.Name == "std" || t.Name == "whiten") {
				copy(t.Data, u.Data)
			}
		}
	}
	clear(g.Weights)
	s, m := g.Weights[len(g.Weights)-c.Dim:], g.Tensors()[2].Data
	for j := range s {
		var square float64 // the whitening's row is as long as the prior is wide over the direction's standard deviation
		for _, v := range m[j*c.Dim : (j+1)*c.Dim] {
			square += float64(v) * float64(v)
		}
		variance := f.Prior.Width() * f.Prior.Width() / square
		s[j] = float32(-math.Log(f.Prior.Width()) - math.Log1p(shrink/variance)/2)
	}
	return g, g.Settle()
}

// NLL is the mean of -log p of rows, in nats.
func NLL(f *flow.Flow, x []float32) float64 {
	var sum float64
	lp := f.LogProb(nil, x)
	for _, v := range lp {
		sum -= v
	}
	return sum / float64(len(lp))
}

// Noise is n pictures of brightnesses that are as likely as each other.
func Noise(n int, seed uint64) []float32 {
	rng := rand.New(rand.NewPCG(seed, 2))
	x := make([]float32, n*pixels)
	for i := range x {
		x[i] = rng.Float32()
	}
	return x
}

// Grid is across x down pictures of 28 x 28 numbers, with a line between each two.
func Grid(x []float32, across, down int) *image.Gray {
	const cell = side + 1
	m := image.NewGray(image.Rect(0, 0, across*cell+1, down*cell+1))
	for i := range m.Pix {
		m.Pix[i] = 96
	}
	for i := range min(across*down, len(x)/pixels) {
		for k, v := range x[i*pixels : (i+1)*pixels] {
			row, col := i/across*cell+1+k/side, i%across*cell+1+k%side
			m.Pix[row*m.Stride+col] = byte(255 * max(0, min(1, v)))
		}
	}
	return m
}
