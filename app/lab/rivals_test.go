package lab

import (
	"math"
	"testing"

	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// The sentence says who is better, by the best of them, and claims nothing that chance can do.
func TestStandingOfTheFlow(t *testing.T) {
	nan := math.NaN()
	wide := rivals(2, 3, nan, 4)
	wide.Models[1].Why = "columns"
	none := rivals(2, nan, nan, nan)
	for i := range none.Models {
		none.Models[i].Why = "rows"
	}
	for name, c := range map[string]struct {
		e    protocol.Baselines
		want string
	}{
		"begun":     {rivals(nan, nan, nan, nan), words.Say.BaseBegun},
		"one left":  {rivals(2, 3, 2.5, nan), words.Say.BaseBegun},
		"untrained": {rivals(nan, 3, 2.5, 2.7), words.Say.BaseTrain},
		"ahead":     {rivals(2, 3, 2.5, 2.7), "The flow beats the best of them (Mixture) by 0.500 ± 0.100 nats a row."},
		"level": {rivals(2.45, 3, 2.5, 2.4),
			"The flow is as good as the best of them (Kernels): the difference of 0.050 is within one standard error, ± 0.100."},
		"behind": {rivals(4, 3, 3.5, 3.2),
			"The best of them (Gaussian) still beats the flow, by 1.000 ± 0.100 nats a row."},
		"wide":     {wide, "The flow beats the best of them (Gaussian) by 1.000 ± 0.100 nats a row."},
		"none":     {none, ""},
		"a preset": {protocol.Baselines{Flow: nan}, ""},
	} {
		l, _ := started(t)
		l.Handle(c.e)
		if got := l.Standing(); got != c.want {
			t.Errorf("%s: %q", name, got)
		}
	}
}
