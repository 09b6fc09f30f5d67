package hubtest

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"
)

func tokens(c *client) {
	f, kept, fresh := file(8), c.have(file(8)), c.name()
	near := []string{
		"", "Bearer", "Bearer ", "Bearer wrong", c.Token, "Basic " + c.Token, "Bearer" + c.Token, "Bearer  " + c.Token,
		"Bearer " + c.Token[:len(c.Token)-1], "Bearer " + c.Token[1:], "Bearer " + c.Token + "x", "Bearer x" + c.Token,
		"Bearer " + c.Token + ",", "Bearer " + c.Token + ", Bearer " + c.Token, "Bearer " + strings.Repeat(c.Token, 2),
		"Bearer " + c.Token[:len(c.Token)-1] + string(c.Token[len(c.Token)-1]^1), "Bearer " + strings.ToUpper(c.Token),
		"Bearer \"" + c.Token + `"`, "Bearer " + strings.Repeat("x", 4000),
	}
	for _, value := range near {
		for method, name := range map[string]string{"PUT": fresh, "DELETE": kept} {
			body := f
			if method == "DELETE" {
				body = nil
			}
			a := c.ask(method, "/checkpoints/"+name, body, "Authorization", value)
			c.refused(fmt.Sprintf("%s with %.60q", method, value), a, http.StatusUnauthorized)
			if a.Header.Get("WWW-Authenticate") != "Bearer" {
				c.Errorf("WWW-Authenticate is %q", a.Header.Get("WWW-Authenticate"))
			}
		}
	}
	c.absent(fresh)
	if a := c.get(kept); a.StatusCode != http.StatusOK {
		c.Errorf("the file is gone: %d", a.StatusCode)
	}
	if a := c.ask("PUT", "/checkpoints/"+fresh, f, "Authorization",
		"bEARER "+c.Token); a.StatusCode != http.StatusCreated {
		c.Errorf("the scheme in other letters: %d %s", a.StatusCode, a.body)
	}
}

func names(c *client) {
	f := file(9)
	for _, name := range []string{"0", "z9", "a.b_c-d.safetensors", "n" + strings.Repeat("0", 99)} {
		if a := c.put(name, f); a.StatusCode != http.StatusCreated {
			c.Errorf("PUT %s: %d %s", name, a.StatusCode, a.body)
		}
		if a := c.delete(name); a.StatusCode != http.StatusNoContent {
			c.Errorf("DELETE %s: %d %s", name, a.StatusCode, a.body)
		}
	}
	for _, name := range []string{
		"", "-a", ".a", "_a", "a.", "a-", "A", "a%20b", "a%2Fb", "gr%C3%B6%C3%9Fe", "%D0%B0", "a%E2%80%AEb", "a%00", "a%0A",
		"a%0D%0Ab", "a:b", "a~", "a*",
		"a%5Cb", "a%25b", "n" + strings.Repeat("0", 100), strings.Repeat("n", 4000),
	} {
		c.refused("PUT "+name, c.put(name, f), http.StatusBadRequest)
		c.refused("GET "+name, c.get(name), http.StatusNotFound)
		c.refused("DELETE "+name, c.delete(name), http.StatusNotFound)
	}
}

// tricks are paths as a client would not send them. What stands between (a server, a URL parser) may refuse or tidy
// them in its own way; nothing may come of them.
func tricks(c *client) {
	f := file(10)
	before := c.index("?limit=1000")
	for _, path := range []string{
		"/checkpoints/../x.safetensors", "/checkpoints/..%2fx.safetensors", "/checkpoints/%2e%2e/x.safetensors",
		"/checkpoints/%2e%2e%2fx.safetensors",
		"/checkpoints/..%5cx.safetensors", `/checkpoints/..\x.safetensors`, "/checkpoints/..%c0%afx.safetensors",
		"/checkpoints/%252e%252e%252fx",
		"/checkpoints//x.safetensors", "/checkpoints/./", "/checkpoints/..", "/checkpoints/%2e", "/checkpoints/x/",
		"/checkpoints/x/y", "/checkpoints/x%2f..%2f..%2fy",
		"/checkpoints/%2fetc%2fpasswd", "/checkpoints/c:%5cx", "/checkpoints/.upload-x", "/checkpoints/x%00.safetensors",
		"/checkpoints/x;y", "/Checkpoints/x", "/checkpointsx",
	} {
		for _, method := range []string{"PUT", "DELETE", "GET"} {
			body := ""
			if method == "PUT" {
				body = string(f)
			}
			status, said := c.raw(fmt.Sprintf("%s %s HTTP/1.1\r\nAuthorization: Bearer %s\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s", method, path, c.Token, len(body), body), false)
			page := method == "GET" && strings.HasPrefix(said, "<!DOCTYPE") // of the site, where tidying led there
			if !page && (status < 400 || status >= 500) {
				c.Errorf("%s %s: %d %.200s", method, path, status, said)
			}
		}
	}
	if after := c.index("?limit=1000"); len(after.Checkpoints) != len(before.Checkpoints) {
		c.Errorf("the index was %+v and is %+v", before, after)
	}
}

