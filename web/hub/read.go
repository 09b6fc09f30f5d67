package hub

import (
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"strconv"
	"strings"
)

// index answers with a page of the list.
func (h *hub) index(w http.ResponseWriter, r *http.Request) {
	limit, after := 100, r.URL.Query().Get("after")
	if q := r.URL.Query().Get("limit"); q != "" {
		n, err := strconv.Atoi(q)
		if err != nil || n < 1 || n > 1000 {
			refuse(w, r, http.StatusBadRequest, "limit must be 1 to 1000")
			return
		}
		limit = n
	}
	if len(after) > 1024 { // the longest key of an R2 object
		refuse(w, r, http.StatusBadRequest, `after must be the "next" of another page`)
		return
	}
	page, next, err := h.store.List(r.Context(), after, limit)
	if err != nil {
		fail(w, r, err)
		return
	}
	entries, err := fit(page)
	if err != nil {
		fail(w, r, err)
		return
	}
	if n := len(entries); n < len(page) {
		next = page[n-1].Name
	}
	w.Header().Set("Cache-Control", "no-cache")
	answer(w, r, http.StatusOK, struct {
		ReadOnly    bool              `json:"readOnly"`
		Checkpoints []json.RawMessage `json:"checkpoints"`
		Next        string            `json:"next,omitempty"`
	}{h.Token == "", entries, next})
}

// fit returns as many entries of a page, as JSON, as an answer of MaxIndex bytes holds. It has room for one at least.
func fit(page []Info) ([]json.RawMessage, error) {
	entries, room := []json.RawMessage{}, MaxIndex-1000 // for what stands around them
	for _, i := range page {
		b, err := json.Marshal(i)
		if err != nil {
			return nil, err
		}
		if room -= len(b) + 1; room < 0 {
			break
		}
		entries = append(entries, b)
	}
	return entries, nil
}

// get answers with a file, a part of it, or its headers.
func (h *hub) get(w http.ResponseWriter, r *http.Request, name string) {
	if !Valid(name) {
		fail(w, r, ErrNotFound)
		return
	}
	info, err := h.store.Stat(r.Context(), name)
	if err != nil {
		fail(w, r, err)
		return
	}
	head := w.Header()
	head.Set("ETag", info.ETag)
	head.Set("Cache-Control", "public, max-age=31536000, immutable")
	if matches(r.Header.Values("If-None-Match"), info.ETag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	head.Set("Accept-Ranges", "bytes")
	part, code := span{0, info.Size}, http.StatusOK
	if r.Method == http.MethodGet && (r.Header.Get("If-Range") == "" || r.Header.Get("If-Range") == info.ETag) {
		asked, ok := parseRange(r.Header.Get("Range"), info.Size)
		if ok && asked.n == 0 {
			head.Set("Content-Range", fmt.Sprintf("bytes */%d", info.Size))
			refuse(w, r, http.StatusRequestedRangeNotSatisfiable,
				fmt.Sprintf("the range lies outside of the file, which has %d bytes", info.Size))
			return
		}
		if ok {
			part, code = asked, http.StatusPartialContent
		}
	}
	var body Body
	if r.Method == http.MethodGet {
		if body, err = h.store.Open(r.Context(), info, part.offset, part.n); err != nil {
			fail(w, r, err)
			return
		}
		defer body.Close()
	}
	if code == http.StatusPartialContent {
		head.Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", part.offset, part.offset+part.n-1, info.Size))
	}
	head.Set("Content-Type", "application/octet-stream")
	head.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	head.Set("Content-Length", strconv.FormatInt(part.n, 10))
	w.WriteHeader(code)
	if body == nil {
		return
	}
	if _, err := body.WriteTo(w); err != nil {
		log.Printf("hub: sending %s: %v", name, err)
	}
}

// matches reports whether an If-None-Match names the tag. The comparison is the weak one (RFC 9110, 13.1.2).
func matches(headers []string, etag string) bool {
	for tag := range strings.SplitSeq(strings.Join(headers, ","), ",") {
		if tag = strings.TrimPrefix(strings.TrimSpace(tag), "W/"); tag == "*" || tag == etag {
			return true
		}
	}
	return false
}

// span is n bytes from offset.
type span struct{ offset, n int64 }

// parseRange reads a Range header with one range in bytes, of a file of that size: a-b, a- or -n. ok is false for all
// else, which a server may ignore (RFC 9110, 14.2), and the span is empty where the range lies outside of the file.
func parseRange(header string, size int64) (s span, ok bool) {
	spec, ok := strings.CutPrefix(header, "bytes=")
	first, last, dash := strings.Cut(strings.TrimSpace(spec), "-")
	if !ok || !dash {
		return span{}, false
	}
	from, fromOK := digits(first)
	to, toOK := digits(last)
	switch {
	case first == "" && toOK:
		n := min(to, size)
		return span{size - n, n}, true
	case fromOK && last == "":
		to = size - 1
	case !fromOK || !toOK || to < from:
		return span{}, false
	}
	if from >= size {
		return span{}, true
	}
	return span{from, min(to, size-1) - from + 1}, true
}

// digits reads a number that has no sign. One that is too large is as good as the largest.
func digits(s string) (int64, bool) {
	if s == "" || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	n, _ := strconv.ParseInt(s, 10, 64)
	return n, true
}
