package protocol

// DrawingName is the name under which OpenTable brings what somebody drew: both of its columns have one unit.
const DrawingName = "your drawing"

// Drawing follows the State of a kept run on a drawing, so that its person can go on with it.
type Drawing struct {
	Points []float32 // n rows of 2, all of them
}

func (Drawing) event() {}
