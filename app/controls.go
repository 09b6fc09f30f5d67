package app

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/words"
	"nicelab/flow"
	"nicelab/wasm/protocol"
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
	d, o := l.base.Model, l.base.Train
	return ui.Section().Class("controls").Aria("label", words.Say.Controls).Body(
		ui.Div().Class("group").Role("group").Aria("label", words.Say.Model).Body(
			ui.H2().Text(words.Say.Model),
			selectField("couplings", mine(words.Say.Couplings, m.Couplings, d.Couplings), strconv.Itoa(m.Couplings), numbers(including(depths, m.Couplings)), idle, l.setCouplings),
			selectField("layers", mine(words.Say.Layers, len(m.Hidden), len(d.Hidden)), strconv.Itoa(len(m.Hidden)), span(minLayers, maxLayers, len(m.Hidden)), idle, l.setLayers),
			textField(l, "width", mine(words.Say.Width, widthText(m.Hidden), widthText(d.Hidden)), widthText(m.Hidden), idle, l.setWidth),
			selectField("activation", mine(words.Say.Activation, m.Activation, d.Activation), string(m.Activation), named(words.Say.ActivationNames, "relu", "tanh"), idle, l.setActivation),
			selectField("prior", mine(words.Say.Prior, m.Prior, d.Prior), string(m.Prior), named(words.Say.PriorNames, "gaussian", "logistic"), idle, l.setPrior),
			selectField("mix", mine(words.Say.Mix, mixName(m.Mix), mixName(d.Mix)), mixName(m.Mix), named(words.Say.MixNames, mixNames()...), idle, l.setMix),
			ui.Label().Class("check").For("whiten").Title(words.Say.Whiten.Tip).Body(
				ticked(off(ui.Input().ID("whiten"), idle).Type("checkbox"), m.Whiten).OnChange(c.onWhiten),
				ui.Span().Text(mine(words.Say.Whiten, m.Whiten, d.Whiten).Label),
			),
			selectField("last", mine(words.Say.Last, lastOf(m), lastOf(d)), words.Short(lastOf(m)), reals(lasts, lastOf(m)), idle, l.setLast),
			ui.Div().Class("pair").Body(
				textField(l, "seed", words.Say.Seed, strconv.FormatUint(m.Seed, 10), idle, l.setSeed),
				off(ui.Button().ID("dice").Class("btn", "dice"), idle).Type("button").Title(words.Say.Dice.Tip).
					Aria("label", words.Say.Dice.Label).OnClick(c.onDice).Body(icon(iconDice)),
			),
		),
		ui.Div().Class("group").Role("group").Aria("label", words.Say.Training).Body(
			ui.H2().Text(words.Say.Training),
			selectField("rate", mine(words.Say.Rate, t.LearningRate, o.LearningRate), words.Short(t.LearningRate), reals(rates, t.LearningRate), idle, l.setRate),
			selectField("batch", mine(words.Say.Batch, t.Batch, o.Batch), strconv.Itoa(t.Batch), batchChoices(t.Batch), idle, l.setBatch),
			selectField("adam", mine(words.Say.Adam, t.PaperAdam, o.PaperAdam), adamName(t.PaperAdam), []choice{{"usual", words.Say.AdamUsual}, {"paper", words.Say.AdamPaper}}, idle, l.setAdam),
			selectField("stop", mine(words.Say.Stop, stopName(t), stopName(o)), stopName(t), stopChoices(t.MaxSteps), idle, l.setStop),
			unseen(ui.Div(), t.Run == 0).Body(textField(l, "run-length", mine(words.Say.RunLength, t.Run, o.Run), strconv.Itoa(t.Run), idle, l.setRun)),
			textField(l, "smooth", mine(words.Say.Smooth, t.Smooth, o.Smooth), words.Short(t.Smooth), idle, l.setSmooth),
			unseen(ui.Label().Class("check").For("fresh"), !l.onPreset()).Title(words.Say.Fresh.Tip).Body(
				ticked(off(ui.Input().ID("fresh"), idle).Type("checkbox"), t.Fresh).OnChange(c.onFresh),
				ui.Span().Text(mine(words.Say.Fresh, t.Fresh, o.Fresh).Label),
			),
			unseen(ui.Button().ID("defaults").Class("btn"), !l.differs()).Type("button").Title(words.Say.Defaults.Tip).Text(words.Say.Defaults.Label).OnClick(c.onDefaults),
			ui.Div().Class("small-only").Body( // the bar of a small screen has no room for its own
				selectField("speed", words.Say.Speed, t.Speed, named(words.Say.SpeedNames, speeds...), idle, l.setSpeed)),
		),
	)
}

func (c *controls) onDice(ctx ui.Context, e ui.Event) {
	c.lab.setSeed(strconv.Itoa(rand.IntN(10000)))
}

