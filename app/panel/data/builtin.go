package data

import (
	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/kit"
	"nicelab/app/link"
	"nicelab/app/words"
)

// builtins are the tables that are a click away.
func (d *panel) builtins() ui.UI {
	l := d.lab
	return ui.Div().Class("tables").Role("group").Aria("label", words.Say.TablesHead).Body(
		ui.H3().Text(words.Say.TablesHead),
		ui.Ul().Body(ui.Range(link.Builtins).Slice(func(i int) ui.UI {
			name := link.Builtins[i].Name
			tip := words.Say.Tables.Of(name).Tip
			if l.Phase == "" {
				tip = "" // the first view is weighed
			}
			return ui.Li().Body(kit.Disabled(ui.Button().ID(link.Builtins[i].Id()).Class("chip"), !l.Ready()).Type("button").
				Title(tip).
				Attr("aria-pressed", kit.Pressed(l.Source.OnBuiltin() == name)).
				OnClick(func(ui.Context, ui.Event) { l.ChooseBuiltin(name, true) }, name).Text(words.Say.Tables.Of(name).Label))
		})),
	)
}
