package data

import (
	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/kit"
	"nicelab/app/lab"
	"nicelab/app/words"
)

// warnings are listed for as long as they hold.
func (d *panel) warnings() ui.UI {
	l := d.lab
	list, busy := l.Caveats, !l.Ready() || len(l.Source.Trials) > 0
	return kit.Hidden(ui.Ul().ID("warnings").Class("warnings"), len(list) == 0).
		Body(ui.Range(list).Slice(func(i int) ui.UI {
			w := list[i]
			do := words.Say.WarnDo.Of(w.Do)
			return ui.Li().DataSet("key", w.Key).Body(
				ui.P().Text(lab.WarningText(w)),
				kit.Hidden(kit.Disabled(ui.Button().ID("warning-"+w.Key).Class("btn"), busy), w.Do == "").Type("button").
					Title(do.Tip).
					Text(do.Label).OnClick(func(ui.Context, ui.Event) { l.Heed(w) }, w.Key, w.Do, w.Columns),
			)
		}))
}
