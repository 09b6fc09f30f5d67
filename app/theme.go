package app

import ui "github.com/maxence-charriere/go-app/v9/pkg/app"

// themeSwitch is one of three: the system's, light, dark.
func themeSwitch(theme string, choose ui.EventHandler) ui.UI {
	return ui.Div().Class("seg", "theme").Role("group").Aria("label", say.Theme.Label).Title(say.Theme.Tip).Body(
		ui.Range(themes).Slice(func(i int) ui.UI {
			return ui.Button().Type("button").ID("theme-"+themes[i]).Text(say.ThemeNames[themes[i]]).
				Attr("aria-pressed", pressed(theme == themes[i])).OnClick(choose, themes[i])
		}),
	)
}

func (p *page) onTheme(ctx ui.Context, _ ui.Event) {
	p.lab.theme = storeTheme(ctx, p.lab.theme)
	p.lab.writeLink()
	p.applyTheme()
}

// storeTheme keeps what a button of the switch stands for, for the next visit, and returns it.
func storeTheme(ctx ui.Context, before string) string {
	id := ctx.JSSrc().Get("id").String()
	if len(id) <= len("theme-") {
		return before
	}
	theme := id[len("theme-"):]
	remember("theme", theme)
	return theme
}

// rememberTheme takes the theme of an earlier visit where the link names none.
func (l *lab) rememberTheme() {
	if stored := remembered("theme"); l.theme == "auto" && stored != "" {
		oneOf(&l.theme, "theme", stored, themes)
	}
}

// applyTheme tells the style sheet and the canvases.
func (p *page) applyTheme() {
	p.dark = paintTheme(p.lab.theme)
	ui.Window().Get("document").Get("documentElement").Call("toggleAttribute", "data-embed", p.lab.embed)
}

// paintTheme tells the style sheet, and reports whether that is dark.
func paintTheme(theme string) (dark bool) {
	root := ui.Window().Get("document").Get("documentElement")
	if theme == "light" || theme == "dark" {
		root.Call("setAttribute", "data-theme", theme)
		return theme == "dark"
	}
	root.Call("removeAttribute", "data-theme")
	return matches("(prefers-color-scheme: dark)")
}

func matches(query string) bool {
	return ui.Window().Call("matchMedia", query).Get("matches").Truthy()
}
