package app

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// cornered is a lab that shows the corner plot of a table of n rows, with what the trainer answers.
func cornered(t *testing.T, n int) (*lab, *recorder, *viewing, *cornerView) {
	t.Helper()
	l, r, _ := tabled(t, n)
	c, v := viewOf[*cornerView](l)
	answerCorner(l, c)
	return l, r, v, c
}

// answerCorner answers what the page asks for.
func answerCorner(l *lab, v *cornerView) {
	a := v.args(l).Corner
	if len(a.Columns) == 0 {
		a.Columns = []int{0, 1, 2}
	}
	k := len(a.Columns)
	pairs, n := k*(k-1)/2, 2
	data := protocol.CornerData{Args: a, Rows: 300, Total: l.state.Rows, Dots: make([]float32, 3*k)}
	model := protocol.Corner{Args: a, Step: 7, Samples: 65_536}
	model.Model = protocol.Contours{N: n, Grids: make([]float32, pairs*n*n), Levels: make([]float32, pairs*len(a.Masses))}
	for i := range model.Model.Levels {
		model.Model.Levels[i] = 1
	}
	for i := range k {
		data.Columns = append(data.Columns, protocol.CornerColumn{Positive: i != 1, Lo: 0, Hi: 10, Low: 3.2, Median: 4, High: 7.4, Bins: []float32{1, 2}})
		model.Columns = append(model.Columns, protocol.CornerMarginal{Low: 3, Median: 4.1, High: 7, KS: 0.02 + 0.06*float64(i), Chance: 0.073, Curve: []float32{0, 1}})
	}
	l.handle(data)
	l.handle(model)
}

// The figures behind the picture are in the document, with what is beyond chance marked, and each pair is a button.
func TestCornerHasATable(t *testing.T) {
	l, _, h, v := cornered(t, 300)
	html := ui.HTMLString(ui.Div().Body(body(&viewPanel{lab: l, view: h})...))
	for _, want := range []string{
		`id="corner-row-2"`, `id="corner-figures"`, `data-column="v"`, "4.0", "3.2 to 7.4", "4.1", "0.020", "0.073", `title="Not all of v is positive, so its axis has no logarithms."`,
		`aria-label="Show u across and w upwards in the big plane."`, "65,536 samples of the model and 300 rows, at step 7.", "Corner plot of u, v, w:",
		"The big plane shows u across and v upwards.",
	} {
		if !strings.Contains(html, want) {
			t.Errorf("%s is not in it", want)
		}
	}
	if n := strings.Count(html, `class="ks far"`); n != 2 {
		t.Errorf("%d columns are farther than by chance, in %s", n, html)
	}
	if n := len(regexp.MustCompile(`id="corner-\d"`).FindAllString(html, -1)); n != 3 {
		t.Errorf("%d pairs are buttons", n)
	}
	if got := v.missing(); got != "" {
		t.Errorf("it says %q", got)
	}
	v.model.Model.Levels[5] = 0
	if got := v.missing(); !strings.Contains(got, "contour of 99%") {
		t.Errorf("it says %q", got)
	}
}

// What is chosen is asked for: columns, at most eight and at least one; axes; contours, at least one.
func TestCornerIsAskedFor(t *testing.T) {
	l, r, _, v := cornered(t, 300)
	asked := func() protocol.CornerArgs {
		t.Helper()
		l.watchViews()
		sent := watches(r, "corner")
		if len(sent) != 1 || !sent[0].Open {
			t.Fatalf("sent is %+v", sent)
		}
		answerCorner(l, v)
		return sent[0].Args.Corner
	}
	l.watchViews()
	r.take()
	v.toggle(1)
	if a := asked(); fmt.Sprint(a.Columns) != "[0 2]" {
		t.Errorf("without one column: %+v", a)
	}
	v.toggle(0)
	if a := asked(); fmt.Sprint(a.Columns) != "[2]" {
		t.Errorf("without two: %+v", a)
	}
	if v.toggle(2); fmt.Sprint(v.ask.Columns) != "[2]" {
		t.Error("none is left")
	}
	v.toggle(0)
	v.toggleLog(2)
	v.toggleMass(0.5)
	v.toggleMass(0.393)
	v.ask.Outline = true
	if a := asked(); fmt.Sprint(a.Columns, a.Logs, a.Masses, a.Outline) != "[0 2] [2] [0.393 0.9 0.99] true" {
		t.Errorf("%+v", a)
	}
	for range 2 {
		v.toggleMass(0.393)
		v.toggleMass(0.9)
		v.toggleMass(0.99)
	}
	if len(v.ask.Masses) == 0 {
		t.Error("no contour is left")
	}
	v.data.Args.Columns = []int{0, 1, 2, 3, 4, 5, 6, 7}
	if v.toggle(8); len(v.ask.Columns) > protocol.MaxCorner {
		t.Errorf("%d columns are asked for", len(v.ask.Columns))
	}
	l.chooseRow(12)
	if a := v.args(l).Corner; a.Row != 12 {
		t.Errorf("row %d is marked", a.Row)
	}
	// What came for other columns is not drawn as if it were of these.
	l.handle(protocol.CornerData{Args: protocol.CornerArgs{Columns: []int{0}}, Columns: make([]protocol.CornerColumn, 1)})
	if v.fitting() || v.text(l, false, 0) != words.Say.CornerWait || len(v.parts(l, plotTheme(false), 0, 0, 500)) != 0 {
		t.Error("a model of other columns fits")
	}
	l.handle(presetState(protocol.Paused))
	if len(v.data.Columns) != 0 || len(v.ask.Columns) != 0 {
		t.Error("of other data something is left")
	}
}

