package main

import (
	"slices"
	"strings"
	"testing"

	"nicelab/web/quality/measure"
)

func TestRank(t *testing.T) {
	if got := rank([]float64{3, 1, 2, 2}); !slices.Equal(got, []float64{4, 1, 2.5, 2.5}) {
		t.Errorf("ranks %v", got)
	}
}

func TestReport(t *testing.T) {
	text := report([]measure.Preset{
		{Name: "rings", Seed: 1, Gap: 0.1, Steps: 100, Seconds: 2},
		{Name: "rings", Seed: 2, Gap: 0.3, Steps: 100, Seconds: 2},
		{Name: "moons", Seed: 1, Gap: 0.5, Steps: 100, Seconds: 1, Near: 0.7},
	}, []peer{
		{Seed: 1, Ours: measure.Preset{Near: 0.5}, Seconds: 7, Steps: 9, Version: "1.2"},
		{Seed: 2, Ours: measure.Preset{Near: 0.5}, Seconds: 35},
	}, []measure.Table{
		{Name: "iris", Last: 2, Best: 1.5, Gaussian: 3, Mixture: 1, Kernels: 4},
		{Name: "wine", Last: 1, Best: 1, Gaussian: 2, Mixture: 3, Kernels: 4},
	})
	for _, want := range []string{"0.200", "0.100 0.300", "50", "1.50", "2.50", " 0.7 ", " 14.0\n", " -\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
}
