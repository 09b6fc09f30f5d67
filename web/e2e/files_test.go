package e2e

import (
	"bytes"
	"encoding/binary"
	"encoding/csv"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

func testdata(name string) string { return filepath.Join(root, "flow", "dataset", "testdata", name) }

// scored is a file that came back from the score button.
type scored struct {
	name string
	logp []string // of each row after the header, as it is written
}

// score gives a comma separated file with a header to the score button and checks that each of
// its lines comes back verbatim with one field more.
func (p *tab) score(file string) scored {
	p.Helper()
	in, err := os.ReadFile(file)
	if err != nil {
		p.Fatal(err)
	}
	name, out := p.download(func() { p.upload("score", file) })
	lines, back := strings.SplitAfter(string(in), "\n"), strings.SplitAfter(string(out), "\n")
	if len(lines) != len(back) {
		p.Fatalf("%s: %d lines went in, %d came back", file, len(lines), len(back))
	}
	s := scored{name: name}
	for i, line := range lines {
		text := strings.TrimRight(line, "\r\n")
		field, ok := strings.CutPrefix(back[i], text+",")
		if text == "" {
			ok = back[i] == line
		}
		if !ok || !strings.HasSuffix(back[i], line[len(text):]) {
			p.Fatalf("%s: line %d was %q and is %q", file, i+1, line, back[i])
		}
		field = strings.TrimRight(field, "\r\n")
		switch {
		case text == "":
		case i == 0:
			if field != "log_p" {
				p.Errorf("the new column is called %q, want log_p", field)
			}
		default:
			s.logp = append(s.logp, field)
		}
	}
	return s
}

// learn uploads a table and trains on it until it is learned or steps have passed.
func (p *tab) learn(file string, dim, rows, steps int) {
	p.Helper()
	p.upload("upload", file)
	p.wait(time.Minute,
		fmt.Sprintf(`document.body.dataset.dim === "%d" && document.body.dataset.rows === "%d"`, dim, rows))
	if p.data("floor") != "" || p.data("entropy") != "" {
		p.Errorf("a file has a known density: H %q, floor %q", p.data("entropy"), p.data("floor"))
	}
	if p.data("state") != "training" {
		p.click("play")
	}
	p.wait(plateau, fmt.Sprintf(`["learned", "stopped"].includes(document.body.dataset.state) || +document.body.dataset.step >= %d`, steps))
	p.halt()
}

// halt pauses a training that may end by itself at any moment.
func (p *tab) halt() {
	p.Helper()
	eval[bool](p, `document.body.dataset.state === "training" && (document.getElementById("play").click(), true)`)
	p.state(time.Minute, "paused", "learned", "stopped")
}

// Two columns, every row complete.
func TestFaithful(t *testing.T) {
	turn(t)
	p := open(t, "#autoplay=0")
	p.state(time.Minute, "ready", "paused")
	p.learn(testdata("faithful.csv"), 2, 272, 400)
	s := p.score(testdata("faithful.csv"))
	if len(s.logp) != 272 || slices.Contains(s.logp, "") {
		t.Errorf("%d rows scored, some blank: %v", len(s.logp), slices.Contains(s.logp, ""))
	}
	// On rows it has seen, a trained flow beats the fitted Gaussian, by some tenths of a nat. A
	// standardiser without its log-det would be off by the sum of ln std, 2.7.
	sum := 0.0
	for _, v := range s.logp {
		f, err := strconv.ParseFloat(v, 64)
		if err != nil {
			t.Fatal(err)
		}
		sum += f
	}
	nll, gauss := -sum/272, gaussianNLL(t, testdata("faithful.csv"))
	t.Logf("NLL of the file %.3f, of a fitted Gaussian %.3f", nll, gauss)
	if nll > gauss || nll < gauss-2 {
		t.Errorf("the file's NLL is %.3f and a fitted Gaussian's %.3f", nll, gauss)
	}
	p.screenshot("faithful", 1440, 900, false)
}

// gaussianNLL returns the NLL, in nats a row, of a table of two columns under the Gaussian that
// fits it best: 1 + ln 2 pi + ln det(covariance) / 2.
func gaussianNLL(t *testing.T, file string) float64 {
	t.Helper()
	rows := records(t, file)[1:]
	var n, x, y, xx, xy, yy float64
	for _, r := range rows {
		a, errA := strconv.ParseFloat(r[0], 64)
		b, errB := strconv.ParseFloat(r[1], 64)
		if err := errors.Join(errA, errB); err != nil {
			t.Fatal(err)
		}
		n, x, y, xx, xy, yy = n+1, x+a, y+b, xx+a*a, xy+a*b, yy+b*b
	}
	varX, varY, cov := xx/n-x*x/n/n, yy/n-y*y/n/n, xy/n-x*y/n/n
	return 1 + math.Log(2*math.Pi) + math.Log(varX*varY-cov*cov)/2
}

// Four columns of measurements, a year that is rather a label, three of text, two rows with nothing measured: the whole
// way from a file to a checkpoint and back.
func TestPenguins(t *testing.T) {
	turn(t)
	p := open(t, "#autoplay=0")
	p.state(time.Minute, "ready", "paused")
	p.learn(testdata("penguins.csv"), 4, 342, 150)
	before := p.score(testdata("penguins.csv"))
	blank := unmeasured(t, testdata("penguins.csv"))
	for i, v := range before.logp {
		if (v == "") != blank[i] {
			t.Errorf("row %d: log p %q, a blank in the row: %v", i+1, v, blank[i])
		}
	}
	p.screenshot("penguins", 1440, 900, false)

	// Any pair of the columns can be shown, and a person can take one more into the model.
	p.choose("column-x", "3")
	p.choose("column-y", "2")
	p.wait(time.Minute, `document.getElementById("x-plane").getAttribute("aria-label").includes("body_mass_g and flipper_length_mm")`)
	p.screenshot("penguins-pair", 1440, 900, true)

	p.fill("sample-count", "250")
	name, samples := p.download(func() { p.click("sample-csv") })
	rows, err := csv.NewReader(bytes.NewReader(samples)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 251 || len(rows[0]) != 4 || !strings.HasSuffix(name, ".csv") {
		t.Errorf("%s has %d lines of %d fields, want a header and 250 rows of 4", name, len(rows), len(rows[0]))
	}
	if !slices.Contains(rows[0], "bill_length_mm") {
		t.Errorf("the samples' columns are %v", rows[0])
	}

	name, checkpoint := p.download(func() { p.click("checkpoint-save") })
	if !strings.HasSuffix(name, ".safetensors") {
		t.Errorf("the checkpoint is called %s", name)
	}
	q := open(t, "#autoplay=0")
	q.state(time.Minute, "ready", "paused")
	q.upload("checkpoint-load", q.file(name, checkpoint))
	q.wait(time.Minute, `document.body.dataset.dim === "4"`)
	after := q.score(testdata("penguins.csv"))
	for i, v := range before.logp {
		if v != after.logp[i] {
			t.Fatalf("row %d: log p %s before the checkpoint and %s after", i+1, v, after.logp[i])
		}
	}
	_, again := q.download(func() { q.click("checkpoint-save") })
	if !bytes.Equal(tensors(checkpoint), tensors(again)) {
		t.Error("a checkpoint that was loaded and saved holds other numbers")
	}
}

// tensors returns a safetensors file without its header.
func tensors(b []byte) []byte { return b[8+binary.LittleEndian.Uint64(b):] }

// unmeasured tells for each row whether one of its five numbers is missing.
func unmeasured(t *testing.T, file string) []bool {
	t.Helper()
	rows := records(t, file)
	var blank []bool
	for _, r := range rows[1:] {
		missing := false
		for i, name := range rows[0] {
			_, err := strconv.ParseFloat(r[i], 64)
			missing = missing || err != nil && !slices.Contains([]string{"species", "island", "sex"}, name)
		}
		blank = append(blank, missing)
	}
	return blank
}

func records(t *testing.T, file string) [][]string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(b)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// A file that cannot be used gets a sentence and changes nothing.
func TestBadFiles(t *testing.T) {
	turn(t)
	p := open(t, "#autoplay=0&data=rings&n=400")
	p.wait(time.Minute, `document.body.dataset.rows === "400"`)
	p.click("step")
	p.wait(time.Minute, `document.body.dataset.step === "1"`)
	p.state(time.Minute, "paused")
	p.wait(time.Minute, `document.body.dataset.floor && document.body.dataset.nllValid`)
	p.kept()
	was := eval[string](p, `JSON.stringify(document.body.dataset)`)
	for _, c := range []struct {
		input, name string
		bytes       []byte
	}{
		{"upload", "picture.csv", []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01")},
		{"upload", "empty.csv", nil},
		{"upload", "words.csv", []byte("name,colour\nada,red\ngrace,blue\n")},
		{"score", "words.csv", []byte("name,colour\nada,red\ngrace,blue\n")},
		{"checkpoint-load", "short.safetensors", []byte("\x10\x00\x00\x00\x00\x00\x00\x00{}")},
		{"checkpoint-load", "table.safetensors", []byte("a,b\n1,2\n")},
	} {
		old := p.text("notice")
		p.upload(c.input, p.file(c.name, c.bytes))
		p.wait(time.Minute, fmt.Sprintf(`(t => t && t !== %q && !t.endsWith("…"))(document.getElementById("notice").innerText)`, old))
		said := p.text("notice")
		t.Logf("%s %s: %s", c.input, c.name, said)
		if !strings.Contains(said, " ") || !strings.HasSuffix(said, ".") {
			t.Errorf("%s: the notice is no sentence: %q", c.name, said)
		}
		if is := eval[string](p, `JSON.stringify(document.body.dataset)`); is != was {
			t.Errorf("%s changed the page from %s to %s", c.name, was, is)
		}
	}
	p.click("step")
	p.wait(time.Minute, `document.body.dataset.step === "2"`)
}

// choose selects an entry of a list as a person does.
func (p *tab) choose(id, value string) {
	p.Helper()
	eval[bool](p, fmt.Sprintf(`(e => (e.value = %q, e.dispatchEvent(new Event("change", { bubbles: true }))))(document.getElementById(%q))`, value, id))
}

// A table that is dropped is learned, a checkpoint goes on.
func TestDrop(t *testing.T) {
	turn(t)
	p := open(t, moons)
	p.wait(time.Minute, `document.body.dataset.rows === "400"`)
	p.steps(3)
	run := p.checkpoint()
	table, err := os.ReadFile(testdata("penguins.csv"))
	if err != nil {
		t.Fatal(err)
	}
	p.drop("penguins.csv", table)
	p.wait(time.Minute, `document.body.dataset.dim === "4" && document.body.dataset.rows === "342" && !document.body.dataset.drop`)
	p.drop("run.safetensors", run)
	p.wait(time.Minute, `document.body.dataset.rows === "400" && document.body.dataset.step === "3"`)
	p.steps(4)
	if again := p.checkpoint(); bytes.Equal(run, again) {
		t.Error("it does not train on")
	}
}
