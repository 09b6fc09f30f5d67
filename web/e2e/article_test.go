package e2e

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// The article's buttons set the lab, its figures answer, and its links lead where they say without touching the run.
func TestArticle(t *testing.T) {
	turn(t)
	p := open(t, "#seed=3&steps=300")
	p.state(time.Minute, "training", "learned", "stopped")
	p.state(time.Minute, "learned", "stopped", "paused")

	hash := eval[string](p, `location.hash`)
	p.click("read")
	// The text begins right below the bar that sticks.
	p.wait(10*time.Second, `(room => room >= 0 && room < 40)(document.getElementById("how-it-works").getBoundingClientRect().top - document.querySelector(".bar").getBoundingClientRect().bottom) && document.activeElement.id === "how-title"`)
	if now := eval[string](p, `location.hash`); now != hash {
		t.Errorf("reading on has changed the run's link from %s to %s", hash, now)
	}

	deeds := eval[[]string](p, `[...document.querySelectorAll("[data-deed]")].map((e) => e.dataset.deed)`)
	if len(deeds) < 8 {
		t.Fatalf("the buttons are %v", deeds)
	}
	press := func(deed string) {
		t.Helper()
		p.hit(`document.querySelector('[data-deed="` + deed + `"]')`)
	}
	press("two-scales-logistic")
	p.wait(30*time.Second, `location.hash.includes("data=two-scales") && location.hash.includes("prior=logistic")`)
	p.wait(time.Minute, `Math.abs(document.body.dataset.floor - document.body.dataset.entropy - 1.464) < 0.01`) // 1.998 - 0.534
	press("two-scales")
	p.wait(time.Minute, `!location.hash.includes("prior=") && Math.abs(document.body.dataset.floor - document.body.dataset.entropy - 1.632) < 0.003`)
	press("couplings-2")
	p.wait(30*time.Second, `document.getElementById("couplings").value === "2"`)
	press("samples")
	p.wait(30*time.Second, `document.getElementById("samples").checked`)
	press("crescent")
	p.wait(30*time.Second, `location.hash.includes("data=crescent") && document.getElementById("mirror").innerText.includes("Crescent")`)
	p.wait(30*time.Second, `(() => {
		const c = document.querySelector("#mirror canvas");
		return c.width > 100 &&
			new Set(new Uint32Array(c.getContext("2d").getImageData(0, 0, c.width, c.height).data.buffer)).size > 20;
	})()`)

	for id, limit := range map[string]string{"stretch": "100", "shear-first": "-100", "shear-second": "80"} {
		before := eval[string](p, `document.getElementById("`+id+`").closest("figure").querySelector("canvas").toDataURL()`)
		p.do(chromedp.Evaluate[chromedp.Void](`(() => {
			const e = document.getElementById("` + id + `");
			e.value = ` + limit + `;
			e.dispatchEvent(new Event("input", { bubbles: true }));
		})()`))
		p.wait(10*time.Second,
			`document.getElementById("`+id+`").closest("figure").querySelector("canvas").toDataURL() !== `+"`"+before+"`")
	}
	if said := eval[string](p, `document.querySelector(".shear .said").innerText`); !strings.Contains(said, "1.00") {
		t.Errorf("sheared, it says %q", said)
	}
	if said := eval[string](p, `document.querySelector(".stretch .said").innerText`); !strings.Contains(said,
		"0.399 · 3.50 = 1.396") {
		t.Errorf("bent, it says %q", said)
	}

	if n := eval[int](p, `[...document.querySelectorAll("article a[href^=http]")].filter((a) => a.rel !== "noopener" || a.target !== "_blank").length`); n > 0 {
		t.Errorf("%d links out have no rel=noopener", n)
	}
	if broken := eval[[]string](p, `[...document.querySelectorAll("article a[href^='#']")].map((a) => a.hash.slice(1)).filter((id) => !document.getElementById(id))`); len(broken) > 0 {
		t.Errorf("nothing is at %v", broken)
	}
	if levels := eval[string](p, `[...document.querySelectorAll("h1, h2, h3, h4")].map((e) => e.tagName[1]).join("")`); !strings.HasPrefix(levels, "1") || strings.Count(levels, "1") != 1 || strings.Contains(levels, "13") || strings.Contains(levels, "4") {
		t.Errorf("the headings are of the levels %s", levels)
	}
	if n := eval[int](p, `[...document.querySelectorAll("article math")].filter((e) => !(e.getBoundingClientRect().height > 5)).length`); n > 0 {
		t.Errorf("%d formulas have no size", n)
	}
	p.screenshotOfAll("article", 1440, 900, false)
	p.screenshotOfAll("article", 1440, 900, true)
	p.screenshotOfAll("article", 768, 900, false)
	p.screenshotOfAll("article", 390, 844, true)
	p.screenshotOfAll("article", 360, 780, false)
}

// On a small screen a button leads to the lab, and another one back to the text.
func TestArticleOnAPhone(t *testing.T) {
	turn(t)
	p := launch(t)
	p.do(chromedp.EmulateViewport(390, 844), chromedp.Navigate(p.origin+"/#seed=3&autoplay=0"))
	p.state(time.Minute, "paused")
	p.hit(`document.querySelector('[data-deed="moons"]')`)
	p.state(time.Minute, "training", "learned", "stopped")
	seen := func(js string) string {
		return `(() => { const r = ` + js + `.getBoundingClientRect(); return r.top > -20 && r.bottom < innerHeight + 20; })()`
	}
	p.wait(10*time.Second, seen(`document.getElementById("x-plane")`))
	p.screenshot("article-led-away", 390, 844, false)
	p.do(chromedp.EmulateViewport(390, 844))
	p.click("back-to-text")
	p.wait(10*time.Second,
		seen(`document.getElementById("how-limits")`)+` && document.getElementById("back-to-text").hidden`)
}
