package e2e

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/storage"
	"github.com/chromedp/chromedp"
)

// another opens a second tab of the same profile, in front of the first.
func (p *tab) another(hash string) *tab {
	p.Helper()
	q := &tab{T: p.T, ctx: p.chrome.window(p.T), chrome: p.chrome, origin: p.origin, allowed: p.allowed}
	q.do(chromedp.Navigate(p.origin + "/" + hash))
	return q
}

// tabAt opens one of another site, in a process of its own.
func (p *tab) tabAt(url string) *tab {
	p.Helper()
	ctx, cancel := chromedp.NewContext(p.ctx)
	p.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil {
		p.Fatal(err)
	}
	q := &tab{T: p.T, ctx: ctx, allowed: p.allowed}
	q.do(chromedp.Navigate(url))
	return q
}

// visit leaves the page, which ends its worker, and comes back.
func (p *tab) visit(hash string) {
	p.Helper()
	p.comeBack(hash)
	p.state(time.Minute, "ready", "paused", "training", "learned", "stopped")
}

// comeBack loads the page anew, at a hash that the page before does not hear of: in one script, or it might write its
// own there in between. By way of another site it would be in another process, which has the programs to compile.
func (p *tab) comeBack(hash string) {
	p.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, time.Minute)
	defer cancel()
	p.do(chromedp.Evaluate[chromedp.Void](
		fmt.Sprintf(`window.left = true; history.replaceState(null, "", %q); location.reload()`, "/"+hash)))
	// Reload, and all else that waits for a page to load, would take replaceState for that.
	for back := false; !back; time.Sleep(20 * time.Millisecond) {
		var err error // of a page that goes while it is asked
		back, err = chromedp.Run(ctx, chromedp.Evaluate[bool](`!window.left && document.readyState === "complete"`))
		back = back && err == nil
		if ctx.Err() != nil {
			p.Fatalf("the page does not come back: %v\n%s", err, p.scene())
		}
	}
}

func (p *tab) steps(n int) {
	p.Helper()
	for range n {
		at := p.number("step")
		p.click("step")
		p.wait(time.Minute,
			fmt.Sprintf(`+document.body.dataset.step === %g && document.body.dataset.state === "paused"`, at+1))
	}
}

// kept waits until the run is kept as it is.
func (p *tab) kept() {
	p.Helper()
	p.wait(time.Minute, `document.body.dataset.kept === document.body.dataset.step`)
}

func (p *tab) figures() string {
	p.Helper()
	return strings.Join([]string{p.data("step"), p.data("nll-train"), p.data("nll-valid"),
		p.data("rows"), p.data("dim")}, " ")
}

func (p *tab) checkpoint() []byte {
	p.Helper()
	_, b := p.download(func() { p.click("checkpoint-save") })
	return b
}

const moons = "#autoplay=0&data=moons&n=400&hidden=16&batch=64"

// Train, pause, save the file, open it in a new browser, train on: the same as a run that never stopped.
func TestResumeFromAFile(t *testing.T) {
	longTurn(t)
	whole := open(t, moons)
	whole.wait(time.Minute, `document.body.dataset.rows === "400"`)
	whole.steps(14)

	half := open(t, moons)
	half.wait(time.Minute, `document.body.dataset.rows === "400"`)
	half.steps(8)
	ck := half.checkpoint()

	other := open(t, "#autoplay=0&data=rings") // its data comes with it, by the preset's recipe
	other.wait(time.Minute, `document.body.dataset.rows === "2000"`)
	other.upload("checkpoint-load", other.file("nice.safetensors", ck))
	other.wait(time.Minute, `document.body.dataset.step === "8" && document.body.dataset.rows === "400"`)
	if h := eval[string](other, `location.hash`); !strings.Contains(h, "data=moons") || !strings.Contains(h, "n=400") {
		t.Errorf("the link is %s", h)
	}
	other.steps(6)
	a, b := whole.checkpoint(), other.checkpoint() // which come after the last measurement
	if a, b := whole.figures(), other.figures(); a != b {
		t.Errorf("uninterrupted %s, resumed %s", a, b)
	}
	if !bytes.Equal(a, b) {
		t.Error("the checkpoints differ")
	}
	t.Logf("a checkpoint of 400 rows and hidden 16 has %d bytes", len(ck))
}

