package protocol

// Baselines says how simpler densities, fitted to the rows that the flow trains on, do on the rows held out. It
// follows whatever changes it; there are no Models where the density of the data is known, or where there is no data.
type Baselines struct {
	Models []Baseline // a Gaussian, a mixture and kernels
	Train  int        // rows that the flow trains on
	Held   int        // rows held out

	// The flow on the same rows, as it was after Step steps: the NLL in nats a row; NaN where it was not compared yet.
	Step int
	Flow float64
}

// Baseline is one of them. What is not known yet is NaN.
type Baseline struct {
	Name       string  // "gaussian", "mixture" or "kernel"
	NLL        float64 // on the rows held out, nats a row
	Lead       float64 // how much likelier those rows are under the flow: the mean of the differences of log p, nats
	LeadError  float64 // its standard error; the rows' luck, which both share, is not in it
	Rows       int     // that it was fitted to, once NLL is known
	Components int     // of a mixture, likewise
	Why        string  // why it is not computed: "rows" or "columns"; "" where it is, or will be
}

func (Baselines) event() {}
