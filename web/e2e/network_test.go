package e2e

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/chromedp"
)

// coloured counts the pixels of a canvas that are not empty, in hundredths of all.
func (p *tab) coloured(id string) float64 {
	p.Helper()
	return eval[float64](p, fmt.Sprintf(`(c => {
		if (!c || !c.width) return -1;
		const d = c.getContext("2d").getImageData(0, 0, c.width, c.height).data;
		let n = 0;
		for (let i = 3; i < d.length; i += 4) n += d[i] > 0;
		return 100 * n / (c.width * c.height);
	})(document.getElementById(%q))`, id))
}

// untilColoured waits until that share of a canvas is painted.
func (p *tab) untilColoured(id string, enough func(share float64) bool) {
	p.Helper()
	for end := time.Now().Add(time.Minute); !enough(p.coloured(id)); p.do(chromedp.Sleep(100 * time.Millisecond)) {
		if time.Now().After(end) {
			p.Fatalf("%s stays painted to %.2f%%", id, p.coloured(id))
		}
	}
}

func (p *tab) scrollTo(id string) {
	p.Helper()
	eval[bool](p, fmt.Sprintf(`(document.getElementById(%q).scrollIntoView({ block: "center" }), true)`, id))
}

// The curves are drawn while training where they are in view, and are exact at rest; the latents of the crescent become
// the prior.
func TestNetwork(t *testing.T) {
	turn(t)
	p := open(t, "#speed=1x&autoplay=0"+plain)
	p.wait(time.Minute, `document.body.dataset.rows === "2000"`)
	p.scrollTo("network")
	p.wait(time.Minute, `document.getElementById("network-verdict").innerText.includes("held-out")`)
	if !strings.Contains(p.text("network-verdict"), "is not the prior") {
		t.Errorf("untrained: %s", p.text("network-verdict"))
	}
	if head := eval[string](p, `document.querySelector("#network h2").innerText`); !strings.Contains(head,
		"these 4 curves and two scales") {
		t.Errorf("the heading is %q", head)
	}
	p.click("speed-1x")
	p.key(" ")
	p.state(time.Minute, "training")
	first := eval[int](p, painted+`("curve-1")`)
	p.wait(time.Minute, fmt.Sprintf(`%s("curve-1") !== %d`, painted, first))
	p.click("speed-max")
	p.state(plateau, "learned")
	p.wait(time.Minute, `document.getElementById("curve-4").getAttribute("aria-label").includes("Coupling 4 adds m of h2 to h1")`)
	p.wait(time.Minute, `document.getElementById("pit-2").getAttribute("aria-label").includes("KS")`)
	t.Log(p.text("network-verdict"))
	for _, id := range []string{"curve-1", "curve-2", "curve-3", "curve-4", "spectrum", "pit-1", "pit-2"} {
		if c := p.coloured(id); c < 2 {
			t.Errorf("%s is painted to %.1f%%", id, c)
		}
	}
	p.screenshots("network")

	// Closed, it costs nothing and stays as it was.
	eval[bool](p, `(document.querySelector("#network summary").click(), true)`)
	p.wait(time.Minute, `!document.getElementById("network").open`)
	full := p.coloured("loss")
	p.key("r")
	p.wait(time.Minute, `document.body.dataset.step === "0"`)
	p.untilColoured("loss", func(c float64) bool { return c < full/2 }) // later than the step, on a busy machine
	p.do(chromedp.Sleep(time.Second))
	empty := p.coloured("loss") // axes and their names
	label := eval[string](p, `document.getElementById("curve-1").getAttribute("aria-label")`)
	eval[bool](p, `(document.querySelector("#network summary").click(), true)`)
	p.wait(time.Minute, fmt.Sprintf(`document.getElementById("curve-1").getAttribute("aria-label") !== %q`, label))

	// Of a model that comes without data nothing of the one before is left in the pictures.
	p.steps(2)
	p.untilColoured("loss", func(c float64) bool { return c > 2*empty })
	spectrum := eval[int](p, painted+`("spectrum")`)
	p.upload("checkpoint-load", testdata("../../checkpoint/testdata/f16.safetensors"))
	p.wait(time.Minute, `document.getElementById("network-verdict").innerText.includes("without data") && !document.getElementById("pit-1")`)
	p.wait(time.Minute, fmt.Sprintf(`%s("spectrum") !== %d`, painted, spectrum))
	p.untilColoured("loss", func(c float64) bool { return c < 1.5*empty })
}

