package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

const still = "#autoplay=0&data=moons&n=400&hidden=16"

// visits are what a person can have before them, state after state on one page. Each state is judged by axe-core, and
// at every width for what scrolls and what can be hit: a new one is a line here. They start from a page whose trainer
// is ready.
var visits = []struct {
	path   string
	states []state
}{
	{"#data=moons&n=400&speed=slow", []state{{"playing", func(p *tab) { p.state(time.Minute, "training") }}}},
	{"#n=400&speed=max", []state{{"learned", func(p *tab) { p.state(plateau, "learned") }}}},
	{still + plain, []state{
		{"paused", func(p *tab) { p.steps(3) }},
		{"a layer", func(p *tab) { p.click("layer-1") }},
		{"log p", func(p *tab) {
			p.pictured()
			p.do(chromedp.Evaluate[chromedp.Void](`document.getElementById("x-plane").focus()`),
				chromedp.KeyEvent(kb.ArrowRight))
			p.wait(time.Minute, `document.querySelector(".probe .sum")`)
		}},
		{"selected", func(p *tab) {
			p.do(chromedp.Evaluate[chromedp.Void](`document.getElementById("x-plane").focus()`))
			for range 20 {
				p.do(chromedp.KeyEvent(kb.ArrowRight), chromedp.KeyEvent("b"), chromedp.Sleep(100*time.Millisecond))
				if eval[bool](p, `document.getElementById("clear-selection").checkVisibility()`) {
					return
				}
			}
			p.Fatal("no row lies right of the middle")
		}},
		{"the past", func(p *tab) {
			p.do(chromedp.Evaluate[chromedp.Void](`document.getElementById("time").focus()`), chromedp.KeyEvent(kb.ArrowLeft))
			p.wait(time.Minute, `!document.getElementById("time-now").disabled`)
		}},
		{"gallery", func(p *tab) {
			p.do(chromedp.Evaluate[chromedp.Void](`document.querySelector("#gallery summary").click()`))
			p.wait(time.Minute, `document.querySelectorAll("#gallery img").length > 10`)
		}},
		{"new version", func(p *tab) {
			p.wait(time.Minute, `navigator.serviceWorker.controller`)
			eval[bool](p, `navigator.serviceWorker.ready.then((registration) => {
				const worker = Object.assign(new EventTarget(), { state: "installed" });
				Object.defineProperty(registration, "installing", { value: worker, configurable: true });
				registration.dispatchEvent(new Event("updatefound"));
				worker.dispatchEvent(new Event("statechange"));
				return dispatchEvent(new Event("beforeinstallprompt"));
			})`)
			p.wait(time.Minute, `document.getElementById("renew").checkVisibility() && document.getElementById("install").checkVisibility()`)
		}},
		{"drawing", func(p *tab) {
			p.click("draw")
			p.wait(time.Minute, `document.getElementById("board").checkVisibility()`)
			p.do(chromedp.Evaluate[chromedp.Void](`document.querySelector(".tools summary").click()`))
		}},
		{"dropping", func(p *tab) {
			p.do(chromedp.Evaluate[chromedp.Void](`dispatchEvent(new Event("dragover"))`))
			p.wait(time.Minute, `document.body.dataset.drop`)
		}},
	}},
	{"#autoplay=0&n=7&lr=9", []state{
		{"wrong link", func(p *tab) { p.wait(time.Minute, `document.querySelector(".notice.wrong")`) }},
		{"table", func(p *tab) {
			table, err := os.ReadFile(testdata("penguins.csv"))
			if err != nil {
				p.Fatal(err)
			}
			heavy := "\nAdelie,Dream,39,18,180,1000000,male,2009\n" // wants care
			p.upload("upload", p.file("penguins.csv", append(bytes.TrimSpace(table), heavy...)))
			p.wait(time.Minute, `document.querySelector(".columns li") && document.querySelector("#warnings li")`)
			p.halt()
			p.do(chromedp.Evaluate[chromedp.Void](`document.querySelectorAll("summary").forEach((s) => s.click())`))
		}},
		{"rows", func(p *tab) {
			p.do(chromedp.Evaluate[chromedp.Void](`document.querySelector(".rows-view summary").click()`))
			p.ranked()
		}},
		{"why and corner", func(p *tab) {
			p.do(chromedp.Evaluate[chromedp.Void](`document.querySelector(".why-view summary").click()`))
			p.hit(firstRow)
			p.wait(time.Minute, `document.querySelectorAll("#why li").length === 4`)
			p.do(chromedp.Evaluate[chromedp.Void](`document.querySelector(".corner-view summary").click()`))
			p.choose("label", "1")
			p.wait(time.Minute, `document.querySelectorAll("#kinds li").length === 3`)
			p.corner()
		}},
		{"what if", func(p *tab) {
			p.click("what-if")
			p.wait(time.Minute, `document.querySelectorAll("#why input[type=range]").length === 4`)
		}},
		{"pictures", func(p *tab) {
			p.click("pictures-digits")
			p.wait(time.Minute, `document.body.dataset.kind === "picture" && document.getElementById("mask-top")`)
			p.click("mask-top")
			p.wait(time.Minute, `document.getElementById("inpaint-said").innerText.includes("400 of 400")`)
			p.hit(`document.getElementById("samples-grid-box")`)
			p.wait(time.Minute, `document.getElementById("closeup-logp") && document.querySelector(".ends tbody tr")?.checkVisibility()`)
		}},
		{"a table of pictures", func(p *tab) {
			csv := "p" + strings.Repeat(",p", 15)
			for i, v := range brightnesses(16 * 40) {
				csv += map[bool]string{true: "\n", false: ","}[i%16 == 0] + fmt.Sprint(v)
			}
			p.upload("upload", p.file("pixels.csv", []byte(csv)))
			p.wait(time.Minute, `document.getElementById("as-pictures")?.checkVisibility() && !document.getElementById("as-pictures").disabled`)
			p.click("as-pictures")
			p.wait(time.Minute, `document.body.dataset.dim === "16" && document.body.dataset.kind === "picture"`)
		}},
	}},
	{still, []state{
		{"hub", func(p *tab) {
			p.click("hub-list")
			p.wait(time.Minute, `!document.getElementById("hub-list").disabled && (document.getElementById("hub-note").innerText || document.querySelector("#hub-entries li"))`)
		}},
		{"offer", func(p *tab) {
			p.steps(1)
			p.kept()
			p.visit(still)
			p.wait(time.Minute, `document.body.dataset.offers`)
		}},
		{"crash", func(p *tab) {
			p.allowed = []string{"panic:"}
			p.crash()
			p.state(time.Minute, "error")
		}},
	}},
	{still + "&lang=ko", []state{
		{"Korean", func(p *tab) { p.click("step"); p.wait(time.Minute, `document.body.dataset.step === "1"`) }},
	}},
	{still + "&embed=1", []state{{"embedded", func(p *tab) { p.pictured() }}}},
	{"bench/#short", []state{
		{"bench", func(p *tab) {}},
		{"bench measuring", func(p *tab) {
			p.click("measure")
			p.wait(2*time.Minute, `document.querySelector("tr.kernel")`)
		}},
	}},
}

