package e2e

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/storage"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// chrome is a browser that runs. It knows the server by a host of its own. Its first tab holds the machine code of both
// programs, which costs seconds of a core to make: pages in the same process, which are those that this tab opens, find
// it there.
type chrome struct {
	ctx    context.Context
	origin string
	stop   func()
}

// idle are the browsers that no test has at the moment: to start one costs seconds of a core.
var idle struct {
	sync.Mutex
	browsers []*chrome
}

var hosts atomic.Int64

// start starts a browser with a profile of its own.
func start(t *testing.T, more ...chromedp.ExecAllocatorOption) *chrome {
	t.Helper()
	opts := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(chromium(t)), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("headless", "new"), chromedp.Flag("disable-quic", true),
		// The last two are pages that Chromium draws below its address bar, where nobody sees them.
		chromedp.Flag("disable-features", "Translate,BlinkGenPropertyTrees,WebUIOmniboxPopup,WebUIOmniboxAimPopup"),
		chromedp.Flag("disable-component-update", true), chromedp.WindowSize(1440, 900))
	actx, end := chromedp.NewExecAllocator(context.Background(), append(opts, more...)...)
	ctx, cancel := chromedp.NewContext(actx)
	_, address, _ := strings.Cut(origin, "127.0.0.1")
	c := &chrome{ctx, fmt.Sprintf("http://tab%d.localhost%s", hosts.Add(1), address), func() {
		cancel()
		end()
	}}
	// Without a timeout: it would become the browser's.
	if err := chromedp.Do(ctx, chromedp.Navigate(c.origin+"/web/icons/icon.svg")); err != nil {
		c.stop()
		t.Fatal(err)
	}
	return c
}

