package e2e

import (
	"bytes"
	"image"
	"image/png"
	"strings"
	"testing"
	"time"
)

// The picture that leaves the page holds both planes and the loss, each painted.
func TestPicture(t *testing.T) {
	turn(t)
	p := open(t, moons+"&speed=max&steps=200")
	p.wait(time.Minute, `document.body.dataset.rows === "400"`)
	p.click("play")
	p.wait(time.Minute, `document.body.dataset.step === "200" && document.body.dataset.state === "paused"`)
	name, b := p.download(func() { p.click("picture") })
	if !strings.HasSuffix(name, "moons-200.png") {
		t.Errorf("it is called %s", name)
	}
	m, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	if size := m.Bounds().Size(); size != image.Pt(2040, 1500) {
		t.Fatalf("it has %v pixels", size)
	}
	for part, r := range map[string]image.Rectangle{"x": image.Rect(40, 40, 1000, 1000),
		"z": image.Rect(1040, 40, 2000, 1000), "loss": image.Rect(40, 1040, 2000, 1460)} {
		seen := 0
		for y := r.Min.Y; y < r.Max.Y; y += 2 {
			for x := r.Min.X; x < r.Max.X; x += 2 {
				if m.At(x, y) != m.At(0, 0) {
					seen++
				}
			}
		}
		if all := r.Dx() * r.Dy() / 4; seen < all/100 {
			t.Errorf("of %s %d of %d pixels are painted", part, seen, all)
		}
	}
}
