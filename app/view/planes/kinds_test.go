package planes

import (
	"strings"
	"testing"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/apptest"
	"nicelab/app/lab"
	"nicelab/app/plot"
	"nicelab/app/view/rows"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// Rows are coloured by a column that is chosen, with a word for each colour, in the planes and in the table.
func TestColouredRows(t *testing.T) {
	l, r, v := apptest.Tabled(t, 300)
	if html := ui.HTMLString(kinds(of(l))); !strings.Contains(html, "hidden") {
		t.Error("without a column of text there is a choice of them")
	}
	st := l.State
	st.Texts = []string{"kind", "place"}
	l.Handle(st)
	r.Take()
	l.SetLabel("1")
	want := lab.FirstShow
	want.Label = 1
	if sent := r.Take(); len(sent) == 0 || sent[0] != protocol.Command(want) {
		t.Errorf("sent is %+v", sent)
	}
	rev := l.Rev()
	l.Handle(protocol.Planes{
		MaxX: 1, MaxY: 1, Data: []float32{0, 0, 1, 1, .5, .5}, Latent: []float32{0, 0, 1, 1, 2, 2},
		Kind: []byte{1, 0, protocol.MaxKinds}, Kinds: []string{"Ada", "Bo-1"},
	})
	if l.Rev() == rev {
		t.Error("the table is not drawn again in colours")
	}
	html := ui.HTMLString(kinds(of(l))) + ui.HTMLString(pair(of(l)))
	if strings.Count(html, `id="label"`) != 1 {
		t.Errorf("the choice stands in %s", html)
	}
	for _, want := range []string{`class="kind k0"`, "Ada", `class="kind k1"`, "Bo-1", `class="kind k6"`,
		words.Say.KindOther, "place"} {
		if !strings.Contains(html, want) {
			t.Errorf("%s is not in %s", want, html)
		}
	}
	l.Handle(apptest.Window(l, v, 300, 300))
	if html := apptest.HTML(rows.View(l), l.Views.All[0]); strings.Count(html, `class="kind k1"`) != lab.PageRows {
		t.Error("the rows of the table have no colour")
	}
	for name, s := range map[string]plot.Scene{"x": l.Sight.DrawX(plot.Light, 300, 300),
		"z": l.Layers.DrawLatent(plot.Light, 300, 300)} {
		colours := map[string]bool{}
		for _, o := range s.Ops {
			colours[o.Stroke] = true
		}
		for _, k := range []int{0, 1, 6} {
			if !colours[plot.Light.Kinds[k]] {
				t.Errorf("the %s-plane does not have colour %d", name, k)
			}
		}
	}
}
