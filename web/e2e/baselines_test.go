package e2e

import (
	"math"
	"os"
	"strings"
	"testing"
	"time"

	"nicelab/flow/session"
	"nicelab/wasm/protocol"
)

// natively returns what the same program makes of a table's baselines outside the browser.
func natively(t *testing.T, file string) protocol.Baselines {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var told protocol.Baselines
	s := session.New(func(e protocol.Event) {
		if e, ok := e.(protocol.Baselines); ok {
			told = e
		}
	})
	s.Handle(protocol.OpenTable{Name: file, Bytes: b})
	for more := true; more; {
		more, _ = s.Work(time.Second)
	}
	return told
}

// A table's flow is held against simpler models on the same rows: the body and the table say the same, before the
// training is over and after, in both languages.
func TestBaselines(t *testing.T) {
	turn(t)
	p := open(t, "#autoplay=0")
	p.state(time.Minute, "ready", "paused")
	if shown := eval[bool](p, `document.getElementById("baselines").checkVisibility()`); shown ||
		p.data("baseline-gaussian") != "" {
		t.Error("a preset, whose density is known, has baselines")
	}
	p.upload("upload", testdata("iris.csv"))
	p.wait(time.Minute, `document.body.dataset.rows === "150" && document.body.dataset.baselineKernel`)
	want := natively(t, testdata("iris.csv"))
	for _, m := range want.Models {
		if got := p.number("baseline-" + m.Name); math.Abs(got-m.NLL) > 1e-6 {
			t.Errorf("the %s has an NLL of %v, natively %v", m.Name, got, m.NLL)
		}
	}
	if text := p.text("standing"); !strings.Contains(text, "Train the flow") {
		t.Errorf("before any training it says %q", text)
	}
	p.click("speed-max")
	p.click("play")
	p.wait(time.Minute, `+document.body.dataset.step >= 100`)
	p.halt()
	p.wait(time.Minute, `document.getElementById("standing").innerText.includes("nats a row") ||
		document.getElementById("standing").innerText.includes("as good as")`)
	p.wait(time.Minute, `(([flow, gaussian]) => {
		const numbers = (tr) => [...tr.querySelectorAll("td")].map((e) => parseFloat(e.innerText.replace("−", "-")));
		const nll = +document.body.dataset.nllValid, base = +document.body.dataset.baselineGaussian;
		return Math.abs(numbers(flow)[0] - nll) < .00051 && Math.abs(numbers(gaussian)[0] - base) < .00051 &&
			Math.abs(numbers(gaussian)[1] - (base - nll)) < .0011 && gaussian.innerText.includes("±");
	})([...document.querySelectorAll("#baselines tbody tr")])`)
	p.screenshots("baselines")
	eval[bool](p, `(document.getElementById("lang-ko").click(), true)`)
	p.wait(10*time.Second, `document.getElementById("baselines").innerText.includes("가우스 혼합")`)
	latin := eval[[]string](p, `document.getElementById("baselines").innerText.match(/[A-Za-z]+/g).
		filter((w) => !["NLL", "nat"].includes(w))`)
	if len(latin) > 0 {
		t.Errorf("in Korean it says %q", latin)
	}
	p.click("preset-crescent")
	p.wait(time.Minute, `!document.body.dataset.baselineGaussian && !document.getElementById("baselines").checkVisibility()`)
}
