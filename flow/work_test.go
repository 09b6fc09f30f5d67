package flow

import (
	"runtime"
	"testing"
)

// What TrainBytes says is what a trainer takes.
func TestTrainBytes(t *testing.T) {
	for _, c := range []Config{
		{Dim: 2, Couplings: 8, Hidden: []int{256, 512, 256}, Activation: ReLU, Prior: Gaussian},
		{Dim: 2, Couplings: 4, Hidden: []int{1000, 1000}, Activation: Tanh, Prior: Gaussian},
		{Dim: 100, Couplings: 16, Hidden: []int{64, 64}, Activation: ReLU, Prior: Logistic},
		{Dim: 784, Couplings: 4, Hidden: []int{500, 500, 500}, Activation: ReLU, Prior: Logistic},
		{Dim: 200, Couplings: 12, Leading: 16, Hidden: []int{32, 32}, Mix: Linear, Activation: ReLU, Prior: Logistic},
		{Dim: 3000, Couplings: 2, Hidden: []int{8}, Activation: ReLU, Prior: Gaussian},
	} {
		var before, after runtime.MemStats
		x := make([]float32, 16*c.Dim)
		for i := range x {
			x[i] = float32(i % 7 * (i % 3))
		}
		runtime.ReadMemStats(&before)
		f, err := New(c)
		if err != nil {
			t.Fatal(err)
		}
		tr, err := NewTrainer(f, f.Rows(x), Options{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := tr.Step(); err != nil {
			t.Fatal(err)
		}
		runtime.ReadMemStats(&after)
		took, said := float64(after.TotalAlloc-before.TotalAlloc), float64(c.TrainBytes())
		if said < 0.9*took || said > 1.25*took {
			t.Errorf("%d columns, hidden %v: it took %.3g bytes, TrainBytes says %.3g", c.Dim, c.Hidden, took, said)
		}
	}
	// The paper's largest models for pictures, and the largest that the page offers, are taken.
	for _, c := range []Config{
		{Dim: 3072, Couplings: 4, Hidden: []int{2000, 2000, 2000, 2000}, Activation: ReLU, Prior: Logistic},
		{Dim: 1024, Couplings: 8, Hidden: []int{1024, 1024, 1024, 1024, 1024}, Activation: ReLU, Prior: Logistic},
	} {
		if err := c.Validate(); err != nil {
			t.Error(err)
		}
	}
}
