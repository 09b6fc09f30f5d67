// Package app is the page: it puts the rooms together (the panels, the views, the article), lends them what they need
// of the browser, and takes what the trainer reports. The lab (app/lab) decides, without HTML; a room draws one part of
// it and turns what a person does into calls on it. Nothing here computes.
package app

import (
	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/article"
	"nicelab/app/bench"
	"nicelab/app/browser"
	"nicelab/app/kit"
	"nicelab/app/lab"
	"nicelab/app/link"
	"nicelab/app/panel/away"
	"nicelab/app/panel/bar"
	"nicelab/app/panel/data"
	"nicelab/app/panel/drawing"
	"nicelab/app/panel/hub"
	"nicelab/app/panel/model"
	"nicelab/app/panel/notice"
	"nicelab/app/view"
	"nicelab/app/view/explain"
	"nicelab/app/view/layers"
	"nicelab/app/view/loss"
	"nicelab/app/view/network"
	"nicelab/app/view/pictures"
	"nicelab/app/view/planes"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// Register makes the page what "/" shows, and the benchmark what "/bench/" does. The server, which only renders the
// first picture of each, passes nil.
func Register(launch lab.Launch) {
	ui.RouteFunc("/", func() ui.Composer { return newPage(launch) })
	for _, path := range []string{"/bench/", "/bench"} { // hosts differ in what they make of a folder's name
		ui.RouteFunc(path, func() ui.Composer { return bench.New(launch) })
	}
}

type page struct {
	ui.Compo
	lab    *lab.Lab
	launch lab.Launch
	hear   kit.Listeners
	redraw func()         // draws what is known now
	drawn  func(f func()) // calls f once the page shows it

	views   view.Kinds
	bar     bar.Bar
	away    away.Away
	reader  article.Reader
	version notice.Version
	screen  away.Screen
	doc     browser.Document
	files   browser.Files
	marks   browser.Marks
	title   browser.Title
	shown   browser.Shown
}

func newPage(launch lab.Launch) *page {
	l := lab.New()
	if ui.IsClient && kit.Matches("(max-width: 700px)") {
		l.Views.Narrow()
	}
	p := &page{lab: l, launch: launch, views: viewsOf(l)}
	p.doc = browser.Document{Lab: l, Text: words.Tables[0].Lang}
	p.bar = bar.Bar{Lab: l, Told: p.publish}
	p.reader = article.Reader{Lab: l, Told: p.publish}
	p.version = notice.Version{Offline: &l.Offline, Lab: l, Told: p.publish}
	p.screen = away.Screen{Report: &l.Report, Told: p.publish}
	p.files = browser.Files{Lab: l, Update: p.Update}
	p.away = away.Away{Lab: l, Files: &p.files, Screen: &p.screen, Dark: func() bool { return p.doc.Dark }}
	return p
}

func (p *page) OnPreRender(ctx ui.Context) {
	kit.Entitle(ctx, words.Say.DocTitle, words.Say.Description)
}

// OnInit takes the figures that the page is to come with: OnMount is called once it has been drawn.
func (p *page) OnInit() {
	if ui.IsClient {
		browser.Told(&p.lab.Report)
	}
}

func (p *page) OnMount(ctx ui.Context) {
	l := p.lab
	p.redraw = func() { ctx.Dispatch(func(ui.Context) {}) }
	p.drawn = func(f func()) { ctx.Defer(func(ui.Context) { f() }) }
	p.doc.Read(ctx, &p.hear)
	away.Keep(&l.Keep)
	browser.Reach(ctx, &l.Line, &l.Hub)
	p.screen.Ask()
	p.listen(ctx)
	p.version.Watch(ctx, &p.hear)
	if p.launch != nil {
		l.Line.Start = func() lab.Engine { return p.connect(ctx) }
		l.Line.Eng = l.Line.Start()
	}
}

// connect launches a trainer whose events reach the page only while it is the present one.
func (p *page) connect(ctx ui.Context) lab.Engine {
	var eng lab.Engine
	eng = p.launch(func(events ...protocol.Event) {
		ctx.Dispatch(func(ui.Context) {
			if p.lab.Line.Eng != eng {
				return
			}
			for _, e := range events {
				if p.lab.Line.Eng == eng { // one before may have ended it
					p.take(ctx, e)
				}
			}
			p.follow(ctx)
		})
	})
	return eng
}

// take handles an event.
func (p *page) take(ctx ui.Context, e protocol.Event) {
	open := p.lab.Drawing.Open
	p.lab.Handle(e)
	switch e.(type) {
	case protocol.Planes, protocol.Grid:
		p.shown.Confirm(ctx, &p.lab.Line)
	}
	if open && !p.lab.Drawing.Open {
		ctx.Defer(func(ui.Context) { drawing.FocusAfter("x-plane") })
	}
}

// follow has what is not the page's document show what is known now.
func (p *page) follow(ctx ui.Context) {
	p.publish()
	p.title.Follow(&p.lab.Report, p.lab.Choice.Run.Train.Run)
	p.screen.Watch(ctx)
	p.version.RenewOnceKept()
}

// refresh draws the page again after a part of it has changed what others show.
func (p *page) refresh() {
	if p.redraw != nil {
		p.redraw()
	}
}

// publish has the state written on the body for outside scripts once the page shows it: whoever waits for the word may
// look and click at once.
func (p *page) publish() {
	if p.drawn == nil {
		return
	}
	p.drawn(func() {
		var more []string
		if p.screen.On() {
			more = append(more, "data-awake")
		}
		if p.files.Dragging {
			more = append(more, "data-drop")
		}
		p.marks.Write(&p.lab.Report, &p.lab.Keep, &p.lab.Time, more...)
	})
}

func (p *page) OnDismount() {
	p.hear.Close()
	if p.lab.Line.Eng != nil {
		p.lab.Line.Eng.Close()
	}
}

// OnAppInstallChange is go-app's word that the browser offers to install the page, or no longer does.
func (p *page) OnAppInstallChange(ctx ui.Context) { p.version.Changed(ctx) }

func (p *page) Render() ui.UI {
	l, dark := p.lab, p.doc.Dark
	return ui.Div().Class("lab").Body(
		p.header(),
		p.bar.Section(),
		notice.Banner(&l.Report, l.Line.Alive, &l.Keep, p.onRestart),
		p.main(),
		ui.Section().Class("reading").Aria("labelledby", "how-title").Body(
			article.New(p.doc.Text, dark, p.reader.Do),
			article.Mirror(&l.Report, l.DataHead(), l.DrawFirst, l.FirstRev(), dark),
		),
		p.reader.WayBack(),
		p.footer(),
		notice.Offer(&l.Keep, l.GoOn),
		p.version.Section(),
		ui.Div().Class("dropping").Aria("hidden", "true").Body(ui.P().Text(words.Say.DropAnywhere)),
	)
}

func (p *page) main() ui.UI {
	l, dark, rev := p.lab, p.doc.Dark, p.lab.Rev()
	return ui.Main().Body(
		model.Panel(&l.Choice, &l.Report, &l.Source, rev),
		data.Panel(l, dark, data.Host{Take: p.files.OnUpload, Draw: p.onDraw, Update: p.Update}),
		planes.X(p.planes(), dark, drawing.Layer(&l.Drawing, dark),
			drawing.Tools(&l.Drawing, len(l.Sight.Planes.Data) > 0, rev)),
		planes.Z(p.planes(), dark),
		pictures.Samples(&l.Report, &l.Choice, &l.Imaging, l.Warm, dark),
		pictures.Album(&l.Report, &l.Views, &l.Imaging, rev, dark),
		layers.Section(&l.Layers, l, dark, p.refresh),
		p.views.Sections(&l.Views, rev, dark),
		explain.Section(&l.Net, rev, dark),
		network.Section(&l.Net, rev, dark),
		ui.Div().Class("side").Body(
			loss.Section(l, &l.Report, &l.Time, l.Choice.FreshRows(), dark, p.bar.Outcome()),
			p.away.Section(),
			hub.Panel(&l.Hub, rev),
		),
	)
}

func (p *page) header() ui.UI {
	return ui.Header().Body(
		kit.Skip("x-plane"),
		ui.Img().Class("mark").Src("/web/icons/icon.svg").Alt("").Width(30).Height(30),
		ui.H1().Text(words.Say.Title),
		ui.P().Body(ui.Text(words.Say.Sentence+" "), ui.A().ID("read").Href("#"+article.ID).Text(words.Say.Article.Read)),
		kit.ThemeSwitch(link.Themes, p.lab.Address.Theme, p.doc.SetTheme),
		kit.LanguageSwitch(p.doc.SetLanguage),
	)
}

func (p *page) footer() ui.UI {
	bench := kit.LanguageLink("bench/", p.lab.Address.Lang)
	return ui.Footer().Body(ui.A().ID("to-bench").Href(bench).Text(words.Say.ToBench), p.version.Install())
}

func (p *page) onDraw(ctx ui.Context, _ ui.Event) { drawing.Open(ctx, &p.lab.Drawing) }

func (p *page) onRestart(ui.Context, ui.Event) {
	p.lab.Restart()
	p.publish()
}
