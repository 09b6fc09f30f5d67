package app

import (
	"fmt"
	"slices"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// warned takes what the trainer warns of. What is new of it is said once, after what was said of the same file.
func (l *lab) warned(e protocol.Warnings) {
	var fresh []string
	for _, w := range e.List {
		said := func(o protocol.Warning) bool { return o.Key == w.Key && slices.Equal(o.Args, w.Args) }
		if !slices.ContainsFunc(l.caveats, said) {
			fresh = append(fresh, warningText(w))
		}
	}
	l.caveats = e.List
	l.rev++
	if len(fresh) == 0 || l.notice.error {
		return
	}
	text := fresh[0]
	if len(fresh) > 1 {
		text += " " + fmt.Sprintf(words.Say.WarnMore, words.Count(len(fresh)-1))
	}
	if said := l.notice.text; said != "" {
		text = said + "\n" + text
	}
	l.tell(text)
}

func warningText(w protocol.Warning) string {
	return words.Worded(protocol.Notice{Key: w.Key, Args: w.Args})
}

// heed does what a warning offers.
func (l *lab) heed(w protocol.Warning) {
	if !l.ready() || len(l.trials) > 0 {
		return
	}
	switch w.Do {
	case protocol.TakeFar, protocol.LeaveFar:
		l.keepFar(w.Do == protocol.TakeFar)
	case protocol.Spread, protocol.Unspread:
		l.edit(func(r *Run) { r.Train.Dequantize = w.Do == protocol.Spread })
	case protocol.Leave:
		l.leaveOut(w.Columns)
	}
}

// leaveOut takes columns out of the model, where two are left.
func (l *lab) leaveOut(names []string) {
	if l.table == nil {
		return
	}
	var used []int
	for j, c := range l.table.Columns {
		if c.Used && !slices.Contains(names, c.Name) {
			used = append(used, j)
		}
	}
	if len(used) < 2 {
		l.warn(words.Say.TwoColumns)
		return
	}
	for j := range l.table.Columns {
		l.table.Columns[j].Used = slices.Contains(used, j)
	}
	l.useColumns(used, l.state.FarKept)
}

// warnings are listed for as long as they hold.
func (d *dataPanel) warnings() ui.UI {
	l := d.lab
	list, busy := l.caveats, !l.ready() || len(l.trials) > 0
	return unseen(ui.Ul().ID("warnings").Class("warnings"), len(list) == 0).Body(ui.Range(list).Slice(func(i int) ui.UI {
		w := list[i]
		do := words.Say.WarnDo[w.Do]
		return ui.Li().DataSet("key", w.Key).Body(
			ui.P().Text(warningText(w)),
			unseen(off(ui.Button().ID("warning-"+w.Key).Class("btn"), busy), w.Do == "").Type("button").Title(do.Tip).
				Text(do.Label).OnClick(func(ui.Context, ui.Event) { l.heed(w) }, w.Key, w.Do, w.Columns),
		)
	}))
}
