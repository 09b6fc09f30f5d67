// Package hubtest is what every hub must do, whatever keeps its files: a suite over HTTP that knows an address and a
// token.
package hubtest

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"nicelab/flow"
	"nicelab/web/hub"
)

// Target is a hub under test. Names that the suite makes are its own, so a hub may hold others.
type Target struct {
	URL   string // without /checkpoints
	Token string
}

// Run runs the whole suite.
func Run(t *testing.T, at Target) {
	for _, c := range []struct {
		name string
		run  func(*client)
	}{
		{"round trip", roundTrip},
		{"index in pages", pages},
		{"head", headers},
		{"not modified", notModified},
		{"ranges", ranges},
		{"if-range", ifRange},
		{"other origins", origins},
		{"other methods", methods},
		{"tokens", tokens},
		{"names", names},
		{"path tricks", tricks},
		{"too large", tooLarge},
		{"no length", noLength},
		{"refused before the body", early},
		{"bad files", badFiles},
		{"truncated upload", truncated},
		{"taken name", taken},
		{"32 at once", race},
		{"delete and again", again},
	} {
		t.Run(c.name, func(t *testing.T) { c.run(&client{T: t, Target: at}) })
	}
}

// client asks one hub.
type client struct {
	*testing.T
	Target
}

// answer is a response, read.
type answer struct {
	*http.Response
	body []byte
}

// transport keeps redirects and encodings as they are.
var transport = &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 32,
	ResponseHeaderTimeout: 2 * time.Minute}

// ask sends a request; the header is pairs of name and value.
func (c *client) ask(method, path string, body []byte, header ...string) answer {
	c.Helper()
	a, err := c.try(method, path, body, header...)
	if err != nil {
		c.Fatal(err)
	}
	return a
}