// A reload offers the last run, data included, and going on gives exactly that state.
func TestReloadOffersTheLastRun(t *testing.T) {
	longTurn(t)
	for name, upload := range map[string]bool{"preset": false, "table": true} {
		p := openServed(t, moons)
		p.wait(time.Minute, `document.body.dataset.rows === "400"`)
		if upload {
			p.upload("upload", testdata("faithful.csv"))
			p.wait(time.Minute, `document.body.dataset.rows === "272"`)
			p.halt()
		}
		p.steps(5)
		p.kept()
		was, ck := p.figures(), p.checkpoint()
		p.visit("#autoplay=0&data=circles")
		p.wait(time.Minute, `document.body.dataset.offers === "1"`)
		said := p.text("offer")
		if want := map[bool]string{false: "Two moons", true: "faithful.csv"}[upload]; !strings.Contains(said, want) ||
			!strings.Contains(said, "step 5") || !strings.Contains(said, "just now") {
			t.Errorf("%s: it says %q", name, said)
		}
		if !upload {
			p.screenshot("offer", 1440, 900, false)
			p.screenshot("offer", 390, 844, true)
		}
		p.click("go-on")
		p.wait(time.Minute, `document.body.dataset.step === "5" && !document.body.dataset.offers`)
		p.state(time.Minute, "paused")
		if now := p.figures(); now != was {
			t.Errorf("%s: it was %s and is %s", name, was, now)
		}
		if !bytes.Equal(ck, p.checkpoint()) {
			t.Errorf("%s: the checkpoint is another", name)
		}
		p.steps(1)
		p.kept()
	}
}

// While an untouched page trains by itself, the run of before stays on offer, visit after visit, until somebody
// discards it.
func TestTheDemonstrationDoesNotTakeThePlaceOfARun(t *testing.T) {
	longTurn(t)
	p := openServed(t, moons)
	p.wait(time.Minute, `document.body.dataset.rows === "400"`)
	p.steps(3)
	p.kept()
	for range 2 {
		p.visit("")
		p.wait(time.Minute, `+document.body.dataset.step > 20 && document.body.dataset.offers === "1"`)
		if kept := p.data("kept"); kept != "" {
			t.Errorf("the demonstration is kept at step %s", kept)
		}
	}
	p.click("discard")
	p.wait(time.Minute, `!document.body.dataset.offers && document.body.dataset.kept`)
	p.halt()
	p.kept()
	p.visit("#autoplay=0")
	p.wait(time.Minute, `document.body.dataset.offers === "1"`)
	if said := p.text("offer"); !strings.Contains(said, "Crescent") {
		t.Errorf("then it says %q", said)
	}
	// Off forgets it, and is remembered.
	p.click("keep")
	p.wait(time.Minute, `!document.body.dataset.offers`)
	p.steps(2)
	p.visit("#autoplay=0")
	p.wait(time.Minute, `document.body.dataset.rows === "2000"`)
	p.steps(1)
	if p.data("offers") != "" || p.data("kept") != "" || !strings.Contains(p.text("kept"), "Off") {
		t.Errorf("switched off: offers %q, kept %q, %q", p.data("offers"), p.data("kept"), p.text("kept"))
	}
}

// A reload in the middle of training offers a step that the run had reached less than a second before.
func TestAReloadLosesASecondAtMost(t *testing.T) {
	p := openServed(t, "#autoplay=0&data=moons"+endless)
	p.wait(time.Minute, `document.body.dataset.rows === "2000"`)
	p.click("play")
	p.wait(time.Minute, `+document.body.dataset.step >= 1`)
	// What each step's time was outlives the page; a step counts from when it is on the screen, which is later than it
	// was taken.
	eval[bool](p, `setInterval(() => {
		const reached = JSON.parse(sessionStorage.reached || "[]");
		reached.push([performance.timeOrigin + performance.now(), +document.body.dataset.step]);
		sessionStorage.reached = JSON.stringify(reached);
	}, 50), true`)
	p.do(chromedp.Sleep(5*time.Second), chromedp.Reload())
	p.wait(time.Minute, `document.body.dataset.offers === "1"`)
	p.click("go-on")
	p.wait(time.Minute, `+document.body.dataset.step > 0 && document.body.dataset.state === "paused"`)
	kept := p.number("step")
	reached := eval[[][2]float64](p, `JSON.parse(sessionStorage.reached)`)
	end := reached[len(reached)-1]
	lost := 0.0
	for i := len(reached) - 1; i >= 0 && reached[i][1] > kept; i-- {
		lost = (end[0] - reached[i][0]) / 1000
	}
	t.Logf("step %g of %g is offered, which is %.2f s less", kept, end[1], lost)
	if end[1] < 100 || lost > 1 {
		t.Errorf("of %g steps %g are there, and %.2f s are lost", end[1], kept, lost)
	}
}

