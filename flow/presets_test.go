package flow_test

import (
	"math/rand/v2"
	"testing"

	"nicelab/flow"
	"nicelab/flow/dataset"
)

// BenchmarkPresets trains the page's default model on each preset to its plateau and prints the NLL of
// 100,000 fresh rows beside the entropy H and the NICE floor, in nats:
//
//	go test ./flow -run '^$' -bench Presets -benchtime 1x
func BenchmarkPresets(b *testing.B) {
	const noise, points, fresh = dataset.DefaultNoise, 2_000, 100_000
	for _, p := range dataset.Presets() {
		b.Run(p.Name, func(b *testing.B) {
			job := p.NewLimits(noise)
			for !job.Step() {
			}
			limits := job.Limits()
			for b.Loop() {
				f, err := flow.New(flow.Default())
				if err != nil {
					b.Fatal(err)
				}
				x := p.Sample(nil, points, noise, rand.New(rand.NewPCG(7, 100)))
				f.Standardize(x)
				tr, err := flow.NewTrainer(f, f.Rows(x), flow.Options{})
				if err != nil {
					b.Fatal(err)
				}
				for plateau := false; !plateau; {
					r, err := tr.Step()
					if err != nil {
						b.Fatal(err)
					}
					plateau = r.Plateau
				}
				var nll float64
				for _, lp := range f.LogProb(nil, p.Sample(nil, fresh, noise, rand.New(rand.NewPCG(8, 100)))) {
					nll -= lp / fresh
				}
				b.ReportMetric(float64(tr.Steps), "steps")
				b.ReportMetric(nll, "NLL")
			}
			b.ReportMetric(limits.Entropy, "H")
			b.ReportMetric(limits.Floors["gaussian"], "floor")
		})
	}
}
