package data

import (
	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/kit"
	"nicelab/app/words"
)

// drawTile opens the board; it lies beside the presets, as the data that somebody makes.
func (d *panel) drawTile() ui.UI {
	l := d.lab
	return ui.Button().ID("draw").Class("drop", "draw").Type("button").Title(words.Say.Draw.Tip).
		Attr("aria-pressed", kit.Pressed(l.OnDrawing())).OnClick(d.host.Draw).Body(
		kit.Icon(kit.IconBrush), ui.Span().Text(words.Say.Draw.Label),
	)
}
