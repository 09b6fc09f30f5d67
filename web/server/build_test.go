package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"golang.org/x/net/html"

	"nicelab/app/startup"
	"nicelab/app/words"
)

func testWeb() map[string][]byte {
	return map[string][]byte{
		"web/app.wasm": []byte("app"), "web/trainer.wasm": []byte("trainer"), "web/trainer.js": []byte("js"),
		"web/gallery/moons.safetensors": []byte("moons"), "web/gallery/moons.png": []byte("picture"),
		"wasm_exec.js": []byte("go"),
	}
}

func testShell(t *testing.T, base string, web map[string][]byte) map[string][]byte {
	t.Helper()
	register()
	files, err := shell(base, web)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// Every URL of ours in the shell lies under the base path.
func TestShellBase(t *testing.T) {
	for _, base := range []string{"", "/nice"} {
		files := testShell(t, base, testWeb())
		index := string(files["index.html"])
		for _, want := range []string{
			`<html lang="en">`, "<title>" + words.Title + "</title>", `name="description"`, `name="theme-color"`,
			`src="` + base + `/wasm_exec.js"`, `src="` + base + `/web/guard.js"`, `href="` + base + `/web/style.css"`,
		} {
			if !strings.Contains(index, want) {
				t.Errorf("base %q: index.html lacks %s", base, want)
			}
		}
		if guard, start := strings.Index(index, "/web/guard.js"), strings.Index(index, "/app.js"); guard > start {
			t.Errorf("base %q: guard.js comes after app.js", base)
		}
		bench := string(files["bench/index.html"])
		for _, want := range []string{`src="` + base + `/web/guard.js"`, `href="` + base + `/web/bench.css"`,
			`href="../"`, `id="measure"`} {
			if !strings.Contains(bench, want) {
				t.Errorf("base %q: bench/index.html lacks %s", base, want)
			}
		}
		if strings.Contains(bench, "<title>"+words.Title) || strings.Contains(bench, `"`+words.Description) {
			t.Errorf("base %q: bench/index.html has the title or the description of the main page", base)
		}
		worker := string(files["app-worker.js"])
		for _, path := range []string{"/", "/bench/", "/wasm_exec.js", "/web/app.wasm", "/web/trainer.wasm",
			"/web/trainer.js", "/web/icons/icon-192.png"} {
			if !strings.Contains(worker, `"`+base+path+`"`) {
				t.Errorf("base %q: the service worker does not cache %s", base, path)
			}
		}
		if app := string(files["app.js"]); !strings.Contains(app, `start.instantiate("`+base+`/web/app.wasm"`) ||
			!strings.Contains(app, "start.whenQuiet(goappInitServiceWorker)") {
			t.Errorf("base %q: app.js starts the page by itself", base)
		}
		if strings.Contains(worker, "/web/gallery/") {
			t.Errorf("base %q: the service worker fetches the gallery, which few visits need", base)
		}
		for name, b := range files {
			if bytes.Contains(b, []byte("://example.com")) || bytes.Contains(b, []byte("://raw.")) {
				t.Errorf("base %q: %s holds a URL of go-app or of the build", base, name)
			}
			if base != "" && bytes.Contains(b, []byte(`"/web/`)) {
				t.Errorf("base %q: %s holds a URL outside of it", base, name)
			}
		}
	}
}

// What a browser installs lies under the base path, and its icons are there.
func TestManifest(t *testing.T) {
	for _, base := range []string{"", "/nice"} {
		var got struct {
			Name, Display, Scope, ID string
			StartURL                 string `json:"start_url"`
			Icons                    []struct{ Src, Purpose string }
		}
		if err := json.Unmarshal(testShell(t, base, testWeb())["manifest.webmanifest"], &got); err != nil {
			t.Fatal(err)
		}
		if got.Name != name || got.Display != "standalone" || got.Scope != base+"/" ||
			got.StartURL != base+"/" || got.ID != base+"/" {
			t.Errorf("base %q: %+v", base, got)
		}
		purposes := map[string]bool{}
		for _, icon := range got.Icons {
			purposes[icon.Purpose] = true
			file, ours := strings.CutPrefix(icon.Src, base+"/web/")
			if _, err := os.Stat(filepath.Join("..", file)); !ours || err != nil {
				t.Errorf("base %q: icon %s: %v", base, icon.Src, err)
			}
		}
		if !purposes["any"] || !purposes["maskable"] {
			t.Errorf("base %q: icons %+v", base, got.Icons)
		}
	}
}

func TestShellVersion(t *testing.T) {
	a, b := testShell(t, "", testWeb()), testShell(t, "", testWeb())
	for name := range a {
		if !bytes.Equal(a[name], b[name]) {
			t.Errorf("%s differs between two builds of the same sources", name)
		}
	}
	web := testWeb()
	web["web/trainer.wasm"] = []byte("trainer 2")
	if c := testShell(t, "", web); bytes.Equal(a["app-worker.js"], c["app-worker.js"]) {
		t.Error("a new trainer does not change the service worker")
	}
}

func TestParse(t *testing.T) {
	for in, want := range map[string]string{
		`<input type="file" id="upload">`: `<input id="upload" type="file"/>`,
		`<button title="say \"hi\" \\ 1 < 2" aria-pressed>`: `<button aria-pressed="true"` +
			` title="say &#34;hi&#34; \ 1 &lt; 2"></button>`,
		`<a title="C:\\" href="\\\"">`:                         `<a href="\&#34;" title="C:\"></a>`,
		`<script src="/a.js" defer></script>`:                  `<script defer="" src="/a.js"></script>`,
		`<p>a &lt;b c="d"&gt; stays</p>`:                       `<p>a &lt;b c=&#34;d&#34;&gt; stays</p>`,
		`<svg viewBox="0 0 1 1" class="i"><path d="M0 0"/>`:    `<svg class="i" viewBox="0 0 1 1"><path d="M0 0"></path></svg>`,
		`<a title="na\u00efve &amp; kept" href="#">`:           `<a href="#" title="naïve &amp; kept"></a>`,
		`<br><hr><p>x <= 3 and y > 2, <b>so</b></p>`:           `<br/><hr/><p>x &lt;= 3 and y &gt; 2, <b>so</b></p>`,
		`<div style="color:red;width:1px" data-state="ready">`: `<div data-state="ready" style="color:red;width:1px"></div>`,
	} {
		doc, err := parse(in)
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		if err := html.Render(&b, doc); err != nil {
			t.Fatal(err)
		}
		_, got, _ := strings.Cut(b.String(), "<head>")
		got = strings.NewReplacer("</head><body>", "", "</body></html>", "").Replace(got)
		if got != want {
			t.Errorf("%s is read as\n     %s\nwant %s", in, got, want)
		}
	}
}

// What go-app no longer writes as it is expected fails the build with a sentence that names it.
func TestAmendWantsAllItChanges(t *testing.T) {
	page := `<meta name="viewport"><meta property="og:url"><link rel="preload" href="/app.css"><script src="/app.js"></script>`
	if _, err := amend(page, "", "/"); err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{`name="viewport"`, `property="og:url"`, `rel="preload"`,
		`href="/app.css"`, `src="/app.js"`} {
		for _, other := range []string{strings.Replace(page, part, "", 1), page + "<p>" + page} {
			_, err := amend(other, "", "/")
			if err == nil || !strings.Contains(err.Error(), "go-app's page / has ") {
				t.Errorf("of %s: %v", other, err)
			}
		}
	}
	script := string(testShell(t, "", testWeb())["app.js"])
	if _, err := amendStart(script, ""); err == nil || !strings.Contains(err.Error(), "go-app's app.js has 0 places") {
		t.Errorf("a script that is changed already: %v", err)
	}
	if _, err := fillStart("const page = {};"); err == nil || !strings.Contains(err.Error(), "web/start.js has 0 places") {
		t.Errorf("a script without a place for the page's words: %v", err)
	}
}

// The scripts start with the words of every language that has a table.
func TestStartupWords(t *testing.T) {
	source, err := os.ReadFile("../start.js")
	if err != nil {
		t.Fatal(err)
	}
	script, err := fillStart(string(source))
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range words.Tables {
		want := fmt.Sprintf(`%q:{"reload":%q,`, table.Lang, table.Lost.Reload)
		if !strings.Contains(script, want) {
			t.Errorf("start.js lacks %s", want)
		}
	}
	var page startup.Table
	_, after, _ := strings.Cut(script, "const page = ")
	if err := json.NewDecoder(strings.NewReader(after)).Decode(&page); err != nil {
		t.Fatal(err)
	}
	if page.First != words.Tables[0].Lang || page.Stage.Chart.Train != words.Say.LossTrain || page.Keys[" "] != "play" {
		t.Errorf("start.js starts with %+v", page)
	}
}

func TestTerse(t *testing.T) {
	const script = "// Copied.\nlet url = \"https://a\"; // stays\n  // gone\n\tlet b = 1 // 2\n\n// gone, too\n"
	if got, want := string(terse("web/a.js", []byte(script))), "let url = \"https://a\"; // stays\nlet b = 1 // 2\n\n"; got != want {
		t.Errorf("of %q it leaves %q", script, got)
	}
	const sheet = "/* One\n   two */\n.a { b: c; } /* three */\n@media (d) {\n  .e { f: g /* four */ h; }\n}\n"
	if got, want := string(terse("web/a.css", []byte(sheet))),
		".a { b: c; }@media (d) {\n.e { f: g h; }\n}\n"; got != want {
		t.Errorf("of %q it leaves %q", sheet, got)
	}
	// A line in a string of several must not be taken for a comment: no script has such a string.
	files, err := filepath.Glob("../*.js")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(b)) {
			if code := remarks[".js"].ReplaceAllString(line, ""); strings.Count(code, "`")%2 == 1 {
				t.Errorf("%s has a string of several lines: %s", file, line)
			}
		}
	}
}

