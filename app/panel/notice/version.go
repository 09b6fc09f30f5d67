package app

import (
	"time"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/words"
)

// patience is how long a newer version waits for the run to be kept.
const patience = 10 * time.Second

func (p *page) watchVersion(ctx ui.Context) {
	p.lab.Offline.Installable = ctx.IsAppInstallable()
	found := ui.FuncOf(func(ui.Value, []ui.Value) any {
		ctx.Dispatch(func(ui.Context) {
			p.lab.Offline.Newer = true
			p.publish()
		})
		return nil
	})
	p.closers = append(p.closers, found.Release)
	ui.Window().Get("start").Call("whenOld", found)
}

// OnAppInstallChange is go-app's word that the browser offers to install the page, or no longer does.
func (p *page) OnAppInstallChange(ctx ui.Context) {
	p.lab.Offline.Installable = ctx.IsAppInstallable()
}

func (p *page) onLaterVersion(ui.Context, ui.Event) { p.lab.Offline.Newer = false }

// onInstall asks once; the browser says when it may be asked again.
func (p *page) onInstall(ctx ui.Context, _ ui.Event) {
	ctx.ShowAppInstallPrompt()
	p.lab.Offline.Installable = false
}

func (p *page) onRenew(ctx ui.Context, _ ui.Event) {
	p.lab.Renew()
	p.renewOnceKept(ctx)
	ctx.After(patience, func(ui.Context) { p.renew() })
}

// renewOnceKept brings the newer version if nothing is left to wait for.
func (p *page) renewOnceKept(ui.Context) {
	if p.lab.MayRenew() {
		p.renew()
	}
}

func (p *page) renew() {
	if p.lab.Offline.Renewing {
		p.lab.Offline.Renewing = false
		ui.Window().Get("start").Call("renew")
	}
}

// version says that a newer version is there. It lies over the page, so that nothing moves when it comes.
func (p *page) version() ui.UI {
	o := p.lab.Offline
	return ui.Div().Class("version").Role("status").Body(
		unseen(ui.P().ID("version"), !o.Newer).Body(
			ui.Span().Text(words.Say.Newer),
			off(ui.Button().ID("renew").Class("btn", "solid"), o.Renewing).Type("button").Title(words.Say.Renew.Tip).Text(words.Say.Renew.Label).OnClick(p.onRenew),
			ui.Button().ID("renew-later").Class("plain").Type("button").Title(words.Say.RenewLater.Tip).Aria("label", words.Say.RenewLater.Label).
				OnClick(p.onLaterVersion).Body(icon(iconClose)),
		),
	)
}

// install offers what the browser offers; elsewhere it is not there.
func (p *page) install() ui.UI {
	return unseen(ui.Button().ID("install").Class("link"), !p.lab.Offline.Installable).Type("button").Title(words.Say.Install.Tip).
		Text(words.Say.Install.Label).OnClick(p.onInstall)
}

// skip leads a keyboard past the controls. A link would need the hash, which is the run's.
func (p *page) skip() ui.UI {
	return ui.Button().ID("skip").Class("skip").Type("button").Text(words.Say.Skip).OnClick(func(ui.Context, ui.Event) {
		ui.Window().GetElementByID("x-plane").Call("focus")
	})
}
