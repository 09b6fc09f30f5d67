package app

import (
	"slices"
	"strings"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/lab"
	"nicelab/app/words"
)

// article explains the lab below it. Its text stands in the page's first HTML. It is drawn again only for another language or theme.
type article struct {
	ui.Compo
	Lang string
	Dark bool

	do     func(name, place string) // a button was pressed, in the part of that id
	closed func()
}

const (
	articleID = "how-it-works"
	partID    = "how-" // and the part's name
)

func (a *article) Render() ui.UI {
	w := words.Say.Article
	return ui.Article().ID(articleID).Lang(a.Lang).Body(
		ui.Div().Class("opening").Body(
			ui.H2().ID("how-title").TabIndex(-1).Text(w.Heading),
			ui.P().Class("lead").Text(w.Lead),
		),
		ui.Nav().Class("contents").Aria("label", w.Contents).Body(
			ui.Ol().Body(ui.Range(words.Parts).Slice(func(i int) ui.UI {
				return ui.Li().Body(ui.A().Href("#" + partID + words.Parts[i]).Text(w.Parts[words.Parts[i]].Title))
			})),
		),
		ui.Div().Class("parts").Body(
			ui.Range(words.Parts).Slice(func(i int) ui.UI { return a.part(words.Parts[i]) }),
			ui.Section().Class("part").Body(ui.H3().Text(w.Sources), a.sources()),
		),
	)
}

func (a *article) part(name string) ui.UI {
	part := words.Say.Article.Parts[name]
	all := blocks(part.Text)
	if ui.IsServer && slices.Contains(words.Later, name) {
		all = nil
	}
	return ui.Section().Class("part").Body(
		ui.H3().ID(partID+name).TabIndex(-1).Text(part.Title),
		ui.Range(all).Slice(func(i int) ui.UI {
			switch all[i].figure {
			case "stretch":
				return &stretchFigure{Lang: a.Lang, Dark: a.Dark}
			case "shear":
				return &shearFigure{Lang: a.Lang, Dark: a.Dark}
			case "spectrum":
				return &spectrumFigure{Lang: a.Lang, Dark: a.Dark}
			case "samples", "inpainting", "ends":
				return digitsFigure(all[i].figure)
			}
			return ui.Raw(all[i].html)
		}),
	)
}

func (a *article) sources() ui.UI {
	return ui.Ul().Class("sources").Body(ui.Range(words.Sources).Slice(func(i int) ui.UI {
		s := words.Sources[i]
		return ui.Li().Body(
			ui.A().Href(s.URL).HrefLang("en").Lang("en").Target("_blank").Rel("noopener").Text(s.Title),
			ui.Span().Lang("en").Text(s.Authors),
			ui.Span().Text(words.Say.Article.SourceNotes[s.URL]),
		)
	}))
}

// OnMount listens for clicks on what is written as HTML. The browser follows links itself: go-app would open
// them without rel, and would take a place on the page for a run.
func (a *article) OnMount(ctx ui.Context) {
	root := a.JSValue()
	a.closed = listen(root, "click", func(e ui.Value) bool {
		at := e.Get("target")
		if link := at.Call("closest", "a"); link.Truthy() {
			e.Call("stopPropagation")
			return jump(link.Call("getAttribute", "href").String())
		}
		if button := at.Call("closest", "[data-deed]"); button.Truthy() {
			name := button.Get("dataset").Get("deed").String()
			place := button.Call("closest", ".part").Call("querySelector", "h3").Get("id").String()
			ctx.Dispatch(func(ui.Context) { a.do(name, place) })
		}
		return false
	})
}

func (a *article) OnDismount() {
	if a.closed != nil {
		a.closed()
	}
}

// jump goes to a place on the page, and reports whether href is one. The address keeps the run.
func jump(href string) bool {
	id, ok := strings.CutPrefix(href, "#")
	if !ok {
		return false
	}
	to := ui.Window().GetElementByID(id)
	if !to.Truthy() {
		return false
	}
	scrollTo(to, "start")
	if title := to.Call("querySelector", "h2, h3"); title.Truthy() {
		to = title
	}
	options := ui.Window().Get("Object").New()
	options.Set("preventScroll", true)
	to.Call("focus", options)
	return true
}

// scrollTo moves the page until an element is at the start or in the center of the window.
func scrollTo(to ui.Value, where string) {
	options := ui.Window().Get("Object").New()
	options.Set("block", where)
	if !matches("(prefers-reduced-motion: reduce)") {
		options.Set("behavior", "smooth")
	}
	to.Call("scrollIntoView", options)
}

// onDeed does what a button of the article stands for. Where the lab is not seen beside the text, it leads there.
func (p *page) onDeed(name, place string) {
	do, ok := lab.Deed(name)
	if !ok {
		return
	}
	do(p.lab)
	p.publish()
	to := ui.Window().GetElementByID("x-plane")
	if at := ui.Window().GetElementByID(lab.DeedPlaces[name]); at.Truthy() {
		to = at
	} else if mirror := ui.Window().GetElementByID("mirror"); !mirror.Truthy() || mirror.Get("offsetParent").Truthy() {
		return
	}
	p.reading = place
	scrollTo(to, "center")
}

// wayBack leads back to the text after a button of it has led away.
func (p *page) wayBack() ui.UI {
	return unseen(ui.Button(), p.reading == "").ID("back-to-text").Class("btn", "solid").Type("button").
		Title(words.Say.Article.Back.Tip).Text(words.Say.Article.Back.Label).OnClick(p.onBack)
}

func (p *page) onBack(ui.Context, ui.Event) {
	jump("#" + p.reading)
	p.reading = ""
}
