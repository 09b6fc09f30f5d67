package notice

import (
	"time"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/kit"
	"nicelab/app/lab"
	"nicelab/app/words"
)

// patience is how long a newer version waits for the run to be kept, on a slow disk too.
const patience = 30 * time.Second

// Version is whether a newer one is there, and whether the page can be installed.
type Version struct {
	Offline *lab.Offline
	Lab     Renewer
	Told    func() // the lab was told something
}

// Renewer leaves a run so that a newer version can go on with it.
type Renewer interface {
	Renew()
	MayRenew() bool // it is kept, or never will be
}

// Watch learns of both.
func (v *Version) Watch(ctx ui.Context, hear *kit.Listeners) {
	v.Offline.Installable = ctx.IsAppInstallable()
	found := ui.FuncOf(func(ui.Value, []ui.Value) any {
		ctx.Dispatch(func(ui.Context) {
			v.Offline.Newer = true
			v.Told()
		})
		return nil
	})
	hear.Add(found.Release)
	ui.Window().Get("start").Call("whenOld", found)
}

// Changed is go-app's word that the browser offers to install the page, or no longer does.
func (v *Version) Changed(ctx ui.Context) {
	v.Offline.Installable = ctx.IsAppInstallable()
}

func (v *Version) onLaterVersion(ui.Context, ui.Event) { v.Offline.Newer = false }

// onInstall asks once; the browser says when it may be asked again.
func (v *Version) onInstall(ctx ui.Context, _ ui.Event) {
	ctx.ShowAppInstallPrompt()
	v.Offline.Installable = false
}

func (v *Version) onRenew(ctx ui.Context, _ ui.Event) {
	v.Lab.Renew()
	v.RenewOnceKept()
	ctx.After(patience, func(ui.Context) { v.renew() })
}

// RenewOnceKept brings the newer version if nothing is left to wait for.
func (v *Version) RenewOnceKept() {
	if v.Lab.MayRenew() {
		v.renew()
	}
}

func (v *Version) renew() {
	if v.Offline.Renewing {
		v.Offline.Renewing = false
		ui.Window().Get("start").Call("renew")
	}
}

// Section says that a newer version is there. It lies over the page, so that nothing moves when it comes.
func (v *Version) Section() ui.UI {
	o := v.Offline
	return ui.Div().Class("version").Role("status").Body(
		kit.Hidden(ui.P().ID("version"), !o.Newer).Body(
			ui.Span().Text(words.Say.Newer),
			kit.Button("renew", words.Say.Renew, o.Renewing, v.onRenew).Class("solid"),
			ui.Button().ID("renew-later").Class("plain").Type("button").Title(words.Say.RenewLater.Tip).
				Aria("label", words.Say.RenewLater.Label).
				OnClick(v.onLaterVersion).Body(kit.Icon(kit.IconClose)),
		),
	)
}

// Install offers what the browser offers; elsewhere it is not there.
func (v *Version) Install() ui.UI {
	return kit.Hidden(ui.Button().ID("install").Class("link"), !v.Offline.Installable).Type("button").
		Title(words.Say.Install.Tip).
		Text(words.Say.Install.Label).OnClick(v.onInstall)
}
