package app

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"nicelab/wasm/protocol"
)

// server is a hub in a test: it keeps requests until they are answered.
type server struct {
	asked []request
	take  []func(response)
}

func withServer(l *lab) *server {
	s := &server{}
	l.effect.fetch = func(r request, take func(response)) { s.asked, s.take = append(s.asked, r), append(s.take, take) }
	return s
}

// last is the newest request, and answers it.
func (s *server) answer(t *testing.T, status int, v any) request {
	t.Helper()
	if len(s.take) == 0 {
		t.Fatal("nothing was asked")
	}
	b, ok := v.([]byte)
	if !ok {
		b, _ = json.Marshal(v)
	}
	n := len(s.take) - 1
	s.take[n](response{status: status, body: b})
	return s.asked[n]
}

const theFile = "the file"

type page1 struct {
	ReadOnly    bool        `json:"readOnly"`
	Checkpoints []published `json:"checkpoints"`
	Next        string      `json:"next,omitempty"`
}

func entries(names ...string) page1 {
	p := page1{Checkpoints: []published{}}
	for _, n := range names {
		p.Checkpoints = append(p.Checkpoints, published{Name: n, Size: len(theFile), ETag: `"` + n + `1"`,
			Config: defaultRun().Model, Columns: []string{"x", "y"}})
	}
	return p
}

func TestHubAddresses(t *testing.T) {
	for address, want := range map[string]string{
		"": "/nice/checkpoints", "hub.example": "https://hub.example/checkpoints", "https://hub.example/": "https://hub.example/checkpoints",
		"http://127.0.0.1:8000/nice/checkpoints/": "http://127.0.0.1:8000/nice/checkpoints", "https://h/a?b#c": "https://h/a/checkpoints",
		"ftp://h": "", "javascript:alert(1)": "", "https://user:pass@h": "", "https://": "", "a b": "", "https://h/%zz": "",
	} {
		l, _ := started(t)
		l.hub.own = "/nice"
		l.setHub(" " + address + " ")
		if got := l.hubURL(); got != want {
			t.Errorf("%q is %q, want %q", address, got, want)
		}
		s := withServer(l)
		l.listHub(false)
		if want == "" && (len(s.asked) != 0 || !l.hub.wrong || !strings.Contains(l.hub.note, address)) {
			t.Errorf("%q: asked %v, says %q", address, s.asked, l.hub.note)
		}
	}
}

func TestHubListAndOpen(t *testing.T) {
	l, r := started(t)
	s := withServer(l)
	l.listHub(false)
	if !l.hub.busy {
		t.Error("not busy while it asks")
	}
	p := entries("a.safetensors", "b.safetensors")
	p.Next = "b.safetensors"
	s.answer(t, 200, p)
	l.listHub(true)
	if got := s.answer(t, 200, entries("c")); got.url != "/checkpoints?after=b.safetensors" || len(l.hub.list) != 3 || l.hub.next != "" {
		t.Errorf("asked %s, has %v", got.url, l.hub.list)
	}
	want(t, r)
	l.openPublished(1)
	got := s.answer(t, 200, []byte(theFile))
	if got.url != "/checkpoints/b.safetensors?b.safetensors1" || got.token != "" {
		t.Errorf("asked %+v", got)
	}
	want(t, r, protocol.Open{ID: l.lastID, Name: "b.safetensors", Bytes: []byte(theFile)})
	l.openPublished(1)
	l.choosePreset("moons")
	r.take()
	s.answer(t, 200, []byte(theFile))
	want(t, r) // nobody waits for it any more
	l.openPublished(7)
	l.hub.list[0].Size = maxPublished + 1
	l.openPublished(0)
	if len(s.asked) != 4 || !l.hub.wrong {
		t.Errorf("%d requests, says %q", len(s.asked), l.hub.note)
	}
}

