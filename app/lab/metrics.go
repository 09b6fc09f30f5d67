package lab

import (
	"fmt"
	"math"

	"nicelab/app/plot"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

func (l *Lab) DrawLoss(t plot.Theme, w, h float64) plot.Scene {
	in := l.LossInput()
	in.W, in.H = w, h
	return plot.Loss(t, in)
}

func (l *Lab) LossInput() plot.LossInput {
	step, back := l.Time.LookedAt()
	at := 0
	if !l.Choice.FreshRows() {
		at = l.Now.At
	}
	return plot.LossInput{
		Best: l.Now.Best, BestAt: float64(at),
		Steps: l.history.Got.Steps, Train: l.history.Got.Train, Valid: l.history.Got.Valid, Marked: back, Mark: float64(step),
		Words:     LossWords(),
		HasLimits: l.State.KnownDensity, Entropy: l.State.Entropy, Floor: l.State.Floor,
	}
}

func (r *Report) LossSummary() string {
	if r.Rest.Step == 0 {
		return words.Say.LossEmpty
	}
	return fmt.Sprintf(words.Say.LossSum, words.Count(r.Rest.Step), words.Nats(r.Rest.Valid))
}

// Untold stands in place of the curve of a model that came trained, until it trains here.
func (l *Lab) Untold() string {
	if !l.Known() || len(l.history.Got.Steps) > 0 || !l.Source.checkpointed() && !l.Bare() ||
		l.Phase == protocol.Training {
		return ""
	}
	if math.IsNaN(l.Rest.Valid) {
		return words.Say.CameTrained
	}
	return words.Say.CameTrained + " " + fmt.Sprintf(words.Say.CameAt, words.Nats(l.Rest.Valid))
}
