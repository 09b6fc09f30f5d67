package flow

import "testing"

// What package flow_test holds flows to, which package plane draws.
var (
	Configs   = configs
	Perturbed = perturbed
	Varying   = varying
	RowsOf    = rows
	Held      = func(f *Flow) map[string][]float64 { return newTwin(f).held }
	Exact     = func(f *Flow, x []float64) []float64 { return newTwin(f).forward(x) }
	Times     = times
	Lower     = lower
	Upper     = upper

	// Swinging is one whose areas change by factors exp(swing sin(pace x1) + level), x standardised, in its second
	// coupling.
	Swinging = func(t *testing.T, swing, pace, level float64) *Flow {
		return stretched(t, &stretch{swing: swing, pace: pace, level: level})
	}
)

// StageLogDet returns the part of log|det| in nats that stage k of Config.Stages adds at every point.
func (f *Flow) StageLogDet(k int) (sum float64) {
	at := 0
	for _, s := range f.Steps() {
		if at == k {
			sum += s.LogDet
		}
		if s.Ends >= 0 {
			at++
		}
	}
	return sum
}
