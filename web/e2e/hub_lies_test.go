package e2e

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/heapprofiler"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// endlessly writes until the client has had enough.
func endlessly(w io.Writer, begin string) {
	_, err := io.WriteString(w, begin)
	for b := bytes.Repeat([]byte(" "), 1<<16); err == nil; {
		_, err = w.Write(b)
	}
}

// liar is a hub at each of whose paths something else is wrong. Below /files the files of an index of the right form
// lie.
func liar(t *testing.T, good []byte) *httptest.Server {
	t.Helper()
	sizes := map[string]int{"endless": 90_000_000, "over": 9000, "under": 9000, "cut": 9000, "bomb": 9000,
		"silent": 9000, "unsized": 0, "good": len(good)}
	over := make(chan bool)
	mux := http.NewServeMux()
	mux.HandleFunc("/index/checkpoints", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, `{"checkpoints":[{"name":"%s"}]}`, strings.Repeat("a", 10_000_000))
	})
	mux.HandleFunc("/endless/checkpoints", func(w http.ResponseWriter, r *http.Request) {
		endlessly(w,
			`{"checkpoints":[`)
	})
	mux.HandleFunc("/wrong/checkpoints", func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusInternalServerError)
		endlessly(w, `{"error":"`)
	})
	mux.HandleFunc("/rows/checkpoints", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, `{"checkpoints":[%s{"name":"z"}]}`, strings.Repeat(`{"name":"a"},`, 70_000))
	})
	mux.HandleFunc("/files/checkpoints", func(w http.ResponseWriter, r *http.Request) {
		type entry struct {
			Name string `json:"name"`
			Size int    `json:"size"`
		}
		var list []entry
		for name, size := range sizes {
			list = append(list, entry{name, size})
		}
		json.NewEncoder(w).Encode(map[string]any{"checkpoints": list})
	})
	mux.HandleFunc("/files/checkpoints/{name}", func(w http.ResponseWriter, r *http.Request) {
		switch name := r.PathValue("name"); name {
		case "endless", "over", "unsized":
			endlessly(w, "")
		case "under":
			w.Write(make([]byte, 100))
		case "cut":
			w.Header().Set("Content-Length", "9000")
			w.Write(make([]byte, 100))
			w.(http.Flusher).Flush()
			panic(http.ErrAbortHandler)
		case "bomb":
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			io.CopyN(z, zeros{}, 1<<30)
			z.Close()
		case "silent":
			w.WriteHeader(http.StatusOK)
			w.(http.Flusher).Flush()
			select {
			case <-r.Context().Done():
			case <-over:
			}
		case "good":
			w.Header().Set("Content-Length", strconv.Itoa(len(good)))
			w.Write(good)
		}
	})
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(srv.Close)
	t.Cleanup(func() { close(over) })
	return srv
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

// held is how many bytes the page's own arrays and objects take once garbage is collected, and its whole process,
// programs included.
func (p *tab) held() (arrays, process float64) {
	p.Helper()
	if _, err := chromedp.Call(p.ctx, heapprofiler.CollectGarbage, cdp.Empty{}); err != nil {
		p.Fatal(err)
	}
	use, err := chromedp.Call(p.ctx, runtime.GetHeapUsage, cdp.Empty{})
	if err != nil {
		p.Fatal(err)
	}
	for _, id := range p.renderers() {
		b, _ := os.ReadFile(fmt.Sprintf("/proc/%d/statm", id))
		var size, resident float64
		fmt.Sscan(string(b), &size, &resident)
		process += resident * float64(os.Getpagesize())
	}
	return use.BackingStorageSize + use.UsedSize, process
}

// A hub that lies costs a sentence. The page takes of an answer what it may be, has its memory back, and opens the
// next checkpoint.
func TestHubThatLies(t *testing.T) {
	longTurn(t)
	good, err := os.ReadFile(filepath.Join(root, "web/gallery/moons.safetensors"))
	if err != nil {
		t.Fatal(err)
	}
	srv := liar(t, good)
	p := launchWith(t) // whose processes are counted
	p.do(chromedp.Navigate(p.origin + "/#data=rings&n=400&autoplay=0"))
	p.allowed = []string{"Failed to load resource", "ERR_"}
	p.wait(time.Minute, `document.body.dataset.rows === "400"`)
	open := func(name string) {
		p.Helper()
		p.wait(time.Minute, `!document.getElementById("hub-list").disabled`)
		p.hit(fmt.Sprintf(`[...document.querySelectorAll("#hub-entries button")].find((b) => b.innerText === %q)`, name))
	}
	for path, says := range map[string]string{
		"/index": "far too long for a list", "/endless": "far too long for a list", "/wrong": "answers 500",
		"/rows": "sent 70001 entries at once",
	} {
		p.fill("hub-address", srv.URL+path)
		p.click("hub-list")
		p.hubSays(says)
		if rows := eval[int](p, `document.querySelectorAll("#hub-entries li").length`); (rows != 0) != (path == "/rows") ||
			rows > 1000 {
			t.Errorf("%s: %d rows are drawn", path, rows)
		}
	}
	p.fill("hub-address", srv.URL+"/files")
	p.click("hub-list")
	p.wait(time.Minute, `document.querySelectorAll("#hub-entries li").length === 8`)
	open("over")
	p.hubSays("over does not have the size")
	arrays, process := p.held()
	const rounds = 3
	for range rounds {
		// In this order no sentence comes twice in a row, where the one of before would be taken for it.
		for _, name := range []string{"endless", "unsized", "bomb", "cut", "under"} {
			says := name + " does not have the size"
			if name == "cut" {
				says = "broke off"
			}
			open(name)
			p.hubSays(says)
		}
	}
	arraysAfter, processAfter := p.held()
	t.Logf("%d answers have lied, %d of them were read to 90 or 100 MB", 5*rounds, 2*rounds)
	t.Logf("arrays and objects: %.1f MB before, %.1f MB after; the process: %.0f MB before, %.0f MB after",
		arrays/1e6, arraysAfter/1e6, process/1e6, processAfter/1e6)
	if arraysAfter > arrays+rounds*1e6 || processAfter > process+rounds*12.8e6 {
		t.Error("the page does not have its memory back")
	}

	open("silent")
	p.click("hub-stop")
	p.hubSays("Stopped.")
	if eval[bool](p, `document.getElementById("hub-stop").checkVisibility()`) {
		t.Error("there is something to stop still")
	}
	p.screenshot("hub-lies", 1440, 900, false)
	p.screenshot("hub-lies", 390, 844, true)
	open("good")
	p.wait(time.Minute, `document.getElementById("notice").innerText.includes("Opened good")`)
}
