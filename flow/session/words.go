package session

import "nicelab/wasm/protocol"

// tell says one of protocol.Sentences.
func (s *Session) tell(id int, isError bool, key string, args ...string) {
	s.emit(worded(id, isError, key, args...))
}

// worded is one of protocol.Sentences.
func worded(id int, isError bool, key string, args ...string) protocol.Notice {
	return protocol.Notice{ID: id, Error: isError, Text: protocol.Worded(protocol.Sentences[key], args), Key: key, Args: args}
}
