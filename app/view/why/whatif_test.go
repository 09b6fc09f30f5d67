package why

import (
	"slices"
	"strings"
	"testing"

	"nicelab/app/apptest"
	"nicelab/app/lab/labtest"
)

// While an answer is awaited the next values wait, and of those only the last are asked for; the mark in the planes is
// where they lie. Back at the row, and with another row, nothing is left of them.
func TestWhatIf(t *testing.T) {
	l, r, _ := apptest.Tabled(t, 300)
	v, panel := l.Views.Why(), l.Views.All[1]
	own := []float64{1.5, 2, -3}
	html := func() string { return apptest.HTML(View, panel) }
	l.ChooseRow(12)
	if v.Try(true); v.Trying() || strings.Contains(html(), `type="range"`) {
		t.Error("a row that is not explained yet has sliders")
	}
	l.Handle(labtest.Explained(v.Args().Why, own))
	r.Take()
	v.Try(true)
	sent := labtest.Watches(r, "why")
	if len(sent) != 1 || !slices.Equal(sent[0].Args.Why.Values, own) ||
		!slices.Equal(sent[0].Args.Why.Columns, []int{0, 1, 2}) {
		t.Fatalf("sent is %+v", sent)
	}
	if h := html(); strings.Count(h, `type="range"`) != 3 || !strings.Contains(h, `id="what-if-2"`) ||
		!strings.Contains(h, "log p = −3.000; the row itself has −9.000.") {
		t.Errorf("it shows %s", h)
	}
	l.Handle(labtest.Explained(sent[0].Args.Why, own))
	for _, x := range []float64{3, 4, 5} {
		v.Set(1, x)
	}
	if sent = labtest.Watches(r, "why"); len(sent) != 1 || !slices.Equal(sent[0].Args.Why.Values, []float64{1.5, 3, -3}) {
		t.Fatalf("at first it asks for %+v", sent)
	}
	l.Handle(labtest.Explained(sent[0].Args.Why, own))
	if sent = labtest.Watches(r, "why"); len(sent) != 1 || !slices.Equal(sent[0].Args.Why.Values, []float64{1.5, 5, -3}) {
		t.Fatalf("then it asks for %+v", sent)
	}
	l.Handle(labtest.Explained(sent[0].Args.Why, own))
	if at := l.Views.Why().Mark(); !slices.Equal(at, []float32{1.5, 5, .1, .2}) {
		t.Errorf("the mark is at %v", at)
	}
	if sent = labtest.Watches(r, "why"); len(sent) != 0 {
		t.Errorf("answered, it asks for %+v", sent)
	}
	v.Again()
	if sent = labtest.Watches(r, "why"); len(sent) != 1 || !slices.Equal(sent[0].Args.Why.Values, own) {
		t.Errorf("back at the row it asks for %+v", sent)
	}
	v.Set(0, 7)
	v.Try(false)
	if sent = labtest.Watches(r, "why"); len(sent) != 1 || sent[0].Args.Why.Values != nil || v.Got.Row != 0 {
		t.Errorf("at the end it asks for %+v and shows row %d", sent, v.Got.Row)
	}
	l.Handle(labtest.Explained(v.Args().Why, own))
	v.Try(true)
	l.ChooseRow(13)
	if a := v.Args().Why; a.Row != 13 || a.Values != nil || l.Views.Why().Mark() != nil ||
		strings.Contains(html(), `type="range"`) {
		t.Errorf("of another row it asks for %+v", a)
	}
	l.Handle(labtest.Explained(v.Args().Why, own))
	if l.ChooseRow(12); v.Trying() {
		t.Error("row 12 is still tried")
	}
}
