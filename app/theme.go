package app

import ui "github.com/maxence-charriere/go-app/v9/pkg/app"

// themeSwitch is one of three: the system's, light, dark.
func (p *page) themeSwitch() ui.UI {
	return ui.Div().Class("seg", "theme").Role("group").Aria("label", say.Theme.Label).Title(say.Theme.Tip).Body(
		ui.Range(themes).Slice(func(i int) ui.UI {
			return ui.Button().Type("button").ID("theme-"+themes[i]).Text(say.ThemeNames[themes[i]]).
				Attr("aria-pressed", pressed(p.lab.theme == themes[i])).OnClick(p.onTheme, themes[i])
		}),
	)
}

func (p *page) onTheme(ctx ui.Context, e ui.Event) {
	id := ctx.JSSrc().Get("id").String()
	if len(id) <= len("theme-") {
		return
	}
	p.lab.theme = id[len("theme-"):]
	storage := ui.Window().Get("localStorage")
	if storage.Truthy() {
		storage.Call("setItem", "theme", p.lab.theme)
	}
	p.lab.writeLink()
	p.applyTheme()
}

// storedTheme is the choice of an earlier visit, or "".
func storedTheme() string {
	storage := ui.Window().Get("localStorage")
	if !storage.Truthy() {
		return ""
	}
	if v := storage.Call("getItem", "theme"); v.Truthy() {
		return v.String()
	}
	return ""
}

// applyTheme tells the style sheet and the canvases.
func (p *page) applyTheme() {
	root := ui.Window().Get("document").Get("documentElement")
	switch p.lab.theme {
	case "light", "dark":
		root.Call("setAttribute", "data-theme", p.lab.theme)
		p.dark = p.lab.theme == "dark"
	default:
		root.Call("removeAttribute", "data-theme")
		p.dark = matches("(prefers-color-scheme: dark)")
	}
}

func matches(query string) bool {
	return ui.Window().Call("matchMedia", query).Get("matches").Truthy()
}
