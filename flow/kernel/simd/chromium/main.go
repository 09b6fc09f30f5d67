//go:build unix

// Command chromium runs a Go program that was compiled to js/wasm in a Web Worker of headless Chromium:
//
//	go build -o run/chromium ./flow/kernel/simd/chromium
//	GOOS=js GOARCH=wasm go test -exec $PWD/run/chromium ./flow/kernel/simd -bench .
//
// The program may print, read files below its working directory, and exit. CHROME names the browser if it is
// not called chromium; CHROME_FLAGS adds flags to it; HELPERS=yes gives the program memory that helper threads share.
package main

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

//go:embed worker.js
var worker []byte

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: chromium program.wasm [argument...]")
		os.Exit(2)
	}
	code, err := run(os.Args[1], os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func run(program string, args []string) (int, error) {
	_, self, _, _ := runtime.Caller(0)
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return 0, fmt.Errorf("go env GOROOT: %w", err)
	}
	exit := make(chan int, 1)
	serve := func(path, kind string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", kind)
			http.ServeFile(w, r, path)
		}
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, `<!doctype html><script>new Worker("/worker.js?%s")</script>`, os.Getenv("HELPERS"))
	})
	mux.HandleFunc("/worker.js", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/javascript")
		w.Write(worker)
	})
	mux.HandleFunc("/wasm_exec.js",
		serve(filepath.Join(strings.TrimSpace(string(goroot)), "lib/wasm/wasm_exec.js"), "text/javascript"))
	for _, name := range []string{"/kernel.js", "/helper.js"} {
		mux.HandleFunc(name, serve(filepath.Join(filepath.Dir(self), "../../../../web", name), "text/javascript"))
	}
	mux.HandleFunc("/program.wasm", serve(program, "application/wasm"))
	mux.HandleFunc("/args", func(w http.ResponseWriter, r *http.Request) { json.NewEncoder(w).Encode(args) })
	mux.HandleFunc("/files/", func(w http.ResponseWriter, r *http.Request) {
		path := filepath.FromSlash("." + strings.TrimPrefix(r.URL.Path, "/files"))
		if entries, err := os.ReadDir(path); err == nil {
			names := []string{}
			for _, e := range entries {
				names = append(names, e.Name())
			}
			w.Header().Set("Content-Type", "text/directory")
			json.NewEncoder(w).Encode(names)
			return
		}
		http.ServeFile(w, r, path)
	})
	mux.HandleFunc("/print", func(w http.ResponseWriter, r *http.Request) { io.Copy(os.Stdout, r.Body) })
	mux.HandleFunc("/exit", func(w http.ResponseWriter, r *http.Request) {
		code, err := strconv.Atoi(r.URL.RawQuery)
		if err != nil {
			code = 1
		}
		select {
		case exit <- code:
		default:
		}
	})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// Without these there is no shared memory, and so no helper threads.
		w.Header().Set("Cross-Origin-Opener-Policy", "same-origin")
		w.Header().Set("Cross-Origin-Embedder-Policy", "require-corp")
		mux.ServeHTTP(w, r)
	}))
	defer server.Close()

	profile, err := os.MkdirTemp("", "chromium-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(profile)
	browser := os.Getenv("CHROME")
	if browser == "" {
		browser = "chromium"
	}
	flags := append(strings.Fields(`--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run
		--disable-background-networking --disable-component-update --disable-sync`),
		strings.Fields(os.Getenv("CHROME_FLAGS"))...)
	cmd := exec.Command(browser, append(flags, "--user-data-dir="+profile, server.URL)...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		return 0, fmt.Errorf("the browser could not be started (CHROME names its program): %w", err)
	}
	gone := make(chan error, 1)
	go func() { gone <- cmd.Wait() }()
	select {
	case code := <-exit:
		syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		<-gone
		time.Sleep(100 * time.Millisecond) // its children let go of the profile
		return code, nil
	case err := <-gone:
		return 0, fmt.Errorf("the browser ended before the program did: %v", err)
	}
}