// A trainer that dies gives way to one that goes on from what was kept last.
func TestCrashGoesOnFromTheKeptRun(t *testing.T) {
	turn(t)
	p := openServed(t, moons+endless) // still training when it dies
	p.allowed = []string{"panic:"}
	p.wait(time.Minute, `document.body.dataset.rows === "400"`)
	p.steps(4)
	p.kept()
	was := p.figures()
	p.crash()
	p.state(time.Minute, "error")
	p.click("restart")
	p.wait(time.Minute, `document.body.dataset.step === "4"`)
	p.state(time.Minute, "paused")
	if now := p.figures(); now != was {
		t.Errorf("it was %s and is %s", was, now)
	}
	p.click("play")
	p.wait(time.Minute, `+document.body.dataset.step > 60`)
	p.crash()
	p.state(time.Minute, "error")
	p.click("restart")
	p.state(time.Minute, "training")
	p.wait(time.Minute, `+document.body.dataset.step >= 4`)
	p.halt()
}

// Two tabs keep two runs.
func TestTwoTabsKeepTwoRuns(t *testing.T) {
	longTurn(t)
	a := openServed(t, moons)
	a.wait(time.Minute, `document.body.dataset.rows === "400"`)
	a.steps(2)
	a.kept()
	b := a.another("#autoplay=0&data=rings&n=300&hidden=16")
	b.wait(time.Minute, `document.body.dataset.rows === "300"`)
	b.steps(3)
	b.kept()
	if b.data("offers") != "" {
		t.Error("a tab is offered what another has in hand")
	}
	if _, err := chromedp.Call(a.ctx, page.BringToFront, cdp.Empty{}); err != nil {
		t.Fatal(err)
	}
	a.steps(2)
	a.kept()
	if _, err := chromedp.RunResponse(b.ctx, chromedp.Navigate("about:blank")); err != nil {
		t.Fatal(err)
	}
	a.visit("#autoplay=0")
	a.wait(time.Minute, `document.body.dataset.offers === "2"`)
	first := a.text("offer")
	a.click("discard")
	a.wait(time.Minute, `document.body.dataset.offers === "1"`)
	second := a.text("offer")
	if !strings.Contains(first, "Two moons, step 4") || !strings.Contains(second, "Four rings, step 3") {
		t.Errorf("offered %q, then %q", first, second)
	}
}

// There are places for four tabs. The fifth says that it keeps nothing, and promises nothing; a visit after one of the
// others has closed has its place.
func TestAFifthTabSaysThatItKeepsNothing(t *testing.T) {
	longTurn(t)
	a := openServed(t, moons)
	tabs := []*tab{a}
	for len(tabs) < 4 {
		tabs = append(tabs, a.another(moons))
	}
	for _, p := range tabs {
		if _, err := chromedp.Call(p.ctx, page.BringToFront, cdp.Empty{}); err != nil {
			t.Fatal(err)
		}
		p.wait(time.Minute, `document.body.dataset.rows === "400"`)
		p.steps(1)
		p.kept()
	}
	fifth := a.another(moons)
	fifth.wait(time.Minute, `document.body.dataset.rows === "400"`)
	fifth.steps(1)
	fifth.wait(time.Minute, `document.getElementById("kept").innerText.includes("this one is not kept")`)
	if _, err := chromedp.RunResponse(tabs[3].ctx, chromedp.Navigate("about:blank")); err != nil {
		t.Fatal(err)
	}
	fifth.visit(moons)
	fifth.wait(time.Minute, `document.body.dataset.rows === "400"`)
	fifth.steps(1)
	fifth.kept()
}

