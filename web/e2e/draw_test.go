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
	"github.com/chromedp/chromedp/kb"
)

// spot is a place in an element: shares of its width and height from the top left.
type spot struct{ x, y float64 }

// at returns where in the window a spot of an element is, which it scrolls into view.
func (p *tab) at(id string, s spot) (x, y float64) {
	p.Helper()
	r := eval[[]float64](p, fmt.Sprintf(`(e => { e.scrollIntoView({block: "nearest"}); const r = e.getBoundingClientRect(); return [r.left, r.top, r.width, r.height] })(document.getElementById(%q))`, id))
	return r[0] + s.x*r[2], r[1] + s.y*r[3]
}

func (p *tab) mouse(kind input.DispatchMouseEventType, x, y float64, held bool, modifiers int64) {
	p.Helper()
	e := input.DispatchMouseEventParams{Type: kind, X: x, Y: y, Modifiers: modifiers, Button: input.MouseButtonNone}
	if held {
		e.Button, e.Buttons, e.ClickCount = input.MouseButtonLeft, 1, 1
	}
	if kind == input.DispatchMouseEventTypeMouseReleased {
		e.Buttons = 0
	}
	if _, err := chromedp.Call(p.ctx, input.DispatchMouseEvent, e); err != nil {
		p.Fatal(err)
	}
}

// drag presses the mouse at the first spot of an element and leads it along the others.
func (p *tab) drag(id string, modifiers int64, way ...spot) {
	p.Helper()
	x, y := p.at(id, way[0])
	p.mouse(input.DispatchMouseEventTypeMouseMoved, x, y, false, modifiers)
	p.mouse(input.DispatchMouseEventTypeMousePressed, x, y, true, modifiers)
	for i, s := range way[1:] {
		const parts = 6
		for k := 1; k <= parts; k++ {
			f, from := float64(k)/parts, way[i]
			x, y = p.at(id, spot{from.x + f*(s.x-from.x), from.y + f*(s.y-from.y)})
			p.mouse(input.DispatchMouseEventTypeMouseMoved, x, y, true, modifiers)
		}
	}
	p.mouse(input.DispatchMouseEventTypeMouseReleased, x, y, true, modifiers)
}

// touch leads a finger along spots of an element.
func (p *tab) touch(id string, way ...spot) {
	p.Helper()
	send := func(kind input.DispatchTouchEventType, points ...*input.TouchPoint) {
		if _, err := chromedp.Call(p.ctx, input.DispatchTouchEvent,
			input.DispatchTouchEventParams{Type: kind, TouchPoints: points}); err != nil {
			p.Fatal(err)
		}
	}
	kind := input.DispatchTouchEventTypeTouchStart
	for _, s := range way {
		x, y := p.at(id, s)
		send(kind, &input.TouchPoint{X: x, Y: y})
		kind = input.DispatchTouchEventTypeTouchMove
	}
	send(input.DispatchTouchEventTypeTouchEnd, []*input.TouchPoint{}...)
}

// points is how many the board says it has, once it has settled.
func (p *tab) points() int {
	p.Helper()
	p.do(chromedp.Sleep(200 * time.Millisecond))
	digits, _, _ := strings.Cut(p.text("draw-count"), " ")
	n, err := strconv.Atoi(strings.ReplaceAll(digits, ",", ""))
	if err != nil {
		p.Fatalf("the board says %q", p.text("draw-count"))
	}
	return n
}

func (p *tab) focused() string {
	p.Helper()
	return eval[string](p, `document.activeElement?.id || ""`)
}

// A drawing that nobody learned is on the board of the next visit.
func TestADrawingOutlivesTheTab(t *testing.T) {
	turn(t)
	p := openServed(t, "#autoplay=0&data=moons&n=400&hidden=16")
	p.wait(time.Minute, `document.body.dataset.rows === "400"`)
	p.click("draw")
	p.wait(10*time.Second, `document.activeElement?.id === "board"`)
	p.drag("board", 0, spot{0.15, 0.25}, spot{0.5, 0.6})
	n := p.points()
	for range 2 { // the first of these visits does not look at the board
		p.do(chromedp.Reload())
		p.wait(time.Minute, `document.body.dataset.rows === "400"`)
	}
	p.do(chromedp.Reload())
	p.wait(time.Minute, `document.body.dataset.rows === "400"`)
	p.click("draw")
	if again := p.points(); n == 0 || again != n || p.text("draw-note") == "" {
		t.Errorf("of %d points %d are back; it says %q", n, again, p.text("draw-note"))
	}
	p.click("later")
	p.click("clear-board")
	p.do(chromedp.Reload())
	p.wait(time.Minute, `document.body.dataset.rows === "400"`)
	p.click("draw")
	if n := p.points(); n != 0 {
		t.Errorf("cleared, %d points are back", n)
	}
}