func (c *client) try(method, path string, body []byte, header ...string) (answer, error) {
	r, err := http.NewRequest(method, c.URL+path, bytes.NewReader(body))
	if err != nil {
		return answer{}, err
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	res, err := transport.RoundTrip(r)
	if err != nil {
		return answer{}, err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	return answer{res, b}, err
}

func (c *client) get(name string, header ...string) answer {
	c.Helper()
	return c.ask("GET", "/checkpoints/"+name, nil, header...)
}

func (c *client) put(name string, file []byte) answer {
	c.Helper()
	return c.ask("PUT", "/checkpoints/"+name, file, "Authorization", "Bearer "+c.Token)
}

func (c *client) delete(name string) answer {
	c.Helper()
	return c.ask("DELETE", "/checkpoints/"+name, nil, "Authorization", "Bearer "+c.Token)
}

// have puts a file that is removed when the test ends.
func (c *client) have(file []byte) (name string) {
	c.Helper()
	name = c.name()
	if a := c.put(name, file); a.StatusCode != http.StatusCreated {
		c.Fatalf("PUT %s: %d %s", name, a.StatusCode, a.body)
	}
	return name
}

// name returns a name of its own, which is deleted when the test ends.
func (c *client) name() string {
	name := "test-" + strings.ToLower(rand.Text()[:12]) + ".safetensors"
	c.Cleanup(func() { c.delete(name) })
	return name
}

// absent fails unless there is no such file.
func (c *client) absent(name string) {
	c.Helper()
	if a := c.get(name); a.StatusCode != http.StatusNotFound {
		c.Errorf("GET %s: %d, and it should not be there", name, a.StatusCode)
	}
}

// refused fails unless a refusal has one of the codes, and says why in a sentence.
func (c *client) refused(what string, a answer, codes ...int) {
	c.Helper()
	var said struct{ Error string }
	if err := json.Unmarshal(a.body, &said); err != nil || !strings.Contains(said.Error, " ") {
		c.Errorf("%s: %d without a sentence: %q", what, a.StatusCode, a.body)
	}
	if !slices.Contains(codes, a.StatusCode) {
		c.Errorf("%s: %d %s, want %d", what, a.StatusCode, a.body, codes)
	}
	if a.Header.Get("Access-Control-Allow-Origin") != "*" || a.Header.Get("Cache-Control") != "no-store" {
		c.Errorf("%s: a page elsewhere cannot read why, or a cache keeps it: %v", what, a.Header)
	}
}

type index struct {
	ReadOnly    bool
	Checkpoints []hub.Info
	Next        string
}

func (c *client) index(query string) index {
	c.Helper()
	a := c.ask("GET", "/checkpoints"+query, nil)
	var i index
	if err := json.Unmarshal(a.body, &i); err != nil || a.StatusCode != http.StatusOK {
		c.Fatalf("GET /checkpoints%s: %d %v %s", query, a.StatusCode, err, a.body)
	}
	return i
}

// raw writes a request byte by byte as it is given, and reads the status of the answer. With end it hangs up before.
func (c *client) raw(request string, end bool) (status int, body string) {
	c.Helper()
	return c.rawTo("", request, end)
}

// rawTo asks under another name than that of the address, unless host is empty.
func (c *client) rawTo(host, request string, end bool) (status int, body string) {
	c.Helper()
	u, err := url.Parse(c.URL)
	if err != nil {
		c.Fatal(err)
	}
	conn, err := net.Dial("tcp", u.Host)
	if err != nil {
		c.Fatal(err)
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(time.Minute))
	if host == "" {
		host = u.Host
	}
	line, rest, _ := strings.Cut(request, "\r\n")
	fmt.Fprintf(conn, "%s\r\nHost: %s\r\n%s", strings.Replace(line, " ", " "+u.Path, 1), host, rest)
	if end {
		return 0, ""
	}
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		c.Fatalf("%q: %v", line, err)
	}
	defer res.Body.Close()
	b, _ := io.ReadAll(res.Body)
	return res.StatusCode, string(b)
}

// config is a model whose file has some kilobytes.
var config = flow.Config{Dim: 3, Couplings: 2, Hidden: []int{16, 16}, Activation: flow.ReLU, Prior: flow.Gaussian,
	Seed: 7}

// Sized returns a model of one coupling whose file has about that many bytes.
func Sized(bytes int) flow.Config {
	c := config
	c.Couplings, c.Hidden = 1, []int{8, 8}
	for c.Hidden[0] = 8; 4*c.Weights() < bytes-2000; c.Hidden[0], c.Hidden[1] = c.Hidden[0]+8, c.Hidden[1]+8 {
	}
	c.Hidden[0], c.Hidden[1] = c.Hidden[0]-8, c.Hidden[1]-8
	return c
}

// Head returns the header of a file of c, and how many bytes of numbers follow it.
func Head(c flow.Config, columns ...string) (head []byte, rest int) {
	conf, _ := json.Marshal(c)
	names, _ := json.Marshal(append([]string{}, columns...))
	h := map[string]any{"__metadata__": map[string]string{"format": "nice-lab/1", "config": string(conf),
		"columns": string(names)}}
	for _, t := range c.Tensors() {
		n := 4
		for _, d := range t.Shape {
			n *= d
		}
		h[t.Name] = map[string]any{"dtype": "F32", "shape": t.Shape, "data_offsets": []int{rest, rest + n}}
		rest += n
	}
	b, _ := json.Marshal(h)
	b = append(b, bytes.Repeat([]byte(" "), -len(b)&7)...)
	return append(binary.LittleEndian.AppendUint64(nil, uint64(len(b))), b...), rest
}

// file is a file of config whose numbers follow from the seed. A hub does not look at them.
func file(seed int) []byte {
	head, rest := Head(config, "a", "größe", "c, d")
	for i := range rest {
		head = append(head, byte(i*i+i*seed+seed))
	}
	return head
}

// with returns a file whose header was edited.
func with(f []byte, old, new string) []byte {
	n := 8 + binary.LittleEndian.Uint64(f)
	head := strings.Replace(string(f[8:n]), old, new, 1)
	if head == string(f[8:n]) {
		panic("hubtest: no " + old + " in " + head)
	}
	return append(append(binary.LittleEndian.AppendUint64(nil, uint64(len(head))), head...), f[n:]...)
}
