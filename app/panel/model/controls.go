package app

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/lab"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// controls is the model and how it is trained. It is drawn again only when Rev moves.
type controls struct {
	ui.Compo
	Rev int
	lab *lab.Lab
}

func (c *controls) Render() ui.UI {
	l := c.lab
	m, t, idle := l.Run.Model, l.Run.Train, !l.Ready()
	d, o := l.Base.Model, l.Base.Train
	return ui.Section().Class("controls").Aria("label", words.Say.Controls).Body(
		ui.Div().Class("group").Role("group").Aria("label", words.Say.Model).Body(
			ui.H2().Text(words.Say.Model),
			selectField("couplings", mine(words.Say.Couplings, m.Couplings, d.Couplings), strconv.Itoa(m.Couplings), numbers(including(lab.Depths, m.Couplings)), idle, l.SetCouplings),
			selectField("layers", mine(words.Say.Layers, len(m.Hidden), len(d.Hidden)), strconv.Itoa(len(m.Hidden)), span(lab.MinLayers, lab.MaxLayers, len(m.Hidden)), idle, l.SetLayers),
			textField(l, "width", mine(words.Say.Width, lab.WidthText(m.Hidden), lab.WidthText(d.Hidden)), lab.WidthText(m.Hidden), idle, l.SetWidth),
			selectField("activation", mine(words.Say.Activation, m.Activation, d.Activation), string(m.Activation), named(words.Say.ActivationNames, "relu", "tanh"), idle, l.SetActivation),
			selectField("prior", mine(words.Say.Prior, m.Prior, d.Prior), string(m.Prior), named(words.Say.PriorNames, "gaussian", "logistic"), idle, l.SetPrior),
			selectField("mix", mine(words.Say.Mix, lab.MixName(m.Mix), lab.MixName(d.Mix)), lab.MixName(m.Mix), named(words.Say.MixNames, lab.MixNames()...), idle, l.SetMix),
			ui.Label().Class("check").For("whiten").Title(words.Say.Whiten.Tip).Body(
				ticked(off(ui.Input().ID("whiten"), idle).Type("checkbox"), m.Whiten).OnChange(c.onWhiten),
				ui.Span().Text(mine(words.Say.Whiten, m.Whiten, d.Whiten).Label),
			),
			selectField("last", mine(words.Say.Last, lab.LastOf(m), lab.LastOf(d)), words.Short(lab.LastOf(m)), reals(lab.Lasts, lab.LastOf(m)), idle, l.SetLast),
			ui.Div().Class("pair").Body(
				textField(l, "seed", words.Say.Seed, strconv.FormatUint(m.Seed, 10), idle, l.SetSeed),
				off(ui.Button().ID("dice").Class("btn", "dice"), idle).Type("button").Title(words.Say.Dice.Tip).
					Aria("label", words.Say.Dice.Label).OnClick(c.onDice).Body(icon(iconDice)),
			),
		),
		ui.Div().Class("group").Role("group").Aria("label", words.Say.Training).Body(
			ui.H2().Text(words.Say.Training),
			selectField("rate", mine(words.Say.Rate, t.LearningRate, o.LearningRate), words.Short(t.LearningRate), reals(lab.Rates, t.LearningRate), idle, l.SetRate),
			selectField("batch", mine(words.Say.Batch, t.Batch, o.Batch), strconv.Itoa(t.Batch), batchChoices(t.Batch), idle, l.SetBatch),
			selectField("adam", mine(words.Say.Adam, t.PaperAdam, o.PaperAdam), adamName(t.PaperAdam), []choice{{"usual", words.Say.AdamUsual}, {"paper", words.Say.AdamPaper}}, idle, l.SetAdam),
			selectField("stop", mine(words.Say.Stop, stopName(t), stopName(o)), stopName(t), stopChoices(t.MaxSteps), idle, l.SetStop),
			unseen(ui.Div(), t.Run == 0).Body(textField(l, "run-length", mine(words.Say.RunLength, t.Run, o.Run), strconv.Itoa(t.Run), idle, l.SetRun)),
			textField(l, "smooth", mine(words.Say.Smooth, t.Smooth, o.Smooth), words.Short(t.Smooth), idle, l.SetSmooth),
			unseen(ui.Label().Class("check").For("fresh"), !l.OnPreset()).Title(words.Say.Fresh.Tip).Body(
				ticked(off(ui.Input().ID("fresh"), idle).Type("checkbox"), t.Fresh).OnChange(c.onFresh),
				ui.Span().Text(mine(words.Say.Fresh, t.Fresh, o.Fresh).Label),
			),
			unseen(ui.Button().ID("defaults").Class("btn"), !l.Differs()).Type("button").Title(words.Say.Defaults.Tip).Text(words.Say.Defaults.Label).OnClick(c.onDefaults),
			ui.Div().Class("small-only").Body( // the bar of a small screen has no room for its own
				selectField("speed", words.Say.Speed, t.Speed, named(words.Say.SpeedNames, lab.Speeds...), idle, l.SetSpeed)),
		),
	)
}

func (c *controls) onDice(ctx ui.Context, e ui.Event) {
	c.lab.SetSeed(strconv.Itoa(rand.IntN(10000)))
}

func (c *controls) onWhiten(ctx ui.Context, _ ui.Event) {
	c.lab.SetWhiten(ctx.JSSrc().Get("checked").Bool())
}

func (c *controls) onFresh(ctx ui.Context, _ ui.Event) {
	on := ctx.JSSrc().Get("checked").Bool()
	c.lab.Edit(func(r *lab.Run) { r.Train.Fresh = on })
}

func (c *controls) onDefaults(ui.Context, ui.Event) { c.lab.UseDefaults() }

// mine marks the name of what is not the default of the data, and says what that is.
func mine[T comparable](w words.Word, now, usual T) words.Word {
	if now != usual {
		w.Label += words.Say.Mine
		w.Tip += " " + fmt.Sprintf(words.Say.Usual, fmt.Sprint(usual))
	}
	return w
}

// The setters are what the controls commit. Those of a text take it whole or refuse it, and return what the field then shows.

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

func batchChoices(now int) []choice { return numbers(including(lab.Batches, now)) }

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
	for _, v := range including(lab.Caps, now)[1:] {
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
