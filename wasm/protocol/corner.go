package protocol

import "slices"

// MaxCorner bounds the columns of the corner plot.
const MaxCorner = 8

// CornerMargin is the share of a column's range by which the grids of the corner plot go beyond it, at either end: a
// contour that leaves the picture is then closed outside of it.
const CornerMargin = 0.3

// CornerArgs is what the corner plot shows.
type CornerArgs struct {
	Columns []int     // indices into State.Columns, up to MaxCorner; none: those that are farthest from Gaussian
	Most    int       // how many of these, 2 to MaxCorner
	Logs    []int     // columns whose axis is logarithmic, where all of their data is positive
	Masses  []float64 // shares of the model that contours hold, ascending, each between 0 and 1
	Outline bool      // the data has contours too
	Row     int       // number of a row in the file that is marked; 0: none
	Label   int       // as in Show
}

// Equal reports whether a and b ask for the same.
func (a CornerArgs) Equal(b CornerArgs) bool {
	return a.Same(b) && a.Row == b.Row && a.Label == b.Label
}

// Same reports whether a and b ask for the same but for the row that is marked and the colours of rows.
func (a CornerArgs) Same(b CornerArgs) bool {
	return slices.Equal(a.Columns, b.Columns) && a.Most == b.Most && slices.Equal(a.Logs, b.Logs) &&
		slices.Equal(a.Masses, b.Masses) && a.Outline == b.Outline
}

// CornerData is what the corner plot shows of the rows. Positions along an axis are in units of the column, or their
// logarithms to base 10 where its axis is logarithmic.
type CornerData struct {
	Args    CornerArgs // that it answers, with Columns as they are shown
	Rows    int        // that all of it is counted on, evenly taken from Total
	Total   int
	Columns []CornerColumn
	Dots    []float32 // some of these rows, a position in each column; NaN where there is none
	Kind    []byte    // of the rows of Dots, as Planes.Kind
	Marked  []float32 // the row Args.Row; empty where none is marked
	Outline Contours  // of the data; empty unless it is asked for
}

// CornerColumn is the data of one column of the corner plot.
type CornerColumn struct {
	Positive bool    // its axis may be logarithmic
	Log      bool    // and is
	Lo, Hi   float64 // ends of the axis: 0.1 and 99.9% of the data

	Low, Median, High float64   // 16, 50 and 84% of the data, in units of the column
	Bins              []float32 // a histogram from Lo to Hi: density in even parts
}

// Corner is what it shows of the model: counts of samples that are the same latents every time, so that they move
// with the flow.
type Corner struct {
	Args    CornerArgs // as those of the CornerData that it goes with
	Step    int
	Moving  bool // of few samples, while it trains
	Samples int
	Columns []CornerMarginal
	Model   Contours
}

// CornerMarginal is the model's marginal in one column.
type CornerMarginal struct {
	Low, Median, High float64 // 16, 50 and 84%, in units of the column

	// KS is the largest distance between data and samples in the share below a value, Chance what it stays below 95
	// times in 100 where both are the same.
	KS, Chance float64
	Curve      []float32 // density at N even positions, the grid's
}

// Contours are the densities of pairs of columns: those of columns 1 and 0, 2 and 0, 2 and 1, 3 and 0, ...
type Contours struct {
	N      int       // points of a grid's side: even, from Lo to Hi and CornerMargin of that beyond either end
	Grids  []float32 // N x N for each pair, row-major: the first column across, the second upwards
	Levels []float32 // for each pair, at what density the contour of each of Masses runs; 0: none holds so much
}

func (CornerData) event() {}
func (Corner) event()     {}
