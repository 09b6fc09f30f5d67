// Package model is the choices of the model and of its training.
package model

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/kit"
	"nicelab/app/lab"
	"nicelab/app/link"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// Panel is that of what a person chose, for the data that the trainer reports. rev is the page's.
func Panel(c *lab.Choice, r *lab.Report, s *lab.Source, rev int) ui.UI {
	return &controls{choice: c, report: r, source: s, Rev: rev}
}

// controls is the model and how it is trained. It is drawn again only when Rev moves.
type controls struct {
	ui.Compo
	Rev    int
	choice *lab.Choice
	report *lab.Report
	source *lab.Source
}

func (c *controls) Render() ui.UI {
	return ui.Section().Class("controls").Aria("label", words.Say.Controls).Body(
		group(words.Say.Model, slices.Concat(c.net(), c.base(), c.between())),
		group(words.Say.Training, slices.Concat(c.steps(), c.end())),
	)
}

func group(name string, fields []ui.UI) ui.UI {
	return ui.Div().Class("group").Role("group").Aria("label", name).
		Body(append([]ui.UI{ui.H2().Text(name)}, fields...)...)
}

// net is the network of a coupling, and how many there are.
func (c *controls) net() []ui.UI {
	l, idle := c.choice, !c.report.Ready()
	m, d := l.Run.Model, l.Base.Model
	return []ui.UI{
		kit.SelectField("couplings", mine(words.Say.Couplings, m.Couplings, d.Couplings), strconv.Itoa(m.Couplings),
			numbers(including(link.Depths, m.Couplings)), idle, l.SetCouplings),
		kit.SelectField("layers", mine(words.Say.Layers, len(m.Hidden), len(d.Hidden)), strconv.Itoa(len(m.Hidden)),
			span(link.MinLayers, link.MaxLayers, len(m.Hidden)), idle, l.SetLayers),
		textField(l, "width", mine(words.Say.Width, lab.WidthText(m.Hidden), lab.WidthText(d.Hidden)),
			lab.WidthText(m.Hidden), idle, l.SetWidth),
		kit.SelectField("activation", mine(words.Say.Activation, m.Activation, d.Activation), string(m.Activation),
			named(words.Say.ActivationNames, "relu", "tanh"), idle, l.SetActivation),
	}
}

// base is what latents are held against.
func (c *controls) base() []ui.UI {
	l, idle, few := c.choice, !c.report.Ready(), len(c.report.State.Columns) < 3
	m, d := l.Run.Model, l.Base.Model
	return []ui.UI{
		kit.SelectField("prior", mine(words.Say.Prior, m.Prior, d.Prior), string(m.Prior),
			named(words.Say.PriorNames, link.PriorNames()...), idle, l.SetPrior),
		kit.Hidden(ui.Div(), few).Body(
			kit.SelectField("modes", mine(words.Say.Modes, m.Modes, d.Modes), strconv.Itoa(m.Modes),
				orNone(words.Say.OneMode, link.Modes, m.Modes), idle, l.SetModes),
		),
		kit.Hidden(ui.Div(), few).Body(
			kit.SelectField("clusters", mine(words.Say.Clusters, m.Clusters, d.Clusters), strconv.Itoa(m.Clusters),
				orNone(words.Say.NoClusters, link.Clusters, m.Clusters), idle, l.SetClusters),
		),
	}
}

// between is what stands between the couplings and at their ends, and what all begins with.
func (c *controls) between() []ui.UI {
	l, idle := c.choice, !c.report.Ready()
	m, d := l.Run.Model, l.Base.Model
	return []ui.UI{
		kit.SelectField("mix", mine(words.Say.Mix, link.MixName(m.Mix), link.MixName(d.Mix)), link.MixName(m.Mix),
			named(words.Say.MixNames, link.MixNames()...), idle, l.SetMix),
		check("whiten", words.Say.Whiten, m.Whiten, d.Whiten, idle, c.onWhiten),
		kit.SelectField("last", mine(words.Say.Last, link.LastOf(m), link.LastOf(d)), words.Short(link.LastOf(m)),
			reals(link.Lasts, link.LastOf(m)), idle, l.SetLast),
		ui.Div().Class("pair").Body(
			textField(l, "seed", words.Say.Seed, strconv.FormatUint(m.Seed, 10), idle, l.SetSeed),
			kit.Disabled(ui.Button().ID("dice").Class("btn", "dice"), idle).Type("button").Title(words.Say.Dice.Tip).
				Aria("label", words.Say.Dice.Label).OnClick(c.onDice).Body(kit.Icon(kit.IconDice)),
		),
	}
}

