package rows

import (
	"fmt"
	"math"
	"regexp"
	"strings"
	"testing"

	"nicelab/app/apptest"
	"nicelab/app/lab"
	"nicelab/app/lab/labtest"
	"nicelab/app/view/why"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// Pages, keys and orders lead to windows of the table, of at most a hundred rows.
func TestWindowsOfRows(t *testing.T) {
	const n = 1_000_000
	l, r, v := apptest.Tabled(t, n)
	answer := func() (a protocol.RowsArgs) {
		t.Helper()
		l.Views.Watch()
		sent := labtest.Watches(r, "rows")
		if len(sent) != 1 {
			t.Fatalf("%d windows are asked for", len(sent))
		}
		l.Handle(apptest.Window(l, v, n, n))
		return sent[0].Args.Rows
	}
	r.Take()
	l.Handle(apptest.Window(l, v, n, n))
	if html := apptest.HTML(View(l), l.Views.All[0]); strings.Count(html, "<tr") != lab.PageRows+1 {
		t.Errorf("%d rows are in the document", strings.Count(html, "<tr"))
	}
	v.Turn(1)
	if a := answer(); a.First != lab.PageRows {
		t.Errorf("the next page begins at %d", a.First)
	}
	if v.Turn(-5); v.Ask.First != 0 || v.Turn(-1) {
		t.Errorf("back at the beginning it is at %d, and goes on", v.Ask.First)
	}
	answer()
	for i, c := range []struct {
		key       string
		first, at int
	}{
		{"ArrowDown", 0, 1}, {"ArrowUp", 0, 0}, {"ArrowUp", 0, 0}, {"PageDown", 50, 0}, {"ArrowUp", 0, 49},
		{"ArrowDown", 50, 0},
		{"End", n - 50, 49}, {"ArrowDown", n - 50, 49}, {"PageDown", n - 50, 49}, {"PageUp", n - 100, 49}, {"Home", 0, 0},
	} {
		was := v.Ask.First
		if !v.Key(c.key) {
			t.Fatalf("%s is not taken", c.key)
		}
		if v.Ask.First != was {
			if _, ok := v.Focused(); ok {
				t.Errorf("%d, %s: a row is focused before its window is there", i, c.key)
			}
			answer()
		}
		at, ok := v.Focused()
		if !ok {
			at = v.At // there is no way on
		}
		if v.Got.First != c.first || at != c.at {
			t.Errorf("%d, %s leads to row %d of the window from %d", i, c.key, at, v.Got.First)
		}
	}
	if v.Key("x") {
		t.Error("x is taken")
	}
	v.Order(protocol.ByColumn, 2)
	if a := answer(); a.Order != protocol.ByColumn || a.Column != 2 || a.Back || a.First != 0 {
		t.Errorf("ordered by a column: %+v", a)
	}
	if got := v.OrderText(); got != "by w, the smallest first" {
		t.Errorf("it says %q", got)
	}
	v.Order(protocol.ByColumn, 2)
	if a := answer(); !a.Back {
		t.Errorf("again: %+v", a)
	}
	v.Order(protocol.ByLogP, 0)
	if a := answer(); a.Back {
		t.Errorf("by log p: %+v", a)
	}
}

// chosen is the row 12 of the table, as a row that is marked.
var chosen = regexp.MustCompile(`<tr (class="chosen" data-row="12"|data-row="12" class="chosen")>`)

// A row that is chosen is shown and explained, chosen again no longer, and forgotten with its data.
func TestChoosingARow(t *testing.T) {
	l, r, v := apptest.Tabled(t, 300)
	l.Handle(apptest.Window(l, v, 300, 300))
	r.Take()
	l.ChooseRow(12)
	show := lab.FirstShow
	show.Row = 12
	sent := r.Take()
	if sent[0] != protocol.Command(show) || !sent[1].(protocol.Watch).Open || sent[1].(protocol.Watch).Args.Why.Row != 12 {
		t.Errorf("sent is %+v", sent)
	}
	panel := l.Views.All[0]
	if html := apptest.HTML(View(l), panel); len(chosen.FindAllString(html, -1)) != 1 ||
		!strings.Contains(html, "Row 12 is marked") {
		t.Errorf("the table is %s", html)
	}
	reasons := l.Views.All[1]
	if text := reasons.View.(*lab.WhyView).Text(false, 0); text != fmt.Sprintf(words.Say.WhyBusy, "0%") {
		t.Errorf("it says %q", text)
	}
	l.Handle(protocol.Why{Row: 12, Columns: []protocol.Surprise{
		{Column: 1, Value: -3, Surprise: 4.5, Tail: 0.0024, Median: 2, Lo: 1, Hi: 3, X: []float64{0, 1, 2, 3, 4},
			P: []float64{0, .2, .6, .2, 0}},
		{Column: 0, Value: 3, Surprise: math.NaN(), Tail: math.NaN(), Median: math.NaN(), Lo: math.NaN(), Hi: math.NaN()},
	}})
	html := apptest.HTML(why.View, reasons)
	for _, part := range []string{
		`data-column="v"`, `data-surprise="4.5"`, `data-tail="0.0024"`, "−3", "Strange: 1 in 420 is as far out.",
		"Typical is 2.00; 90% lie between 1.00 and 3.00. Surprise 4.50 nats.",
		words.Say.WhyUnknown, `class="here"`,
	} {
		if !strings.Contains(html, part) {
			t.Errorf("%s is not in %s", part, html)
		}
	}
	l.ChooseRow(12)
	if c := r.Take()[0]; c != protocol.Command(lab.FirstShow) {
		t.Errorf("chosen again: %+v", c)
	}
	l.ChooseRow(13)
	if html := apptest.HTML(why.View, reasons); strings.Contains(html, "data-surprise") {
		t.Error("row 12 is shown as row 13")
	}
	l.Handle(apptest.PresetState(protocol.Paused))
	if l.Shown.Row != 0 {
		t.Error("a preset has a row of the table")
	}
}

// While training nothing can be exported, and the page says of what step the ranking is.
func TestRowsWhileItTrains(t *testing.T) {
	l, r, v := apptest.Tabled(t, 300)
	l.Handle(protocol.Progress{Phase: protocol.Paused, Step: 7})
	l.Handle(apptest.Window(l, v, 300, 300))
	panel := l.Views.All[0]
	export := func() bool {
		html := apptest.HTML(View(l), panel)
		button := html[strings.Index(html, `id="rows-export"`)-200:]
		return !strings.Contains(button[:strings.Index(button, "</button>")], "disabled")
	}
	if !export() || v.RankText(false, 0) != words.Say.RowsHow {
		t.Errorf("at rest it can be exported: %v; it says %q", export(), v.RankText(false, 0))
	}
	r.Take()
	l.ExportRows(v)
	if c, ok := r.Take()[0].(protocol.SaveView); !ok || c.View != "rows" || c.ID == 0 {
		t.Errorf("the export asks for %+v", c)
	}
	l.Handle(protocol.Watched{View: "rows", Done: 0.425})
	if got := v.RankText(l.Views.All[0].Busy, l.Views.All[0].Done); got != "The rows are being ranked by log p: 42%." ||
		export() {
		t.Errorf("it says %q", got)
	}
	l.Handle(protocol.Watched{View: "rows", Done: 1})
	l.Handle(protocol.Progress{Phase: protocol.Paused, Step: 8})
	if got := v.RankText(false, 0); got != words.Say.RowsBegun || export() {
		t.Errorf("at another step it says %q", got)
	}
	l.Handle(protocol.Progress{Phase: protocol.Training, Step: 9})
	if got := v.RankText(false, 0); !strings.Contains(got, "step 7") || export() {
		t.Errorf("while it trains it says %q", got)
	}
	v.Forget()
	if got := v.RankText(false, 0); got != words.Say.RowsMoving {
		t.Errorf("without a ranking it says %q", got)
	}
}
