package app

import (
	"fmt"
	"math"
	"regexp"
	"strings"
	"testing"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// tabled is a lab that has a table of n rows at rest, and shows its views.
func tabled(t *testing.T, n int) (*lab, *recorder, *rowsView) {
	t.Helper()
	l, r := started(t)
	for _, v := range l.views {
		v.there = true
	}
	l.handle(protocol.State{
		Phase: protocol.Paused, Source: "table", Name: "a.csv", Columns: []string{"u", "v", "w"}, Rows: n,
		Show: firstShow, Model: defaultRun().Model, Train: defaultRun().Train,
	})
	return l, r, l.views[0].view.(*rowsView)
}

// watches returns what was sent of a view since the last call.
func watches(r *recorder, name string) (found []protocol.Watch) {
	for _, c := range r.take() {
		if w, ok := c.(protocol.Watch); ok && w.View == name {
			found = append(found, w)
		}
	}
	return found
}

// window answers what the page asks for, of n rows in all, found of them.
func window(l *lab, v *rowsView, n, found int) protocol.Rows {
	a := v.args(l).Rows
	e := protocol.Rows{Args: a, Total: n, Found: found, First: max(0, min(a.First, found-1)), Ranked: true, Step: 7, Names: []string{"kind", "u", "v", "w"}, Texts: 1}
	for i := e.First; i < min(found, e.First+a.Length); i++ {
		e.Numbers = append(e.Numbers, i+1)
		e.Cells = append(e.Cells, "Bo-1", "-1.5", "2", "3")
		e.LogP, e.Share = append(e.LogP, float64(i)), append(e.Share, float64(i)/float64(n))
	}
	return e
}

// A view is watched where it is shown and fits, and nothing is said twice; a new trainer hears of it again.
func TestViewsAreWatchedWhereTheyFit(t *testing.T) {
	l, r, v := tabled(t, 300)
	sent := watches(r, "rows")
	if len(sent) != 1 || !sent[0].Open || sent[0].Args.Rows.Length != pageRows {
		t.Fatalf("of a table the trainer is told %+v", sent)
	}
	l.watchViews()
	if again := r.take(); len(again) != 0 {
		t.Errorf("without a change it is told %+v", again)
	}
	l.views[0].closed = true
	l.watchViews()
	if sent := watches(r, "rows"); len(sent) != 1 || sent[0].Open {
		t.Errorf("closed: %+v", sent)
	}
	l.views[0].closed = false
	l.watchViews()
	r.take()
	l.handle(protocol.Hello{})
	if sent := watches(r, "rows"); len(sent) != 1 || !sent[0].Open {
		t.Errorf("a new trainer is told %+v", sent)
	}
	l.handle(window(l, v, 300, 300))
	l.handle(presetState(protocol.Paused))
	if sent := watches(r, "rows"); len(sent) != 1 || sent[0].Open {
		t.Errorf("of a preset: %+v", sent)
	}
	if l.viewsShown() || len(v.got.Numbers) != 0 {
		t.Error("of a preset rows are shown")
	}
}

// Every event and every view's name has a place: what no view takes is a mistake.
func TestEachViewTakesItsOwn(t *testing.T) {
	l, _, _ := tabled(t, 300)
	for _, e := range []protocol.Event{protocol.Rows{}, protocol.Why{}, protocol.CornerData{}, protocol.Corner{}} {
		takers := 0
		for _, v := range newViews() {
			if v.take(l, e) {
				takers++
			}
		}
		if takers != 1 {
			t.Errorf("%T is taken by %d views", e, takers)
		}
	}
}

// Pages, keys and orders lead to windows of the table, of at most a hundred rows.
func TestWindowsOfRows(t *testing.T) {
	const n = 1_000_000
	l, r, v := tabled(t, n)
	answer := func() (a protocol.RowsArgs) {
		t.Helper()
		l.watchViews()
		sent := watches(r, "rows")
		if len(sent) != 1 {
			t.Fatalf("%d windows are asked for", len(sent))
		}
		l.handle(window(l, v, n, n))
		return sent[0].Args.Rows
	}
	r.take()
	l.handle(window(l, v, n, n))
	if html := ui.HTMLString(ui.Div().Body(body(&viewPanel{lab: l, view: l.views[0]})...)); strings.Count(html, "<tr") != pageRows+1 {
		t.Errorf("%d rows are in the document", strings.Count(html, "<tr"))
	}
	v.turn(1)
	if a := answer(); a.First != pageRows {
		t.Errorf("the next page begins at %d", a.First)
	}
	if v.turn(-5); v.ask.First != 0 || v.turn(-1) {
		t.Errorf("back at the beginning it is at %d, and goes on", v.ask.First)
	}
	answer()
	for i, c := range []struct {
		key       string
		first, at int
	}{
		{"ArrowDown", 0, 1}, {"ArrowUp", 0, 0}, {"ArrowUp", 0, 0}, {"PageDown", 50, 0}, {"ArrowUp", 0, 49}, {"ArrowDown", 50, 0},
		{"End", n - 50, 49}, {"ArrowDown", n - 50, 49}, {"PageDown", n - 50, 49}, {"PageUp", n - 100, 49}, {"Home", 0, 0},
	} {
		was := v.ask.First
		if !v.key(c.key) {
			t.Fatalf("%s is not taken", c.key)
		}
		if v.ask.First != was {
			if _, ok := v.focused(l); ok {
				t.Errorf("%d, %s: a row is focused before its window is there", i, c.key)
			}
			answer()
		}
		at, ok := v.focused(l)
		if !ok {
			at = v.at // there is no way on
		}
		if v.got.First != c.first || at != c.at {
			t.Errorf("%d, %s leads to row %d of the window from %d", i, c.key, at, v.got.First)
		}
	}
	if v.key("x") {
		t.Error("x is taken")
	}
	v.order(protocol.ByColumn, 2)
	if a := answer(); a.Order != protocol.ByColumn || a.Column != 2 || a.Back || a.First != 0 {
		t.Errorf("ordered by a column: %+v", a)
	}
	if got := v.orderText(l); got != "by w, the smallest first" {
		t.Errorf("it says %q", got)
	}
	v.order(protocol.ByColumn, 2)
	if a := answer(); !a.Back {
		t.Errorf("again: %+v", a)
	}
	v.order(protocol.ByLogP, 0)
	if a := answer(); a.Back {
		t.Errorf("by log p: %+v", a)
	}
}

// A search begins at its first row; one that leaves fewer rows than came before ends on its last page, and asks no more.
func TestSearchesOfRows(t *testing.T) {
	l, r, v := tabled(t, 300)
	l.handle(window(l, v, 300, 300))
	v.turn(3)
	v.search("bo")
	l.watchViews()
	if sent := watches(r, "rows"); sent[len(sent)-1].Args.Rows.Search != "bo" || sent[len(sent)-1].Args.Rows.First != 0 {
		t.Errorf("%+v", sent)
	}
	l.handle(window(l, v, 300, 3))
	if got := v.foundText(l); got != "Found 3 of 300 rows" || v.windowText() != "1 to 3 of 3" {
		t.Errorf("it says %q, %q", got, v.windowText())
	}
	l.handle(window(l, v, 300, 0))
	if got := v.foundText(l); got != "No row has “bo” in it." || v.windowText() != "" {
		t.Errorf("it says %q, %q", got, v.windowText())
	}
	v.search("")
	v.ask.First = 250
	l.watchViews()
	l.handle(window(l, v, 300, 120)) // fewer than there were
	r.take()
	if l.watchViews(); v.ask.First != 119 || len(r.take()) != 0 || v.awaited(l) {
		t.Errorf("it asks for the window from %d", v.ask.First)
	}
	l.picking.Rows = []int{4, 9}
	l.watchViews()
	if sent := watches(r, "rows"); len(sent) != 1 || fmt.Sprint(sent[0].Args.Rows.Among) != "[4 9]" {
		t.Errorf("of a selection: %+v", sent)
	}
	l.handle(window(l, v, 300, 2))
	if got := v.foundText(l); got != "2 of 300 rows: those selected in the planes" {
		t.Errorf("it says %q", got)
	}
}

// chosen is the row 12 of the table, as a row that is marked.
var chosen = regexp.MustCompile(`<tr (class="chosen" data-row="12"|data-row="12" class="chosen")>`)

// A row that is chosen is shown and explained, chosen again no longer, and forgotten with its data.
func TestChoosingARow(t *testing.T) {
	l, r, v := tabled(t, 300)
	l.handle(window(l, v, 300, 300))
	r.take()
	l.chooseRow(12)
	show := firstShow
	show.Row = 12
	sent := r.take()
	if sent[0] != protocol.Command(show) || !sent[1].(protocol.Watch).Open || sent[1].(protocol.Watch).Args.Why.Row != 12 {
		t.Errorf("sent is %+v", sent)
	}
	panel := &viewPanel{lab: l, view: l.views[0]}
	if html := ui.HTMLString(ui.Div().Body(body(panel)...)); len(chosen.FindAllString(html, -1)) != 1 || !strings.Contains(html, "Row 12 is marked") {
		t.Errorf("the table is %s", html)
	}
	why := l.views[1]
	if text := why.view.(*whyView).text(l, false, 0); text != fmt.Sprintf(words.Say.WhyBusy, "0%") {
		t.Errorf("it says %q", text)
	}
	l.handle(protocol.Why{Row: 12, Columns: []protocol.Surprise{
		{Column: 1, Value: -3, Surprise: 4.5, Tail: 0.0024, Median: 2, Lo: 1, Hi: 3, X: []float64{0, 1, 2, 3, 4}, P: []float64{0, .2, .6, .2, 0}},
		{Column: 0, Value: 3, Surprise: math.NaN(), Tail: math.NaN(), Median: math.NaN(), Lo: math.NaN(), Hi: math.NaN()},
	}})
	html := ui.HTMLString(ui.Div().Body(body(&viewPanel{lab: l, view: why})...))
	for _, part := range []string{
		`data-column="v"`, `data-surprise="4.5"`, `data-tail="0.0024"`, "−3", "Strange: 1 in 420 is as far out.", "Typical is 2.00; 90% lie between 1.00 and 3.00.",
		words.Say.WhyUnknown, `class="here"`,
	} {
		if !strings.Contains(html, part) {
			t.Errorf("%s is not in %s", part, html)
		}
	}
	l.chooseRow(12)
	if c := r.take()[0]; c != protocol.Command(firstShow) {
		t.Errorf("chosen again: %+v", c)
	}
	l.chooseRow(13)
	if html := ui.HTMLString(ui.Div().Body(body(&viewPanel{lab: l, view: why})...)); strings.Contains(html, "data-surprise") {
		t.Error("row 12 is shown as row 13")
	}
	l.handle(presetState(protocol.Paused))
	if l.shown.Row != 0 {
		t.Error("a preset has a row of the table")
	}
}

// A click near a point of a table chooses its row; one beside them all, in a selection or on a preset none.
func TestChoosingAPoint(t *testing.T) {
	l, r, _ := tabled(t, 300)
	l.handle(paired())
	asked := func() (points []int) {
		for _, c := range r.take() {
			if s, ok := c.(protocol.Show); ok {
				points = append(points, s.Point)
			}
		}
		return points
	}
	asked()
	l.choosePoint(0.9, 1.1, 0.04)
	l.choosePoint(0, 0, 0.04)
	l.point(-1, 1, true)
	l.arrow("Enter", false)
	if got := fmt.Sprint(asked()); got != "[3 4]" || l.shown.Point != 0 {
		t.Errorf("chosen are the points %s", got)
	}
	l.setPicking(true)
	l.choosePoint(1, 1, 0.04)
	l.setPicking(false)
	l.showDots(false)
	l.choosePoint(1, 1, 0.04)
	l.showDots(true)
	l.handle(presetState(protocol.Paused))
	l.choosePoint(1, 1, 0.04)
	if got := asked(); len(got) > 0 {
		t.Errorf("chosen are the points %v", got)
	}
}

// While training nothing can be exported, and the page says of what step the ranking is.
func TestRowsWhileItTrains(t *testing.T) {
	l, r, v := tabled(t, 300)
	l.handle(protocol.Progress{Phase: protocol.Paused, Step: 7})
	l.handle(window(l, v, 300, 300))
	panel := &viewPanel{lab: l, view: l.views[0]}
	export := func() bool {
		html := ui.HTMLString(ui.Div().Body(body(panel)...))
		button := html[strings.Index(html, `id="rows-export"`)-200:]
		return !strings.Contains(button[:strings.Index(button, "</button>")], "disabled")
	}
	if !export() || v.rankText(l, false, 0) != words.Say.RowsHow {
		t.Errorf("at rest it can be exported: %v; it says %q", export(), v.rankText(l, false, 0))
	}
	r.take()
	l.exportRows(v)
	if c, ok := r.take()[0].(protocol.SaveView); !ok || c.View != "rows" || c.ID == 0 {
		t.Errorf("the export asks for %+v", c)
	}
	l.handle(protocol.Watched{View: "rows", Done: 0.425})
	if got := v.rankText(l, l.views[0].busy, l.views[0].done); got != "The rows are being ranked by log p: 42%." || export() {
		t.Errorf("it says %q", got)
	}
	l.handle(protocol.Watched{View: "rows", Done: 1})
	l.handle(protocol.Progress{Phase: protocol.Paused, Step: 8})
	if got := v.rankText(l, false, 0); got != words.Say.RowsBegun || export() {
		t.Errorf("at another step it says %q", got)
	}
	l.handle(protocol.Progress{Phase: protocol.Training, Step: 9})
	if got := v.rankText(l, false, 0); !strings.Contains(got, "step 7") || export() {
		t.Errorf("while it trains it says %q", got)
	}
	v.forget()
	if got := v.rankText(l, false, 0); got != words.Say.RowsMoving {
		t.Errorf("without a ranking it says %q", got)
	}
}

// How far out a value lies, for people.
func TestTailsInWords(t *testing.T) {
	for tail, want := range map[float64]string{
		math.NaN(): words.Say.WhyUnknown, 0: "Very strange: fewer than 1 in 1,000,000 are as far out.", 0.00012: "Strange: 1 in 8,300 is as far out.",
		0.0499: "Strange: 1 in 20 is as far out.", 0.37: "Usual: 37 in 100 are as far out.", 1: "Usual: 100 in 100 are as far out.",
	} {
		if got := tailText(tail); got != want {
			t.Errorf("%v: %q", tail, got)
		}
	}
	for _, c := range []struct {
		v, width float64
		want     string
	}{{3702.4, 1100, "3702"}, {-39.123, 8, "−39.1"}, {0.01234, 0.01, "0.0123"}, {2, 0, "2"}, {1e-7, 1e-9, "1e−07"}, {4e12, 1e11, "4e+12"}} {
		if got := about(c.v, c.width); got != c.want {
			t.Errorf("%v of a width of %v is written %s", c.v, c.width, got)
		}
	}
}
