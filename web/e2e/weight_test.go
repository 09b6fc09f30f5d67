package e2e

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"sort"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// scales is a server in front of the site that weighs what goes through it.
type scales struct {
	*httptest.Server
	mu    sync.Mutex
	bytes map[string]int
}

func weigh(t *testing.T) *scales {
	t.Helper()
	to, err := url.Parse(origin)
	if err != nil {
		t.Fatal(err)
	}
	s := &scales{bytes: map[string]int{}}
	proxy := httputil.NewSingleHostReverseProxy(to)
	proxy.ModifyResponse = func(r *http.Response) error {
		head, err := httputil.DumpResponse(r, false)
		s.add(r.Request.URL.Path, len(head))
		r.Body = &weighed{r.Body, func(n int) { s.add(r.Request.URL.Path, n) }}
		return err
	}
	s.Server = httptest.NewServer(proxy)
	t.Cleanup(s.Close)
	return s
}

func (s *scales) add(path string, n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.bytes[path] += n
}

type weighed struct {
	io.ReadCloser
	add func(int)
}

func (w *weighed) Read(b []byte) (int, error) {
	n, err := w.ReadCloser.Read(b)
	w.add(n)
	return n, err
}

// The first view, headers included: all that is loaded until the planes are drawn, but for the programs.
func TestFirstViewIsLight(t *testing.T) {
	if _, err := os.Stat(filepath.Join(built, "index.html.br")); err != nil {
		t.Skip("the site is not compressed; ./build.sh test compresses it")
	}
	s := weigh(t)
	p := launchServed(t)
	p.do(chromedp.Navigate(s.URL + "/"))
	p.pictured()
	p.do(chromedp.Sleep(100 * time.Millisecond))

	s.mu.Lock()
	defer s.mu.Unlock()
	total, programs := 0, 0
	var names []string
	for name, n := range s.bytes {
		names = append(names, name)
		if path.Ext(name) == ".wasm" {
			programs += n
		} else {
			total += n
		}
	}
	sort.Strings(names)
	for _, name := range names {
		t.Logf("%8d %s", s.bytes[name], name)
	}
	t.Logf("first view: %d bytes without the programs, which have %d", total, programs)
	if total > 60_000 {
		t.Errorf("the first view has %d bytes, more than 60 KB", total)
	}
	if programs == 0 || s.bytes["/"] == 0 {
		t.Error("not all of it went over the scales")
	}
}

// A program is fetched before anything happens: each has a budget, as brotli.
func TestProgramsAreLight(t *testing.T) {
	for name, most := range map[string]int64{"app.wasm": 1_765_000, "trainer.wasm": 1_024_000} {
		file, err := os.Stat(filepath.Join(built, "web", name+".br"))
		if err != nil {
			t.Skip("the site is not compressed; ./build.sh test compresses it")
		}
		t.Logf("%s: %d bytes of brotli", name, file.Size())
		if file.Size() > most {
			t.Errorf("%s has %d bytes of brotli, more than %d; RATIONALE.md says what keeps a program small", name, file.Size(), most)
		}
	}
}
