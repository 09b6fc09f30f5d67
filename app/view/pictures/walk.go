package app

import (
	"fmt"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/lab"
	"nicelab/app/plot"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

func walkBody(v *lab.WalkView, h *viewPanel) []ui.UI {
	l := h.lab
	chosen := l.Imaging.Asked.Picture
	end := func(id, text string, now int, change func(a *protocol.WalkArgs)) ui.UI {
		if now > 0 {
			text = fmt.Sprintf("%s: %s", text, words.Count(now))
		}
		return off(ui.Button().ID(id).Class("btn"), chosen == 0).Type("button").Title(words.Say.WalkTake).Text(text).OnClick(func(ui.Context, ui.Event) {
			a := v.Ask
			change(&a)
			v.Set(l, a)
		})
	}
	way := "way"
	if v.Ask.Sheet {
		way = "sheet"
	}
	return []ui.UI{
		ui.P().Class("note").Text(words.Say.WalkHow),
		ui.Div().Class("masks").Body(
			selectField("walk-as", words.Say.WalkAs, way, []choice{{"way", words.Say.WalkWay}, {"sheet", words.Say.WalkSheet}}, !l.Ready(), func(s string) {
				a := v.Ask
				a.Sheet = s == "sheet"
				v.Set(l, a)
			}),
			end("walk-from", words.Say.WalkFrom, v.Ask.From, func(a *protocol.WalkArgs) { a.From = l.Imaging.Asked.Picture }),
			end("walk-to", words.Say.WalkTo, v.Ask.To, func(a *protocol.WalkArgs) { a.To = l.Imaging.Asked.Picture }),
		),
		unseen(ui.Div(), len(v.Got.Pixels) == 0 || v.Got.Args != v.Ask).Class("closeup").Body(
			ui.Figure().Body(
				ui.Div().Class("stage").Body(&canvas{id: "walk", Rev: 1 + v.Rev, Dark: h.Dark, Label: v.Said(), draw: func(t plot.Theme, w, height float64) plot.Scene {
					return plot.Pictures(t, l.GridInput(w, height, v.Got.Pixels, -1))
				}}),
				ui.FigCaption().Body(ui.P().Text(v.Said())),
			),
		),
		ui.P().ID("walk-wait").Class("note").Role("status").Text(v.Wait(l)),
	}
}
