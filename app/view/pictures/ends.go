package app

import (
	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/lab"
	"nicelab/app/plot"
	"nicelab/app/words"
)

func endsBody(v *lab.EndsView, h *viewPanel) []ui.UI {
	l, got := h.lab, v.Got
	known := v.Known(l)
	return []ui.UI{
		ui.P().Class("note").Text(words.Say.EndsHow),
		ui.Div().Class("masks").Body(
			selectField("ends-by", words.Say.EndsBy, v.Size(l), []choice{{"scale", words.Say.EndsScale}, {"pixels",
				words.Say.EndsPixels}}, !l.Ready(), func(s string) {
				v.By = s
				v.Rev++
				l.Rev++
				l.WatchViews()
			}),
		),
		unseen(ui.Div(), !known).Class("closeup", "ends").Body(
			ui.Figure().Body(
				ui.Div().Class("small").Body(&canvas{id: "ends-spectrum", Rev: 1 + v.Rev, Dark: h.Dark,
					Label: v.Said(), draw: func(t plot.Theme, w, height float64) plot.Scene {
						return plot.Spectrum(t, plot.SpectrumInput{W: w, H: height, Values: v.Got.Values})
					}}),
				ui.FigCaption().Body(ui.P().ID("ends-said").Text(v.Said())),
			),
			ui.Figure().Body(
				ui.Div().Class("stage").Body(&canvas{id: "ends", Rev: 1 + v.Rev, Dark: h.Dark,
					Label: words.Say.EndsSum, draw: func(t plot.Theme, w, height float64) plot.Scene {
						return plot.Pictures(t, l.GridInput(w, height, v.Got.Pixels, -1))
					}}),
				ui.FigCaption().Body(ui.P().Text(v.From())),
			),
			ui.Table().Body(
				ui.Caption().Text(words.Say.EndsTable),
				ui.THead().Body(ui.Tr().Body(
					ui.Th().Scope("col").Text(words.Say.EndsPlace), ui.Th().Scope("col").Text(words.Say.EndsSize),
					ui.Th().Scope("col").Text(words.Say.EndsMoves),
				)),
				ui.TBody().Body(ui.Range(got.Places).Slice(func(i int) ui.UI {
					return ui.Tr().Body(
						ui.Th().Scope("row").Text(words.Count(got.Places[i])),
						ui.Td().Text(words.Digits(float64(got.Values[got.Places[i]-1]))),
						ui.Td().Text(words.Digits(got.Moves[i])),
					)
				})),
			),
		),
		ui.P().ID("ends-wait").Class("note").Role("status").Text(v.Wait(l, known)),
	}
}
