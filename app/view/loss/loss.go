package app

import (
	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/lab"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// metrics shows how well the model does.
func (p *page) metrics() ui.UI {
	l := p.lab
	left, right := l.LossInput().Margins()
	return ui.Section().Class("panel", "metrics").Body(
		ui.H2().Body(ui.Text(words.Say.Loss+" "), ui.Span().Text(words.Say.LossSub)),
		ui.Div().Class("chart").Body(
			&canvas{id: "loss", Rev: l.LossRev(), Dark: p.dark, Label: l.LossSummary(), draw: l.DrawLoss},
			ui.P().ID("untold").Class("note").Text(l.Untold()),
		),
		p.outcome(),
		&timeSlider{lab: l, Rev: l.Time.Rev, Lang: words.Say.Lang, Ready: l.Ready(), Left: left, Right: right},
		ui.Div().Class("note", "meaning").Body(ui.Range(l.Meaning()).Slice(func(i int) ui.UI { return ui.P().Text(l.Meaning()[i]) })),
		ui.Dl().Class("figures").Aria("label", words.Say.Figures).Body(figures(l)...),
		rivalTable(l),
	)
}

// outcome says on a small screen, where the bar has no room for it, what came of the run.
func (p *page) outcome() ui.UI {
	further, tip, more := p.lab.Further()
	return unseen(ui.Div().Class("small-only"), p.lab.Phase != protocol.Over).Body(
		ui.P().Class("note").Text(p.phaseText()),
		unseen(ui.Button().ID("further-small").Class("btn"), !more).Type("button").Title(tip).Text(further).OnClick(p.onFurther),
	)
}

// figures are those below the chart. What a true density alone can give is left out where there is none.
func figures(l *lab.Lab) []ui.UI {
	unknown := l.DensityUnknown()
	weights := "–"
	if l.Known() {
		weights = words.Count(l.State.Weights)
	}
	of := func(w words.Word, value, error string) ui.UI { return unseen(figure(w, value, error), unknown) }
	return []ui.UI{
		unseen(figure(words.Say.FigBest, words.Nats(l.Best()), ""), l.FreshRows()), of(words.Say.FigKL, words.Nats(l.Now.Divergence), chance(l.Now.AboveFloorError)),
		of(words.Say.FigFloor, words.Nats(l.Floor()), ""), of(words.Say.FigPrice, words.Nats(l.Limit(l.State.Price)), ""),
		of(words.Say.FigH, words.Nats(l.Entropy()), ""), figure(words.Say.FigWeights, weights, ""),
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
	return figure(words.Say.FigBits, bits, "").Hidden(false)
}

func figure(w words.Word, value, error string) ui.HTMLDiv {
	return ui.Div().Title(w.Tip).Body(ui.Dt().Text(w.Label), ui.Dd().Body(ui.Text(value), ui.Small().Text(error)))
}
