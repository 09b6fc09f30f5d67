package lab

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"nicelab/app/link"
	"nicelab/app/words"
	"nicelab/flow"
	"nicelab/wasm/protocol"
)

func (l *Lab) SetCouplings(s string) { l.Edit(func(r *link.Run) { r.Model.Couplings = Atoi(s) }) }

func (l *Lab) SetLayers(s string) {
	l.Edit(func(r *link.Run) {
		h := slices.Clone(r.Model.Hidden)
		for len(h) < Atoi(s) {
			h = append(h, h[len(h)-1])
		}
		r.Model.Hidden = h[:max(1, Atoi(s))]
	})
}

func (l *Lab) SetWidth(s string) string {
	v, one := words.Number(s)
	h, ok := link.ParseHidden(s)
	switch {
	case ok && len(h) > 1:
	case one && !strings.Contains(s, ",") && v == math.Trunc(v) && v >= link.MinWidth && v <= link.MaxWidth:
		h = slices.Repeat([]int{int(v)}, len(l.Choice.Run.Model.Hidden))
	default:
		return l.Choice.RefuseField("width", s, fmt.Sprintf(words.Say.HiddenRange, link.MinLayers, link.MaxLayers,
			link.MinWidth, link.MaxWidth, WidthText(l.Choice.Run.Model.Hidden)))
	}
	l.Choice.TakeField("width")
	l.Edit(func(r *link.Run) { r.Model.Hidden = h })
	return WidthText(l.Choice.Run.Model.Hidden)
}

func (l *Lab) SetActivation(s string) {
	l.Edit(func(r *link.Run) { r.Model.Activation = flow.Activation(s) })
}

func (l *Lab) SetPrior(s string) { l.Edit(func(r *link.Run) { r.Model.Prior = flow.Prior(s) }) }

func (l *Lab) SetMix(s string) {
	l.Edit(func(r *link.Run) { r.Model.Mix = link.MixNamed(s) })
}

// SetModes and SetClusters choose one of two mixtures that the prior may be.
func (l *Lab) SetModes(s string) {
	l.Edit(func(r *link.Run) { link.Either(&r.Model.Modes, &r.Model.Clusters, Atoi(s)) })
}

func (l *Lab) SetClusters(s string) {
	l.Edit(func(r *link.Run) { link.Either(&r.Model.Clusters, &r.Model.Modes, Atoi(s)) })
}

func (l *Lab) SetWhiten(on bool) {
	l.Edit(func(r *link.Run) { r.Model.Whiten, r.Model.Leading = on, l.Choice.leading(on) })
}

func (l *Lab) SetSeed(s string) string {
	now := strconv.FormatUint(l.Choice.Run.Model.Seed, 10)
	return l.typedWhole("seed", s, now, link.MinSeed, link.MaxSeed, func(r *link.Run, v int) { r.Model.Seed = uint64(v) })
}

func (l *Lab) SetRate(s string) {
	if v, ok := words.Number(s); ok {
		l.Edit(func(r *link.Run) { r.Train.LearningRate = min(max(v, link.MinRate), link.MaxRate) })
	}
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
	l.Edit(func(r *link.Run) { r.Train.LearningRate = rate })
	l.Choice.Intent.want(true)
	l.Line.send(protocol.Play{})
}

func (l *Lab) SetBatch(s string) {
	l.Edit(func(r *link.Run) { r.Train.Batch = min(max(Atoi(s), link.MinBatch), link.MaxBatch) })
}

func (l *Lab) SetAdam(s string) { l.Edit(func(r *link.Run) { r.Train.PaperAdam = s == "paper" }) }

func (l *Lab) SetStop(s string) {
	l.Edit(func(r *link.Run) {
		switch r.Train.MaxSteps = max(0, Atoi(s)); s {
		case "run":
			r.Train.Run = cmp.Or(r.Train.Run, l.Choice.Base.Train.Run, 10_000)
		case "plateau":
			r.Train.Run = 0
		}
	})
}

