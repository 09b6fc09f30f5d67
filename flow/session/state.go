package session

import (
	"nicelab/wasm/protocol"
)

func (s *Session) sendAll(id int) {
	s.sendStateAs(id)
	s.sendProgress()
	s.sendHistory()
	s.warn()
	s.draw()
}

func (s *Session) sendState() { s.sendStateAs(0) }

// sendStateAs sends the state as the answer to a command.
func (s *Session) sendStateAs(id int) {
	st := protocol.State{
		ID: id, Show: s.show, Phase: s.phase, Source: s.data.source, Name: s.data.name, Columns: s.data.columns,
		Dropped: s.data.dropped,
		Kind:    s.data.kind(), Model: s.model, Train: s.settings, Default: protocol.Setup(s.data.standard()),
	}
	if s.trainer != nil {
		st.Rows, st.Texts = s.data.rows(), s.texts()
	}
	st.Pictured = s.data.pictured
	if p := s.data.pictures; p != nil {
		st.Picture = protocol.Shape{Height: p.Height, Width: p.Width, Channels: p.Channels, Levels: p.Levels,
			Tests: p.tests()}
	}
	if s.flow != nil {
		st.Weights = len(s.flow.Weights)
	}
	for _, f := range s.data.far {
		st.Far += len(f.Rows)
	}
	st.FarKept = s.data.farKept
	if r := s.data.recipe; r != nil {
		st.Noise = r.Noise
	}
	if l := s.data.limits; l != nil {
		st.KnownDensity, st.Entropy, st.Floor = true, l.Entropy, s.floor(l)
		st.Price = st.Floor - st.Entropy
	}
	s.emit(st)
}

func (s *Session) say(id int, isError bool, text string) {
	s.emit(protocol.Notice{ID: id, Error: isError, Text: text})
}

func (s *Session) fail(id int, err error) { s.say(id, true, sentence(err.Error())) }

// failFile names the file that is at fault.
func (s *Session) failFile(id int, name string, err error) {
	s.tell(id, true, "file", name, sentence(err.Error()))
}

// sentence gives an error's text a capital and a full stop: the page shows it as it is.
func sentence(text string) string {
	if text == "" {
		return text
	}
	b := []byte(text)
	if b[0] >= 'a' && b[0] <= 'z' {
		b[0] -= 'a' - 'A'
	}
	if last := b[len(b)-1]; last != '.' && last != '?' && last != '!' {
		b = append(b, '.')
	}
	return string(b)
}
