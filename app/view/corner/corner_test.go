package corner

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"nicelab/app/apptest"
	"nicelab/app/kit"
	"nicelab/app/lab"
	"nicelab/app/lab/labtest"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// The figures behind the picture are in the document, with what is beyond chance marked, and each pair is a button.
func TestCornerHasATable(t *testing.T) {
	l, _, h, v := apptest.Cornered(t, 300)
	html := apptest.HTML(View(l), h)
	for _, want := range []string{
		`id="corner-row-2"`, `id="corner-figures"`, `data-column="v"`, "4.0", "3.2 to 7.4", "4.1", "0.020", "0.073",
		`title="Not all of v is positive, so its axis has no logarithms."`,
		`aria-label="Show u across and w upwards in the big plane."`, "65,536 samples of the model and 300 rows, at step 7.",
		"Corner plot of u, v, w:",
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
	if got := v.Missing(); got != "" {
		t.Errorf("it says %q", got)
	}
	v.Model.Model.Levels[5] = 0
	if got := v.Missing(); !strings.Contains(got, "contour of 99%") {
		t.Errorf("it says %q", got)
	}
}

// What is chosen is asked for: columns, at most eight and at least one; axes; contours, at least one.
func TestCornerIsAskedFor(t *testing.T) {
	l, r, _, v := apptest.Cornered(t, 300)
	asked := func() protocol.CornerArgs {
		t.Helper()
		l.Views.Watch()
		sent := labtest.Watches(r, "corner")
		if len(sent) != 1 || !sent[0].Open {
			t.Fatalf("sent is %+v", sent)
		}
		apptest.AnswerCorner(l, v)
		return sent[0].Args.Corner
	}
	l.Views.Watch()
	r.Take()
	v.Toggle(1)
	if a := asked(); fmt.Sprint(a.Columns) != "[0 2]" {
		t.Errorf("without one column: %+v", a)
	}
	v.Toggle(0)
	if a := asked(); fmt.Sprint(a.Columns) != "[2]" {
		t.Errorf("without two: %+v", a)
	}
	if v.Toggle(2); fmt.Sprint(v.Ask.Columns) != "[2]" {
		t.Error("none is left")
	}
	v.Toggle(0)
	v.ToggleLog(2)
	v.ToggleMass(0.5)
	v.ToggleMass(0.393)
	v.Ask.Outline = true
	if a := asked(); fmt.Sprint(a.Columns, a.Logs, a.Masses, a.Outline) != "[0 2] [2] [0.393 0.9 0.99] true" {
		t.Errorf("%+v", a)
	}
	for range 2 {
		v.ToggleMass(0.393)
		v.ToggleMass(0.9)
		v.ToggleMass(0.99)
	}
	if len(v.Ask.Masses) == 0 {
		t.Error("no contour is left")
	}
	v.Data.Args.Columns = []int{0, 1, 2, 3, 4, 5, 6, 7}
	if v.Toggle(8); len(v.Ask.Columns) > protocol.MaxCorner {
		t.Errorf("%d columns are asked for", len(v.Ask.Columns))
	}
	l.ChooseRow(12)
	if a := v.Args().Corner; a.Row != 12 {
		t.Errorf("row %d is marked", a.Row)
	}
	// What came for other columns is not drawn as if it were of these.
	l.Handle(protocol.CornerData{Args: protocol.CornerArgs{Columns: []int{0}}, Columns: make([]protocol.CornerColumn, 1)})
	if v.Fitting() || v.Text(false, 0) != words.Say.CornerWait || len(v.Parts(kit.Theme(false), 0, 0, 500)) != 0 {
		t.Error("a model of other columns fits")
	}
	l.Handle(apptest.PresetState(protocol.Paused))
	if len(v.Data.Columns) != 0 || len(v.Ask.Columns) != 0 {
		t.Error("of other data something is left")
	}
}

// What it says follows the training, and the picture that leaves the page has it.
func TestCornerInWords(t *testing.T) {
	l, _, _, v := apptest.Cornered(t, 300)
	if got := v.Text(true, 0.425); got != "More samples are being drawn: 42%." {
		t.Errorf("it says %q", got)
	}
	m := v.Model
	m.Moving, m.Samples, m.Step = true, 1024, 1200
	l.Handle(m)
	if got := v.Text(false,
		0); got != "1,024 samples of the model at step 1,200, always of the same latents: the plot moves as it trains." {
		t.Errorf("it says %q", got)
	}
	l.Handle(v.Data)
	m.Moving = false
	l.Handle(m)
	v.Data.Total = 1_000_000
	if got := v.Text(false, 0); !strings.Contains(got, "300 of 1,000,000 rows") {
		t.Errorf("it says %q", got)
	}
	parts, _, high := l.Picture(kit.Theme(false))
	if len(parts) != 5 || parts[3].W != parts[4].W || parts[3].Y+parts[3].H+lab.PictureSpace != high {
		t.Errorf("the picture has %d parts and is %v high", len(parts), high)
	}
	for _, c := range []struct {
		low, median, high float64
		want              string
	}{{37.8, 44.45, 50, "44.5 +5.5 −6.7"}, {3400, 4050, 5122, "4050 +1072 −650"}, {2, 2, 2, "2"},
		{-3, -1, 1, "−1.0 +2.0 −2.0"}} {
		if got := lab.Interval(c.low, c.median, c.high); got != c.want {
			t.Errorf("%v is written %s, want %s", c, got, c.want)
		}
	}
}
