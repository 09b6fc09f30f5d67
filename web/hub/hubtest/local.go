package hubtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// Local holds a hub that is this machine's own to answering nobody else.
func Local(t *testing.T, at Target) {
	c := &client{T: t, Target: at}
	u, err := url.Parse(at.URL)
	if err != nil {
		t.Fatal(err)
	}
	own := u.Scheme + "://" + u.Host
	name := c.have(file(18))

	for what, header := range map[string][]string{
		"a program": nil, "its page": {"Origin", own, "Sec-Fetch-Site", "same-origin"},
		"its page, reading":         {"Sec-Fetch-Site", "same-origin"},
		"an address that was typed": {"Sec-Fetch-Site", "none"},
	} {
		for _, path := range []string{"", "/" + name} {
			a := c.ask("GET", "/checkpoints"+path, nil, header...)
			if a.StatusCode != http.StatusOK || a.Header.Get("Access-Control-Allow-Origin") != "" ||
				a.Header.Get("Cross-Origin-Resource-Policy") != "same-origin" {
				t.Errorf("%s gets %d %v", what, a.StatusCode, a.Header)
			}
		}
	}
	if a := c.ask("PUT", "/checkpoints/"+c.name(), file(19), "Authorization", "Bearer "+at.Token, "Origin",
		own); a.StatusCode != http.StatusCreated {
		t.Errorf("its page publishes: %d %s", a.StatusCode, a.body)
	}

	port := u.Port()
	for what, header := range map[string][]string{
		"another site":            {"Origin", "https://page.example", "Sec-Fetch-Site", "cross-site"},
		"one of an older browser": {"Origin", "https://page.example"},
		"a page of no origin":     {"Origin", "null"}, "a page of another port": {"Origin", "http://127.0.0.1:1",
			"Sec-Fetch-Site", "same-site"},
		"a page by another name": {"Origin", "http://localhost:" + port}, "a picture elsewhere": {"Sec-Fetch-Site",
			"cross-site", "Sec-Fetch-Mode", "no-cors"},
		"a name that begins the same": {"Origin", own + ".page.example"}, "no web page": {"Origin",
			"chrome-extension://" + u.Host},
	} {
		for _, method := range []string{"GET", "HEAD", "OPTIONS", "PUT", "DELETE"} {
			for _, path := range []string{"", "/" + name} {
				a := c.ask(method, "/checkpoints"+path, nil, append(header, "Authorization", "Bearer "+at.Token)...)
				if a.StatusCode != http.StatusForbidden || a.Header.Get("Access-Control-Allow-Origin") != "" ||
					strings.Contains(string(a.body), name) {
					t.Errorf("%s: %s %s is answered with %d %v %s", what, method, path, a.StatusCode, a.Header, a.body)
				}
				var said struct{ Error string }
				if json.Unmarshal(a.body, &said); method != "HEAD" && !strings.Contains(said.Error, "HUB_OPEN=1") {
					t.Errorf("%s: it says %q", what, a.body)
				}
			}
		}
	}

	// A website whose name was made to lead here asks under that name.
	for host, want := range map[string]int{
		"page.example:" + port: http.StatusForbidden, "page.example": http.StatusForbidden,
		"127.0.0.1.page.example": http.StatusForbidden, "localhost.page.example": http.StatusForbidden,
		"192.168.0.7:" + port: http.StatusForbidden, "0.0.0.0:" + port: http.StatusForbidden,
		"notlocalhost":      http.StatusForbidden,
		"localhost:" + port: http.StatusOK, "LOCALHOST": http.StatusOK, "127.0.0.1:9": http.StatusOK,
		"[::1]:" + port: http.StatusOK, "nice.localhost": http.StatusOK,
	} {
		if status, said := c.rawTo(host, fmt.Sprintf("GET /checkpoints/%s HTTP/1.1\r\nConnection: close\r\n\r\n", name),
			false); status != want {
			t.Errorf("under the name %s: %d %.80s, want %d", host, status, said, want)
		}
	}
}
