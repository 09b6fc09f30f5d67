package app

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/flow"
)

// controls is the model and how it is trained. It is drawn again only when Rev moves.
type controls struct {
	ui.Compo
	Rev int
	lab *lab
}

func (c *controls) Render() ui.UI {
	l := c.lab
	m, t, idle := l.run.Model, l.run.Train, !l.ready()
	return ui.Section().Class("controls").Aria("label", say.Controls).Body(
		ui.Div().Class("group").Role("group").Aria("label", say.Model).Body(
			ui.H2().Text(say.Model),
			selectField("couplings", say.Couplings, strconv.Itoa(m.Couplings), span(minCouplings, maxCouplings, m.Couplings), idle, l.setCouplings),
			selectField("layers", say.Layers, strconv.Itoa(len(m.Hidden)), span(minLayers, maxLayers, len(m.Hidden)), idle, l.setLayers),
			textField("width", say.Width, widthText(m.Hidden), idle, l.setWidth),
			selectField("activation", say.Activation, string(m.Activation), named(say.ActivationNames, "relu", "tanh"), idle, l.setActivation),
			selectField("prior", say.Prior, string(m.Prior), named(say.PriorNames, "gaussian", "logistic"), idle, l.setPrior),
			ui.Div().Class("pair").Body(
				textField("seed", say.Seed, strconv.FormatUint(m.Seed, 10), idle, l.setSeed),
				off(ui.Button().ID("dice").Class("btn", "dice"), idle).Type("button").Title(say.Dice.Tip).
					Aria("label", say.Dice.Label).OnClick(c.onDice).Body(icon(iconDice)),
			),
		),
		ui.Div().Class("group").Role("group").Aria("label", say.Training).Body(
			ui.H2().Text(say.Training),
			selectField("rate", say.Rate, short(t.LearningRate), rateChoices(t.LearningRate), idle, l.setRate),
			selectField("batch", say.Batch, strconv.Itoa(t.Batch), batchChoices(t.Batch), idle, l.setBatch),
			selectField("adam", say.Adam, adamName(t.PaperAdam), []choice{{"usual", say.AdamUsual}, {"paper", say.AdamPaper}}, idle, l.setAdam),
			selectField("stop", say.Stop, strconv.Itoa(t.MaxSteps), stopChoices(t.MaxSteps), idle, l.setStop),
			ui.Div().Class("small-only").Body( // the bar of a small screen has no room for its own
				selectField("speed", say.Speed, t.Speed, named(say.SpeedNames, speeds...), idle, l.setSpeed)),
		),
	)
}

func (c *controls) onDice(ctx ui.Context, e ui.Event) {
	c.lab.setSeed(strconv.Itoa(rand.IntN(10000)))
}

// The setters are what the controls commit. Each clamps to its range, says so if it had to, and
// text setters return what the field then shows.

func (l *lab) setCouplings(s string) { l.edit(func(r *Run) { r.Model.Couplings = atoi(s) }) }

func (l *lab) setLayers(s string) {
	l.edit(func(r *Run) {
		h := slices.Clone(r.Model.Hidden)
		for len(h) < atoi(s) {
			h = append(h, h[len(h)-1])
		}
		r.Model.Hidden = h[:max(1, atoi(s))]
	})
}

func (l *lab) setWidth(s string) string {
	now := l.run.Model.Hidden
	v, one := number(s)
	if h, ok := parseHidden(s); ok && len(h) > 1 {
		l.edit(func(r *Run) { r.Model.Hidden = h })
	} else if one && !strings.Contains(s, ",") {
		w := min(max(v, minWidth), maxWidth)
		l.edit(func(r *Run) { r.Model.Hidden = slices.Repeat([]int{int(w)}, len(now)) })
		l.clamped(say.Width, v, w, minWidth, maxWidth)
	} else {
		l.warn(fmt.Sprintf(say.HiddenRange, s, minLayers, maxLayers, minWidth, maxWidth, widthText(now)))
	}
	return widthText(l.run.Model.Hidden)
}

func (l *lab) setActivation(s string) {
	l.edit(func(r *Run) { r.Model.Activation = flow.Activation(s) })
}

func (l *lab) setPrior(s string) { l.edit(func(r *Run) { r.Model.Prior = flow.Prior(s) }) }

func (l *lab) setSeed(s string) string {
	l.typed(say.Seed, s, float64(l.run.Model.Seed), minSeed, maxSeed, func(r *Run, v float64) { r.Model.Seed = uint64(v) })
	return strconv.FormatUint(l.run.Model.Seed, 10)
}

