package app

import (
	"fmt"
	"math"
	"slices"

	"nicelab/app/words"
	"nicelab/flow/recipe"
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
func (l *lab) outcome() (v outcome, by float64, rival string) {
	if l.phase != protocol.Over {
		return unsettled, 0, ""
	}
	if gap := l.rest.AboveFloor; l.state.KnownDensity && !math.IsNaN(gap) {
		if gap <= near {
			return learned, gap, ""
		}
		return aboveFloor, gap, ""
	}
	best, known := l.bestRival()
	switch {
	case !known || math.IsNaN(best.Lead):
		return unsettled, 0, ""
	case best.Lead >= -best.LeadError:
		return learned, best.Lead, best.Name
	}
	return behind, -best.Lead, best.Name
}

// bestRival is the simpler model that does best, once all are known that will be.
func (l *lab) bestRival() (best protocol.Baseline, ok bool) {
	for _, m := range l.rivals.Models {
		switch {
		case math.IsNaN(m.NLL) && m.Why == "":
			return best, false
		case !math.IsNaN(m.NLL) && (!ok || m.NLL < best.NLL):
			best, ok = m, true
		}
	}
	return best, ok
}

// overText says in a sentence what came of the run.
func (l *lab) overText() string {
	switch v, by, rival := l.outcome(); v {
	case learned:
		text := fmt.Sprintf(words.Say.Status[protocol.Over], l.dataName())
		if l.state.KnownDensity && l.rest.Valid < l.state.Entropy {
			text += " " + fmt.Sprintf(words.Say.Luck, words.Nats(l.rest.Valid-l.rest.Divergence))
		}
		return text
	case aboveFloor:
		return fmt.Sprintf(words.Say.StoppedAbove, l.dataName(), words.Nats(by))
	case behind:
		return fmt.Sprintf(words.Say.StoppedBehind, l.dataName(), words.Say.BaseNames[rival].Label, words.Nats(by))
	}
	return fmt.Sprintf(words.Say.Ended, l.dataName())
}

// judge says once what came of a run, as soon as that is known.
func (l *lab) judge() {
	if l.phase != protocol.Over {
		l.judged = false
		return
	}
	v, _, _ := l.outcome()
	if l.judged || v == unsettled {
		return
	}
	l.judged = true
	l.rev++
	if l.notice.error || l.notice.text != "" {
		return
	}
	switch {
	case l.byHeart():
		l.tell(fmt.Sprintf(words.Say.ByHeart, words.Count(l.rest.At)))
	case v == learned:
		l.tell(words.Say.Learned)
	default:
		l.tell(l.overText())
	}
}

// byHeart reports whether what came after the best step made the rows held out less likely.
func (l *lab) byHeart() bool {
	valid := l.history.Valid
	return l.rest.At > 0 && l.rest.At < l.rest.Step && len(valid) > 0 && !l.freshRows() &&
		float64(valid[len(valid)-1]) > l.rest.Best+near
}

// further is what the button beside the sentence offers: the defaults of the data, where something else was chosen, or else
// another run.
func (l *lab) further() (text, tip string, ok bool) {
	if v, _, _ := l.outcome(); v != aboveFloor && v != behind || l.fatal != nil {
		return "", "", false
	}
	if l.differs() {
		return words.Say.Defaults.Label, words.Say.Defaults.Tip, true
	}
	return words.Say.TrainOn.Label, words.Say.TrainOn.Tip, true
}

func (l *lab) goFurther() {
	if _, _, ok := l.further(); !ok {
		return
	}
	if l.goes(true); l.differs() {
		l.useDefaults()
		return
	}
	l.accept()
	l.send(protocol.Play{})
}

// differs reports whether something else was chosen than what fits the present data; seed and speed fit any.
func (l *lab) differs() bool {
	m, t := l.base.Model, l.base.Train
	m.Seed, t.Speed = l.run.Model.Seed, l.run.Train.Speed
	if !l.onPreset() {
		t.Fresh = l.run.Train.Fresh
	}
	return !m.Equal(l.run.Model) || t != l.run.Train
}

// useDefaults takes what fits the data in place of what was chosen.
func (l *lab) useDefaults() {
	l.accept()
	l.forgetRefused()
	l.edit(func(r *Run) {
		seed, speed := r.Model.Seed, r.Train.Speed
		r.Model, r.Train = l.base.Model, l.base.Train
		r.Model.Hidden = slices.Clone(r.Model.Hidden)
		r.Model.Seed, r.Train.Speed = seed, speed
	})
}

// wish is what new data is to be modelled with.
func (l *lab) wish() protocol.Wish {
	return protocol.Wish{Setup: protocol.Setup{Model: l.own.Model, Train: l.own.Train}, Defaults: l.base}
}

// exactly wishes for the run as it is, on its preset.
func (l *lab) exactly() protocol.Wish {
	return protocol.Wish{Setup: l.run.setup(), Defaults: protocol.Setup(recipe.Preset(l.run.Data))}
}

// rebase makes to the defaults, over which the person's choices stay.
func (l *lab) rebase(to protocol.Setup) {
	r := recipe.Recipe(to).With(l.wish())
	l.own.Model, l.own.Train, l.base = r.Model, r.Train, to
}
