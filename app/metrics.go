package app

import (
	"fmt"
	"math"
	"slices"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/plot"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// metrics shows how well the model does.
func (p *page) metrics() ui.UI {
	l := p.lab
	left, right := l.lossInput().Margins()
	return ui.Section().Class("panel", "metrics").Body(
		ui.H2().Body(ui.Text(words.Say.Loss+" "), ui.Span().Text(words.Say.LossSub)),
		ui.Div().Class("chart").Body(
			&canvas{id: "loss", Rev: l.lossRev(), Dark: p.dark, Label: l.lossSummary(), draw: l.drawLoss},
			ui.P().ID("untold").Class("note").Text(l.untold()),
		),
		p.outcome(),
		&timeSlider{lab: l, Rev: l.time.rev, Lang: words.Say.Lang, Ready: l.ready(), Left: left, Right: right},
		ui.Div().Class("note", "meaning").Body(ui.Range(l.meaning()).Slice(func(i int) ui.UI { return ui.P().Text(l.meaning()[i]) })),
		ui.Dl().Class("figures").Aria("label", words.Say.Figures).Body(figures(l)...),
		rivalTable(l),
	)
}

// outcome says on a small screen, where the bar has no room for it, what came of the run.
func (p *page) outcome() ui.UI {
	further, tip, more := p.lab.further()
	return unseen(ui.Div().Class("small-only"), p.lab.phase != protocol.Over).Body(
		ui.P().Class("note").Text(p.phaseText()),
		unseen(ui.Button().ID("further-small").Class("btn"), !more).Type("button").Title(tip).Text(further).OnClick(p.onFurther),
	)
}

// figures are those below the chart. What a true density alone can give is left out where there is none.
func figures(l *lab) []ui.UI {
	unknown := l.densityUnknown()
	weights := "–"
	if l.known() {
		weights = words.Count(l.state.Weights)
	}
	of := func(w words.Word, value, error string) ui.UI { return unseen(figure(w, value, error), unknown) }
	return []ui.UI{
		unseen(figure(words.Say.FigBest, words.Nats(l.best()), ""), l.freshRows()), of(words.Say.FigKL, words.Nats(l.now.Divergence), chance(l.now.AboveFloorError)),
		of(words.Say.FigFloor, words.Nats(l.floor()), ""), of(words.Say.FigPrice, words.Nats(l.limit(l.state.Price)), ""),
		of(words.Say.FigH, words.Nats(l.entropy()), ""), figure(words.Say.FigWeights, weights, ""),
		bitsFigure(l),
	}
}

// bitsFigure is there where rows are pictures.
func bitsFigure(l *lab) ui.UI {
	if !l.pictures() {
		return ui.Div().Hidden(true)
	}
	bits := "–"
	if l.now.Bits == l.now.Bits {
		bits = words.Decimals(l.now.Bits, 3)
	}
	return figure(words.Say.FigBits, bits, "").Hidden(false)
}

// freshRows reports whether no row is trained on twice, so that the last weights are the ones to keep.
func (l *lab) freshRows() bool { return l.onPreset() && l.run.Train.Fresh }

// best is the lowest NLL that was measured, the one that is shown included: what is measured at a pause is not among those that the plateau
// goes back to, and may be lower.
func (l *lab) best() float64 {
	switch best, now := l.now.Best, l.now.Valid; {
	case !l.known():
		return math.NaN()
	case math.IsNaN(best) || now < best:
		return now
	default:
		return best
	}
}

// densityUnknown reports whether nothing can be said of what the NLL could come down to.
func (l *lab) densityUnknown() bool {
	return !l.state.KnownDensity && l.state.Source != "" && l.state.Source != "preset"
}

// meaning says what the lines in the chart are, and why they differ.
func (l *lab) meaning() []string {
	is := words.Say.LossIs + " " + words.Say.LossNegative
	if l.densityUnknown() {
		return []string{is, words.Say.LossNone}
	}
	return []string{is, words.Say.LossHIs, words.Say.LossFloorIs}
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

func figure(w words.Word, value, error string) ui.HTMLDiv {
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
	in := l.lossInput()
	in.W, in.H = w, h
	return plot.Loss(t, in)
}

func (l *lab) lossInput() plot.LossInput {
	step, back := l.lookedAt()
	at := 0
	if !l.freshRows() {
		at = l.now.At
	}
	return plot.LossInput{
		Best: l.now.Best, BestAt: float64(at),
		Steps: l.history.Steps, Train: l.history.Train, Valid: l.history.Valid, Marked: back, Mark: float64(step),
		Words:     lossWords(),
		HasLimits: l.state.KnownDensity, Entropy: l.state.Entropy, Floor: l.state.Floor,
	}
}

func (l *lab) lossSummary() string {
	if l.rest.Step == 0 {
		return words.Say.LossEmpty
	}
	return fmt.Sprintf(words.Say.LossSum, words.Count(l.rest.Step), words.Nats(l.rest.Valid))
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
		return words.Say.CameTrained
	}
	return words.Say.CameTrained + " " + fmt.Sprintf(words.Say.CameAt, words.Nats(l.rest.Valid))
}
