package e2e

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"nicelab/flow/checkpoint"
)

const hubToken = "correct-horse-battery-staple"

// hubSays waits until the hub's panel says something with these words in it.
func (p *tab) hubSays(words string) {
	p.Helper()
	p.wait(time.Minute, fmt.Sprintf(`document.getElementById("hub-note").innerText.includes(%q)`, words))
}

// A model is published from the page, is listed, and opens in another person's tab.
func TestHub(t *testing.T) {
	turn(t)
	p := openServed(t, "#data=moons&n=400&autoplay=0&couplings=3")
	p.wait(time.Minute, `document.body.dataset.rows === "400"`)
	p.click("step")
	p.wait(time.Minute, `document.body.dataset.step === "1"`)

	p.click("hub-list")
	p.hubSays("holds no checkpoints yet")
	p.click("hub-publish")
	p.hubSays("name first")
	p.fill("hub-name", "moons-test")
	p.click("hub-publish")
	p.hubSays("needs the hub's token")
	// as Chromium puts refusals
	p.allowed = []string{"401", "412", "404", "Failed to load resource", "ERR_CONNECTION_REFUSED"}
	p.fill("hub-token", hubToken+"x")
	p.click("hub-publish")
	p.hubSays("the token is not that of this hub")
	p.fill("hub-token", hubToken)
	p.click("hub-publish")
	p.wait(time.Minute, `document.getElementById("notice").innerText === "moons-test.safetensors is published."`)
	p.wait(time.Minute, `document.getElementById("hub-open-0")?.innerText === "moons-test"`)
	p.click("hub-publish")
	p.hubSays("there is a checkpoint of this name already")
	for _, where := range []string{`location.href`, `JSON.stringify(localStorage)`,
		`JSON.stringify(sessionStorage)`, `document.cookie`} {
		if text := eval[string](p, where); strings.Contains(text, hubToken) {
			t.Errorf("the token is in %s: %s", where, text)
		}
	}
	p.screenshot("hub", 1440, 900, false)
	p.screenshot("hub", 390, 844, true)

	res, err := http.Get(origin + "/checkpoints/moons-test.safetensors")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, _ := io.ReadAll(res.Body)
	if f, err := checkpoint.Unmarshal(b); err != nil || f.Flow.Config.Couplings != 3 ||
		f.Train != nil || len(f.Extra) != 0 {
		t.Errorf("what was published: %v, %v", f.Flow, err)
	}

	q := openServed(t, "#data=rings&n=400&autoplay=0")
	q.wait(time.Minute, `document.body.dataset.rows === "400"`)
	q.click("hub-list")
	q.wait(time.Minute, `document.getElementById("hub-open-0")`)
	q.click("hub-open-0")
	q.wait(time.Minute, `document.body.dataset.rows === "0"`)
	q.wait(time.Minute, `document.getElementById("notice").innerText.includes("Opened moons-test.safetensors.")`)
	if got := eval[string](q, `document.getElementById("couplings").value`); got != "3" {
		t.Errorf("the model that was opened has %s couplings", got)
	}
	again, published := q.download(func() { q.click("checkpoint-save") })
	if string(tensors(published)) != string(tensors(b)) {
		t.Errorf("%s has other numbers than what was published", again)
	}
}

// A site on a static host has no hub; the page says so, and reaches one elsewhere. One on this machine that was not
// opened answers nobody else, and the page says what that may mean.
func TestHubElsewhere(t *testing.T) {
	turn(t)
	static := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/checkpoints") {
			http.NotFound(w, r)
			return
		}
		res, err := http.Get(origin + r.URL.Path)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		defer res.Body.Close()
		for k, v := range res.Header { // the site's policy included
			w.Header()[k] = v
		}
		w.WriteHeader(res.StatusCode)
		io.Copy(w, res.Body)
	}))
	defer static.Close()
	p := launchServed(t)
	p.allowed = []string{"404", "Failed to load resource", "ERR_CONNECTION_REFUSED", "blocked by CORS policy"}
	p.do(chromedp.Navigate(static.URL + "/#data=rings&n=400&autoplay=0"))
	p.wait(time.Minute, `document.body.dataset.rows === "400"`)
	p.click("hub-list")
	p.hubSays("There is no hub on this site.")
	p.fill("hub-address", "http://127.0.0.1:9")
	p.click("hub-list")
	p.hubSays("The hub does not answer.")
	p.fill("hub-address", origin)
	p.click("hub-list")
	p.hubSays("only if it was started with HUB_OPEN=1")
	p.fill("hub-address", "not an address")
	p.click("hub-list")
	p.hubSays("“not an address” is not an address")
	if typed := eval[string](p, `(async (field) => {
		for (const text of ["two", "two "]) {
			field.value = text;
			field.dispatchEvent(new InputEvent("input", { bubbles: true }));
		}
		await new Promise((f) => setTimeout(f, 500));
		return field.value;
	})(document.getElementById("hub-address"))`); typed != "two " {
		t.Errorf("typed within a picture, it holds %q", typed)
	}
	opened := newHost(t, "/nice")
	opened.env, opened.args = []string{"HUB_OPEN=1", "NICELAB_TOKEN=" + hubToken}, []string{"-hub", t.TempDir()}
	opened.serve(built)
	p.fill("hub-address", opened.url())
	p.fill("hub-name", "from-elsewhere")
	p.fill("hub-token", hubToken)
	p.click("hub-publish")
	p.wait(time.Minute, `document.getElementById("notice").innerText.includes("is published")`)
	p.wait(time.Minute, `[...document.querySelectorAll("#hub-entries button")].some(b => b.innerText === "from-elsewhere")`)
	p.fill("hub-address", "hub.example")
	if token := eval[string](p, `document.getElementById("hub-token").value`); token != "" {
		t.Errorf("the token of one hub is ready for the next: %q", token)
	}
}
