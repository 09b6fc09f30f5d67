package lab

import (
	"fmt"
	"math"

	"nicelab/app/link"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// outcome is what came of a run that stopped by itself.
type outcome int

const (
	unsettled outcome = iota // what it is held against is not known yet, or never
	learned
	aboveFloor // by so many nats, where the density is known
	behind     // a simpler model, by so many nats, on data of a person's own
)

// near is how far above the least that any NICE can reach a run may end and be called learned, in nats a row.
const near = 0.1

// outcome judges the weights at rest: against the floor where the density is known, and against the best of the simpler
// models, give or take the standard error, where it is not.
func (r *Report) outcome() (v outcome, by float64, rival string) {
	if r.Phase != protocol.Over {
		return unsettled, 0, ""
	}
	if gap := r.Rest.AboveFloor; r.State.KnownDensity && !math.IsNaN(gap) {
		if gap <= near {
			return learned, gap, ""
		}
		return aboveFloor, gap, ""
	}
	best, known := r.Rivals.best()
	switch {
	case !known || math.IsNaN(best.Lead):
		return unsettled, 0, ""
	case best.Lead >= -best.LeadError:
		return learned, best.Lead, best.Name
	}
	return behind, -best.Lead, best.Name
}

// OverText says in a sentence what came of the run.
func (l *Lab) OverText() string {
	switch v, by, rival := l.outcome(); v {
	case learned:
		text := fmt.Sprintf(words.Say.Status.Of(protocol.Over), l.DataName())
		if l.State.KnownDensity && l.Rest.Valid < l.State.Entropy {
			text += " " + fmt.Sprintf(words.Say.Luck, words.Nats(l.Rest.Valid-l.Rest.Divergence))
		}
		return text
	case aboveFloor:
		return fmt.Sprintf(words.Say.StoppedAbove, l.DataName(), words.Nats(by))
	case behind:
		return fmt.Sprintf(words.Say.StoppedBehind, l.DataName(), words.Say.BaseNames.Of(rival).Label, words.Nats(by))
	}
	return fmt.Sprintf(words.Say.Ended, l.DataName())
}

// judge says once what came of a run, as soon as that is known.
func (l *Lab) judge() {
	if l.Phase != protocol.Over {
		l.judged = false
		return
	}
	v, _, _ := l.outcome()
	if l.judged || v == unsettled {
		return
	}
	l.judged = true
	if l.Notice.Error || l.Notice.Text != "" {
		return
	}
	switch {
	case l.byHeart():
		l.Tell(fmt.Sprintf(words.Say.ByHeart, words.Count(l.Rest.At)))
	case v == learned:
		l.Tell(l.learnedText())
	default:
		l.Tell(l.OverText())
	}
}

// learnedText says what to do with what is learned.
func (r *Report) learnedText() string {
	switch {
	case r.Pictures():
		return words.Say.LearnedPictures
	case len(r.State.Columns) > 2:
		return words.Say.LearnedTable
	}
	return words.Say.Learned
}

// byHeart reports whether what came after the best step made the rows held out less likely.
func (l *Lab) byHeart() bool {
	valid := l.history.Got.Valid
	return l.Rest.At > 0 && l.Rest.At < l.Rest.Step && len(valid) > 0 && !l.Choice.FreshRows() &&
		float64(valid[len(valid)-1]) > l.Rest.Best+near
}

// Further is what the button beside the sentence offers: the defaults of the data, where something else was chosen, or
// else another run.
func (l *Lab) Further() (text, tip string, ok bool) {
	if v, _, _ := l.outcome(); v != aboveFloor && v != behind || l.Fatal != nil {
		return "", "", false
	}
	if l.Choice.Differs() {
		return words.Say.Defaults.Label, words.Say.Defaults.Tip, true
	}
	return words.Say.TrainOn.Label, words.Say.TrainOn.Tip, true
}

func (l *Lab) GoFurther() {
	if _, _, ok := l.Further(); !ok {
		return
	}
	if l.Choice.Intent.want(true); l.Choice.Differs() {
		l.Choice.UseDefaults()
		return
	}
	l.Accept()
	l.Line.send(protocol.Play{})
}

// MaySlow reports whether a run that diverged can go on with a lower rate.
func (l *Lab) MaySlow() bool {
	return l.Phase == protocol.Failed && l.Fatal == nil && l.Choice.SlowerRate() < l.Choice.Run.Train.LearningRate
}

// GoOnSlower lowers the rate and trains on from the weights that are back.
func (l *Lab) GoOnSlower() {
	if !l.MaySlow() {
		return
	}
	l.Accept()
	rate := l.Choice.SlowerRate()
	l.Choice.Edit(func(r *link.Run) { r.Train.LearningRate = rate })
	l.Choice.Intent.want(true)
	l.Line.send(protocol.Play{})
}
