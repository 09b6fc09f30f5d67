// Package hub hosts checkpoints over HTTP: one handler, whatever keeps the files.
//
//	GET    /checkpoints            the index, JSON: {"readOnly", "checkpoints": [Info], "next"}; ?limit=1..1000 (100),
//	                               ?after=NAME goes on from a page's "next"; the order is that of the names. A page has
//	                               fewer entries where they would make it larger than MaxIndex
//	GET    /checkpoints/{name}     the file; HEAD its headers alone. ETag, If-None-Match, Range (one range) and If-Range
//	PUT    /checkpoints/{name}     keeps a new file, 201 with its Info; needs the token and a Content-Length
//	DELETE /checkpoints/{name}     204; needs the token
//
// A name has 1 to 100 of a-z 0-9 . _ - and begins and ends with a letter or a digit; pages and people expect it to end
// in .safetensors. A file is a checkpoint of flow/checkpoint, at most MaxSize bytes. Its header is judged before a byte
// is kept; its numbers are judged by whoever opens it. A file never changes under its name, so caches may keep it for
// good. A name that was deleted and used again is another file: its ETag differs, and a reader who asks for name?ETAG
// is served by no old cache.
//
// PUT and DELETE carry "Authorization: Bearer TOKEN". A hub without a token is read-only. Reading is free to all, from
// pages of any origin too, unless the hub is Local. A refusal does not wait for the body that it refuses. It has one of
// these codes and, as JSON, {"error": "a sentence"}:
//
//	400 bad name, query or file             404 no such checkpoint      412 the name is taken
//	401 token missing or wrong              405 another method          413 larger than MaxSize
//	403 read-only, or Local and not asked   411 no Content-Length       416 the range lies outside of the file
//	    by a page of its own
//	500 the store failed; what it said is in the log and not in the answer
package hub

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log"
	"net/http"
	"strings"
	"time"

	"nicelab/flow"
	"nicelab/flow/checkpoint"
)

// MaxSize is the size of the largest file that a hub takes, in bytes. It is also what Cloudflare lets through.
const MaxSize = 100_000_000

// MaxIndex is the size of the largest page of the index, in bytes.
const MaxIndex = 1_000_000

// Errors of a Store.
var (
	ErrNotFound  = errors.New("there is no checkpoint of this name")
	ErrExists    = errors.New("there is a checkpoint of this name already; choose another name, or delete it first")
	ErrTruncated = errors.New("the upload ended before the file was whole; send it again")
)

// Store keeps the files. Names that reach it are valid. Its methods may be called at the same time.
type Store interface {
	// List returns at most limit entries whose names follow after, in order, and the name to go on after, "" at the end.
	List(ctx context.Context, after string, limit int) (page []Info, next string, err error)
	// Stat returns the entry of a name, or ErrNotFound.
	Stat(ctx context.Context, name string) (Info, error)
	// Open returns n bytes from offset of the file that Stat described, or ErrNotFound if that is gone.
	Open(ctx context.Context, i Info, offset, n int64) (Body, error)
	// Put keeps a file whole or not at all: ErrExists if the name is taken, ErrTruncated if Rest ends early. Of several
	// at once for a name, one succeeds.
	Put(ctx context.Context, name string, u Upload) (Info, error)
	// Delete removes a file, or returns ErrNotFound.
	Delete(ctx context.Context, name string) error
}

// Body is bytes on their way to a client. WriteTo gets the bare http.ResponseWriter, so that it may have the kernel, or
// the runtime of the edge, move them.
type Body interface {
	io.WriterTo
	io.Closer
}

// Info describes a file.
type Info struct {
	Name string    `json:"name"`
	Size int64     `json:"size"`
	ETag string    `json:"etag"` // strong, in its quotes
	Put  time.Time `json:"put"`
	Summary
}

// Summary is what a file's header says of the model.
type Summary struct {
	Config  flow.Config `json:"config"`
	Columns []string    `json:"columns,omitempty"` // absent also where they have more than maxColumns bytes as JSON
}

const maxColumns = 1200 // what the metadata of an object in R2 hold, beside the rest

func summarize(h checkpoint.Header) Summary {
	s := Summary{Config: h.Config, Columns: h.Columns}
	if b, err := json.Marshal(h.Columns); err != nil || len(b) > maxColumns {
		s.Columns = nil
	}
	return s
}

// Upload is a file on its way to a Store.
type Upload struct {
	Size    int64     // of the whole file
	Head    []byte    // its header, read and sound
	Rest    io.Reader // what follows, Size - len(Head) bytes: the body of the request itself
	Summary Summary
}

