package e2e

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"nicelab/flow/checkpoint"
)

// host is a server of a test's own, which can be stopped and started again at the same address.
type host struct {
	*testing.T
	base, address string
	cmd           *exec.Cmd
	env, args     []string // more of either
}

func newHost(t *testing.T, base string) *host {
	t.Helper()
	for range 100 { // not where the system takes ports for connections: a host comes back to its own
		l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", 20000+rand.N(10000)))
		if err != nil {
			continue
		}
		h := &host{T: t, base: base, address: l.Addr().String()}
		l.Close()
		t.Cleanup(h.stop)
		return h
	}
	t.Fatal("no port is free")
	return nil
}

func (h *host) url() string { return "http://" + h.address + h.base + "/" }

func (h *host) serve(site string) {
	h.Helper()
	h.stop()
	h.cmd = command(program, append([]string{"-dir", site, "-base", h.base, "-serve", h.address}, h.args...)...)
	h.cmd.Env = append(slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "PORT=") }),
		h.env...)
	if err := h.cmd.Start(); err != nil {
		h.Fatal(err)
	}
	for range 200 {
		if c, err := net.Dial("tcp", h.address); err == nil {
			c.Close()
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	h.Fatal("the server does not start")
}

func (h *host) stop() {
	if h.cmd != nil {
		h.cmd.Process.Kill()
		h.cmd.Wait()
		h.cmd = nil
	}
}

// siteUnderNice builds the site for the base path /nice, once.
func siteUnderNice(t *testing.T) string {
	t.Helper()
	dir, err := underNice()
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

var underNice = sync.OnceValues(func() (string, error) {
	dir := filepath.Join(filepath.Dir(program), "site-nice")
	if out, err := command(program, "-out", dir, "-base", "/nice").CombinedOutput(); err != nil {
		return "", fmt.Errorf("building the site: %w\n%s", err, out)
	}
	return dir, nil
})

// withoutNetwork is what the console may say of a network that is not there.
var withoutNetwork = []string{"net::ERR_", "Failed to fetch"}

// filled waits until the service worker has taken over and holds all that it lists.
func (p *tab) filled() {
	p.Helper()
	p.wait(2*time.Minute, `navigator.serviceWorker.controller?.state === "activated"`)
	missing := eval[[]string](p, `(async () => {
		const text = await (await fetch(navigator.serviceWorker.controller.scriptURL)).text();
		const files = JSON.parse(text.match(/const files = (\[.*\]);/)[1]);
		const names = (await caches.keys()).filter((n) => n.startsWith("nicelab "));
		if (names.length !== 1 || files.length < 20) return [JSON.stringify(names), files.length + " files"];
		const cache = await caches.open(names[0]);
		const held = await Promise.all(files.map((f) => cache.match(f)));
		return files.filter((_, i) => !held[i]);
	})()`)
	if len(missing) > 0 {
		p.Fatalf("the cache lacks %v", missing)
	}
}

// After one visit the server goes away. The page comes back, trains, exports, and still shares memory with its helpers.
func TestOffline(t *testing.T) {
	longTurn(t)
	for _, base := range []string{"", "/nice"} {
		t.Run("base "+base, func(t *testing.T) {
			site := built
			if base != "" {
				site = siteUnderNice(t)
			}
			h := newHost(t, base)
			h.serve(site)
			p := launchServed(t)
			p.allowed = withoutNetwork
			p.do(chromedp.Navigate(h.url() + "#autoplay=0"))
			p.state(time.Minute, "ready", "paused")
			p.click("gallery")
			p.click("gallery-circles")
			p.wait(time.Minute, `location.hash.includes("data=circles")`)
			p.click("table-penguins")
			p.wait(time.Minute, `document.body.dataset.rows === "342"`)
			p.filled()
			isolated := eval[bool](p, `crossOriginIsolated`)

			h.stop()
			p.do(chromedp.Navigate(h.url() + "?from=somewhere#data=moons&n=400&hidden=16&speed=1x"))
			p.state(2*time.Minute, "training")
			if !eval[bool](p, `fetch("nowhere").then(() => false, () => true)`) {
				t.Fatal("the server still answers")
			}
			if !isolated || !eval[bool](p, `crossOriginIsolated`) {
				t.Errorf("isolated with a server: %v, without: not", isolated)
			}
			p.wait(time.Minute, `+document.body.dataset.step >= 10`)
			p.halt()
			p.fill("sample-count", "50")
			if name, csv := p.download(func() { p.click("sample-csv") }); bytes.Count(csv, []byte("\n")) != 51 {
				t.Errorf("%s has %d lines", name, bytes.Count(csv, []byte("\n")))
			}
			if f, err := checkpoint.Unmarshal(p.checkpoint()); err != nil || f.Resume == nil {
				t.Errorf("the checkpoint: %v", err)
			}

			p.do(chromedp.Evaluate[chromedp.Void](`document.querySelector("#gallery summary").click()`))
			p.click("gallery-rings") // never opened before
			p.wait(time.Minute, `document.getElementById("notice").innerText.includes("could not be fetched")`)
			p.click("gallery-circles")
			p.wait(time.Minute, `location.hash.includes("data=circles")`)
			if left := eval[int](p, `[...document.querySelectorAll("#gallery img")].filter((i) => !i.naturalWidth).length`); left > 0 {
				t.Errorf("%d pictures of the gallery are missing", left)
			}
			p.screenshot("offline", 1440, 900, false)

			// A table that was open before comes again, ranked and explained.
			p.click("table-penguins")
			p.wait(time.Minute, `document.body.dataset.rows === "342"`)
			p.halt()
			p.ranked()
			p.hit(firstRow)
			p.wait(time.Minute, `document.querySelectorAll("#why li").length === 4`)

			// The benchmark lists its kernels with the threads that the browser grants. Without its slash the path is no file.
			p.do(chromedp.Navigate(h.url() + "bench#short"))
			p.state(time.Minute, "ready")
			p.click("measure")
			p.wait(2*time.Minute, `document.querySelector("tr.kernel")`)
			if cores := eval[int](p, `navigator.hardwareConcurrency`); cores > 1 &&
				!strings.Contains(eval[string](p, `document.querySelector("table").innerText`), "(+") {
				t.Error("no helper thread without a server")
			}
		})
	}
}

// newer copies a site and makes another version of it, which marks its page.
func newer(t *testing.T, site string) string {
	t.Helper()
	worker, err := os.ReadFile(filepath.Join(site, "app-worker.js"))
	if err != nil {
		t.Fatal(err)
	}
	version := regexp.MustCompile(`prefix \+ "([0-9a-f]{16})"`).FindSubmatch(worker)
	if version == nil {
		t.Fatal("the service worker has no version")
	}
	dir := filepath.Join(t.TempDir(), "newer")
	if err := os.CopyFS(dir, os.DirFS(site)); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"app-worker.js", "app.js", "index.html"} {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		b = bytes.ReplaceAll(b, version[1], []byte("fedcba9876543210"))
		b = bytes.Replace(b, []byte("<html "), []byte(`<html data-build="newer" `), 1)
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o644); err != nil {
			t.Fatal(err)
		}
		for _, ext := range []string{".br", ".gz"} {
			os.Remove(filepath.Join(dir, name+ext))
		}
	}
	return dir
}

