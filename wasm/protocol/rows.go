package protocol

import "slices"

// MaxWindow bounds the rows of a window of the table.
const MaxWindow = 100

// Orders of the rows of a table.
const (
	ByLogP   = "" // the least likely first
	ByNumber = "number"
	ByColumn = "column"
)

// RowsArgs is a window of the table of rows.
type RowsArgs struct {
	Order  string
	Column int    // of ByColumn, an index into State.Columns
	Back   bool   // the other way round
	Search string // what cells are searched for, or "#" and the number of a row; "": nothing
	Among  []int  // indices of rows of Planes.Data, to which the table is cut down; none: it is not
	First  int    // row of the window, from 0
	Length int    // of the window, up to MaxWindow
}

// Equal reports whether a and b are the same window of the same table.
func (a RowsArgs) Equal(b RowsArgs) bool {
	return a.Lists(b) && a.First == b.First && a.Length == b.Length
}

// Lists reports whether a and b list the same rows in the same order.
func (a RowsArgs) Lists(b RowsArgs) bool {
	return a.Order == b.Order && a.Column == b.Column && a.Back == b.Back && a.Search == b.Search &&
		slices.Equal(a.Among, b.Among)
}

// Rows is a window of the table of rows.
type Rows struct {
	Args   RowsArgs // that it answers
	Total  int      // rows of the data
	Found  int      // rows that Search and Among leave
	First  int      // of the window, from 0: Args.First, or the last that there is
	Ranked bool     // LogP and Share are known, of the weights after Step steps
	Step   int

	Names   []string // of the columns: at first some of text, which no model takes, then those modelled
	Texts   int      // of text
	Left    int      // modelled columns that have no place here
	Numbers []int    // of the rows of the window, in the file, from 1
	Cells   []string // of the window, row-major
	LogP    []float64
	Share   []float64 // of the rows trained on, those that are as likely as this one or less
}

func (Rows) event() {}
