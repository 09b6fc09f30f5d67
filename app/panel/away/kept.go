package app

import (
	"fmt"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/lab"
	"nicelab/app/words"
)

// offer asks whether to go on with the last run. It lies over the page, so that nothing moves when it comes.
func (p *page) offer() ui.UI {
	l := p.lab
	if !l.Offers() {
		return ui.Div().Hidden(true)
	}
	r := l.Keep.Runs[0]
	return ui.Section().ID("offer").Class("offer").Aria("label", words.Say.OfferHead).Body(
		ui.P().Body(ui.Span().Text(words.Say.OfferHead+" "), ui.Strong().Text(l.RunName(r)), ui.Text(fmt.Sprintf(words.Say.OfferText, words.Count(r.Steps), lab.Ago(r.Age)))),
		ui.Button().ID("go-on").Class("btn", "solid").Type("button").Title(words.Say.GoOn.Tip).Text(words.Say.GoOn.Label).OnClick(p.onGoOn),
		ui.Button().ID("discard").Class("btn").Type("button").Title(words.Say.Discard.Tip).Text(words.Say.Discard.Label).OnClick(p.onDiscard),
		ui.Button().ID("later").Class("plain").Type("button").Title(words.Say.NotNow.Tip).Aria("label", words.Say.NotNow.Label).OnClick(p.onLater).Body(icon(iconClose)),
	)
}

// keepBox switches keeping on and off and says how it stands.
func (p *page) keepBox() ui.UI {
	l := p.lab
	return ui.Div().Class("keep").Body(
		ui.Label().Class("check").For("keep").Title(words.Say.Keep.Tip).Body(
			ticked(off(ui.Input().ID("keep"), !l.Ready()).Type("checkbox"), l.Keep.Wanted).OnChange(p.onKeep),
			ui.Span().Text(words.Say.Keep.Label),
		),
		ui.P().ID("kept").Class("note").Text(l.KeptText()),
	)
}

func (p *page) onGoOn(ui.Context, ui.Event)    { p.lab.GoOn() }
func (p *page) onDiscard(ui.Context, ui.Event) { p.lab.Discard() }
func (p *page) onLater(ui.Context, ui.Event)   { p.lab.Keep.Later = true }
func (p *page) onKeep(ctx ui.Context, _ ui.Event) {
	p.lab.SetKeep(ctx.JSSrc().Get("checked").Truthy())
}

// rememberKeep keeps the choice for the next visit.
func rememberKeep(on bool) {
	if on {
		remember("keep", "")
	} else {
		remember("keep", "off")
	}
}

func storedKeep() bool { return remembered("keep") == "" }
