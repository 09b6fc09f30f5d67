package kit

import (
	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/plot"
	"nicelab/app/words"
)

// ThemeSwitch is one of a few: the system's, light, dark. What is chosen holds for the next visit too.
func ThemeSwitch(themes []string, theme string, choose func(string)) ui.UI {
	return ui.Div().Class("seg", "theme").Role("group").Aria("label", words.Say.Theme.Label).Title(words.Say.Theme.Tip).
		Body(
			ui.Range(themes).Slice(func(i int) ui.UI {
				name := themes[i]
				return ui.Button().Type("button").ID("theme-"+name).Text(words.Say.ThemeNames.Of(name)).
					Attr("aria-pressed", Pressed(theme == name)).OnClick(func(ui.Context, ui.Event) {
					Remember("theme", name)
					choose(name)
				}, name)
			}),
		)
}

// Theme is the look of pictures.
func Theme(dark bool) plot.Theme {
	if dark {
		return plot.Dark
	}
	return plot.Light
}

// PaintTheme tells the style sheet, and reports whether that is dark.
func PaintTheme(theme string) (dark bool) {
	root := ui.Window().Get("document").Get("documentElement")
	if theme == "light" || theme == "dark" {
		root.Call("setAttribute", "data-theme", theme)
		return theme == "dark"
	}
	root.Call("removeAttribute", "data-theme")
	return Matches("(prefers-color-scheme: dark)")
}

// Matches reports whether a media query holds.
func Matches(query string) bool {
	return ui.Window().Call("matchMedia", query).Get("matches").Truthy()
}
