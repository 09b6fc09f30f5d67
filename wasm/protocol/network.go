package protocol

// ShowNetwork says what the page shows of the network: where it shows nothing, nothing is computed.
type ShowNetwork struct {
	Open bool // Networks come at rest
	Live bool // and while training: they are in view
}

func (ShowNetwork) command() {}

// Network is the model in numbers: what its couplings do, what its scales are, and whether its latents follow the
// prior.
type Network struct {
	Step  int
	Exact bool // at rest; while training, fewer rows are looked at where the model is large

	Curves   []Curve   // one a coupling, in two dimensions; none in more
	Scales   []float32 // S = exp(s) of each coordinate, in two dimensions: z = S h
	Spectrum []float32 // exp(-s), the largest first, as the paper plots it

	// The latents of rows held out, against the prior. Rows is 0 where there are none, or where it would take long while
	// training.
	Rows int
	// Pits are those of the coordinates: of both in two dimensions, in more of the few whose latents are the furthest off,
	// and then of all together.
	Pits    []Pit
	Bound   float64 // what the largest KS of all coordinates stays below by chance, 95 times in 100
	Largest float64 // that KS
}

// Curve is one coupling of the plane: h of one coordinate grows by m of the other's. Both axes are in standardised
// units.
type Curve struct {
	Kept   int // coordinate that m reads, 0 or 1; the other is shifted
	Lo, Hi float64
	Y      []float32 // m at even steps from Lo to Hi, both included
	Met    []float32 // how often rows meet even parts of [Lo, Hi], as a share of the most
}

// Pit is the prior's CDF of latents, which is uniform if they follow the prior.
type Pit struct {
	Coordinate int       // from 0; -1: all together
	Bins       []float32 // the share in each of some even parts of [0, 1]; 1 is what it should be
	Noise      float64   // standard deviation of a bin by chance
	KS, Chance float64   // the Kolmogorov-Smirnov statistic, and how likely one as large is by chance alone
}

// Explained is one training step in numbers. It follows every step at the slow speed, and every Step.
type Explained struct {
	Step int

	// The batch: Batch of the Rows that are trained on, the first few by their number in the file or the draw (from 1),
	// and all in the columns shown (n rows of 2). Rows is 0 where they were drawn for this step alone.
	Batch, Rows int
	First       []int
	Points      []float32

	// Forward: LogP = LogPrior + LogScale + LogUnits is the mean over the batch, and Loss = -LogP, before the update.
	LogPrior, LogScale, LogUnits, LogP, Loss float64

	// Backward: the Euclidean norm of the gradient, and of the part that is the largest.
	Weights            int
	Gradient, Steepest float64
	SteepestAt         int // 1 for the first coupling; 0: the scaling

	// Adam: its learning rate, the Euclidean norm of the update, and the largest move of a single weight.
	Rate, Moved, Largest float64

	// The same batch after the update; Gain = Loss - After.
	After, Gain float64
}

func (Network) event()   {}
func (Explained) event() {}