func (l *Lab) SetRun(s string) string {
	return l.typedWhole("run-length", s, strconv.Itoa(l.Choice.Run.Train.Run), link.MinRun, link.MaxRun,
		func(r *link.Run, v int) { r.Train.Run = v })
}

func (l *Lab) SetSmooth(s string) string {
	return l.typed("smooth", s, words.Short(l.Choice.Run.Train.Smooth), link.MinSmooth, link.MaxSmooth,
		func(r *link.Run, v float64) { r.Train.Smooth = v })
}

func (l *Lab) SetLast(s string) {
	if v, ok := words.Number(s); ok {
		l.Edit(func(r *link.Run) { r.Model.Last = link.Scaled(min(max(v, link.MinLast), link.MaxLast)) })
	}
}

func (l *Lab) SetSpeed(s string) { l.Edit(func(r *link.Run) { r.Train.Speed = s }) }

// SetPoints and SetNoise are of what is drawn: a built-in table has neither, also while its trainer begins anew.
func (l *Lab) SetPoints(s string) string {
	return l.typedWhole("points", s, strconv.Itoa(l.Choice.Run.N), link.MinPoints, link.MaxPoints,
		func(r *link.Run, v int) {
			if l.Source.linkTable() == "" {
				r.N = v
			}
		})
}

func (l *Lab) SetNoise(s string) string {
	return l.typed("noise", s, words.Short(l.Choice.Run.Noise), link.MinNoise, link.MaxNoise,
		func(r *link.Run, v float64) {
			if l.Source.linkTable() == "" {
				r.Noise = v
			}
		})
}

func (l *Lab) SetSampleCount(s string) string {
	return l.typedWhole("sample-count", s, strconv.Itoa(l.Choice.Samples.N), protocol.MinSamples, protocol.MaxSamples,
		func(_ *link.Run, v int) { l.Choice.Samples.N = v })
}

func (l *Lab) SetFillDraws(s string) string {
	return l.typedWhole("fill-draws", s, strconv.Itoa(l.Choice.Samples.Draws), 0, protocol.MaxDraws,
		func(_ *link.Run, v int) { l.Choice.Samples.Draws = v })
}

func (l *Lab) SetTemperature(s string) string {
	return l.typed("temperature", s, words.Short(l.Choice.Samples.Temp), protocol.MinTemp, protocol.MaxTemp,
		func(_ *link.Run, v float64) { l.Choice.Samples.Temp = v })
}

func (l *Lab) Edit(f func(*link.Run)) {
	next := l.Choice.Run
	f(&next)
	l.Choice.choose(next)
	l.change(next)
}

// typed commits a number that a person wrote. One out of range is not acted on: the field says so.
func (l *Lab) typed(id, s, now string, lo, hi float64, set func(*link.Run, float64)) string {
	v, ok := words.Number(s)
	switch {
	case !ok:
		return l.Choice.RefuseField(id, s, fmt.Sprintf(words.Say.NotANumber, now))
	case v < lo || v > hi:
		return l.Choice.RefuseField(id, s, fmt.Sprintf(words.Say.OutOfRange, words.Short(lo), words.Short(hi), now))
	}
	l.Choice.TakeField(id)
	l.Accept()
	l.Edit(func(r *link.Run) { set(r, v) })
	return words.Short(v)
}

// typedWhole commits a whole number.
func (l *Lab) typedWhole(id, s, now string, lo, hi int, set func(*link.Run, int)) string {
	if v, ok := words.Number(s); ok && v != math.Trunc(v) {
		return l.Choice.RefuseField(id, s, fmt.Sprintf(words.Say.NotWhole, now))
	}
	return l.typed(id, s, now, float64(lo), float64(hi), func(r *link.Run, v float64) { set(r, int(v)) })
}

func WidthText(h []int) string {
	for _, w := range h {
		if w != h[0] {
			return words.JoinInts(h, ",")
		}
	}
	return strconv.Itoa(h[0])
}

func Atoi(s string) int {
	v, _ := strconv.Atoi(s)
	return v
}
