package app

import (
	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/words"
)

// languageSwitch offers each language by its own name. What is chosen holds for the next visit too.
func languageSwitch(choose func(ctx ui.Context, lang string)) ui.UI {
	return ui.Div().Class("seg", "language").Role("group").Aria("label", words.Say.Language.Label).Title(words.Say.Language.Tip).Body(
		ui.Range(words.Tables).Slice(func(i int) ui.UI {
			lang := words.Tables[i].Lang
			return ui.Button().Type("button").ID("lang-"+lang).Lang(lang).Text(words.Tables[i].Name).
				Attr("aria-pressed", pressed(words.Say.Lang == lang)).OnClick(func(ctx ui.Context, _ ui.Event) {
				remember("lang", lang)
				choose(ctx, lang)
			}, lang)
		}),
	)
}

// spoken is the link's language, else the one chosen on an earlier visit, else the browser's where there is a table for it.
func spoken(link string) string { return ui.Window().Get("start").Call("language", link).String() }

// entitle names the document in the page's language.
func entitle(ctx ui.Context, title, description string) {
	p := ctx.Page()
	p.SetLang(words.Say.Lang)
	p.SetTitle(title)
	p.SetDescription(description)
}

// languageLink takes a language that was chosen along to another document.
func languageLink(path, lang string) string {
	if lang == "" {
		return path
	}
	return path + "#lang=" + lang
}

func (p *page) setLanguage(ctx ui.Context, lang string) {
	p.lab.Lang = lang
	p.lab.Speak(lang)
	p.lab.WriteLink()
	p.translate(ctx)
}

// translate names the document in the page's language, and has the article follow into it once the rest is on the screen: it is long.
func (p *page) translate(ctx ui.Context) {
	entitle(ctx, words.Say.DocTitle, words.Say.Description)
	if p.text != words.Say.Lang {
		whenShown(ctx, func() { p.text = words.Say.Lang })
	}
}

// remembered is what an earlier visit chose, or "".
func remembered(key string) string {
	if v := ui.Window().Get("start").Call("remembered", key); v.Truthy() {
		return v.String()
	}
	return ""
}

// remember keeps a choice for the next visit, and "" forgets it.
func remember(key, value string) { ui.Window().Get("start").Call("remember", key, value) }