// Options of a hub. The zero value is a read-only hub for everybody.
type Options struct {
	// Token is asked of whoever publishes or deletes. White space around it is not part of it.
	Token string
	// Local keeps the hub to this machine's own: it answers under names of this machine, such as 127.0.0.1, and of pages
	// only its own. It is for a hub that any website could reach through its visitor's browser.
	Local bool
}

type hub struct {
	store Store
	Options
}

// New returns a hub over a store.
func New(s Store, o Options) http.Handler {
	o.Token = strings.TrimSpace(o.Token)
	return &hub{s, o}
}

func (h *hub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	head := w.Header()
	head.Set("X-Content-Type-Options", "nosniff")
	if h.Local {
		head.Set("Cross-Origin-Resource-Policy", "same-origin")
		if why := stranger(r); why != "" {
			refuse(w, r, http.StatusForbidden, why)
			return
		}
	} else {
		head.Set("Access-Control-Allow-Origin", "*")
		head.Set("Access-Control-Expose-Headers", "Accept-Ranges, Content-Length, Content-Range, ETag")
		head.Set("Cross-Origin-Resource-Policy", "cross-origin")
	}
	name, isFile := strings.CutPrefix(r.URL.Path, "/checkpoints/")
	allow := "GET, HEAD, OPTIONS"
	if isFile {
		allow = "GET, HEAD, PUT, DELETE, OPTIONS"
	}
	switch m := r.Method; {
	case !isFile && r.URL.Path != "/checkpoints":
		refuse(w, r, http.StatusNotFound, "a hub answers under /checkpoints")
	case m == http.MethodOptions:
		head.Set("Access-Control-Allow-Methods", allow)
		head.Set("Access-Control-Allow-Headers", "Authorization, Content-Type, If-None-Match, If-Range, Range")
		head.Set("Access-Control-Max-Age", "86400")
		head.Set("Allow", allow)
		w.WriteHeader(http.StatusNoContent)
	case !isFile && (m == http.MethodGet || m == http.MethodHead):
		h.index(w, r)
	case isFile && (m == http.MethodGet || m == http.MethodHead):
		h.get(w, r, name)
	case isFile && m == http.MethodPut:
		h.put(w, r, name)
	case isFile && m == http.MethodDelete:
		h.delete(w, r, name)
	default:
		head.Set("Allow", allow)
		refuse(w, r, http.StatusMethodNotAllowed, "this address answers to "+allow)
	}
}

// Valid reports whether a name is one. By hand, as a regular expression would be compiled anew in each request at the
// edge.
func Valid(name string) bool {
	plain := func(c byte) bool { return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' }
	for i := range len(name) {
		if !plain(name[i]) && !strings.Contains("._-", name[i:i+1]) {
			return false
		}
	}
	return len(name) > 0 && len(name) <= 100 && plain(name[0]) && plain(name[len(name)-1])
}

// answer writes v as JSON.
func answer(w http.ResponseWriter, r *http.Request, code int, v any) {
	b, err := json.Marshal(v)
	if err != nil {
		log.Print("hub: ", err)
		code, b = http.StatusInternalServerError, []byte(`{"error":"the answer cannot be written"}`)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	if r.Method != http.MethodHead {
		w.Write(append(b, '\n'))
	}
}

// refuse ends a request with a sentence, before the rest of its body comes: a client may wait for the answer with the
// body in hand. What is left of a body is taken in after the answer, or the client might meet a broken connection
// before it has read why: net/http does so, up to a bound, where the connection ends; at the edge closing the body
// does.
func refuse(w http.ResponseWriter, r *http.Request, code int, sentence string) {
	switch {
	case r.ProtoMajor == 1 && r.ContentLength != 0:
		w.Header().Set("Connection", "close")
	case r.ProtoMajor == 0 && r.Body != nil:
		defer r.Body.Close()
	}
	head := w.Header()
	head.Set("Cache-Control", "no-store")
	head.Del("ETag")
	head.Del("Accept-Ranges")
	answer(w, r, code, map[string]string{"error": sentence})
}

// fail refuses for an error of the store.
func fail(w http.ResponseWriter, r *http.Request, err error) {
	switch {
	case errors.Is(err, ErrNotFound):
		refuse(w, r, http.StatusNotFound, ErrNotFound.Error())
	case errors.Is(err, ErrExists):
		refuse(w, r, http.StatusPreconditionFailed, ErrExists.Error())
	case errors.Is(err, ErrTruncated):
		refuse(w, r, http.StatusBadRequest, ErrTruncated.Error())
	default:
		log.Printf("hub: %s %s: %v", r.Method, r.URL.Path, err)
		refuse(w, r, http.StatusInternalServerError, "the hub's store failed; try again later")
	}
}