type state struct {
	name  string
	reach func(p *tab)
}

// looks are the screens on which axe-core looks at a state; at the other widths it is only measured.
var looks = []struct {
	width int64
	dark  bool
	axe   bool
	touch bool
}{{1440, false, true, false}, {768, false, false, false}, {1024, false, false, true}, {360, false, false, false},
	{390, false, true, false}, {390, true, true, false}, {1440, true, true, false}}

// measureJS lists what is too wide, what has no tooltip, and what is too small to be hit: 24 px, and 44 where fingers
// are expected. A control inside a label is as large as its label; a link in the middle of a sentence is as high as its
// line.
const measureJS = `(() => {
	const wrong = [], root = document.documentElement;
	const over = root.scrollWidth - root.clientWidth;
	if (over > 0) {
		const wide = [...document.querySelectorAll("body *")].filter((e) =>
			e.getBoundingClientRect().right > root.clientWidth + 0.5);
		wrong.push("the page is " + over + " px too wide: " +
			wide.slice(0, 3).map((e) => e.tagName + "#" + e.id + "." + e.className));
	}
	const least = matchMedia("(max-width: 700px), (pointer: coarse)").matches ? 44 : 24;
	for (const e of document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")) {
		const box = (e.closest("label") || e).getBoundingClientRect();
		if (!e.checkVisibility() || box.width === 0 || e.readOnly) continue;
		if (e.tagName === "A" && getComputedStyle(e).display === "inline" &&
			e.parentElement.textContent.trim() !== e.textContent.trim()) continue;
		if (e.matches("button, input, select, textarea, summary") && !e.matches("#skip") &&
			!/[.?]$/.test(e.closest("[title]")?.title))
			wrong.push((e.id || e.className || e.tagName) + " has no tooltip of a sentence");
		if (Math.min(box.width, box.height) < least - 0.5)
			wrong.push((e.id || e.className || e.tagName) + " is " + box.width.toFixed(1) + " by " + box.height.toFixed(1));
	}
	return wrong;
})()`

