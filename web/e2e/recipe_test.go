package e2e

import (
	"strings"
	"testing"
	"time"
)

// Data brings the model that fits it; what a person changes has a dot, stays with other data, and goes on one click.
func TestDefaultsFollowTheData(t *testing.T) {
	turn(t)
	p := open(t, "#autoplay=0&data=rings&n=400")
	p.wait(time.Minute, `document.body.dataset.rows === "400"`)
	value := func(id string) string { return eval[string](p, `document.getElementById("`+id+`").value`) }
	label := func(id string) string {
		return eval[string](p, `document.querySelector('label[for="`+id+`"] span').innerText`)
	}
	shown := func(id string) bool { return !eval[bool](p, `document.getElementById("`+id+`").hidden`) }
	if value("couplings") != "48" || strings.Contains(label("couplings"), "•") || shown("defaults") {
		t.Errorf("rings begin with %s couplings, called %q", value("couplings"), label("couplings"))
	}
	if hash := eval[string](p, `location.hash`); strings.Contains(hash, "couplings") || strings.Contains(hash, "lr=") {
		t.Errorf("the address says the defaults: %s", hash)
	}
	p.choose("couplings", "8")
	p.wait(time.Minute, `location.hash.includes("couplings=8") && document.querySelector('label[for="couplings"] span').innerText.includes("•")`)
	p.click("preset-moons")
	p.wait(time.Minute, `location.hash.includes("data=moons") && document.getElementById("run-length").value === "6000"`)
	if value("couplings") != "8" || !shown("defaults") {
		t.Errorf("with other data there are %s couplings", value("couplings"))
	}
	p.click("defaults")
	p.wait(time.Minute, `document.getElementById("couplings").value === "32" && !location.hash.includes("couplings")`)

	// A short run stops short of the floor, says so and offers what to try.
	p.fill("run-length", "100")
	p.wait(time.Minute, `location.hash.includes("run=100")`)
	p.click("speed-max")
	p.click("play")
	p.wait(time.Minute, `document.body.dataset.step === "100" && document.querySelector(".phase").innerText.includes("above the floor")`)
	if p.data("state") != "stopped" || !shown("further") {
		t.Errorf("it is %s, and a way on is shown: %v", p.data("state"), shown("further"))
	}
	p.screenshots("stopped")
	p.click("further-small") // the screen is a small one now
	p.wait(time.Minute, `document.getElementById("run-length").value === "6000" && +document.body.dataset.step > 0`)
	p.halt()
}

// Rows that lie far out are left out, and come back on one click. All that a table wants care for is listed.
func TestFarRows(t *testing.T) {
	turn(t)
	p := open(t, "#autoplay=0")
	p.wait(time.Minute, `document.body.dataset.rows === "2000"`)
	table := "a,b\n"
	for i := range 120 {
		table += []string{"1.5,2\n", "2.5,1\n", "3.25,4\n", "2,2.5\n"}[i%4]
	}
	p.upload("upload", p.file("far.csv", []byte(table+"1000000,3\n")))
	p.wait(time.Minute, `document.body.dataset.rows === "120" && document.getElementById("notice").innerText.includes("1e+06")`)
	p.screenshots("far")
	p.click("warning-rows-far")
	p.wait(time.Minute, `document.body.dataset.rows === "121" && document.querySelector("#warnings [data-key=rows-far-kept]")`)
	p.click("warning-rows-far-kept")
	p.wait(time.Minute, `document.body.dataset.rows === "120" && document.querySelectorAll("#warnings li").length > 1`)
}
