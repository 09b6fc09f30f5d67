package e2e

import (
	"testing"
	"time"
)

// A run whose loss is no number any more goes on with a lower rate, by one button.
func TestDivergenceGoesOn(t *testing.T) {
	p := open(t, "#data=rings&n=1000&lr=0.1&hidden=128,128,128,128,128&couplings=8&batch=32&speed=max&autoplay=0")
	p.wait(time.Minute, `document.body.dataset.rows === "1000"`)
	if eval[bool](p, `document.getElementById("slower").offsetParent !== null`) {
		t.Error("the button is there before anything went wrong")
	}
	p.click("play")
	p.state(2*time.Minute, "error")
	p.wait(time.Minute, `document.getElementById("notice").innerText.includes("diverged")`)
	p.screenshot("diverged", 1440, 900, false)
	p.screenshot("diverged", 390, 900, true)
	p.click("slower")
	p.wait(time.Minute, `location.hash.includes("lr=0.02") && document.getElementById("slower").offsetParent === null`)
	p.state(2*time.Minute, "training", "learned", "paused")
	if n := p.number("nll-valid"); !(n < 100) {
		t.Errorf("the weights that are back have an NLL of %v", n)
	}
}
