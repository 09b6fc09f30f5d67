package main

import (
	"context"
	"io"
	"math"
	"net"
	"net/http"
	"time"
)

// patience is how long a client may neither send nor take a piece. There is no bound for the whole: a slow client
// that lives is let through.
const patience = time.Minute

const (
	piece = 16 << 10 // bytes that a client must take within patience

	// sendBuffer is the system's for each connection. A large one would hide for minutes whether a slow client takes
	// anything.
	sendBuffer = 128 << 10
)

// newServer returns a server that ends what stands still.
func newServer(h http.Handler, patience time.Duration) *http.Server {
	return &http.Server{
		Handler:           patient{h, patience},
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		ConnContext: func(ctx context.Context, c net.Conn) context.Context {
			if t, ok := c.(*net.TCPConn); ok {
				t.SetWriteBuffer(sendBuffer)
			}
			return ctx
		},
	}
}

// patient gives each piece of a request's and of an answer's body a time of its own.
type patient struct {
	http.Handler
	patience time.Duration
}

func (p patient) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c := &client{w, http.NewResponseController(w), p.patience}
	c.within(c.SetWriteDeadline) // a connection keeps the one of its last request
	if r.ContentLength != 0 {
		c.within(c.SetReadDeadline) // the server may take in a body that nobody reads
		defer c.within(c.SetReadDeadline)
	}
	own := r.WithContext(r.Context()) // a copy: the server looks at its own body afterwards
	own.Body = &sent{r.Body, c}
	p.Handler.ServeHTTP(c, own)
	c.within(c.SetWriteDeadline)
}

// client writes an answer piece by piece.
type client struct {
	http.ResponseWriter
	*http.ResponseController
	patience time.Duration
}

// within sets a deadline. A writer without any, such as that of HTTP/2 in a test, has none.
func (c *client) within(set func(time.Time) error) { set(time.Now().Add(c.patience)) }

// Unwrap is for http.ResponseController.
func (c *client) Unwrap() http.ResponseWriter { return c.ResponseWriter }

func (c *client) WriteHeader(code int) {
	c.within(c.SetWriteDeadline)
	c.ResponseWriter.WriteHeader(code)
}

func (c *client) Write(b []byte) (n int, err error) {
	for {
		c.within(c.SetWriteDeadline)
		k, err := c.ResponseWriter.Write(b[n:min(len(b), n+piece)])
		if n += k; err != nil || n == len(b) {
			return n, err
		}
	}
}

// ReadFrom lets the kernel move the pieces of a file.
func (c *client) ReadFrom(src io.Reader) (n int64, err error) {
	limited, ok := src.(*io.LimitedReader) // one within another would hide the file from the kernel
	if !ok {
		limited = &io.LimitedReader{R: src, N: math.MaxInt64}
	}
	for {
		c.within(c.SetWriteDeadline)
		k, err := io.CopyN(c.ResponseWriter, limited.R, min(piece, limited.N))
		limited.N -= k
		if n += k; err == io.EOF || err == nil && limited.N == 0 {
			return n, nil
		} else if err != nil {
			return n, err
		}
	}
}

// sent is the body that a client sends.
type sent struct {
	io.ReadCloser
	client *client
}

func (s *sent) Read(b []byte) (int, error) {
	s.client.within(s.client.SetReadDeadline)
	n, err := s.ReadCloser.Read(b)
	if err == io.EOF {
		s.client.SetReadDeadline(time.Time{}) // the server listens on, for a client that hangs up
	}
	return n, err
}
