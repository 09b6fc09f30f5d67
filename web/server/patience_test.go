package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"nicelab/web/hub"
	"nicelab/web/hub/hubtest"
)

const (
	short      = time.Second // the patience of these tests
	authorized = "Authorization: Bearer " + token
)

// listen serves h, and ends it with the test.
func listen(t *testing.T, h http.Handler) *httptest.Server {
	t.Helper()
	srv := httptest.NewUnstartedServer(h)
	srv.Config = newServer(h, short)
	srv.Start()
	t.Cleanup(srv.Close)
	return srv
}

func dial(t *testing.T, srv *httptest.Server) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", srv.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	conn.SetDeadline(time.Now().Add(time.Minute))
	return conn
}

// status reads an answer.
func status(t *testing.T, conn net.Conn) int {
	t.Helper()
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if _, err := io.Copy(io.Discard, res.Body); err != nil {
		t.Fatal(err)
	}
	return res.StatusCode
}

// A client that needs several times the server's patience, but never stands still for as long, sends a file and gets
// it.
func TestSlowClients(t *testing.T) {
	store, err := hub.NewFolder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	srv := listen(t, hub.New(store, hub.Options{Token: token}))
	head, rest := hubtest.Head(hubtest.Sized(4 << 20))
	file := append(head, make([]byte, rest)...)

	up := dial(t, srv)
	fmt.Fprintf(up, "PUT /checkpoints/slow HTTP/1.1\r\nHost: hub\r\n%s\r\nContent-Length: %d\r\n\r\n", authorized, len(file))
	const pauses = 12
	for i := range pauses {
		time.Sleep(short / 4)
		if _, err := up.Write(file[i*len(file)/pauses : (i+1)*len(file)/pauses]); err != nil {
			t.Fatal(err)
		}
	}
	if code := status(t, up); code != http.StatusCreated {
		t.Fatalf("a slow upload: %d", code)
	}

	down := dial(t, srv)
	down.(*net.TCPConn).SetReadBuffer(64 << 10)
	fmt.Fprintf(down, "GET /checkpoints/slow HTTP/1.1\r\nHost: hub\r\n\r\n")
	res, err := http.ReadResponse(bufio.NewReaderSize(down, 4096), nil)
	if err != nil {
		t.Fatal(err)
	}
	got := 0
	for err == nil {
		time.Sleep(short / 4)
		var n int64
		n, err = io.CopyN(io.Discard, res.Body, int64(len(file)/pauses))
		got += int(n)
	}
	if err != io.EOF || got != len(file) {
		t.Errorf("a slow download: %d bytes of %d, %v", got, len(file), err)
	}
}

// One that stands still is let go, and nothing of it is left.
func TestStillClients(t *testing.T) {
	dir := t.TempDir()
	store, err := hub.NewFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	srv := listen(t, hub.New(store, hub.Options{Token: token}))
	head, rest := hubtest.Head(hubtest.Sized(4 << 20))
	for _, sent := range []int{0, len(head) / 2, len(head) + rest/2} {
		conn := dial(t, srv)
		fmt.Fprintf(conn, "PUT /checkpoints/half HTTP/1.1\r\nHost: hub\r\n%s\r\nContent-Length: %d\r\n\r\n", authorized, len(head)+rest)
		conn.Write(append(head[:len(head):len(head)], make([]byte, rest)...)[:sent])
		if code := status(t, conn); code != http.StatusBadRequest {
			t.Errorf("after %d bytes: %d", sent, code)
		}
		if left, _ := os.ReadDir(dir); len(left) != 0 {
			t.Errorf("after %d bytes there is %v", sent, left)
		}
	}

	// A refused body that never comes.
	conn := dial(t, srv)
	fmt.Fprint(conn, "PUT /checkpoints/half HTTP/1.1\r\nHost: hub\r\nContent-Length: 1000\r\n\r\n")
	r := bufio.NewReader(conn)
	if res, err := http.ReadResponse(r, nil); err != nil || res.StatusCode != http.StatusUnauthorized {
		t.Fatal(res, err)
	} else if _, err := io.ReadAll(res.Body); err != nil {
		t.Error(err)
	}
	if _, err := r.ReadByte(); err != io.EOF {
		t.Errorf("the connection stays: %v", err)
	}
}

// Nor does a client keep an answer, or one that asks with a body that nobody wants.
func TestAnswersThatNobodyTakes(t *testing.T) {
	ended := make(chan error)
	endless := listen(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var err error
		if strings.HasSuffix(r.URL.Path, "/file") {
			var file *os.File
			file, err = os.Open("/dev/zero")
			if err == nil {
				_, err = io.Copy(w, file)
			}
		} else {
			for err == nil {
				_, err = w.Write(make([]byte, 1<<20))
			}
		}
		ended <- err
	}))
	for _, path := range []string{"/bytes", "/file"} {
		fmt.Fprintf(dial(t, endless), "GET %s HTTP/1.1\r\nHost: hub\r\n\r\n", path)
		select {
		case err := <-ended:
			var late net.Error
			if !errors.As(err, &late) || !late.Timeout() {
				t.Errorf("%s: %v", path, err)
			}
		case <-time.After(time.Minute):
			t.Fatalf("%s goes on for a client that takes nothing", path)
		}
	}

	s, err := newSite(testFS(), "")
	if err != nil {
		t.Fatal(err)
	}
	conn := dial(t, listen(t, s))
	fmt.Fprint(conn, "GET /web/style.css HTTP/1.1\r\nHost: site\r\nContent-Length: 1000\r\n\r\n")
	if code := status(t, conn); code != http.StatusOK {
		t.Errorf("asked with a body that does not come: %d", code)
	}
}