// On a narrow screen it is closed until it is asked for.
func TestNetworkOnAPhone(t *testing.T) {
	turn(t)
	p := launch(t)
	p.do(chromedp.EmulateViewport(390, 844), chromedp.Navigate(p.origin+"/#autoplay=0"))
	p.wait(time.Minute, `document.body.dataset.rows === "2000"`)
	p.wait(time.Minute, `!document.getElementById("network").open`)
	p.scrollTo("network")
	p.do(chromedp.Sleep(500 * time.Millisecond))
	if c := p.coloured("curve-1"); c > 0 {
		t.Errorf("closed, a curve is painted to %v%%", c)
	}
	eval[bool](p, `(document.querySelector("#network summary").click(), true)`)
	p.wait(time.Minute, `document.getElementById("network-verdict").innerText.includes("held-out")`)
	p.wait(time.Minute, `document.getElementById("curve-1").width > 0`)
}

// More than two dimensions have no curves, but a spectrum and the worst of their latents.
func TestNetworkOfDigits(t *testing.T) {
	turn(t)
	p := open(t, "#autoplay=0")
	p.wait(time.Minute, `document.body.dataset.rows === "2000"`)
	eval[bool](p, `(document.querySelector("#gallery summary").click(), true)`)
	p.wait(time.Minute, `document.getElementById("gallery-digits")`)
	p.click("gallery-digits")
	p.wait(time.Minute, `document.body.dataset.dim === "64" && document.body.dataset.nllValid`)
	p.scrollTo("network")
	p.wait(time.Minute, `document.getElementById("network-verdict").innerText.includes("of 64 coordinates")`)
	t.Log(p.text("network-verdict"))
	p.wait(time.Minute, `document.getElementById("spectrum").getAttribute("aria-label").startsWith("64 values")`)
	if n := eval[int](p, `document.querySelectorAll(".curves canvas").length`); n != 0 {
		t.Errorf("%d curves of 64 dimensions", n)
	}
	for end := time.Now().Add(10 * time.Second); p.coloured("pit-4") < 2; { // in a task of its own
		if time.Now().After(end) {
			t.Fatalf("all coordinates together are painted to %.1f%%", p.coloured("pit-4"))
		}
	}
	p.screenshots("network-digits")
}

// Two scales: what constant volume costs is said and shaded.
func TestPriceOfConstantVolume(t *testing.T) {
	turn(t)
	p := open(t, "#data=two-scales&steps=1000&speed=max")
	p.wait(plateau, `document.body.dataset.step === "1000" && document.body.dataset.state === "paused"`)
	p.wait(time.Minute, `document.body.dataset.floor`)
	h, floor := p.number("entropy"), p.number("floor")
	want := fmt.Sprintf("floor − H, here %.3f nats", floor-h)
	if note := eval[string](p, `document.querySelector(".data > .note").innerText`); !strings.Contains(note, want) {
		t.Errorf("the note is %q, without %q", note, want)
	}
	kl := eval[string](p, `[...document.querySelectorAll(".figures div")].find(d => d.innerText.includes("KL")).querySelector("dd").innerText`)
	value, err := strconv.ParseFloat(strings.Fields(kl)[0], 64)
	if err != nil || math.Abs(value-(p.number("nll-valid")-h)) > 0.3 || value < floor-h-0.1 {
		t.Errorf("KL is %q; NLL - H is %v, the price %v", kl, p.number("nll-valid")-h, floor-h)
	}
	p.scrollTo("network")
	p.wait(time.Minute, `document.getElementById("network-verdict").innerText.includes("held-out")`)
	p.screenshots("network-two-scales")
}

// Step is explained with the numbers of its own batch, and training at full speed is not.
func TestExplain(t *testing.T) {
	turn(t)
	p := open(t, "#autoplay=0&data=moons&n=600&fresh=0")
	p.wait(time.Minute, `document.body.dataset.rows === "600"`)
	if !eval[bool](p, `document.getElementById("explain").hidden`) {
		t.Error("there is an explanation before the first step")
	}
	for i := 1; i <= 2; i++ {
		p.click("step")
		p.wait(time.Minute, fmt.Sprintf(`document.querySelector("#explain h2")?.innerText.includes("step %d")`, i))
	}
	if live := eval[string](p, `document.getElementById("explain").getAttribute("aria-live")`); live != "polite" {
		t.Errorf("a step is announced %q", live)
	}
	big := eval[[]string](p, `[...document.querySelectorAll("#explain .big")].map(e => e.innerText)`)
	if len(big) != 5 || big[0] != "256 of 480 rows" {
		t.Fatalf("the captions are %q", big)
	}
	loss, err := strconv.ParseFloat(strings.Fields(big[1])[1], 64)
	before, after, _ := strings.Cut(big[4], " → ")
	if err != nil || before != strings.Fields(big[1])[1] ||
		math.Abs(loss-p.number("nll-train")) > 1e-4 || after == before {
		t.Errorf("the captions are %q, the loss %s", big, p.data("nll-train"))
	}
	p.screenshots("explain")
	p.click("fresh")
	p.click("step")
	p.wait(time.Minute, `document.querySelector("#explain .big")?.innerText === "256 fresh points"`)
	p.click("play")
	p.wait(time.Minute, `document.getElementById("explain").hidden`)
	p.halt()
	eval[bool](p, `(document.getElementById("speed-slow").click(), true)`)
	p.click("play")
	p.wait(time.Minute, `!document.getElementById("explain").hidden && document.getElementById("explain").getAttribute("aria-live") === "off"`)
	at := eval[string](p, `document.querySelector("#explain h2").innerText`)
	p.wait(time.Minute, fmt.Sprintf(`document.querySelector("#explain h2").innerText !== %q`, at))
	p.halt()
}

