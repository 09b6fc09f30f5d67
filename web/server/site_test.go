package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
)

// testFS is a small site in which every compressed copy is told apart by its bytes.
func testFS() fstest.MapFS {
	files := fstest.MapFS{}
	for name, data := range map[string]string{
		"index.html":           "<!DOCTYPE html>",
		"index.html.br":        "br",
		"index.html.gz":        "gz",
		"bench/index.html":     "<!DOCTYPE bench>",
		"web/trainer.wasm":     "\x00asm and so on",
		"web/trainer.wasm.br":  "wasm br",
		"web/style.css":        "body{}",
		"web/icons/icon.svg":   "<svg/>",
		"web/server/secret.go": "package secret",
	} {
		files[name] = &fstest.MapFile{Data: []byte(data)}
	}
	return files
}

func startSite(t *testing.T, base string) *httptest.Server {
	t.Helper()
	s, err := newSite(testFS(), base)
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(s)
	t.Cleanup(srv.Close)
	return srv
}

// ask sends a request whose path goes out exactly as it is written, and follows no redirect.
func ask(t *testing.T, srv *httptest.Server, method, path string, header map[string]string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequest(method, srv.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.URL.Opaque = path
	for k, v := range header {
		r.Header.Set(k, v)
	}
	// DisableCompression: or the client asks for gzip and undoes it by itself.
	res, err := (&http.Transport{DisableCompression: true}).RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res, string(b)
}

func TestHeaders(t *testing.T) {
	srv := startSite(t, "")
	for _, path := range []string{"/", "/web/trainer.wasm", "/web/style.css", "/nowhere"} {
		res, _ := ask(t, srv, "GET", path, nil)
		for name, want := range headers {
			if got := res.Header.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", path, name, got, want)
			}
		}
		if got := res.Header.Get("Cache-Control"); got != "no-cache" {
			t.Errorf("%s: Cache-Control is %q", path, got)
		}
	}
	for path, want := range map[string]string{
		"/": "cross-origin", "/index.html": "cross-origin", "/bench/": "cross-origin", "/bench": "cross-origin",
		"/web/trainer.wasm": "same-origin", "/web/style.css": "same-origin", "/nowhere": "same-origin",
	} {
		if res, _ := ask(t, srv, "GET", path, nil); res.Header.Get("Cross-Origin-Resource-Policy") != want {
			t.Errorf("%s: of other sites %q may use it, want %q", path, res.Header.Get("Cross-Origin-Resource-Policy"), want)
		}
	}
	for path, want := range map[string]string{
		"/": "text/html; charset=utf-8", "/web/trainer.wasm": "application/wasm",
		"/web/style.css": "text/css; charset=utf-8", "/web/icons/icon.svg": "image/svg+xml",
	} {
		if res, _ := ask(t, srv, "GET", path, nil); res.Header.Get("Content-Type") != want {
			t.Errorf("%s: Content-Type is %q, want %q", path, res.Header.Get("Content-Type"), want)
		}
	}
}

func TestEncoding(t *testing.T) {
	srv := startSite(t, "")
	for _, c := range []struct{ path, accept, encoding, body string }{
		{"/", "gzip, deflate, br", "br", "br"},
		{"/", "gzip", "gzip", "gz"},
		{"/", "br;q=0, gzip;q=0.5", "gzip", "gz"},
		{"/", "BR", "br", "br"},
		{"/", "", "", "<!DOCTYPE html>"},
		{"/", "zstd, brotli, br;q=x", "", "<!DOCTYPE html>"},
		{"/web/trainer.wasm", "gzip", "", "\x00asm and so on"},
		{"/web/trainer.wasm", "gzip, br", "br", "wasm br"},
		{"/web/style.css", "br", "", "body{}"},
	} {
		res, body := ask(t, srv, "GET", c.path, map[string]string{"Accept-Encoding": c.accept})
		if got := res.Header.Get("Content-Encoding"); got != c.encoding || body != c.body {
			t.Errorf("%s for %q: %q %q, want %q %q", c.path, c.accept, got, body, c.encoding, c.body)
		}
		if res.ContentLength != int64(len(c.body)) {
			t.Errorf("%s for %q: length %d, want %d", c.path, c.accept, res.ContentLength, len(c.body))
		}
		if varies := res.Header.Get("Vary") == "Accept-Encoding"; varies != (c.path != "/web/style.css") {
			t.Errorf("%s: Vary is %q", c.path, res.Header.Get("Vary"))
		}
	}
}

