package protocol

import "slices"

// WhyArgs is the row that is explained.
type WhyArgs struct {
	Row     int       // its number in the file, from 1; 0: none
	Values  []float64 // of all columns, in place of the row's own: what if it were so; none: as it is
	Columns []int     // that are told of, in their order; none: the most surprising
}

// Equal reports whether a and b ask for the same.
func (a WhyArgs) Equal(b WhyArgs) bool {
	return a.Row == b.Row && slices.Equal(a.Values, b.Values) && slices.Equal(a.Columns, b.Columns)
}

// Why says how each value of a row lies in what the model expects of it, given all the others.
type Why struct {
	Row     int
	Step    int
	Values  []float64  // of all columns: the row's, or those of Args
	Z       []float32  // their latents
	LogP    float64    // of Values
	RowLogP float64    // of the row as it is
	Columns []Surprise // the most surprising first, or those of Args
	Left    int        // columns that are less surprising than these
	Passed  int        // that were not worked out, since log p hardly changes along them at this row
}

// Surprise is the value x of one column of a row in p(x | the other values of the row).
type Surprise struct {
	Column      int // index into State.Columns
	Value       float64
	Surprise    float64   // -log p(x | the others), nats, with the column in units of the flow's Std
	Tail        float64   // how likely a value is that lies as far out, on either side
	Median      float64   // of what is expected
	Lo, Hi      float64   // and 90% of it
	X, P        []float64 // the density on a grid
	Least, Most float64   // of the column among all rows
}

func (Why) event() {}
