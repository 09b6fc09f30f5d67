package session

import "nicelab/wasm/protocol"

// Tell says one of protocol.Sentences that answers no command and is no fault of anybody's: what its caller has seen
// happen.
func (s *Session) Tell(key string, args ...string) { s.tell(0, false, key, args...) }

// tell says one of protocol.Sentences.
func (s *Session) tell(id int, isError bool, key string, args ...string) {
	s.emit(worded(id, isError, key, args...))
}

// worded is one of protocol.Sentences.
func worded(id int, isError bool, key string, args ...string) protocol.Notice {
	return protocol.Notice{ID: id, Error: isError, Text: protocol.Worded(protocol.Sentences.Of(key), args), Key: key,
		Args: args}
}
