package e2e

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// uploads chooses several files at once.
func (p *tab) uploads(files map[string][]byte) {
	p.Helper()
	var paths []string
	for name, b := range files {
		paths = append(paths, p.file(name, b))
	}
	p.do(chromedp.SetUploadFiles(chromedp.ID("upload"), paths, chromedp.NodeReady))
}

func idx(data []byte, shape ...int) []byte {
	b := []byte{0, 0, 8, byte(len(shape))}
	for _, n := range shape {
		b = binary.BigEndian.AppendUint32(b, uint32(n))
	}
	return append(b, data...)
}

func brightnesses(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(i*i + 3*i)
	}
	return b
}

func packed(t *testing.T, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(b); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// Pictures, their labels and a test set, each in an idx file as MNIST has them, are dropped together, under gzip or
// not; what does not belong together is refused with a sentence, and so is any other pair of files.
func TestIdxFilesTogether(t *testing.T) {
	turn(t)
	p := open(t, "#autoplay=0")
	p.state(time.Minute, "ready", "paused")
	labels := make([]byte, 60)
	for i := range labels {
		labels[i] = byte(i % 10)
	}
	p.uploads(map[string][]byte{
		"train-images-idx3-ubyte.gz": packed(t, idx(brightnesses(60*16), 60, 4, 4)),
		"train-labels-idx1-ubyte.gz": packed(t, idx(labels, 60)),
		"t10k-images-idx3-ubyte":     idx(brightnesses(12*16), 12, 4, 4), "t10k-labels-idx1-ubyte": idx(labels[:12], 12),
	})
	p.wait(time.Minute, `document.body.dataset.kind === "picture" && document.body.dataset.dim === "16"`)
	if rows := p.number("rows"); !(rows > 60 && rows <= 72) {
		t.Errorf("%v rows", rows)
	}
	p.wait(time.Minute, `document.getElementById("data-grid")?.closest("section").querySelector("h2 span").innerText`)
	p.hit(`document.getElementById("data-grid-box")`) // before the pictures are there, there is none to choose
	p.wait(time.Minute, `/label is \d/.test(document.getElementById("closeup-picture")?.closest("figure").innerText)`)

	for want, files := range map[string]map[string][]byte{
		"60 pictures":        {"a-images": idx(brightnesses(60*16), 60, 4, 4), "a-labels": idx(labels[:59], 59)},
		"one file at a time": {"a.csv": []byte("a,b\n1,2\n"), "b.csv": []byte("a,b\n1,2\n")},
		"of the same size":   {"a": idx(brightnesses(60*16), 60, 4, 4), "test": idx(brightnesses(60*20), 60, 4, 5)},
	} {
		p.uploads(files)
		p.wait(time.Minute, fmt.Sprintf(`document.getElementById("notice").innerText.includes(%q)`, want))
		if p.data("kind") != "picture" || p.data("dim") != "16" {
			t.Errorf("after %q the data is another", want)
		}
	}
}

// Pictures in colour are dropped together and stay in colour.
func TestPicturesInColour(t *testing.T) {
	turn(t)
	p := open(t, "#autoplay=0&hidden=16")
	p.state(time.Minute, "ready", "paused")
	files := map[string][]byte{}
	for i := range 30 {
		m := image.NewRGBA(image.Rect(0, 0, 6, 5))
		for k := range 30 {
			m.Set(k%6, k/6, color.RGBA{R: uint8(8 * k), G: uint8(40 + 5*i), B: uint8(i * k), A: 255})
		}
		var b bytes.Buffer
		if err := png.Encode(&b, m); err != nil {
			t.Fatal(err)
		}
		files[fmt.Sprintf("p%02d.png", i)] = b.Bytes()
	}
	p.uploads(files)
	p.wait(time.Minute,
		`document.body.dataset.kind === "picture" && document.body.dataset.dim === "90" && document.body.dataset.rows === "30"`)
	p.wait(time.Minute, `document.getElementById("data-grid")`)
	p.wait(20*time.Second, `(() => {
		const c = document.getElementById("data-grid"), d = c.getContext("2d").getImageData(0, 0, c.width,
			c.height).data;
		for (let i = 0; i < d.length; i += 4) if (d[i + 1] > d[i] + 60 && d[i + 1] > 60) return true;
		return false; })()`)
	p.screenshot("pictures-colour", 1440, 900, false)
}

// A table of 8 x 8 columns becomes pictures by a click, and a table again by another; the address says so.
func TestATableAsPictures(t *testing.T) {
	turn(t)
	p := open(t, "#autoplay=0&hidden=16")
	p.state(time.Minute, "ready", "paused")
	var csv strings.Builder
	for j := range 64 {
		fmt.Fprintf(&csv, "p%d,", j)
	}
	csv.WriteString("label")
	for i, v := range brightnesses(64 * 40) {
		if i%64 == 0 {
			csv.WriteString("\n")
		}
		if i%64 == 9 {
			v = 0 // always black
		}
		fmt.Fprintf(&csv, "%d,", v)
		if i%64 == 63 {
			fmt.Fprintf(&csv, "%d", i/64%10)
		}
	}
	p.upload("upload", p.file("digits.csv", []byte(csv.String())))
	p.wait(time.Minute,
		`document.body.dataset.kind === "table" && document.getElementById("as-pictures") && !document.getElementById("as-pictures").disabled`)
	p.click("as-pictures")
	p.wait(time.Minute,
		`document.body.dataset.kind === "picture" && document.body.dataset.dim === "64" && location.hash.includes("pictures=1")`)
	p.painted("data-grid", 10)
	p.steps(2)
	p.screenshot("table-as-pictures", 390, 900, true)
	p.click("as-pictures")
	p.wait(time.Minute, `document.body.dataset.kind === "table" && !location.hash.includes("pictures=1")`)
	if eval[bool](p, `document.getElementById("as-pictures").checked`) {
		t.Error("the box is still checked")
	}
}