// networkFramesJS resolves to frames, pictures of the network and median frames a second, over three seconds in which
// training goes on. Where a picture is awaited it is more, on a machine that is busy.
const networkFramesJS = `(awaited => new Promise(done => {
	let pictures = 0, start = 0, last = 0;
	const took = [];
	const proto = CanvasRenderingContext2D.prototype, clear = proto.clearRect, play = document.getElementById("play");
	proto.clearRect = function(...a) {
		pictures += this.canvas.id === "curve-1";
		return clear.apply(this, a);
	};
	const tick = now => {
		start ||= now;
		if (!["training", "error"].includes(document.body.dataset.state)) play.click();
		if (now - start > 3000 && (pictures || !awaited || now - start > 30000)) {
			proto.clearRect = clear;
			const each = 1000 / (now - start);
			took.sort((a, b) => a - b);
			return done([took.length * each, pictures * each, 1000 / took[took.length >> 1]]);
		}
		if (last) took.push(now - last);
		last = now;
		requestAnimationFrame(tick);
	};
	requestAnimationFrame(tick);
}))(%v)`

// openJS opens the network so many times, waits for its last canvas, and closes it again.
const openJS = `(async times => {
	const proto = CanvasRenderingContext2D.prototype, clear = proto.clearRect,
		summary = document.querySelector("#network summary");
	for (; times > 0; times--) {
		await new Promise(drawn => {
			proto.clearRect = function(...a) {
				if (this.canvas.id === "pit-2") drawn();
				return clear.apply(this, a);
			};
			summary.click();
		});
		summary.click();
		await new Promise(later => setTimeout(later, 100));
	}
	proto.clearRect = clear;
	return true;
})(%d)`

// How many frames a second the page holds while it trains with the whole network in view, and how much of its thread a
// picture of the network takes. The figures hold on a quiet machine; the test fails where something that is closed is
// drawn.
func TestNetworkFrames(t *testing.T) {
	p := openServed(t, "#autoplay=0&data=spirals")
	if _, err := chromedp.Call(p.ctx, emulation.SetDeviceMetricsOverride,
		emulation.SetDeviceMetricsOverrideParams{Width: 1440, Height: 1700, DeviceScaleFactor: 1}); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(p.ctx, performance.Enable,
		performance.EnableParams{TimeDomain: performance.EnableTimeDomainThreadTicks}); err != nil {
		t.Fatal(err)
	}
	busy := func() float64 {
		r, err := chromedp.Call(p.ctx, performance.GetMetrics, cdp.Empty{})
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(r.Metrics, func(m *performance.Metric) bool { return m.Name == "TaskDuration" })
		if i < 0 {
			t.Fatal("Chromium does not say how busy it is")
		}
		return 1000 * r.Metrics[i].Value
	}
	toggle := func(open bool) {
		eval[bool](p, `(document.querySelector("#network summary").click(), true)`)
		p.wait(time.Minute, fmt.Sprintf(`document.getElementById("network").open === %v`, open))
	}
	p.wait(time.Minute, `document.body.dataset.rows === "2000"`)
	p.wait(time.Minute, `document.getElementById("network-verdict").innerText.includes("held-out")`)
	got := eval[[]float64](p, fmt.Sprintf(networkFramesJS, true))
	t.Logf("training with the layers and the network in view: %.1f frames a second, the median frame %.1f, and %.1f pictures of the network", got[0], got[2], got[1])
	if got[1] == 0 {
		t.Error("in view it is not drawn while training")
	}
	toggle(false)
	p.do(chromedp.Sleep(2 * time.Second)) // what is on its way comes to its end
	got = eval[[]float64](p, fmt.Sprintf(networkFramesJS, false))
	t.Logf("with it closed: %.1f frames a second, the median frame %.1f", got[0], got[2])
	if got[1] > 0 {
		t.Errorf("closed, it is drawn %.1f times a second", got[1])
	}
	p.halt()
	p.do(chromedp.Sleep(2 * time.Second))

	// Each time it is opened a picture comes.
	const times = 20
	before := busy()
	eval[bool](p, fmt.Sprintf(openJS, times))
	t.Logf("a picture of the network takes %.1f ms of the page's thread, to open and close it included", (busy()-before)/times)
}
