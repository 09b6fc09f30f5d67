//go:build !js

package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"nicelab/flow/recipe"
	"nicelab/web/experiment/measure"
	"nicelab/web/machine"
)

// peers says how long PyTorch takes to bring the page's net to so many nats, beside the page. It is asked on one thread
// and on two, one after the other, right after the page's own run.
func peers(all []measure.Outcome, nats, limit float64) string {
	var b strings.Builder
	fmt.Fprintf(&b, "\nThe page's net to %.0f nats, validations included\n%-28s %9s %8s %9s\n", nats, "",
		"seconds", "steps", "steps/s")
	line := func(who string, seconds float64, steps int, there bool) {
		note := ""
		if !there {
			note = "  not reached"
		}
		fmt.Fprintf(&b, "%-28s %9.1f %8d %9.2f%s\n", who, seconds, steps, float64(steps)/seconds, note)
	}
	for _, o := range all {
		if o.Net != "page" || len(o.Points) == 0 {
			continue
		}
		at := slices.IndexFunc(o.Points, func(p measure.Point) bool { return -p.NLL >= nats })
		there := at >= 0
		if !there {
			at = len(o.Points) - 1
		}
		line("NICE Lab in Chromium", o.Points[at].Seconds, o.Points[at].Step, there)
	}
	r, _ := measure.Setup("page", 70_000)
	opt := recipe.Options(r.Train)
	config, err := json.Marshal(map[string]any{
		"couplings": r.Model.Couplings, "hidden": r.Model.Hidden, "leading": r.Model.Leading,
		"modes": r.Model.Modes, "rate": opt.LearningRate, "run": opt.Run,
		"batch": opt.Batch, "average": opt.Average, "smooth": opt.Noise,
	})
	if err != nil {
		return b.String() + err.Error() + "\n"
	}
	for _, threads := range []int{1, 2} {
		cmd := machine.PyTorch(threads, "web/experiment/pytorch.py", strconv.Itoa(threads),
			strconv.FormatFloat(nats, 'f', -1, 64), strconv.FormatFloat(limit, 'f', -1, 64), string(config))
		out, err := cmd.Output()
		var said struct {
			Seconds, NLL float64
			Steps        int
			Version      string
		}
		if err == nil {
			err = json.Unmarshal(out, &said)
		}
		if err != nil {
			fmt.Fprintf(&b, "PyTorch on %d: %v\n", threads, err)
			continue
		}
		line(fmt.Sprintf("PyTorch %s, threads: %d", said.Version, threads), said.Seconds, said.Steps, -said.NLL >= nats)
	}
	if len(machine.FastBLAS()) == 0 {
		b.WriteString(machine.SlowBLAS + ".\n")
	}
	return b.String()
}
