package protocol

// WhyArgs is the row that is explained.
type WhyArgs struct {
	Row int // its number in the file, from 1; 0: none
}

// Why says how each value of a row lies in what the model expects of it, given all the others.
type Why struct {
	Row     int
	Step    int
	Columns []Surprise // the most surprising first
	Left    int        // columns that are less surprising than these
}

// Surprise is the value x of one column of a row in p(x | the other values of the row).
type Surprise struct {
	Column   int // index into State.Columns
	Value    float64
	Surprise float64   // -log p(x | the others), nats in the units of the column
	Tail     float64   // how likely a value is that lies as far out, on either side
	Median   float64   // of what is expected
	Lo, Hi   float64   // and 90% of it
	X, P     []float64 // the density on a grid
}

func (Why) event() {}
