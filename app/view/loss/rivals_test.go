package app

import (
	"math"
	"strings"
	"testing"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

func TestRivalTable(t *testing.T) {
	l, _ := started(t)
	if html := ui.HTMLString(rivalTable(l)); !strings.Contains(html, "hidden") {
		t.Errorf("without baselines it is seen: %s", html)
	}
	e := rivals(2, 3, 2.5, math.NaN())
	e.Models[0].Rows = 40
	l.Handle(e)
	html := ui.HTMLString(rivalTable(l))
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
	if html := ui.HTMLString(rivalTable(l)); strings.Contains(html, "step 1,200") {
		t.Error("at rest it names the step that was compared while training")
	}
	l.Handle(protocol.Baselines{Flow: math.NaN()})
	if html := ui.HTMLString(rivalTable(l)); !strings.Contains(html, "hidden") {
		t.Error("the table of other data is still there")
	}
}
