package lab

import (
	"fmt"

	"nicelab/app/words"
)

func (v *RowsView) LeftText() string {
	if v.Got.Left == 0 {
		return ""
	}
	return fmt.Sprintf(words.Say.RowsLeft, words.Count(v.Got.Left))
}

// ChosenText says which row is marked.
func (v *RowsView) ChosenText() string {
	if v.of.Shown.Row == 0 {
		return ""
	}
	return fmt.Sprintf(words.Say.RowsChosen, words.Count(v.of.Shown.Row))
}

// Kind is the colour of a word of a column of text; -1 where another column gives the colours, or none.
func (v *RowsView) Kind(column int, text string) int { return v.of.Sight.Kind(column, text) }
