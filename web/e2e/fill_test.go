package e2e

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// A table with blanks comes back filled, byte for byte the same elsewhere; a scored one says why, where that is asked
// for.
func TestFillAndScoreWithReasons(t *testing.T) {
	turn(t)
	p := open(t, "#table=penguins&autoplay=0")
	p.wait(time.Minute, `document.body.dataset.rows === "342"`)
	p.click("speed-max")
	p.click("play")
	p.state(plateau, "learned", "stopped")

	given, err := os.ReadFile(testdata("penguins.csv"))
	if err != nil {
		t.Fatal(err)
	}
	was := strings.Split(strings.TrimSpace(string(given)), "\n")
	weight := slices.Index(strings.Split(was[0], ","), "body_mass_g")
	for _, i := range []int{1, 2, 200} {
		cells := strings.Split(was[i], ",")
		cells[weight] = "NA"
		was[i] = strings.Join(cells, ",")
	}
	p.fill("fill-draws", "2")
	name, filled := p.download(func() { p.upload("fill", p.file("penguins.csv", []byte(strings.Join(was, "\n")))) })
	got := strings.Split(strings.TrimSpace(string(filled)), "\n")
	if name != "penguins-filled.csv" || len(got) != len(was) || !strings.HasPrefix(got[0], was[0]+",") {
		t.Fatalf("%s has %d lines and begins %q", name, len(got), got[0])
	}
	head := strings.Split(was[0], ",")
	blanks := 0
	for i, line := range was[1:] {
		// of such a row nothing is known
		if cells := strings.Split(line, ","); cells[weight] != "NA" || cells[weight-1] == "NA" {
			if !strings.HasPrefix(got[i+1], line) {
				t.Errorf("row %d was %q and is %q", i+1, line, got[i+1])
			}
			continue
		}
		blanks++
		if cells := strings.Split(got[i+1], ","); len(cells[weight]) < 4 || cells[weight] < "2000" || cells[weight] > "7000" {
			t.Errorf("row %d weighs %s g", i+1, cells[weight])
		}
	}
	if blanks != 3 {
		t.Errorf("%d blanks", blanks)
	}
	if !strings.HasSuffix(got[0], ",body_mass_g_q05,body_mass_g_q50,body_mass_g_q95,body_mass_g_draw1,body_mass_g_draw2,r_hat") {
		t.Errorf("it has the columns %s", got[0])
	}

	// How good that is, on cells that are known: the flow is nearer than the Gaussian, and that than the mean.
	p.click("fill-test")
	p.wait(time.Minute, `document.getElementById("notice").innerText.includes("known cells were hidden")`)
	said := p.text("notice")
	var cells, inside, apart int
	var flow, gaussian, mean float64
	figures := regexp.MustCompile(`trained on, (\d+) known .* by ([\d.]+) standard .* by ([\d.]+), .* by ([\d.]+)\. .* holds (\d+)% .* For (\d+) the`).FindStringSubmatch(said)
	if len(figures) != 7 {
		t.Fatalf("it says %q", said)
	}
	fmt.Sscan(strings.Join(figures[1:], " "), &cells, &flow, &gaussian, &mean, &inside, &apart)
	if t.Log(said); cells < 100 || !(flow < gaussian && gaussian < mean) || inside < 80 || inside > 98 {
		t.Error("the model has not learned to fill")
	}
	p.screenshots("filled")

	p.click("score-why")
	name, scored := p.download(func() { p.upload("score", testdata("penguins.csv")) })
	first, _, _ := strings.Cut(string(scored), "\n")
	if got := strings.Count(first, ","); name != "penguins-scored.csv" || got < len(head)-1+1+3+4 {
		t.Errorf("%s begins %q", name, first)
	}
}
