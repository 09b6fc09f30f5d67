// Package edge runs the worker of wasm/edge in workerd, Cloudflare's runtime, and holds it to what every hub must do.
//
//	go test ./web/edge -v                    # builds the worker first
//	NICELAB_EDGE=run/edge go test ./web/edge # takes the bundle of ./build.sh edge
//
// It needs Node and, in web, npm ci --ignore-scripts.
package edge

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"nicelab/web/hub/hubtest"
)

const token = "correct-horse-battery-staple"

func TestEdge(t *testing.T) {
	url := start(t, bundle(t), token)
	for _, warmth := range []string{"cold", "warm", "warm"} {
		began := time.Now()
		if res, err := http.Get(url + "/checkpoints"); err != nil || res.StatusCode != http.StatusOK {
			t.Fatal(res, err)
		}
		t.Logf("GET of the empty index, %s: %v", warmth, time.Since(began).Round(time.Millisecond))
	}
	at := hubtest.Target{URL: url, Token: token}
	hubtest.Run(t, at)
	t.Run("a large file", func(t *testing.T) { large(t, at) })
	t.Run("the site", func(t *testing.T) { site(t, url) })
}

func TestReadOnly(t *testing.T) {
	hubtest.ReadOnly(t, start(t, bundle(t), ""))
}

// bundle returns a folder as ./build.sh edge makes it; the site is one page unless it is that folder.
func bundle(t *testing.T) string {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	if dir := os.Getenv("NICELAB_EDGE"); dir != "" {
		return filepath.Join(root, dir)
	}
	dir := t.TempDir()
	for _, cmd := range []*exec.Cmd{
		exec.Command("go", "tool", "workers-assets-gen", "-mode=go", "-o", filepath.Join(dir, "build")),
		exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w -buildid=", "-o",
			filepath.Join(dir, "build", "app.wasm"), "./wasm/edge"),
	} {
		cmd.Dir = root
		if cmd.Args[1] == "build" {
			cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
		}
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %v\n%s", cmd, err, out)
		}
	}
	config, err := os.ReadFile("wrangler.jsonc")
	if err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string][]byte{"wrangler.jsonc": config, "public/index.html": []byte("<!DOCTYPE html>"),
		"public/_headers": []byte("/*\n  Cross-Origin-Opener-Policy: same-origin\n")} {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// start runs the bundle until the test ends and returns its address.
func start(t *testing.T, bundle, token string) string {
	t.Helper()
	if _, err := exec.LookPath("node"); err != nil {
		t.Skip("Node is missing, so the worker is not tried in workerd")
	}
	if _, err := os.Stat("../node_modules/miniflare"); err != nil {
		t.Skip("Miniflare is missing, so the worker is not tried in workerd; run npm ci --ignore-scripts in web")
	}
	cmd := exec.Command("node", "miniflare.mjs", bundle, token)
	cmd.Env = append(os.Environ(), "WRANGLER_SEND_METRICS=false", "NO_UPDATE_NOTIFIER=1")
	cmd.Stderr = os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // workerd is a child of node
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		in.Close()
		ended := make(chan bool)
		go func() { cmd.Wait(); close(ended) }()
		select {
		case <-ended:
		case <-time.After(20 * time.Second):
		}
		syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		<-ended
	})
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		var ready struct{ URL string }
		if json.Unmarshal(lines.Bytes(), &ready) == nil && ready.URL != "" {
			go io.Copy(io.Discard, out)
			t.Logf("workerd listens after %v", time.Since(began).Round(100*time.Millisecond))
			return ready.URL
		}
		t.Log(lines.Text())
	}
	t.Fatal("Miniflare did not start")
	return ""
}

// counted is what count.mjs saw since it was asked last.
type counted struct{ Requests, ToGo, ToJS, Memory int }

func count(t *testing.T, url string) (c counted) {
	t.Helper()
	res, err := http.Get(url + "/count")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if err := json.NewDecoder(res.Body).Decode(&c); err != nil {
		t.Fatal(err)
	}
	return c
}

// large shows that the body of an upload and of a download is moved by the runtime: what Go sees of it is the header.
func large(t *testing.T, at hubtest.Target) {
	config := hubtest.Sized(99_000_000)
	head, _ := hubtest.Head(config)
	count(t, at.URL)
	f := hubtest.Upload(t, at, config)
	up := count(t, at.URL)
	t.Logf("PUT of %d bytes: %v; %d bytes went to Go, its memory %d", f.Size, f.Took, up.ToGo, up.Memory)
	if up.Requests != 1 || up.ToGo < len(head) || up.ToGo > len(head)+1024 || up.ToJS > len(head)+4096 {
		t.Errorf("of an upload with a header of %d bytes, %+v", len(head), up)
	}
	for _, warmth := range []string{"cold", "warm", "warm"} {
		took := f.Download(t)
		down := count(t, at.URL)
		t.Logf("GET of it, %s: %v; %d bytes came from Go, its memory %d", warmth, took, down.ToJS, down.Memory)
		if down.Requests != 1 || down.ToGo != 0 || down.ToJS > 1024 {
			t.Errorf("the body went through Go: %+v", down)
		}
	}
	small := hubtest.Upload(t, at, hubtest.Sized(40_000))
	for range 5 {
		t.Logf("GET of %d bytes: %v", small.Size, small.Download(t))
	}
}

// site asks for the static assets beside the hub.
func site(t *testing.T, url string) {
	res, err := http.Get(url + "/")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, _ := io.ReadAll(res.Body)
	if res.StatusCode != http.StatusOK || !strings.HasPrefix(string(b), "<!DOCTYPE html>") ||
		res.Header.Get("Cross-Origin-Opener-Policy") != "same-origin" {
		t.Errorf("/: %d %.80s %v", res.StatusCode, b, res.Header)
	}
	if res, err := http.Get(url + "/nowhere"); err != nil || res.StatusCode != http.StatusNotFound {
		t.Errorf("/nowhere: %v %v", res, err)
	}
}
