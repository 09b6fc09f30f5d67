package hubtest

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"
	"time"

	"nicelab/flow"
)

// Large is a file in a hub that nobody holds in memory.
type Large struct {
	Size int64
	Took time.Duration // of its upload
	url  string
	sum  []byte
}

// numbers are n bytes that no encoding makes shorter.
func numbers(n int) io.Reader {
	return io.LimitReader(rand.NewChaCha8([32]byte{1}), int64(n))
}

// Upload puts a file of c, which is deleted when the test ends.
func Upload(t *testing.T, at Target, c flow.Config) Large {
	t.Helper()
	cl := &client{T: t, Target: at}
	name := cl.name()
	head, rest := Head(c)
	sum := sha256.New()
	body := io.TeeReader(io.MultiReader(bytes.NewReader(head), numbers(rest)), sum)
	f := Large{Size: int64(len(head) + rest), url: at.URL + "/checkpoints/" + name}
	r, err := http.NewRequest("PUT", f.url, body)
	if err != nil {
		t.Fatal(err)
	}
	r.ContentLength = f.Size
	r.Header.Set("Authorization", "Bearer "+at.Token)
	began := time.Now()
	res, err := transport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if said, _ := io.ReadAll(res.Body); res.StatusCode != http.StatusCreated {
		t.Fatalf("PUT of %d bytes: %d %s", f.Size, res.StatusCode, said)
	}
	f.Took, f.sum = time.Since(began).Round(time.Millisecond), sum.Sum(nil)
	return f
}

// Download reads the file, checks every byte of it, and returns how long it took.
func (f Large) Download(t *testing.T) time.Duration {
	t.Helper()
	began := time.Now()
	res, err := transport.RoundTrip(must(http.NewRequest("GET", f.url, nil)))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	sum := sha256.New()
	n, err := io.Copy(sum, res.Body)
	if err != nil || n != f.Size || !bytes.Equal(sum.Sum(nil), f.sum) {
		t.Errorf("GET of %d bytes: %d, %d bytes, %v, or they differ", f.Size, res.StatusCode, n, err)
	}
	return time.Since(began).Round(time.Millisecond)
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// ReadOnly holds a hub without a token to saying so.
func ReadOnly(t *testing.T, url string) {
	c := &client{T: t, Target: Target{URL: url}}
	if !c.index("").ReadOnly {
		t.Error("the index does not say that the hub is read-only")
	}
	for _, value := range []string{"", "Bearer", "Bearer ", "Bearer x"} {
		for _, method := range []string{"PUT", "DELETE"} {
			a := c.ask(method, "/checkpoints/x", file(1), "Authorization", value)
			c.refused(method+" with "+value, a, http.StatusForbidden)
			var said struct{ Error string }
			if json.Unmarshal(a.body, &said); !strings.Contains(said.Error, "read-only") {
				t.Errorf("it says %q", said.Error)
			}
		}
	}
}