// warm compiles the programs as the page does, kernel.js among it.
func (c *chrome) warm(t *testing.T) {
	t.Helper()
	js, err := os.ReadFile(filepath.Join(built, "web", "kernel.js"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Run(c.ctx, chromedp.Evaluate[bool](fmt.Sprintf(`(async () => {
		%s
		const trainer = await (await fetch("/web/trainer.wasm")).arrayBuffer();
		window.programs = await Promise.all([WebAssembly.compileStreaming(fetch("/web/app.wasm")),
			WebAssembly.compile(mayShare() ? shareMemory(new Uint8Array(trainer)) : trainer)]);
		return true;
	})()`, js), chromedp.EvalAwaitPromise)); err != nil {
		t.Fatal(err)
	}
}

func stopBrowsers() {
	for _, c := range idle.browsers {
		c.stop()
	}
}

// tab is one page in a browser that no other test has meanwhile. Nothing is kept for it, as in a fresh profile, but the
// programs' machine code, which costs seconds of a core to make: all tabs of a browser come under one host.
type tab struct {
	*testing.T
	ctx     context.Context
	chrome  *chrome
	origin  string   // of the server, as this tab knows it
	allowed []string // what the console may say in this test
}

// open opens the page at a hash such as "#autoplay=0". A message of an error in the console fails the test when it
// ends.
func open(t *testing.T, hash string) *tab {
	t.Helper()
	p := launch(t)
	p.do(chromedp.Navigate(p.origin + "/" + hash))
	return p
}

// openServed opens it where the service worker takes over in the end, as launchServed says.
func openServed(t *testing.T, hash string) *tab {
	t.Helper()
	p := launchServed(t)
	p.do(chromedp.Navigate(p.origin + "/" + hash))
	return p
}

// alone opens the page in a browser of its own: what hangs or ends in it may take its process along, which other tabs
// share.
func alone(t *testing.T, hash string) *tab {
	t.Helper()
	p := launchWith(t)
	p.do(chromedp.Navigate(p.origin + "/" + hash))
	return p
}

// launch opens an empty tab, for a visit that ends before the service worker holds the site: to fetch, store and clear
// its 22 MB takes nearly two seconds of a core for each test.
func launch(t *testing.T) *tab {
	t.Helper()
	p := launchServed(t)
	const never = `if (navigator.serviceWorker)
		Object.defineProperty(navigator.serviceWorker, "register", { value: () => new Promise(() => {}) });`
	if _, err := chromedp.Call(p.ctx, page.AddScriptToEvaluateOnNewDocument,
		page.AddScriptToEvaluateOnNewDocumentParams{Source: never}); err != nil {
		t.Fatal(err)
	}
	return p
}

// launchServed opens one whose service worker takes over, as it does for a person. It is for what a page does in its
// first seconds, for whoever comes back or stays long, for what is kept, and for what is fetched through it.
func launchServed(t *testing.T) *tab {
	t.Helper()
	idle.Lock()
	var c *chrome
	if n := len(idle.browsers); n > 0 {
		c, idle.browsers = idle.browsers[n-1], idle.browsers[:n-1]
	}
	idle.Unlock()
	if c == nil {
		c = start(t)
		c.warm(t)
	}
	t.Cleanup(func() {
		if t.Failed() {
			c.stop()
			return
		}
		idle.Lock()
		defer idle.Unlock()
		idle.browsers = append(idle.browsers, c)
	})
	return c.tab(t)
}

// launchWith opens one in a browser that is started for it, with more options.
func launchWith(t *testing.T, more ...chromedp.ExecAllocatorOption) *tab {
	t.Helper()
	c := start(t, more...)
	t.Cleanup(c.stop)
	return c.tab(t)
}

func (c *chrome) tab(t *testing.T) *tab {
	t.Helper()
	p := &tab{T: t, chrome: c, origin: c.origin}
	t.Cleanup(func() { c.forget(t) })
	p.ctx = c.window(t)
	said := console(p.ctx)
	t.Cleanup(func() {
		for _, m := range said() {
			if !slices.ContainsFunc(p.allowed, func(s string) bool { return strings.Contains(m, s) }) {
				t.Errorf("console: %s", m)
			}
		}
	})
	return p
}

// window opens a tab in the process of the first and closes it when the test ends.
func (c *chrome) window(t *testing.T) context.Context {
	t.Helper()
	opened := chromedp.WaitNewTarget(c.ctx, func(*target.Info) bool { return true })
	if ok, err := chromedp.Run(c.ctx, chromedp.Evaluate[bool](`!!open("about:blank")`)); err != nil || !ok {
		t.Fatalf("no tab opens: %v", err)
	}
	ctx, cancel := chromedp.NewContext(c.ctx, chromedp.WithTargetID(<-opened))
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil { // without a timeout: it would become the tab's
		t.Fatal(err)
	}
	return ctx
}

// forget takes back what a tab was allowed, and what its site has stored.
func (c *chrome) forget(t *testing.T) {
	t.Helper()
	_, err := chromedp.CallBrowser(c.ctx, browser.ResetPermissions, browser.ResetPermissionsParams{})
	if err == nil {
		_, err = chromedp.CallBrowser(c.ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
			Behavior: browser.SetDownloadBehaviorBehaviorDefault})
	}
	if err == nil {
		_, err = chromedp.Call(c.ctx, storage.OverrideQuotaForOrigin, storage.OverrideQuotaForOriginParams{Origin: c.origin})
	}
	used := -1.0
	for range 50 { // the tab's worker may still be writing
		if err == nil {
			_, err = chromedp.Call(c.ctx, storage.ClearDataForOrigin, storage.ClearDataForOriginParams{
				Origin: c.origin, StorageTypes: "all"})
		}
		var left storage.GetUsageAndQuotaResult
		if err == nil {
			left, err = chromedp.Call(c.ctx, storage.GetUsageAndQuota, storage.GetUsageAndQuotaParams{Origin: c.origin})
		}
		if used = left.Usage; err != nil || used == 0 {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	if err != nil || used > 0 {
		t.Errorf("of this test %g bytes are left in the browser: %v", used, err)
	}
}

func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{os.Getenv("CHROME"), "chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Fatal("no Chromium: apt-get install chromium, or name one in CHROME")
	return ""
}

// console collects what must not be there. Go's panics arrive as plain log lines.
func console(ctx context.Context) func() []string {
	var (
		mu  sync.Mutex
		bad []string
	)
	messages := chromedp.Console(ctx)
	go func() {
		for m, err := range messages {
			if err != nil {
				return
			}
			if m.Type == chromedp.ConsoleError || m.Type == chromedp.ConsoleException ||
				strings.Contains(m.Text, "panic:") || strings.Contains(m.Text, "exit code:") {
				mu.Lock()
				bad = append(bad, m.String()+" "+m.URL)
				mu.Unlock()
			}
		}
	}()
	return func() []string {
		mu.Lock()
		defer mu.Unlock()
		return slices.Clone(bad)
	}
}