// axeJS is what axe-core finds in all of the page but what is excluded, by all its rules or by those named.
const axeJS = `axe.run({ exclude: %s }, { resultTypes: ["violations"]%s }).then(({ violations }) =>
	JSON.stringify(violations.flatMap(({ id, help, nodes }) =>
	nodes.map(({ html, failureSummary }) => id + " (" + help + "): " + html.slice(0, 200) + " " +
		failureSummary.replace(/\s+/g, " ")))))`

// ofColours are the rules that read colours, which are all that differs where it is dark (otherwiseJS): the others have
// seen that page at that width in light.
const ofColours = `, runOnly: ["color-contrast", "link-in-text-block"]`

// otherwiseJS lists the rules by which a choice of light or dark sets anything else.
const otherwiseJS = `(() => {
	const chooses = /prefers-color-scheme|data-theme/;
	const others = (from, chosen) => [...from.cssRules].flatMap((rule) => {
		const here = chosen || chooses.test(rule.conditionText || rule.selectorText);
		const set = here && rule.style ? [...rule.style] : [];
		return (set.every((name) => name.includes("color")) ? [] : [rule.cssText]).concat(
			rule.cssRules?.length ? others(rule, here) : []);
	});
	return [...document.styleSheets].flatMap((sheet) => others(sheet, false))
		.concat([...document.querySelectorAll("body [media]")].map((e) => e.outerHTML));
})()`

