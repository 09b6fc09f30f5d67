package main

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"

	"nicelab/web/machine"
	"nicelab/web/quality/measure"
)

const (
	resultFile = "run/quality.txt"
	recordFile = "web/quality/RESULTS.md"
)

// report is all figures as text.
func report(ps []measure.Preset, qs []peer, ts []measure.Table) string {
	var b strings.Builder
	fmt.Fprintf(&b, "NICE Lab quality, %s: %s, %d cores; %s\n./build.sh quality %s\n",
		time.Now().Format(time.DateOnly), machine.Processor(), runtime.NumCPU(), runtime.Version(), arguments())
	if load := machine.Load(); len(load) > 0 {
		fmt.Fprintf(&b, "load of the last minute, this command included: %s\n", load[0])
	}
	if len(ps) > 0 {
		presets(&b, ps)
	}
	if len(qs) > 0 {
		torch(&b, qs)
	}
	if len(ts) > 0 {
		tables(&b, ts)
	}
	return b.String()
}

func presets(b *strings.Builder, ps []measure.Preset) {
	fmt.Fprintf(b, "\nPresets at noise %g in Chromium: nats a row above the NICE floor, on fresh rows\n", measure.Noise)
	fmt.Fprintf(b, "%-14s %-18s %7s %8s  %-24s %7s %7s %7s %7s %7s %8s %8s\n", "", "model", "steps",
		"mean gap", "gap of each seed", "3 s", "15 s", "25 s", "half, s", fmt.Sprintf("%.2f, s", measure.Near), "all, s",
		"steps/s")
	for _, of := range grouped(ps, func(p measure.Preset) string { return p.Name }) {
		mean := func(f func(measure.Preset) float64) float64 { return average(of, f) }
		var each []string
		for _, p := range of {
			each = append(each, fmt.Sprintf("%.3f", p.Gap))
		}
		p := of[0]
		fmt.Fprintf(b, "%-14s %-18s %7d %8.3f  %-24s %7.3f %7.3f %7.3f %7.1f %7s %8.1f %8.0f\n",
			p.Name, fmt.Sprint(p.Couplings, " of ", p.Hidden), p.Steps,
			mean(func(p measure.Preset) float64 { return p.Gap }), strings.Join(each, " "),
			mean(func(p measure.Preset) float64 { return p.At[0] }), mean(func(p measure.Preset) float64 { return p.At[1] }),
			mean(func(p measure.Preset) float64 { return p.At[2] }), mean(func(p measure.Preset) float64 { return p.Half }),
			near(of), mean(func(p measure.Preset) float64 { return p.Seconds }),
			mean(func(p measure.Preset) float64 { return float64(p.Steps) / p.Seconds }))
	}
}

// near is the mean of the seconds that all of the runs took to come near the floor.
func near(ps []measure.Preset) string {
	if slices.ContainsFunc(ps, func(p measure.Preset) bool { return p.Near == 0 }) {
		return "-"
	}
	return fmt.Sprintf("%.1f", average(ps, func(p measure.Preset) float64 { return p.Near }))
}

func tables(b *strings.Builder, ts []measure.Table) {
	contenders := []struct {
		name string
		nll  func(measure.Table) float64
	}{
		{"flow", func(t measure.Table) float64 { return t.Last }},
		{"Gaussian", func(t measure.Table) float64 { return t.Gaussian }},
		{"mixture", func(t measure.Table) float64 { return t.Mixture }},
		{"kernels", func(t measure.Table) float64 { return t.Kernels }},
	}
	names := grouped(ts, func(t measure.Table) string { return t.Name })
	fmt.Fprintf(b, "\nTables: mean NLL of the rows held out, nats a row, mean of %d splits; the flow's is of its last step\n",
		len(names[0]))
	fmt.Fprintf(b, "%-26s %10s %6s", "", "rows x D", "steps")
	for _, c := range contenders {
		fmt.Fprintf(b, " %9s", c.name)
	}
	fmt.Fprintf(b, "   %-10s %9s %9s\n", "best step", "its NLL", "last-best")
	ranks := make([]float64, len(contenders))
	for _, of := range names {
		t := of[0]
		fmt.Fprintf(b, "%-26s %10s %6d", t.Name, fmt.Sprint(t.Rows, " x ", t.Columns), t.Steps)
		var all []float64
		for _, c := range contenders {
			all = append(all, average(of, c.nll))
			fmt.Fprintf(b, " %9.3f", all[len(all)-1])
		}
		for i, r := range rank(all) {
			ranks[i] += r / float64(len(names))
		}
		var steps []string
		for _, t := range of {
			steps = append(steps, fmt.Sprint(t.BestStep))
		}
		best := average(of, func(t measure.Table) float64 { return t.Best })
		fmt.Fprintf(b, "   %-10s %9.3f %9.3f\n", strings.Join(steps, " "), best, all[0]-best)
	}
	fmt.Fprintf(b, "%-44s", "mean rank")
	for _, r := range ranks {
		fmt.Fprintf(b, " %9.2f", r)
	}
	b.WriteString("\n")
}

// rank returns the place of each, 1 for the lowest; those that are equal share the mean of their places.
func rank(x []float64) []float64 {
	r := make([]float64, len(x))
	for i, v := range x {
		for j, w := range x {
			switch {
			case i == j || w < v:
				r[i]++
			case w == v:
				r[i] += 0.5
			}
		}
	}
	return r
}

// grouped puts neighbours of one key together.
func grouped[T any](all []T, key func(T) string) [][]T {
	var groups [][]T
	for _, v := range all {
		if n := len(groups); n > 0 && key(groups[n-1][0]) == key(v) {
			groups[n-1] = append(groups[n-1], v)
		} else {
			groups = append(groups, []T{v})
		}
	}
	return groups
}

func average[T any](all []T, f func(T) float64) float64 {
	sum := 0.
	for _, v := range all {
		sum += f(v)
	}
	return sum / float64(max(1, len(all)))
}

func write(text string, record bool) error {
	fmt.Print("\n", text)
	if err := os.WriteFile(resultFile, []byte(text), 0o644); err != nil || !record {
		return err
	}
	text = "# Results of ./build.sh quality\n\nWhat each figure means is in main.go and measure/.\n\n```text\n" + text + "```\n"
	return os.WriteFile(recordFile, []byte(text), 0o644)
}

// arguments are those of the command, without where somebody keeps tables.
func arguments() string {
	args := slices.Clone(os.Args[1:])
	if i := slices.Index(args, "-tables") + 1; i > 0 && i < len(args) {
		args[i] = "DIR"
	}
	return strings.Join(args, " ")
}
