package lab

import (
	"fmt"
	"math"
	"slices"

	"nicelab/app/plot"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// FreshRows reports whether no row is trained on twice, so that the last weights are the ones to keep.
func (l *Lab) FreshRows() bool { return l.OnPreset() && l.Run.Train.Fresh }

// Best is the lowest NLL that was measured, the one that is shown included: what is measured at a pause is not among those that the plateau
// goes back to, and may be lower.
func (l *Lab) Best() float64 {
	switch best, now := l.Now.Best, l.Now.Valid; {
	case !l.Known():
		return math.NaN()
	case math.IsNaN(best) || now < best:
		return now
	default:
		return best
	}
}

// DensityUnknown reports whether nothing can be said of what the NLL could come down to.
func (l *Lab) DensityUnknown() bool {
	return !l.State.KnownDensity && l.State.Source != "" && l.State.Source != "preset"
}

// Meaning says what the lines in the chart are, and why they differ.
func (l *Lab) Meaning() []string {
	is := words.Say.LossIs + " " + words.Say.LossNegative
	if l.DensityUnknown() {
		return []string{is, words.Say.LossNone}
	}
	return []string{is, words.Say.LossHIs, words.Say.LossFloorIs}
}

// Entropy and floor are NaN where the density of the data is not known.
func (l *Lab) Entropy() float64 { return l.Limit(l.State.Entropy) }

func (l *Lab) Floor() float64 { return l.Limit(l.State.Floor) }

func (l *Lab) Limit(v float64) float64 {
	if !l.State.KnownDensity {
		return math.NaN()
	}
	return v
}

// LossRev leaves alone what was painted before the page was there.
func (l *Lab) LossRev() int {
	if l.before && l.curved == 0 {
		return 0
	}
	return 1 + l.curved
}

func (l *Lab) DrawLoss(t plot.Theme, w, h float64) plot.Scene {
	in := l.LossInput()
	in.W, in.H = w, h
	return plot.Loss(t, in)
}

func (l *Lab) LossInput() plot.LossInput {
	step, back := l.LookedAt()
	at := 0
	if !l.FreshRows() {
		at = l.Now.At
	}
	return plot.LossInput{
		Best: l.Now.Best, BestAt: float64(at),
		Steps: l.history.Steps, Train: l.history.Train, Valid: l.history.Valid, Marked: back, Mark: float64(step),
		Words:     LossWords(),
		HasLimits: l.State.KnownDensity, Entropy: l.State.Entropy, Floor: l.State.Floor,
	}
}

func (l *Lab) LossSummary() string {
	if l.Rest.Step == 0 {
		return words.Say.LossEmpty
	}
	return fmt.Sprintf(words.Say.LossSum, words.Count(l.Rest.Step), words.Nats(l.Rest.Valid))
}

// Untold stands in place of the curve of a model that came trained, until it trains here.
func (l *Lab) Untold() string {
	opened := slices.ContainsFunc(l.Data, func(c protocol.Command) bool {
		_, ok := c.(protocol.Open)
		return ok
	})
	if !l.Known() || len(l.history.Steps) > 0 || !opened && !l.Bare() || l.Phase == protocol.Training {
		return ""
	}
	if math.IsNaN(l.Rest.Valid) {
		return words.Say.CameTrained
	}
	return words.Say.CameTrained + " " + fmt.Sprintf(words.Say.CameAt, words.Nats(l.Rest.Valid))
}
