// Command server builds NICE Lab's static site and serves it.
//
//	go run ./web/server -out run/site -serve 127.0.0.1:8000    # build, then serve
//	go run ./web/server -out dist -base /nice -precompress     # for a static host, under /nice
//	go run ./web/server -dir dist -serve 127.0.0.1:8000        # serve what was built
//	... -serve 127.0.0.1:8000 -hub run/hub                     # and the checkpoints in a folder
//
// The environment variable PORT replaces the port of -serve. NICELAB_TOKEN is the token with which checkpoints
// are published; without it they are only read. On a loopback address pages of other sites cannot read them, unless
// HUB_OPEN is 1.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"

	hubs "nicelab/web/hub"
)

func main() {
	dir := flag.String("dir", ".", "the repository (with -out) or a site that was built (without)")
	out := flag.String("out", "", "build the static site into this folder")
	base := flag.String("base", "", "the path the site lives under on its host, such as /nice")
	small := flag.Bool("precompress", false, "put a brotli and a gzip copy beside each file of the site")
	lines := flag.Bool("lines", false, "let traces of the programs name lines, for a tenth more bytes")
	address := flag.String("serve", "", "serve the site on this address")
	hub := flag.String("hub", "", "serve the checkpoints in this folder too")
	flag.Parse()

	if err := run(*dir, *out, *base, *small, *lines, *address, *hub); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(dir, out, base string, small, lines bool, address, hub string) error {
	if base = strings.Trim(base, "/"); base != "" {
		base = "/" + base
	}
	if out == "" && address == "" {
		return errors.New("nothing to do: give -out to build, -serve to serve, or both")
	}
	if out != "" {
		if err := build(out, dir, base, small, lines); err != nil {
			return err
		}
		dir = out
	}
	if address == "" {
		return nil
	}
	s, err := newSite(os.DirFS(dir), base)
	if err != nil {
		return fmt.Errorf("%s is not a site that can be served: %w", dir, err)
	}
	var h http.Handler = s
	if hub != "" {
		open, err := isOpen(address, os.Getenv("HUB_OPEN"))
		if err != nil {
			return err
		}
		if h, err = withHub(s, base, hub, hubs.Options{Token: os.Getenv("NICELAB_TOKEN"), Local: !open}); err != nil {
			return err
		}
	}
	return serve(h, base, withPort(address, os.Getenv("PORT")))
}

// isOpen reports whether pages of any site may read the hub: where it was asked for, and where it listens to other
// machines anyway.
func isOpen(address, asked string) (bool, error) {
	if asked == "" {
		return !hubs.OfThisMachine(address), nil
	}
	open, err := strconv.ParseBool(asked)
	if err != nil {
		return false, fmt.Errorf("HUB_OPEN is %q; set it to 1, or leave it out", asked)
	}
	return open, nil
}

// withPort returns address with its port replaced, unless port is empty.
func withPort(address, port string) string {
	if port == "" {
		return address
	}
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		host = address
	}
	return net.JoinHostPort(host, port)
}

// serve listens until the program is told to stop, and says where in one line.
func serve(h http.Handler, base, address string) error {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return fmt.Errorf("cannot listen on %s (%w); another port: PORT=8001 ./build.sh run", address, err)
	}
	fmt.Printf("NICE Lab is at http://%s%s/ (Ctrl-C ends it)\n", l.Addr(), base)

	srv := newServer(h, patience)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	go func() {
		<-ctx.Done()
		srv.Close()
	}()
	if err := srv.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
