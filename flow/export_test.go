package flow

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
)
