package lab

import (
	"slices"

	"nicelab/wasm/protocol"
)

// Source is where the present data came from, and what is on its way to take its place.
type Source struct {
	Data    []protocol.Command       // brings the data, and a checkpoint on it, back in a new trainer
	Trials  map[int]protocol.Command // each OpenTable, Open and GoOn that the trainer has not taken yet, by ID
	Gallery bool                     // it was opened once
	Wanted  string                   // the built-in table that a link asks for, before there is data
	builtin struct {                 // the built-in table that was opened last
		id   int // of its OpenTable
		name string
	}
	choices int    // grows with every choice of what to train on: what was being fetched is then for nothing
	edited  int    // number of the last question when the model or its training was last changed by hand
	wanting errand // what is done once the data is there

	bare func() bool // the model came without data
}

// OnPreset reports whether the data is drawn, so that points, noise and a new seed redraw it.
func (s *Source) OnPreset() bool {
	if len(s.Data) == 0 {
		return !s.bare()
	}
	_, ok := s.Data[0].(protocol.UsePreset)
	return ok
}

// OnBuiltin is the name of the built-in table that is the present data, or "".
func (s *Source) OnBuiltin() string {
	if len(s.Data) > 0 {
		if c, ok := s.Data[0].(protocol.OpenTable); ok && c.ID == s.builtin.id {
			return s.builtin.name
		}
	}
	return ""
}

// linkTable is the built-in table that a link can name: with other columns than at first it is another one.
func (s *Source) linkTable() string {
	if len(s.Data) > 1 {
		if _, ok := s.Data[1].(protocol.UseColumns); ok {
			return ""
		}
	}
	return s.OnBuiltin()
}

// chosen is another choice of what to train on. It returns whether nothing has been chosen since: what takes long to
// come must not take the place of what was chosen meanwhile.
func (s *Source) chosen() (wanted func() bool) {
	s.choices++
	s.wanting = errand{}
	mine := s.choices
	return func() bool { return s.choices == mine }
}

// opening reports whether a checkpoint is on its way.
func (s *Source) opening() bool { return s.trying(isCheckpoint) }

// learning reports whether a drawing is on its way.
func (s *Source) learning() bool { return s.trying(isDrawing) }

func (s *Source) trying(is func(protocol.Command) bool) bool {
	for _, c := range s.Trials {
		if is(c) {
			return true
		}
	}
	return false
}

func isCheckpoint(c protocol.Command) bool {
	_, ok := c.(protocol.Open)
	return ok
}

func isDrawing(c protocol.Command) bool {
	open, ok := c.(protocol.OpenTable)
	return ok && open.Name == protocol.DrawingName
}

// checkpointed reports whether the data has a checkpoint on it.
func (s *Source) checkpointed() bool { return slices.ContainsFunc(s.Data, isCheckpoint) }

// withoutCheckpoint is the data alone.
func (s *Source) withoutCheckpoint() []protocol.Command {
	return slices.DeleteFunc(slices.Clone(s.Data), isCheckpoint)
}

// dropCheckpoint forgets the checkpoint on data that stays: its weights are gone.
func (s *Source) dropCheckpoint() {
	if data := s.withoutCheckpoint(); len(data) > 0 {
		s.Data = data
	}
}

// columns notes other columns of the same table.
func (s *Source) columns(c protocol.UseColumns) { s.Data = append(s.Data[:min(1, len(s.Data))], c) }
