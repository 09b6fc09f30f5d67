// Package loss is how well the model does: the loss, the steps that one can look back at, and the figures.
package loss

import (
	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/kit"
	"nicelab/app/lab"
	"nicelab/app/plot"
	"nicelab/app/words"
)

// Host is what the section needs beside what the trainer reports and the steps that can be looked at.
type Host interface {
	LossInput() plot.LossInput
	DrawLoss(t plot.Theme, w, h float64) plot.Scene
	LossRev() int
	LossSummary() string
	Untold() string
	LookAt(step int) // of the recorded ones
}

// Section shows how well the model does. Where every row is fresh, no weights but the last are kept. outcome is what
// came of the run, for a screen where it is said nowhere else.
func Section(h Host, r *lab.Report, t *lab.Time, fresh, dark bool, outcome ui.UI) ui.UI {
	left, right := h.LossInput().Margins()
	return ui.Section().Class("panel", "metrics").Body(
		ui.H2().Body(ui.Text(words.Say.Loss+" "), ui.Span().Text(words.Say.LossSub)),
		ui.Div().Class("chart").Body(
			kit.Canvas(kit.Plot{ID: "loss", Rev: h.LossRev(), Dark: dark, Label: h.LossSummary(), Draw: h.DrawLoss}),
			ui.P().ID("untold").Class("note").Text(h.Untold()),
		),
		outcome,
		&timeSlider{host: h, time: t, Rev: t.Rev(), Lang: words.Say.Lang, Ready: r.Ready(), Left: left, Right: right},
		ui.Div().Class("note", "meaning").Body(
			ui.Range(r.Meaning()).Slice(func(i int) ui.UI { return ui.P().Text(r.Meaning()[i]) }),
		),
		ui.Dl().Class("figures").Aria("label", words.Say.Figures).Body(figures(r, fresh)...),
		rivalTable(r),
	)
}

// figures are those below the chart. What a true density alone can give is left out where there is none.
func figures(r *lab.Report, fresh bool) []ui.UI {
	unknown := r.DensityUnknown()
	weights := "–"
	if r.Known() {
		weights = words.Count(r.State.Weights)
	}
	of := func(w words.Word, value, error string) ui.UI { return kit.Hidden(kit.Figure(w, value, error), unknown) }
	return []ui.UI{
		kit.Hidden(kit.Figure(words.Say.FigBest, words.Nats(r.Best()), ""), fresh),
		of(words.Say.FigKL, words.Nats(r.Now.Divergence), kit.Chance(r.Now.AboveFloorError)),
		of(words.Say.FigFloor, words.Nats(r.Floor()), ""), of(words.Say.FigPrice, words.Nats(r.Limit(r.State.Price)), ""),
		of(words.Say.FigH, words.Nats(r.Entropy()), ""), kit.Figure(words.Say.FigWeights, weights, ""),
		bitsFigure(r),
	}
}

// bitsFigure is there where rows are pictures.
func bitsFigure(r *lab.Report) ui.UI {
	if !r.Pictures() {
		return ui.Div().Hidden(true)
	}
	bits := "–"
	if r.Now.Bits == r.Now.Bits {
		bits = words.Decimals(r.Now.Bits, 3)
	}
	return kit.Figure(words.Say.FigBits, bits, "").Hidden(false)
}
