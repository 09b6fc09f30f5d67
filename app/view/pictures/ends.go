package pictures

import (
	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/kit"
	"nicelab/app/lab"
	"nicelab/app/plot"
	"nicelab/app/view"
	"nicelab/app/words"
)

// Ends is how it is drawn.
func Ends(h *lab.Imaging) view.Kind {
	return view.Of(func(v *lab.EndsView, f view.Frame) []ui.UI { return ends(v, h, f) }, nil)
}

func ends(v *lab.EndsView, h *lab.Imaging, f view.Frame) []ui.UI {
	got := v.Got
	known := v.Known()
	return []ui.UI{
		ui.P().Class("note").Text(words.Say.EndsHow),
		ui.Div().Class("masks").Body(
			kit.SelectField("ends-by", words.Say.EndsBy, v.Size(), []kit.Choice{{"scale", words.Say.EndsScale}, {"pixels",
				words.Say.EndsPixels}}, !v.Ready(), func(s string) {
				v.By = s
				v.Changed()
			}),
		),
		kit.Hidden(ui.Div(), !known).Class("closeup", "ends").Body(
			ui.Figure().Body(
				ui.Div().Class("small").Body(kit.Canvas(kit.Plot{ID: "ends-spectrum", Rev: 1 + v.Rev(), Dark: f.Dark,
					Label: v.Said(), Draw: func(t plot.Theme, w, height float64) plot.Scene {
						return plot.Spectrum(t, plot.SpectrumInput{W: w, H: height, Values: v.Got.Values})
					}})),
				ui.FigCaption().Body(ui.P().ID("ends-said").Text(v.Said())),
			),
			ui.Figure().Body(
				ui.Div().Class("stage").Body(kit.Canvas(kit.Plot{ID: "ends", Rev: 1 + v.Rev(), Dark: f.Dark,
					Label: words.Say.EndsSum, Draw: func(t plot.Theme, w, height float64) plot.Scene {
						return plot.Pictures(t, h.GridInput(w, height, v.Got.Pixels, -1))
					}})),
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
		ui.P().ID("ends-wait").Class("note").Role("status").Text(v.Wait(known)),
	}
}
