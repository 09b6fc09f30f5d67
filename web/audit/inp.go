package main

import (
	"context"
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

	const pause = 400 * time.Millisecond
	act := func(what string, a chromedp.Action[chromedp.Void], then time.Duration) {
		if err != nil {
			return
		}
		one, cancel := context.WithTimeout(ctx, 30*time.Second)
		defer cancel()
		if err = chromedp.Do(one, a, chromedp.Sleep(then)); err != nil {
			err = fmt.Errorf("the visit of %s: %s: %w", url, what, err)
		}
	}
	click := func(sel chromedp.CSS) {
		act("to scroll to "+string(sel), chromedp.ScrollIntoView(sel), pause) // which is no press
		act("a click on "+string(sel), chromedp.Click(sel), pause)
	}
	press := func(id string, keys ...string) {
		act("to focus "+id, chromedp.Focus(chromedp.ID(id)), 0)
		for _, k := range keys {
			act("a key at "+id, chromedp.KeyEvent(k), pause)
		}
	}
	act("to load it", chromedp.Navigate(url), 0)
	act("to start", chromedp.WaitEnabled(chromedp.ID("play")), 0)
	act("to watch", chromedp.Evaluate[chromedp.Void](watch), 3*time.Second)
	for _, id := range []string{"preset-spirals", "theme-dark", "play", "step", "reset", "play", "preset-rings", "samples",
		"dice", "preset-moons", "sample-csv", "theme-light",
		"layers-play", "layers-back", "layer-x", "grid", "select-x", "select-x", "lang-ko", "lang-en", "play", "time",
		"time-now", "play", "draw", "draw-cancel"} {
		click(chromedp.CSS("#" + id))
	}
	for _, css := range []string{"#network summary", "#network summary", "[data-deed=two-scales]"} {
		click(chromedp.CSS(css))
	}
	press("layer", kb.ArrowLeft, kb.ArrowLeft)
	press("stretch", kb.ArrowRight)
	press("couplings", kb.ArrowDown)
	press("x-plane", kb.ArrowRight, kb.ArrowUp, " ", "s", "r")
	if err != nil {
		return answer{}, err
	}
	got, err := chromedp.Run(ctx, chromedp.Evaluate[struct {
		MS   float64 `json:"ms"`
		What string  `json:"what"`
	}](`longest`))
	return answer{got.MS, got.What}, err
}
