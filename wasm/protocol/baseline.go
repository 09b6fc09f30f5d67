package protocol

// Baselines says how simpler densities, fitted to the rows that the flow trains on, do on the rows held out. It
// follows whatever changes it; there are no Models where the density of the data is known, or where there is no data.
// Of pictures there is a Gaussian alone.
type Baselines struct {
	Models []Baseline // a Gaussian, a mixture and kernels
	Train  int        // rows that the flow trains on
	Held   int        // rows held out that are compared,
	Of     int        // rows held out in all; of pictures a large model compares only some

	// The flow on the same rows, as it was after Step steps: the NLL in nats a row; NaN where it was not compared yet.
	Step int
	Flow float64
	Bits float64 // Flow in bits a number, where rows are pictures; NaN elsewhere
}

// Baseline is one of them. What is not known yet is NaN.
type Baseline struct {
	Name       string  // "gaussian", "mixture" or "kernel"
	NLL        float64 // on the rows held out, nats a row
	Bits       float64 // likewise in bits a number, where rows are pictures; NaN elsewhere
	Lead       float64 // how much likelier those rows are under the flow: the mean of the differences of log p, nats
	LeadError  float64 // its standard error; the rows' luck, which both share, is not in it
	Rows       int     // that it was fitted to, once NLL is known
	Components int     // of a mixture, likewise
	Why        string  // why it is not computed: "rows", "columns" or "pixels"; "" where it is, or will be
}

func (Baselines) event() {}
