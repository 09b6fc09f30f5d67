// Package app is the page: it draws what the trainer reports and turns what the person does into
// commands. It computes nothing but ranges and formats. The lab decides, without HTML (lab.go,
// command.go and a file for each part of it); the page and its panels draw it; browser.go and pointer.go listen to the browser.
package app

import (
	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/lab"
	"nicelab/app/link"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// Register makes the page what "/" shows, and the benchmark what "/bench/" does. The server, which only renders the first picture
// of each, passes nil.
func Register(launch lab.Launch) {
	ui.RouteFunc("/", func() ui.Composer { return newPage(launch) })
	for _, path := range []string{"/bench/", "/bench"} { // hosts differ in what they make of a folder's name
		ui.RouteFunc(path, func() ui.Composer { return newBench(launch) })
	}
}

type page struct {
	ui.Compo
	lab        *lab.Lab
	launch     lab.Launch
	dark       bool
	dragging   bool
	published  map[string]string
	text       string // the language of the article, which follows the page's
	reading    string // the part of the article that a button of it has led away from
	closers    []func()
	confirming bool // a picture is on its way to the screen
	title      titling
	awake      awake
	redraw     func()
	drawn      func(f func()) // calls f once the page shows what is known now
}

func newPage(launch lab.Launch) *page {
	l := lab.New()
	if ui.IsClient && matches("(max-width: 700px)") {
		l.Narrow()
	}
	return &page{lab: l, launch: launch, text: words.Tables[0].Lang}
}

func (p *page) OnPreRender(ctx ui.Context) { entitle(ctx, words.Say.DocTitle, words.Say.Description) }

// OnInit takes the figures that the page is to come with: OnMount is called once it has been drawn.
func (p *page) OnInit() {
	if !ui.IsClient {
		return
	}
	if v := ui.Window().Get("start").Call("told"); v.Truthy() {
		figure := func(name string) float64 { return v.Get(name).Float() }
		p.lab.Watched(v.Get("step").Int(), figure("stepsPerSecond"), figure("valid"), figure("aboveFloor"))
	}
}

func (p *page) OnMount(ctx ui.Context) {
	l := p.lab
	hash := ui.Window().Get("location").Get("hash").String()
	said, _ := link.Parse(hash)
	words.Speak(spoken(said.Lang))
	p.translate(ctx)
	said, wrong := link.Parse(hash) // in that language
	l.Load(said, hash)
	l.PreferTheme(remembered("theme"))
	still := matches("(prefers-reduced-motion: reduce)")
	switch {
	case still:
		l.Intent = lab.Still
	case !said.Autoplay:
		l.Intent = lab.Held
	}
	p.waitUntilSeen(ctx)
	l.Refuse(wrong)
	l.Keep.Wanted = storedKeep()
	l.Effect.Remember = rememberKeep
	l.Effect.Download = download
	l.Hub.Beside = ui.Getenv("GOAPP_STATIC_RESOURCES_URL") // the base path, empty where the site lies at the root
	l.Hub.Stop = stopFetching
	p.awake.can = ableToWake()
	l.Effect.Ship = func(files []string, take func([][]byte)) { ship(ctx, files, take) }
	l.Effect.Fetch = func(r lab.Request, take func(lab.Response)) { fetch(ctx, r, take) }
	l.Effect.Link = func(hash string) {
		ui.Window().Get("history").Call("replaceState", nil, "", "#"+hash)
	}
	l.Effect.Enter = func(hash string) {
		ui.Window().Get("history").Call("pushState", nil, "", "#"+hash)
	}
	p.redraw = func() { ctx.Dispatch(func(ui.Context) {}) }
	p.drawn = func(f func()) { ctx.Defer(func(ui.Context) { f() }) }
	p.applyTheme()
	p.listenAll(ctx)
	p.watchVersion(ctx)
	if p.launch != nil {
		l.Start = func() lab.Engine { return p.connect(ctx) }
		l.Eng = l.Start()
	}
}

// connect launches a trainer whose events reach the page only while it is the present one.
func (p *page) connect(ctx ui.Context) lab.Engine {
	var eng lab.Engine
	eng = p.launch(func(e protocol.Event) {
		ctx.Dispatch(func(ui.Context) {
			if p.lab.Eng == eng {
				p.take(ctx, e)
			}
		})
	})
	return eng
}

// take handles an event.
func (p *page) take(ctx ui.Context, e protocol.Event) {
	drawing := p.lab.Drawing.Open
	p.lab.Handle(e)
	switch e.(type) {
	case protocol.Planes, protocol.Grid:
		p.confirm(ctx)
	}
	if drawing && !p.lab.Drawing.Open {
		ctx.Defer(func(ui.Context) { p.focusAfterBoard("x-plane") })
	}
	p.publish()
	p.retitle()
	p.watchScreen(ctx)
	p.renewOnceKept(ctx)
}

// refresh draws the page again after a part of it has changed what others show.
func (p *page) refresh() {
	if p.redraw != nil {
		p.redraw()
	}
}

func (p *page) OnDismount() {
	for _, closed := range p.closers {
		closed()
	}
	if p.lab.Eng != nil {
		p.lab.Eng.Close()
	}
}

func (p *page) Render() ui.UI {
	l := p.lab
	return ui.Div().Class("lab").Body(
		ui.Header().Body(
			p.skip(),
			ui.Img().Class("mark").Src("/web/icons/icon.svg").Alt("").Width(30).Height(30),
			ui.H1().Text(words.Say.Title),
			ui.P().Body(ui.Text(words.Say.Sentence+" "), ui.A().ID("read").Href("#"+articleID).Text(words.Say.Article.Read)),
			themeSwitch(p.lab.Theme, p.setTheme),
			languageSwitch(p.setLanguage),
		),
		p.bar(),
		p.banner(),
		ui.Main().Body(
			&controls{lab: l, Rev: l.Rev()},
			&dataPanel{lab: l, Rev: l.Rev(), Dark: p.dark, take: p.onUpload, open: p.fetchModel, draw: p.onDraw},
			p.xPlane(),
			p.zPlane(),
			p.samplesGrid(),
			&albumPanel{lab: l, Rev: l.Rev() + l.AlbumRev(), Dark: p.dark},
			p.layersPanel(),
			p.views(),
			&explainPanel{lab: l, Rev: l.Rev() + l.Net.Rev(), Dark: p.dark},
			&networkPanel{lab: l, Rev: l.Rev() + l.Net.Rev(), Dark: p.dark},
			p.metrics(),
			p.takeaway(),
			&hubPanel{lab: l, Rev: l.Rev()},
		),
		ui.Section().Class("reading").Aria("labelledby", "how-title").Body(
			&article{Lang: p.text, Dark: p.dark, do: p.onDeed},
			p.mirror(),
		),
		p.wayBack(),
		ui.Footer().Body(ui.A().ID("to-bench").Href(languageLink("bench/", l.Lang)).Text(words.Say.ToBench), p.install()),
		p.offer(),
		p.version(),
		ui.Div().Class("dropping").Aria("hidden", "true").Body(ui.P().Text(words.Say.DropAnywhere)),
	)
}

// The handlers of the page: each turns an event into one call on the lab.

func (p *page) onPlay(ui.Context, ui.Event)       { p.lab.PlayPause() }
func (p *page) onStep(ui.Context, ui.Event)       { p.lab.Step() }
func (p *page) onReset(ui.Context, ui.Event)      { p.lab.Reset() }
func (p *page) onSample(ui.Context, ui.Event)     { p.lab.Sample() }
func (p *page) onSave(ui.Context, ui.Event)       { p.lab.Save() }
func (p *page) onOnnxLogP(ui.Context, ui.Event)   { p.lab.Export(false) }
func (p *page) onOnnxSample(ui.Context, ui.Event) { p.lab.Export(true) }
func (p *page) onDismiss(ui.Context, ui.Event)    { p.lab.Tell("") }

func (p *page) onRestart(ui.Context, ui.Event) {
	p.lab.Restart()
	p.publish()
}

func (p *page) onUpload(ctx ui.Context, _ ui.Event) {
	in := ctx.JSSrc()
	p.takeFiles(ctx, in.Get("files"))
	in.Set("value", "")
}
func (p *page) onScore(ctx ui.Context, _ ui.Event) { p.chosen(ctx, p.lab.Score) }
func (p *page) onFill(ctx ui.Context, _ ui.Event)  { p.chosen(ctx, p.lab.Fill) }
func (p *page) onScoreWhy(ctx ui.Context, _ ui.Event) {
	p.lab.Samples.Why = ctx.JSSrc().Get("checked").Bool()
}
func (p *page) onOpen(ctx ui.Context, _ ui.Event) {
	p.chosen(ctx, unlessChosen(p.lab, p.lab.OpenCheckpoint))
}

func (p *page) onDots(ctx ui.Context, _ ui.Event) {
	p.lab.ShowDots(ctx.JSSrc().Get("checked").Truthy())
}

func (p *page) onGrid(ctx ui.Context, _ ui.Event) {
	p.lab.ShowGrid(ctx.JSSrc().Get("checked").Truthy())
}

func (p *page) onSamples(ctx ui.Context, _ ui.Event) {
	s := p.lab.Shown
	s.Samples = ctx.JSSrc().Get("checked").Truthy()
	p.lab.Show(s)
}
