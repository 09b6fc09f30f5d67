package lab

import (
	"fmt"
	"slices"

	"nicelab/app/link"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// warned takes what the trainer warns of. What is new of it is said once, after what was said of the same file.
func (l *Lab) warned(e protocol.Warnings) {
	var fresh []string
	for _, w := range e.List {
		said := func(o protocol.Warning) bool { return o.Key == w.Key && slices.Equal(o.Args, w.Args) }
		if !slices.ContainsFunc(l.Caveats, said) {
			fresh = append(fresh, WarningText(w))
		}
	}
	l.Caveats = e.List
	if len(fresh) == 0 || l.Notice.Error {
		return
	}
	text := fresh[0]
	if len(fresh) > 1 {
		text += " " + fmt.Sprintf(words.Say.WarnMore, words.Count(len(fresh)-1))
	}
	if said := l.Notice.Text; said != "" {
		text = said + "\n" + text
	}
	l.Tell(text)
}

func WarningText(w protocol.Warning) string {
	return words.Worded(protocol.Notice{Key: w.Key, Args: w.Args})
}

// Heed does what a warning offers.
func (l *Lab) Heed(w protocol.Warning) {
	if !l.Ready() || len(l.Source.Trials) > 0 {
		return
	}
	switch w.Do {
	case protocol.TakeFar, protocol.LeaveFar:
		l.keepFar(w.Do == protocol.TakeFar)
	case protocol.Spread, protocol.Unspread:
		l.Choice.Edit(func(r *link.Run) { r.Train.Dequantize = w.Do == protocol.Spread })
	case protocol.Leave:
		l.LeaveOut(w.Columns)
	}
}

// LeaveOut takes columns out of the model, where two are left.
func (l *Lab) LeaveOut(names []string) {
	if l.Table == nil {
		return
	}
	var used []int
	for j, c := range l.Table.Columns {
		if c.Used && !slices.Contains(names, c.Name) {
			used = append(used, j)
		}
	}
	if len(used) < 2 {
		l.Warn(words.Say.TwoColumns)
		return
	}
	for j := range l.Table.Columns {
		l.Table.Columns[j].Used = slices.Contains(used, j)
	}
	l.useColumns(used, l.State.FarKept)
}
