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
	n := len(s.inbox)
	switch {
	case id == 0:
		return
	case id == s.inHand:
		s.jobs, s.inHand = nil, 0
	default:
		if s.inbox = slices.DeleteFunc(s.inbox, func(w waiting) bool { return asked(w.command) == id }); len(s.inbox) == n {
			return // it is done
		}
	}
	s.tell(id, false, "cancelled")
}
