package e2e

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// Whoever points at the plane reads the exact log p, which is the sum of its terms and what a scored
// file says of the same point.
func TestHoverPrintsExactLogP(t *testing.T) {
	turn(t)
	p := open(t, "#autoplay=0&data=moons&n=600&noise=0.1")
	p.wait(time.Minute, `document.body.dataset.rows === "600"`)
	p.click("play")
	p.wait(time.Minute, `+document.body.dataset.step >= 100`)
	p.halt()
	p.wait(time.Minute, `document.getElementById("x-plane").getAttribute("aria-label").includes("after " + document.querySelector(".stats dd").innerText.trim() + " steps")`)
	at := eval[[]float64](p, `(r => [r.left + 0.6 * r.width, r.top + 0.45 * r.height])(document.getElementById("x-plane").getBoundingClientRect())`)
	if _, err := chromedp.Call(p.ctx, input.DispatchMouseEvent,
		input.DispatchMouseEventParams{Type: "mouseMoved", X: at[0], Y: at[1]}); err != nil {
		t.Fatal(err)
	}
	p.wait(time.Minute, `document.querySelector(".probe .sum")`)
	p.do(chromedp.Sleep(300 * time.Millisecond))
	numbers := func(selector string) []float64 {
		var out []float64
		for _, s := range eval[[]string](p,
			fmt.Sprintf(`[...document.querySelectorAll(%q)].map(e => e.innerText)`, selector)) {
			v, err := strconv.ParseFloat(strings.ReplaceAll(s, "\u2212", "-"), 64)
			if err != nil {
				t.Fatalf("%s shows %q", selector, s)
			}
			out = append(out, v)
		}
		return out
	}
	total, terms := numbers(".probe .sum b"), numbers(".probe .term b")
	if len(total) != 1 || len(terms) != 3 || math.Abs(total[0]-terms[0]-terms[1]-terms[2]) > 0.0021 {
		t.Errorf("log p is %v, its terms are %v", total, terms)
	}

	where := strings.Trim(strings.ReplaceAll(eval[string](p, `document.querySelector(".probe .at").innerText`),
		"\u2212", "-"), "()")
	scored := p.score(p.file("point.csv", []byte("x1,x2\n"+strings.ReplaceAll(where, " ", "")+"\n")))
	lp, err := strconv.ParseFloat(scored.logp[0], 64)
	// The page prints the point to some digits, so the file's point is a little off.
	if err != nil || math.Abs(lp-total[0]) > 0.1 {
		t.Errorf("the page says %v at (%s), the scored file %v", total[0], where, lp)
	}
	p.screenshot("probe", 1440, 900, false)
}
