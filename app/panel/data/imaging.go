package data

import (
	"fmt"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/kit"
	"nicelab/app/words"
)

// asPictures is the box that says so; it appears where the count of columns fits.
func (d *panel) asPictures() ui.UI {
	l := d.lab
	if !l.MayBePictures() {
		return ui.Div().Hidden(true)
	}
	p := l.Table.Picture
	format := words.Say.AsPictures.Label
	if p.Channels == 3 {
		format = words.Say.AsColour
	}
	return ui.Div().Hidden(false).Body(
		ui.Label().Class("check").For("as-pictures").Title(words.Say.AsPictures.Tip).Body(
			kit.Checked(kit.Disabled(ui.Input().ID("as-pictures"), !l.Ready() || len(l.Source.Trials) > 0).Type("checkbox"),
				l.State.Pictured).OnChange(func(ctx ui.Context, _ ui.Event) {
				l.TakeAsPictures(ctx.JSSrc().Get("checked").Bool())
			}),
			ui.Span().Text(fmt.Sprintf(format, words.Count(p.Width), words.Count(p.Height))),
		),
	)
}
