//go:build !js

package main

import (
	"fmt"
	"math"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"

	"nicelab/flow/dataset"
	"nicelab/web/experiment/measure"
	"nicelab/web/machine"
)

// The paper's figure on MNIST, in nats, and the numbers of a picture.
const (
	paper = 1980.50
	dim   = 784
)

// report is all figures as text.
func report(all []measure.Outcome, p *dataset.Pixels, rows int, seconds float64) string {
	var b strings.Builder
	fmt.Fprintf(&b, "NICE Lab on MNIST, %s: %s, %d cores; %s; Chromium with a helper thread\n./build.sh pictures %s\n",
		time.Now().Format(time.DateOnly), machine.Processor(), runtime.NumCPU(), runtime.Version(),
		strings.Join(os.Args[1:], " "))
	if load := machine.Load(); len(load) > 0 {
		fmt.Fprintf(&b, "load of the last 1, 5 and 15 minutes, this command included: %s\n", strings.Join(load, " "))
	}
	fmt.Fprintf(&b, "%d pictures to train on, all 10000 of the test set held out. Bits a pixel in brackets. The paper: %.1f nats (%.3f).\n",
		rows, paper, measure.Bits(-paper, dim))

	fmt.Fprintf(&b, "\nLog-likelihood of the test set, nats a picture, after so many seconds of training\n%-6s", "")
	times := []float64{15, 30, 60, 120, 180, 300, 600, 1200}
	times = slices.DeleteFunc(times, func(t float64) bool { return t > seconds })
	for _, t := range times {
		fmt.Fprintf(&b, "%17.0f", t)
	}
	b.WriteByte('\n')
	for _, o := range all {
		fmt.Fprintf(&b, "%-6s", o.Net)
		for _, t := range times {
			nll := math.NaN()
			for _, pt := range o.Points {
				if pt.Seconds <= t {
					nll = pt.NLL
				}
			}
			if nll != nll { // not even the first step was done
				fmt.Fprintf(&b, "%17s", "-")
				continue
			}
			fmt.Fprintf(&b, "%9.1f (%.3f)", -nll, measure.Bits(nll, dim))
		}
		b.WriteByte('\n')
	}
	b.WriteString("\nnet      weights  GFLOP a step    steps  steps/s  GFLOP/s  memory, MB  opening, s\n")
	for _, o := range all {
		if len(o.Points) == 0 {
			continue
		}
		end := o.Points[len(o.Points)-1]
		rate := float64(end.Step) / end.Seconds
		fmt.Fprintf(&b, "%-6s %9d %13.2f %8d %8.2f %8.1f %11.0f %11.1f\n", o.Net, o.End.Weights,
			o.End.Flops/1e9, end.Step, rate,
			rate*o.End.Flops/1e9, float64(o.End.Memory)/1e6, o.End.Opened)
	}
	judged(&b, all, p)
	return b.String()
}

// judged says which share of pictures a classifier recognises.
func judged(b *strings.Builder, all []measure.Outcome, p *dataset.Pixels) {
	train := len(p.Train) / dim
	j := measure.NewJudge(measure.Numbers(p, 0, train), p.Labels[:train], measure.Passes, 1)
	test := measure.Numbers(p, train, p.Len())
	fmt.Fprintf(b, "\nShare that a classifier of real digits (%.2f %% of the test set right) gives 0.9 or more to be one digit, and of how\n"+
		"many digits these are (exponential of the entropy: 10 where all are as frequent)\n", 100*j.Right(test, p.Labels[train:]))
	line := func(what string, v measure.Verdict) {
		fmt.Fprintf(b, "%-44s %5.1f %% of %4.1f\n", what, 100*v.Sure, v.Spread())
	}
	line("real digits of the test set", j.Look(test))
	line("noise, all brightnesses alike", j.Look(measure.Noise(measure.Judged, 1)))
	for _, o := range all {
		if o.End.Drawn != nil {
			line("the full Gaussian, temperature 1", j.Look(measure.Brightness(o.End.Drawn)))
			fmt.Fprintf(b, "%-44s %.1f nats (%.3f bits a pixel)\n", "  its log-likelihood", -o.End.Gaussian,
				measure.Bits(o.End.Gaussian, dim))
			break
		}
	}
	for _, o := range all {
		for _, s := range o.Shots {
			for i, t := range measure.Temperatures {
				line(fmt.Sprintf("%s, %.0f s, step %d, temperature %g", o.Net, s.Seconds, s.Step, t),
					j.Look(measure.Brightness(s.Samples[i])))
			}
		}
	}
}

