package optim

import (
	"math"
	"testing"
)

// A gradient is shortened where it is too long, and keeps its direction.
func TestClip(t *testing.T) {
	g := []float32{3, -4, 0}
	if norm := Clip(g, 10, new([1]float32)); norm != 5 || g[0] != 3 {
		t.Errorf("a short gradient of norm %g became %v", norm, g)
	}
	norm := Clip(g, 1, new([1]float32))
	if norm != 5 || math.Abs(float64(g[0])-0.6) > 1e-6 || math.Abs(float64(g[1])+0.8) > 1e-6 {
		t.Errorf("a long gradient of norm %g became %v", norm, g)
	}
}

// Adam as the paper writes it, in float64.
func TestAdam(t *testing.T) {
	r := Rates{Rate: 0.01, Beta1: 0.9, Beta2: 0.99, Eps: 1e-4}
	a, w := NewAdam(3), []float32{1, -2, 3}
	ref, m, v := []float64{1, -2, 3}, make([]float64, 3), make([]float64, 3)
	for step := 1; step <= 30; step++ {
		g := []float32{float32(math.Sin(float64(step))), 0.5, float32(step) / 10}
		a.Update(w, g, r)
		for i := range ref {
			m[i] = r.Beta1*m[i] + (1-r.Beta1)*float64(g[i])
			v[i] = r.Beta2*v[i] + (1-r.Beta2)*float64(g[i])*float64(g[i])
			ref[i] -= r.Rate * m[i] / (1 - math.Pow(r.Beta1, float64(step))) / (math.Sqrt(v[i]/(1-math.Pow(r.Beta2,
				float64(step)))) + r.Eps)
			if math.Abs(float64(w[i])-ref[i]) > 1e-5 {
				t.Fatalf("step %d: weight %d is %v and should be %v", step, i, w[i], ref[i])
			}
		}
	}
	if a.Reset(); a.Steps != 0 || a.M[0] != 0 || a.V[2] != 0 {
		t.Error("the moments stay")
	}
}

func TestAverage(t *testing.T) {
	avg := []float32{1, 2}
	Average(avg, []float32{3, -2}, 0.75)
	if avg[0] != 1.5 || avg[1] != 1 {
		t.Errorf("it is %v", avg)
	}
}
