package e2e

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"nicelab/flow/dataset"
)

// faithfulNpy is the geyser's table as a NumPy array in Fortran order.
func faithfulNpy(t *testing.T) []byte {
	t.Helper()
	rows := records(t, testdata("faithful.csv"))[1:]
	header := fmt.Sprintf("{'descr': '<f8', 'fortran_order': True, 'shape': (%d, 2), }\n", len(rows))
	b := append([]byte("\x93NUMPY\x01\x00"), byte(len(header)), byte(len(header)>>8))
	b = append(b, header...)
	for j := range 2 {
		for _, r := range rows {
			v, err := strconv.ParseFloat(r[j], 64)
			if err != nil {
				t.Fatal(err)
			}
			b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
		}
	}
	return b
}

// An array trains like a table, and its score is an array.
func TestNpy(t *testing.T) {
	turn(t)
	p := open(t, "#autoplay=0")
	p.state(time.Minute, "ready", "paused")
	file := p.file("faithful.npy", faithfulNpy(t))
	p.learn(file, 2, 272, 50)
	name, b := p.download(func() { p.upload("score", file) })
	table, err := dataset.Read(b)
	if err != nil {
		t.Fatal(err)
	}
	x, _, _ := table.Matrix([]int{0})
	mean := 0.0
	for _, v := range x {
		mean += float64(v) / float64(len(x))
	}
	t.Logf("%s: mean log p %.3f", name, mean)
	if name != "faithful-log_p.npy" || table.Rows != 272 || len(x) != 272 || mean < -5.5 || mean > -3 {
		t.Errorf("%s has %d rows, %d of them a log p, mean %v", name, table.Rows, len(x), mean)
	}
}

// A hundred digits of MNIST, packed as they are published.
func TestIdx(t *testing.T) {
	turn(t)
	p := open(t, "#autoplay=0")
	p.state(time.Minute, "ready", "paused")
	p.upload("upload", testdata("mnist-100-idx3-ubyte.gz"))
	p.wait(time.Minute, `document.body.dataset.dim === "784" && document.body.dataset.rows === "100"`)
	p.wait(time.Minute, `document.body.dataset.kind === "picture"`)
	p.click("step")
	p.wait(2*time.Minute, `document.body.dataset.step === "1" && document.body.dataset.state === "paused"`)
	p.screenshot("mnist", 1440, 900, false)
	p.screenshot("mnist", 390, 844, true)
}

