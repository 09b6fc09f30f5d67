package e2e

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// A table of small numbers and long names: the likelihood is negative, nothing without a meaning is shown, and the
// heading counts its rows.
func TestFiguresOfATableOfSmallNumbers(t *testing.T) {
	turn(t)
	p := open(t, "#autoplay=0&steps=60")
	p.wait(time.Minute, `document.body.dataset.rows`)
	rng := rand.New(rand.NewPCG(1, 1))
	long := strings.Repeat("long_name_", 6)
	csv := long + "x," + long + "y\n"
	for range 400 {
		csv += fmt.Sprintf("%g,%g\n", 1e-3*rng.NormFloat64(), 1e-3*rng.NormFloat64())
	}
	p.upload("upload", p.file(long+long+".csv", []byte(csv)))
	p.wait(time.Minute, `document.body.dataset.rows === "400"`)
	p.click("play")
	p.wait(time.Minute, `document.body.dataset.step === "60" && document.body.dataset.state === "paused"`)
	if v := p.number("nll-valid"); v > -9 {
		t.Errorf("the NLL is %g", v)
	}
	figures := eval[string](p, `[...document.querySelectorAll(".figures > div")].filter((e) => e.checkVisibility()).map((e) => e.innerText).join("|")`)
	if strings.Contains(figures, "–") || strings.Count(figures, "|") != 1 {
		t.Errorf("the figures are %q", figures)
	}
	if !eval[bool](p, `(e => e.innerText.includes("400 rows") && e.scrollWidth <= e.clientWidth && e.getBoundingClientRect().right <= e.parentElement.getBoundingClientRect().right + 1)(document.querySelector(".data h2 .count"))`) {
		t.Error("the heading loses the number of rows")
	}
	if hash := eval[string](p, `location.hash`); strings.Contains(hash, "data=") {
		t.Errorf("the address is %s", hash)
	}
	p.screenshots("small-numbers")
}

// What a field does not take is said in it, and nothing comes of it.
func TestAFieldSaysWhatItDoesNotTake(t *testing.T) {
	turn(t)
	p := open(t, still)
	p.wait(time.Minute, `document.body.dataset.rows === "400"`)
	p.fill("sample-count", "0")
	p.wait(10*time.Second, `document.getElementById("sample-count").getAttribute("aria-invalid") === "true"`)
	if why := p.text("sample-count-wrong"); !strings.Contains(why, "From 1 to 1000000") {
		t.Errorf("it says %q", why)
	}
	p.click("sample-csv")
	p.wait(10*time.Second, `document.querySelector(".notice.wrong")`)
	p.fill("points", "3")
	p.wait(10*time.Second, `document.getElementById("points").getAttribute("aria-invalid") === "true"`)
	if v := eval[string](p, `document.getElementById("points").value`); v != "3" || p.data("rows") != "400" {
		t.Errorf("the field has %q, and there are %s rows", v, p.data("rows"))
	}
	p.screenshots("fields")
	p.fill("points", "500")
	p.wait(time.Minute, `document.body.dataset.rows === "500" && !document.getElementById("points").hasAttribute("aria-invalid")`)
}

// A link that was encoded on its way is the link, and what it cannot set is said.
func TestEncodedLink(t *testing.T) {
	turn(t)
	p := open(t, "#data%3Dmoons%26amp%3Bn%3D300%26hidden%3D16%26autoplay%3D0%26cuplings%3D3")
	p.wait(time.Minute, `document.body.dataset.rows === "300"`)
	if s := p.data("state"); s != "paused" {
		t.Errorf("it is %s", s)
	}
	p.wait(10*time.Second, `document.getElementById("notice").innerText.includes("couplings")`)
}

// Back returns from a preset to the run before it, with its settings; a setting is no place to go back to.
func TestBackReturnsFromAPreset(t *testing.T) {
	turn(t)
	p := open(t, still)
	p.wait(time.Minute, `document.body.dataset.rows === "400"`)
	p.fill("width", "24")
	p.wait(10*time.Second, `location.hash.includes("hidden=24&")`)
	p.click("preset-rings")
	p.wait(time.Minute, `location.hash.includes("data=rings&n=400") && document.querySelector(".data h2").innerText.includes("rings")`)
	eval[bool](p, `history.back(), true`)
	p.wait(time.Minute, `location.hash.includes("data=moons&n=400") && document.querySelector(".data h2").innerText.includes("moons")`)
	if w := eval[string](p, `document.getElementById("width").value`); w != "24" || p.data("rows") != "400" {
		t.Errorf("back at a width of %s and %s rows", w, p.data("rows"))
	}
	eval[bool](p, `history.forward(), true`)
	p.wait(time.Minute, `location.hash.includes("data=rings&") && document.querySelector(".data h2").innerText.includes("rings")`)
}
