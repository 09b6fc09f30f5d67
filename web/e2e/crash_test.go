package e2e

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// The trainer dies in the middle of its work. The page says so, keeps the person's
// settings, and one click later trains again.
func TestTrainerCrash(t *testing.T) {
	turn(t)
	p := open(t, "#autoplay=0&data=moons&n=600"+endless)
	p.allowed = []string{"panic:"}
	p.wait(time.Minute, `document.body.dataset.rows === "600"`)
	p.click("play")
	p.wait(time.Minute, `+document.body.dataset.step >= 5`)

	p.crash()
	p.state(time.Minute, "error")
	p.do(chromedp.WaitVisible(chromedp.ID("restart")))
	p.screenshot("crash", 1440, 900, false)

	p.click("restart")
	p.state(time.Minute, "training") // as it did when it died
	at := p.number("step")
	p.wait(time.Minute, `+document.body.dataset.step > 3`)
	t.Logf("after the restart: from step %g to %s", at, p.data("step"))
}

// The page's own program cannot be fetched: guard.js says so, and a reload brings it.
func TestPageCannotLoad(t *testing.T) {
	turn(t)
	p := launchServed(t)
	p.allowed = []string{"app.wasm", "404", "loading wasm failed"}
	part := t.TempDir()
	if err := os.CopyFS(part, os.DirFS(built)); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"app.wasm", "app.wasm.br", "app.wasm.gz"} {
		if err := os.Remove(filepath.Join(part, "web", name)); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
	h := newHost(t, "")
	h.serve(part)
	p.do(chromedp.Navigate(h.url()+"#autoplay=0"), chromedp.WaitVisible(chromedp.CSS("#guard button")))
	if said := p.text("guard"); !strings.Contains(said, "could not be loaded") {
		t.Errorf("the banner says %q", said)
	}
	k := launchServed(t)
	k.allowed = p.allowed
	k.do(chromedp.Navigate(h.url()+"#autoplay=0&lang=ko"), chromedp.WaitVisible(chromedp.CSS("#guard button")))
	if said := k.text("guard"); !strings.Contains(said, "불러오지 못했습니다") || !strings.Contains(said, "새로고침") {
		t.Errorf("in Korean the banner says %q", said)
	}
	for _, selector := range []string{"h1", "header p", ".first"} { // title, sentence and picture need no program
		if !eval[bool](p, fmt.Sprintf(`(e => e.checkVisibility() && e.getBoundingClientRect().height > 15 && e.naturalWidth !== 0)(document.querySelector(%q))`, selector)) {
			t.Errorf("without the program there is no %s", selector)
		}
	}
	p.screenshot("guard", 1440, 900, true)
	p.screenshot("guard", 390, 800, false)
	h.serve(built)
	ctx, cancel := context.WithTimeout(p.ctx, time.Minute)
	defer cancel()
	if _, err := chromedp.RunResponse(ctx, chromedp.Click(chromedp.CSS("#guard button"))); err != nil {
		t.Fatal(err)
	}
	p.state(time.Minute, "ready", "paused")
}

// crash sends the Crash command from inside the worker, as no button of the page does.
func (p *tab) crash() {
	p.Helper()
	p.inTrainer(`onmessage({ data: { type: "Crash" } })`)
}
