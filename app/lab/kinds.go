package lab

import (
	"slices"

	"nicelab/wasm/protocol"
)

// kindAmong is the kind of each of those rows, where rows are coloured by a column of text.
func (s *Sight) kindAmong(rows []float32) []byte {
	if len(s.Planes.Kind) == 0 || 2*len(s.Planes.Kind) != len(rows) {
		return nil
	}
	return s.Planes.Kind
}

// KindOf is the colour of a word of the column.
func (s *Sight) KindOf(text string) int {
	if i := slices.Index(s.Planes.Kinds, text); i >= 0 {
		return i
	}
	return protocol.MaxKinds
}

// Kind is the colour of a word of a column of text; -1 where another column gives the colours, or none.
func (s *Sight) Kind(column int, text string) int {
	if column+1 != s.of.Shown.Label || len(s.Planes.Kind) == 0 {
		return -1
	}
	return s.KindOf(text)
}

func (l *Lab) SetLabel(s string) {
	show := l.Shown
	show.Label = Atoi(s)
	l.Show(show)
	l.Views.Watch()
}
