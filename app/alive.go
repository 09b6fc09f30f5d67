package app

import (
	"fmt"
	"time"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// alive is what the page knows of a trainer that says nothing. It counts its own looks and no time: neither a tab whose
// clock is slowed down nor a machine that slept makes a trainer silent.
type alive struct {
	awaited bool // something was sent since the trainer last spoke
	asked   bool // a Ping among it
	looks   int  // since that
	silent  bool // it should have answered
}

const (
	lookEvery  = time.Second
	mostLooks  = 6         // without an answer
	mostOpened = 30        // where it opens or writes a file: one as large as may be is one piece of work in places
	perLook    = 2_000_000 // weights that are drawn anew, or kept, in the time between two looks at least
)

// listenForTrainer looks after the trainer while the page is seen.
func (p *page) listenForTrainer(ctx ui.Context) {
	win := ui.Window()
	f := ui.FuncOf(func(ui.Value, []ui.Value) any {
		if !win.Get("document").Get("hidden").Truthy() && p.lab.look() {
			ctx.Dispatch(func(ui.Context) { p.publish() })
		}
		return nil
	})
	timer := win.Call("setInterval", f, lookEvery.Milliseconds())
	p.closers = append(p.closers, func() {
		win.Call("clearInterval", timer)
		f.Release()
	})
}

// look asks a trainer that owes a word whether it still works, and reports whether it is silent now and was not.
func (l *lab) look() bool {
	a := &l.alive
	if !l.ready() || l.phase != protocol.Training && !a.awaited && len(l.pending) == 0 {
		return false
	}
	if !a.asked {
		a.awaited, a.asked = true, true
		l.eng.Send(protocol.Ping{})
		return false
	}
	a.looks++
	if a.silent || a.looks < l.patience() {
		return false
	}
	a.silent = true
	l.rev++
	return true
}

// patience is how many looks the trainer may let pass.
func (l *lab) patience() int {
	if len(l.pending) > 0 {
		return mostOpened
	}
	m := l.run.Model
	m.Dim = max(2, len(l.state.Columns))
	return mostLooks + m.Weights()/perLook
}

// spoke notes that the trainer said something.
func (l *lab) spoke() {
	if l.alive.silent {
		l.rev++
	}
	l.alive = alive{}
}

// banner says that the trainer died, or seems to hang, and starts another.
func (p *page) banner() ui.UI {
	l := p.lab
	head, text := words.Say.CrashHead, words.Say.SilentText
	switch {
	case l.fatal == nil && !l.alive.silent:
		return ui.Div().Hidden(true)
	case l.fatal == nil:
		head = words.Say.SilentHead
	case l.fatal.Ended:
		text = words.Say.EndedText
	default:
		text = fmt.Sprintf(words.Say.CrashText, l.fatal.Text)
	}
	if l.keep.present {
		text += " " + fmt.Sprintf(words.Say.FromKept, words.Count(l.keep.Steps))
	}
	return ui.Div().Class("banner").Role("alert").Body(
		ui.P().Body(ui.Strong().Text(head), ui.Text(" "+text)),
		ui.Button().ID("restart").Class("btn", "solid").Type("button").Title(words.Say.Restart.Tip).Text(words.Say.Restart.Label).OnClick(p.onRestart),
	)
}