// Draw with mouse and finger, erase, undo; leave the board and come back; learn it; reload, go on and draw on.
func TestDrawYourOwn(t *testing.T) {
	longTurn(t)
	p := openServed(t, "#autoplay=0&data=moons&n=400&hidden=16&speed=1x")
	p.wait(time.Minute, `document.body.dataset.rows === "400"`)
	p.click("draw")
	p.wait(10*time.Second, `document.activeElement?.id === "board"`)
	if n := p.points(); n != 0 || !eval[bool](p, `document.getElementById("learn").disabled`) {
		t.Errorf("at first there are %d points", n)
	}
	p.drag("board", 0, spot{0.15, 0.25}, spot{0.5, 0.6}, spot{0.85, 0.25})
	one := p.points()
	// over the edge and back
	p.drag("board", 0, spot{0.2, 0.8}, spot{0.8, 0.8}, spot{1.3, 0.8}, spot{1.3, 0.4}, spot{0.9, 0.4})
	two := p.points()
	if one < 40 || two < one+40 {
		t.Fatalf("two strokes left %d and %d points", one, two-one)
	}
	p.touch("board", spot{0.5, 0.1}, spot{0.5, 0.2}, spot{0.6, 0.3})
	three := p.points()
	if three <= two || eval[float64](p, `scrollY`) != 0 {
		t.Errorf("a finger leaves %d points and scrolls by %g", three-two, eval[float64](p, `scrollY`))
	}
	p.screenshots("draw-board")

	p.do(chromedp.KeyEvent("z", chromedp.KeyModifiers(chromedp.ModifierCtrl)))
	if n := p.points(); n != two {
		t.Errorf("undone to %d points, want %d", n, two)
	}
	p.do(chromedp.KeyEvent("z", chromedp.KeyModifiers(chromedp.ModifierCtrl, chromedp.ModifierShift)))
	if n := p.points(); n != three {
		t.Errorf("redone to %d points, want %d", n, three)
	}
	p.click("eraser")
	p.drag("board", 0, spot{0.1, 0.8}, spot{0.9, 0.8})
	erased := p.points()
	if erased > three-30 || erased < one {
		t.Errorf("%d points, erased to %d", three, erased)
	}
	p.screenshot("draw-eraser", 1440, 900, false)
	p.click("undo")
	if n := p.points(); n != three {
		t.Errorf("undone to %d points, want %d", n, three)
	}

	p.click("draw-cancel")
	p.wait(10*time.Second, `document.activeElement?.id === "draw"`)
	if p.data("rows") != "400" || p.data("step") != "0" || eval[bool](p,
		`document.getElementById("board").checkVisibility()`) {
		t.Errorf("cancelling changes the data: %s", p.scene())
	}
	p.click("draw")
	if n := p.points(); n != three {
		t.Errorf("back on the board there are %d points, want %d", n, three)
	}

	p.click("learn")
	p.wait(time.Minute, fmt.Sprintf(`document.body.dataset.rows === "%d" && document.body.dataset.dim === "2" && +document.body.dataset.step > 30`, three))
	if eval[bool](p, `document.getElementById("board").checkVisibility()`) || p.focused() != "x-plane" {
		t.Errorf("the board is still there, or the focus is lost: %q", p.focused())
	}
	if said := p.text("notice"); !strings.Contains(said, strconv.Itoa(three)) {
		t.Errorf("it says %q", said)
	}
	if p.data("entropy") != "" || eval[bool](p, `!!document.querySelector(".columns")?.checkVisibility()`) {
		t.Error("a drawing has an entropy, or columns to choose")
	}
	p.halt()
	p.screenshot("draw-learnt", 1440, 900, false)
	p.screenshot("draw-learnt", 390, 844, true)
	name, ck := p.download(func() { p.click("checkpoint-save") })
	if name != "nice-your-drawing.safetensors" || len(ck) == 0 {
		t.Errorf("the checkpoint is %s", name)
	}

	p.kept()
	was := p.figures()
	p.visit("#autoplay=0")
	p.wait(time.Minute, `document.body.dataset.offers === "1"`)
	if said := p.text("offer"); !strings.Contains(said, "Your drawing") {
		t.Errorf("the offer is %q", said)
	}
	p.click("go-on")
	p.wait(time.Minute, fmt.Sprintf(`document.body.dataset.rows === "%d"`, three))
	if now := p.figures(); now != was {
		t.Errorf("kept %s, going on from %s", was, now)
	}
	p.click("draw")
	if n := p.points(); n != three {
		t.Errorf("after a reload the board has %d points, want %d", n, three)
	}
	p.drag("board", 0, spot{0.3, 0.5}, spot{0.7, 0.5})
	more := p.points()
	p.click("learn")
	p.wait(time.Minute, fmt.Sprintf(`document.body.dataset.rows === "%d"`, more))
	p.halt()
}

