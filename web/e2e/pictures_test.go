package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"
)

// painted waits until a canvas has so many colours, looked at in a coarse grid: an empty one has one.
func (p *tab) painted(id string, colours int) {
	p.Helper()
	p.wait(time.Minute, fmt.Sprintf(`(() => {
		const c = document.getElementById(%q), g = c.getContext("2d"), seen = new Set();
		for (let y = 5; y < c.height; y += 7)
			for (let x = 5; x < c.width; x += 7) seen.add(g.getImageData(x, y, 1, 1).data.join());
		return seen.size >= %d; })()`, id, colours))
}

// A person opens digits, sees them as pictures, trains, and asks whether a sample was learned by heart.
func TestDigitsAsPictures(t *testing.T) {
	longTurn(t)
	p := open(t, "#autoplay=0&speed=max&hidden=64&run=400")
	p.state(time.Minute, "ready", "paused")
	p.click("pictures-digits")
	p.wait(time.Minute, `document.body.dataset.kind === "picture" && document.body.dataset.dim === "64"`)
	if eval[bool](p, `["x-plane", "z-plane", "column-0", "rows", "layer-name"].some((id) => document.getElementById(id)?.checkVisibility())`) {
		t.Error("pictures are shown as points or columns")
	}
	p.wait(20*time.Second, `document.getElementById("data-grid") && document.getElementById("samples-grid")`)
	if hash := eval[string](p, `location.hash`); !strings.Contains(hash, "table=digits") {
		t.Errorf("the address is %s", hash)
	}
	p.click("play")
	p.state(2*time.Minute, "stopped", "learned")
	if bits := eval[float64](p, `+document.body.dataset.bitsDim`); !(bits > 1 && bits < 3.5) {
		t.Errorf("%v bits a pixel", bits)
	}
	p.painted("data-grid", 10)
	p.painted("samples-grid", 10)
	if g := p.number("baseline-gaussian"); !(g > p.number("nll-valid")) {
		t.Errorf("a Gaussian has %v nats, the flow %v", g, p.number("nll-valid"))
	}
	if text := p.text("grid-note"); !strings.Contains(text, "A Gaussian with the full covariance") {
		t.Errorf("it says %q", text)
	}

	// The spectrum and its ends.
	p.wait(time.Minute, `document.getElementById("ends-said")?.innerText.includes("64 directions")`)
	p.painted("ends", 10)
	p.painted("ends-spectrum", 2)
	p.choose("ends-by", "scale")
	p.wait(time.Minute, `document.getElementById("ends-said").innerText.includes("exp(-s) falls")`)
	p.screenshots("pictures")

	// The close look.
	eval[bool](p, `(document.getElementById("samples-grid-box").focus(), true)`)
	p.press(kb.ArrowRight)
	p.wait(20*time.Second, `document.getElementById("closeup-logp")?.innerText.includes("bits a pixel")`)
	if near := p.text("closeup-near"); !strings.Contains(near, "nearest picture") || !strings.Contains(near, "label") {
		t.Errorf("it says %q", near)
	}
	p.painted("nearest", 3)
	p.painted("closeup-picture", 3)

	// The least likely of those held out.
	p.choose("album-order", "least")
	p.wait(20*time.Second, `[...document.querySelectorAll(".plane.z .note")].some((e) => e.innerText.includes("Labels:"))`)

	// A hidden half is found, from four starts.
	p.click("mask-top")
	p.wait(time.Minute, `document.getElementById("inpaint-said").innerText.includes("400 of 400")`)
	p.painted("inpaint-found", 10)

	// From one picture to another, by way of their latents.
	for _, id := range []string{"walk-from", "walk-to"} {
		eval[bool](p, `(document.getElementById("data-grid-box").focus(), true)`)
		p.press(kb.ArrowRight)
		p.wait(10*time.Second, `!document.getElementById("`+id+`").disabled`)
		p.click(id)
	}
	p.wait(20*time.Second, `document.getElementById("walk")?.checkVisibility()`)
	p.painted("walk", 10)
	p.screenshotOfAll("pictures-closeup", 1440, 900, true)
}