// Arrow keys lead from pair to pair, and no farther.
func TestKeysInTheCorner(t *testing.T) {
	l, _, _, v := cornered(t, 300)
	for i, c := range []struct {
		key string
		at  int
	}{
		{"ArrowUp", 0}, {"ArrowRight", 0}, {"ArrowDown", 1}, {"ArrowRight", 2}, {"ArrowRight", 2}, {"ArrowDown", 2}, {"ArrowUp", 0}, {"End", 2}, {"ArrowLeft", 1},
		{"Home", 0},
	} {
		if !v.key(c.key) || v.at != c.at {
			t.Errorf("%d: %s leads to pair %d, not to %d", i, c.key, v.at, c.at)
		}
	}
	if v.key("x") {
		t.Error("x is taken")
	}
	for pair, want := range []string{"1 0", "2 0", "2 1", "3 0"} {
		row, column := pairOf(pair)
		if got := fmt.Sprint(row, column); got != want {
			t.Errorf("pair %d is in cell %s, want %s", pair, got, want)
		}
	}
	v.toggle(0)
	v.toggle(1)
	answerCorner(l, v) // one column has no pairs
	v.key("ArrowDown")
	if v.at != 0 {
		t.Errorf("of one column it leads to pair %d", v.at)
	}
}

// What it says follows the training, and the picture that leaves the page has it.
func TestCornerInWords(t *testing.T) {
	l, _, _, v := cornered(t, 300)
	if got := v.text(l, true, 0.425); got != "More samples are being drawn: 42%." {
		t.Errorf("it says %q", got)
	}
	m := v.model
	m.Moving, m.Samples, m.Step = true, 1024, 1200
	l.handle(m)
	if got := v.text(l, false, 0); got != "1,024 samples of the model at step 1,200, always of the same latents: the plot moves as it trains." {
		t.Errorf("it says %q", got)
	}
	l.handle(v.data)
	m.Moving = false
	l.handle(m)
	v.data.Total = 1_000_000
	if got := v.text(l, false, 0); !strings.Contains(got, "300 of 1,000,000 rows") {
		t.Errorf("it says %q", got)
	}
	parts, _, high := l.picture(plotTheme(false))
	if len(parts) != 5 || parts[3].W != parts[4].W || parts[3].y+parts[3].H+pictureSpace != high {
		t.Errorf("the picture has %d parts and is %v high", len(parts), high)
	}
	for _, c := range []struct {
		low, median, high float64
		want              string
	}{{37.8, 44.45, 50, "44.5 +5.5 −6.7"}, {3400, 4050, 5122, "4050 +1072 −650"}, {2, 2, 2, "2"}, {-3, -1, 1, "−1.0 +2.0 −2.0"}} {
		if got := interval(c.low, c.median, c.high); got != c.want {
			t.Errorf("%v is written %s, want %s", c, got, c.want)
		}
	}
}

// The big plane shows a slice or a marginal, and says which; of a marginal no log p is read.
func TestThePlaneSaysWhatItShows(t *testing.T) {
	l, r, _, _ := cornered(t, 300)
	picture := protocol.Planes{N: 2, LogP: make([]float32, 4), MaxX: 1, MaxY: 1, SliceRow: 12, Data: []float32{0, 0}}
	l.handle(picture)
	if l.sliceText() != "A slice: the other columns are held at row 12 of the file." || l.lines() != words.Say.SliceLines || l.hint() == "" {
		t.Errorf("it says %q, %q", l.sliceText(), l.lines())
	}
	r.take()
	l.setPlaneAs("marginal")
	want := firstShow
	want.Marginal = true
	if sent := r.take(); len(sent) == 0 || sent[0] != protocol.Command(want) {
		t.Errorf("sent is %+v", sent)
	}
	picture.SliceRow, picture.Marginal = 0, 65_536
	l.handle(picture)
	l.point(0.5, 0.5, false)
	l.handle(protocol.Probed{ID: l.probe.id, X: 0.5, Y: 0.5, LogP: -7.5, Z: []float32{1, 2, 3}})
	if !strings.Contains(l.sliceText(), "65,536 samples") || l.lines() != words.Say.MarginalLines || l.hint() != "" || l.probedLatent() != nil {
		t.Errorf("it says %q, %q", l.sliceText(), l.lines())
	}
	html := ui.HTMLString((&page{lab: l}).readout())
	if !strings.Contains(html, "(0.5, 0.5)") || strings.Contains(html, "7.5") {
		t.Errorf("the readout is %s", html)
	}
}