func TestETag(t *testing.T) {
	srv := startSite(t, "")
	plain, _ := ask(t, srv, "GET", "/", nil)
	packed, _ := ask(t, srv, "GET", "/", map[string]string{"Accept-Encoding": "br"})
	tag := plain.Header.Get("ETag")
	if tag == "" || tag == packed.Header.Get("ETag") {
		t.Fatalf("ETags of two encodings: %q and %q", tag, packed.Header.Get("ETag"))
	}
	if res, body := ask(t, srv, "GET", "/",
		map[string]string{"If-None-Match": tag}); res.StatusCode != http.StatusNotModified || body != "" {
		t.Errorf("the same ETag: %d %q", res.StatusCode, body)
	}
	if res, _ := ask(t, srv, "GET", "/", map[string]string{"If-None-Match": `"old"`}); res.StatusCode != http.StatusOK {
		t.Errorf("another ETag: %d", res.StatusCode)
	}
}

func TestHead(t *testing.T) {
	srv := startSite(t, "")
	for _, accept := range []string{"", "br"} {
		get, _ := ask(t, srv, "GET", "/", map[string]string{"Accept-Encoding": accept})
		head, body := ask(t, srv, "HEAD", "/", map[string]string{"Accept-Encoding": accept})
		if head.StatusCode != http.StatusOK || body != "" {
			t.Errorf("HEAD: %d %q", head.StatusCode, body)
		}
		for _, name := range []string{"Content-Length", "Content-Type", "ETag", "Content-Encoding"} {
			if g, h := get.Header.Get(name), head.Header.Get(name); g != h {
				t.Errorf("%s is %q by GET and %q by HEAD", name, g, h)
			}
		}
	}
}

func TestRange(t *testing.T) {
	srv := startSite(t, "")
	res, body := ask(t, srv, "GET", "/web/trainer.wasm", map[string]string{"Range": "bytes=1-3", "Accept-Encoding": "br"})
	if res.StatusCode != http.StatusPartialContent || body != "asm" || res.Header.Get("Content-Encoding") != "" {
		t.Errorf("range: %d %q %q", res.StatusCode, body, res.Header.Get("Content-Encoding"))
	}
}

func TestRefused(t *testing.T) {
	srv := startSite(t, "")
	for _, path := range []string{
		"/nowhere", "/web", "/web/", "/web/trainer.wasm/", "/index.html.br", "/web/server/secret.go",
		"/../site.go", "/web/../../site.go", "/..%2fsite.go", "/web/..%2f..%2f..%2fetc%2fpasswd", "/web//style.css",
		"/%2e%2e/%2e%2e/etc/passwd", `/..\site.go`, "/web/style.css%00", "//web/style.css",
	} {
		if res, body := ask(t, srv, "GET", path, nil); res.StatusCode != http.StatusNotFound ||
			strings.Contains(body, "package") {
			t.Errorf("%s: %d %q", path, res.StatusCode, body)
		}
	}
	if res, _ := ask(t, srv, "POST", "/", nil); res.StatusCode != http.StatusMethodNotAllowed ||
		res.Header.Get("Allow") != "GET, HEAD" {
		t.Errorf("POST: %d, Allow %q", res.StatusCode, res.Header.Get("Allow"))
	}
}

func TestBase(t *testing.T) {
	srv := startSite(t, "/nice")
	for path, want := range map[string]int{
		"/nice/": 200, "/nice/web/style.css": 200, "/nice/index.html": 200,
		"/nice/bench/": 200, "/nice/bench": 302, "/nice/web": 404, "/bench/": 404,
		"/": 302, "/nice": 302, "/web/style.css": 404, "/nicer/": 404,
	} {
		res, _ := ask(t, srv, "GET", path, nil)
		if res.StatusCode != want {
			t.Errorf("%s: %d, want %d", path, res.StatusCode, want)
		}
		to := "/nice/"
		if path == "/nice/bench" {
			to = "/nice/bench/"
		}
		if want == 302 && res.Header.Get("Location") != to {
			t.Errorf("%s leads to %q", path, res.Header.Get("Location"))
		}
	}
}

func TestNoSite(t *testing.T) {
	if _, err := newSite(fstest.MapFS{"notes.txt": {}}, ""); err == nil {
		t.Error("a folder without index.html was taken for a site")
	}
}
