package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"nicelab/web/hub"
	"nicelab/web/hub/hubtest"
)

const token = "correct-horse-battery-staple"

// process is the server as people run it, with a hub over a folder.
type process struct {
	*exec.Cmd
	url string
}

func startServer(t *testing.T, program, site, hub string, env ...string) process {
	t.Helper()
	cmd := exec.Command(program, "-dir", site, "-base", "nice", "-serve", "127.0.0.1:0", "-hub", hub)
	cmd.Env = slices.DeleteFunc(os.Environ(), func(v string) bool {
		return strings.HasPrefix(v, "PORT=") ||
			strings.HasPrefix(v, "HUB_OPEN=")
	})
	cmd.Env = append(append(cmd.Env, "NICELAB_TOKEN="+token), env...)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Kill()
		cmd.Wait()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return process{cmd, regexp.MustCompile(`http://[0-9.:]+/nice`).FindString(line)}
}

// The real program, under a base path and open to all, does what every hub must; killed in the middle of an upload,
// it leaves nothing.
func TestServerWithHub(t *testing.T) {
	dir := t.TempDir()
	program, site, folder := filepath.Join(dir, "server"), filepath.Join(dir, "site"), filepath.Join(dir, "hub")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if err := write(site, map[string][]byte{"index.html": []byte("<!DOCTYPE html>")}); err != nil {
		t.Fatal(err)
	}
	p := startServer(t, program, site, folder, "HUB_OPEN=1")
	t.Run("suite", func(t *testing.T) {
		at := hubtest.Target{URL: p.url, Token: token}
		hubtest.Run(t, at)
		f := hubtest.Upload(t, at, hubtest.Sized(99_000_000))
		t.Logf("PUT of %d bytes: %v, GET: %v", f.Size, f.Took, f.Download(t))
	})
	if left, _ := os.ReadDir(folder); len(left) != 0 {
		t.Fatalf("the suite left %v", left)
	}

	head, rest := hubtest.Head(hubtest.Sized(4 << 20))
	conn, err := net.Dial("tcp", strings.TrimSuffix(strings.TrimPrefix(p.url, "http://"), "/nice"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "PUT /nice/checkpoints/half.safetensors HTTP/1.1\r\nHost: hub\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n\r\n", token, len(head)+rest)
	conn.Write(append(head, make([]byte, rest/2)...))
	temporary := func() []string {
		found, _ := filepath.Glob(filepath.Join(folder, ".upload-*"))
		return found
	}
	for limit := time.Now().Add(20 * time.Second); len(temporary()) == 0; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(limit) {
			t.Fatal("the upload never began to be written")
		}
	}
	p.Process.Kill() // SIGKILL
	p.Wait()

	p = startServer(t, program, site, folder)
	t.Run("local", func(t *testing.T) { hubtest.Local(t, hubtest.Target{URL: p.url, Token: token}) })
	if files, err := os.ReadDir(folder); err != nil || len(files) != len(temporary()) {
		t.Errorf("after the kill there are %v, %v", files, err)
	}
	for path, want := range map[string]string{"": `"checkpoints":[]`, "/half.safetensors": `no checkpoint of this name`} {
		res, err := http.Get(p.url + "/checkpoints" + path)
		if err != nil {
			t.Fatal(err)
		}
		b, _ := io.ReadAll(res.Body)
		res.Body.Close()
		if !strings.Contains(string(b), want) {
			t.Errorf("GET %s after the kill: %s", path, b)
		}
	}
	hubtest.Upload(t, hubtest.Target{URL: p.url, Token: token}, hubtest.Sized(4<<20))
}

func TestHubBesideTheSite(t *testing.T) {
	s, err := newSite(testFS(), "/nice")
	if err != nil {
		t.Fatal(err)
	}
	h, err := withHub(s, "/nice", t.TempDir(), hub.Options{})
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(h)
	defer srv.Close()
	for path, want := range map[string]int{"/nice/": 200, "/nice/checkpoints": 200, "/nice/checkpoints/x": 404,
		"/checkpoints": 404, "/nice/checkpointsx": 404} {
		if res, _ := ask(t, srv, "GET", path, nil); res.StatusCode != want {
			t.Errorf("%s: %d, want %d", path, res.StatusCode, want)
		}
	}
	hubtest.ReadOnly(t, srv.URL+"/nice")
	if h, err = withHub(s, "/nice", t.TempDir(), hub.Options{Local: true}); err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest("GET", "/nice/", nil)
	r.Header.Set("Origin", "https://page.example")
	w := httptest.NewRecorder()
	if h.ServeHTTP(w, r); w.Code != http.StatusOK {
		t.Errorf("the site beside a local hub: %d", w.Code) // there is nothing in it that is not everybody's
	}
	if _, err := withHub(s, "", filepath.Join("hub_test.go", "x"), hub.Options{}); err == nil {
		t.Error("a folder that cannot be made was taken")
	}
}

func TestHeadersFile(t *testing.T) {
	text := string(headersFile("/nice", map[string][]byte{"index.html": nil, "bench/index.html": nil, "app.js": nil,
		"web/style.css": nil}))
	for name, value := range headers {
		if !strings.Contains(text, "\n  "+name+": "+value+"\n") {
			t.Errorf("it lacks %s", name)
		}
	}
	for path, value := range map[string]string{"/": "cross-origin", "/index.html": "cross-origin",
		"/bench/": "cross-origin", "/bench": "cross-origin", "/app.js": "same-origin", "/web/*": "same-origin"} {
		if !strings.Contains(text, "\n/nice"+path+"\n  Cross-Origin-Resource-Policy: "+value+"\n") {
			t.Errorf("%s is not %s in %s", path, value, text)
		}
	}
}

func TestWhoseHub(t *testing.T) {
	for _, c := range []struct {
		address, asked string
		open, fails    bool
	}{
		{"127.0.0.1:8000", "", false, false}, {"localhost:8000", "", false, false}, {"[::1]:8000", "", false, false},
		{"127.0.0.1:8000", "0", false, false},
		{"127.0.0.1:8000", "1", true, false}, {"127.0.0.1:8000", "true", true, false}, {"0.0.0.0:8000", "", true, false},
		{":8000", "", true, false},
		{"192.168.0.7:8000", "", true, false}, {"192.168.0.7:8000", "0", false, false}, {"127.0.0.1:8000", "yes please",
			false, true},
	} {
		if open, err := isOpen(c.address, c.asked); open != c.open || (err != nil) != c.fails {
			t.Errorf("on %s, with HUB_OPEN=%q: open is %v, %v", c.address, c.asked, open, err)
		}
	}
}
