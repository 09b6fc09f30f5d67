package app

import (
	"fmt"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// mayBePictures reports whether a person may say that the rows of the table in hand are pictures, or said so.
func (l *lab) mayBePictures() bool {
	if l.table == nil || l.onDrawing() || l.state.Source != "table" {
		return false
	}
	return l.state.Pictured || l.table.Picture.Height > 0 && !l.pictures()
}

// takeAsPictures makes pictures of the rows of the table, or a table of these pictures.
func (l *lab) takeAsPictures(on bool) {
	if !l.mayBePictures() || !l.ready() || len(l.trials) > 0 || on == l.state.Pictured {
		return
	}
	l.accept()
	l.imaged = on
	c := protocol.UseColumns{Pictures: on, Play: l.going, Wish: l.wish()}
	l.data = append(l.data[:min(1, len(l.data))], c)
	l.send(c)
	l.writeLink()
}

// asPictures is the box that says so; it appears where the count of columns fits.
func (d *dataPanel) asPictures() ui.UI {
	l := d.lab
	if !l.mayBePictures() {
		return ui.Div().Hidden(true)
	}
	p := l.table.Picture
	format := words.Say.AsPictures.Label
	if p.Channels == 3 {
		format = words.Say.AsColour
	}
	return ui.Div().Hidden(false).Body(
		ui.Label().Class("check").For("as-pictures").Title(words.Say.AsPictures.Tip).Body(
			ticked(off(ui.Input().ID("as-pictures"), !l.ready() || len(l.trials) > 0).Type("checkbox"),
				l.state.Pictured).OnChange(func(ctx ui.Context, _ ui.Event) {
				l.takeAsPictures(ctx.JSSrc().Get("checked").Bool())
			}),
			ui.Span().Text(fmt.Sprintf(format, words.Count(p.Width), words.Count(p.Height))),
		),
	)
}
