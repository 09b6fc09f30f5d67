package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
)

// headers go with every answer of the site. The last two, and corp, isolate the page from
// other sites: only then may helper threads share the trainer's memory. A host without them serves a slower page.
var headers = map[string]string{
	"Content-Security-Policy": "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; " +
		"img-src 'self' data: blob:; connect-src 'self' https: http://127.0.0.1:* http://localhost:*; worker-src 'self'; " +
		"object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors * file:",
	"X-Content-Type-Options":       "nosniff",
	"Referrer-Policy":              "no-referrer",
	"Cross-Origin-Opener-Policy":   "same-origin",
	"Cross-Origin-Embedder-Policy": "require-corp",
}

const (
	corp = "Cross-Origin-Resource-Policy"
	// A page that is isolated itself embeds documents only that say so. What a document is made of stays the site's own.
	corpOfDocuments, corpOfParts = "cross-origin", "same-origin"
)

// headersFile is those headers as static hosts such as Cloudflare's and Netlify's read them from a site of these
// files. A host joins the headers of all rules that fit a path, so each path has one rule with corp.
func headersFile(base string, files map[string][]byte) []byte {
	out := fmt.Appendf(nil, "%s/*\n", base)
	for _, name := range slices.Sorted(maps.Keys(headers)) {
		out = fmt.Appendf(out, "  %s: %s\n", name, headers[name])
	}
	rule := func(path, value string) { out = fmt.Appendf(out, "%s/%s\n  %s: %s\n", base, path, corp, value) }
	rule("web/*", corpOfParts)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		folder, isIndex := strings.CutSuffix(name, "index.html")
		switch {
		case strings.HasPrefix(name, "web/"):
		case isIndex:
			rule(name, corpOfDocuments)
			rule(folder, corpOfDocuments)
			if folder != "" {
				rule(strings.TrimSuffix(folder, "/"), corpOfDocuments)
			}
		default:
			rule(name, corpOfParts)
		}
	}
	return out
}

// kinds are the types of the files that a site is made of. The system's own table
// differs from machine to machine, and wasm only streams under its true type.
var kinds = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".wasm": "application/wasm", ".svg": "image/svg+xml", ".png": "image/png", ".webmanifest": "application/manifest+json",
	".safetensors": "application/octet-stream", ".npy": "application/octet-stream", ".npz": "application/zip",
	".json": "application/json", ".woff2": "font/woff2", ".csv": "text/csv; charset=utf-8",
}

// site serves a built folder from memory: what was not in it when it was read does
// not exist, whatever the path.
type site struct {
	base  string
	files map[string]*file // URL path, the base path included
}

// file is one resource and its encodings: "" (as it is), "br", "gzip".
type file struct {
	name string
	kind string
	body map[string]body
}

type body struct {
	bytes []byte
	etag  string
}

// newSite reads the site in fsys, which answers under base ("" or "/nice").
func newSite(fsys fs.FS, base string) (*site, error) {
	s := &site{base: base, files: map[string]*file{}}
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		kind, ok := kinds[path.Ext(name)]
		if !ok {
			return nil // a compressed copy, read with its original, or nothing of ours
		}
		f := &file{name: name, kind: kind, body: map[string]body{}}
		for encoding, ext := range map[string]string{"": "", "br": ".br", "gzip": ".gz"} {
			b, err := fs.ReadFile(fsys, name+ext)
			if ext != "" && errors.Is(err, fs.ErrNotExist) {
				continue
			}
			if err != nil {
				return err
			}
			sum := sha256.Sum256(b)
			f.body[encoding] = body{b, `"` + hex.EncodeToString(sum[:8]) + `"`}
		}
		s.files[base+"/"+name] = f
		return nil
	})
	if err != nil {
		return nil, err
	}
	for name, f := range maps.Clone(s.files) {
		if folder, ok := strings.CutSuffix(name, "index.html"); ok && strings.HasSuffix(folder, "/") {
			s.files[folder] = f
		}
	}
	if s.files[base+"/"] == nil {
		return nil, errors.New("it has no index.html; build it with -out")
	}
	return s, nil
}

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	for k, v := range headers {
		h.Set(k, v)
	}
	h.Set(corp, corpOfParts)
	h.Set("Cache-Control", "no-cache") // ask each time; the ETag answers
	if r.ContentLength != 0 {
		h.Set("Connection", "close") // or net/http waits for a body that nobody reads before it answers
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		h.Set("Allow", "GET, HEAD")
		http.Error(w, "the site is only read: GET or HEAD", http.StatusMethodNotAllowed)
		return
	}
	f, ok := s.files[r.URL.Path]
	_, folder := s.files[r.URL.Path+"/"]
	switch {
	case ok:
		f.serve(w, r)
	case folder:
		h.Set(corp, corpOfDocuments)
		http.Redirect(w, r, r.URL.Path+"/", http.StatusFound)
	case s.base != "" && r.URL.Path == "/":
		h.Set(corp, corpOfDocuments)
		http.Redirect(w, r, s.base+"/", http.StatusFound)
	default:
		http.NotFound(w, r)
	}
}

func (f *file) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", f.kind)
	if path.Ext(f.name) == ".html" {
		h.Set(corp, corpOfDocuments)
	}
	if len(f.body) > 1 {
		h.Set("Vary", "Accept-Encoding")
	}
	encoding := f.choose(r)
	b := f.body[encoding]
	h.Set("ETag", b.etag)
	if encoding != "" {
		h.Set("Content-Encoding", encoding)
		h.Set("Content-Length", strconv.Itoa(len(b.bytes))) // ServeContent leaves it out beside an encoding
	}
	http.ServeContent(w, r, f.name, time.Time{}, bytes.NewReader(b.bytes))
}

// choose returns the smallest encoding that the client accepts. A range is of the
// file as it is.
func (f *file) choose(r *http.Request) string {
	if r.Header.Get("Range") != "" {
		return ""
	}
	for _, encoding := range []string{"br", "gzip"} {
		if _, ok := f.body[encoding]; ok && accepts(r.Header.Get("Accept-Encoding"), encoding) {
			return encoding
		}
	}
	return ""
}

// accepts reports whether an Accept-Encoding header lists the coding with a weight above 0.
func accepts(header, coding string) bool {
	for item := range strings.SplitSeq(header, ",") {
		name, weight, _ := strings.Cut(item, ";")
		if !strings.EqualFold(strings.TrimSpace(name), coding) {
			continue
		}
		q, found := strings.CutPrefix(strings.TrimSpace(weight), "q=")
		v, err := strconv.ParseFloat(q, 64)
		return !found || err == nil && v > 0
	}
	return false
}
