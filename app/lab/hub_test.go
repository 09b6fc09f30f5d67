package lab

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"nicelab/app/link"
	"nicelab/wasm/protocol"
)

// server is a hub in a test: it keeps requests until they are answered.
type server struct {
	asked []Request
	take  []func(Response)
}

func withServer(l *Lab) *server {
	s := &server{}
	l.Line.Effect.Fetch = func(r Request, take func(Response)) {
		s.asked, s.take = append(s.asked, r),
			append(s.take, take)
	}
	return s
}

// last is the newest request, and answers it.
func (s *server) answer(t *testing.T, status int, v any) Request {
	t.Helper()
	if len(s.take) == 0 {
		t.Fatal("nothing was asked")
	}
	b, ok := v.([]byte)
	if !ok {
		b, _ = json.Marshal(v)
	}
	n := len(s.take) - 1
	s.take[n](Response{Status: status, Body: b})
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
			Config: link.DefaultRun().Model, Columns: []string{"x", "y"}})
	}
	return p
}

func TestHubAddresses(t *testing.T) {
	for address, want := range map[string]string{
		"": "/nice/checkpoints", "hub.example": "https://hub.example/checkpoints",
		"https://hub.example/":                    "https://hub.example/checkpoints",
		"http://127.0.0.1:8000/nice/checkpoints/": "http://127.0.0.1:8000/nice/checkpoints",
		"https://h/a?b#c":                         "https://h/a/checkpoints",
		"ftp://h":                                 "", "javascript:alert(1)": "", "https://user:pass@h": "",
		"https://": "", "a b": "", "https://h/%zz": "",
	} {
		l, _ := started(t)
		l.Hub.Beside = "/nice"
		l.Hub.SetHub(" " + address + " ")
		if got := l.Hub.hubURL(); got != want {
			t.Errorf("%q is %q, want %q", address, got, want)
		}
		s := withServer(l)
		l.Hub.ListHub(false)
		if want == "" && (len(s.asked) != 0 || !l.Hub.Wrong || !strings.Contains(l.Hub.Note, address)) {
			t.Errorf("%q: asked %v, says %q", address, s.asked, l.Hub.Note)
		}
	}
}

func TestHubListAndOpen(t *testing.T) {
	l, r := started(t)
	s := withServer(l)
	l.Hub.ListHub(false)
	if !l.Hub.Busy {
		t.Error("not busy while it asks")
	}
	p := entries("a.safetensors", "b.safetensors")
	p.Next = "b.safetensors"
	s.answer(t, 200, p)
	l.Hub.ListHub(true)
	if got := s.answer(t, 200, entries("c")); got.Url != "/checkpoints?after=b.safetensors" || len(l.Hub.List) != 3 ||
		l.Hub.Next != "" {
		t.Errorf("asked %s, has %v", got.Url, l.Hub.List)
	}
	want(t, r)
	l.Hub.OpenPublished(1)
	got := s.answer(t, 200, []byte(theFile))
	if got.Url != "/checkpoints/b.safetensors?b.safetensors1" || got.Token != "" {
		t.Errorf("asked %+v", got)
	}
	want(t, r, protocol.Open{ID: l.Line.LastID, Name: "b.safetensors", Bytes: []byte(theFile)})
	l.Hub.OpenPublished(1)
	l.ChoosePreset("moons")
	r.Take()
	s.answer(t, 200, []byte(theFile))
	want(t, r) // nobody waits for it any more
	l.Hub.OpenPublished(7)
	l.Hub.List[0].Size = maxPublished + 1
	l.Hub.OpenPublished(0)
	if len(s.asked) != 4 || !l.Hub.Wrong {
		t.Errorf("%d requests, says %q", len(s.asked), l.Hub.Note)
	}
}

