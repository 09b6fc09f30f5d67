//go:build js && wasm

// Command edge is the program of the Cloudflare worker: the hub of web/hub over an R2 bucket. The bindings are
// CHECKPOINTS, the bucket, and NICELAB_TOKEN, a secret; without it the hub is read-only.
//
// The runtime starts a Go instance for each request, so package-level work is paid every time.
package main

import (
	"log"
	"net/http"
	"runtime/debug"
	"strings"
	"syscall/js"

	"github.com/syumai/workers"
	"github.com/syumai/workers/cloudflare"

	"nicelab/web/hub"
)

func main() {
	h := hub.New(bucket{cloudflare.GetBinding("CHECKPOINTS")}, hub.Options{Token: cloudflare.Getenv("NICELAB_TOKEN")})
	workers.Serve(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() { // a panic would end the instance and leave the client with the runtime's own page
			if p := recover(); p != nil {
				log.Printf("panic: %v\n%s", p, debug.Stack())
				http.Error(w, `{"error":"the hub's program hit a fault"}`, http.StatusInternalServerError)
			}
		}()
		mend(w, r)
		h.ServeHTTP(w, r)
	}))
}

// mend gives the hub a request as net/http would.
func mend(w http.ResponseWriter, r *http.Request) {
	for name, values := range r.Header { // package workers cuts every value at its commas
		r.Header[name] = []string{strings.Join(values, ",")}
	}
	if b, ok := r.Body.(interface{ GetRawJSBody() js.Value }); ok {
		r.Body = &upload{stream: b.GetRawJSBody()}
	}
	if r.Method == http.MethodHead { // the runtime takes a length without a body only where the body is null
		w.(rawWriter).WriteRawJSBody(js.Null())
	}
}

// rawWriter is what package workers gives as http.ResponseWriter. It answers with a stream of the runtime,
// whose bytes then never pass through Go.
type rawWriter interface{ WriteRawJSBody(js.Value) }
