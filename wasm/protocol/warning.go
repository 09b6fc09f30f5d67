package protocol

// Warnings are what a person is to know of the table that is open before its density is trusted. They follow each State
// that may have others.
type Warnings struct{ List []Warning }

// Warning is a sentence, and what may be done about it.
type Warning struct {
	Key     string   // of Sentences
	Args    []string // what goes into it
	Do      string   // Leave, TakeFar, LeaveFar, Spread, Unspread or ""
	Columns []string // that Leave leaves out
}

// What may be done about a warning.
const (
	Leave    = "leave"     // leave out the Columns
	TakeFar  = "take-far"  // UseColumns with the rows that lie far out
	LeaveFar = "leave-far" // and without
	Spread   = "spread"    // Settings.Dequantize
	Unspread = "unspread"  // not so
)

func (Warnings) event() {}
