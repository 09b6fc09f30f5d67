// Package article is the text that explains how the lab works, with figures to bend and buttons that act on the lab.
package article

import (
	"slices"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/kit"
	"nicelab/app/words"
)

// article explains the lab below it. Its text stands in the page's first HTML. It is drawn again only for another
// language or theme.
type article struct {
	ui.Compo
	Lang string
	Dark bool

	do     func(name, place string) // a button was pressed, in the part of that id
	closed func()
}

// New is the article in a language of words.Tables, the one that is spoken. do is told of a button that was pressed,
// and of the id of its part.
func New(lang string, dark bool, do func(name, place string)) ui.UI {
	return &article{Lang: lang, Dark: dark, do: do}
}

const (
	ID     = "how-it-works" // of its element
	partID = "how-"         // and the part's name
)

func (a *article) Render() ui.UI {
	w := words.Say.Article
	return ui.Article().ID(ID).Lang(a.Lang).Body(
		ui.Div().Class("opening").Body(
			ui.H2().ID("how-title").TabIndex(-1).Text(w.Heading),
			ui.P().Class("lead").Text(w.Lead),
		),
		ui.Nav().Class("contents").Aria("label", w.Contents).Body(
			ui.Ol().Body(ui.Range(words.Parts).Slice(func(i int) ui.UI {
				return ui.Li().Body(ui.A().Href("#" + partID + words.Parts[i]).Text(w.Parts.Of(words.Parts[i]).Title))
			})),
		),
		ui.Div().Class("parts").Body(
			ui.Range(words.Parts).Slice(func(i int) ui.UI { return a.part(words.Parts[i]) }),
			ui.Section().Class("part").Body(ui.H3().Text(w.Sources), a.sources()),
		),
	)
}

func (a *article) part(name string) ui.UI {
	part := words.Say.Article.Parts.Of(name)
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
			ui.Span().Text(words.Say.Article.SourceNotes.Of(s.URL)),
		)
	}))
}

// OnMount listens for clicks on what is written as HTML. The browser follows links itself: go-app would open
// them without rel, and would take a place on the page for a run.
func (a *article) OnMount(ctx ui.Context) {
	root := a.JSValue()
	a.closed = kit.Listen(root, "click", func(e ui.Value) bool {
		at := e.Get("target")
		if link := at.Call("closest", "a"); link.Truthy() {
			e.Call("stopPropagation")
			return kit.Jump(link.Call("getAttribute", "href").String())
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
