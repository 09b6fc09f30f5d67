package planes

import (
	"strings"
	"testing"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/apptest"
	"nicelab/app/lab"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// The big plane shows a slice or a marginal, and says which; of a marginal no log p is read.
func TestThePlaneSaysWhatItShows(t *testing.T) {
	l, r, _, _ := apptest.Cornered(t, 300)
	picture := protocol.Planes{N: 2, LogP: make([]float32, 4), MaxX: 1, MaxY: 1, SliceRow: 12, Data: []float32{0, 0}}
	l.Handle(picture)
	if l.Sight.SliceText() != "A slice: the other columns are held at row 12 of the file." ||
		l.Sight.Lines() != words.Say.SliceLines || l.Sight.Hint() == "" {
		t.Errorf("it says %q, %q", l.Sight.SliceText(), l.Sight.Lines())
	}
	r.Take()
	l.SetPlaneAs("marginal")
	want := lab.FirstShow
	want.Marginal = true
	if sent := r.Take(); len(sent) == 0 || sent[0] != protocol.Command(want) {
		t.Errorf("sent is %+v", sent)
	}
	picture.SliceRow, picture.Marginal = 0, 65_536
	l.Handle(picture)
	l.Probe.Point(0.5, 0.5, false)
	l.Handle(protocol.Probed{ID: l.Probe.Id, X: 0.5, Y: 0.5, LogP: -7.5, Z: []float32{1, 2, 3}})
	if !strings.Contains(l.Sight.SliceText(), "65,536 samples") || l.Sight.Lines() != words.Say.MarginalLines ||
		l.Sight.Hint() != "" || l.Layers.ProbedLatent(l.Probe.Answer) != nil {
		t.Errorf("it says %q, %q", l.Sight.SliceText(), l.Sight.Lines())
	}
	html := ui.HTMLString(readout(of(l)))
	if !strings.Contains(html, "(0.5, 0.5)") || strings.Contains(html, "7.5") {
		t.Errorf("the readout is %s", html)
	}
}

// of are the parts of a lab.
func of(l *lab.Lab) Parts {
	return Parts{Report: &l.Report, Sight: &l.Sight, Shown: &l.Shown, Probe: &l.Probe, Picking: &l.Picking,
		Layers: &l.Layers, Drawing: &l.Drawing, Why: l.Views.Why(), Doer: l}
}