// A new version is deployed while a run trains. The page says so; one click brings it and loses nothing.
func TestNewVersion(t *testing.T) {
	turn(t)
	const isNewer = `document.documentElement.dataset.build === "newer"`
	h := newHost(t, "")
	h.serve(built)
	p := launchServed(t)
	p.allowed = withoutNetwork
	hash := "#autoplay=0&data=moons&n=400&hidden=16&speed=1x"
	p.do(chromedp.Navigate(h.url() + hash))
	p.state(time.Minute, "ready", "paused")
	p.filled()
	eval[bool](p, `caches.open("of somebody else").then(() => true)`)

	h.serve(newer(t, built))
	p.do(chromedp.Navigate("about:blank"), chromedp.Navigate(h.url()+hash))
	p.state(time.Minute, "ready", "paused")
	p.wait(2*time.Minute, `document.getElementById("renew")?.checkVisibility()`)
	if eval[bool](p, isNewer) {
		t.Error("the page is new already, and yet says that a newer one is ready")
	}
	for _, width := range []int64{1440, 390} {
		p.screenshot("version", width, 844, false)
		p.screenshot("version", width, 844, true)
	}
	second := p.tabAt(h.url() + "#autoplay=0&data=rings")
	second.state(time.Minute, "ready", "paused")

	p.click("play")
	p.wait(time.Minute, `+document.body.dataset.step >= 30`)
	at := p.number("step")
	p.follow("renew")
	p.state(time.Minute, "ready", "paused")
	if !eval[bool](p, isNewer) {
		t.Fatal("one click does not bring the new version")
	}
	p.wait(time.Minute, `document.body.dataset.offers`)
	said := p.text("offer")
	step := regexp.MustCompile(`step (\d+)`).FindStringSubmatch(said)
	var kept float64
	if step == nil || !strings.Contains(said, "Two moons") {
		t.Fatalf("the offer says %q", said)
	}
	if fmt.Sscan(step[1], &kept); kept < at {
		t.Errorf("the run was at step %g and is offered at %g", at, kept)
	}
	if eval[bool](p, `document.getElementById("renew").checkVisibility()`) {
		t.Error("the new version says that a newer one is ready")
	}
	if names := eval[[]string](p, `caches.keys()`); len(names) != 2 || !slices.Contains(names, "of somebody else") ||
		!slices.ContainsFunc(names, func(s string) bool { return strings.HasSuffix(s, "fedcba9876543210") }) {
		t.Errorf("caches: %q", names)
	}

	// The other tab is an old page over new files now.
	second.wait(time.Minute, `document.getElementById("renew")?.checkVisibility()`)
	second.follow("renew")
	second.state(time.Minute, "ready", "paused")
	if !eval[bool](second, isNewer) {
		t.Error("the second tab does not get the new version")
	}
}

