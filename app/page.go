// Package app is the page: it draws what the trainer reports and turns what the person does into
// commands. It computes nothing but ranges and formats. lab.go and command.go decide, without
// HTML; the other files draw, one part of the page each.
package app

import (
	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/wasm/protocol"
)

// Register makes the page what "/" shows. The server, which only renders the first picture of it,
// passes nil.
func Register(launch Launch) {
	ui.RouteFunc("/", func() ui.Composer { return newPage(launch) })
}

type page struct {
	ui.Compo
	lab       *lab
	launch    Launch
	dark      bool
	dragging  bool
	published map[string]string
	enabling  bool // controls have something to act on, and the page does not show it yet
	closers   []func()
}

func newPage(launch Launch) *page { return &page{lab: newLab(), launch: launch} }

func (p *page) OnMount(ctx ui.Context) {
	l := p.lab
	hash := ui.Window().Get("location").Get("hash").String()
	link, wrong := Parse(hash)
	l.run, l.theme, l.linked = link.Run, link.Theme, hash
	if stored := storedTheme(); l.theme == "auto" && stored != "" {
		oneOf(&l.theme, "theme", stored, themes)
	}
	hidden := ui.Window().Get("document").Get("hidden").Truthy()
	l.autoplay = link.Autoplay
	l.going = link.Autoplay && !hidden && !matches("(prefers-reduced-motion: reduce)")
	l.refuse(wrong)
	l.effect.download = download
	l.effect.link = func(hash string) {
		ui.Window().Get("history").Call("replaceState", nil, "", "#"+hash)
	}
	p.applyTheme()
	p.listenAll(ctx)
	if p.launch != nil {
		l.start = func() Engine { return p.connect(ctx) }
		l.eng = l.start()
	}
	p.publish()
}

// connect launches a trainer whose events reach the page only while it is the present one.
func (p *page) connect(ctx ui.Context) Engine {
	var eng Engine
	eng = p.launch(func(e protocol.Event) {
		ctx.Dispatch(func(ui.Context) {
			if p.lab.eng == eng {
				p.take(ctx, e)
			}
		})
	})
	return eng
}

// take handles an event. What it enables is said on the body only once it is enabled: whoever waits for the word may
// click at once.
func (p *page) take(ctx ui.Context, e protocol.Event) {
	empty := p.lab.empty()
	p.lab.handle(e)
	if empty && !p.lab.empty() {
		p.enabling = true
		ctx.Defer(func(ui.Context) {
			p.enabling = false
			p.publish()
		})
	}
	if !p.enabling {
		p.publish()
	}
}

func (p *page) OnDismount() {
	for _, closed := range p.closers {
		closed()
	}
	if p.lab.eng != nil {
		p.lab.eng.Close()
	}
}

func (p *page) Render() ui.UI {
	l := p.lab
	return ui.Div().Class("lab").Body(
		ui.Header().Body(
			ui.Img().Class("mark").Src("/web/icons/icon.svg").Alt("").Width(30).Height(30),
			ui.H1().Text(say.Title),
			ui.P().Text(say.Sentence),
			p.themeSwitch(),
		),
		p.bar(),
		p.banner(),
		ui.Main().Body(
			&controls{lab: l, Rev: l.rev},
			&dataPanel{lab: l, Rev: l.rev, Dark: p.dark, take: p.onUpload},
			p.xPlane(),
			p.zPlane(),
			p.metrics(),
			p.takeaway(),
		),
		ui.Div().Class("dropping").Aria("hidden", "true").Body(ui.P().Text(say.DropAnywhere)),
	)
}

// The handlers of the page: each turns an event into one call on the lab.

func (p *page) onPlay(ui.Context, ui.Event)    { p.lab.playPause() }
func (p *page) onStep(ui.Context, ui.Event)    { p.lab.step() }
func (p *page) onReset(ui.Context, ui.Event)   { p.lab.reset() }
func (p *page) onSample(ui.Context, ui.Event)  { p.lab.sample() }
func (p *page) onSave(ui.Context, ui.Event)    { p.lab.save() }
func (p *page) onDismiss(ui.Context, ui.Event) { p.lab.tell("") }

func (p *page) onRestart(ui.Context, ui.Event) {
	p.lab.restart()
	p.publish()
}

func (p *page) onUpload(ctx ui.Context, _ ui.Event) { p.chosen(ctx, p.lab.openFile) }
func (p *page) onScore(ctx ui.Context, _ ui.Event)  { p.chosen(ctx, p.lab.score) }
func (p *page) onOpen(ctx ui.Context, _ ui.Event)   { p.chosen(ctx, p.lab.openCheckpoint) }

func (p *page) onSpeed(ctx ui.Context, _ ui.Event) {
	id := ctx.JSSrc().Get("id").String()
	if len(id) > len("speed-") {
		p.lab.setSpeed(id[len("speed-"):])
	}
}

func (p *page) onDots(ctx ui.Context, _ ui.Event) {
	p.lab.showDots(ctx.JSSrc().Get("checked").Truthy())
}

func (p *page) onSamples(ctx ui.Context, _ ui.Event) {
	s := p.lab.shown
	s.Samples = ctx.JSSrc().Get("checked").Truthy()
	p.lab.show(s)
}
