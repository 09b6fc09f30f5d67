package e2e

import (
	"testing"
	"time"

	"nicelab/web/machine"
)

// A table of 1,024 columns: it trains, is ranked, a row is explained and the corner plot drawn, of some of the columns.
func TestAThousandColumns(t *testing.T) {
	million(t)
	path := written(t, "wide.csv", 2000, 1024, writeCSV)
	p := alone(t, "#autoplay=0&speed=max")
	p.wait(time.Minute, `document.body.dataset.rows === "2000"`)
	base, most := p.memory(), p.watchMemory()
	p.film()
	start := time.Now()
	p.upload("upload", path)
	p.wait(3*time.Minute, `document.body.dataset.dim === "1024"`)
	t.Logf("read after %.1f s; load %s; %s", time.Since(start).Seconds(), machine.Load(), p.film())
	p.click("play")
	start = time.Now()
	p.wait(2*time.Minute, `+document.body.dataset.step >= 30`)
	p.halt()
	t.Logf("step %s after %.1f s, NLL %s; %s", p.data("step"), time.Since(start).Seconds(), p.data("nll-valid"), p.film())
	p.rankedSoon(t, start, 3)
	start = time.Now()
	p.hit(firstRow + `?.cells[0]`) // the row itself may be wider than the screen
	p.wait(2*time.Minute, `document.querySelectorAll("#why li").length === 24`)
	t.Logf("a row is explained after %.1f s: %s", time.Since(start).Seconds(), p.film())
	p.click("what-if")
	p.wait(time.Minute, `document.querySelectorAll("#why input[type='range']").length === 16`)
	p.choose("what-if-add", "1000")
	p.wait(time.Minute, `document.getElementById("what-if-1000-slider")`)
	p.screenshot("wide", 1440, 900, false)
	start = time.Now()
	p.corner()
	t.Logf("the corner plot is drawn after %.1f s: %s", time.Since(start).Seconds(), p.film())
	t.Logf("at most %.0f MB beside the page's own %.0f", most()-base.resident, base.resident)
}