// tabTo presses Tab until an element has the focus.
func (p *tab) tabTo(id string) {
	p.Helper()
	for range 150 {
		if p.focused() == id {
			return
		}
		p.do(chromedp.KeyEvent(kb.Tab))
	}
	p.Fatalf("Tab does not lead to %s", id)
}

func (p *tab) press(keys string) {
	p.Helper()
	p.do(chromedp.KeyEvent(keys))
}

// Without a pointer: the board by keys, points by typing, and learning them.
func TestDrawByKeysAlone(t *testing.T) {
	turn(t)
	p := open(t, "#autoplay=0&n=400&hidden=16&speed=1x")
	p.wait(time.Minute, `document.body.dataset.rows === "400"`)
	p.tabTo("draw")
	p.press(kb.Enter)
	p.wait(10*time.Second, `document.activeElement?.id === "board"`)
	for range 5 {
		p.press(kb.ArrowRight + " ")
	}
	stamped := p.points()
	if stamped < 30 || p.data("state") == "training" {
		t.Errorf("five presses left %d points, state %s", stamped, p.data("state"))
	}
	p.press("e")
	p.press(kb.Enter)
	erased := p.points()
	if erased >= stamped || eval[string](p, `document.getElementById("eraser").getAttribute("aria-pressed")`) != "true" {
		t.Errorf("the eraser leaves %d of %d points", erased, stamped)
	}
	p.screenshot("draw-keys", 1440, 900, true)
	p.press(kb.Escape)
	p.wait(10*time.Second, `document.activeElement?.id === "draw"`)
	p.press(kb.Enter)
	p.wait(10*time.Second, `document.activeElement?.id === "board"`)

	for range 40 {
		if eval[bool](p, `document.activeElement?.parentElement?.id === "type-points"`) {
			break
		}
		p.press(kb.Tab)
	}
	p.press(kb.Enter)
	p.tabTo("points-text")
	p.do(chromedp.SendKeys(chromedp.ID("points-text"), "0.5, 1.25\n-1; two\n"))
	p.tabTo("add-points")
	p.press(kb.Enter)
	p.wait(10*time.Second, `document.getElementById("draw-note").innerText.includes("line 2")`)
	if n, text := p.points(), eval[string](p, `document.getElementById("points-text").value`); n != erased ||
		text != "0.5, 1.25\n-1; two\n" {
		t.Errorf("a bad line leaves %d of %d points and the text %q", n, erased, text)
	}
	p.screenshot("draw-typed", 390, 844, false)
	p.screenshot("draw-typed", 1440, 900, true)
	var typed strings.Builder
	for i := range 30 {
		fmt.Fprintf(&typed, "%.3f\t%.3f\n", 3*math.Cos(float64(i)/5), 2*math.Sin(float64(i)/5))
	}
	eval[bool](p, fmt.Sprintf(`((e => { e.value = %q })(document.getElementById("points-text")), true)`, typed.String()))
	p.press(kb.Enter)
	p.wait(10*time.Second, `document.getElementById("points-text").value === ""`)
	if n := p.points(); n != erased+30 {
		t.Errorf("30 typed points make %d of %d", n, erased)
	}
	p.tabTo("list-points")
	p.press(kb.Enter)
	if n := eval[int](p, `document.getElementById("points-text").value.trim().split("\n").length`); n != erased+30 {
		t.Errorf("the list has %d lines", n)
	}
	for range 40 {
		if p.focused() == "learn" {
			break
		}
		p.do(chromedp.KeyEvent(kb.Tab, chromedp.KeyModifiers(chromedp.ModifierShift)))
	}
	p.press(kb.Enter)
	p.wait(time.Minute, fmt.Sprintf(`document.body.dataset.rows === "%d" && +document.body.dataset.step > 10`, erased+30))
	p.halt()
}

