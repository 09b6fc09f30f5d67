package e2e

import (
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// watched waits until a first visit without the page's program shows a step above that, and returns it.
func (p *tab) watched(step int) int {
	p.Helper()
	p.wait(time.Minute, fmt.Sprintf(`document.body.dataset.rows || document.body.dataset.step > %d`, step))
	if n := p.data("rows"); n != "" {
		p.Fatalf("the page's program is there already, with %s rows", n)
	}
	if s := p.data("state"); s != "training" {
		p.Errorf("watched, it is %s", s)
	}
	return p.shownStep()
}

func (p *tab) shownStep() int {
	p.Helper()
	n, err := strconv.Atoi(strings.ReplaceAll(p.stepsText(), ",", ""))
	if err != nil {
		p.Fatal(err)
	}
	return n
}

// seen counts the pixels of what a canvas shows that are not empty, in hundredths of all, whoever paints it.
func (p *tab) seen(id string) float64 {
	p.Helper()
	return eval[float64](p, fmt.Sprintf(`(c => {
		const g = new OffscreenCanvas(64, 64).getContext("2d");
		g.drawImage(c, 0, 0, 64, 64);
		return g.getImageData(0, 0, 64, 64).data.filter((v, i) => i %% 4 === 3 && v > 0).length / 40.96;
	})(document.getElementById(%q))`, id))
}

// A first visit sees the default run in all that is in view before the page's own program starts, which it does at the
// end. It is the run of a visit that asks for it by link, to the last bit.
func TestFirstRunNeedsNoProgram(t *testing.T) {
	turn(t)
	p := launchServed(t)
	p.do(chromedp.EmulateViewport(1440, 1000), chromedp.Navigate(p.origin+"/"))
	p.watched(100)
	for _, id := range []string{"x-plane", "z-plane", "loss", "thumb-crescent", "thumb-two-scales",
		"layer-picture-0", "layer-picture-5"} {
		n := p.seen(id)
		for deadline := time.Now().Add(5 * time.Second); n < 1 && time.Now().Before(deadline); n = p.seen(id) {
			time.Sleep(50 * time.Millisecond) // a chart is painted a moment after its step
		}
		if n < 1 {
			t.Errorf("%s is painted to %.1f%%", id, n)
		}
	}
	if said := eval[string](p, `document.querySelector(".phase").innerText`); said != "Training on Crescent." {
		t.Errorf("it says %q", said)
	}
	nll := eval[[]string](p, `[...document.querySelectorAll(".stats dd")].map((e) => e.innerText)`)
	if v, err := strconv.ParseFloat(strings.ReplaceAll(nll[2], "\u2212", "-"), 64); err != nil || math.Abs(v) > 3 {
		t.Errorf("the figures are %q", nll)
	}
	p.state(plateau, "learned")
	p.wait(time.Minute, `document.getElementById("notice").innerText.includes("Learned")`)
	p.checkpoint() // which comes after the last measurement

	q := openServed(t, "#data=crescent")
	q.state(plateau, "learned")
	q.checkpoint()
	if a, b := p.figures(), q.figures(); a != b {
		t.Errorf("watched it ends at %s, asked for at %s", a, b)
	}
	at := p.number("step")
	p.click("play") // begins another run, which may be over before anybody looks
	p.wait(time.Minute, fmt.Sprintf(`+document.body.dataset.step > %g`, at))
}

// Who presses a button while only watching gets the page, with the run as far as it is, and the button is pressed.
func TestFirstRunIsTakenOver(t *testing.T) {
	p := launchServed(t)
	p.do(chromedp.Navigate(p.origin + "/web/icons/icon.svg"))
	p.allowed = []string{"favicon.ico"}
	eval[bool](p, `(localStorage.setItem("nicelab / theme", "dark"), true)`)
	p.do(chromedp.Navigate(p.origin + "/"))
	at := p.watched(20)
	if theme := eval[string](p, `document.documentElement.dataset.theme`); theme != "dark" {
		t.Errorf("the theme is %q", theme)
	}
	// From here on the figures may grow, but not go, not even between two pictures.
	eval[bool](p, `(() => {
		window.gone = 0;
		const step = () => +document.querySelector(".stats dd").textContent.replace(/\D/g, "") || 0;
		let last = step();
		const look = () => { const now = step(); window.gone += now < last; last = now; };
		new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
		const replace = Node.prototype.replaceChild;
		document.body.replaceChild = function (...nodes) {
			replace.apply(this, nodes);
			look();
		};
		return true;
	})()`)
	start := time.Now()
	where := eval[[]float64](p, `(r => [r.left + r.width / 2, r.top + r.height / 2])(document.getElementById("play").getBoundingClientRect())`)
	for _, at := range [][2]float64{{where[0], where[1]}, {2, 2}} { // what is pressed on nothing takes nothing back
		p.mouse(input.DispatchMouseEventTypeMousePressed, at[0], at[1], true, 0)
		p.mouse(input.DispatchMouseEventTypeMouseReleased, at[0], at[1], true, 0)
	}
	p.state(time.Minute, "paused")
	t.Logf("paused %.1f s after the press that brought the page, at step %s", time.Since(start).Seconds(), p.data("step"))
	if step := int(p.number("step")); step < at || step > 2000 {
		t.Errorf("watched at step %d, taken over at %d", at, step)
	}
	if rows := p.data("rows"); rows != "2000" {
		t.Errorf("%s rows", rows)
	}
	if gone := eval[float64](p, "window.gone"); gone > 0 {
		t.Errorf("taken over, the step falls back %g times", gone)
	}
	p.click("play")
	p.state(plateau, "learned")
	p.wait(10*time.Second, `document.querySelector(".stats dd").innerText.replace(/\D/g, "") === document.body.dataset.step`)
}

// A run on offer is offered at once, and a hash that comes meanwhile is followed.
func TestFirstRunGivesWay(t *testing.T) {
	turn(t)
	p := openServed(t, moons)
	p.wait(time.Minute, `document.body.dataset.rows === "400"`)
	p.steps(2)
	p.kept()
	p.comeBack("")
	p.wait(time.Minute, `document.body.dataset.offers === "1"`)
	p.state(time.Minute, "training", "learned") // with a run on offer, too
	p.click("discard")

	p.comeBack("")
	eval[bool](p, `location.hash = "data=rings&n=300&hidden=16&autoplay=0", true`)
	p.wait(time.Minute, `document.body.dataset.rows === "300" && document.body.dataset.state === "ready" || document.body.dataset.rows === "300" && document.body.dataset.state === "paused"`)
	if step := p.data("step"); step != "0" {
		t.Errorf("it trained %s steps unasked", step)
	}
}

// Who leaves for another tab finds the run where it has got to.
func TestFirstRunGoesOnUnseen(t *testing.T) {
	p := openServed(t, "")
	at := p.watched(20)
	eval[bool](p, `Object.defineProperty(document, "hidden", { get: () => true }), document.dispatchEvent(new Event("visibilitychange", { bubbles: true }))`)
	p.state(time.Minute, "training", "learned", "stopped")
	if step := int(p.number("step")); step < at {
		t.Errorf("left for another tab at step %d it is at %d", at, step)
	}
}

// A file that is chosen or dropped while the run is only watched is opened.
func TestFirstRunTakesAFile(t *testing.T) {
	turn(t)
	three := []byte("a,b\n" + strings.Repeat("1,2\n2,3.5\n3,1\n", 20))
	for name, give := range map[string]func(*tab){
		"chosen":  func(p *tab) { p.upload("upload", p.file("three.csv", three)) },
		"dropped": func(p *tab) { p.drop("three.csv", three) },
	} {
		p := openServed(t, "")
		p.watched(20)
		give(p)
		p.wait(time.Minute, `document.body.dataset.rows === "60"`)
		if dim := p.data("dim"); dim != "2" {
			t.Errorf("%s, it has %s columns", name, dim)
		}
	}
}

// A key of the page, and a script's click, act on the run that is watched as they do later.
func TestFirstRunHearsKeysAndScripts(t *testing.T) {
	turn(t)
	for name, press := range map[string]func(*tab){
		"Space":    func(p *tab) { p.key(" ") },
		"a script": func(p *tab) { eval[bool](p, `document.getElementById("play").click(), true`) },
	} {
		p := openServed(t, "")
		at := p.watched(20)
		if label := eval[string](p,
			`(b => b.disabled ? "disabled" : b.ariaLabel)(document.getElementById("play"))`); label != "Pause" {
			t.Errorf("watched, the button is %q", label)
		}
		if v := p.number("nll-valid"); math.IsNaN(v) || math.Abs(p.number("floor")-p.number("entropy")) > 0.001 {
			t.Errorf("watched, NLL %g, floor %g, entropy %g", v, p.number("floor"), p.number("entropy"))
		}
		eval[bool](p, `addEventListener("keydown", (e) => (window.heard = e.defaultPrevented)), true`)
		press(p)
		if name == "Space" && !eval[bool](p, `window.heard`) {
			t.Error("Space also scrolls")
		}
		p.state(time.Minute, "paused")
		if step := int(p.number("step")); step < at {
			t.Errorf("%s at step %d pauses it at step %d", name, at, step)
		}
	}
}

// Who pauses the run that is watched stops it there and then, however long the page's program is in coming.
func TestFirstRunPausesAtOnce(t *testing.T) {
	program := make(chan bool)
	arrives := sync.OnceFunc(func() { close(program) })
	site, err := url.Parse(origin)
	if err != nil {
		t.Fatal(err)
	}
	proxy := httputil.NewSingleHostReverseProxy(site)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/web/app.wasm" {
			<-program
		}
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(srv.Close)
	t.Cleanup(arrives)
	p := launchServed(t)
	p.do(chromedp.Navigate(srv.URL + "/"))
	p.watched(20)
	p.key(" ")
	p.do(chromedp.Sleep(500 * time.Millisecond)) // what was on its way is told
	at := p.shownStep()
	p.do(chromedp.Sleep(time.Second))
	if now := p.shownStep(); now != at {
		t.Errorf("paused at step %d, it is at step %d", at, now)
	}
	arrives()
	p.state(time.Minute, "paused")
	now := int(p.number("step"))
	t.Logf("paused at step %d, the page has step %d", at, now)
	if now < at {
		t.Error("steps are lost")
	}
}
