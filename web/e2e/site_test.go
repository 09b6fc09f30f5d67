// Package e2e drives the built site in Chromium, as a person would. It holds on to
// element ids and to the data-* attributes of the body, never to the page's looks.
//
//	go test ./web/e2e -v              # builds the site and its server first
//	NICELAB_SITE=run/site go test ... # takes a site that was built already
//
// Pictures of the page are left in run/shots, unless NICELAB_SHOTS is no.
package e2e

import (
	"bufio"
	"context"
	"encoding/base64"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// pictures are for people: NICELAB_SHOTS=no leaves them out, which saves minutes.
var pictures = os.Getenv("NICELAB_SHOTS") != "no"

var (
	root    string // of the repository
	program string // the server
	built   string // the site
	origin  string // of the server, without a slash at the end
)

func TestMain(m *testing.M) {
	code, err := testMain(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func testMain(m *testing.M) (int, error) {
	err := turns.open()
	if err != nil {
		return 0, err
	}
	if root, err = filepath.Abs("../.."); err != nil {
		return 0, err
	}
	tmp, err := os.MkdirTemp("", "nicelab-e2e-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(tmp)

	program = filepath.Join(tmp, "server")
	if out, err := command("go", "build", "-o", program, "./web/server").CombinedOutput(); err != nil {
		return 0, fmt.Errorf("building the server: %w\n%s", err, out)
	}
	built = os.Getenv("NICELAB_SITE")
	if built == "" {
		built = filepath.Join(tmp, "site")
		if out, err := command(program, "-out", built).CombinedOutput(); err != nil {
			return 0, fmt.Errorf("building the site: %w\n%s", err, out)
		}
	}
	if !filepath.IsAbs(built) {
		built = filepath.Join(root, built)
	}
	cmd := command(program, "-dir", built, "-serve", "127.0.0.1:0", "-hub", filepath.Join(tmp, "hub"))
	cmd.Env = append(slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "PORT=") }),
		"NICELAB_TOKEN="+hubToken)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return 0, err
	}
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	defer func() {
		cmd.Process.Kill()
		cmd.Wait()
	}()
	defer stopBrowsers()
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return 0, fmt.Errorf("the server did not start: %w", err)
	}
	origin = regexp.MustCompile(`http://[0-9.:]+`).FindString(line)
	return m.Run(), nil
}

// command runs in the repository's root.
func command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Dir = root
	return cmd
}

// endless is a run that no plateau ends while a test looks at it.
const endless = "&steps=10000000&run=0&lr=0.0005" + plain

// plain is the paper's network, four couplings with nothing between them.
const plain = "&couplings=4&hidden=64,64&mix=none&last=0.1"

func (p *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	p.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, time.Minute)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		p.Fatalf("%v\n%s", err, p.scene())
	}
}

func eval[T any](p *tab, js string) T {
	p.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, time.Minute)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](js, chromedp.EvalAwaitPromise))
	if err != nil {
		p.Fatalf("%s: %v\n%s", js, err, p.scene())
	}
	return v
}

// wait polls a JavaScript condition.
func (p *tab) wait(limit time.Duration, js string) {
	p.Helper()
	_, err := chromedp.Run(p.ctx, chromedp.Poll[bool]("!!("+js+")",
		chromedp.WithPollingTimeout(limit), chromedp.WithPollingInterval(50*time.Millisecond)))
	if err != nil {
		p.Fatalf("waited %v for %s: %v\n%s", limit, js, err, p.scene())
	}
}

// scene describes the page for a failed test.
func (p *tab) scene() string {
	ctx, cancel := context.WithTimeout(p.ctx, 5*time.Second)
	defer cancel()
	s, err := chromedp.Run(ctx, chromedp.Evaluate[string](
		`JSON.stringify(document.body.dataset) + " notice: " + (document.getElementById("notice")?.innerText || "none")`))
	if err != nil {
		return err.Error()
	}
	return s
}

// state waits until the body's data-state is one of the words.
func (p *tab) state(limit time.Duration, words ...string) {
	p.Helper()
	p.wait(limit, fmt.Sprintf(`%q.split(" ").includes(document.body.dataset.state)`, strings.Join(words, " ")))
}

// data returns a data-* attribute of the body, "" where it is absent.
func (p *tab) data(name string) string {
	p.Helper()
	return eval[string](p, fmt.Sprintf(`document.body.getAttribute("data-%s") || ""`, name))
}