func tooLarge(c *client) {
	name := c.name()
	request := func(length string) string {
		return fmt.Sprintf("PUT /checkpoints/%s HTTP/1.1\r\nAuthorization: Bearer %s\r\n%s\r\n\r\n", name, c.Token, length)
	}
	// Refused before the client has sent anything.
	for _, n := range []string{"100000001", "9223372036854775807"} {
		if status, said := c.raw(request("Content-Length: "+n), false); status != http.StatusRequestEntityTooLarge {
			c.Errorf("%s bytes: %d %s", n, status, said)
		}
	}
	c.absent(name)
}

// noLength sends a file without saying how long it is.
func noLength(c *client) {
	name := c.name()
	f := file(16)
	chunk := fmt.Sprintf("%x\r\n%s\r\n", len(f), f)
	for what, rest := range map[string]string{
		"a stream":                   "Transfer-Encoding: chunked\r\n\r\n" + chunk + "0\r\n\r\n",
		"a stream that does not end": "Transfer-Encoding: chunked\r\n\r\n" + chunk,
		"no body":                    "\r\n",
	} {
		status, said := c.raw(fmt.Sprintf("PUT /checkpoints/%s HTTP/1.1\r\nAuthorization: Bearer %s\r\n%s", name, c.Token,
			rest), false)
		if status != http.StatusLengthRequired {
			c.Errorf("%s: %d %s", what, status, said)
		}
	}
	c.absent(name)
}

// early are requests that are refused for what stands in their headers. The client has the body in hand and waits for
// the answer.
func early(c *client) {
	kept := c.have(file(17))
	for _, r := range []struct {
		line, token string
		code        int
	}{
		{"PUT /checkpoints/" + c.name(), "", http.StatusUnauthorized}, {"PUT /checkpoints/" + c.name(), "wrong",
			http.StatusUnauthorized},
		{"DELETE /checkpoints/" + kept, "wrong", http.StatusUnauthorized}, {"PUT /checkpoints/A", c.Token,
			http.StatusBadRequest},
		{"PUT /checkpoints/" + kept, c.Token, http.StatusPreconditionFailed}, {"POST /checkpoints", c.Token,
			http.StatusMethodNotAllowed},
	} {
		for _, body := range []string{"Content-Length: 5000", "Content-Length: 5000000", "Transfer-Encoding: chunked",
			"Content-Length: 5000\r\nExpect: 100-continue"} {
			if r.code == http.StatusPreconditionFailed && strings.HasPrefix(body, "Transfer") {
				continue // that is 411
			}
			status, said := c.raw(fmt.Sprintf("%s HTTP/1.1\r\nAuthorization: Bearer %s\r\n%s\r\n\r\n", r.line, r.token, body),
				false)
			if status != r.code || !strings.Contains(said, `{"error":`) {
				c.Errorf("%s with the token %q, %s: %d %s, want %d", r.line, r.token, body, status, said, r.code)
			}
		}
	}
}