func TestStates(t *testing.T) {
	parts(t)
	axe, err := os.ReadFile(filepath.Join(root, "web", "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		t.Log("axe-core is not installed (npm ci, in web): what it would find is not looked for in this run")
	}
	for _, v := range visits {
		t.Run(v.states[0].name, func(t *testing.T) {
			longTurn(t)
			p := launchServed(t)
			p.look(1440, false)
			p.do(chromedp.Navigate(p.origin + "/" + v.path))
			p.wait(time.Minute, `document.body.dataset.rows || document.getElementById("measure") && document.body.dataset.state`)
			for i, s := range v.states {
				p.look(1440, false)
				s.reach(p)
				p.judge(s.name, string(axe), i == 0)
			}
		})
	}
}

// judge looks at a state on every screen. axe is axe-core, or "". The article does not change while a page is visited,
// and need not be read each time.
func (p *tab) judge(state, axe string, article bool) {
	p.Helper()
	exclude := `["#how-it-works"]`
	if article {
		exclude = "[]"
	}
	for _, rule := range eval[[]string](p, otherwiseJS) {
		p.Errorf("%s: light and dark differ by more than colours: %s", state, rule)
	}
	for _, l := range looks {
		p.look(l.width, l.dark)
		if l.touch {
			p.do(chromedp.EmulateViewport(l.width, 900, chromedp.EmulateMobile, chromedp.EmulateTouch))
		}
		for _, wrong := range eval[[]string](p, measureJS) {
			p.Errorf("%s, %d px: %s", state, l.width, wrong)
		}
		if axe == "" || !l.axe {
			continue
		}
		// A sentence that fades has no colour of its own. Where there is no end to an animation it stays.
		eval[bool](p, `(document.getAnimations().forEach((a) => a.effect.getTiming().iterations < Infinity && a.finish()), true)`)
		if !eval[bool](p, `"axe" in window`) { // through the debugger: the page's policy lets no other script in
			eval[bool](p, axe+"; true")
		}
		rules, wrong := "", []string{}
		if l.dark {
			rules = ofColours
		}
		if err := json.Unmarshal([]byte(eval[string](p, fmt.Sprintf(axeJS, exclude, rules))), &wrong); err != nil {
			p.Fatal(err)
		}
		for _, w := range wrong {
			p.Errorf("%s, %d px, dark %v: %s", state, l.width, l.dark, w)
		}
	}
}

// pictured waits until the planes show the data.
func (p *tab) pictured() {
	p.Helper()
	p.wait(time.Minute, `document.getElementById("x-plane").getAttribute("aria-label").includes("after")`)
}

// look sets the size of the window and the appearance.
func (p *tab) look(width int64, dark bool) {
	p.Helper()
	scheme, settled := "light", 50*time.Millisecond
	if dark {
		scheme = "dark"
	}
	if dark != eval[bool](p, `matchMedia("(prefers-color-scheme: dark)").matches`) {
		settled = 300 * time.Millisecond // colours have transitions
	}
	p.do(chromedp.EmulateViewport(width, 900))
	if _, err := chromedp.Call(p.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	}); err != nil {
		p.Fatal(err)
	}
	p.do(chromedp.Sleep(settled))
}

// Where the system imposes its colours, shadows and grounds are gone: what can be pressed, and every picture, still has
// an edge, and a pressed button differs from its neighbours.
func TestForcedColours(t *testing.T) {
	turn(t)
	p := open(t, still+plain)
	p.wait(time.Minute, `document.body.dataset.rows === "400"`)
	p.steps(3)
	p.pictured()
	for _, dark := range []string{"light", "dark"} {
		if _, err := chromedp.Call(p.ctx, emulation.SetEmulatedMedia,
			emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
				{Name: "forced-colors", Value: "active"}, {Name: "prefers-color-scheme", Value: dark},
			}}); err != nil {
			p.Fatal(err)
		}
		p.do(chromedp.Sleep(300 * time.Millisecond))
		p.save("forced-"+dark, 1440, "innerHeight")
		for _, bare := range eval[[]string](p, `(() => {
			const edged = (e, s = getComputedStyle(e)) => s.borderTopStyle !== "none" && parseFloat(s.borderTopWidth) > 0 ||
				s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0 || /underline/.test(s.textDecorationLine);
			const bare = [...document.querySelectorAll("button:not(.skip), select, input:not([type=checkbox], [type=range], [type=file], .sr), canvas")]
				.filter((e) => e.checkVisibility() && e.getBoundingClientRect().width > 0 && !edged(e) && !edged(e.parentElement) &&
					!e.querySelector("canvas, img, svg"));
			return bare.map((e) => e.tagName + "#" + e.id + "." + e.className + " in ." + e.parentElement.className);
		})()`) {
			t.Errorf("%s: %s has no edge", dark, bare)
		}
		if same := eval[bool](p, `(() => {
			const look = (e, s = getComputedStyle(e)) =>
				[s.outlineStyle, s.outlineWidth, s.backgroundColor, s.borderTopColor].join();
			return look(document.querySelector(".thumb[aria-pressed=true]")) ===
				look(document.querySelector(".thumb[aria-pressed=false]"));
		})()`); same {
			t.Errorf("%s: the preset that is chosen looks like the others", dark)
		}
	}
}

