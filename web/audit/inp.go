package main

import (
	"fmt"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// watch keeps the longest interaction: from the press of a key or a button to the next picture on the screen.
const watch = `globalThis.longest = { ms: 0, what: "none" };
new PerformanceObserver((list) => {
	for (const { interactionId, duration, name, target } of list.getEntries()) {
		if (interactionId && duration > longest.ms) longest = { ms: duration, what: name + " on " +
			(target?.id || target?.className || "the page") };
	}
}).observe({ type: "event", durationThreshold: 16, buffered: true });`

// answer is how long somebody waited, and after what.
type answer struct {
	ms   float64
	what string
}

// answers visits the page as a person would, while it trains and while it does not, and returns the slowest answer.
// With as few interactions as these, that is the INP.
func answers(browser, url string) (answer, error) {
	ctx, cancel, err := visit(browser)
	if err != nil {
		return answer{}, err
	}
	defer cancel()

	click := func(id string) chromedp.Action[chromedp.Void] { return chromedp.Click(chromedp.ID(id)) }
	pause := chromedp.Sleep(400 * time.Millisecond)
	steps := []chromedp.Action[chromedp.Void]{
		chromedp.Navigate(url), chromedp.WaitEnabled(chromedp.ID("play")), chromedp.Evaluate[chromedp.Void](watch),
		chromedp.Sleep(3 * time.Second),
	}
	for _, id := range []string{"preset-spirals", "theme-dark", "play", "step", "reset", "play", "preset-rings", "samples",
		"dice", "preset-moons", "sample-csv", "theme-light",
		"layers-play", "layers-back", "layer-2", "grid", "select-x", "select-x", "lang-ko", "lang-en", "play", "time",
		"time-now", "play", "draw", "draw-cancel"} {
		steps = append(steps, chromedp.ScrollIntoView(chromedp.ID(id)), pause, click(id), pause) // to scroll is no press
	}
	steps = append(steps, chromedp.Click(chromedp.CSS("#network summary")), pause,
		chromedp.Click(chromedp.CSS("#network summary")), pause,
		chromedp.Click(chromedp.CSS("[data-deed=two-scales]")), pause,
		chromedp.Focus(chromedp.ID("layer")), chromedp.KeyEvent(kb.ArrowLeft), pause, chromedp.KeyEvent(kb.ArrowLeft), pause,
		chromedp.Focus(chromedp.ID("stretch")), chromedp.KeyEvent(kb.ArrowRight), pause)
	steps = append(steps, chromedp.Focus(chromedp.ID("couplings")), chromedp.KeyEvent(kb.ArrowDown), pause,
		chromedp.Focus(chromedp.ID("x-plane")), chromedp.KeyEvent(kb.ArrowRight), pause, chromedp.KeyEvent(kb.ArrowUp), pause,
		chromedp.KeyEvent(" "), pause, chromedp.KeyEvent("s"), pause, chromedp.KeyEvent("r"), chromedp.Sleep(time.Second))
	if err := chromedp.Do(ctx, steps...); err != nil {
		return answer{}, fmt.Errorf("the visit of %s: %w", url, err)
	}
	got, err := chromedp.Run(ctx, chromedp.Evaluate[struct {
		MS   float64 `json:"ms"`
		What string  `json:"what"`
	}](`longest`))
	return answer{got.MS, got.What}, err
}
