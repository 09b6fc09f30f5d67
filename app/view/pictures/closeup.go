package pictures

import (
	"fmt"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/kit"
	"nicelab/app/lab"
	"nicelab/app/plot"
	"nicelab/app/view"
	"nicelab/app/words"
)

// Closeup is how it is drawn.
func Closeup(g *lab.Imaging) view.Kind {
	return view.Of(func(v *lab.CloseupView, f view.Frame) []ui.UI { return closeup(v, g, f) }, nil)
}

func closeup(v *lab.CloseupView, g *lab.Imaging, f view.Frame) []ui.UI {
	if !v.Known() {
		return []ui.UI{ui.P().ID("closeup-none").Class("note").Text(v.Wait())}
	}
	c := v.Got
	large := func(id, label string) ui.UI {
		return kit.Canvas(kit.Plot{ID: id, Rev: 1 + v.Rev(), Dark: f.Dark, Label: label,
			Draw: func(t plot.Theme, w, height float64) plot.Scene {
				in := g.GridInput(w, height, v.Got.Pixels, -1)
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
