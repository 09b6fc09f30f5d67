package view

import (
	"math/rand/v2"
	"testing"
)

func TestLying(t *testing.T) {
	sorted := []float32{1, 2, 2, 3}
	for _, c := range []struct {
		others []float32
		want   float64
	}{
		{[]float32{1, 2, 2, 3}, 0}, {[]float32{0, 0}, 1}, {[]float32{4}, 1}, {[]float32{2.5}, 0.75}, {[]float32{2}, 0.25},
		{[]float32{1, 3}, 0.25},
	} {
		l := newLying(sorted)
		for _, x := range c.others {
			l.add(x)
		}
		if got := l.apart(); got != c.want {
			t.Errorf("%v lies %v apart, want %v", c.others, got, c.want)
		}
	}
}

func TestFromGaussian(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	var gaussian, lumps, same []float32
	for i := range 2000 {
		gaussian = append(gaussian, float32(50+3*rng.NormFloat64()))
		lumps = append(lumps, float32(10*(i%2))+float32(rng.NormFloat64()))
		same = append(same, 4)
	}
	if a, b, c := fromGaussian(gaussian), fromGaussian(lumps), fromGaussian(same); a > 0.03 || b < 0.2 || c != 1 {
		t.Errorf("a Gaussian is %v from one, two lumps %v, a constant %v", a, b, c)
	}
}