// number returns a data-* attribute of the body as a number.
func (p *tab) number(name string) float64 {
	p.Helper()
	var v float64
	if _, err := fmt.Sscan(p.data(name), &v); err != nil {
		p.Fatalf("data-%s is %q: %v\n%s", name, p.data(name), err, p.scene())
	}
	return v
}

func (p *tab) text(id string) string {
	p.Helper()
	return eval[string](p, fmt.Sprintf(`document.getElementById(%q).innerText`, id))
}

// click presses a button as a hand does: once it lies still and nothing covers it, and again where the page has moved
// under the press.
func (p *tab) click(id string) {
	p.Helper()
	p.hit(fmt.Sprintf(`document.getElementById(%q)`, id))
}

// hit does so with what a JavaScript expression finds.
func (p *tab) hit(find string) {
	p.Helper()
	for range 3 {
		at := p.settled(find)
		p.mouse(input.DispatchMouseEventTypeMouseMoved, at[0], at[1], false, 0)
		p.mouse(input.DispatchMouseEventTypeMousePressed, at[0], at[1], true, 0)
		p.mouse(input.DispatchMouseEventTypeMouseReleased, at[0], at[1], true, 0)
		if eval[bool](p, `window.hit !== false`) { // or it has left the document
			return
		}
	}
	p.Fatalf("%s moves away under each press\n%s", find, p.scene())
}

// settled waits until an element can be pressed and rests, and returns where. The press that follows is seen in
// window.hit.
func (p *tab) settled(find string) []float64 {
	p.Helper()
	at := eval[[]float64](p, fmt.Sprintf(`(async () => {
		const frame = () => new Promise(requestAnimationFrame);
		for (const end = performance.now() + 30000; performance.now() < end; await frame()) {
			const e = %s;
			if (!e?.checkVisibility() || e.disabled) continue;
			e.scrollIntoViewIfNeeded();
			const a = e.getBoundingClientRect();
			await frame(), await frame();
			const b = e.getBoundingClientRect(), at = [b.x + b.width / 2, b.y + b.height / 2];
			const top = document.elementFromPoint(...at);
			if (!(e.contains(top) || top?.closest("label")?.control === e)) {
				e.scrollIntoView({ block: "center", behavior: "instant" }); // out from under what sticks
				continue;
			}
			if (a.x !== b.x || a.y !== b.y) continue;
			window.hit = false;
			window.pressed?.abort();
			window.pressed = new AbortController();
			addEventListener("click", ({ target }) => (window.hit ||= e.contains(target) ||
				target.closest("label")?.control === e), { capture: true, signal: window.pressed.signal });
			return at;
		}
		return [];
	})()`, find))
	if len(at) == 0 {
		p.Fatalf("%s cannot be clicked\n%s", find, p.scene())
	}
	return at
}

// key presses a key with nothing in particular focused.
func (p *tab) key(keys string) {
	p.Helper()
	p.do(chromedp.Evaluate[chromedp.Void](`document.activeElement?.blur()`), chromedp.KeyEvent(keys))
}

// fill types a value into a field and commits it.
func (p *tab) fill(id, value string) {
	p.Helper()
	p.do(chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`document.getElementById(%q).select()`, id)),
		chromedp.SendKeys(chromedp.ID(id), value+"\r"))
}

// upload gives a file to a file input.
func (p *tab) upload(id, file string) {
	p.Helper()
	p.do(chromedp.SetUploadFiles(chromedp.ID(id), []string{file}, chromedp.NodeReady))
}

// drop lets go of a file over the page.
func (p *tab) drop(name string, b []byte) {
	p.Helper()
	if !eval[bool](p, fmt.Sprintf(`(() => {
		const dataTransfer = new DataTransfer();
		dataTransfer.items.add(new File([Uint8Array.from(atob(%q), (c) => c.charCodeAt(0))], %q));
		const event = (type) => new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true });
		document.body.dispatchEvent(event("dragover"));
		return !document.body.dispatchEvent(event("drop"));
	})()`, base64.StdEncoding.EncodeToString(b), name)) {
		p.Errorf("the browser leaves the page for %s", name)
	}
}

