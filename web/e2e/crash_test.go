package e2e

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// The trainer dies in the middle of its work. The page says so, keeps the person's
// settings, and one click later trains again.
func TestTrainerCrash(t *testing.T) {
	p := open(t, "#autoplay=0&data=moons&n=600")
	p.allowed = []string{"panic:"}
	p.wait(time.Minute, `document.body.dataset.rows === "600"`)
	p.click("play")
	p.wait(time.Minute, `+document.body.dataset.step >= 5`)

	p.crash()
	p.state(time.Minute, "error")
	p.do(chromedp.WaitVisible(chromedp.ID("restart")))
	p.screenshot("crash", 1440, 900, false)

	p.click("restart")
	p.wait(time.Minute, `document.body.dataset.state !== "error" && document.body.dataset.rows === "600"`)
	if p.data("state") != "training" {
		p.click("play")
	}
	p.state(time.Minute, "training")
	at := p.number("step")
	p.wait(time.Minute, `+document.body.dataset.step > 3`)
	t.Logf("after the restart: from step %g to %s", at, p.data("step"))
}

// The page's own program cannot be fetched: guard.js says so, and a reload brings it.
func TestPageCannotLoad(t *testing.T) {
	p := launch(t)
	p.allowed = []string{"app.wasm", "loading wasm failed"}
	if _, err := chromedp.Call(p.ctx, network.Enable, network.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	block := func(patterns ...*network.BlockPattern) {
		if _, err := chromedp.Call(p.ctx, network.SetBlockedURLs, network.SetBlockedURLsParams{URLPatterns: patterns}); err != nil {
			t.Fatal(err)
		}
	}
	block(&network.BlockPattern{URLPattern: origin + "/web/app.wasm", Block: true})
	p.do(chromedp.Navigate(origin+"/#autoplay=0"), chromedp.WaitVisible(chromedp.CSS("#guard button")))
	if said := p.text("guard"); !strings.Contains(said, "could not be loaded") {
		t.Errorf("the banner says %q", said)
	}
	p.screenshot("guard", 390, 800, false)
	block()
	if _, err := chromedp.RunResponse(p.ctx, chromedp.Click(chromedp.CSS("#guard button"))); err != nil {
		t.Fatal(err)
	}
	p.state(time.Minute, "ready", "paused")
}

// crash sends the Crash command from inside the worker, as no button of the page does.
func (p *tab) crash() {
	p.Helper()
	targets, err := chromedp.Targets(p.ctx)
	if err != nil {
		p.Fatal(err)
	}
	for _, w := range targets {
		if w.Type != "worker" {
			continue
		}
		ctx, cancel := chromedp.NewContext(p.ctx, chromedp.WithTargetID(w.TargetID), chromedp.WithDetachOnCancel())
		defer cancel()
		if err := chromedp.Do(ctx, chromedp.Evaluate[chromedp.Void](`onmessage({ data: { type: "Crash" } })`)); err != nil {
			p.Fatal(err)
		}
		return
	}
	p.Fatal("the page has no worker")
}
