package e2e

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// With a step cap training goes on past the plateau, as far as the link says.
func TestStepCap(t *testing.T) {
	turn(t)
	p := open(t, "#n=400&hidden=16&speed=max&lr=0.0005&run=0&steps=6000")
	p.state(time.Minute, "training")
	p.state(plateau, "paused", "learned", "stopped")
	if p.data("state") != "paused" || p.data("step") != "6000" {
		t.Errorf("it stopped %s at step %s", p.data("state"), p.data("step"))
	}
}

// Nothing begins by itself in a tab that nobody sees, and it does once it is seen.
func TestHiddenTab(t *testing.T) {
	turn(t)
	p := launch(t)
	if _, err := chromedp.Call(p.ctx, page.AddScriptToEvaluateOnNewDocument,
		page.AddScriptToEvaluateOnNewDocumentParams{Source: `
		let hidden = true;
		Object.defineProperty(document, "hidden", { get: () => hidden });
		globalThis.look = () => { hidden = false; document.dispatchEvent(new Event("visibilitychange")); };`}); err != nil {
		t.Fatal(err)
	}
	p.do(chromedp.Navigate(p.origin + "/"))
	p.wait(time.Minute, `document.body.dataset.rows === "2000"`)
	p.do(chromedp.Sleep(time.Second))
	if p.data("state") != "paused" || p.data("step") != "0" {
		t.Errorf("unseen it is %s at step %s", p.data("state"), p.data("step"))
	}
	if said := eval[string](p, `document.querySelector(".phase").innerText`); said != "Ready: Crescent. Press play." {
		t.Errorf("it says %q", said)
	}
	eval[bool](p, `look(), true`)
	p.wait(time.Minute, `+document.body.dataset.step > 5`)
}

// back waits until the page shows another step than that, and returns it.
func (p *tab) back(from string) string {
	p.Helper()
	p.wait(time.Minute, fmt.Sprintf(`document.body.dataset.back && document.body.dataset.back !== %q && document.body.dataset.back === document.body.dataset.step`, from))
	return p.data("back")
}

// The slider shows every step as a run that stopped there does, by keys alone; training goes on from it, or from where
// the run had got.
func TestTimeSlider(t *testing.T) {
	turn(t)
	const capped = moons + "&speed=max&steps="
	p := open(t, capped+"700")
	// whose knowledge is in the file
	p.wait(time.Minute, `document.body.dataset.rows === "400" && document.body.dataset.floor`)
	p.click("play")
	p.wait(time.Minute, `document.body.dataset.step === "700" && document.body.dataset.state === "paused"`)
	p.kept()
	newest, now := p.checkpoint(), p.figures() // in this order: the file comes after the measurement

	p.do(chromedp.Focus(chromedp.ID("time")), chromedp.KeyEvent(kb.Home))
	p.back("none")
	if p.data("step") != "0" || p.data("nll-valid") != "" {
		t.Errorf("at the left end it shows step %s with an NLL of %q", p.data("step"), p.data("nll-valid"))
	}
	p.do(chromedp.KeyEvent(kb.PageUp))
	far := p.back("0")
	p.do(chromedp.KeyEvent(kb.ArrowRight))
	step := p.back(far)
	p.do(chromedp.KeyEvent(kb.ArrowLeft))
	p.back(step)
	p.do(chromedp.KeyEvent(kb.ArrowRight))
	step = p.back(far)
	if said := eval[string](p,
		`document.getElementById("time").getAttribute("aria-valuetext")`); said != "step "+step+" of 700" {
		t.Errorf("the slider says %q at step %s", said, step)
	}
	file, there := p.checkpoint(), p.figures()
	p.screenshots("time")
	if kept := p.data("kept"); kept != "700" {
		t.Errorf("a look at step %s is kept as %s", step, kept)
	}

	q := open(t, capped+step)
	q.wait(time.Minute, `document.body.dataset.rows === "400"`)
	q.click("play")
	q.wait(time.Minute, fmt.Sprintf(`document.body.dataset.step === %q && document.body.dataset.state === "paused"`, step))
	q.checkpoint()
	if was := q.figures(); was != there {
		t.Errorf("a run that stopped there shows %s, the slider %s", was, there)
	}

	p.click("time-now")
	p.wait(time.Minute, `!document.body.dataset.back && document.body.dataset.step === "700"`)
	if file, got := p.checkpoint(), p.figures(); got != now || !bytes.Equal(file, newest) {
		t.Errorf("back to now it is %s, it was %s", got, now)
	}
	p.do(chromedp.Focus(chromedp.ID("time")), chromedp.KeyEvent(kb.Home))
	for at := p.back("none"); at != step; at = p.back(at) {
		p.do(chromedp.KeyEvent(kb.ArrowRight))
	}
	if !bytes.Equal(p.checkpoint(), file) {
		t.Errorf("step %s is another the second time", step)
	}
	p.click("play")
	p.wait(time.Minute, `document.body.dataset.step === "700" && document.body.dataset.state === "paused" && !document.body.dataset.back`)
	if file, got := p.checkpoint(), p.figures(); got != now || !bytes.Equal(file, newest) {
		t.Errorf("trained again from step %s it is %s, it was %s", step, got, now)
	}
}

