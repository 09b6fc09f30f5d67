package protocol

// Look takes the run, paused, to the recorded step that is nearest to Step, or back to where it has got: everything
// that is shown, asked for or saved is then of that step. To train from an earlier one forgets those after it. The
// answer is a Times, before pictures and numbers; of several in a row the last alone is answered.
type Look struct {
	ID   int
	Step int
	Now  bool
}

// Times says which steps can be looked at. It follows whatever changes them, and comes with every History.
type Times struct {
	ID      int   // of the last Look
	Steps   []int // ascending; the last is where the run has got
	At      int   // index into Steps of what is shown; the last while nobody looks back
	TooMany bool  // the model has too many weights for its steps to be recorded
}

func (Look) command() {}

func (Times) event() {}
