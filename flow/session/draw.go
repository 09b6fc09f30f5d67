package session

import "nicelab/wasm/protocol"

// drawn reports whether the data is a drawing.
func (d *data) drawn() bool {
	return d.source == "table" && d.name == protocol.DrawingName && len(d.columns) == 2
}

// oneUnit reports whether both axes of the x-plane are to have one scale.
func (d *data) oneUnit() bool { return d.source == "preset" || d.drawn() }

// sendDrawing gives back the points of a drawing that came from the shelf.
func (s *Session) sendDrawing() {
	if s.data.drawn() {
		s.emit(protocol.Drawing{Points: clone(s.data.x)})
	}
}
