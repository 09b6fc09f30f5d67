package lab

import (
	"fmt"

	"nicelab/app/link"
	"nicelab/app/words"
)

// ChooseBuiltin fetches a built-in table and opens it, unless something else is chosen meanwhile. A click enters a
// place that the browser's Back returns from.
func (l *Lab) ChooseBuiltin(name string, click bool) {
	b, ok := link.BuiltinNamed(name)
	if !ok {
		return
	}
	l.Tell(fmt.Sprintf(words.Say.Fetching, words.Say.Tables.Of(name).Label))
	wanted := l.Choose()
	l.Line.Effect.Ship([]string{b.Path()}, func(files [][]byte) {
		switch {
		case !wanted():
		case files == nil:
			if l.Ready() && l.Source.Data == nil {
				l.begin() // a link's table did not come, and the page is not to stay empty
			}
			l.Warn(fmt.Sprintf(words.Say.NotFetched, words.Say.Tables.Of(name).Label))
		default:
			before, errand := l.Line.LastID, l.Source.wanting
			l.OpenFile(b.File(), OfBytes(files[0]))
			l.Source.wanting = errand // which was for this table
			if l.Line.LastID > before {
				l.Source.builtin.id, l.Source.builtin.name, l.Address.enters = l.Line.LastID, name, click
			}
		}
	})
}
