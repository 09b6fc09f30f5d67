package app

import (
	"time"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// titling is the tab's title as the page last wrote it.
type titling struct {
	said string
	at   time.Time
}

// retitle has the tab's title follow the run, once a second at most.
func (p *page) retitle() {
	doc := ui.Window().Get("document")
	text := p.lab.RunTitle(doc.Get("hidden").Truthy())
	if text == p.title.said || text != "" && time.Since(p.title.at) < time.Second {
		return
	}
	p.title = titling{text, time.Now()}
	if text == "" {
		text = words.Say.DocTitle
	}
	doc.Set("title", text)
}

// awake keeps the screen on while a model trains, where the browser can and the person wants it.
type awake struct {
	can     bool
	wanted  bool
	refused bool
	asking  bool
	lock    ui.Value // nil where none is held
}

// ableToWake reports whether this browser has such locks.
func ableToWake() bool { return ui.Window().Get("navigator").Get("wakeLock").Truthy() }

// watchScreen takes and releases the lock as the run goes on and stops. The browser releases it with the tab out of
// sight.
func (p *page) watchScreen(ctx ui.Context) {
	a := &p.awake
	want := a.wanted && p.lab.Phase == protocol.Training && !ui.Window().Get("document").Get("hidden").Truthy()
	switch {
	case want && a.lock == nil && !a.asking:
		a.asking = true
		await(ctx, ui.Window().Get("navigator").Get("wakeLock").Call("request", "screen"), func(lock ui.Value) {
			a.asking, a.lock, a.refused = false, lock, false
			p.watchScreen(ctx)
			p.publish()
		}, func(ui.Value) {
			a.asking, a.wanted, a.refused = false, false, true
			p.publish()
		})
	case a.lock != nil && (!want || a.lock.Get("released").Truthy()):
		if lock := a.lock; !lock.Get("released").Truthy() {
			lock.Call("release")
		}
		a.lock = nil
		if want {
			p.watchScreen(ctx)
		}
	}
}

// awakeBox offers it.
func (p *page) awakeBox() ui.UI {
	a := &p.awake
	if !a.can {
		return ui.Div().Hidden(true)
	}
	note := ""
	if a.refused {
		note = words.Say.AwakeRefused
	}
	return ui.Div().Class("keep").Hidden(false).Body(
		ui.Label().Class("check").For("awake").Title(words.Say.Awake.Tip).Body(
			ticked(ui.Input().ID("awake").Type("checkbox"), a.wanted).OnChange(func(ctx ui.Context, _ ui.Event) {
				a.wanted, a.refused = ctx.JSSrc().Get("checked").Bool(), false
				p.watchScreen(ctx)
				p.publish()
			}),
			ui.Span().Text(words.Say.Awake.Label),
		),
		ui.P().ID("awake-note").Class("note").Role("status").Text(note),
	)
}
