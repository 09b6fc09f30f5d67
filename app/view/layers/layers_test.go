package layers

import (
	"strings"
	"testing"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/apptest"
	"nicelab/app/words"
	"nicelab/flow"
)

func TestTheScrubberIsDrawn(t *testing.T) {
	l, _ := apptest.Looked(t)
	html := ui.HTMLString(&layers{layers: &l.Layers, host: l})
	for _, s := range []string{`id="layer"`, `max="5"`, `value="5"`, `id="layer-x"`, `id="layer-4"`, `id="layer-z"`,
		words.Say.CellNow + " ", "6.00", words.Say.LayersNote, `aria-valuetext="z = f(x)"`} {
		if !strings.Contains(html, s) {
			t.Errorf("the scrubber has no %s", s)
		}
	}
	l.State.Columns, l.State.Model = []string{"a", "b", "c"}, flow.Config{Dim: 3, Couplings: 4}
	if html = ui.HTMLString(&layers{layers: &l.Layers, host: l}); !strings.Contains(html, "this one has 3") {
		t.Error("with three columns nothing says why there are no layers")
	}
	for stops, across := range map[int]int{4: 4, 6: 6, 7: 7, 10: 5, 34: 7} {
		if got := fold(stops); got != across {
			t.Errorf("%d stops: %d side by side", stops, got)
		}
	}
}
