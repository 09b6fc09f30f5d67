package e2e

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// corner waits until the corner plot is drawn of many samples, at rest.
func (p *tab) corner() {
	p.Helper()
	p.do(chromedp.Evaluate[chromedp.Void](`document.querySelector(".corner-view").scrollIntoView()`))
	p.wait(2*time.Minute, `/^[0-9,]+ samples of the model and/.test(document.getElementById("corner-text")?.innerText)`)
}

// A person looks at penguins in pairs: while it trains and at rest, with the figures behind it; chooses columns,
// contours and axes; makes a pair the big plane, by hand and by keys; and takes the picture away.
func TestCorner(t *testing.T) {
	turn(t)
	p := open(t, "#table=penguins&autoplay=0&speed=slow") // the run would be over soon, its best weights those of step 0
	p.wait(time.Minute, `document.body.dataset.rows === "342" && document.body.dataset.dim === "4"`)
	p.corner()
	before := eval[int](p, fmt.Sprintf(`%s("corner-row-3")`, painted))
	p.do(chromedp.Evaluate[chromedp.Void](`document.getElementById("play").click()`))
	p.wait(time.Minute, `document.getElementById("corner-text").innerText.includes("moves as it trains")`)
	p.wait(time.Minute, fmt.Sprintf(`%s("corner-row-3") !== %d`, painted, before))
	p.do(chromedp.Evaluate[chromedp.Void](`document.getElementById("speed-max").click()`))
	p.state(plateau, "learned", "stopped")
	p.corner()

	type figures struct {
		Column, Data, Model string
		KS, Chance          float64
	}
	table := eval[[]figures](p, `[...document.querySelectorAll("#corner-figures tbody tr")].map((r) =>
		({ Column: r.dataset.column,
		Data: r.cells[1].innerText, Model: r.cells[2].innerText, KS: +r.cells[3].innerText,
			Chance: +r.cells[4].innerText }))`)
	if len(table) != 4 || !strings.HasPrefix(table[0].Data, "44.5") || !strings.HasPrefix(table[3].Data, "4050") {
		t.Fatalf("the figures are %+v", table)
	}
	for _, f := range table {
		if !(f.KS > 0 && f.KS < 0.15) || math.Abs(f.Chance-1.358/math.Sqrt(342)) > 0.003 ||
			!strings.Contains(f.Model, " to ") {
			t.Errorf("%+v", f)
		}
	}
	for _, id := range []string{"corner-row-3", "corner-data"} {
		if eval[int](p, fmt.Sprintf(`(() => {
			const c = document.getElementById(%q), d = c.getContext("2d").getImageData(0, 0, c.width, c.height).data;
			let seen = 0;
			for (let i = 3; i < d.length; i += 4) seen += d[i] > 0;
			return 1000 * seen / (c.width * c.height) | 0;
		})()`, id)) < 10 {
			t.Errorf("%s is empty", id)
		}
	}
	p.screenshots("corner")
	p.do(chromedp.EmulateViewport(1440, 900))

	// A cell becomes the big plane.
	p.click("corner-3") // the first column across, the last upwards
	shows := "The big plane shows bill_length_mm across and body_mass_g upwards."
	p.wait(10*time.Second, fmt.Sprintf(`document.getElementById("corner-shows").innerText === %q`, shows))
	p.wait(10*time.Second, `document.getElementById("column-x").value === "0" &&
		document.getElementById("column-y").value === "3" &&
		document.getElementById("corner-3").getAttribute("aria-pressed") === "true"`)
	p.press(kb.ArrowUp)
	p.press(kb.ArrowRight)
	p.wait(10*time.Second, `document.activeElement.id === "corner-2"`)
	p.press("\r")
	p.wait(10*time.Second, `document.getElementById("column-x").value === "1" && document.getElementById("column-y").value === "2"`)
	p.click("corner-go")
	p.wait(10*time.Second, `document.activeElement.id === "x-plane"`)

	// The plane shows the marginal that the cell does, or a slice, and says which.
	note := `document.querySelector(".pairs .note").innerText`
	p.wait(10*time.Second, note+`.startsWith("A slice:")`)
	p.choose("plane-as", "marginal")
	p.wait(time.Minute, note+`.includes("65,536 samples")`)
	p.screenshot("marginal", 1440, 900, false)
	p.do(chromedp.EmulateViewport(1440, 900))
	p.choose("plane-as", "slice")
	p.wait(time.Minute, note+`.startsWith("A slice:")`)

	// A column of text colours the rows, here and in the planes and the table.
	dots := p.still("corner-data")
	p.choose("label", "1")
	p.wait(10*time.Second, `[...document.querySelectorAll("#kinds li")].map((e) => e.innerText.trim()).join() === "Adelie,Gentoo,Chinstrap"`)
	p.wait(10*time.Second, `document.querySelectorAll("#rows tbody .kind").length === document.querySelectorAll("#rows tbody tr").length`)
	p.do(chromedp.Evaluate[chromedp.Void](`document.querySelector(".corner-view").scrollIntoView()`))
	p.wait(10*time.Second, fmt.Sprintf(`%s("corner-data") !== %d`, painted, dots))
	p.screenshot("coloured", 1440, 900, false)
	p.screenshot("coloured", 390, 900, true)
	p.do(chromedp.EmulateViewport(1440, 900))

	// Columns, contours, axes, outlines.
	box := func(of, text string) string {
		return fmt.Sprintf(`[...document.querySelectorAll("#%s label")].find((e) => e.innerText.trim() === %q)`, of, text)
	}
	p.hit(box("corner-columns", "bill_depth_mm"))
	p.wait(10*time.Second, `document.querySelectorAll("#corner-figures tbody tr").length === 3 && document.querySelectorAll(".cells button").length === 3`)
	p.hit(box("corner-masses", "39.3%"))
	p.hit(`document.querySelector("#corner-figures tr[data-column='body_mass_g'] label")`)
	p.wait(10*time.Second, `document.querySelector("#corner-figures tr[data-column='body_mass_g'] input").checked`)
	dots = eval[int](p, fmt.Sprintf(`%s("corner-data")`, painted))
	p.choose("corner-as", "outline")
	p.wait(time.Minute, fmt.Sprintf(`%s("corner-data") !== %d`, painted, dots))
	p.corner()
	dots = p.still("corner-data")
	p.hit(firstRow) // it is marked here too
	p.corner()
	p.wait(10*time.Second, fmt.Sprintf(`%s("corner-data") !== %d`, painted, dots))
	p.screenshot("corner-outlined", 1440, 900, false)
	p.do(chromedp.EmulateViewport(1440, 900))

	p.wait(2*time.Minute, `!document.getElementById("picture").disabled`)
	_, b := p.download(func() { p.click("picture") })
	m, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	if size := m.Bounds().Size(); size != image.Pt(2040, 3500) {
		t.Errorf("with the corner plot the picture has %v pixels", size)
	}
	seen := 0
	for y := 1500; y < 3460; y += 4 {
		for x := 40; x < 2000; x += 4 {
			if m.At(x, y) != m.At(0, 0) {
				seen++
			}
		}
	}
	if seen < 490*490/50 {
		t.Errorf("%d of %d pixels of the corner plot are painted", seen, 490*490)
	}

	eval[bool](p, `(document.getElementById("lang-ko").click(), true)`)
	p.wait(10*time.Second, `document.querySelector(".corner-view h2").innerText.startsWith("코너")`)
	latin := eval[[]string](p, `(document.querySelector(".corner-view").innerText.match(/[A-Za-z_]+/g) || []).filter((w) => !/^(KS|bill_.*|flipper_.*|body_.*)$/.test(w))`)
	if len(latin) > 0 {
		t.Errorf("in Korean it says %q", latin)
	}
}
