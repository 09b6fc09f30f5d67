package e2e

import (
	"bytes"
	"math"
	"strconv"
	"testing"
	"time"

	"nicelab/flow"
	"nicelab/flow/checkpoint"
)

// Forty-eight couplings that are turned against each other, on whitened data: everything that the page shows of a
// model.
func TestMixedAndWhitened(t *testing.T) {
	turn(t)
	const hash = "#data=spirals&n=2000&couplings=48&hidden=16,16&mix=rotate&whiten=1&lr=0.002&speed=max&autoplay=0"
	p := open(t, hash)
	p.wait(time.Minute, `document.body.dataset.rows === "2000"`)
	if mix, white := eval[string](p, `document.getElementById("mix").value`),
		eval[bool](p, `document.getElementById("whiten").checked`); mix != "rotate" || !white {
		t.Errorf("the controls show %q, whitened %v", mix, white)
	}
	p.click("play")
	p.wait(plateau, `+document.body.dataset.step >= 600`)
	p.halt()
	p.scrollTo("layer")
	p.wait(time.Minute, `!document.getElementById("layer").disabled`)
	if nll := p.number("nll-valid"); !(nll < 3.3) {
		t.Errorf("after 600 steps the NLL is %v", nll)
	}

	// A few of the 51 layers have pictures, and the scrubber goes through all. Areas change with the whitening and with S.
	stops := eval[[]string](p, `[...document.querySelectorAll(".stop b")].map(e => e.innerText)`)
	if len(stops) != 12 || stops[0] != "x" || stops[11] != "z" {
		t.Errorf("the layers with pictures are %v", stops)
	}
	areas := eval[[]string](p, `[...document.querySelectorAll(".stop small")].map(e => e.innerText.replace(/[^0-9.]/g, ""))`)
	first := 0.0
	for i, s := range areas[:len(areas)-1] {
		v, err := strconv.ParseFloat(s, 64)
		if i == 1 {
			first = v
		}
		if err != nil || i > 1 && math.Abs(v/first-1) > 0.01 {
			t.Errorf("at stop %d of %v the area is %v", i, areas, v)
		}
	}
	for _, at := range []struct{ value, name string }{{"1", "whitened"}, {"2.25", "coupling 2 of 48"},
		{"30", "after coupling 29 of 48"}, {"50", "z = f(x)"}} {
		eval[bool](p, `(e => { e.value = "`+at.value+`"; return e.dispatchEvent(new Event("input", { bubbles: true })) })(document.getElementById("layer"))`)
		p.heads(at.name)
	}
	eval[bool](p, `(e => { e.value = "2.25"; return e.dispatchEvent(new Event("input", { bubbles: true })) })(document.getElementById("layer"))`)
	p.screenshot("mixed", 1440, 900, false)
	p.screenshot("mixed", 390, 900, true)

	// The checkpoint holds it, and opens again.
	name, b := p.download(func() { p.click("checkpoint-save") })
	f, err := checkpoint.Unmarshal(b)
	if err != nil || f.Flow.Config.Mix != flow.Rotate || !f.Flow.Config.Whiten || f.Flow.Config.Couplings != 48 {
		t.Fatalf("the checkpoint holds %+v: %v", f.Flow, err)
	}
	if !bytes.Contains(b, []byte("mix.47.rotation")) {
		t.Error("the checkpoint has no rotation")
	}
	q := open(t, "#autoplay=0")
	q.wait(time.Minute, `document.body.dataset.rows === "2000"`)
	q.upload("checkpoint-load", q.file(name, b))
	q.wait(time.Minute, `location.hash.includes("whiten=1") && +document.body.dataset.step >= 600`)

	// Another way to mix is another model.
	q.choose("mix", "linear")
	q.wait(time.Minute, `location.hash.includes("mix=linear") && document.body.dataset.step === "0"`)
	q.click("whiten")
	q.wait(time.Minute, `!location.hash.includes("whiten")`)
	q.choose("mix", "none")
	q.wait(time.Minute, `location.hash.includes("mix=none")`)
}
