package app

import (
	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/lab"
	"nicelab/app/plot"
	"nicelab/app/words"
)

// themeSwitch is one of three: the system's, light, dark. What is chosen holds for the next visit too.
func themeSwitch(theme string, choose func(string)) ui.UI {
	return ui.Div().Class("seg", "theme").Role("group").Aria("label", words.Say.Theme.Label).Title(words.Say.Theme.Tip).Body(
		ui.Range(lab.Themes).Slice(func(i int) ui.UI {
			name := lab.Themes[i]
			return ui.Button().Type("button").ID("theme-"+name).Text(words.Say.ThemeNames[name]).
				Attr("aria-pressed", pressed(theme == name)).OnClick(func(ui.Context, ui.Event) {
				remember("theme", name)
				choose(name)
			}, name)
		}),
	)
}

func (p *page) setTheme(name string) {
	p.lab.Theme = name
	p.lab.WriteLink()
	p.applyTheme()
}

// plotTheme is the look of pictures.
func plotTheme(dark bool) plot.Theme {
	if dark {
		return plot.Dark
	}
	return plot.Light
}

// applyTheme tells the style sheet and the canvases.
func (p *page) applyTheme() {
	p.dark = paintTheme(p.lab.Theme)
	ui.Window().Get("document").Get("documentElement").Call("toggleAttribute", "data-embed", p.lab.Embed)
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
