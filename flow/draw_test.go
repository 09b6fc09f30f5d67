package flow_test

import (
	"testing"

	"nicelab/flow"
	"nicelab/flow/plane"
	"nicelab/flow/prior"
)

// BenchmarkDensity measures log p of a 256×256 grid, exact and as it is drawn while training.
func BenchmarkDensity(b *testing.B) {
	f, err := flow.New(flow.Default())
	if err != nil {
		b.Fatal(err)
	}
	const side = 256
	points := make([]float32, 0, 2*side*side)
	for i := range side * side {
		points = append(points, 8*float32(i%side)/(side-1)-4, 8*float32(i/side)/(side-1)-4)
	}
	exact, drawn := make([]float64, side*side), make([]float32, side*side)
	b.Run("exact", func(b *testing.B) {
		for b.Loop() {
			f.LogProb(exact, points)
		}
	})
	b.Run("drawn", func(b *testing.B) {
		for b.Loop() {
			s := plane.NewSketch(f, points)
			for !s.Step() {
			}
			s.LogProb(drawn)
		}
	})
}

// BenchmarkNetwork is what the page's picture of the network costs the trainer: the default model's curves and the
// latents of its held-out rows.
func BenchmarkNetwork(b *testing.B) {
	f, err := flow.New(flow.Default())
	if err != nil {
		b.Fatal(err)
	}
	x := flow.RowsOf(f, 2000, 1)
	b.Run("curves", func(b *testing.B) {
		for b.Loop() {
			for c := plane.NewCurves(f, x); !c.Step(); {
			}
		}
	})
	b.Run("latents", func(b *testing.B) {
		for b.Loop() {
			z := f.Forward(nil, x[:800])
			var column [400]float32
			for j := range 2 {
				for i := range column {
					column[i] = z[2*i+j]
				}
				prior.NewPIT(prior.Transform(nil, f.Prior.CDF, column[:]), 20)
			}
		}
	})
}