// What a hub says of itself is not believed: every answer has a bound, and what is drawn of it too.
func TestHubLies(t *testing.T) {
	l, r := started(t)
	s := withServer(l)
	l.listHub(false)
	if s.asked[0].most != maxIndex {
		t.Errorf("of an index %d bytes are taken", s.asked[0].most)
	}
	p := entries("true", strings.Repeat("나", 5000), "unsized", "negative")
	p.Checkpoints[1].Columns = []string{strings.Repeat("x", 500_000)}
	p.Checkpoints[1].Config.Hidden = make([]int, 100_000)
	p.Checkpoints[2].Size, p.Checkpoints[3].Size = 0, -1
	s.answer(t, 200, p)
	if long := l.hub.list[1]; len(long.label()) > 400 || len(long.summary()) > 1000 {
		t.Errorf("an entry is drawn with %d and %d bytes", len(long.label()), len(long.summary()))
	}
	for i, most := range []int{len(theFile), len(theFile), maxPublished, maxPublished} {
		l.openPublished(i)
		n := len(s.asked) - 1
		if s.asked[n].most != most {
			t.Errorf("of entry %d %d bytes are taken, want %d", i, s.asked[n].most, most)
		}
		s.take[n](response{status: 200, fault: faultLarge})
		if !l.hub.wrong || l.hub.busy || !strings.Contains(l.hub.note, "does not have the size") || len(l.hub.note) > 600 {
			t.Errorf("too large, it says %q", l.hub.note)
		}
	}
	l.openPublished(0)
	s.answer(t, 200, []byte("short"))
	if !l.hub.wrong || !strings.Contains(l.hub.note, "true does not have the size") {
		t.Errorf("too short, it says %q", l.hub.note)
	}
	want(t, r)

	l.listHub(false)
	names := make([]string, 100_000)
	for i := range names {
		names[i] = "x"
	}
	s.answer(t, 200, entries(names...))
	if len(l.hub.list) != maxRows || !strings.Contains(l.hub.note, "sent 100000 entries") {
		t.Errorf("%d rows, says %q", len(l.hub.list), l.hub.note)
	}
}

// Whatever becomes of a request, and however long a hub is silent, the panel can be used again.
func TestHubFaults(t *testing.T) {
	for _, c := range []struct {
		address  string
		answer   response
		says     string
		harmless bool
	}{
		{"", response{status: 200, fault: faultLarge}, "far too long for a list", false},
		{"", response{fault: faultSilent}, "nothing for a minute", false},
		{"", response{status: 200, fault: faultSilent}, "nothing for a minute", false},
		{"", response{status: 200, fault: faultBroken}, "broke off", false},
		{"", response{fault: faultNone}, "Check the address and your connection", false},
		{"http://127.0.0.1:8001", response{fault: faultNone}, "HUB_OPEN=1", false},
		{"http://localhost:8001/nice", response{fault: faultNone}, "HUB_OPEN=1", false},
		{"http://[::1]:8001", response{fault: faultNone}, "HUB_OPEN=1", false},
		{"hub.example", response{fault: faultNone}, "Check the address and your connection", false},
		{"hub.example", response{status: 500, fault: faultLarge}, "answers 500", false},
		{"", response{fault: faultStopped}, "Stopped", true},
	} {
		l, _ := started(t)
		s := withServer(l)
		l.setHub(c.address)
		stopped := 0
		l.hub.stop = func() { stopped++ }
		l.stopHub()
		l.listHub(false)
		if l.stopHub(); stopped != 1 {
			t.Errorf("stopped %d times, want the one that was under way", stopped)
		}
		s.take[0](c.answer)
		if l.hub.wrong == c.harmless || l.hub.busy || l.hub.asks || !strings.Contains(l.hub.note, c.says) {
			t.Errorf("%+v: says %q", c.answer, l.hub.note)
		}
	}
}