// curve draws the log-likelihoods against the time, which grows by factors to the right.
func curve(all []measure.Outcome) []byte {
	const w, h, left, top, right, bottom = 720.0, 420.0, 64.0, 16.0, 96.0, 44.0
	first, last, low, high := 5.0, 60.0, 1300.0, 2000.0
	for _, o := range all {
		for _, p := range o.Points {
			last = max(last, p.Seconds)
		}
	}
	x := func(s float64) float64 {
		return left + (w-left-right)*math.Log(max(first, s)/first)/math.Log(last/first)
	}
	y := func(nats float64) float64 { return top + (h-top-bottom)*(high-max(low, nats))/(high-low) }
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%g" height="%g" viewBox="0 0 %g %g" font-family="system-ui,sans-serif" font-size="13">`+"\n", w, h, w, h)
	fmt.Fprintf(&b, `<title>Log-likelihood of MNIST's test set against training time</title><rect width="%g" height="%g" fill="#fff"/>`+"\n", w, h)
	line := func(x1, y1, x2, y2 float64, style string) {
		fmt.Fprintf(&b, `<path d="M%.1f %.1fL%.1f %.1f" fill="none" %s/>`+"\n", x1, y1, x2, y2, style)
	}
	text := func(x, y float64, anchor, fill, s string) {
		fmt.Fprintf(&b, `<text x="%.1f" y="%.1f" text-anchor="%s" fill="%s">%s</text>`+"\n", x, y, anchor, fill, s)
	}
	for nats := low; nats <= high; nats += 100 {
		line(left, y(nats), w-right, y(nats), `stroke="#ddd"`)
		text(left-8, y(nats)+4, "end", "#333", fmt.Sprintf("%.0f", nats))
	}
	for _, s := range []float64{5, 15, 30, 60, 120, 300, 600, 1200} {
		if s <= last {
			line(x(s), y(low), x(s), y(low)+5, `stroke="#333"`)
			text(x(s), y(low)+20, "middle", "#333", fmt.Sprintf("%.0f s", s))
		}
	}
	text(left, h-6, "start", "#333", "nats a picture, test set; seconds of training in Chromium")
	known := func(nats float64, what string) {
		line(left, y(nats), w-right, y(nats), `stroke="#333" stroke-dasharray="4 4"`)
		text(w-right+6, y(nats)+4, "start", "#333", what)
	}
	known(paper, "the paper")
	for _, o := range all {
		if o.End.Gaussian != 0 {
			known(-o.End.Gaussian, "Gaussian")
			break
		}
	}
	colours := map[string]string{"small": "#0072b2", "page": "#d55e00", "paper": "#009e73", "long": "#cc79a7"}
	for _, o := range all {
		var d strings.Builder
		for _, p := range o.Points {
			if -p.NLL >= low {
				fmt.Fprintf(&d, "%c%.1f %.1f", "ML"[min(d.Len(), 1)], x(p.Seconds), y(-p.NLL))
			}
		}
		if d.Len() > 0 {
			fmt.Fprintf(&b, `<path d="%s" fill="none" stroke="%s" stroke-width="2"/>`+"\n", d.String(), colours[o.Net])
		}
		if n := len(o.Points); n > 0 {
			nats, what := -o.Points[n-1].NLL, o.Net
			if nats < low { // it is not drawn
				what += fmt.Sprintf(": %.0f", nats)
			}
			text(w-right+6, y(nats)+4, "start", colours[o.Net], what)
		}
	}
	b.WriteString("</svg>\n")
	return []byte(b.String())
}
