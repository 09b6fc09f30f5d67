package notice

import (
	"fmt"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/kit"
	"nicelab/app/lab"
	"nicelab/app/words"
)

// Offer asks whether to go on with the last run, as goOn does. It lies over the page, so that nothing moves when it
// comes.
func Offer(k *lab.Keep, goOn func()) ui.UI {
	if !k.Offers() {
		return ui.Div().Hidden(true)
	}
	r := k.Runs[0]
	return ui.Section().ID("offer").Class("offer").Aria("label", words.Say.OfferHead).Body(
		ui.P().Body(ui.Span().Text(words.Say.OfferHead+" "), ui.Strong().Text(k.RunName(r)),
			ui.Text(fmt.Sprintf(words.Say.OfferText, words.Count(r.Steps), lab.Ago(r.Age)))),
		kit.Button("go-on", words.Say.GoOn, false, func(ui.Context, ui.Event) { goOn() }).Class("solid"),
		kit.Button("discard", words.Say.Discard, false, func(ui.Context, ui.Event) { k.Discard() }),
		ui.Button().ID("later").Class("plain").Type("button").Title(words.Say.NotNow.Tip).
			Aria("label", words.Say.NotNow.Label).OnClick(func(ui.Context, ui.Event) { k.Later = true }).
			Body(kit.Icon(kit.IconClose)),
	)
}
