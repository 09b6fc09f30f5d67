package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// Each table that the page ships is a click away, begins by the defaults that a link takes for granted, and has an
// address of its own.
func TestBuiltinTables(t *testing.T) {
	longTurn(t)
	p := openServed(t, "#autoplay=0")
	p.wait(time.Minute, `document.body.dataset.rows === "2000"`)
	for _, table := range []struct {
		name          string
		rows, columns int
	}{
		{"penguins", 342, 4}, {"iris", 150, 4}, {"wine", 178, 13}, {"banknote", 1372, 4}, {"faithful", 272, 2},
		{"redwine", 1599, 11}, {"cancer", 569, 30}, {"datasaurus", 142, 2},
	} {
		p.click("table-" + table.name)
		p.wait(time.Minute,
			fmt.Sprintf(`document.getElementById("table-%s").getAttribute("aria-pressed") === "true"`, table.name))
		if rows, dim := p.number("rows"), p.number("dim"); int(rows) != table.rows || int(dim) != table.columns {
			t.Errorf("%s has %g rows of %g", table.name, rows, dim)
		}
		if hash := eval[string](p, `location.hash`); hash != "#table="+table.name+"&seed=7&autoplay=0" {
			t.Errorf("%s is at %s", table.name, hash)
		}
		if table.name == "wine" {
			p.screenshots("builtin")
		}
	}
	eval[bool](p, `history.back(), true`)
	p.wait(time.Minute, `document.body.dataset.dim === "30" && location.hash.includes("table=cancer")`)

	p.visit("#table=iris&autoplay=0&seed=3")
	p.wait(time.Minute, `document.body.dataset.rows === "150" && document.body.dataset.dim === "4"`)
	if hash := eval[string](p, `location.hash`); !strings.Contains(hash, "seed=3") || strings.Contains(hash, "couplings") {
		t.Errorf("a link to iris is at %s", hash)
	}
}