// Rows that are encircled in one plane stand out in both, while the model trains, until the data changes.
func TestLinkedBrushing(t *testing.T) {
	turn(t)
	p := open(t, "#autoplay=0&data=moons&n=600&noise=0.1&hidden=16&speed=1x")
	p.wait(time.Minute, `document.body.dataset.rows === "600"`)
	p.click("play")
	p.wait(time.Minute, `+document.body.dataset.step >= 150`)
	p.halt()
	selected := func() int {
		t.Helper()
		p.do(chromedp.Sleep(200 * time.Millisecond))
		digits, rest, _ := strings.Cut(p.text("selected"), " ")
		n, err := strconv.Atoi(digits)
		if err != nil || !strings.Contains(rest, "of 600") {
			return 0
		}
		return n
	}
	box := func(lo, hi spot) []spot { return []spot{lo, {hi.x, lo.y}, hi, {lo.x, hi.y}} }
	p.drag("x-plane", 0, box(spot{0.05, 0.05}, spot{0.5, 0.95})...)
	if n := selected(); n != 0 {
		t.Errorf("without the mode a drag selects %d rows", n)
	}
	p.click("select-x")
	p.drag("x-plane", 0, box(spot{0.02, 0.02}, spot{0.5, 0.98})...)
	left := selected()
	if left < 150 || left > 450 {
		t.Errorf("the left half has %d of 600 rows", left)
	}
	p.screenshots("brush-x")
	for i, s := range []spot{{0.6, 0.3}, {0.8, 0.25}, {0.95, 0.5}, {0.9, 0.75}, {0.65, 0.7}} {
		x, y := p.at("x-plane", s)
		kind := input.DispatchMouseEventTypeMouseMoved
		if i == 0 {
			kind = input.DispatchMouseEventTypeMousePressed
		}
		p.mouse(kind, x, y, true, 0)
	}
	p.screenshot("brush-lasso", 1440, 900, false)
	p.press(kb.Escape)
	x, y := p.at("x-plane", spot{0.7, 0.7})
	p.mouse(input.DispatchMouseEventTypeMouseReleased, x, y, true, 0)
	if n := selected(); n != 0 {
		t.Errorf("Escape in the middle of a drag leaves %d rows selected", n)
	}
	p.drag("x-plane", 0, box(spot{0.02, 0.02}, spot{0.5, 0.98})...)
	p.drag("x-plane", int64(chromedp.ModifierShift), box(spot{0.45, 0.02}, spot{0.98, 0.98})...)
	if n := selected(); n != 600 {
		t.Errorf("with the right half %d rows are selected", n)
	}
	p.drag("z-plane", 0, box(spot{0.5, 0.02}, spot{0.98, 0.5})...)
	quarter := selected()
	if quarter < 60 || quarter > 300 {
		t.Errorf("a quarter of the z-plane has %d rows", quarter)
	}
	p.screenshots("brush-z")
	p.click("play")
	p.wait(time.Minute, fmt.Sprintf(`+document.body.dataset.step >= %g`, p.number("step")+20))
	p.halt()
	if n := selected(); n != quarter {
		t.Errorf("training leaves %d of %d rows selected", n, quarter)
	}
	p.press(kb.Escape)
	if n := selected(); n != 0 {
		t.Errorf("Escape leaves %d rows selected", n)
	}

	p.tabTo("x-plane")
	p.press(kb.Escape + kb.ArrowLeft)
	for range 2 { // from the middle to the upper moon
		p.do(chromedp.KeyEvent(kb.ArrowUp, chromedp.KeyModifiers(chromedp.ModifierShift)))
	}
	p.press("b")
	near := selected()
	p.press("b")
	if again := selected(); near == 0 || again != 0 {
		t.Errorf("B selects %d rows, again %d", near, again)
	}
	p.tabTo("z-plane")
	p.press(kb.ArrowLeft + kb.ArrowUp + kb.ArrowUp + "b")
	if n := selected(); n == 0 {
		t.Error("B selects nothing in the z-plane")
	}
	p.screenshot("brush-keys", 1440, 900, true)
	p.click("clear-selection")
	p.wait(10*time.Second, `document.activeElement?.id === "select-x"`)
	p.drag("x-plane", 0, box(spot{0.02, 0.02}, spot{0.98, 0.98})...)
	if n := selected(); n != 600 {
		t.Errorf("all around there are %d rows", n)
	}
	p.click("preset-circles")
	p.wait(time.Minute, `document.querySelector('#preset-circles[aria-pressed="true"]') && !/\d/.test(document.getElementById("selected").innerText)`)
}

