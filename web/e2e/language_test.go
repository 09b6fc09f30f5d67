package e2e

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// terms are what stays in Latin letters on the Korean page: names, symbols, units, file formats and the titles of
// papers.
const terms = `NICE Lab KL NLL ReLU tanh Adam ONNX PyTorch GFLOP SIMD TSV CSV ARFF JSON GiB GB MB kB Space RealNVP
	WebAssembly Go English nat nats
log p p(x) z = f(x) x1 x2 z1 z2 m D D³ z²/2 |z| H S beta2 eps npy npz idx MNIST safetensors onnx csv png moons-8
	https://hub.example.org s-curve 1x R exp KS Ctrl Shift Esc`

// sources are names of people, licences and places where data is from.
const sources = `palmerpenguins CC BY SA Fisher scikit learn UCI Azzalini Bowman Cortez Wolberg Matejka Fitzmaurice MIT
	Alpaydin Kaynak LeCun Cortes Burges BSD Clause`

// english lists what a person can read or hear on the page and is written in Latin words that are no terms. What is
// marked as being in another language is, and the names of a hub's entries are people's.
const english = `(() => {
	const known = new Set(` + "`" + terms + " " + sources + "`" + `.split(/[^A-Za-z]+/));
	const bad = [];
	const judge = (text, where) => {
		const words = (text.match(/[A-Za-z]{2,}/g) || []).filter((w) => !known.has(w));
		if (words.length) bad.push(where + ": " + text.trim().slice(0, 80) + " [" + words.slice(0, 4) + "]");
	};
	const foreign = (e) => e.closest("[lang]").lang !== "ko" || e.closest("script, style, math, annotation, #hub-entries");
	for (const e of document.querySelectorAll("*")) {
		if (foreign(e)) continue;
		for (const name of ["title", "aria-label", "placeholder", "alt"])
			if (e.hasAttribute(name)) judge(e.getAttribute(name), name);
		// In brackets an English term may stand beside its Korean one.
		for (const n of e.childNodes) if (n.nodeType === 3)
			judge(e.closest("article") ? n.data.replace(/\([A-Za-z -]+(, NLL)?\)/g, "") : n.data, e.tagName);
	}
	judge(document.title, "title");
	judge(document.querySelector("meta[name=description]").content, "description");
	return bad;
})()`

func TestLanguage(t *testing.T) {
	turn(t)
	p := openServed(t, "#seed=3&autoplay=0&n=400&hidden=16")
	p.state(time.Minute, "paused")
	lang := func() string { return eval[string](p, `document.documentElement.lang`) }
	if lang() != "en" || strings.Contains(eval[string](p, `location.hash`), "lang") {
		t.Fatalf("it begins in %s at %s", lang(), eval[string](p, `location.hash`))
	}
	title := eval[string](p, `document.title`)

	// by keys alone
	p.do(chromedp.Evaluate[chromedp.Void](`document.getElementById("lang-ko").focus()`), chromedp.KeyEvent("\r"))
	p.wait(10*time.Second, `document.documentElement.lang === "ko" && location.hash.includes("lang=ko")`)
	if now := eval[string](p, `document.title`); now == title || !strings.Contains(now, "NICE Lab") {
		t.Errorf("the title is %q", now)
	}
	p.wait(10*time.Second, `document.getElementById("lang-ko").getAttribute("aria-pressed") === "true"`)
	p.korean("paused")
	p.click("play")
	p.state(time.Minute, "learned")
	p.click("gallery")
	p.wait(30*time.Second, `document.querySelectorAll("#gallery img").length > 10`) // nothing moves from here on
	p.click("hub-list")
	p.wait(30*time.Second, `!document.getElementById("hub-list").disabled && (document.getElementById("hub-note").innerText !== "" || document.querySelector("#hub-entries li"))`)
	p.click("checkpoint-save")
	p.wait(30*time.Second, `document.getElementById("notice").innerText.includes("nice-crescent")`)
	p.do(chromedp.Evaluate[chromedp.Void](`document.querySelector(".notice .plain").click()`))
	p.wait(10*time.Second, `document.getElementById("notice").innerText === ""`)
	p.korean("learned")
	p.screenshotOfAll("ko", 1440, 900, false)
	p.screenshotOfAll("ko", 768, 900, true)
	p.screenshotOfAll("ko", 390, 844, false)
	p.screenshotOfAll("ko", 360, 780, true)

	p.do(chromedp.Evaluate[chromedp.Void](`location.hash = "#seed=3&autoplay=0&steps=20"`))
	p.click("reset")
	p.click("play")
	// a sentence of the trainer, worded here
	p.wait(time.Minute, `document.getElementById("notice").innerText.includes("20스텝")`)

	// A new visit remembers it, and a link asks for itself alone.
	p.comeBack("#autoplay=0")
	p.state(time.Minute, "paused")
	if lang() != "ko" {
		t.Errorf("the next visit is in %s", lang())
	}
	p.comeBack("#autoplay=0&lang=en")
	p.state(time.Minute, "paused")
	if lang() != "en" || p.text("step") != "Step" {
		t.Errorf("a link for en gives %s", lang())
	}
	p.do(chromedp.Navigate(p.origin + "/bench/"))
	p.wait(time.Minute, `document.body.dataset.state === "ready" && document.documentElement.lang === "ko"`)
	p.korean("bench")
	p.screenshot("ko-bench", 1440, 900, false)
	p.screenshot("ko-bench", 360, 780, false)
	p.click("lang-en")
	p.wait(10*time.Second, `document.documentElement.lang === "en" && document.title.startsWith("Benchmark")`)
	p.do(chromedp.Navigate(p.origin + "/#autoplay=0"))
	p.state(time.Minute, "paused")
	if lang() != "en" {
		t.Errorf("back in English, the next visit is in %s", lang())
	}
}

// korean fails for every sentence that is not.
func (p *tab) korean(when string) {
	p.Helper()
	p.wait(10*time.Second, `!document.querySelector("article:not([lang=ko])")`)
	for _, s := range eval[[]string](p, english) {
		p.Errorf("%s: %s", when, s)
	}
}

// A browser in Korean gets the page in Korean, and a link in English all the same.
func TestLanguageOfTheBrowser(t *testing.T) {
	turn(t)
	p := launch(t)
	if _, err := chromedp.Call(p.ctx, emulation.SetUserAgentOverride, emulation.SetUserAgentOverrideParams{
		UserAgent: eval[string](p, `navigator.userAgent`), AcceptLanguage: "ko-KR",
	}); err != nil {
		t.Fatal(err)
	}
	p.do(chromedp.Navigate(p.origin + "/#autoplay=0"))
	p.state(time.Minute, "paused")
	if lang := eval[string](p, `document.documentElement.lang`); lang != "ko" ||
		strings.Contains(eval[string](p, `location.hash`), "lang") {
		t.Errorf("the page is in %s at %s", lang, eval[string](p, `location.hash`))
	}
	p.do(chromedp.Evaluate[chromedp.Void](`location.hash = "autoplay=0&lang=en"`))
	p.wait(10*time.Second, `document.documentElement.lang === "en"`)
}
