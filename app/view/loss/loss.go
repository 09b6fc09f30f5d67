// Package loss is how well the model does: the loss, the steps that one can look back at, and the figures.
package loss

import (
	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/kit"
	"nicelab/app/lab"
	"nicelab/app/words"
)

// Section shows how well the model does. outcome is what came of the run, for a screen where it is said nowhere else.
func Section(l *lab.Lab, dark bool, outcome ui.UI) ui.UI {
	left, right := l.LossInput().Margins()
	return ui.Section().Class("panel", "metrics").Body(
		ui.H2().Body(ui.Text(words.Say.Loss+" "), ui.Span().Text(words.Say.LossSub)),
		ui.Div().Class("chart").Body(
			kit.Canvas(kit.Plot{ID: "loss", Rev: l.LossRev(), Dark: dark, Label: l.LossSummary(), Draw: l.DrawLoss}),
			ui.P().ID("untold").Class("note").Text(l.Untold()),
		),
		outcome,
		&timeSlider{lab: l, Rev: l.Time.Rev(), Lang: words.Say.Lang, Ready: l.Ready(), Left: left, Right: right},
		ui.Div().Class("note", "meaning").Body(
			ui.Range(l.Meaning()).Slice(func(i int) ui.UI { return ui.P().Text(l.Meaning()[i]) }),
		),
		ui.Dl().Class("figures").Aria("label", words.Say.Figures).Body(figures(l)...),
		rivalTable(l),
	)
}

// figures are those below the chart. What a true density alone can give is left out where there is none.
func figures(l *lab.Lab) []ui.UI {
	unknown := l.DensityUnknown()
	weights := "–"
	if l.Known() {
		weights = words.Count(l.State.Weights)
	}
	of := func(w words.Word, value, error string) ui.UI { return kit.Hidden(kit.Figure(w, value, error), unknown) }
	return []ui.UI{
		kit.Hidden(kit.Figure(words.Say.FigBest, words.Nats(l.Best()), ""), l.FreshRows()),
		of(words.Say.FigKL, words.Nats(l.Now.Divergence), kit.Chance(l.Now.AboveFloorError)),
		of(words.Say.FigFloor, words.Nats(l.Floor()), ""), of(words.Say.FigPrice, words.Nats(l.Limit(l.State.Price)), ""),
		of(words.Say.FigH, words.Nats(l.Entropy()), ""), kit.Figure(words.Say.FigWeights, weights, ""),
		bitsFigure(l),
	}
}

// bitsFigure is there where rows are pictures.
func bitsFigure(l *lab.Lab) ui.UI {
	if !l.Pictures() {
		return ui.Div().Hidden(true)
	}
	bits := "–"
	if l.Now.Bits == l.Now.Bits {
		bits = words.Decimals(l.Now.Bits, 3)
	}
	return kit.Figure(words.Say.FigBits, bits, "").Hidden(false)
}
