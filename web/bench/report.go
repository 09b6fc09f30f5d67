package main

import (
	"fmt"
	"math"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"

	"nicelab/web/machine"
)

const (
	resultFile = "run/bench.txt"
	recordFile = "web/bench/RESULTS.md"
)

// report prints the table and writes it to its files.
func (b *bench) report(all []model, record bool) error {
	var t strings.Builder
	b.head(&t, all)
	b.times(&t, all)
	b.bars(&t)
	b.page(&t)
	if b.taken["products"] > 0 {
		b.products(&t)
	}
	if b.taken["growth"] > 0 {
		b.growth(&t)
	}
	if len(b.notes) > 0 {
		t.WriteString("\nNot measured, or less than asked for\n")
		for _, n := range b.notes {
			fmt.Fprintf(&t, "  %s\n", n)
		}
	}
	fmt.Print("\n", t.String())
	if err := os.WriteFile(resultFile, []byte(t.String()), 0o644); err != nil {
		return err
	}
	if !record {
		return nil
	}
	text := "# Results of ./build.sh bench\n\nWhat each line means, and how it was measured, is in main.go and message/message.go.\n\n```text\n" + t.String() + "```\n"
	return os.WriteFile(recordFile, []byte(text), 0o644)
}

func (b *bench) head(t *strings.Builder, all []model) {
	fmt.Fprintf(t, "NICE Lab bench, %s: %s, %d cores; %s; %s", time.Now().Format(time.DateOnly), machine.Processor(),
		runtime.NumCPU(), b.versions["browser"], runtime.Version())
	for _, lib := range []string{"TensorFlow.js", "PyTorch"} {
		if v := b.versions[lib]; v != "" {
			fmt.Fprintf(t, "; %s %s", lib, v)
		}
	}
	fmt.Fprintf(t, "\nMedians of rounds in which all take turns. Adam, 4 couplings, ReLU, Gaussian prior, batch 256 (784-D: 200).\n")
	fmt.Fprintf(t, "On the same weights and batch the losses differ by at most %.1e nats. Rounds:", b.lossGap)
	for _, m := range all {
		fmt.Fprintf(t, " %s %d,", m.Name, b.taken[m.Name])
	}
	fmt.Fprintf(t, " grid %d, score %d, products %d, growth %d, page %d.\n",
		b.taken["grid"], b.taken["score"], b.taken["products"], b.taken["growth"], b.taken[pageSection])
}

func (b *bench) times(t *strings.Builder, all []model) {
	who := slices.Concat(kernels, tfjs, []string{tuned, "torch 1", "torch 2", "torch 1 AVX2"})
	line := func(what, title string) {
		fmt.Fprintf(t, "%-26s", title)
		for _, w := range who {
			fmt.Fprintf(t, "%*s", max(9, len(w)+2), number(b.median(what, w)))
		}
		t.WriteString("\n")
	}
	fmt.Fprintf(t, "\n%-26s", "Training, steps/s")
	for _, w := range who {
		fmt.Fprintf(t, "%*s", max(9, len(w)+2), w)
	}
	t.WriteString("\n")
	for _, m := range all {
		line(m.Name, m.Name)
	}
	t.WriteString("\nOnce, ms\n")
	line("grid", fmt.Sprintf("exact log p, %dx%d grid", gridSide, gridSide))
	line("sketch", fmt.Sprintf("drawn log p, %dx%d grid", gridSide, gridSide))
	line("score", fmt.Sprintf("log p of %d rows, 16-D", scoredRows))
}

// threads are our kernels with helpers.
const threads = "threads"

// A bar is what we hold ourselves to: ours is so many times as fast as the best of the peers. Factor 0 only shows. Our
// own thread alone is held against one thread of PyTorch; with helpers, against PyTorch on as many threads as serve it
// best.
type bar struct {
	what   string
	ours   string
	peers  []string
	factor float64
	ms     bool
}

var pytorch = []string{"torch 1", "torch 2"}

var bars = []bar{
	{"2-D 64x2", reference, tfjs, 18, false},
	{"2-D 64x2", reference, []string{"torch 1"}, 3, false},
	{"2-D 64x2", threads, tfjs, 28, false},
	{"2-D 64x2", threads, pytorch, 4.5, false},
	{"16-D 128x2", reference, tfjs, 18, false},
	{"16-D 128x2", reference, []string{"torch 1"}, 1.3, false},
	{"16-D 128x2", threads, pytorch, 2, false},
	{"784-D 1000x5", reference, tfjs, 20, false},
	{"784-D 1000x5", reference, []string{"torch 1"}, 0.5, false},
	{"784-D 1000x5", threads, pytorch, 0.95, false},
	{"16-D 128x2", reference, []string{"torch 1 AVX2"}, 1.3, false},
	{"784-D 1000x5", reference, []string{"torch 1 AVX2"}, 0.5, false},
	{"784-D 1000x5", threads, []string{"torch 1 AVX2"}, 0.95, false},
	{"2-D 64x2", reference, []string{tuned}, 0, false},
	{"16-D 128x2", reference, []string{tuned}, 0, false},
	{"784-D 1000x5", reference, []string{tuned}, 0, false},
	{"grid", reference, tfjs, 2.5, true},
	{"grid", threads, tfjs, 4, true},
	{"score", reference, []string{"plain"}, 12, true},
}

