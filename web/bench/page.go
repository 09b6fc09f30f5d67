package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/chromedp/chromedp"

	"nicelab/web/bench/message"
)

// page is the tab in which everyone who runs in the browser has a worker.
type page struct {
	ctx     context.Context
	browser string // its name and version
}

// open compiles our program and starts a browser. Its page is cross-origin isolated: without, there are no
// threads for anyone and the clock is coarse.
func open(ctx context.Context) (p *page, stop func(), err error) {
	build := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", filepath.Join(folder, "ours.wasm"),
		"./web/bench/ours")
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		return nil, nil, fmt.Errorf("our program was not compiled: %w", err)
	}
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return nil, nil, fmt.Errorf("go env GOROOT: %w", err)
	}
	server := httptest.NewServer(handler(strings.TrimSpace(string(goroot))))

	path, err := chromium()
	if err != nil {
		server.Close()
		return nil, nil, err
	}
	actx, cancel := chromedp.NewExecAllocator(ctx, append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.Flag("headless", "new"),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))...)
	tab, closeTab := chromedp.NewContext(actx)
	stop = func() {
		chromedp.Cancel(tab)
		closeTab()
		cancel()
		server.Close()
	}
	p = &page{ctx: tab}
	err = chromedp.Do(tab) // without a timeout: it would become the browser's
	if err == nil {
		err = chromedp.Do(tab, chromedp.Navigate(server.URL))
	}
	var isolated bool
	if err == nil {
		isolated, err = chromedp.Run(tab, chromedp.Evaluate[bool]("crossOriginIsolated"))
	}
	if err == nil && !isolated {
		err = errors.New("the page is not cross-origin isolated")
	}
	if err == nil {
		p.browser, err = chromedp.Run(tab,
			chromedp.Evaluate[string](`navigator.userAgent.match(/Chrom\w+\/\d+/)[0].replace("/", " ")`))
	}
	if err != nil {
		stop()
		return nil, nil, fmt.Errorf("the browser: %w", err)
	}
	return p, stop, nil
}

func handler(goroot string) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/", http.FileServer(http.Dir("web/bench")))
	mux.Handle("/models/", http.StripPrefix("/models", http.FileServer(http.Dir(folder))))
	mux.Handle("/npm/", http.StripPrefix("/npm", http.FileServer(http.Dir("web/node_modules"))))
	for name, path := range map[string]string{
		"/ours.wasm":    filepath.Join(folder, "ours.wasm"),
		"/kernel.js":    "web/kernel.js",
		"/helper.js":    "web/helper.js",
		"/wasm_exec.js": filepath.Join(goroot, "lib/wasm/wasm_exec.js"),
	} {
		mux.HandleFunc(name, func(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, path) })
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cross-Origin-Opener-Policy", "same-origin")
		w.Header().Set("Cross-Origin-Embedder-Policy", "require-corp")
		mux.ServeHTTP(w, r)
	})
}

func chromium() (string, error) {
	for _, name := range []string{os.Getenv("CHROME"), "chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errors.New("there is no Chromium: install chromium, or name one in CHROME")
}

// ask has the named worker answer, which is started if it is not there yet.
func (p *page) ask(name, program string, r message.Request) (a message.Answer, err error) {
	request, err := json.Marshal(r)
	if err != nil {
		return a, err
	}
	ctx, cancel := context.WithTimeout(p.ctx, 5*time.Minute)
	defer cancel()
	js := fmt.Sprintf("ask(%q, %q, %s).then(JSON.stringify)", name, program, request)
	out, err := chromedp.Run(ctx, chromedp.Evaluate[string](js, chromedp.EvalAwaitPromise))
	if err != nil {
		return a, err
	}
	return a, json.Unmarshal([]byte(out), &a)
}