// download returns the name and the bytes of the file that act makes the page save.
func (p *tab) download(act func()) (string, []byte) {
	p.Helper()
	dir := p.TempDir()
	ctx, cancel := context.WithTimeout(p.ctx, 2*time.Minute)
	defer cancel()
	if _, err := chromedp.CallBrowser(ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
		Behavior: browser.SetDownloadBehaviorBehaviorAllowAndName, DownloadPath: dir, EventsEnabled: new(true),
	}); err != nil {
		p.Fatal(err)
	}
	begin := chromedp.BrowserEvents(ctx, browser.DownloadWillBegin)
	progress := chromedp.BrowserEvents(ctx, browser.DownloadProgress)
	act()
	name, id := "", ""
	for e, err := range begin {
		if err != nil {
			p.Fatalf("no download began: %v\n%s", err, p.scene())
		}
		name, id = e.SuggestedFilename, e.GUID
		break
	}
	for e, err := range progress {
		if err != nil || e.State == browser.DownloadProgressStateCanceled {
			p.Fatalf("the download of %s did not end: %v", name, err)
		}
		if e.GUID == id && e.State == browser.DownloadProgressStateCompleted {
			b, err := os.ReadFile(filepath.Join(dir, e.GUID))
			if err != nil {
				p.Fatal(err)
			}
			return name, b
		}
	}
	p.Fatalf("the download of %s did not end", name)
	return "", nil
}

// painted is what a canvas shows, as a number: another picture has another.
const painted = `(id => {
	const c = document.getElementById(id),
		d = new Uint32Array(c.getContext("2d").getImageData(0, 0, c.width, c.height).data.buffer);
	let h = 0;
	for (const v of d) h = (Math.imul(h, 31) + v) | 0;
	return h;
})`

// still is what a canvas shows once that has not changed for a second: exact pictures come after the quick ones.
func (p *tab) still(id string) int {
	p.Helper()
	return eval[int](p, fmt.Sprintf(`new Promise((done) => {
		let was, since = 0;
		const look = () => {
			const now = %s(%q);
			if (now !== was) [was, since] = [now, performance.now()];
			if (performance.now() - since > 1000) done(now);
			else setTimeout(look, 100);
		};
		look();
	})`, painted, id))
}

// screenshot saves the page at a width, in light or dark, to run/shots, as far as the article: that is longer than all
// else, and the same in nearly every picture. At no width may the page scroll sideways.
func (p *tab) screenshot(name string, width, height int64, dark bool) {
	p.Helper()
	p.shoot(name, width, height, dark, `document.getElementById("how-it-works")?.checkVisibility() ?
		document.getElementById("how-it-works").getBoundingClientRect().top + scrollY :
		document.documentElement.scrollHeight`)
}

// screenshotOfAll saves the article too.
func (p *tab) screenshotOfAll(name string, width, height int64, dark bool) {
	p.Helper()
	p.shoot(name, width, height, dark, `document.documentElement.scrollHeight`)
}

func (p *tab) shoot(name string, width, height int64, dark bool, end string) {
	p.Helper()
	if !pictures && dark {
		return // it is as wide as it is when it is light
	}
	scheme := "light"
	if dark {
		scheme = "dark"
	}
	p.do(chromedp.EmulateViewport(width, height))
	if _, err := chromedp.Call(p.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	}); err != nil {
		p.Fatal(err)
	}
	p.do(chromedp.Sleep(250 * time.Millisecond)) // the page repaints its canvases
	p.save(fmt.Sprintf("%s-%d-%s", name, width, scheme), width, end)
	if over := eval[float64](p, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
		p.Errorf("%s: at %d px the page is %g px too wide", name, width, over)
	}
	p.do(chromedp.ResetViewport())
}

// save writes the page as it is, from its top to end, a JavaScript expression.
func (p *tab) save(name string, width int64, end string) {
	p.Helper()
	if !pictures {
		return
	}
	shot, err := chromedp.Call(p.ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{
		CaptureBeyondViewport: new(true),
		Clip:                  &page.Viewport{Width: float64(width), Height: eval[float64](p, end), Scale: 1},
	})
	if err != nil {
		p.Fatal(err)
	}
	dir := filepath.Join(root, "run", "shots")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		p.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), shot.Data, 0o644); err != nil {
		p.Fatal(err)
	}
}

// screenshots leaves pictures at the three widths, light and dark.
func (p *tab) screenshots(name string) {
	p.Helper()
	for _, width := range []int64{1440, 768, 390} {
		for _, dark := range []bool{false, true} {
			p.screenshot(name, width, 900, dark)
		}
	}
}

// file writes a temporary file and returns its path.
func (p *tab) file(name string, b []byte) string {
	p.Helper()
	path := filepath.Join(p.TempDir(), name)
	if err := os.WriteFile(path, b, 0o644); err != nil {
		p.Fatal(err)
	}
	return path
}