func (c *controls) onWhiten(ctx ui.Context, _ ui.Event) {
	c.lab.setWhiten(ctx.JSSrc().Get("checked").Bool())
}

func (c *controls) onFresh(ctx ui.Context, _ ui.Event) {
	on := ctx.JSSrc().Get("checked").Bool()
	c.lab.edit(func(r *Run) { r.Train.Fresh = on })
}

func (c *controls) onDefaults(ui.Context, ui.Event) { c.lab.useDefaults() }

// mine marks the name of what is not the default of the data, and says what that is.
func mine[T comparable](w words.Word, now, usual T) words.Word {
	if now != usual {
		w.Label += words.Say.Mine
		w.Tip += " " + fmt.Sprintf(words.Say.Usual, fmt.Sprint(usual))
	}
	return w
}

// refusal is a text that a field does not take, and why.
type refusal struct{ typed, why string }

// The setters are what the controls commit. Those of a text take it whole or refuse it, and return what the field then shows.

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
	v, one := words.Number(s)
	h, ok := parseHidden(s)
	switch {
	case ok && len(h) > 1:
	case one && !strings.Contains(s, ",") && v == math.Trunc(v) && v >= minWidth && v <= maxWidth:
		h = slices.Repeat([]int{int(v)}, len(l.run.Model.Hidden))
	default:
		return l.refuseField("width", s, fmt.Sprintf(words.Say.HiddenRange, minLayers, maxLayers, minWidth, maxWidth, widthText(l.run.Model.Hidden)))
	}
	l.takeField("width")
	l.edit(func(r *Run) { r.Model.Hidden = h })
	return widthText(l.run.Model.Hidden)
}

func (l *lab) setActivation(s string) {
	l.edit(func(r *Run) { r.Model.Activation = flow.Activation(s) })
}

func (l *lab) setPrior(s string) { l.edit(func(r *Run) { r.Model.Prior = flow.Prior(s) }) }

func (l *lab) setMix(s string) {
	l.edit(func(r *Run) { r.Model.Mix, r.Model.Leading = mixNamed(s), l.leading(r.Model.Whiten, mixNamed(s)) })
}

func (l *lab) setWhiten(on bool) {
	l.edit(func(r *Run) { r.Model.Whiten, r.Model.Leading = on, l.leading(on, r.Model.Mix) })
}

// leading is flow.Config's: the first coordinates are the leading ones where a whitening has put them in order.
func (l *lab) leading(whiten bool, mix flow.Mix) int {
	if !whiten || mix != flow.Unmixed {
		return 0
	}
	return l.base.Model.Leading
}

func (l *lab) setSeed(s string) string {
	now := strconv.FormatUint(l.run.Model.Seed, 10)
	return l.typedWhole("seed", s, now, minSeed, maxSeed, func(r *Run, v int) { r.Model.Seed = uint64(v) })
}

func (l *lab) setRate(s string) {
	if v, ok := words.Number(s); ok {
		l.edit(func(r *Run) { r.Train.LearningRate = min(max(v, minRate), maxRate) })
	}
}

// maySlow reports whether a run that diverged can go on with a lower rate.
func (l *lab) maySlow() bool {
	return l.phase == protocol.Failed && l.fatal == nil && l.slowerRate() < l.run.Train.LearningRate
}

// slowerRate is the next rate to try after one that diverged: a quarter of it or less, among those that the list has.
func (l *lab) slowerRate() float64 {
	now := l.run.Train.LearningRate
	for _, v := range slices.Backward(rates) {
		if v <= now/4 {
			return v
		}
	}
	return max(minRate, now/4)
}

// goOnSlower lowers the rate and trains on from the weights that are back.
func (l *lab) goOnSlower() {
	if !l.maySlow() {
		return
	}
	l.accept()
	rate := l.slowerRate()
	l.edit(func(r *Run) { r.Train.LearningRate = rate })
	l.goes(true)
	l.send(protocol.Play{})
}

func (l *lab) setBatch(s string) {
	l.edit(func(r *Run) { r.Train.Batch = min(max(atoi(s), minBatch), maxBatch) })
}
func (l *lab) setAdam(s string) { l.edit(func(r *Run) { r.Train.PaperAdam = s == "paper" }) }

func (l *lab) setStop(s string) {
	l.edit(func(r *Run) {
		switch r.Train.MaxSteps = max(0, atoi(s)); s {
		case "run":
			r.Train.Run = cmp.Or(r.Train.Run, l.base.Train.Run, 10_000)
		case "plateau":
			r.Train.Run = 0
		}
	})
}

func (l *lab) setRun(s string) string {
	return l.typedWhole("run-length", s, strconv.Itoa(l.run.Train.Run), minRun, maxRun, func(r *Run, v int) { r.Train.Run = v })
}

