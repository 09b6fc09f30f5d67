package app

import (
	"fmt"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/lab"
	"nicelab/app/words"
)

// listenForTrainer looks after the trainer while the page is seen.
func (p *page) listenForTrainer(ctx ui.Context) {
	win := ui.Window()
	f := ui.FuncOf(func(ui.Value, []ui.Value) any {
		if !win.Get("document").Get("hidden").Truthy() && p.lab.Look() {
			ctx.Dispatch(func(ui.Context) { p.publish() })
		}
		return nil
	})
	timer := win.Call("setInterval", f, lab.LookEvery.Milliseconds())
	p.closers = append(p.closers, func() {
		win.Call("clearInterval", timer)
		f.Release()
	})
}

// banner says that the trainer died, or seems to hang, and starts another.
func (p *page) banner() ui.UI {
	l := p.lab
	head, text := words.Say.CrashHead, words.Say.SilentText
	switch {
	case l.Fatal == nil && !l.Alive.Silent:
		return ui.Div().Hidden(true)
	case l.Fatal == nil:
		head = words.Say.SilentHead
	case l.Fatal.Ended:
		text = words.Say.EndedText
	default:
		text = fmt.Sprintf(words.Say.CrashText, l.Fatal.Text)
	}
	if l.Keep.Present {
		text += " " + fmt.Sprintf(words.Say.FromKept, words.Count(l.Keep.Steps))
	}
	return ui.Div().Class("banner").Role("alert").Body(
		ui.P().Body(ui.Strong().Text(head), ui.Text(" "+text)),
		ui.Button().ID("restart").Class("btn", "solid").Type("button").Title(words.Say.Restart.Tip).Text(words.Say.Restart.Label).OnClick(p.onRestart),
	)
}
