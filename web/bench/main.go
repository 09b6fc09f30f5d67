// Command bench measures how fast NICE Lab trains in a browser, beside TensorFlow.js in the same browser and
// PyTorch natively, and prints one table. `./build.sh bench` installs the peers and runs it from the root of the
// repository; the table is kept in run/bench.txt.
//
// Everyone gets the same weights, batch and optimiser from one checkpoint, and first trains some steps: that
// warms it up, and its losses must be ours. Then rounds follow in which the contenders take turns; what is
// printed is the median of the rounds. Nothing is printed that this run did not measure.
package main

import (
	"context"
	"flag"
	"fmt"
	"math"
	"os"
	"regexp"
	"slices"
	"time"

	"nicelab/web/bench/message"
)

const folder = "run/bench"

type bench struct {
	rounds   int
	seconds  float64 // of one contender's turn
	deadline time.Time
	samples  map[string][]float64 // of what, and of whom: see key
	taken    map[string]int       // rounds of each section
	notes    []string             // what was left out, and why
	versions map[string]string
	lossGap  float64 // largest difference of a peer's loss from ours
	only     *regexp.Regexp
}

func main() {
	short := flag.Bool("short", false, "a smoke test: one short round, without the largest model")
	record := flag.Bool("record", false, "also write web/bench/RESULTS.md")
	rounds := flag.Int("rounds", 5, "rounds")
	limit := flag.Duration("limit", 9*time.Minute, "begin no further round after this time")
	only := flag.String("only", "", "run only what this regular expression matches: models by name, products, growth, page")
	flag.Parse()
	b := &bench{
		rounds: *rounds, seconds: 0.4, deadline: time.Now().Add(*limit),
		samples: map[string][]float64{}, taken: map[string]int{}, versions: map[string]string{},
	}
	var err error
	if b.only, err = regexp.Compile(*only); err != nil {
		fmt.Fprintln(os.Stderr, "-only:", err)
		os.Exit(2)
	}
	if *record && *only != "" {
		fmt.Fprintln(os.Stderr, "-record wants the whole bench: leave -only out")
		os.Exit(2)
	}
	all := models
	if *short {
		b.rounds, b.seconds, all = 1, 0.1, models[:3]
	}
	all = slices.DeleteFunc(slices.Clone(all), func(m model) bool { return !b.wanted(m.Name) })
	if err := b.run(all, *record); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func (b *bench) run(all []model, record bool) error {
	for _, m := range all {
		if err := m.write(); err != nil {
			return err
		}
	}
	page, stop, err := open(context.Background())
	if err != nil {
		return err
	}
	defer stop()
	b.versions["browser"] = page.browser
	sides, done, err := b.contenders(page)
	defer done()
	if err != nil {
		return err
	}
	for _, m := range all {
		if err := b.model(m, sides); err != nil {
			return err
		}
	}
	if err := b.ours(sides); err != nil {
		return err
	}
	if b.wanted(pageSection) {
		if err := b.site(page); err != nil {
			return err
		}
	}
	return b.report(all, record)
}

// wanted reports whether -only lets a section pass.
func (b *bench) wanted(section string) bool {
	if !b.only.MatchString(section) {
		b.note("-only leaves out %s", section)
		return false
	}
	return true
}

// model measures training, and whatever else the model is there for.
func (b *bench) model(m model, sides []side) error {
	b.say("%s: everyone trains the same %d steps", m.Name, m.steps)
	var fit []side
	var losses []float64
	for _, s := range sides {
		if slices.Contains(m.without, s.name()) {
			b.note("%s does not train %s: a step takes it more than half a minute", s.name(), m.Name)
			continue
		}
		a, err := s.ask(message.Request{Do: "load", Model: m.Name, Steps: m.steps})
		if err != nil {
			if s.name() == reference {
				return fmt.Errorf("%s on %s: %w", s.name(), m.Name, err)
			}
			b.note("%s IS MISSING for %s: %v", s.name(), m.Name, err)
			continue
		}
		if losses == nil {
			losses = a.Losses
		}
		gap := 0.0
		for i, l := range a.Losses {
			gap = math.Max(gap, math.Abs(l-losses[i]))
		}
		fmt.Printf("   %-18s loss %.5f, after %d steps %.5f; largest difference %.1e nats\n", s.name(), a.Losses[0],
			m.steps-1, a.Losses[m.steps-1], gap)
		if !(gap <= maxGap) {
			return fmt.Errorf("%s does not compute the same on %s: its losses differ by %g nats, more than %g", s.name(), m.Name,
				gap, maxGap)
		}
		b.lossGap = math.Max(b.lossGap, gap)
		if a.Version != "" {
			b.versions[s.library()] = a.Version
		}
		fit = append(fit, s)
	}
	if err := b.round(m.Name, fit, func(s side, round int) error {
		if round > 0 && slices.Contains(m.once, s.name()) {
			return nil
		}
		a, err := s.ask(message.Request{Do: "train", Seconds: b.seconds})
		b.add(key(m.Name, s.name()), float64(a.Times)/a.Seconds)
		return err
	}); err != nil {
		return err
	}
	if m.grid {
		return b.grids(m, fit)
	}
	if m.score {
		return b.score(fit)
	}
	return nil
}

// maxGap is how far, in nats a row, a peer's loss may be from ours.
const maxGap = 1e-3

const gridSide = 256

// grids measures a picture of the density, exact and, by us, as it is drawn while training. Everyone has
// trained for as long as it took, so all begin with the checkpoint again.
func (b *bench) grids(m model, sides []side) error {
	for _, s := range sides {
		if _, err := s.ask(message.Request{Do: "load", Model: m.Name}); err != nil {
			return fmt.Errorf("%s on %s: %w", s.name(), m.Name, err)
		}
	}
	want := math.NaN()
	return b.round("grid", sides, func(s side, _ int) error {
		for _, do := range []string{"grid", "sketch"} {
			if do == "sketch" && s.library() != "NICE Lab" {
				continue
			}
			a, err := s.ask(message.Request{Do: do, Side: gridSide, Seconds: b.seconds})
			if err != nil {
				return err
			}
			if math.IsNaN(want) {
				want = a.Mean
			}
			if do == "grid" && !(math.Abs(a.Mean-want) <= maxGap) {
				return fmt.Errorf("%s computes another log p: its mean over the grid is %g, ours %g", s.name(), a.Mean, want)
			}
			b.add(key(do, s.name()), 1000*a.Seconds/float64(a.Times))
		}
		return nil
	})
}

const scoredRows = 100_000

func (b *bench) score(sides []side) error {
	return b.round("score", ownOnly(sides), func(s side, _ int) error {
		a, err := s.ask(message.Request{Do: "score", Rows: scoredRows})
		b.add(key("score", s.name()), 1000*a.Seconds)
		return err
	})
}

// ours measures what has no peer: the products against the engine's peak, and how a step grows.
func (b *bench) ours(sides []side) error {
	var fast []side
	for _, s := range ownOnly(sides) {
		if s.name() == reference || s.name() == "strict" { // on one thread, as the peak is
			fast = append(fast, s)
		}
	}
	if err := b.section("products", fast, func(s side, _ int) error {
		for _, l := range layers {
			a, err := s.ask(message.Request{Do: "gemm", Width: l.width, Batch: l.batch, Seconds: b.seconds / 4})
			if err != nil {
				return err
			}
			for what, v := range a.Gflops {
				b.add(key(fmt.Sprint("gemm ", l.width, " ", what), s.name()), v)
			}
		}
		return nil
	}); err != nil {
		return err
	}
	return b.section("growth", fast[:1], func(s side, _ int) error {
		for _, g := range growth {
			for _, v := range g.values {
				c, batch := g.at(v)
				a, err := s.ask(message.Request{Do: "scale", Config: &c, Batch: batch, Seconds: b.seconds / 4})
				if err != nil {
					return err
				}
				b.add(key(fmt.Sprint(g.what, " ", v), s.name()), 1000*a.Seconds/float64(a.Times))
			}
		}
		return nil
	})
}

// section is rounds that -only may leave out.
func (b *bench) section(what string, sides []side, turn func(s side, round int) error) error {
	if !b.wanted(what) {
		return nil
	}
	return b.round(what, sides, turn)
}

// round lets the sides take turns until the rounds, or the time, are over.
func (b *bench) round(what string, sides []side, turn func(s side, round int) error) error {
	for i := range b.rounds {
		if i > 0 && time.Now().After(b.deadline) {
			b.note("THE TIME WAS UP for %s after %d of %d rounds", what, i, b.rounds)
			return nil
		}
		b.say("%s: round %d of %d", what, i+1, b.rounds)
		for _, s := range sides {
			if err := turn(s, i); err != nil {
				return fmt.Errorf("%s, %s: %w", what, s.name(), err)
			}
		}
		b.taken[what] = i + 1
	}
	return nil
}

func (b *bench) say(format string, a ...any) { fmt.Printf("== "+format+"\n", a...) }

func (b *bench) note(format string, a ...any) {
	n := fmt.Sprintf(format, a...)
	fmt.Println("!!", n)
	b.notes = append(b.notes, n)
}
