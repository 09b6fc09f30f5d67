package kit

import (
	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/words"
)

// LanguageSwitch offers each language by its own name. What is chosen holds for the next visit too.
func LanguageSwitch(choose func(ctx ui.Context, lang string)) ui.UI {
	return ui.Div().Class("seg", "language").Role("group").Aria("label", words.Say.Language.Label).
		Title(words.Say.Language.Tip).Body(
		ui.Range(words.Tables).Slice(func(i int) ui.UI {
			lang := words.Tables[i].Lang
			return ui.Button().Type("button").ID("lang-"+lang).Lang(lang).Text(words.Tables[i].Name).
				Attr("aria-pressed", Pressed(words.Say.Lang == lang)).OnClick(func(ctx ui.Context, _ ui.Event) {
				Remember("lang", lang)
				choose(ctx, lang)
			}, lang)
		}),
	)
}

// Spoken is the link's language, else the one chosen on an earlier visit, else the browser's where there is a table for
// it.
func Spoken(link string) string { return ui.Window().Get("start").Call("language", link).String() }

// Entitle names the document in the page's language.
func Entitle(ctx ui.Context, title, description string) {
	p := ctx.Page()
	p.SetLang(words.Say.Lang)
	p.SetTitle(title)
	p.SetDescription(description)
}

// LanguageLink takes a language that was chosen along to another document.
func LanguageLink(path, lang string) string {
	if lang == "" {
		return path
	}
	return path + "#lang=" + lang
}

// Remembered is what an earlier visit chose, or "".
func Remembered(key string) string {
	if v := ui.Window().Get("start").Call("remembered", key); v.Truthy() {
		return v.String()
	}
	return ""
}

// Remember keeps a choice for the next visit, and "" forgets it.
func Remember(key, value string) { ui.Window().Get("start").Call("remember", key, value) }
