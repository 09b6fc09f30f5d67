package hubtest

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"nicelab/web/hub"
)

func roundTrip(c *client) {
	f, name := file(1), c.name()
	put := c.put(name, f)
	if put.StatusCode != http.StatusCreated {
		c.Fatalf("PUT: %d %s", put.StatusCode, put.body)
	}
	got := c.get(name)
	if got.StatusCode != http.StatusOK || !bytes.Equal(got.body, f) {
		c.Errorf("GET: %d, %d bytes of %d", got.StatusCode, len(got.body), len(f))
	}
	tag := got.Header.Get("ETag")
	if len(tag) < 10 || !strings.HasPrefix(tag, `"`) || tag != put.Header.Get("ETag") {
		c.Errorf("ETag %s, of the PUT %s", tag, put.Header.Get("ETag"))
	}
	for key, want := range map[string]string{
		"Content-Type": "application/octet-stream", "Content-Length": strconv.Itoa(len(f)), "Accept-Ranges": "bytes",
		"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff",
		"Content-Disposition": `attachment; filename="` + name + `"`,
	} {
		if got.Header.Get(key) != want {
			c.Errorf("%s is %q, want %q", key, got.Header.Get(key), want)
		}
	}
	if got := c.get(name + "?" + strings.Trim(tag, `"`)); !bytes.Equal(got.body, f) {
		c.Errorf("with a query: %d", got.StatusCode)
	}
	list := c.index("?limit=1000")
	i := slices.IndexFunc(list.Checkpoints, func(i hub.Info) bool { return i.Name == name })
	if i < 0 || list.ReadOnly {
		c.Fatalf("%s is not in the index, or read-only: %+v", name, list)
	}
	e := list.Checkpoints[i]
	if age := time.Since(e.Put); e.Size != int64(len(f)) || e.ETag != tag || age < -time.Minute || age > 10*time.Minute ||
		!e.Config.Equal(config) || !slices.Equal(e.Columns, []string{"a", "größe", "c, d"}) {
		c.Errorf("the index says %+v", e)
	}
	// What an index says of a file fits beside it, in whatever letters.
	var runes []string
	for i := range config.Dim {
		runes = append(runes, strings.Repeat("열", 120)+strings.Repeat("<", i))
	}
	head, rest := Head(config, runes...)
	name = c.have(append(head, make([]byte, rest)...))
	list = c.index("?limit=1000")
	i = slices.IndexFunc(list.Checkpoints, func(i hub.Info) bool { return i.Name == name })
	if i < 0 || !slices.Equal(list.Checkpoints[i].Columns, runes) {
		c.Errorf("of a table with long names the index says %+v", list)
	}
	// Names of thousands of columns would make the index as large as the files.
	wide := config
	wide.Dim = 300
	var columns []string
	for i := range wide.Dim {
		columns = append(columns, fmt.Sprint("a column of some length ", i))
	}
	head, rest = Head(wide, columns...)
	name = c.have(append(head, make([]byte, rest)...))
	list = c.index("?limit=1000")
	i = slices.IndexFunc(list.Checkpoints, func(i hub.Info) bool { return i.Name == name })
	if i < 0 || list.Checkpoints[i].Config.Dim != 300 || list.Checkpoints[i].Columns != nil {
		c.Errorf("of a wide table the index says %+v", list)
	}
}

func pages(c *client) {
	want := map[string]bool{}
	for i := range 5 {
		want[c.have(file(i))] = true
	}
	for _, limit := range []int{1, 2, 5, 1000} {
		var all []string
		for after, n := "", 0; n < 100; n++ {
			page := c.index(fmt.Sprintf("?limit=%d&after=%s", limit, after))
			if len(page.Checkpoints) > limit {
				c.Fatalf("a page of %d has %d", limit, len(page.Checkpoints))
			}
			for _, i := range page.Checkpoints {
				all = append(all, i.Name)
			}
			if after = page.Next; after == "" {
				break
			}
		}
		if !slices.IsSorted(all) || len(slices.Compact(slices.Clone(all))) != len(all) {
			c.Errorf("by %d the names are not in order, or there twice: %v", limit, all)
		}
		for name := range want {
			if !slices.Contains(all, name) {
				c.Errorf("by %d, %s is missing", limit, name)
			}
		}
	}
	for _, query := range []string{"?limit=0", "?limit=-1", "?limit=1001", "?limit=x",
		"?after=" + strings.Repeat("x", 2000)} {
		c.refused(query, c.ask("GET", "/checkpoints"+query, nil), http.StatusBadRequest)
	}
}

