// Package notice is what lies over the page when something is up: the trainer is gone, a run may go on, a newer version
// is there.
package notice

import (
	"fmt"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/kit"
	"nicelab/app/lab"
	"nicelab/app/words"
)

// LookAfter looks after the trainer while the page is seen; look reports what is to be told.
func LookAfter(ctx ui.Context, look func() bool, hear *kit.Listeners, told func()) {
	win := ui.Window()
	f := ui.FuncOf(func(ui.Value, []ui.Value) any {
		if !win.Get("document").Get("hidden").Truthy() && look() {
			ctx.Dispatch(func(ui.Context) { told() })
		}
		return nil
	})
	timer := win.Call("setInterval", f, lab.LookEvery.Milliseconds())
	hear.Add(func() {
		win.Call("clearInterval", timer)
		f.Release()
	})
}

// Banner says that the trainer died, or seems to hang, and restart starts another.
func Banner(r *lab.Report, a lab.Alive, k *lab.Keep, restart ui.EventHandler) ui.UI {
	head, text := words.Say.CrashHead, words.Say.SilentText
	switch {
	case r.Fatal == nil && !a.Silent:
		return ui.Div().Hidden(true)
	case r.Fatal == nil:
		head = words.Say.SilentHead
	case r.Fatal.Ended:
		text = words.Say.EndedText
	default:
		text = fmt.Sprintf(words.Say.CrashText, r.Fatal.Text)
	}
	if k.Present {
		text += " " + fmt.Sprintf(words.Say.FromKept, words.Count(k.Steps))
	}
	return ui.Div().Class("banner").Role("alert").Body(
		ui.P().Body(ui.Strong().Text(head), ui.Text(" "+text)),
		ui.Button().ID("restart").Class("btn", "solid").Type("button").Title(words.Say.Restart.Tip).
			Text(words.Say.Restart.Label).OnClick(restart),
	)
}
