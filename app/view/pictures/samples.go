// Package pictures is what is seen of data whose rows are pictures: samples, the data, one picture at a time, and what
// the model makes of a part that is hidden, of the way between two, and of the ends of its latents.
package pictures

import (
	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/kit"
	"nicelab/app/lab"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// Samples stands in the place of the x-plane where rows are pictures. warm draws them at another temperature.
func Samples(r *lab.Report, c *lab.Choice, m *lab.Imaging, warm func(float64), dark bool) ui.UI {
	section := ui.Section().Class("plane", "x")
	if !r.Pictures() {
		return section.Hidden(true)
	}
	return section.Hidden(false).Body(
		ui.Link().Rel("stylesheet").Href("/web/pictures.css"),
		ui.Div().Class("head").Body(
			ui.H2().Title(words.Say.GridSub).Body(ui.Text(words.Say.Grids+" "), ui.Span().Text(words.Say.GridSub)),
		),
		ui.Div().Class("stage").Body(
			&gridCanvas{id: "samples-grid", Rev: 1 + m.Rev(), Dark: dark, Label: r.GridSum(),
				Marked: m.Asked.Sample - 1,
				draw:   m.DrawGrid,
				at: func(x, y, w, h float64) int {
					return m.GridInput(w, h, m.Grid.Got.Pixels, -1).Cell(x, y)
				},
				pick: func(i int) { m.Examine(protocol.CloseupArgs{Sample: i + 1}) }},
		),
		ui.Div().Class("warmth").Body(
			kit.Slider("warmth", words.Say.Warmth, 0, 150, 5, int(100*m.Temperature()+0.5),
				words.Short(m.Temperature()), func(ctx ui.Context, _ ui.Event) {
					warm(float64(lab.Atoi(ctx.JSSrc().Get("value").String())) / 100)
				}),
		),
		ui.P().ID("grid-note").Class("note").Text(m.GridNote()),
		ui.Div().Class("masks").Body(
			kit.Button("paper", words.Say.Paper, !r.Ready() || c.IsPaper(), func(ui.Context, ui.Event) { c.UsePaper() }),
			ui.Span().ID("time-left").Class("note").Text(r.TimeLeft(c.Run.Train.Run)),
		),
	)
}
