package pictures

import (
	"fmt"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/kit"
	"nicelab/app/lab"
	"nicelab/app/plot"
	"nicelab/app/view"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// Closeup is how it is drawn.
var Closeup = view.Of(closeup, nil)

func closeup(v *lab.CloseupView, h view.Host) []ui.UI {
	l := h.Lab
	if a := l.Imaging.Asked; a == (protocol.CloseupArgs{}) || !v.Known(l) {
		text := words.Say.CloseupNone
		if a != (protocol.CloseupArgs{}) && l.Phase == protocol.Training {
			text = words.Say.CloseupMoving
		}
		return []ui.UI{ui.P().ID("closeup-none").Class("note").Text(text)}
	}
	c := v.Got
	large := func(id, label string) ui.UI {
		return kit.Canvas(kit.Plot{ID: id, Rev: 1 + v.Rev(), Dark: h.Dark, Label: label,
			Draw: func(t plot.Theme, w, height float64) plot.Scene {
				in := l.GridInput(w, height, v.Got.Pixels, -1)
				if id == "nearest" {
					in.Pixels = v.Got.Near
				}
				in.Side = 1
				return plot.Pictures(t, in)
			}})
	}
	return []ui.UI{
		ui.Div().Class("closeup").Body(
			ui.Figure().Body(
				ui.Div().Class("stage").Body(large("closeup-picture", v.What())),
				ui.FigCaption().Body(ui.P().Text(v.What()),
					ui.P().ID("closeup-logp").
						Text(fmt.Sprintf(words.Say.CloseupLogP, words.Nats(c.LogP), words.Decimals(c.Bits, 3), words.Count(c.Step)))),
			),
			kit.Hidden(ui.Figure(), c.Nearest == 0).Body(
				ui.Div().Class("stage").Body(large("nearest", v.Near())),
				ui.FigCaption().Body(ui.P().ID("closeup-near").Text(v.Near()), ui.P().Text(words.Say.CloseupHow)),
			),
		),
	}
}
