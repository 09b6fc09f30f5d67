package e2e

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// A long run on pictures goes on in a tab that nobody sees, and the tab's title tells of it; the screen is kept on
// where a person asks for it, and no longer than it trains; a reload goes on from where it was, to the bit.
func TestALongRunIsSafe(t *testing.T) {
	turn(t)
	p := launchServed(t)
	if _, err := chromedp.Call(p.ctx, page.AddScriptToEvaluateOnNewDocument,
		page.AddScriptToEvaluateOnNewDocumentParams{Source: `
		let hidden = false;
		Object.defineProperty(document, "hidden", { get: () => hidden });
		globalThis.see = (on) => { hidden = !on; document.dispatchEvent(new Event("visibilitychange")); };
		globalThis.locks = 0;
		globalThis.refuse = false;
		Object.defineProperty(navigator, "wakeLock", { value: { request: async () => {
			if (refuse) throw new DOMException("no", "NotAllowedError");
			locks++;
			return { released: false, release() { if (!this.released) { this.released = true; locks--; } } };
		} } });`}); err != nil {
		t.Fatal(err)
	}
	const link = "/#autoplay=0&table=digits&hidden=16&speed=max&run=100000"
	p.do(chromedp.Navigate(p.origin + link))
	p.wait(time.Minute, `document.body.dataset.kind === "picture" && document.body.dataset.state === "paused"`)
	title := func() string { return eval[string](p, `document.title`) }
	usual := title()
	p.click("awake")
	if eval[int](p, `locks`) != 0 {
		t.Error("at rest the screen is kept on")
	}
	p.click("play")
	p.wait(time.Minute,
		`document.body.dataset.awake === "yes" && locks === 1 && /left, step .* bits\/pixel/.test(document.title)`)

	eval[bool](p, `(see(false), true)`)
	p.wait(time.Minute, `locks === 0`)
	before := p.number("step")
	said := title()
	p.do(chromedp.Sleep(3 * time.Second))
	if now := title(); now == said || !strings.Contains(now, "step") {
		t.Errorf("unseen, the title was %q and is %q", said, now)
	}
	if now := p.number("step"); !(now > before) {
		t.Errorf("unseen, it was at step %v and is at %v", before, now)
	}
	eval[bool](p, `(see(true), true)`)
	p.wait(time.Minute, `locks === 1`)
	p.halt()
	p.wait(time.Minute, `locks === 0 && !document.body.dataset.awake`)
	if now := title(); now != usual {
		t.Errorf("at rest the title is %q, and was %q", now, usual)
	}

	// What is kept is the run, to the bit.
	p.kept()
	at, saved := p.data("step"), p.checkpoint()
	p.visit("#autoplay=0&data=circles")
	p.wait(time.Minute, `document.body.dataset.offers === "1"`)
	p.click("go-on")
	p.wait(time.Minute, `document.body.dataset.kind === "picture" && document.body.dataset.state === "paused"`)
	if now := p.data("step"); now != at || !bytes.Equal(saved, p.checkpoint()) {
		t.Errorf("it was at step %s and is at %s, or its weights are others", at, now)
	}

	// A browser that refuses is heard.
	eval[bool](p, `(refuse = true, true)`)
	p.click("awake")
	p.click("play")
	p.wait(time.Minute,
		`document.getElementById("awake-note").innerText !== "" && !document.getElementById("awake").checked`)
	p.halt()
}
