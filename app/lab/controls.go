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

func (c *Choice) SetCouplings(s string) { c.Edit(func(r *link.Run) { r.Model.Couplings = Atoi(s) }) }

func (c *Choice) SetLayers(s string) {
	c.Edit(func(r *link.Run) {
		h := slices.Clone(r.Model.Hidden)
		for len(h) < Atoi(s) {
			h = append(h, h[len(h)-1])
		}
		r.Model.Hidden = h[:max(1, Atoi(s))]
	})
}

func (c *Choice) SetWidth(s string) string {
	v, one := words.Number(s)
	h, ok := link.ParseHidden(s)
	switch {
	case ok && len(h) > 1:
	case one && !strings.Contains(s, ",") && v == math.Trunc(v) && v >= link.MinWidth && v <= link.MaxWidth:
		h = slices.Repeat([]int{int(v)}, len(c.Run.Model.Hidden))
	default:
		return c.RefuseField("width", s, fmt.Sprintf(words.Say.HiddenRange, link.MinLayers, link.MaxLayers,
			link.MinWidth, link.MaxWidth, WidthText(c.Run.Model.Hidden)))
	}
	c.TakeField("width")
	c.Edit(func(r *link.Run) { r.Model.Hidden = h })
	return WidthText(c.Run.Model.Hidden)
}

func (c *Choice) SetActivation(s string) {
	c.Edit(func(r *link.Run) { r.Model.Activation = flow.Activation(s) })
}

func (c *Choice) SetPrior(s string) { c.Edit(func(r *link.Run) { r.Model.Prior = flow.Prior(s) }) }

func (c *Choice) SetMix(s string) {
	c.Edit(func(r *link.Run) { r.Model.Mix = link.MixNamed(s) })
}

// SetModes and SetClusters choose one of two mixtures that the prior may be.
func (c *Choice) SetModes(s string) {
	c.Edit(func(r *link.Run) { link.Either(&r.Model.Modes, &r.Model.Clusters, Atoi(s)) })
}

func (c *Choice) SetClusters(s string) {
	c.Edit(func(r *link.Run) { link.Either(&r.Model.Clusters, &r.Model.Modes, Atoi(s)) })
}

func (c *Choice) SetWhiten(on bool) {
	c.Edit(func(r *link.Run) { r.Model.Whiten, r.Model.Leading = on, c.leading(on) })
}

func (c *Choice) SetSeed(s string) string {
	now := strconv.FormatUint(c.Run.Model.Seed, 10)
	return c.typedWhole("seed", s, now, link.MinSeed, link.MaxSeed, func(r *link.Run, v int) { r.Model.Seed = uint64(v) })
}

func (c *Choice) SetRate(s string) {
	if v, ok := words.Number(s); ok {
		c.Edit(func(r *link.Run) { r.Train.LearningRate = min(max(v, link.MinRate), link.MaxRate) })
	}
}

func (c *Choice) SetBatch(s string) {
	c.Edit(func(r *link.Run) { r.Train.Batch = min(max(Atoi(s), link.MinBatch), link.MaxBatch) })
}

func (c *Choice) SetAdam(s string) { c.Edit(func(r *link.Run) { r.Train.PaperAdam = s == "paper" }) }

func (c *Choice) SetStop(s string) {
	c.Edit(func(r *link.Run) {
		switch r.Train.MaxSteps = max(0, Atoi(s)); s {
		case "run":
			r.Train.Run = cmp.Or(r.Train.Run, c.Base.Train.Run, 10_000)
		case "plateau":
			r.Train.Run = 0
		}
	})
}

func (c *Choice) SetRun(s string) string {
	return c.typedWhole("run-length", s, strconv.Itoa(c.Run.Train.Run), link.MinRun, link.MaxRun,
		func(r *link.Run, v int) { r.Train.Run = v })
}

func (c *Choice) SetSmooth(s string) string {
	return c.typed("smooth", s, words.Short(c.Run.Train.Smooth), link.MinSmooth, link.MaxSmooth,
		func(r *link.Run, v float64) { r.Train.Smooth = v })
}

func (c *Choice) SetLast(s string) {
	if v, ok := words.Number(s); ok {
		c.Edit(func(r *link.Run) { r.Model.Last = link.Scaled(min(max(v, link.MinLast), link.MaxLast)) })
	}
}

func (c *Choice) SetSpeed(s string) { c.Edit(func(r *link.Run) { r.Train.Speed = s }) }

// SetPoints and SetNoise are of what is drawn: a built-in table has neither, also while its trainer begins anew.
func (c *Choice) SetPoints(s string) string {
	return c.typedWhole("points", s, strconv.Itoa(c.Run.N), link.MinPoints, link.MaxPoints,
		func(r *link.Run, v int) {
			if c.to.linkTable() == "" {
				r.N = v
			}
		})
}

func (c *Choice) SetNoise(s string) string {
	return c.typed("noise", s, words.Short(c.Run.Noise), link.MinNoise, link.MaxNoise,
		func(r *link.Run, v float64) {
			if c.to.linkTable() == "" {
				r.Noise = v
			}
		})
}

func (c *Choice) SetSampleCount(s string) string {
	return c.typedWhole("sample-count", s, strconv.Itoa(c.Samples.N), protocol.MinSamples, protocol.MaxSamples,
		func(_ *link.Run, v int) { c.Samples.N = v })
}

func (c *Choice) SetFillDraws(s string) string {
	return c.typedWhole("fill-draws", s, strconv.Itoa(c.Samples.Draws), 0, protocol.MaxDraws,
		func(_ *link.Run, v int) { c.Samples.Draws = v })
}

func (c *Choice) SetTemperature(s string) string {
	return c.typed("temperature", s, words.Short(c.Samples.Temp), protocol.MinTemp, protocol.MaxTemp,
		func(_ *link.Run, v float64) { c.Samples.Temp = v })
}

func (c *Choice) Edit(f func(*link.Run)) {
	next := c.Run
	f(&next)
	c.choose(next)
	c.to.change(next)
}

// typed commits a number that a person wrote. One out of range is not acted on: the field says so.
func (c *Choice) typed(id, s, now string, lo, hi float64, set func(*link.Run, float64)) string {
	v, ok := words.Number(s)
	switch {
	case !ok:
		return c.RefuseField(id, s, fmt.Sprintf(words.Say.NotANumber, now))
	case v < lo || v > hi:
		return c.RefuseField(id, s, fmt.Sprintf(words.Say.OutOfRange, words.Short(lo), words.Short(hi), now))
	}
	c.TakeField(id)
	c.to.Accept()
	c.Edit(func(r *link.Run) { set(r, v) })
	return words.Short(v)
}

// typedWhole commits a whole number.
func (c *Choice) typedWhole(id, s, now string, lo, hi int, set func(*link.Run, int)) string {
	if v, ok := words.Number(s); ok && v != math.Trunc(v) {
		return c.RefuseField(id, s, fmt.Sprintf(words.Say.NotWhole, now))
	}
	return c.typed(id, s, now, float64(lo), float64(hi), func(r *link.Run, v float64) { set(r, int(v)) })
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