// On a phone, what the page says lies in few lines, and goes by itself unless something is wrong.
func TestNoticesOnAPhone(t *testing.T) {
	turn(t)
	p := openServed(t, "#autoplay=0&data=moons&n=400&hidden=16")
	p.wait(time.Minute, `document.body.dataset.rows === "400"`)
	p.do(chromedp.EmulateViewport(390, 844))
	p.click("draw")
	p.wait(10*time.Second, `document.activeElement?.id === "board"`)
	p.wait(10*time.Second, `document.getElementById("board").getBoundingClientRect().top >= document.querySelector(".bar").getBoundingClientRect().bottom && document.getElementById("learn").getBoundingClientRect().bottom <= innerHeight`)
	p.click("draw-cancel")
	p.do(chromedp.ResetViewport())
	p.steps(2)
	p.kept()
	p.visit("#autoplay=0")
	p.wait(time.Minute, `document.body.dataset.offers === "1" && !document.getElementById("checkpoint-save").disabled`)
	p.do(chromedp.EmulateViewport(390, 844))
	p.download(func() { eval[bool](p, `(document.getElementById("checkpoint-save").click(), true)`) })
	p.wait(10*time.Second, `document.querySelector(".notice").checkVisibility({visibilityProperty: true}) && document.getElementById("notice").innerText.includes("downloads")`)
	high := eval[float64](p, `innerHeight - document.querySelector(".notice").getBoundingClientRect().top`)
	if high > 140 {
		t.Errorf("notice and offer cover %g px of 844", high)
	}
	if over := eval[bool](p, `document.querySelector(".notice").getBoundingClientRect().bottom > document.getElementById("offer").getBoundingClientRect().top`); over {
		t.Error("the notice lies over the offer")
	}
	p.wait(20*time.Second, `!document.querySelector(".notice").checkVisibility({visibilityProperty: true})`)
	if !eval[bool](p, `document.getElementById("offer").checkVisibility({visibilityProperty: true})`) {
		t.Error("the offer went with the notice")
	}
	eval[bool](p, `location.hash = "autoplay=0&speed=warp", true`)
	p.wait(10*time.Second, `document.querySelector(".notice.wrong")`)
	p.do(chromedp.Sleep(8 * time.Second))
	if !eval[bool](p, `document.querySelector(".notice").checkVisibility({visibilityProperty: true, opacityProperty: true})`) {
		t.Error("an error goes by itself")
	}
	if name := eval[string](p, `(document.querySelector("#gallery summary").click(), "")`); name != "" {
		t.Error(name)
	}
	p.wait(time.Minute, `document.querySelectorAll("#gallery img").length > 10`)
	p.wait(time.Minute, `[...document.querySelectorAll("#gallery .thumb span")].every(e => e.getBoundingClientRect().height > 8 && e.scrollWidth <= e.clientWidth + 1)`)
	eval[bool](p, `(document.getElementById("gallery-moons").click(), true)`)
	p.wait(time.Minute, `document.getElementById("untold").innerText.includes("came trained") && /\d\.\d{3}/.test(document.getElementById("untold").innerText)`)
	p.screenshot("draw-gallery", 390, 844, false)
	eval[bool](p, `(document.getElementById("play").click(), true)`)
	p.wait(time.Minute, `!document.getElementById("untold").innerText`)
}
