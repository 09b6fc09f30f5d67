package lab

import (
	"time"

	"nicelab/wasm/protocol"
)

// Alive is what the page knows of a trainer that says nothing. It counts its own looks and no time: neither a tab whose
// clock is slowed down nor a machine that slept makes a trainer silent.
type Alive struct {
	awaited bool `rev:"-"` // something was sent since the trainer last spoke
	asked   bool `rev:"-"` // a Ping among it
	looks   int  `rev:"-"` // since that
	Silent  bool // it should have answered
}

const (
	LookEvery  = time.Second
	MostLooks  = 6         // without an answer
	MostOpened = 30        // where it opens or writes a file: one as large as may be is one piece of work in places
	perLook    = 2_000_000 // weights that are drawn anew, or kept, in the time between two looks at least
)

// look counts a look at a trainer that owes a word. It reports whether it is to be asked, and whether it is silent now
// and was not: patience is how many looks it may let pass.
func (a *Alive) look(patience int) (ask, fell bool) {
	if !a.asked {
		a.awaited, a.asked = true, true
		return true, false
	}
	a.looks++
	fell = !a.Silent && a.looks >= patience
	a.Silent = a.Silent || fell
	return false, fell
}

// Look asks a trainer that owes a word whether it still works, and reports whether it is silent now and was not.
func (l *Lab) Look() bool {
	if !l.Ready() || l.Phase != protocol.Training && !l.Line.Alive.awaited && len(l.Line.pending) == 0 {
		return false
	}
	ask, fell := l.Line.Alive.look(l.patience())
	if ask {
		l.Line.pass(protocol.Ping{})
	}
	return fell
}

// patience is how many looks the trainer may let pass.
func (l *Lab) patience() int {
	if len(l.Line.pending) > 0 {
		return MostOpened
	}
	return MostLooks + l.Choice.Run.Model.Of(max(2, len(l.State.Columns))).Weights()/perLook
}