// When the storage is full the page says so and trains on; what was kept before is still there.
func TestStorageIsFull(t *testing.T) {
	turn(t)
	p := openServed(t, moons)
	p.wait(time.Minute, `document.body.dataset.rows === "400"`)
	p.steps(2)
	p.kept()
	quota := func(bytes float64) {
		ctx, cancel := context.WithTimeout(p.ctx, time.Minute)
		defer cancel()
		if _, err := chromedp.Call(ctx, storage.OverrideQuotaForOrigin,
			storage.OverrideQuotaForOriginParams{Origin: p.origin, QuotaSize: &bytes}); err != nil {
			t.Fatal(err)
		}
	}
	quota(1000)
	big := "a,b\n" + strings.Repeat("1.5,2.25\n3.125,4.75\n2.5,3.5\n", 40_000)
	p.upload("upload", p.file("big.csv", []byte(big)))
	p.wait(time.Minute, `document.body.dataset.rows === "120000"`)
	p.halt()
	p.wait(time.Minute, `document.getElementById("kept").innerText.includes("full")`)
	p.steps(1)
	p.screenshot("full", 1440, 900, false)
	p.visit("#autoplay=0")
	p.wait(time.Minute, `document.body.dataset.offers === "1"`)
	if said := p.text("offer"); !strings.Contains(said, "Two moons, step 2") {
		t.Errorf("offered %q", said)
	}
}

// Where the browser keeps nothing, as in a private window, the page says so and works.
func TestStorageIsRefused(t *testing.T) {
	turn(t)
	profile, err := os.MkdirTemp("", "nicelab-profile-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { // the browser's last children may still be writing
		for range 50 {
			if os.RemoveAll(profile) == nil {
				return
			}
			time.Sleep(100 * time.Millisecond)
		}
	})
	if err := os.MkdirAll(filepath.Join(profile, "Default"), 0o700); err != nil {
		t.Fatal(err)
	}
	// As a person who forbids sites to store anything.
	if err := os.WriteFile(filepath.Join(profile, "Default", "Preferences"),
		[]byte(`{"profile":{"default_content_setting_values":{"cookies":2}}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	p := launchWith(t, chromedp.UserDataDir(profile))
	p.allowed = []string{"Service Worker"} // it is forbidden as well
	p.do(chromedp.Navigate(p.origin + "/" + moons))
	p.wait(time.Minute, `document.body.dataset.rows === "400"`)
	p.steps(2)
	p.wait(time.Minute, `document.getElementById("kept").innerText.includes("private window")`)
	if p.data("kept") != "" || p.data("offers") != "" {
		t.Errorf("kept %q, offers %q", p.data("kept"), p.data("offers"))
	}
}

// A record that lost its end is not offered; the one before it is, and the page says so. What a newer version wrote is
// left alone.
func TestHalfWrittenRecord(t *testing.T) {
	turn(t)
	p := openServed(t, moons)
	p.allowed = []string{"favicon.ico"} // asked for beside the bare picture that the files are spoilt from
	p.wait(time.Minute, `document.body.dataset.rows === "400"`)
	p.steps(1)
	p.kept()
	p.steps(1)
	p.kept()
	spoil := func(how string) {
		p.do(chromedp.Navigate("about:blank"), chromedp.Navigate(p.origin+"/web/icons/icon.svg"))
		eval[int](p, `(async () => {
			const dir = await (await navigator.storage.getDirectory()).getDirectoryHandle("nice-lab-runs");
			let newest = null, most = -1n;
			for await (const [name, handle] of dir.entries()) {
				const b = await (await handle.getFile()).arrayBuffer();
				if (b.byteLength < 64) continue;
				const sequence = new DataView(b).getBigUint64(16, true);
				if (sequence > most) [newest, most] = [{ handle, b }, sequence];
			}
			let w; // the worker of the page before has the file until its end, which nobody hears
			for (const end = performance.now() + 30000; !w; ) {
				w = await newest.handle.createWritable().catch((e) => { if (performance.now() > end) throw e; });
			}
			`+how+`
			await w.close();
			return 1;
		})()`)
	}
	spoil(`await w.write(newest.b.slice(0, newest.b.byteLength / 2));`)
	p.visit("#autoplay=0")
	p.wait(time.Minute, `document.body.dataset.offers === "1"`)
	if said := p.text("offer"); !strings.Contains(said, "step 1") {
		t.Errorf("offered %q", said)
	}
	p.wait(10*time.Second, `document.getElementById("notice").innerText.includes("What was kept last of a run is damaged")`)
	spoil(`new DataView(newest.b).setUint32(8, 99, true); await w.write(newest.b);`)
	p.visit("#autoplay=0")
	p.wait(time.Minute, `document.getElementById("kept").innerText.includes("newer")`)
	p.wait(time.Minute, `document.body.dataset.rows === "2000"`)
	p.steps(1)
	if p.data("offers") != "" {
		t.Error("it offers what it cannot read")
	}
}
