package e2e

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

func (p *tab) heads(name string) {
	p.Helper()
	p.wait(time.Minute, fmt.Sprintf(`document.getElementById("layer-name").innerText.startsWith(%q)`, name))
}

// The scrubber by mouse, by keys and by itself; the plane and the numbers follow.
func TestLayers(t *testing.T) {
	turn(t)
	p := open(t, "#autoplay=0&n=1000"+plain)
	p.wait(time.Minute, `document.body.dataset.rows === "1000"`)
	p.click("play")
	p.wait(plateau, `+document.body.dataset.step >= 500`)
	p.halt()
	p.scrollTo("layer")
	p.wait(time.Minute, `!document.getElementById("layer").disabled`)
	p.wait(time.Minute, `document.getElementById("z-plane").getAttribute("aria-label").includes(document.querySelector(".stats dd").innerText.trim() + " steps")`)
	z := p.still("z-plane")

	// Dragging stops anywhere.
	at := eval[[]float64](p, `(e => { e.scrollIntoView({ block: "center" }); const r = e.getBoundingClientRect(); return [r.left, r.right, (r.top + r.bottom) / 2]; })(document.getElementById("layer"))`)
	x := func(share float64) float64 { return at[0] + 8 + share*(at[1]-at[0]-16) }
	p.mouse(input.DispatchMouseEventTypeMousePressed, x(1), at[2], true, 0)
	for share := 0.9; share > 0.45; share -= 0.1 {
		p.mouse(input.DispatchMouseEventTypeMouseMoved, x(share), at[2], true, 0)
	}
	p.mouse(input.DispatchMouseEventTypeMouseReleased, x(0.5), at[2], true, 0)
	p.heads("coupling 3 of 4")
	if v := eval[float64](p, `+document.getElementById("layer").value`); math.Abs(v-2.5) > 0.1 {
		t.Errorf("dragged half-way the slider is at %v", v)
	}
	between := p.still("z-plane")

	// The arrow keys go from layer to layer, Home and End to the ends.
	p.do(chromedp.Evaluate[chromedp.Void](`document.getElementById("layer").focus()`), chromedp.KeyEvent(kb.ArrowLeft))
	p.heads("after coupling 2 of 4")
	p.do(chromedp.KeyEvent(kb.ArrowRight), chromedp.KeyEvent(kb.ArrowRight))
	p.heads("after coupling 4 of 4")
	four := p.still("z-plane")
	p.do(chromedp.KeyEvent(kb.Home))
	p.heads("x, standardised")
	p.do(chromedp.KeyEvent(kb.End))
	p.heads("z = f(x)")
	if got := p.still("z-plane"); got != z || between == z || four == z || between == four {
		t.Errorf("the plane at z, half-way, after coupling 4 and at z again: %v %v %v %v", z, between, four, got)
	}

	// Every coupling keeps the area; S changes it by what the probe calls log S.
	p.hover(0.5, 0.6)
	logS := p.term("log S")
	areas := eval[[]string](p, `[...document.querySelectorAll(".stop small")].map(e => e.innerText.replace(/[^0-9.]/g, ""))`)
	for i, s := range areas {
		v, err := strconv.ParseFloat(s, 64)
		want := 1.0
		if i == len(areas)-1 {
			want = math.Exp(logS)
		}
		if err != nil || math.Abs(v/want-1) > 0.006 {
			t.Errorf("at layer %d of %v the area is %v, not %.3f", i, areas, v, want)
		}
	}

	for _, layer := range []string{"z", "2"} {
		p.click("layer-" + layer)
		for _, width := range []int64{1440, 768, 390, 360} {
			p.screenshot("layers-"+layer, width, 900, false)
			p.screenshot("layers-"+layer, width, 900, true)
		}
	}

	// Backwards the squares are those of z.
	p.click("layers-back")
	p.wait(time.Minute, `document.getElementById("layer-z").innerText.includes("1.00")`)
	if s := p.text("layer-area"); strings.Contains(s, " 1.00 ") {
		t.Errorf("pulled back through S: %q", s)
	}
	p.screenshot("layers-back", 1440, 900, false)

	// The play runs from one end to the other.
	play := func(reduced string) (positions []float64) {
		t.Helper()
		if _, err := chromedp.Call(p.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-reduced-motion", Value: reduced}},
		}); err != nil {
			t.Fatal(err)
		}
		p.click("layers-play")
		for deadline := time.Now().Add(2 * time.Minute); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
			now := eval[[]float64](p, `[+document.getElementById("layer").value, +document.getElementById("layers-play").ariaLabel.startsWith("Stop")]`)
			if n := len(positions); n == 0 || positions[n-1] != now[0] {
				positions = append(positions, now[0])
			}
			if now[1] == 0 && len(positions) > 1 {
				return positions
			}
		}
		t.Fatalf("the play does not end: %v", positions)
		return nil
	}
	between01 := func(v float64) bool { return v != math.Floor(v) }
	p.click("layer-x")
	back := play("no-preference")
	if !slices.IsSortedFunc(back[1:], func(a, b float64) int { return int(1e6 * (b - a)) }) || back[len(back)-1] != 0 ||
		!slices.ContainsFunc(back, between01) {
		t.Errorf("backwards the play goes %v", back)
	}
	p.click("layers-forth")
	forth := play("reduce")
	if !slices.IsSorted(forth) || forth[len(forth)-1] != 5 || slices.ContainsFunc(forth, between01) {
		t.Errorf("without motion the play goes %v", forth)
	}

	// The grid at z.
	p.click("grid")
	p.wait(time.Minute, fmt.Sprintf(`%s("z-plane") !== %d`, painted, z))
	p.screenshot("layers-grid", 1440, 900, false)
}

// stepsText is the step as the page writes it.
func (p *tab) stepsText() string {
	p.Helper()
	return eval[string](p, `document.querySelector(".stats dd").innerText`)
}

// hover points at a place of the x-plane, in shares of its width and height.
func (p *tab) hover(x, y float64) {
	p.Helper()
	at := eval[[]float64](p, fmt.Sprintf(`(e => { e.scrollIntoView({ block: "center" }); const r = e.getBoundingClientRect(); return [r.left + %g * r.width, r.top + %g * r.height]; })(document.getElementById("x-plane"))`, x, y))
	if _, err := chromedp.Call(p.ctx, input.DispatchMouseEvent,
		input.DispatchMouseEventParams{Type: "mouseMoved", X: at[0], Y: at[1]}); err != nil {
		p.Fatal(err)
	}
	p.wait(time.Minute, `document.querySelector(".probe .sum")`)
}

// term is one of the numbers that log p is the sum of.
func (p *tab) term(name string) float64 {
	p.Helper()
	s := eval[string](p, fmt.Sprintf(`[...document.querySelectorAll(".probe .term")].find(e => e.innerText.startsWith(%q)).querySelector("b").innerText`, name))
	v, err := strconv.ParseFloat(strings.ReplaceAll(s, "\u2212", "-"), 64)
	if err != nil {
		p.Fatal(err)
	}
	return v
}
