package e2e

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"
)

// overhear keeps what workers answer, so that the page can be held to it.
const overhear = `(() => {
	window.benches = [];
	window.ended = 0;
	const make = Worker;
	window.Worker = class extends make {
		constructor(...a) {
			super(...a);
			this.addEventListener("message", ({ data }) => benches.push(...[data].flat().filter((m) => m.type === "Bench")));
		}
		terminate() { ended++; super.terminate(); }
	};
})()`

// benchPage opens the benchmark in a mode that takes seconds.
func benchPage(t *testing.T) *tab {
	t.Helper()
	p := launch(t)
	p.do(chromedp.Navigate(p.origin + "/bench/#short"))
	p.state(time.Minute, "ready")
	p.do(chromedp.Evaluate[chromedp.Void](overhear))
	return p
}

// answer is the Bench event.
type answer struct {
	Kernels []struct {
		Name  string
		InUse bool
		Peak  float64
	}
	Models  []struct{ Name string }
	Figures []struct{ Turns, StepsPerSecond, Gflops, Share, Length, StepSeconds float64 }
	Done    int
	Total   int
}

func TestBench(t *testing.T) {
	p := benchPage(t)
	p.screenshot("bench-idle", 1440, 900, false)
	if early := eval[int](p, `performance.getEntriesByType("resource").filter((e) => e.name.includes("trainer")).length`); early > 0 {
		t.Error("a trainer is there before anything is measured")
	}
	p.click("measure")
	p.state(time.Minute, "measuring")
	p.wait(time.Minute, `benches.length > 2`)
	t.Logf("while its trainer measures the page draws every %.0f ms", eval[float64](p, framesJS))
	p.screenshot("bench-running", 390, 844, false)
	p.state(4*time.Minute, "done", "error")
	if p.data("state") != "done" {
		t.Fatalf("it ended with: %s", p.text("status"))
	}
	a := eval[answer](p, `benches.at(-1)`)
	if a.Done != a.Total || len(a.Models) != 4 || len(a.Kernels) < 2 || !a.Kernels[0].InUse || !(a.Kernels[0].Peak > 0) {
		t.Fatalf("the last answer: %+v", a)
	}
	p.do(chromedp.Sleep(time.Second)) // bars move to their place
	for m, model := range a.Models {
		for k, kernel := range a.Kernels {
			f := a.Figures[m*len(a.Kernels)+k]
			row := eval[[]string](p, fmt.Sprintf(`[...document.querySelectorAll('tr[data-model="%d"][data-kernel="%s"] td')].map((e) => e.innerText)`, m, kernel.Name))
			t.Logf("%s on %s: %s", model.Name, kernel.Name, strings.Join(row, ", "))
			if f.StepSeconds > 0 && k > 0 {
				if len(row) != 1 || f.Turns != 0 {
					t.Errorf("%s on %s is left out, and its row is %q", model.Name, kernel.Name, row)
				}
				continue
			}
			if len(row) != 3 {
				t.Fatalf("%s on %s: %q", model.Name, kernel.Name, row)
			}
			for i, want := range []float64{f.StepsPerSecond, f.Gflops, 100 * f.Share} {
				got, err := strconv.ParseFloat(strings.NewReplacer(",", "", "%", "").Replace(row[i]), 64)
				if err != nil || !(want > 0) || math.Abs(got-want) > 0.006*want+0.5*float64(i/2) {
					t.Errorf("%s on %s, column %d: %q, answered %g", model.Name, kernel.Name, i, row[i], want)
				}
			}
			bar := eval[float64](p, fmt.Sprintf(`(() => {
				const row = document.querySelector('tr[data-model="%d"][data-kernel="%s"]');
				return row.querySelector(".fill").offsetWidth / row.querySelector(".track").offsetWidth;
			})()`, m, kernel.Name))
			if math.Abs(bar-min(f.Length, 1)) > 0.012 {
				t.Errorf("%s on %s: the bar is %.3f long, answered %.3f", model.Name, kernel.Name, bar, f.Length)
			}
		}
	}
	if ended := eval[int](p, `ended`); ended != 1 {
		t.Errorf("%d workers were ended, want 1: their memory is kept", ended)
	}
	for _, width := range []int64{1440, 768, 390, 360} {
		p.screenshot("bench", width, 900, false)
		p.screenshot("bench", width, 900, true)
	}
	p.copies(a)
	p.follow("to-lab")
	p.wait(time.Minute, `document.body.dataset.rows`) // until then the page still moves under a click
	if path := eval[string](p, `location.pathname`); path != "/" {
		t.Errorf("the way back leads to %s", path)
	}
	p.follow("to-bench")
	p.wait(time.Minute, `location.pathname === "/bench/" && document.title.startsWith("Benchmark")`)
	p.state(time.Minute, "ready")
}

