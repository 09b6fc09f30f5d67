package app

import (
	"fmt"
	"math"
	"slices"
	"strings"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/plot"
	"nicelab/wasm/protocol"
)

// metrics shows how well the model does.
func (p *page) metrics() ui.UI {
	l := p.lab
	best, weights := math.NaN(), "–"
	if l.known() {
		best, weights = l.now.Best, count(l.state.Weights)
	}
	return ui.Section().Class("panel", "metrics").Body(
		ui.H2().Body(ui.Text(say.Loss+" "), ui.Span().Text(say.LossSub)),
		ui.Div().Class("chart").DataSet("words", strings.Join(lossWords().List(), "|")).Body(
			&canvas{id: "loss", Rev: l.lossRev(), Dark: p.dark, Label: l.lossSummary(), draw: l.drawLoss},
			ui.P().ID("untold").Class("note").Text(l.untold()),
		),
		&timeSlider{lab: l, Rev: l.time.rev, Lang: say.Lang, Ready: l.ready(), Wide: l.state.KnownDensity},
		ui.Div().Class("note", "meaning").Body(ui.Range(l.meaning()).Slice(func(i int) ui.UI { return ui.P().Text(l.meaning()[i]) })),
		ui.Dl().Class("figures").Aria("label", say.Figures).Body(
			figure(say.FigBest, nats(best), ""), figure(say.FigKL, nats(l.now.Divergence), chance(l.now.AboveFloorError)),
			figure(say.FigFloor, nats(l.floor()), ""), figure(say.FigPrice, nats(l.limit(l.state.Price)), ""),
			figure(say.FigH, nats(l.entropy()), ""), figure(say.FigWeights, weights, ""),
		),
	)
}

// meaning says what the lines in the chart are, and why they differ.
func (l *lab) meaning() []string {
	if !l.state.KnownDensity && l.state.Source != "" {
		return []string{say.LossIs, say.LossNone}
	}
	return []string{say.LossIs, say.LossHIs, say.LossFloorIs}
}

// entropy and floor are NaN where the density of the data is not known.
func (l *lab) entropy() float64 { return l.limit(l.state.Entropy) }
func (l *lab) floor() float64   { return l.limit(l.state.Floor) }

func (l *lab) limit(v float64) float64 {
	if !l.state.KnownDensity {
		return math.NaN()
	}
	return v
}

func figure(w word, value, error string) ui.UI {
	return ui.Div().Title(w.Tip).Body(ui.Dt().Text(w.Label), ui.Dd().Body(ui.Text(value), ui.Small().Text(error)))
}

// lossRev leaves alone what was painted before the page was there.
func (l *lab) lossRev() int {
	if l.before && l.curved == 0 {
		return 0
	}
	return 1 + l.curved
}

func (l *lab) drawLoss(t plot.Theme, w, h float64) plot.Scene {
	step, back := l.lookedAt()
	return plot.Loss(t, plot.LossInput{
		W: w, H: h, Steps: l.history.Steps, Train: l.history.Train, Valid: l.history.Valid, Marked: back, Mark: float64(step),
		Words:     lossWords(),
		HasLimits: l.state.KnownDensity, Entropy: l.state.Entropy, Floor: l.state.Floor,
	})
}

func (l *lab) lossSummary() string {
	if l.rest.Step == 0 {
		return say.LossEmpty
	}
	return fmt.Sprintf(say.LossSum, count(l.rest.Step), nats(l.rest.Valid))
}

// untold stands in place of the curve of a model that came trained, until it trains here.
func (l *lab) untold() string {
	opened := slices.ContainsFunc(l.data, func(c protocol.Command) bool {
		_, ok := c.(protocol.Open)
		return ok
	})
	if !l.known() || len(l.history.Steps) > 0 || !opened && !l.bare() || l.phase == protocol.Training {
		return ""
	}
	if math.IsNaN(l.rest.Valid) {
		return say.CameTrained
	}
	return say.CameTrained + " " + fmt.Sprintf(say.CameAt, nats(l.rest.Valid))
}

func lossWords() plot.LossWords {
	return plot.LossWords{Nats: say.Unit, Step: say.StatStep, Train: say.LossTrain, Held: say.LossHeld, Floor: say.LossFloor, Price: say.LossPrice}
}
