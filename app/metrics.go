package app

import (
	"fmt"
	"math"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/plot"
)

// metrics shows how well the model does.
func (p *page) metrics() ui.UI {
	l := p.lab
	limits := say.LossLimits
	if !l.state.KnownDensity && l.state.Source != "" {
		limits = say.LossNone
	}
	best, h, floor, weights := math.NaN(), math.NaN(), math.NaN(), "–"
	if l.known() {
		best, weights = l.now.Best, count(l.state.Weights)
	}
	if l.state.KnownDensity {
		h, floor = l.state.Entropy, l.state.Floor
	}
	return ui.Section().Class("panel", "metrics").Body(
		ui.H2().Body(ui.Text(say.Loss+" "), ui.Span().Text(say.LossSub)),
		ui.Div().Class("chart").Body(
			&canvas{id: "loss", Rev: 1 + l.curved, Dark: p.dark, Label: l.lossSummary(), draw: l.drawLoss},
		),
		ui.P().Class("note").Text(limits),
		ui.Dl().Class("figures").Aria("label", say.Figures).Body(
			figure(say.FigBest, nats(best)), figure(say.FigFloor, nats(floor)),
			figure(say.FigH, nats(h)), figure(say.FigWeights, weights),
		),
	)
}

func figure(w word, value string) ui.UI {
	return ui.Div().Title(w.Tip).Body(ui.Dt().Text(w.Label), ui.Dd().Text(value))
}

func (l *lab) drawLoss(t plot.Theme, w, h float64) plot.Scene {
	return plot.Loss(t, plot.LossInput{
		W: w, H: h, Steps: l.history.Steps, Train: l.history.Train, Valid: l.history.Valid,
		HasLimits: l.state.KnownDensity, Entropy: l.state.Entropy, Floor: l.state.Floor,
	})
}

func (l *lab) lossSummary() string {
	if l.rest.Step == 0 {
		return say.LossEmpty
	}
	return fmt.Sprintf(say.LossSum, count(l.rest.Step), nats(l.rest.Valid))
}