// A slider that is dragged keeps up: whatever it passes, in the end it shows where it rests.
func TestTimeSliderIsDragged(t *testing.T) {
	p := openServed(t, "#autoplay=0&speed=max&steps=1500")
	p.wait(time.Minute, `document.body.dataset.rows === "2000"`)
	p.click("play")
	p.wait(time.Minute, `document.body.dataset.step === "1500" && document.body.dataset.state === "paused"`)
	p.kept() // what ends a run is done
	ms := eval[[]float64](p, `new Promise((done) => {
		const time = document.getElementById("time"), body = document.body, max = +time.max, seen = new Set();
		let i = 0, longest = 0, last = performance.now();
		const frame = (now) => {
			longest = Math.max(longest, now - last);
			last = now;
			seen.add(body.dataset.step);
			if (i < 90) {
				time.value = Math.round(max * (0.5 + 0.5 * Math.cos(i++ / 9)));
				time.dispatchEvent(new Event("input", { bubbles: true }));
			} else if (i++ === 90) {
				time.value = 3;
				time.dispatchEvent(new Event("input", { bubbles: true }));
				globalThis.rested = now;
			} else if (time.value === "3" && body.dataset.back &&
				time.getAttribute("aria-valuetext").startsWith("step " + body.dataset.step + " ")) {
				return done([seen.size, longest, now - globalThis.rested]);
			} else if (now - globalThis.rested > 30000) {
				return done([seen.size, longest, -1]);
			}
			requestAnimationFrame(frame);
		};
		requestAnimationFrame(frame);
	})`)
	t.Logf("90 frames of dragging: %.0f steps shown, the longest frame %.0f ms, at rest after %.0f ms", ms[0], ms[1], ms[2])
	if ms[0] < 5 || ms[2] < 0 {
		t.Errorf("the slider did not keep up: %v", ms)
	}
}

// Within another page there are the planes and the strip alone, and they work.
func TestEmbed(t *testing.T) {
	turn(t)
	p := open(t, "#embed=1&autoplay=0&data=moons&n=400&speed=max&steps=300")
	p.wait(time.Minute, `document.body.dataset.rows === "400"`)
	p.click("play")
	p.wait(time.Minute, `document.body.dataset.step === "300" && document.body.dataset.state === "paused"`)
	const visible = `["x-plane", "z-plane", "play", "step", "reset"].every((id) => document.getElementById(id).checkVisibility())`
	const hidden = `["seed", "preset-moons", "loss", "time", "sample-csv", "hub-list", "to-bench", "how-it-works"].every((id) => !document.getElementById(id).checkVisibility()) && document.querySelector("header").offsetHeight <= 1`
	if !eval[bool](p, visible+" && "+hidden) {
		t.Error("it shows something else than planes and strip")
	}
	for _, size := range [][2]int64{{1440, 900}, {768, 500}, {390, 844}} {
		p.screenshot("embed", size[0], size[1], false)
		p.screenshot("embed", size[0], size[1], true)
	}
	p.key("r")
	p.wait(time.Minute, `document.body.dataset.step === "0"`)
	if h := eval[string](p, `location.hash`); !strings.Contains(h, "embed=1") {
		t.Errorf("the link is %s", h)
	}
	eval[bool](p, `location.hash = "autoplay=0&data=moons&n=400", true`)
	p.wait(time.Minute, `document.getElementById("seed").checkVisibility()`)
}

// The thumbnails are drawn with the points and the noise that the fields show.
func TestThumbnailsFollowTheNoise(t *testing.T) {
	turn(t)
	p := open(t, "#autoplay=0")
	p.wait(time.Minute, `document.body.dataset.rows === "2000"`)
	const picture = `[...document.querySelectorAll(".thumb canvas")].slice(0, 10).map((c) => c.toDataURL()).join()`
	p.wait(time.Minute, `(c => c.getContext("2d").getImageData(0, 0, c.width, c.height).data.some((v) => v))(document.querySelector("#preset-spirals canvas"))`)
	was := eval[string](p, picture)
	p.fill("noise", "0.3")
	p.wait(time.Minute, fmt.Sprintf(`location.hash.includes("noise=0.3") && %s !== %q`, picture, was))
	p.screenshot("thumbs", 1440, 900, false)

	// Two presets have a density of their own, and no noise.
	for name, noisy := range map[string]bool{"checkerboard": false, "moons": true, "two-scales": false} {
		p.click("preset-" + name)
		p.wait(time.Minute, fmt.Sprintf(`location.hash.includes("data=%s") && document.getElementById("noise").checkVisibility() === %v`, name, noisy))
	}
}

// Reset goes back to the same weights: the run that follows is the first one, to the last bit. Dice is another.
func TestResetRepeatsAndDiceDoesNot(t *testing.T) {
	turn(t)
	p := open(t, moons+"&speed=max&steps=300")
	p.wait(time.Minute, `document.body.dataset.rows === "400"`)
	run := func() string {
		p.click("play")
		p.wait(time.Minute, `document.body.dataset.step === "300" && document.body.dataset.state === "paused"`)
		p.checkpoint() // which comes after the last measurement
		return p.figures()
	}
	first := run()
	p.click("reset")
	p.wait(time.Minute, `document.body.dataset.step === "0"`)
	if again := run(); again != first {
		t.Errorf("first %s, after a reset %s", first, again)
	}
	nll := p.data("nll-train")
	p.click("dice") // which goes on training, as the person did
	p.wait(time.Minute, fmt.Sprintf(`document.body.dataset.step === "300" && document.body.dataset.state === "paused" && document.body.dataset.nllTrain !== %q`, nll))
	if h := eval[string](p, `location.hash`); strings.Contains(h, "seed=7&") {
		t.Errorf("the link is %s", h)
	}
}
