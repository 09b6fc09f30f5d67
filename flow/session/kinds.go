package session

import (
	"cmp"
	"maps"
	"slices"

	"nicelab/flow/session/view"
	"nicelab/wasm/protocol"
)

// kinds is what a column of text says of the rows: a few words, by which rows are coloured.
type kinds struct {
	label int              // protocol.Show.Label
	names []string         // the most frequent among the rows shown
	of    map[string]byte  // index into names
	cell  func(int) string // of a row of the data
	shown []byte           // of the rows shown
}

// texts are the names of the columns of text that the table has.
func (s *Session) texts() []string {
	if t := s.table; t != nil && s.data.source == "table" && s.data.pictures == nil {
		return t.table.Names(t.table.Texts())
	}
	return nil
}

// kinds finds the words of the column that Show names, once; nil where it names none.
func (s *Session) kinds() *kinds {
	label := s.show.Label
	switch k := s.data.shown.kinds; {
	case label == 0 || label > len(s.texts()) || s.data.shown.rows == nil:
		return nil
	case k != nil && k.label == label:
		return k
	}
	m := s.seenRows()
	column := s.table.table.Texts()[label-1]
	k := &kinds{label: label, of: map[string]byte{}, cell: func(row int) string {
		return s.table.table.Cell(m.Number(row)-1, column)
	}}
	rows := make([]string, len(s.data.shown.rows)/len(s.data.columns))
	count := map[string]int{}
	for i := range rows {
		row := i
		if picked := s.data.shown.picked; picked != nil {
			row = picked[i]
		}
		if rows[i] = k.cell(row); rows[i] != "" {
			count[rows[i]]++
		}
	}
	words := slices.Sorted(maps.Keys(count))
	order := view.Indices(len(words), func(a, b int) int { return cmp.Compare(count[words[b]], count[words[a]]) })
	for i, at := range order[:min(len(order), protocol.MaxKinds)] {
		k.names = append(k.names, words[at])
		k.of[words[at]] = byte(i)
	}
	for _, text := range rows {
		k.shown = append(k.shown, k.named(text))
	}
	s.data.shown.kinds = k
	return k
}

// named is the kind of a word: its index among the names, or MaxKinds for all others.
func (k *kinds) named(text string) byte {
	if i, ok := k.of[text]; ok {
		return i
	}
	return protocol.MaxKinds
}
