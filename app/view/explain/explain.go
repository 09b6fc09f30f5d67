// Package explain says what one training step did.
package explain

import (
	"fmt"
	"strconv"
	"strings"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/kit"
	"nicelab/app/lab"
	"nicelab/app/words"
)

// Section is that of a model. rev is the page's.
func Section(net *lab.Net, rev int, dark bool) ui.UI {
	return &explain{net: net, Rev: rev + net.Rev(), Dark: dark}
}

// explain says what one training step did, with the numbers of its own batch.
type explain struct {
	ui.Compo
	Rev  int
	Dark bool
	net  *lab.Net
}

func (x *explain) Render() ui.UI {
	live := "off"
	if x.net.Announce {
		live = "polite"
	}
	panel := ui.Section().ID("explain").Class("panel", "explain").Aria("live", live).Aria("atomic", "true")
	e := x.net.Step
	if e == nil {
		return panel.Hidden(true)
	}
	part := words.Say.StepScaling
	if e.SteepestAt > 0 {
		part = fmt.Sprintf(words.Say.StepPart, e.SteepestAt)
	}
	after, gain := words.Say.StepLower, e.Gain
	if gain < 0 {
		after, gain = words.Say.StepHigher, -gain
	}
	first := make([]string, len(e.First))
	for i, n := range e.First {
		first[i] = words.Count(n)
	}
	batch, why := fmt.Sprintf(words.Say.StepBatchBig, words.Count(e.Batch), words.Count(e.Rows)),
		fmt.Sprintf(words.Say.StepBatchWhy, strings.Join(first, ", "))
	if e.Rows == 0 {
		batch, why = fmt.Sprintf(words.Say.StepFreshBig, words.Count(e.Batch)), words.Say.StepFreshWhy
	}
	card := func(n int, head, big, text string) ui.UI {
		return ui.Li().Body(
			ui.H3().Body(ui.Span().Class("number").Text(strconv.Itoa(n)), ui.Text(head)),
			ui.P().Class("big").Text(big),
			ui.P().Class("note").Text(text),
		)
	}
	return panel.Hidden(false).Body(
		ui.H2().Body(ui.Text(words.Say.StepHead+" "), ui.Span().Text(fmt.Sprintf(words.Say.StepSub, words.Count(e.Step)))),
		ui.Div().Class("steps").Body(
			ui.Div().Class("small", "batch").Body(
				kit.Canvas(kit.Plot{ID: "batch", Rev: x.net.Rev(), Dark: x.Dark,
					Label: fmt.Sprintf(words.Say.StepPicture, words.Count(e.Batch)), Draw: x.net.DrawBatch}),
			),
			ui.Ol().Role("list").Body(
				card(1, words.Say.StepBatch, batch, why),
				card(2, words.Say.StepForward, fmt.Sprintf(words.Say.StepLoss, words.Fine(e.Loss)),
					fmt.Sprintf(words.Say.StepForwardWhy, words.Fine(e.LogPrior), words.Fine(e.LogScale), words.Fine(e.LogUnits),
						words.Fine(e.LogP))),
				card(3, words.Say.StepBack, fmt.Sprintf(words.Say.StepSlope, words.Digits(e.Gradient)),
					fmt.Sprintf(words.Say.StepBackWhy, words.Count(e.Weights), part, words.Digits(e.Steepest))),
				card(4, words.Say.StepAdam, fmt.Sprintf(words.Say.StepMove, words.Digits(e.Moved)),
					fmt.Sprintf(words.Say.StepAdamWhy, words.Short(e.Rate), words.Digits(e.Largest))),
				card(5, words.Say.StepAgain, words.Fine(e.Loss)+" → "+words.Fine(e.After), fmt.Sprintf(after, words.Fine(gain))),
			),
		),
	)
}
