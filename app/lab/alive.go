package lab

import (
	"time"

	"nicelab/wasm/protocol"
)

// alive is what the page knows of a trainer that says nothing. It counts its own looks and no time: neither a tab whose
// clock is slowed down nor a machine that slept makes a trainer silent.
type alive struct {
	awaited bool // something was sent since the trainer last spoke
	asked   bool // a Ping among it
	looks   int  // since that
	Silent  bool // it should have answered
}

const (
	LookEvery  = time.Second
	MostLooks  = 6         // without an answer
	MostOpened = 30        // where it opens or writes a file: one as large as may be is one piece of work in places
	perLook    = 2_000_000 // weights that are drawn anew, or kept, in the time between two looks at least
)

// Look asks a trainer that owes a word whether it still works, and reports whether it is silent now and was not.
func (l *Lab) Look() bool {
	a := &l.Alive
	if !l.Ready() || l.Phase != protocol.Training && !a.awaited && len(l.pending) == 0 {
		return false
	}
	if !a.asked {
		a.awaited, a.asked = true, true
		l.Eng.Send(protocol.Ping{})
		return false
	}
	a.looks++
	if a.Silent || a.looks < l.patience() {
		return false
	}
	a.Silent = true
	l.Rev++
	return true
}

// patience is how many looks the trainer may let pass.
func (l *Lab) patience() int {
	if len(l.pending) > 0 {
		return MostOpened
	}
	m := l.Run.Model
	m.Dim = max(2, len(l.State.Columns))
	return MostLooks + m.Weights()/perLook
}

// spoke notes that the trainer said something.
func (l *Lab) spoke() {
	if l.Alive.Silent {
		l.Rev++
	}
	l.Alive = alive{}
}
