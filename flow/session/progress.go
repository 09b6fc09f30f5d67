package session

import (
	"time"

	"nicelab/wasm/protocol"
)

// progress is what was told of a command that takes long.
type progress struct {
	id    int
	done  float64
	at    time.Time
	every time.Duration
}

const (
	progressEvery = 400 * time.Millisecond
	progressStep  = 0.05 // of all there is to do
)

// progressed tells how far the answer to a command has come, not for each slice of it.
func (s *Session) progressed(id int, done float64) {
	p := &s.progress
	if id != p.id || done < p.done { // another, or its next part
		p.id, p.done, p.at = id, 0, s.now()
	}
	if id == 0 || done < p.done+progressStep || s.now().Sub(p.at) < p.every {
		return
	}
	p.done, p.at = done, s.now()
	s.emit(protocol.Progressed{ID: id, Done: done})
}