// picture is a PNG of a brightness at each pixel.
func picture(t *testing.T, w, h int, at func(x, y int) uint8) []byte {
	t.Helper()
	m := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			m.SetGray(x, y, color.Gray{Y: at(x, y)})
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Several pictures are rows of pixels; one is ink that points are drawn from.
func TestPictures(t *testing.T) {
	turn(t)
	p := open(t, "#autoplay=0")
	p.state(time.Minute, "ready", "paused")
	var files []string
	for i := range 30 {
		files = append(files, p.file(fmt.Sprintf("%d.png", i), picture(t, 8, 6,
			func(x, y int) uint8 { return uint8(x*x*y + i*(x+3*y+7)) })))
	}
	p.do(chromedp.SetUploadFiles(chromedp.ID("upload"), files, chromedp.NodeReady))
	p.wait(time.Minute, `document.body.dataset.dim === "48" && document.body.dataset.rows === "30"`)
	p.click("step")
	p.wait(time.Minute, `document.body.dataset.step === "1" && document.body.dataset.state === "paused"`)

	odd := p.file("odd.png", picture(t, 9, 6, func(int, int) uint8 { return 3 }))
	p.do(chromedp.SetUploadFiles(chromedp.ID("upload"), []string{files[0], odd}, chromedp.NodeReady))
	p.wait(time.Minute, `document.getElementById("notice").innerText.includes("odd.png has another size")`)
	broken := p.file("broken.png", []byte("\x89PNG\r\n\x1a\nnothing"))
	p.upload("upload", broken)
	p.wait(time.Minute, `document.getElementById("notice").innerText.includes("broken.png could not be decoded")`)
	p.do(chromedp.SetUploadFiles(chromedp.ID("upload"), []string{files[0], testdata("faithful.csv")}, chromedp.NodeReady))
	p.wait(time.Minute, `document.getElementById("notice").innerText.includes("one file at a time")`)
	if p.data("dim") != "48" || p.data("rows") != "30" {
		t.Errorf("what could not be opened changed the page: %s x %s", p.data("rows"), p.data("dim"))
	}

	// An S in black ink.
	ink := p.file("s.png", picture(t, 120, 160, func(x, y int) uint8 {
		u, v := float64(x-60), float64(y-80)
		for _, c := range []struct{ y, side float64 }{{-32, -1}, {32, 1}} {
			r := math.Hypot(u, v-c.y)
			if math.Abs(r-32) < 7 && (u*c.side > 0 || (v-c.y)*c.side > 0) {
				return 0
			}
		}
		return 255
	}))
	p.upload("upload", ink)
	p.wait(time.Minute, `document.body.dataset.dim === "2" && document.body.dataset.rows === "10000"`)
	p.wait(time.Minute, `document.getElementById("notice").innerText.includes("dark parts")`)
	p.click("play")
	p.wait(plateau, `+document.body.dataset.step >= 1000 || ["learned", "stopped"].includes(document.body.dataset.state)`)
	p.halt()
	p.screenshot("ink", 1440, 900, true)
	p.screenshot("ink", 390, 844, false)
}

// The model leaves in ONNX, log p and sampler each on a click.
func TestOnnx(t *testing.T) {
	turn(t)
	p := open(t, "#autoplay=0&data=moons&n=400")
	p.wait(time.Minute, `document.body.dataset.rows === "400"`)
	for id, want := range map[string]string{"onnx-logp": "nice-moons-logp.onnx", "onnx-sample": "nice-moons-sample.onnx"} {
		name, b := p.download(func() { p.click(id) })
		if name != want || len(b) < 60_000 || !bytes.Contains(b, []byte("couplings.3.4.weight")) {
			t.Errorf("%s gave %s of %d bytes", id, name, len(b))
		}
	}
}

// A model of the gallery opens with its data, goes on training, and is there again without a network.
func TestGallery(t *testing.T) {
	longTurn(t)
	p := openServed(t, "#autoplay=0")
	p.state(time.Minute, "ready", "paused")
	eval[bool](p, `(document.querySelector("#gallery summary").click(), true)`)
	p.wait(time.Minute, `[...document.querySelectorAll("#gallery img")].filter(i => i.complete && i.naturalWidth > 0).length >= 12`)
	p.click("gallery-moons")
	p.wait(time.Minute, `+document.body.dataset.step >= 1000 && document.body.dataset.rows === "10000" && document.body.dataset.floor`)
	p.wait(time.Minute, `document.body.dataset.nllValid`)
	nll, _ := strconv.ParseFloat(p.data("nll-valid"), 64)
	floor, _ := strconv.ParseFloat(p.data("floor"), 64)
	t.Logf("moons: NLL %v, floor %v", nll, floor)
	if math.Abs(nll-floor) > 0.15 {
		t.Errorf("the model of two moons has an NLL of %v and the floor is %v", nll, floor)
	}
	for _, dark := range []bool{false, true} {
		p.screenshot("gallery", 1440, 900, dark)
		p.screenshot("gallery", 390, 844, dark)
	}
	step, _ := strconv.Atoi(p.data("step"))
	p.click("play")
	p.wait(time.Minute, fmt.Sprintf(`+document.body.dataset.step >= %d`, step+20))
	p.halt()
	if link := eval[string](p, `location.hash`); !strings.Contains(link, "data=moons&n=10000&noise=0.05&") {
		t.Errorf("the link is %s", link)
	}

	p.click("gallery-digits")
	p.wait(time.Minute, `+document.body.dataset.step >= 500 && document.body.dataset.dim === "64" && document.body.dataset.rows === "4779"`)
	p.wait(time.Minute, `document.body.dataset.kind === "picture" && document.getElementById("samples-grid")`)
	p.painted("samples-grid", 10)
	step, _ = strconv.Atoi(p.data("step"))
	p.click("step")
	p.wait(time.Minute, fmt.Sprintf(`+document.body.dataset.step === %d`, step+1))
	p.screenshot("gallery-digits", 1440, 900, false)

	// MNIST shows what it has learned as soon as it is there.
	p.click("gallery-mnist")
	p.wait(2*time.Minute, `+document.body.dataset.step >= 1000 && document.body.dataset.dim === "784" && document.body.dataset.kind === "picture"`)
	p.painted("samples-grid", 10)
	p.screenshot("gallery-mnist", 1440, 900, false)

	for _, file := range []string{"gallery/moons.safetensors", "gallery/digits.safetensors", "pictures/digits.npz",
		"gallery/mnist.safetensors", "mnist/mnist.npz"} {
		if !eval[bool](p, fmt.Sprintf(`caches.match(new URL("web/%s", location)).then(r => !!r)`, file)) {
			t.Errorf("%s was not kept", file)
		}
	}
}