// What browsers ask of a page before they offer to install it, and the button that takes the offer.
func TestInstall(t *testing.T) {
	turn(t)
	p := openServed(t, "#autoplay=0")
	p.state(time.Minute, "ready", "paused")
	p.filled()
	manifest, err := chromedp.Call(p.ctx, page.GetAppManifest, page.GetAppManifestParams{})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range manifest.Errors {
		t.Errorf("manifest: %s", e.Message)
	}
	if !strings.HasSuffix(manifest.URL, "/manifest.webmanifest") || !strings.Contains(manifest.Data, `"maskable"`) {
		t.Errorf("the manifest at %q: %s", manifest.URL, manifest.Data)
	}
	got, err := chromedp.Call(p.ctx, page.GetInstallabilityErrors, struct{}{})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range got.InstallabilityErrors {
		t.Errorf("installability: %s %v", e.ErrorID, e.ErrorArguments)
	}
	for _, icon := range eval[[]string](p, `fetch("manifest.webmanifest").then((r) => r.json()).then((m) =>
		Promise.all(m.icons.map(async ({ src, sizes, type }) => {
		const response = await fetch(src);
		const picture = Object.assign(new Image(), { src });
		await picture.decode();
		return response.headers.get("Content-Type") === type &&
			(sizes === "any" || sizes === picture.naturalWidth + "x" + picture.naturalHeight) ? "" : src;
	})))`) {
		if icon != "" {
			t.Errorf("%s is not what the manifest says", icon)
		}
	}

	if eval[bool](p, `document.getElementById("install").checkVisibility() && !window.deferredPrompt`) {
		t.Log("this browser offers by itself to install the page")
	}
	p.do(chromedp.Evaluate[chromedp.Void](`window.asked = 0;
		dispatchEvent(Object.assign(new Event("beforeinstallprompt", { cancelable: true }),
			{ prompt: () => asked++, userChoice: Promise.resolve() }))`))
	p.wait(time.Minute, `document.getElementById("install").checkVisibility()`)
	p.click("install")
	p.wait(time.Minute, `asked === 1 && !document.getElementById("install").checkVisibility()`)
}
