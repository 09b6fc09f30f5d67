// Package pictures is what is seen of data whose rows are pictures: samples, the data, one picture at a time, and what
// the model makes of a part that is hidden, of the way between two, and of the ends of its latents.
package pictures

import (
	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/kit"
	"nicelab/app/lab"
	"nicelab/app/plot"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// Gridder lays pictures of the present data out in a grid.
type Gridder interface {
	GridInput(w, h float64, pixels []byte, marked int) plot.GridInput
}

// Sampler draws samples of the model.
type Sampler interface {
	Gridder
	Ready() bool
	Pictures() bool
	Temperature() float64
	Warm(temperature float64)
	Examine(protocol.CloseupArgs)
	DrawGrid(t plot.Theme, w, h float64) plot.Scene
	GridSum() string
	GridNote() string
	TimeLeft(run int) string
}

// Samples stands in the place of the x-plane where rows are pictures.
func Samples(l Sampler, c *lab.Choice, m *lab.Imaging, dark bool) ui.UI {
	section := ui.Section().Class("plane", "x")
	if !l.Pictures() {
		return section.Hidden(true)
	}
	return section.Hidden(false).Body(
		ui.Link().Rel("stylesheet").Href("/web/pictures.css"),
		ui.Div().Class("head").Body(
			ui.H2().Title(words.Say.GridSub).Body(ui.Text(words.Say.Grids+" "), ui.Span().Text(words.Say.GridSub)),
		),
		ui.Div().Class("stage").Body(
			&gridCanvas{id: "samples-grid", Rev: 1 + m.Rev(), Dark: dark, Label: l.GridSum(),
				Marked: m.Asked.Sample - 1,
				draw:   l.DrawGrid,
				at: func(x, y, w, h float64) int {
					return l.GridInput(w, h, m.Grid.Got.Pixels, -1).Cell(x, y)
				},
				pick: func(i int) { l.Examine(protocol.CloseupArgs{Sample: i + 1}) }},
		),
		ui.Div().Class("warmth").Body(
			kit.Slider("warmth", words.Say.Warmth, 0, 150, 5, int(100*l.Temperature()+0.5),
				words.Short(l.Temperature()), func(ctx ui.Context, _ ui.Event) {
					l.Warm(float64(lab.Atoi(ctx.JSSrc().Get("value").String())) / 100)
				}),
		),
		ui.P().ID("grid-note").Class("note").Text(l.GridNote()),
		ui.Div().Class("masks").Body(
			kit.Disabled(ui.Button().ID("paper").Class("btn"), !l.Ready() || c.IsPaper()).Type("button").
				Title(words.Say.Paper.Tip).Text(words.Say.Paper.Label).
				OnClick(func(ui.Context, ui.Event) { c.UsePaper() }),
			ui.Span().ID("time-left").Class("note").Text(l.TimeLeft(c.Run.Train.Run)),
		),
	)
}