// follow clicks a link and waits for the document that it leads to.
func (p *tab) follow(id string) {
	p.Helper()
	p.settled(fmt.Sprintf(`document.getElementById(%q)`, id))
	ctx, cancel := context.WithTimeout(p.ctx, time.Minute)
	defer cancel()
	if _, err := chromedp.RunResponse(ctx, chromedp.Click(chromedp.ID(id))); err != nil {
		p.Fatalf("%s: %v\n%s", id, err, p.scene())
	}
}

// framesJS resolves to the median time between two frames of two seconds, in ms.
const framesJS = `new Promise((done) => {
	const times = [];
	requestAnimationFrame(function frame(now) {
		times.push(now);
		if (now - times[0] < 2000) return requestAnimationFrame(frame);
		const gaps = times.slice(1).map((t, i) => t - times[i]).sort((a, b) => a - b);
		done(gaps[gaps.length >> 1]);
	});
})`

// copies checks the clipboard, and what happens where it is refused.
func (p *tab) copies(a answer) {
	p.Helper()
	p.permit("clipboard-read", browser.PermissionSettingGranted)
	p.permit("clipboard-write", browser.PermissionSettingGranted)
	p.click("copy")
	p.wait(10*time.Second, `document.getElementById("copied").innerText.startsWith("Copied")`)
	text := eval[string](p, `navigator.clipboard.readText()`)
	if shown := eval[string](p, `document.getElementById("result").value`); text != shown || len(text) < 200 {
		p.Errorf("copied %q, shown %q", text, shown)
	}
	for _, s := range []string{"| model | kernel |", a.Models[0].Name, a.Models[3].Name, a.Kernels[0].Name,
		eval[string](p, `navigator.userAgent`)} {
		if !strings.Contains(text, s) {
			p.Errorf("the copy lacks %q:\n%s", s, text)
		}
	}
	p.do(chromedp.Evaluate[chromedp.Void](`navigator.clipboard.writeText = () => Promise.reject(new Error("no"))`))
	p.click("copy")
	p.wait(10*time.Second, `document.getElementById("copied").innerText.includes("Ctrl+C")`)
	if chosen := eval[string](p, `(() => {
		const area = document.activeElement;
		return area.id === "result" ? area.value.slice(area.selectionStart, area.selectionEnd) : "";
	})()`); chosen != text {
		p.Errorf("refused, the selection is %q", chosen)
	}
}

func (p *tab) permit(name string, setting browser.PermissionSetting) {
	p.Helper()
	if _, err := chromedp.CallBrowser(p.ctx, browser.SetPermission, browser.SetPermissionParams{
		Permission: &browser.PermissionDescriptor{Name: name}, Setting: setting,
	}); err != nil {
		p.Fatal(err)
	}
}

func TestBenchStops(t *testing.T) {
	turn(t)
	p := benchPage(t)
	p.do(chromedp.Evaluate[chromedp.Void](`document.getElementById("measure").focus()`), chromedp.KeyEvent("\r"))
	p.wait(time.Minute, `benches.length > 1`)
	p.do(chromedp.KeyEvent("\r"))
	p.state(10*time.Second, "stopped")
	n := eval[int](p, `benches.length`)
	p.do(chromedp.Sleep(2 * time.Second))
	if now := eval[int](p, `benches.length`); now != n {
		t.Errorf("after the stop %d more answers came", now-n)
	}
	if !strings.Contains(p.text("status"), "Stopped") || eval[int](p, `ended`) != 1 {
		t.Errorf("it says %q, %d workers ended", p.text("status"), eval[int](p, `ended`))
	}
	if rows := eval[int](p, `document.querySelectorAll("tr.kernel").length`); rows < 8 {
		t.Errorf("%d rows are left of the figures so far", rows)
	}
}
