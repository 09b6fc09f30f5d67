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
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/words"
)

const (
	name                   = "NICE Lab"
	themeColor, background = "#123047", "#faf9f6"
)

// worker is the template of the service worker, in place of go-app's, which lets a new version take over a page of the old one.
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
		Lang:     "en", ThemeColor: themeColor, BackgroundColor: background,
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
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, url, nil))
		if w.Code != http.StatusOK {
			return nil, fmt.Errorf("go-app answers %d for %s", w.Code, url)
		}
		body, err := w.Body.String(), error(nil)
		switch {
		case strings.HasSuffix(file, ".html"):
			body, err = amend(tidy(body), base, url)
		case file == "app.js":
			body, err = amendStart(body, base)
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
		"id": base + "/", "start_url": base + "/", "scope": base + "/", "display": "standalone", "lang": "en", "dir": "ltr",
		"name": name, "short_name": name, "description": words.Description, "categories": []string{"education", "science"},
		"theme_color": themeColor, "background_color": background,
		"icons": []map[string]any{
			icon("icon.svg", "any", "image/svg+xml", "any"), icon("icon-512.png", "512x512", "image/png", "any"),
			icon("icon-192.png", "192x192", "image/png", "any"), icon("maskable-512.png", "512x512", "image/png", "maskable"),
		},
	}
}

var (
	tag       = regexp.MustCompile(`<[a-z][a-z0-9-]*(?: [^\s="/>]+(?:="(?:[^"\\]|\\.)*")?)+>`)
	attribute = regexp.MustCompile(` ([^\s="/>]+)(?:=("(?:[^"\\]|\\.)*"))?`)
)

// tidy rewrites the attributes of go-app's HTML, which come in the random order of
// a map, quoted as Go strings, and with "true" left out where ARIA wants it.
func tidy(html string) string {
	return tag.ReplaceAllStringFunc(html, func(s string) string {
		name := s[:strings.IndexByte(s, ' ')]
		var attrs []string
		for _, m := range attribute.FindAllStringSubmatch(s, -1) {
			key, quoted := m[1], m[2]
			value, err := strconv.Unquote(quoted)
			switch {
			case quoted == "" && strings.HasPrefix(key, "aria-"):
				attrs = append(attrs, key+`="true"`)
			case quoted == "":
				attrs = append(attrs, key)
			case err != nil: // written as HTML by hand
				attrs = append(attrs, key+"="+quoted)
			default:
				attrs = append(attrs, key+`="`+escape.Replace(value)+`"`)
			}
		}
		slices.Sort(attrs)
		return name + " " + strings.Join(attrs, " ") + ">"
	})
}

// escape leaves the entities alone that hand-written HTML already holds.
var escape = strings.NewReplacer(`"`, "&#34;", "<", "&lt;", ">", "&gt;")

// amend changes what go-app's Handler has no option for: people may zoom, no URL
// of the machine that built the page stays in it, and start.js runs first of all, guard.js and stage.js before app.js.
func amend(page, base, url string) (string, error) {
	trainer, state := "", "" // the page whose program is url's wants one, and says how far it is
	if url == "/" {
		trainer, state = " data-trainer", ` data-state="loading"`
	}
	script := func(file string) string { return fmt.Sprintf(`<script defer src="%s%s"></script>`, base, file) }
	return replace(page, "go-app's "+url, [][2]string{
		{", maximum-scale=1, user-scalable=0", ""},
		{fmt.Sprintf("<meta content=\"http://example.com%s\" property=\"og:url\">\n", url), ""},
		{`<meta content name="author">` + "\n", ""},
		{"<body>", "<body" + state + ">"},
		{script("/app.js"), script("/web/guard.js") + "\n" + script("/web/stage.js") + "\n" + script("/app.js")},
		{`<link as="style"`, fmt.Sprintf("<script%s src=\"%s/web/start.js\"></script>\n<link as=\"style\"", trainer, base)},
	})
}

// amendStart lets start.js do what app.js would do too early or on the page's own thread.
func amendStart(script, base string) (string, error) {
	return replace(script, "go-app's app.js", [][2]string{
		// The worker of a first visit may have taken the page over before it says that it is installed: that is no newer version.
		{"    const newSW = registration.installing;", "    if (!navigator.serviceWorker.controller) return;\n    const newSW = registration.installing;"},
		{"\ngoappInitServiceWorker();", "\nstart.whenQuiet(goappInitServiceWorker);"},
		{fmt.Sprintf(`await instantiateStreaming(
      fetchWithProgress("%s/web/app.wasm", showProgress),
      go.importObject
    );

    go.run(wasm.instance);`, base), fmt.Sprintf(`await start.instantiate("%s/web/app.wasm", go.importObject);

    go.run(wasm);`, base)},
	})
}

func replace(text, what string, changes [][2]string) (string, error) {
	for _, change := range changes {
		if !strings.Contains(text, change[0]) {
			return "", fmt.Errorf("%s no longer holds %q", what, change[0])
		}
		text = strings.Replace(text, change[0], change[1], 1)
	}
	return text, nil
}
