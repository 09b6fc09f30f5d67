package main

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"time"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/startup"
	"nicelab/app/words"
)

const (
	name                   = "NICE Lab"
	themeColor, background = "#123047", "#faf9f6"
)

// worker is the template of the service worker, in place of go-app's, which lets a new version take over a page of the
// old one.
//
//go:embed worker.js
var worker string

// shellPaths are the files that go-app makes, and the URL that yields each.
var shellPaths = map[string]string{
	"index.html":           "/",
	"bench/index.html":     "/bench/",
	"app.js":               "/app.js",
	"app-worker.js":        "/app-worker.js",
	"app.css":              "/app.css",
	"manifest.webmanifest": "/manifest.webmanifest",
}

// resources tells go-app where things are under a base path ("" or "/nice").
// Its own providers either serve from a folder of the same name or point at web/ twice.
type resources struct{ base string }

func (r resources) Package() string { return r.base }
func (r resources) Static() string  { return r.base }
func (r resources) AppWASM() string { return r.base + "/web/app.wasm" }

// shell renders go-app's files around the given web/ files (path to bytes). The
// version that its service worker compares is a hash of all of them, so an
// update happens exactly when a byte of the site changed.
func shell(base string, web map[string][]byte) (map[string][]byte, error) {
	names := slices.Sorted(maps.Keys(web))
	draft, err := render(base, "draft", names)
	if err != nil {
		return nil, err
	}
	h := sha256.New()
	for _, files := range []map[string][]byte{web, draft} {
		for _, name := range slices.Sorted(maps.Keys(files)) {
			fmt.Fprintf(h, "%s %d\n", name, len(files[name]))
			h.Write(files[name])
		}
	}
	return render(base, hex.EncodeToString(h.Sum(nil))[:16], names)
}

// lazy files are kept by files.js once somebody has opened them: most visits need none.
func lazy(name string) bool {
	for _, folder := range []string{"web/gallery/", "web/tables/", "web/pictures/", "web/mnist/"} {
		if strings.HasPrefix(name, folder) {
			return true
		}
	}
	return false
}

func render(base, version string, names []string) (map[string][]byte, error) {
	// A first visit caches all of this, and the site then works offline.
	cached := []string{base + "/", base + "/bench/", base + "/wasm_exec.js"}
	for _, name := range names {
		if strings.HasPrefix(name, "web/") && !lazy(name) {
			cached = append(cached, "/"+name)
		}
	}
	h := &ui.Handler{
		Name: name, ShortName: name, Title: words.Title, Description: words.Description,
		Keywords: []string{"normalizing flow", "NICE", "density estimation", "log-likelihood", "WebAssembly"},
		Author:   name,
		Lang:     startup.New().First, ThemeColor: themeColor, BackgroundColor: background,
		Icon: ui.Icon{
			Default: "/web/icons/icon.svg", Large: "/web/icons/icon-512.png",
			SVG: "/web/icons/icon.svg", AppleTouch: "/web/icons/icon-192.png",
		},
		Image:                 "/web/icons/icon-512.png",
		Styles:                []string{"/web/style.css"},
		Scripts:               []string{"/web/files.js"},
		CacheableResources:    cached,
		Version:               version,
		AutoUpdateInterval:    time.Hour, // a tab may stay open for days
		ServiceWorkerTemplate: worker,
		Resources:             resources{base},
	}
	files := map[string][]byte{}
	for file, url := range shellPaths {
		h.Body = func() ui.HTMLBody {
			if url == "/" {
				return ui.Body().DataSet("state", "loading") // it says later how far its run is
			}
			return ui.Body()
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, url, nil))
		if w.Code != http.StatusOK {
			return nil, fmt.Errorf("go-app answers %d for %s", w.Code, url)
		}
		body, err := w.Body.String(), error(nil)
		switch {
		case strings.HasSuffix(file, ".html"):
			body, err = amend(body, base, url)
		case file == "app.js":
			body, err = amendStart(body, base)
			body = string(terse(file, []byte(body)))
		}
		if err != nil {
			return nil, err
		}
		files[file] = []byte(body)
	}
	var err error
	files["manifest.webmanifest"], err = json.MarshalIndent(manifest(base), "", "  ")
	return files, err
}

// manifest describes the site to browsers that can install it. go-app's own has no maskable icon.
func manifest(base string) map[string]any {
	icon := func(file, sizes, kind, purpose string) map[string]any {
		return map[string]any{"src": base + "/web/icons/" + file, "sizes": sizes, "type": kind, "purpose": purpose}
	}
	return map[string]any{
		"id": base + "/", "start_url": base + "/", "scope": base + "/", "display": "standalone",
		"lang": startup.New().First, "dir": "ltr", "name": name, "short_name": name, "description": words.Description,
		"categories":  []string{"education", "science"},
		"theme_color": themeColor, "background_color": background,
		"icons": []map[string]any{
			icon("icon.svg", "any", "image/svg+xml", "any"), icon("icon-512.png", "512x512", "image/png", "any"),
			icon("icon-192.png", "192x192", "image/png", "any"), icon("maskable-512.png", "512x512", "image/png", "maskable"),
		},
	}
}