// steps is how each goes.
func (c *controls) steps() []ui.UI {
	l, idle := c.choice, !c.report.Ready()
	t, o := l.Run.Train, l.Base.Train
	return []ui.UI{
		kit.SelectField("rate", mine(words.Say.Rate, t.LearningRate, o.LearningRate), words.Short(t.LearningRate),
			reals(link.Rates, t.LearningRate), idle, l.SetRate),
		kit.SelectField("batch", mine(words.Say.Batch, t.Batch, o.Batch), strconv.Itoa(t.Batch), batchChoices(t.Batch),
			idle, l.SetBatch),
		kit.SelectField("adam", mine(words.Say.Adam, t.PaperAdam, o.PaperAdam), adamName(t.PaperAdam),
			[]kit.Choice{{"usual", words.Say.AdamUsual}, {"paper", words.Say.AdamPaper}}, idle, l.SetAdam),
	}
}

// end is when a run ends, what of it counts, and the way back to the defaults.
func (c *controls) end() []ui.UI {
	l, idle := c.choice, !c.report.Ready()
	t, o := l.Run.Train, l.Base.Train
	return []ui.UI{
		kit.SelectField("stop", mine(words.Say.Stop, stopName(t), stopName(o)), stopName(t), stopChoices(t.MaxSteps), idle,
			l.SetStop),
		kit.Hidden(ui.Div(), t.Run == 0).
			Body(textField(l, "run-length", mine(words.Say.RunLength, t.Run, o.Run), strconv.Itoa(t.Run), idle, l.SetRun)),
		textField(l, "smooth", mine(words.Say.Smooth, t.Smooth, o.Smooth), words.Short(t.Smooth), idle, l.SetSmooth),
		kit.Hidden(check("fresh", words.Say.Fresh, t.Fresh, o.Fresh, idle, c.onFresh), !c.source.OnPreset()),
		kit.Hidden(kit.Button("defaults", words.Say.Defaults, false, c.onDefaults), !l.Differs()),
		ui.Div().Class("small-only").Body( // the bar of a small screen has no room for its own
			kit.SelectField("speed", words.Say.Speed, t.Speed, named(words.Say.SpeedNames, link.Speeds...), idle, l.SetSpeed)),
	}
}

func (c *controls) onDice(ctx ui.Context, e ui.Event) {
	c.choice.SetSeed(strconv.Itoa(rand.IntN(10000)))
}

func (c *controls) onWhiten(_ ui.Context, on bool) { c.choice.SetWhiten(on) }

func (c *controls) onFresh(_ ui.Context, on bool) {
	c.choice.Edit(func(r *link.Run) { r.Train.Fresh = on })
}

func (c *controls) onDefaults(ui.Context, ui.Event) { c.choice.UseDefaults() }

// mine marks the name of what is not the default of the data, and says what that is.
func mine[T comparable](w words.Word, now, usual T) words.Word {
	if now != usual {
		w.Label += words.Say.Mine
		w.Tip += " " + fmt.Sprintf(words.Say.Usual, fmt.Sprint(usual))
	}
	return w
}

// check is a checkbox that says whether it is the default of the data.
func check(id string, w words.Word, now, usual, disabled bool, set func(ui.Context, bool)) ui.HTMLLabel {
	w.Label = mine(w, now, usual).Label
	return kit.Check(id, w, now, disabled, set)
}

// textField is a field of the choice, whose setter takes a text whole or refuses it.
func textField(l *lab.Choice, id string, w words.Word, value string, disabled bool, set func(string) string) ui.UI {
	return kit.TextField(id, w, value, disabled, kit.Refusal(l.Refused[id]), set)
}

// span is the numbers from lo to hi, and what there is now: a checkpoint may hold more.
func span(lo, hi, now int) []kit.Choice {
	var list []int
	for i := lo; i <= hi; i++ {
		list = append(list, i)
	}
	return numbers(including(list, now))
}

func numbers(list []int) []kit.Choice {
	var c []kit.Choice
	for _, v := range list {
		c = append(c, kit.Choice{strconv.Itoa(v), strconv.Itoa(v)})
	}
	return c
}

// orNone are the numbers of a list whose first is 0, which has a name, and what there is now.
func orNone(name string, list []int, now int) []kit.Choice {
	c := numbers(including(list, now))
	c[0][1] = name
	return c
}

func named(names words.By[string, string], values ...string) []kit.Choice {
	var c []kit.Choice
	for _, v := range values {
		c = append(c, kit.Choice{v, names.Of(v)})
	}
	return c
}

// reals are the numbers of a list, and what there is now.
func reals(list []float64, now float64) []kit.Choice {
	var c []kit.Choice
	for _, v := range including(list, now) {
		c = append(c, kit.Choice{words.Short(v), words.Short(v)})
	}
	return c
}

func batchChoices(now int) []kit.Choice { return numbers(including(link.Batches, now)) }

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

func stopChoices(now int) []kit.Choice {
	c := []kit.Choice{{"run", words.Say.RunOver}, {"plateau", words.Say.Plateau}}
	for _, v := range including(link.Caps, now)[1:] {
		c = append(c, kit.Choice{strconv.Itoa(v), fmt.Sprintf(words.Say.AfterSteps, words.Count(v))})
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
