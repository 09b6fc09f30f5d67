package e2e

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp/kb"
)

// typical is what the page says would be typical of a column of the row that is explained.
func (p *tab) typical(column string) float64 {
	p.Helper()
	text := eval[string](p, fmt.Sprintf(`document.querySelector("#why li[data-column=%s] > p").innerText`, column))
	m := regexp.MustCompile(`Typical is ([\d.−]+);`).FindStringSubmatch(text)
	if m == nil {
		p.Fatalf("of %s it says %q", column, text)
	}
	v, err := strconv.ParseFloat(strings.Replace(m[1], "−", "-", 1), 64)
	if err != nil {
		p.Fatal(err)
	}
	return v
}

// sums are log p of what is tried, and of the row itself.
func (p *tab) sums() (tried, row float64) {
	p.Helper()
	m := regexp.MustCompile(`-?\d+\.\d+`).FindAllString(strings.ReplaceAll(p.text("what-if-sum"), "−", "-"), -1)
	if len(m) != 2 {
		p.Fatalf("it says %q", p.text("what-if-sum"))
	}
	tried, _ = strconv.ParseFloat(m[0], 64)
	row, _ = strconv.ParseFloat(m[1], 64)
	return tried, row
}

// What a person learns of penguins in one minute, led by the article: which of them is the strangest and by what, that
// it were likely with a typical value in place of that one, how much more a penguin of longer flippers weighs, and why
// another that they point at is strange or not.
func TestPenguinsInAMinute(t *testing.T) {
	turn(t)
	p := open(t, "#autoplay=0&speed=max&n=400")
	p.state(time.Minute, "ready", "paused")
	press := func(deed string) {
		t.Helper()
		p.hit(`document.querySelector('[data-deed="` + deed + `"]')`)
	}
	press("penguins")
	p.wait(plateau, `document.body.dataset.rows === "342" && ["learned", "stopped"].includes(document.body.dataset.state)`)

	press("strangest")
	p.wait(time.Minute, `document.querySelectorAll("#why li").length === 4 && document.querySelector("#rows tr.chosen") === `+firstRow)
	p.wait(10*time.Second, `(r => r.top > 0 && r.bottom < innerHeight)(document.getElementById("why-text").getBoundingClientRect())`)
	strangest := eval[string](p, `document.querySelector("#why li").dataset.column`)
	if tail := eval[float64](p, `+document.querySelector("#why li").dataset.tail`); !(tail < 0.05) {
		t.Errorf("the strangest penguin's %s is one that %v have", strangest, tail)
	}
	p.click("back-to-text")

	press("typical")
	p.wait(time.Minute, `document.getElementById("what-if-sum")?.checkVisibility() && +document.querySelector("#why li").dataset.tail > 0.9`)
	if tried, row := p.sums(); !(tried > row+1) {
		t.Errorf("with a typical %s its log p is %v, and was %v", strangest, tried, row)
	}
	p.wait(10*time.Second, `document.querySelectorAll(".mark-row:not([hidden])").length === 2`)
	p.screenshots("what-if")
	p.look(1440, false)

	// By the field, by keys on the slider, and back.
	flipper := eval[string](p, `document.querySelector("#why li[data-column=flipper_length_mm] input").id`)
	weight := map[string]float64{}
	const expected = `document.querySelector("#why li[data-column=body_mass_g] > p").innerText`
	for _, mm := range []string{"188", "225"} {
		before := eval[string](p, expected)
		p.fill(flipper, mm)
		p.wait(10*time.Second, fmt.Sprintf(`document.getElementById("%s-slider").value === "%s" && %s !== %q`, flipper,
			mm, expected, before))
		weight[mm] = p.typical("body_mass_g")
	}
	if more := weight["225"] - weight["188"]; !(more > 300 && more < 4000) {
		t.Errorf("a penguin with flippers of 225 mm weighs %v g more than with 188", more)
	}
	eval[bool](p, `(document.getElementById("`+flipper+`-slider").focus(), true)`)
	p.press(kb.ArrowLeft)
	p.wait(10*time.Second, fmt.Sprintf(`document.getElementById("%s").value === "224.9" && document.activeElement.id === "%s-slider"`, flipper, flipper))
	p.click("what-if-reset")
	p.wait(10*time.Second, `(m => m[0] === m[1])(document.getElementById("what-if-sum").innerText.match(/[\d.]+\d/g))`)
	p.click("what-if")
	p.wait(10*time.Second, `document.querySelectorAll("#why input").length === 0 && document.querySelectorAll("#why li").length === 4`)

	// A click on a point chooses its row: here on the mark of the row that is chosen, which ends that, and begins it
	// again.
	chosen := eval[string](p, firstRow+`.dataset.row`)
	p.settled(`document.getElementById("x-plane")`) // which brings it on the screen
	mark := eval[[]float64](p, `(({ x, y }) => [x, y])(document.querySelector(".mark-row").getBoundingClientRect())`)
	p.mouse(input.DispatchMouseEventTypeMouseMoved, mark[0], mark[1], false, 0)
	p.mouse(input.DispatchMouseEventTypeMousePressed, mark[0], mark[1], true, 0)
	p.mouse(input.DispatchMouseEventTypeMouseReleased, mark[0], mark[1], true, 0)
	p.wait(10*time.Second, `!document.querySelector("#rows tr.chosen") && !document.querySelector("#why li")`)
	eval[bool](p, `(document.getElementById("x-plane").focus(), true)`)
	p.press("\r")
	p.wait(time.Minute, fmt.Sprintf(`document.querySelector("#rows tr.chosen")?.dataset.row === %q && document.querySelectorAll("#why li").length === 4`, chosen))
}
