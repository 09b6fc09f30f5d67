package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"nicelab/flow/recipe"
	"nicelab/web/machine"
	"nicelab/web/quality/measure"
)

// peerPreset is what pytorch_moons.py trains.
const peerPreset = "moons"

// peer is how long two moons took to come near the floor, here and in PyTorch.
type peer struct {
	Seed    uint64
	Ours    measure.Preset
	Seconds float64
	Steps   int
	NLL     float64
	Version string
}

// peers train two moons by the same recipe in Chromium and in PyTorch, both on one thread, in turns.
func peers(seeds []uint64, size measure.Size) ([]peer, error) {
	floor, err := measure.Floor(peerPreset)
	if err != nil {
		return nil, err
	}
	r := recipe.Preset(peerPreset)
	o := recipe.Options(r.Train)
	if size.Steps > 0 {
		o.Run = min(o.Run, size.Steps)
	}
	var all []peer
	for _, seed := range seeds {
		ours, err := inBrowser[measure.Preset]([]string{presetArg(peerPreset, seed, size)})
		if err != nil {
			return nil, err
		}
		asked, err := json.Marshal(map[string]any{
			"seed": seed, "noise": measure.Noise, "bound": floor + measure.Near, "every": 100, "couplings": r.Model.Couplings,
			"hidden": r.Model.Hidden, "last": r.Model.Last, "run": o.Run, "warmup": o.Warmup, "rate": o.LearningRate,
			"batch": o.Batch, "clip": o.Clip, "average": o.Average,
		})
		if err != nil {
			return nil, err
		}
		out, err := machine.PyTorch(1, "web/quality/pytorch_moons.py", string(asked)).Output()
		if err != nil {
			return nil, fmt.Errorf("pytorch_moons.py (Debian: python3-torch, libopenblas0-openmp): %w", err)
		}
		fmt.Fprint(os.Stderr, string(out))
		p := peer{Seed: seed, Ours: ours[0]}
		if err := json.Unmarshal(out, &p); err != nil {
			return nil, err
		}
		if p.NLL > floor+measure.Near {
			p.Steps = 0
		}
		all = append(all, p)
	}
	return all, nil
}

// torch says how long both took: 0 steps, and no ratio, where a run did not come near.
func torch(b *strings.Builder, ps []peer) {
	fmt.Fprintf(b, "\nTwo moons to %g nats above the floor, one thread each, in turns: PyTorch %s by the same recipe\n%-6s %10s %8s %12s %8s %8s\n",
		measure.Near, ps[0].Version, "seed", "here, s", "steps", "PyTorch, s", "steps", "ratio")
	for _, p := range ps {
		ratio := "-"
		if p.Ours.Near > 0 && p.Steps > 0 {
			ratio = fmt.Sprintf("%.1f", p.Seconds/p.Ours.Near)
		}
		fmt.Fprintf(b, "%-6d %10.2f %8d %12.1f %8d %8s\n", p.Seed, p.Ours.Near, p.Ours.NearStep, p.Seconds, p.Steps, ratio)
	}
	if len(machine.FastBLAS()) == 0 {
		b.WriteString(machine.SlowBLAS + ".\n")
	}
}