// What a hub says of itself is not believed: every answer has a bound, and what is drawn of it too.
func TestHubLies(t *testing.T) {
	l, r := started(t)
	s := withServer(l)
	l.Hub.ListHub(false)
	if s.asked[0].Most != maxIndex {
		t.Errorf("of an index %d bytes are taken", s.asked[0].Most)
	}
	p := entries("true", strings.Repeat("나", 5000), "unsized", "negative")
	p.Checkpoints[1].Columns = []string{strings.Repeat("x", 500_000)}
	p.Checkpoints[1].Config.Hidden = make([]int, 100_000)
	p.Checkpoints[2].Size, p.Checkpoints[3].Size = 0, -1
	s.answer(t, 200, p)
	if long := l.Hub.List[1]; len(long.Label()) > 400 || len(long.Summary()) > 1000 {
		t.Errorf("an entry is drawn with %d and %d bytes", len(long.Label()), len(long.Summary()))
	}
	for i, most := range []int{len(theFile), len(theFile), maxPublished, maxPublished} {
		l.Hub.OpenPublished(i)
		n := len(s.asked) - 1
		if s.asked[n].Most != most {
			t.Errorf("of entry %d %d bytes are taken, want %d", i, s.asked[n].Most, most)
		}
		s.take[n](Response{Status: 200, Fault: faultLarge})
		if !l.Hub.Wrong || l.Hub.Busy || !strings.Contains(l.Hub.Note, "does not have the size") || len(l.Hub.Note) > 600 {
			t.Errorf("too large, it says %q", l.Hub.Note)
		}
	}
	l.Hub.OpenPublished(0)
	s.answer(t, 200, []byte("short"))
	if !l.Hub.Wrong || !strings.Contains(l.Hub.Note, "true does not have the size") {
		t.Errorf("too short, it says %q", l.Hub.Note)
	}
	want(t, r)

	l.Hub.ListHub(false)
	names := make([]string, 100_000)
	for i := range names {
		names[i] = "x"
	}
	s.answer(t, 200, entries(names...))
	if len(l.Hub.List) != maxRows || !strings.Contains(l.Hub.Note, "sent 100000 entries") {
		t.Errorf("%d rows, says %q", len(l.Hub.List), l.Hub.Note)
	}
}

