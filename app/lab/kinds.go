package lab

import (
	"slices"

	"nicelab/wasm/protocol"
)

// kindAmong is the kind of each of those rows, where rows are coloured by a column of text.
func (l *Lab) kindAmong(rows []float32) []byte {
	if len(l.Sight.Planes.Kind) == 0 || 2*len(l.Sight.Planes.Kind) != len(rows) {
		return nil
	}
	return l.Sight.Planes.Kind
}

// KindOf is the colour of a word of the column.
func (l *Lab) KindOf(text string) int {
	if i := slices.Index(l.Sight.Planes.Kinds, text); i >= 0 {
		return i
	}
	return protocol.MaxKinds
}

// Kind is the colour of a word of a column of text; -1 where another column gives the colours, or none.
func (l *Lab) Kind(column int, text string) int {
	if column+1 != l.Shown.Label || len(l.Sight.Planes.Kind) == 0 {
		return -1
	}
	return l.KindOf(text)
}

func (l *Lab) SetLabel(s string) {
	show := l.Shown
	show.Label = Atoi(s)
	l.Show(show)
	l.Views.Watch()
}