// By keys alone: from the first Tab to a file of samples.
func TestKeyboard(t *testing.T) {
	longTurn(t)
	p := open(t, "#autoplay=0&data=crescent&n=400&hidden=16&couplings=4&speed=1x")
	p.wait(time.Minute, `document.body.dataset.rows === "400"`)
	k := &keyboard{tab: p}

	stops := k.walk()
	t.Logf("%d stops: %s", len(stops), strings.Join(stops, " "))
	if stops[0] != "skip" {
		t.Errorf("the first stop is %s", stops[0])
	}

	p.pictured()
	k.to("skip")
	k.press("\r")
	p.wait(time.Minute, `document.activeElement.id === "x-plane"`)
	k.press(kb.ArrowRight)
	p.wait(time.Minute, `document.querySelector(".probe .sum b")`)
	before := p.probeText()
	for range 5 {
		k.press(kb.ArrowRight)
	}
	p.wait(time.Minute, fmt.Sprintf(`document.querySelector(".probe").innerText !== %q`, before))

	k.to("play")
	k.press("\r")
	p.state(time.Minute, "training")
	p.wait(time.Minute, `+document.body.dataset.step >= 3`)
	k.press(" ")
	p.state(time.Minute, "paused", "learned", "stopped")
	at := p.number("step")
	k.to("step")
	k.press(" ")
	p.wait(time.Minute, fmt.Sprintf(`+document.body.dataset.step === %g`, at+1))
	k.to("reset")
	k.press("\r")
	p.wait(time.Minute, `document.body.dataset.step === "0"`)

	k.to("couplings")
	k.press(kb.ArrowDown)
	p.wait(time.Minute, `location.hash.includes("couplings=5")`)
	k.to("points")
	p.do(chromedp.KeyEvent("a", chromedp.KeyModifiers(chromedp.ModifierCtrl)))
	k.press("300\r")
	p.wait(time.Minute, `location.hash.includes("n=300") && document.body.dataset.rows === "300"`)
	k.to("preset-moons")
	k.press("\r")
	p.wait(time.Minute, `location.hash.includes("data=moons")`)

	k.to("sample-csv")
	if name, csv := p.download(func() { k.press("\r") }); strings.Count(string(csv), "\n") != 1001 {
		t.Errorf("%s has %d lines", name, strings.Count(string(csv), "\n"))
	}
	k.to("theme-dark")
	k.press(" ")
	p.wait(time.Minute, `document.documentElement.dataset.theme === "dark"`)
}

type keyboard struct{ *tab }

func (k *keyboard) press(keys string, o ...chromedp.KeyOption) {
	k.Helper()
	k.do(chromedp.KeyEvent(keys, o...))
}

func (k *keyboard) at() string {
	k.Helper()
	return eval[string](k.tab, `document.activeElement.id || document.activeElement.tagName`)
}

// to presses Tab, forwards, until an element has the focus.
func (k *keyboard) to(id string) {
	k.Helper()
	for range 300 {
		if k.at() == id {
			return
		}
		k.press(kb.Tab)
	}
	k.Fatalf("Tab does not lead to %s", id)
}

// walk goes once around with Tab and returns the stops. Every element that can have the focus is one, in the order of
// the document, and shows that it has it.
func (k *keyboard) walk() []string {
	k.Helper()
	var stops []string
	for range 300 {
		k.press(kb.Tab)
		if k.at() == "BODY" && len(stops) > 0 {
			break
		}
		stops = append(stops, k.at())
		if ring := eval[string](k.tab, `(() => {
			const e = document.activeElement, s = getComputedStyle(e.matches("input.sr") ? e.closest("label") : e);
			const box = e.getBoundingClientRect();
			if (box.bottom < 0 || box.right < 0) return "out of sight";
			return s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2 ? "" : "no outline";
		})()`); ring != "" {
			k.Errorf("%s has the focus: %s", k.at(), ring)
		}
	}
	wanted := eval[[]string](k.tab,
		`[...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
		.filter((e) => !e.disabled && e.tabIndex >= 0 && e.checkVisibility() &&
			e.getBoundingClientRect().width > 0).map((e) => e.id || e.tagName)`)
	if strings.Join(stops, " ") != strings.Join(wanted, " ") {
		k.Errorf("Tab leads through\n%v\nand not through\n%v", stops, wanted)
	}
	return stops
}

func (p *tab) probeText() string {
	p.Helper()
	return eval[string](p, `document.querySelector(".probe").innerText`)
}
