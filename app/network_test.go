package app

import (
	"strings"
	"testing"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/apptest"
	"nicelab/app/lab"
	"nicelab/app/lab/labtest"
	"nicelab/flow"
	"nicelab/wasm/protocol"
)

// What is drawn is said too, and a page with all of it shows the numbers that came.
func TestThePageShowsTheNetworkAndAStep(t *testing.T) {
	var on func(...protocol.Event)
	p := newPage(func(f func(...protocol.Event)) lab.Engine {
		on = f
		return &labtest.Recorder{}
	})
	d := ui.NewClientTester(p)
	defer d.Close()
	settle := func() {
		for range 6 {
			d.Consume()
		}
	}
	settle()
	on(protocol.Hello{Presets: []protocol.Preset{{Name: "crescent"}}})
	st := apptest.PresetState(protocol.Paused)
	st.Price, st.Model = 1.25, flow.Default()
	on(st)
	curve := protocol.Curve{Kept: 1, Lo: -2, Hi: 3, Y: []float32{-0.5, 0.25}, Met: []float32{1}}
	on(protocol.Network{
		Exact: true, Curves: []protocol.Curve{{Lo: -1, Hi: 1, Y: []float32{0, 1}, Met: []float32{1}}, curve, curve, curve},
		Scales:   []float32{1.5, 0.25},
		Spectrum: []float32{4, 0.5}, Rows: 400, Pits: []protocol.Pit{{Bins: []float32{0.5, 1.5}, KS: 0.25, Chance: 1e-9},
			{Coordinate: 1, Bins: []float32{1, 1}, KS: 0.03, Chance: 0.5}},
		Largest: 0.25, Bound: 0.07,
	})
	on(protocol.Progress{Phase: protocol.Paused, Step: 12, Divergence: 0.321, AboveFloorError: 0.012})
	on(protocol.Explained{
		Step: 12, Batch: 256, Rows: 1600, First: []int{1234, 5}, Loss: 1.5, LogPrior: -2.5, LogScale: 0.75, LogUnits: 0.25,
		LogP: -1.5, Weights: 17414,
		Gradient: 0.5, Steepest: 0.4, SteepestAt: 2, Rate: 0.005, Moved: 0.31, Largest: 0.0049, After: 1.4321, Gain: 0.0679,
	})
	settle()
	html := ui.HTMLString(p)
	for _, s := range []string{
		"these 4 curves and two scales", "z1 = 1.50 · h1 and z2 = 0.250 · h2", "Coupling 2 adds m of h2 to h1",
		"2 values of exp(−s), from 4.00 down to 0.500",
		"KS 0.250, p &lt; 0.001", "KS 0.0300, p = 0.50", "is not the prior", "0.321", "± 0.012", "floor − H, here 1.250 nats",
		"step 12", "256 of 1,600 rows", "rows 1,234, 5, …", "−2.5000", "coupling 2 has the largest, 0.400", "moved by 0.310",
		"1.5000 → 1.4321", "0.0679 nats lower",
	} {
		if !strings.Contains(html, s) {
			t.Errorf("the page does not show %q", s)
		}
	}
}