const sketchBar = 10 // ms

func (b *bench) bars(t *strings.Builder) {
	fmt.Fprintf(t, "\n%-54s%10s%10s%9s%9s\n", "Bars", "ours", "theirs", "ratio", "bar")
	for _, r := range bars {
		ours, theirs, who := b.median(r.what, r.ours), math.NaN(), r.peers[0]
		for _, p := range r.peers {
			v := b.median(r.what, p)
			if math.IsNaN(theirs) || r.ms && v < theirs || !r.ms && v > theirs {
				theirs, who = v, p
			}
		}
		unit, ratio := "steps/s", ours/theirs
		if r.ms {
			unit, ratio = "ms", theirs/ours
		}
		limit, judged := fmt.Sprint("≥ ", r.factor), verdict(ratio, ratio >= r.factor)
		if r.factor == 0 {
			limit, judged = "", strings.ReplaceAll(judged, "met", "no bar")
		}
		fmt.Fprintf(t, "%-54s%10s%10s%9s%9s  %s\n", fmt.Sprintf("%s: %s over %s, %s", r.what, r.ours, who, unit),
			number(ours), number(theirs), number(ratio), limit, judged)
	}
	v := b.median("sketch", reference)
	fmt.Fprintf(t, "%-54s%10s%10s%9s%9s  %s\n", "drawn grid, ms", number(v), "", "", fmt.Sprint("≤ ", sketchBar),
		verdict(v, v <= sketchBar))
}

func verdict(v float64, met bool) string {
	switch {
	case math.IsNaN(v):
		return "not measured"
	case met:
		return "met"
	}
	return "MISSED"
}

const productBar = 0.75 // of the engine's peak

func (b *bench) products(t *strings.Builder) {
	fmt.Fprintf(t, "\n%-26s%12s%16s%16s%16s   bar ≥ %g\n", "Products, GFLOP/s (share)", "peak", "NN", "TN", "NT",
		productBar)
	for _, l := range layers {
		for _, k := range kernels {
			get := func(what string) float64 { return b.median(fmt.Sprint("gemm ", l.width, " ", what), k) }
			peak := get("peak")
			if math.IsNaN(peak) {
				continue
			}
			fmt.Fprintf(t, "%-26s%12s", fmt.Sprintf("%d wide, batch %d, %s", l.width, l.batch, k), number(peak))
			met := true
			for _, what := range []string{"NN", "TN", "NT"} {
				v := get(what)
				met = met && v/peak >= productBar
				fmt.Fprintf(t, "%16s", fmt.Sprintf("%s (%.2f)", number(v), v/peak))
			}
			if k == reference {
				fmt.Fprintf(t, "   %s", verdict(peak, met))
			}
			t.WriteString("\n")
		}
	}
}

// growth prints steps against what they should cost: 6 operations a weight and row.
func (b *bench) growth(t *strings.Builder) {
	fmt.Fprintf(t, "\n%-26s%12s%12s%14s%14s\n", "A step of 2-D 128x2", "ms", "GFLOP/s", "time grows", "work grows")
	for _, g := range growth {
		var before, workBefore float64
		for i, v := range g.values {
			c, batch := g.at(v)
			work := c.StepFlops(batch)
			ms := b.median(fmt.Sprint(g.what, " ", v), reference)
			fmt.Fprintf(t, "%-26s%12s%12s", fmt.Sprintf("%s %d", g.what, v), number(ms), number(work/ms/1e6))
			if i > 0 {
				fmt.Fprintf(t, "%14s%14s", fmt.Sprintf("x %.2f", ms/before), fmt.Sprintf("x %.2f", work/workBefore))
			}
			t.WriteString("\n")
			before, workBefore = ms, work
		}
	}
}

func key(what, who string) string { return what + ", " + who }

func (b *bench) add(key string, v float64) { b.samples[key] = append(b.samples[key], v) }

// median returns NaN where nothing was measured.
func (b *bench) median(what, who string) float64 {
	s := slices.Sorted(slices.Values(b.samples[key(what, who)]))
	if len(s) == 0 {
		return math.NaN()
	}
	return (s[len(s)/2] + s[(len(s)-1)/2]) / 2
}

// number prints three digits that count, and a dash for what was not measured.
func number(v float64) string {
	switch a := math.Abs(v); {
	case math.IsNaN(v):
		return "-"
	case a >= 100:
		return fmt.Sprintf("%.0f", v)
	case a >= 10:
		return fmt.Sprintf("%.1f", v)
	case a >= 1:
		return fmt.Sprintf("%.2f", v)
	}
	return fmt.Sprintf("%.3f", v)
}
