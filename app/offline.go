package app

import (
	"time"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// offline is what the page knows of itself as a program that the browser keeps: web/start.js and the service worker do the work.
type offline struct {
	newer       bool // a newer version is there
	installable bool // the browser offers to install the page
	renewing    bool // the person asked for the newer version; it comes once the run is kept
}

// patience is how long a newer version waits for the run to be kept.
const patience = 10 * time.Second

func (p *page) watchVersion(ctx ui.Context) {
	p.lab.offline.installable = ctx.IsAppInstallable()
	found := ui.FuncOf(func(ui.Value, []ui.Value) any {
		ctx.Dispatch(func(ui.Context) {
			p.lab.offline.newer = true
			p.publish()
		})
		return nil
	})
	p.closers = append(p.closers, found.Release)
	ui.Window().Get("start").Call("whenOld", found)
}

// OnAppInstallChange is go-app's word that the browser offers to install the page, or no longer does.
func (p *page) OnAppInstallChange(ctx ui.Context) {
	p.lab.offline.installable = ctx.IsAppInstallable()
}

func (p *page) onLaterVersion(ui.Context, ui.Event) { p.lab.offline.newer = false }

// onInstall asks once; the browser says when it may be asked again.
func (p *page) onInstall(ctx ui.Context, _ ui.Event) {
	ctx.ShowAppInstallPrompt()
	p.lab.offline.installable = false
}

func (p *page) onRenew(ctx ui.Context, _ ui.Event) {
	p.lab.renew()
	p.renewOnceKept(ctx)
	ctx.After(patience, func(ui.Context) { p.renew() })
}

// renewOnceKept brings the newer version if nothing is left to wait for.
func (p *page) renewOnceKept(ui.Context) {
	if p.lab.mayRenew() {
		p.renew()
	}
}

func (p *page) renew() {
	if p.lab.offline.renewing {
		p.lab.offline.renewing = false
		ui.Window().Get("start").Call("renew")
	}
}

// renew stops a run that trains, so that it is kept as it is.
func (l *lab) renew() {
	l.offline.renewing = true
	if l.phase == protocol.Training {
		l.send(protocol.Pause{})
	}
}

// mayRenew reports whether the newer version was asked for and the run is kept, or never will be.
func (l *lab) mayRenew() bool {
	keeps := l.ready() && l.keep.asked && l.keep.wanted && l.keep.Problems == nil
	step := l.now.Step
	if _, back := l.lookedAt(); back {
		step = l.time.Steps[len(l.time.Steps)-1] // what was kept before looking back
	}
	saved := l.phase != protocol.Training && l.keep.present && l.keep.Steps == step
	return l.offline.renewing && (!keeps || saved || l.now.Step == 0)
}

// version says that a newer version is there. It lies over the page, so that nothing moves when it comes.
func (p *page) version() ui.UI {
	o := p.lab.offline
	return ui.Div().Class("version").Role("status").Body(
		unseen(ui.P().ID("version"), !o.newer).Body(
			ui.Span().Text(words.Say.Newer),
			off(ui.Button().ID("renew").Class("btn", "solid"), o.renewing).Type("button").Title(words.Say.Renew.Tip).Text(words.Say.Renew.Label).OnClick(p.onRenew),
			ui.Button().ID("renew-later").Class("plain").Type("button").Title(words.Say.RenewLater.Tip).Aria("label", words.Say.RenewLater.Label).
				OnClick(p.onLaterVersion).Body(icon(iconClose)),
		),
	)
}

// install offers what the browser offers; elsewhere it is not there.
func (p *page) install() ui.UI {
	return unseen(ui.Button().ID("install").Class("link"), !p.lab.offline.installable).Type("button").Title(words.Say.Install.Tip).
		Text(words.Say.Install.Label).OnClick(p.onInstall)
}

// skip leads a keyboard past the controls. A link would need the hash, which is the run's.
func (p *page) skip() ui.UI {
	return ui.Button().ID("skip").Class("skip").Type("button").Text(words.Say.Skip).OnClick(func(ui.Context, ui.Event) {
		ui.Window().GetElementByID("x-plane").Call("focus")
	})
}
