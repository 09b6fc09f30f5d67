package hub_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"nicelab/web/hub"
	"nicelab/web/hub/hubtest"
)

const token = "correct-horse-battery-staple"

func folder(t *testing.T) (*hub.Folder, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "new", "hub")
	f, err := hub.NewFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	return f, dir
}

// A body that cannot begin where it should is no body: nobody would close it.
func TestOpenFails(t *testing.T) {
	f, dir := folder(t)
	head, rest := hubtest.Head(hubtest.Sized(20_000))
	if err := os.WriteFile(filepath.Join(dir, "a.safetensors"), append(head, make([]byte, rest)...), 0o644); err != nil {
		t.Fatal(err)
	}
	info, err := f.Stat(t.Context(), "a.safetensors")
	if err != nil {
		t.Fatal(err)
	}
	if body, err := f.Open(t.Context(), info, -1, 1); err == nil || body != nil {
		t.Errorf("before its beginning the file opens: %v, %v", body, err)
	}
}

// What is in the folder and is no checkpoint is neither shown nor touched, nor waited for.
func TestFolderOfOthers(t *testing.T) {
	f, dir := folder(t)
	srv := httptest.NewServer(hub.New(f, hub.Options{Token: token}))
	defer srv.Close()
	head, rest := hubtest.Head(hubtest.Sized(20_000))
	whole := append(head, make([]byte, rest)...)
	for name, b := range map[string][]byte{"notes.txt": []byte("notes"), "half.safetensors": whole[:len(whole)/2],
		"by-hand.safetensors": whole, "Big.safetensors": whole} {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "folder"), 0o755); err != nil {
		t.Fatal(err)
	}
	outside := filepath.Join(t.TempDir(), "secret.safetensors")
	if err := os.WriteFile(outside, whole, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(dir, "link.safetensors")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("by-hand.safetensors", filepath.Join(dir, "inside.safetensors")); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("mkfifo", filepath.Join(dir, "pipe.safetensors")).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	socket, err := net.Listen("unix", filepath.Join(dir, "socket"))
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	page, next, err := f.List(t.Context(), "", 10)
	if err != nil || len(page) != 1 || page[0].Name != "by-hand.safetensors" || next != "" {
		t.Errorf("the list is %v %q, %v", page, next, err)
	}
	for _, name := range []string{"notes.txt", "half.safetensors", "folder", "link.safetensors", "inside.safetensors",
		"pipe.safetensors", "socket"} {
		for _, method := range []string{"GET", "DELETE", "PUT"} {
			r := httptest.NewRequest(method, "/checkpoints/"+name, bytes.NewReader(whole))
			r.Header.Set("Authorization", "Bearer "+token)
			w := httptest.NewRecorder()
			hub.New(f, hub.Options{Token: token}).ServeHTTP(w, r)
			if w.Code < 400 {
				t.Errorf("%s %s: %d %s", method, name, w.Code, w.Body)
			}
		}
		if _, err := os.Lstat(filepath.Join(dir, name)); err != nil {
			t.Error(err)
		}
	}
}