// Whatever becomes of a request, and however long a hub is silent, the panel can be used again.
func TestHubFaults(t *testing.T) {
	for _, c := range []struct {
		address  string
		answer   Response
		says     string
		harmless bool
	}{
		{"", Response{Status: 200, Fault: faultLarge}, "far too long for a list", false},
		{"", Response{Fault: faultSilent}, "nothing for a minute", false},
		{"", Response{Status: 200, Fault: faultSilent}, "nothing for a minute", false},
		{"", Response{Status: 200, Fault: faultBroken}, "broke off", false},
		{"", Response{Fault: FaultNone}, "Check the address and your connection", false},
		{"http://127.0.0.1:8001", Response{Fault: FaultNone}, "HUB_OPEN=1", false},
		{"http://localhost:8001/nice", Response{Fault: FaultNone}, "HUB_OPEN=1", false},
		{"http://[::1]:8001", Response{Fault: FaultNone}, "HUB_OPEN=1", false},
		{"hub.example", Response{Fault: FaultNone}, "Check the address and your connection", false},
		{"hub.example", Response{Status: 500, Fault: faultLarge}, "answers 500", false},
		{"", Response{Fault: faultStopped}, "Stopped", true},
	} {
		l, _ := started(t)
		s := withServer(l)
		l.Hub.SetHub(c.address)
		stopped := 0
		l.Hub.Stop = func() { stopped++ }
		l.Hub.StopHub()
		l.Hub.ListHub(false)
		if l.Hub.StopHub(); stopped != 1 {
			t.Errorf("stopped %d times, want the one that was under way", stopped)
		}
		s.take[0](c.answer)
		if l.Hub.Wrong == c.harmless || l.Hub.Busy || l.Hub.Asks || !strings.Contains(l.Hub.Note, c.says) {
			t.Errorf("%+v: says %q", c.answer, l.Hub.Note)
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
		{"hub.example", 500, `{"error":"the hub's store failed; try again later"}`,
			"The hub says: the hub's store failed; try again later."},
		{"hub.example", 400, `{"error":"` + strings.Repeat("ä", 4000) + `"}`, "…"},
	} {
		l, _ := started(t)
		s := withServer(l)
		l.Hub.SetHub(c.address)
		l.Hub.ListHub(false)
		s.answer(t, c.status, []byte(c.body))
		if !l.Hub.Wrong || l.Hub.Busy || !strings.Contains(l.Hub.Note, c.says) || !strings.HasSuffix(l.Hub.Note, ".") ||
			len(l.Hub.Note) > 500 {
			t.Errorf("%d %.40s: says %q", c.status, c.body, l.Hub.Note)
		}
	}
}

func TestPublish(t *testing.T) {
	l, r := started(t)
	s := withServer(l)
	downloads := 0
	l.Line.Effect.Download = func(protocol.File) { downloads++ }
	for _, missing := range []func(){func() {}, func() { l.Hub.Name = "moons-8" }} {
		missing()
		l.Hub.Publish()
		want(t, r)
		if !l.Hub.Wrong {
			t.Errorf("without name or token: %q", l.Hub.Note)
		}
	}
	l.Hub.Token = "secret"
	l.Hub.Publish()
	l.Hub.Publish() // a second click
	id := l.Line.LastID
	want(t, r, protocol.Save{ID: id, Publish: true})
	l.Handle(protocol.File{ID: id, Name: "nice-crescent.safetensors", Bytes: []byte("file")})
	got := s.answer(t, http.StatusUnauthorized, map[string]string{"error": "the token is not that of this hub"})
	if got.Method != "PUT" || got.Url != "/checkpoints/moons-8.safetensors" || got.Token != "secret" ||
		string(got.Body) != "file" {
		t.Errorf("sent %+v", got)
	}
	if l.Hub.Note != "The hub says: the token is not that of this hub." {
		t.Errorf("says %q", l.Hub.Note)
	}
	l.Hub.Publish()
	l.Handle(protocol.File{ID: l.Line.LastID, Bytes: []byte("file")})
	s.answer(t, http.StatusCreated, map[string]string{})
	if got := s.answer(t, 200, entries("moons-8.safetensors")); got.Method != "GET" || len(l.Hub.List) != 1 {
		t.Errorf("then asked %+v", got)
	}
	if !strings.Contains(l.Notice.Text, "moons-8.safetensors is published") || downloads != 0 || len(l.Line.pending) != 0 {
		t.Errorf("says %q, %d downloads, waits for %v", l.Notice.Text, downloads, l.Line.pending)
	}
	// The token is for its own hub, and in no link.
	if strings.Contains(l.Link(), "secret") {
		t.Error("the token is in the link")
	}
	l.Hub.SetHub("elsewhere.example")
	if l.Hub.Token != "" || l.Hub.List != nil || l.Hub.Name != "moons-8" {
		t.Errorf("another hub gets %+v", l.Hub)
	}
}

// Neither a refused Save, nor a crash, nor another address leaves the panel waiting.
func TestPublishIsCutShort(t *testing.T) {
	for name, cut := range map[string]func(*Lab, *server){
		"refused": func(l *Lab, _ *server) { l.Handle(protocol.Notice{ID: l.Line.LastID, Error: true, Text: "no"}) },
		"crash":   func(l *Lab, _ *server) { l.Handle(protocol.Fatal{Text: "gone"}) },
		"another hub": func(l *Lab, s *server) {
			l.Handle(protocol.File{ID: l.Line.LastID})
			l.Hub.SetHub("elsewhere.example")
			s.answer(t, 201, nil)
		},
		"another hub while the file is written": func(l *Lab, s *server) {
			l.Hub.SetHub("elsewhere.example")
			l.Handle(protocol.File{ID: l.Line.LastID})
			if len(s.asked) != 0 {
				t.Errorf("sent %+v", s.asked)
			}
		},
	} {
		l, _ := started(t)
		s := withServer(l)
		l.Hub.Name, l.Hub.Token = "a", "b"
		l.Hub.Publish()
		cut(l, s)
		if l.Hub.Busy || len(l.Hub.asked) != 0 {
			t.Errorf("%s: the panel waits", name)
		}
	}
}