// Every failure is a sentence, and the panel can be used again.
func TestHubFailures(t *testing.T) {
	for _, c := range []struct {
		address string
		status  int
		body    string
		says    string
	}{
		{"", 0, "", "does not answer"},
		{"", 404, "<html>", "no hub on this site"},
		{"", 200, "<html>the page itself</html>", "no hub on this site"},
		{"", 200, "null", "no hub on this site"},
		{"hub.example", 200, "{}", "no hub at this address"},
		{"hub.example", 404, "", "answers 404"},
		{"hub.example", 500, `{"error":"the hub's store failed; try again later"}`, "The hub says: the hub's store failed; try again later."},
		{"hub.example", 400, `{"error":"` + strings.Repeat("ä", 4000) + `"}`, "…"},
	} {
		l, _ := started(t)
		s := withServer(l)
		l.setHub(c.address)
		l.listHub(false)
		s.answer(t, c.status, []byte(c.body))
		if !l.hub.wrong || l.hub.busy || !strings.Contains(l.hub.note, c.says) || !strings.HasSuffix(l.hub.note, ".") || len(l.hub.note) > 500 {
			t.Errorf("%d %.40s: says %q", c.status, c.body, l.hub.note)
		}
	}
}

func TestPublish(t *testing.T) {
	l, r := started(t)
	s := withServer(l)
	downloads := 0
	l.effect.download = func(protocol.File) { downloads++ }
	for _, missing := range []func(){func() {}, func() { l.hub.name = "moons-8" }} {
		missing()
		l.publish()
		want(t, r)
		if !l.hub.wrong {
			t.Errorf("without name or token: %q", l.hub.note)
		}
	}
	l.hub.token = "secret"
	l.publish()
	l.publish() // a second click
	id := l.lastID
	want(t, r, protocol.Save{ID: id, Publish: true})
	l.handle(protocol.File{ID: id, Name: "nice-crescent.safetensors", Bytes: []byte("file")})
	got := s.answer(t, http.StatusUnauthorized, map[string]string{"error": "the token is not that of this hub"})
	if got.method != "PUT" || got.url != "/checkpoints/moons-8.safetensors" || got.token != "secret" || string(got.body) != "file" {
		t.Errorf("sent %+v", got)
	}
	if l.hub.note != "The hub says: the token is not that of this hub." {
		t.Errorf("says %q", l.hub.note)
	}
	l.publish()
	l.handle(protocol.File{ID: l.lastID, Bytes: []byte("file")})
	s.answer(t, http.StatusCreated, map[string]string{})
	if got := s.answer(t, 200, entries("moons-8.safetensors")); got.method != "GET" || len(l.hub.list) != 1 {
		t.Errorf("then asked %+v", got)
	}
	if !strings.Contains(l.notice.text, "moons-8.safetensors is published") || downloads != 0 || len(l.pending) != 0 {
		t.Errorf("says %q, %d downloads, waits for %v", l.notice.text, downloads, l.pending)
	}
	// The token is for its own hub, and in no link.
	if strings.Contains(l.link(), "secret") {
		t.Error("the token is in the link")
	}
	l.setHub("elsewhere.example")
	if l.hub.token != "" || l.hub.list != nil || l.hub.name != "moons-8" {
		t.Errorf("another hub gets %+v", l.hub)
	}
}

// Neither a refused Save, nor a crash, nor another address leaves the panel waiting.
func TestPublishIsCutShort(t *testing.T) {
	for name, cut := range map[string]func(*lab, *server){
		"refused": func(l *lab, _ *server) { l.handle(protocol.Notice{ID: l.lastID, Error: true, Text: "no"}) },
		"crash":   func(l *lab, _ *server) { l.handle(protocol.Fatal{Text: "gone"}) },
		"another hub": func(l *lab, s *server) {
			l.handle(protocol.File{ID: l.lastID})
			l.setHub("elsewhere.example")
			s.answer(t, 201, nil)
		},
		"another hub while the file is written": func(l *lab, s *server) {
			l.setHub("elsewhere.example")
			l.handle(protocol.File{ID: l.lastID})
			if len(s.asked) != 0 {
				t.Errorf("sent %+v", s.asked)
			}
		},
	} {
		l, _ := started(t)
		s := withServer(l)
		l.hub.name, l.hub.token = "a", "b"
		l.publish()
		cut(l, s)
		if l.hub.busy || len(l.hub.asked) != 0 {
			t.Errorf("%s: the panel waits", name)
		}
	}
}