// What a killed process left is invisible, and goes when it is old.
func TestTemporaryFiles(t *testing.T) {
	_, dir := folder(t)
	for name, age := range map[string]time.Duration{".upload-old": 2 * time.Hour, ".upload-new": time.Minute,
		"old": 2 * time.Hour} {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, nil, 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(file, time.Time{}, time.Now().Add(-age)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := hub.NewFolder(dir); err != nil {
		t.Fatal(err)
	}
	if left, _ := os.ReadDir(dir); len(left) != 2 || left[0].Name() != ".upload-new" || left[1].Name() != "old" {
		t.Errorf("left are %v", left)
	}
}

// A listing reads headers alone: these files have no blocks behind theirs.
func TestListReadsHeadersOnly(t *testing.T) {
	f, dir := folder(t)
	head, rest := hubtest.Head(hubtest.Sized(99_000_000))
	for i := range 100 {
		name := filepath.Join(dir, fmt.Sprint("n", i))
		if err := errors.Join(os.WriteFile(name, head, 0o644), os.Truncate(name, int64(len(head)+rest))); err != nil {
			t.Fatal(err)
		}
	}
	began := time.Now()
	page, _, err := f.List(t.Context(), "", 1000)
	// ten gigabytes would take longer
	if took := time.Since(began); err != nil || len(page) != 100 || took > 5*time.Second {
		t.Errorf("%d entries after %v, %v", len(page), took, err)
	}
}

// many is a store of so many files with long names of columns.
type many struct {
	hub.Store
	n int
}

func (m many) List(_ context.Context, after string, limit int) (page []hub.Info, next string, err error) {
	columns := []string{strings.Repeat("x", 1100)}
	for i := range m.n {
		name := fmt.Sprintf("n%05d", i)
		if name <= after {
			continue
		}
		if len(page) == limit {
			return page, page[limit-1].Name, nil
		}
		page = append(page, hub.Info{Name: name, Summary: hub.Summary{Columns: columns}})
	}
	return page, "", nil
}

// An index that is larger than a page takes comes in more pages, and loses nothing.
func TestIndexIsBounded(t *testing.T) {
	const n = 1999
	h := hub.New(many{n: n}, hub.Options{})
	seen := map[string]bool{}
	for after, pages := "", 0; ; pages++ {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("GET", "/checkpoints?limit=1000&after="+after, nil))
		var page struct {
			Checkpoints []hub.Info
			Next        string
		}
		if err := json.Unmarshal(w.Body.Bytes(), &page); err != nil || w.Body.Len() > hub.MaxIndex ||
			len(page.Checkpoints) == 0 {
			t.Fatalf("page %d: %v, %d bytes, %d entries", pages, err, w.Body.Len(), len(page.Checkpoints))
		}
		for _, i := range page.Checkpoints {
			seen[i.Name] = true
		}
		if after = page.Next; after == "" {
			break
		}
	}
	if len(seen) != n {
		t.Errorf("%d of %d entries", len(seen), n)
	}
}

// broken is a store whose disk is gone.
type broken struct{ hub.Store }

func (broken) Stat(context.Context, string) (hub.Info, error) {
	return hub.Info{}, errors.New("/secret/path: input/output error")
}

func TestStoreFails(t *testing.T) {
	var said bytes.Buffer
	log.SetOutput(&said)
	defer log.SetOutput(os.Stderr)
	for _, method := range []string{"GET", "HEAD", "PUT"} {
		r := httptest.NewRequest(method, "/checkpoints/x", strings.NewReader("x"))
		r.Header.Set("Authorization", "Bearer "+token)
		w := httptest.NewRecorder()
		hub.New(broken{}, hub.Options{Token: token}).ServeHTTP(w, r)
		if w.Code != http.StatusInternalServerError || strings.Contains(w.Body.String(), "secret") ||
			!strings.Contains(said.String(), "secret") {
			t.Errorf("%s: %d %s, in the log %s", method, w.Code, w.Body, &said)
		}
	}
}

func FuzzName(f *testing.F) {
	pattern := regexp.MustCompile(`\A[a-z0-9]([a-z0-9._-]{0,98}[a-z0-9])?\z`)
	for _, s := range []string{"", "a", "a.b", "..", "a\n", "é", strings.Repeat("a", 101)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got := hub.Valid(s); got != pattern.MatchString(s) {
			t.Errorf("Valid(%q) is %v", s, got)
		}
	})
}

func TestLocal(t *testing.T) {
	f, _ := folder(t)
	srv := httptest.NewServer(hub.New(f, hub.Options{Token: token, Local: true}))
	t.Cleanup(srv.Close) // after the suite's own
	hubtest.Local(t, hubtest.Target{URL: srv.URL, Token: token})
}

func TestFolder(t *testing.T) {
	f, dir := folder(t)
	srv := httptest.NewServer(hub.New(f, hub.Options{Token: " " + token + "\n"}))
	defer srv.Close()
	hubtest.Run(t, hubtest.Target{URL: srv.URL, Token: token})
	srv.Close()
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 0 {
		t.Errorf("the suite left %v, %v", left, err)
	}
	if outside, _ := os.ReadDir(filepath.Dir(dir)); len(outside) != 1 {
		t.Errorf("beside the folder there is %v", outside)
	}
}