func badFiles(c *client) {
	f := file(11)
	for what, bad := range map[string][]byte{
		"nothing": nil, "five bytes": []byte("hello"), "a picture": append([]byte("\x89PNG\r\n\x1a\n"), make([]byte, 300)...),
		"an endless header": bytes.Repeat([]byte{0xff}, 300), "a header as long as nothing": make([]byte, 300),
		"bytes at the end": append(bytes.Clone(f), 0, 0, 0, 0), "the end missing": f[:len(f)-4], "half a header": f[:100],
		"no format": with(f, "nice-lab/1", "nice-lab/9"), "another program's": with(f, `"format"`, `"fomat"`),
		"a tensor missing": with(f, `"std"`, `"stb"`),
		"another shape":    with(f, `\"couplings\":2`, `\"couplings\":3`), "a tensor twice": with(f, `"std"`, `"mean"`),
		"a column twice": with(f, `größe`, "a"), "doubles": with(f, `"F32"`, `"F64"`), "100,000 tensors": with(f,
			`{"__metadata__"`, "{"+many(100_000)+`"__metadata__"`), "overlap": with(f, "[0,12]", "[0,16]"),
		"a prior that is none": with(f, "gaussian", "cauchy"),
	} {
		name := c.name()
		c.refused(what, c.put(name, bad), http.StatusBadRequest)
		c.absent(name)
	}
	if a := c.get(c.have(f)); !bytes.Equal(a.body, f) {
		c.Error("what the bad files were made of is not good")
	}
}

// many are so many tensors of a header.
func many(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `"t%d":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},`, i)
	}
	return b.String()
}

// truncated hangs up in the middle of a header, and of the numbers.
func truncated(c *client) {
	config := Sized(3 << 20)
	head, rest := Head(config)
	whole := append(head, make([]byte, rest)...)
	for _, n := range []int{0, 5, len(head) / 2, len(head), len(head) + 1<<20, len(whole) - 1} {
		name := c.name()
		c.raw(fmt.Sprintf("PUT /checkpoints/%s HTTP/1.1\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n\r\n%s", name, c.Token, len(whole), whole[:n]), true)
		time.Sleep(200 * time.Millisecond)
		c.absent(name)
		if a := c.put(name, whole); a.StatusCode != http.StatusCreated {
			c.Errorf("after %d bytes of an upload the name is not free: %d %s", n, a.StatusCode, a.body)
		}
	}
}

func taken(c *client) {
	f := file(12)
	name := c.have(f)
	c.refused("another file", c.put(name, file(13)), http.StatusPreconditionFailed)
	c.refused("the same file", c.put(name, f), http.StatusPreconditionFailed)
	if a := c.get(name); !bytes.Equal(a.body, f) {
		c.Error("the file changed under its name")
	}
}

func race(c *client) {
	const n = 32
	name := c.name()
	var wg sync.WaitGroup
	var answers [n]answer
	var errs [n]error
	start := make(chan bool)
	for i := range n {
		wg.Go(func() {
			<-start
			answers[i], errs[i] = c.try("PUT", "/checkpoints/"+name, file(20+i), "Authorization", "Bearer "+c.Token)
		})
	}
	close(start)
	wg.Wait()
	winner := -1
	for i, a := range answers {
		switch {
		case errs[i] != nil:
			c.Errorf("upload %d: %v", i, errs[i])
		case a.StatusCode == http.StatusCreated && winner < 0:
			winner = i
		case a.StatusCode == http.StatusCreated:
			c.Errorf("uploads %d and %d both won", winner, i)
		default:
			c.refused(fmt.Sprint("upload ", i), a, http.StatusPreconditionFailed)
		}
	}
	if winner < 0 {
		c.Fatal("no upload won")
	}
	if a := c.get(name); !bytes.Equal(a.body, file(20+winner)) ||
		a.Header.Get("ETag") != answers[winner].Header.Get("ETag") {
		c.Error("what is kept is not what won")
	}
}

func again(c *client) {
	name := c.have(file(14))
	tag := c.get(name).Header.Get("ETag")
	if a := c.delete(name); a.StatusCode != http.StatusNoContent {
		c.Fatalf("DELETE: %d %s", a.StatusCode, a.body)
	}
	c.absent(name)
	c.refused("DELETE of nothing", c.delete(name), http.StatusNotFound)
	if a := c.put(name, file(15)); a.StatusCode != http.StatusCreated {
		c.Fatalf("PUT: %d %s", a.StatusCode, a.body)
	}
	if a := c.get(name, "If-None-Match", tag); a.StatusCode != http.StatusOK || !bytes.Equal(a.body, file(15)) {
		c.Errorf("of the file before it has the ETag, or the bytes: %d", a.StatusCode)
	}
}