func headers(c *client) {
	name := c.have(file(2))
	get, head := c.get(name), c.ask("HEAD", "/checkpoints/"+name, nil)
	if head.StatusCode != http.StatusOK || len(head.body) != 0 {
		c.Errorf("HEAD: %d, %d bytes", head.StatusCode, len(head.body))
	}
	for _, key := range []string{"Content-Length", "Content-Type", "ETag", "Accept-Ranges", "Cache-Control"} {
		if g, h := get.Header.Get(key), head.Header.Get(key); g != h || g == "" {
			c.Errorf("%s is %q by GET and %q by HEAD", key, g, h)
		}
	}
	if a := c.ask("HEAD", "/checkpoints/"+name, nil, "Range", "bytes=0-1"); a.StatusCode != http.StatusOK {
		c.Errorf("HEAD of a range: %d", a.StatusCode)
	}
	if a := c.ask("HEAD", "/checkpoints/test-nothing", nil); a.StatusCode != http.StatusNotFound || len(a.body) != 0 {
		c.Errorf("HEAD of nothing: %d %q", a.StatusCode, a.body)
	}
	if a := c.ask("HEAD", "/checkpoints", nil); a.StatusCode != http.StatusOK || len(a.body) != 0 {
		c.Errorf("HEAD of the index: %d %q", a.StatusCode, a.body)
	}
}

func notModified(c *client) {
	name := c.have(file(3))
	tag := c.get(name).Header.Get("ETag")
	for _, method := range []string{"GET", "HEAD"} {
		for _, match := range []string{tag, "W/" + tag, `"other", ` + tag, tag + `,"other"`, "*"} {
			if a := c.ask(method, "/checkpoints/"+name, nil, "If-None-Match", match); a.StatusCode != http.StatusNotModified ||
				len(a.body) != 0 || a.Header.Get("ETag") != tag {
				c.Errorf("%s with If-None-Match %s: %d %q, ETag %s", method, match, a.StatusCode, a.body, a.Header.Get("ETag"))
			}
		}
		for _, match := range []string{`"other"`, strings.Trim(tag, `"`), tag[:len(tag)-2] + `"`} {
			if a := c.ask(method, "/checkpoints/"+name, nil, "If-None-Match", match); a.StatusCode != http.StatusOK {
				c.Errorf("%s with If-None-Match %s: %d", method, match, a.StatusCode)
			}
		}
	}
}

func ranges(c *client) {
	f := file(4)
	name, n := c.have(f), len(f)
	r := func(format string, a ...any) string { return fmt.Sprintf(format, a...) }
	for _, ok := range []struct {
		header string
		lo, hi int
	}{
		{"bytes=0-0", 0, 1}, {"bytes=0-", 0, n}, {"bytes=5-9", 5, 10}, {"bytes=-1", n - 1, n}, {r("bytes=-%d", n), 0, n},
		{r("bytes=-%d", n+9), 0, n}, {"bytes=-99999999999999999999", 0, n}, {r("bytes=%d-", n-1), n - 1, n},
		{r("bytes=%d-%d", n-2, n+9), n - 2, n}, {"bytes=7-99999999999999999999", 7, n},
	} {
		a := c.get(name, "Range", ok.header)
		if want := r("bytes %d-%d/%d", ok.lo, ok.hi-1, n); a.StatusCode != http.StatusPartialContent ||
			!bytes.Equal(a.body, f[ok.lo:ok.hi]) ||
			a.Header.Get("Content-Range") != want || a.ContentLength != int64(ok.hi-ok.lo) {
			c.Errorf("%s: %d %s, %d bytes", ok.header, a.StatusCode, a.Header.Get("Content-Range"), len(a.body))
		}
	}
	for _, beyond := range []string{r("bytes=%d-", n), r("bytes=%d-%d", n, n+5), "bytes=-0",
		"bytes=99999999999999999999-"} {
		a := c.get(name, "Range", beyond)
		c.refused(beyond, a, http.StatusRequestedRangeNotSatisfiable)
		if want := r("bytes */%d", n); a.Header.Get("Content-Range") != want {
			c.Errorf("%s: Content-Range %q, want %q", beyond, a.Header.Get("Content-Range"), want)
		}
	}
	// What is no single range may be ignored, and is.
	for _, ignored := range []string{"bytes=9-5", "bytes=a-b", "bytes=1-b", "bytes", "bytes=", "bytes=-", "items=0-1",
		"bytes=0-1,3-4", "bytes=--1", "bytes=+1-2", "bytes=1 - 2", "bytes=0x1-2", "0-1"} {
		if a := c.get(name, "Range", ignored); a.StatusCode != http.StatusOK || !bytes.Equal(a.body, f) ||
			a.Header.Get("Content-Range") != "" {
			c.Errorf("%s: %d, %d bytes", ignored, a.StatusCode, len(a.body))
		}
	}
}

