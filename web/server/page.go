package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strconv"
	"strings"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"
)

const (
	title       = "NICE Lab - train a normalizing flow in your browser"
	description = "Train a normalizing flow in your browser, with exact densities: watch it learn, hover for log p, " +
		"score your own table. Your data never leaves the tab."
	lengthHeader = "X-Uncompressed-Length" // of a wasm file, for go-app's progress label
)

// shellPaths are the files that go-app makes, and the URL that yields each.
var shellPaths = map[string]string{
	"index.html":           "/",
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

func render(base, version string, names []string) (map[string][]byte, error) {
	// A first visit caches all of this, and the site then works offline.
	cached := []string{base + "/", base + "/wasm_exec.js"}
	for _, name := range names {
		if strings.HasPrefix(name, "web/") {
			cached = append(cached, "/"+name)
		}
	}
	h := &ui.Handler{
		Name: "NICE Lab", ShortName: "NICE Lab", Title: title, Description: description,
		Keywords: []string{"normalizing flow", "NICE", "density estimation", "log-likelihood", "WebAssembly"},
		Lang:     "en", ThemeColor: "#123047", BackgroundColor: "#faf9f6",
		Icon: ui.Icon{
			Default: "/web/icons/icon-192.png", Large: "/web/icons/icon-512.png",
			SVG: "/web/icons/icon.svg", AppleTouch: "/web/icons/icon-192.png",
		},
		Image:                   "/web/icons/icon-512.png",
		Styles:                  []string{"/web/style.css"},
		CacheableResources:      cached,
		LoadingLabel:            "loading {progress}%",
		Version:                 version,
		WasmContentLengthHeader: lengthHeader,
		Resources:               resources{base},
	}
	files := map[string][]byte{}
	for name, url := range shellPaths {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, url, nil))
		if w.Code != http.StatusOK {
			return nil, fmt.Errorf("go-app answers %d for %s", w.Code, url)
		}
		files[name] = w.Body.Bytes()
	}
	index, err := amend(tidy(string(files["index.html"])), base)
	files["index.html"] = []byte(index)
	return files, err
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
// of the machine that built the page stays in it, and guard.js runs before app.js.
func amend(index, base string) (string, error) {
	app := fmt.Sprintf(`<script defer src="%s/app.js"></script>`, base)
	guard := fmt.Sprintf(`<script defer src="%s/web/guard.js"></script>`, base)
	for _, change := range [][2]string{
		{", maximum-scale=1, user-scalable=0", ""},
		{`<meta content="http://example.com/" property="og:url">` + "\n", ""},
		{`<meta content name="author">` + "\n", ""},
		{app, guard + "\n" + app},
	} {
		if !strings.Contains(index, change[0]) {
			return "", fmt.Errorf("go-app's index.html no longer holds %q", change[0])
		}
		index = strings.Replace(index, change[0], change[1], 1)
	}
	return index, nil
}