func (l *lab) setSmooth(s string) string {
	return l.typed("smooth", s, words.Short(l.run.Train.Smooth), minSmooth, maxSmooth, func(r *Run, v float64) { r.Train.Smooth = v })
}

func (l *lab) setLast(s string) {
	if v, ok := words.Number(s); ok {
		l.edit(func(r *Run) { r.Model.Last = scaled(min(max(v, minLast), maxLast)) })
	}
}

func (l *lab) setSpeed(s string) { l.edit(func(r *Run) { r.Train.Speed = s }) }

func (l *lab) setPoints(s string) string {
	return l.typedWhole("points", s, strconv.Itoa(l.run.N), minPoints, maxPoints, func(r *Run, v int) { r.N = v })
}

func (l *lab) setNoise(s string) string {
	return l.typed("noise", s, words.Short(l.run.Noise), minNoise, maxNoise, func(r *Run, v float64) { r.Noise = v })
}

func (l *lab) setSampleCount(s string) string {
	return l.typedWhole("sample-count", s, strconv.Itoa(l.samples.n), minSamples, maxSamples, func(_ *Run, v int) { l.samples.n = v })
}

func (l *lab) setTemperature(s string) string {
	return l.typed("temperature", s, words.Short(l.samples.temp), minTemp, maxTemp, func(_ *Run, v float64) { l.samples.temp = v })
}

func (l *lab) edit(f func(*Run)) {
	next := l.run
	f(&next)
	l.own.follow(l.run, next)
	l.change(next)
}

// typed commits a number that a person wrote. One out of range is not acted on: the field says so.
func (l *lab) typed(id, s, now string, lo, hi float64, set func(*Run, float64)) string {
	v, ok := words.Number(s)
	switch {
	case !ok:
		return l.refuseField(id, s, fmt.Sprintf(words.Say.NotANumber, now))
	case v < lo || v > hi:
		return l.refuseField(id, s, fmt.Sprintf(words.Say.OutOfRange, words.Short(lo), words.Short(hi), now))
	}
	l.takeField(id)
	l.accept()
	l.edit(func(r *Run) { set(r, v) })
	return words.Short(v)
}

// typedWhole commits a whole number.
func (l *lab) typedWhole(id, s, now string, lo, hi int, set func(*Run, int)) string {
	if v, ok := words.Number(s); ok && v != math.Trunc(v) {
		return l.refuseField(id, s, fmt.Sprintf(words.Say.NotWhole, now))
	}
	return l.typed(id, s, now, float64(lo), float64(hi), func(r *Run, v float64) { set(r, int(v)) })
}

func (l *lab) refuseField(id, typed, why string) string {
	l.refused[id] = refusal{typed, why}
	l.rev++
	return typed
}

func (l *lab) takeField(id string) {
	delete(l.refused, id)
	l.rev++
}

// forgetRefused lets the fields of the run show what it is: it has become another.
func (l *lab) forgetRefused() {
	for _, id := range []string{"width", "seed", "points", "noise", "run-length", "smooth"} {
		delete(l.refused, id)
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

// reals are the numbers of a list, and what there is now.
func reals(list []float64, now float64) []choice {
	var c []choice
	for _, v := range including(list, now) {
		c = append(c, choice{words.Short(v), words.Short(v)})
	}
	return c
}

func batchChoices(now int) []choice { return numbers(including(batches, now)) }

// stopName is what ends a run: "run", "plateau" or the cap.
func stopName(t protocol.Settings) string {
	switch {
	case t.MaxSteps > 0:
		return strconv.Itoa(t.MaxSteps)
	case t.Run > 0:
		return "run"
	}
	return "plateau"
}

func stopChoices(now int) []choice {
	c := []choice{{"run", words.Say.RunOver}, {"plateau", words.Say.Plateau}}
	for _, v := range including(caps, now)[1:] {
		c = append(c, choice{strconv.Itoa(v), fmt.Sprintf(words.Say.AfterSteps, words.Count(v))})
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

// mixName is the name of a way to mix in links and lists, where nothing needs a name too.
func mixName(m flow.Mix) string {
	if m == flow.Unmixed {
		return "none"
	}
	return string(m)
}

func mixNames() []string {
	var names []string
	for _, m := range mixes {
		names = append(names, mixName(m))
	}
	return names
}

func mixNamed(name string) flow.Mix {
	for _, m := range mixes {
		if mixName(m) == name {
			return m
		}
	}
	return flow.Unmixed
}

func widthText(h []int) string {
	for _, w := range h {
		if w != h[0] {
			return words.JoinInts(h, ",")
		}
	}
	return strconv.Itoa(h[0])
}

func atoi(s string) int {
	v, _ := strconv.Atoi(s)
	return v
}
