package session

import (
	"slices"

	"nicelab/wasm/protocol"
)

// asked is the ID of a command that can be cancelled; 0 of others.
func asked(c protocol.Command) int {
	switch c := c.(type) {
	case protocol.Score:
		return c.ID
	case protocol.Fill:
		return c.ID
	case protocol.Sample:
		return c.ID
	case protocol.SaveView:
		return c.ID
	}
	return 0
}

// cancel ends the work on a command, or takes it from those that wait.
func (s *Session) cancel(id int) {
	at := slices.IndexFunc(s.inbox, func(w waiting) bool { return asked(w.command) == id })
	switch {
	case id == 0:
		return
	case id == s.inHand:
		s.foreground, s.inHand = nil, 0
	case at < 0:
		return // it is done
	default:
		s.inbox = slices.Delete(s.inbox, at, at+1)
	}
	s.tell(id, false, "cancelled")
}
