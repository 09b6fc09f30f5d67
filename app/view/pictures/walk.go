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

// Walk is how it is drawn.
func Walk(h *lab.Imaging) view.Kind {
	return view.Of(func(v *lab.WalkView, f view.Frame) []ui.UI { return walk(v, h, f) }, nil)
}

func walk(v *lab.WalkView, h *lab.Imaging, f view.Frame) []ui.UI {
	chosen := v.Looked()
	end := func(id, text string, now int, change func(a *protocol.WalkArgs)) ui.UI {
		if now > 0 {
			text = fmt.Sprintf("%s: %s", text, words.Count(now))
		}
		return kit.Disabled(ui.Button().ID(id).Class("btn"), chosen == 0).Type("button").Title(words.Say.WalkTake).
			Text(text).OnClick(func(ui.Context, ui.Event) {
			a := v.Ask
			change(&a)
			v.Set(a)
		})
	}
	way := "way"
	if v.Ask.Sheet {
		way = "sheet"
	}
	return []ui.UI{
		ui.P().Class("note").Text(words.Say.WalkHow),
		ui.Div().Class("masks").Body(
			kit.SelectField("walk-as", words.Say.WalkAs, way, []kit.Choice{{"way", words.Say.WalkWay},
				{"sheet", words.Say.WalkSheet}}, !v.Ready(), func(s string) {
				a := v.Ask
				a.Sheet = s == "sheet"
				v.Set(a)
			}),
			end("walk-from", words.Say.WalkFrom, v.Ask.From, func(a *protocol.WalkArgs) { a.From = v.Looked() }),
			end("walk-to", words.Say.WalkTo, v.Ask.To, func(a *protocol.WalkArgs) { a.To = v.Looked() }),
		),
		kit.Hidden(ui.Div(), len(v.Got.Pixels) == 0 || v.Got.Args != v.Ask).Class("closeup").Body(
			ui.Figure().Body(
				ui.Div().Class("stage").
					Body(kit.Canvas(kit.Plot{ID: "walk", Rev: 1 + v.Rev(), Dark: f.Dark, Label: v.Said(),
						Draw: func(t plot.Theme, w, height float64) plot.Scene {
							return plot.Pictures(t, h.GridInput(w, height, v.Got.Pixels, -1))
						}})),
				ui.FigCaption().Body(ui.P().Text(v.Said())),
			),
		),
		ui.P().ID("walk-wait").Class("note").Role("status").Text(v.Wait()),
	}
}