func ifRange(c *client) {
	name := c.have(file(5))
	tag := c.get(name).Header.Get("ETag")
	for condition, want := range map[string]int{
		tag: http.StatusPartialContent, "W/" + tag: http.StatusOK, `"other"`: http.StatusOK,
		"Tue, 24 Nov 2026 11:00:00 GMT": http.StatusOK,
	} {
		if a := c.get(name, "Range", "bytes=1-2", "If-Range", condition); a.StatusCode != want {
			c.Errorf("If-Range %s: %d, want %d", condition, a.StatusCode, want)
		}
	}
	// A range that lies outside is not looked at where the file is another.
	if a := c.get(name, "Range", "bytes=999999999-", "If-Range", `"other"`); a.StatusCode != http.StatusOK {
		c.Errorf("beyond, of another file: %d", a.StatusCode)
	}
}

func origins(c *client) {
	name := c.have(file(6))
	for _, path := range []string{"/checkpoints", "/checkpoints/" + name} {
		pre := c.ask("OPTIONS", path, nil, "Origin", "https://page.example", "Access-Control-Request-Method", "PUT", "Access-Control-Request-Headers", "authorization")
		if pre.StatusCode != http.StatusNoContent || pre.Header.Get("Access-Control-Allow-Origin") != "*" ||
			!strings.Contains(strings.ToLower(pre.Header.Get("Access-Control-Allow-Headers")), "authorization") {
			c.Errorf("preflight of %s: %d %v", path, pre.StatusCode, pre.Header)
		}
		if puts := strings.Contains(pre.Header.Get("Access-Control-Allow-Methods"), "PUT"); puts != (path != "/checkpoints") {
			c.Errorf("preflight of %s allows %s", path, pre.Header.Get("Access-Control-Allow-Methods"))
		}
		a := c.ask("GET", path, nil, "Origin", "https://page.example")
		if a.Header.Get("Access-Control-Allow-Origin") != "*" ||
			a.Header.Get("Cross-Origin-Resource-Policy") != "cross-origin" {
			c.Errorf("GET %s: %v", path, a.Header)
		}
		for _, key := range []string{"ETag", "Content-Range", "Content-Length", "Accept-Ranges"} {
			if !strings.Contains(a.Header.Get("Access-Control-Expose-Headers"), key) {
				c.Errorf("%s is hidden from a page elsewhere", key)
			}
		}
	}
}

func methods(c *client) {
	name := c.have(file(7))
	for _, r := range []struct{ method, path string }{
		{"POST", "/checkpoints"}, {"PUT", "/checkpoints"}, {"DELETE", "/checkpoints"}, {"POST", "/checkpoints/" + name},
		{"PATCH", "/checkpoints/" + name},
	} {
		a := c.ask(r.method, r.path, nil, "Authorization", "Bearer "+c.Token)
		c.refused(r.method+" "+r.path, a, http.StatusMethodNotAllowed)
		if !strings.Contains(a.Header.Get("Allow"), "GET") {
			c.Errorf("%s %s: Allow is %q", r.method, r.path, a.Header.Get("Allow"))
		}
	}
}