func TestPrecompress(t *testing.T) {
	text := bytes.Repeat([]byte("a flow is a flow. "), 100)
	files := map[string][]byte{"a.js": text, "b.png": text, "c.css": []byte("b{}")}
	if err := precompress(files); err != nil {
		t.Fatal(err)
	}
	if got := slices.Sorted(maps.Keys(files)); !slices.Equal(got,
		[]string{"a.js", "a.js.br", "a.js.gz", "b.png", "c.css"}) {
		t.Fatalf("files: %v", got)
	}
	if b, err := io.ReadAll(brotli.NewReader(bytes.NewReader(files["a.js.br"]))); err != nil || !bytes.Equal(b, text) {
		t.Errorf("brotli does not give the file back: %v", err)
	}
	z, err := gzip.NewReader(bytes.NewReader(files["a.js.gz"]))
	if err != nil {
		t.Fatal(err)
	}
	if b, err := io.ReadAll(z); err != nil || !bytes.Equal(b, text) {
		t.Errorf("gzip does not give the file back: %v", err)
	}
}

func TestMayReplace(t *testing.T) {
	dir := t.TempDir()
	if err := mayReplace(filepath.Join(dir, "new")); err != nil {
		t.Errorf("a new folder: %v", err)
	}
	if err := mayReplace(dir); err != nil {
		t.Errorf("an empty folder: %v", err)
	}
	if err := write(dir, testWeb()); err != nil {
		t.Fatal(err)
	}
	if err := mayReplace(dir); err != nil {
		t.Errorf("a site: %v", err)
	}
	if err := os.Remove(filepath.Join(dir, "web", "trainer.wasm")); err != nil {
		t.Fatal(err)
	}
	if err := mayReplace(dir); err == nil {
		t.Error("somebody's folder would be replaced")
	}
}

func TestWithPort(t *testing.T) {
	for _, c := range []struct{ address, port, want string }{
		{"127.0.0.1:8000", "", "127.0.0.1:8000"},
		{"127.0.0.1:8000", "9000", "127.0.0.1:9000"},
		{"localhost", "9000", "localhost:9000"},
		{"[::1]:8000", "9000", "[::1]:9000"},
		{":8000", "9000", ":9000"},
	} {
		if got := withPort(c.address, c.port); got != c.want {
			t.Errorf("withPort(%q, %q) = %q, want %q", c.address, c.port, got, c.want)
		}
	}
}
