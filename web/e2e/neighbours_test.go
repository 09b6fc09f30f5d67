package e2e

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// Two sites share an origin. Neither takes the other's settings, caches or runs for its own.
func TestSitesThatShareAnOrigin(t *testing.T) {
	turn(t)
	h := newHost(t, "/nice")
	h.serve(siteUnderNice(t))
	p := launchServed(t)
	p.allowed = append(slices.Clone(withoutNetwork), "404", "Failed to load resource")
	p.do(chromedp.Navigate(strings.TrimSuffix(h.url(), "/nice/") + "/nowhere"))
	eval[bool](p, `(async () => {
		for (const [key, value] of Object.entries({ theme: "dark", lang: "ko", keep: "off", drawing: "0,0 1,1" })) {
			localStorage.setItem(key, value);
			localStorage.setItem("nicelab / " + key, value);
		}
		const cache = await caches.open("gallery");
		for (const path of ["/nice/web/gallery/rings.safetensors", "/nice/somewhere",
			"/nice/somewhere?a=1"]) await cache.put(path, new Response("a stranger's"));
		const runs = await (await navigator.storage.getDirectory()).getDirectoryHandle("nice-lab-runs", { create: true });
		await runs.getFileHandle("of somebody else", { create: true });
		return true;
	})()`)
	p.do(chromedp.Navigate(h.url() + "#autoplay=0&data=moons&n=400"))
	p.state(time.Minute, "ready", "paused")
	const settings = `[document.documentElement.lang, document.documentElement.dataset.theme,
		document.getElementById("keep").checked].join(" ")`
	if got := eval[string](p, settings); got != "en  true" {
		t.Errorf("of the other site's settings it takes %q", got)
	}
	p.click("theme-dark")
	p.click("step")
	p.wait(time.Minute, `document.body.dataset.kept`)
	p.filled()
	const ours = `Object.keys(localStorage).filter((k) =>
		!k.startsWith("nicelab / ") && !["theme", "lang", "keep", "drawing"].includes(k))`
	if keys := eval[[]string](p, ours); !slices.Equal(keys, []string{"nicelab /nice/ theme"}) {
		t.Errorf("it keeps %q", keys)
	}
	if folders := eval[[]string](p, `(async () => {
		const names = [];
		for await (const name of (await navigator.storage.getDirectory()).keys()) names.push(name);
		return names.sort();
	})()`); !slices.Equal(folders, []string{"nice-lab-runs", "nice-lab-runs %2Fnice%2F"}) {
		t.Errorf("runs are kept in %q", folders)
	}

	h.stop()
	for _, path := range []string{"web/gallery/rings.safetensors", "somewhere", "somewhere?b=2"} {
		if got := eval[string](p, fmt.Sprintf(`fetch(%q).then((r) => r.text(), () => "nothing")`, path)); got != "nothing" {
			t.Errorf("without a network %s is %q", path, got)
		}
	}
	// A page of the other site that was opened offline is not answered out of another one's cache either.
	if err := chromedp.Do(p.ctx, chromedp.Navigate(h.url()+"somewhere?c=3")); err == nil {
		t.Errorf("somewhere?c=3 shows %s", eval[string](p, `document.body.innerText`))
	}
}

// embedder is a page that is isolated itself and shows the lab in a frame.
func embedder(address string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			http.NotFound(w, r)
			return
		}
		h := w.Header()
		h.Set("Content-Type", "text/html")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Embedder-Policy", "require-corp")
		fmt.Fprint(w, embedding(address))
	})
}

func embedding(address string) string {
	return fmt.Sprintf(`<!DOCTYPE html><title>A lesson</title><p>Above</p>
		<iframe width="900" height="600" allow="cross-origin-isolated" src="%s"></iframe>`, address)
}

// framed returns the tab of the frame at an address. It belongs to another site, so Chromium gives it a process of
// its own.
func (p *tab) framed(address string) *tab {
	p.Helper()
	for limit := time.Now().Add(time.Minute); time.Now().Before(limit); time.Sleep(100 * time.Millisecond) {
		targets, err := chromedp.Targets(p.ctx)
		if err != nil {
			p.Fatal(err)
		}
		for _, info := range targets {
			if info.Type == "iframe" && strings.HasPrefix(info.URL, address) {
				ctx, cancel := chromedp.NewContext(p.ctx, chromedp.WithTargetID(info.TargetID))
				p.Cleanup(cancel)
				return &tab{T: p.T, ctx: ctx, allowed: p.allowed}
			}
		}
	}
	p.Fatalf("no frame shows %s", address)
	return nil
}

// The lab works in a frame of a page of another site: of one that is isolated, whose frames must agree, of one that
// is not, and of a file.
func TestEmbedElsewhere(t *testing.T) {
	turn(t)
	address := origin + "/#embed=1&autoplay=0&data=moons&n=400"
	isolated := httptest.NewServer(embedder(address))
	t.Cleanup(isolated.Close)
	plain := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, embedding(address))
	}))
	t.Cleanup(plain.Close)
	file := filepath.Join(t.TempDir(), "lesson.html")
	if err := os.WriteFile(file, []byte(embedding(address)), 0o644); err != nil {
		t.Fatal(err)
	}
	elsewhere := func(srv *httptest.Server) string { return strings.Replace(srv.URL, "127.0.0.1", "localhost", 1) }
	for name, host := range map[string]string{"isolated": elsewhere(isolated), "plain": elsewhere(plain),
		"a file": "file://" + file} {
		t.Run(name, func(t *testing.T) {
			p := launchServed(t)
			p.allowed = []string{"favicon.ico"}
			p.do(chromedp.Navigate(host))
			if isolated := eval[bool](p, `crossOriginIsolated`); isolated != (name == "isolated") {
				t.Fatalf("the page around it is isolated: %v", isolated)
			}
			q := p.framed(origin)
			q.wait(time.Minute, `document.body.dataset.rows === "400"`)
			q.do(chromedp.Evaluate[chromedp.Void](`document.getElementById("step").click()`))
			q.wait(time.Minute, `document.body.dataset.step === "1"`)
			t.Logf("in the frame: isolated %v", eval[bool](q, `crossOriginIsolated`))
			if name == "isolated" {
				if !eval[bool](q, `crossOriginIsolated`) {
					t.Error("the frame shares no memory with its helpers")
				}
				p.screenshot("embed-elsewhere", 1440, 900, false)
			}
		})
	}
}
