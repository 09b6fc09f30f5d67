package loss

import (
	"math"
	"strings"
	"testing"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/apptest"
	"nicelab/app/lab/labtest"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

func TestRivalTable(t *testing.T) {
	l, _ := apptest.Started(t)
	if html := ui.HTMLString(rivalTable(&l.Report)); !strings.Contains(html, "hidden") {
		t.Errorf("without baselines it is seen: %s", html)
	}
	e := labtest.Rivals(2, 3, 2.5, math.NaN())
	e.Models[0].Rows = 40
	l.Handle(e)
	html := ui.HTMLString(rivalTable(&l.Report))
	figures := []string{"2.000", "3.000", "2.500", "0.500", "± 0.100", "of 3", "from 40 of 80 rows", "step 1,200"}
	for _, want := range append(figures, words.Say.BaseBusy) {
		if !strings.Contains(html, want) {
			t.Errorf("it does not say %q: %s", want, html)
		}
	}
	if strings.Contains(html, "hidden") || strings.Contains(html, "NaN") {
		t.Errorf("%s", html)
	}
	l.Handle(protocol.Progress{Phase: protocol.Over, Step: 1200})
	if html := ui.HTMLString(rivalTable(&l.Report)); strings.Contains(html, "step 1,200") {
		t.Error("at rest it names the step that was compared while training")
	}
	l.Handle(protocol.Baselines{Flow: math.NaN()})
	if html := ui.HTMLString(rivalTable(&l.Report)); !strings.Contains(html, "hidden") {
		t.Error("the table of other data is still there")
	}
}

// The sentence of a run on pictures follows the Gaussian that it is held against.
func TestPicturesAreLearnedWhereTheyBeatTheGaussian(t *testing.T) {
	l, _ := apptest.WithPictures(t)
	l.Handle(protocol.Progress{Phase: protocol.Over, Step: 300, Valid: -30, Bits: 2})
	if l.Status() != "stopped" {
		t.Errorf("nothing is known, and it is %s", l.Status())
	}
	rival := func(lead float64) protocol.Baselines {
		return protocol.Baselines{Step: 300, Flow: -30, Bits: 2, Held: 10, Of: 40, Train: 80,
			Models: []protocol.Baseline{
				{Name: "gaussian", NLL: -30 + lead, Bits: 2.5, Lead: lead, LeadError: 1, Rows: 80},
			}}
	}
	l.Handle(rival(20))
	html := ui.HTMLString(rivalTable(&l.Report))
	if text := l.Standing(); l.Status() != "learned" || !strings.Contains(text, "10 of the 40") ||
		!strings.Contains(html, "2.500 bits a pixel") || !strings.Contains(html, "2.000 bits a pixel") {
		t.Errorf("%s, %q, %s", l.Status(), text, html)
	}
	l.Rest.Bits = 2
	if text := l.Imaging.GridNote(); !strings.Contains(text, "has 2.500") {
		t.Errorf("it says %q", text)
	}
	l.Handle(rival(-20))
	if l.Status() != "stopped" || !strings.Contains(l.OverText(), "Gaussian") {
		t.Errorf("%s: %q", l.Status(), l.OverText())
	}
}
