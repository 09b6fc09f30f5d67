package protocol

// Progressed says how far the answer to a command has come, where that takes long.
type Progressed struct {
	ID   int
	Done float64 // share, 0 to 1
}

func (Progressed) event() {}