func (l *lab) setRate(s string) {
	if v, ok := number(s); ok {
		l.edit(func(r *Run) { r.Train.LearningRate = min(max(v, minRate), maxRate) })
	}
}

func (l *lab) setBatch(s string) {
	l.edit(func(r *Run) { r.Train.Batch = min(max(atoi(s), minBatch), maxBatch) })
}
func (l *lab) setAdam(s string)  { l.edit(func(r *Run) { r.Train.PaperAdam = s == "paper" }) }
func (l *lab) setStop(s string)  { l.edit(func(r *Run) { r.Train.MaxSteps = max(0, atoi(s)) }) }
func (l *lab) setSpeed(s string) { l.edit(func(r *Run) { r.Train.Speed = s }) }

func (l *lab) setPoints(s string) string {
	l.typed(say.Points, s, float64(l.run.N), minPoints, maxPoints, func(r *Run, v float64) { r.N = int(v) })
	return strconv.Itoa(l.run.N)
}

func (l *lab) setNoise(s string) string {
	l.typed(say.Noise, s, l.run.Noise, minNoise, maxNoise, func(r *Run, v float64) { r.Noise = v })
	return short(l.run.Noise)
}

func (l *lab) setSampleCount(s string) string {
	l.typed(say.SampleCount, s, float64(l.samples.n), minSamples, maxSamples, func(_ *Run, v float64) { l.samples.n = int(v) })
	return strconv.Itoa(l.samples.n)
}

func (l *lab) setTemperature(s string) string {
	l.typed(say.Temperature, s, l.samples.temp, minTemp, maxTemp, func(_ *Run, v float64) { l.samples.temp = v })
	return short(l.samples.temp)
}

func (l *lab) edit(f func(*Run)) {
	next := l.run
	f(&next)
	l.change(next)
}

// typed commits a number that a person wrote: out of range is clamped and said, no number changes nothing.
func (l *lab) typed(w word, s string, now, lo, hi float64, set func(*Run, float64)) {
	v, ok := number(s)
	if !ok {
		l.warn(fmt.Sprintf(say.NotANumber, w.Label, s, short(now)))
		return
	}
	in := min(max(v, lo), hi)
	l.accept()
	l.edit(func(r *Run) { set(r, in) })
	l.clamped(w, v, in, lo, hi)
}

// clamped says that a value is another than what was asked for.
func (l *lab) clamped(w word, asked, v, lo, hi float64) {
	if asked != v {
		l.warn(fmt.Sprintf(say.Clamped, w.Label, short(lo), short(hi), short(v)))
	}
}

// span is the numbers from lo to hi, and what there is now: a checkpoint may hold more.
func span(lo, hi, now int) []choice {
	var list []int
	for i := lo; i <= hi; i++ {
		list = append(list, i)
	}
	return numbers(including(list, now))
}

func numbers(list []int) []choice {
	var c []choice
	for _, v := range list {
		c = append(c, choice{strconv.Itoa(v), strconv.Itoa(v)})
	}
	return c
}

func named(names map[string]string, values ...string) []choice {
	var c []choice
	for _, v := range values {
		c = append(c, choice{v, names[v]})
	}
	return c
}

func rateChoices(now float64) []choice {
	var c []choice
	for _, v := range including(rates, now) {
		c = append(c, choice{short(v), short(v)})
	}
	return c
}

func batchChoices(now int) []choice { return numbers(including(batches, now)) }

func stopChoices(now int) []choice {
	c := []choice{{"0", say.Plateau}}
	for _, v := range including(caps, now)[1:] {
		c = append(c, choice{strconv.Itoa(v), fmt.Sprintf(say.AfterSteps, count(v))})
	}
	return c
}

// including returns the sorted list with v in it.
func including[T int | float64](list []T, v T) []T {
	at, found := slices.BinarySearch(list, v)
	if found {
		return list
	}
	return slices.Insert(slices.Clone(list), at, v)
}

func adamName(paper bool) string {
	if paper {
		return "paper"
	}
	return "usual"
}

func widthText(h []int) string {
	for _, w := range h {
		if w != h[0] {
			return joinInts(h, ",")
		}
	}
	return strconv.Itoa(h[0])
}

func atoi(s string) int {
	v, _ := strconv.Atoi(s)
	return v
}
