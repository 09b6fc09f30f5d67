package e2e

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"
)

// tableRow is a row of the table of rows as it stands in the document.
type tableRow struct {
	Row  int
	LogP float64
	Text string
}

func (p *tab) tableRows() []tableRow {
	p.Helper()
	return eval[[]tableRow](p, `[...document.querySelectorAll("#rows tr[data-row]")].map((e) => ({
		Row: +e.dataset.row, LogP: parseFloat(e.querySelector("td.log-p").innerText.replace("−", "-").replace(",", "")),
			Text: e.innerText }))`)
}

// ranked waits until the rows are, at rest.
func (p *tab) ranked() {
	p.Helper()
	p.wait(time.Minute, `document.getElementById("rows-rank").innerText.includes("Choose a row")`)
}

const firstRow = `document.querySelector("#rows tr[data-row]")`

// A person opens a table, reads its strangest rows, searches, chooses one, reads why it is strange, and takes them
// away.
func TestRows(t *testing.T) {
	turn(t)
	p := open(t, "#autoplay=0&speed=max")
	p.state(time.Minute, "ready", "paused")
	if eval[bool](p, `!!document.querySelector("#rows")?.checkVisibility()`) {
		t.Error("a preset has a table of rows")
	}
	file := testdata("penguins.csv")
	p.learn(file, 4, 342, 300)
	p.ranked()
	rows := p.tableRows()
	if len(rows) < 20 || len(rows) > 100 {
		t.Fatalf("%d rows are in the document", len(rows))
	}
	if !slices.IsSortedFunc(rows, func(a, b tableRow) int { return int(1e6 * (a.LogP - b.LogP)) }) {
		t.Errorf("the rows are not in the order of log p: %v", rows)
	}
	scored := p.score(file)
	least := 0.
	for i, v := range scored.logp {
		lp, err := strconv.ParseFloat(v, 64)
		if err != nil {
			continue // it has a blank cell
		}
		if least = min(least, lp); i+1 == rows[0].Row && fmt.Sprintf("%.3f", lp) != fmt.Sprintf("%.3f", rows[0].LogP) {
			t.Errorf("the strangest row, %d, has a log p of %v, scored %v", rows[0].Row, rows[0].LogP, lp)
		}
	}
	if fmt.Sprintf("%.3f", least) != fmt.Sprintf("%.3f", rows[0].LogP) {
		t.Errorf("the first row has a log p of %v, the least is %v", rows[0].LogP, least)
	}

	// By name and by number.
	p.fill("rows-search", "gentoo")
	p.wait(10*time.Second, `document.getElementById("rows-found").innerText.includes("Found 123 of 342")`)
	for _, r := range p.tableRows() {
		if !strings.Contains(r.Text, "Gentoo") {
			t.Errorf("found %q", r.Text)
		}
	}
	name, csv := p.download(func() { p.click("rows-export") })
	lines := strings.Split(strings.TrimSpace(string(csv)), "\n")
	if name != "rows.csv" || len(lines) != 124 ||
		lines[0] != "row,species,island,sex,bill_length_mm,bill_depth_mm,flipper_length_mm,body_mass_g,log_p,percentile" {
		t.Errorf("%s has %d lines and begins with %s", name, len(lines), lines[0])
	}
	if first := p.tableRows()[0]; !strings.HasPrefix(lines[1], strconv.Itoa(first.Row)+",Gentoo,") {
		t.Errorf("the first line is %s, the first row %d", lines[1], first.Row)
	}
	p.fill("rows-search", "#20")
	p.wait(10*time.Second, `document.querySelectorAll("#rows tr[data-row]").length === 1 && document.querySelector("#rows tr[data-row='20']")`)

	// One is chosen: it is marked, the slice goes through it, and it is explained.
	p.hit(firstRow)
	p.wait(time.Minute, `document.querySelectorAll("#why li").length === 4`)
	type surprise struct {
		Column         string
		Surprise, Tail float64
	}
	why := eval[[]surprise](p, `[...document.querySelectorAll("#why li")].map((e) => ({
		Column: e.dataset.column, Surprise: +e.dataset.surprise, Tail: +e.dataset.tail }))`)
	if !slices.IsSortedFunc(why, func(a, b surprise) int { return int(1e6 * (b.Surprise - a.Surprise)) }) {
		t.Errorf("the most surprising is not the first: %v", why)
	}
	for _, c := range why {
		if !strings.Contains(string(csv), c.Column) || !(c.Tail > 0 && c.Tail <= 1) {
			t.Errorf("%+v", c)
		}
	}
	if text := p.text("why"); strings.Count(text, "Typical is") != 4 || strings.Count(text, "Surprise ") != 4 {
		t.Errorf("it says %s", text)
	}
	p.wait(time.Minute, `document.querySelector(".pairs .note").innerText.includes("row 20")`)
	p.wait(10*time.Second, `[...document.querySelectorAll(".mark-row")].filter((e) => e.checkVisibility()).length === 2`)
	p.fill("rows-search", kb.Backspace)
	p.wait(10*time.Second, `document.querySelectorAll("#rows tr[data-row]").length > 20`)
	p.screenshots("rows")

	// By keys: from row to row, from page to page, and Enter chooses.
	eval[bool](p, `(document.querySelector("#rows tbody button[tabindex='0']").focus(), true)`)
	p.press(kb.ArrowDown)
	p.wait(10*time.Second, `document.activeElement.id === "row-at-1"`)
	p.press(kb.PageDown)
	p.wait(10*time.Second, `document.getElementById("rows-window").innerText.startsWith("51 to 100") && document.activeElement.id === "row-at-1"`)
	p.press(kb.End)
	p.wait(10*time.Second, `document.getElementById("rows-window").innerText.startsWith("301 to 342") && document.activeElement.id === "row-at-41"`)
	p.press("\r")
	p.wait(10*time.Second, `document.querySelector("#rows tr.chosen")?.contains(document.activeElement)`)
	p.wait(time.Minute, `document.querySelectorAll("#why li").length === 4 &&
		document.querySelector(".why-view h2").innerText.includes(document.activeElement.innerText)`)

	// Rows selected in a plane are those listed.
	p.click("select-x")
	p.drag("x-plane", 0, spot{.3, .3}, spot{.7, .3}, spot{.7, .7}, spot{.3, .7}, spot{.3, .3})
	p.wait(10*time.Second, `document.getElementById("rows-found").innerText.includes("selected in the planes")`)
	p.click("clear-selection")
	p.wait(10*time.Second, `document.getElementById("rows-found").innerText === "342 rows"`)

	// In Korean; and a preset has none of it.
	eval[bool](p, `(document.getElementById("lang-ko").click(), true)`)
	p.wait(10*time.Second, `document.querySelector(".rows-view h2").innerText.startsWith("행")`)
	latin := eval[[]string](p, `(document.querySelector(".views").innerText.match(/[A-Za-z_]+/g) || []).filter((w) =>
		!/^(log|p|nat|CSV|KS|species|island|sex|bill_.*|flipper_.*|body_.*|Adelie|Gentoo|Chinstrap|`+
		`Torgersen|Biscoe|Dream|female|male|NA)$/.test(w))`)
	if len(latin) > 0 {
		t.Errorf("in Korean it says %q", latin)
	}
	p.click("preset-moons")
	p.wait(time.Minute, `document.body.dataset.dim === "2" && !document.querySelector(".views").checkVisibility()`)
}
