package browser

import (
	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/kit"
	"nicelab/app/lab"
)

// Told gives a lab the figures that the page is to come with: those of the run that was watched before.
func Told(l *lab.Lab) {
	if v := ui.Window().Get("start").Call("told"); v.Truthy() {
		figure := func(name string) float64 { return v.Get(name).Float() }
		l.Watched(v.Get("step").Int(), figure("stepsPerSecond"), figure("valid"), figure("aboveFloor"))
	}
}

// waitUntilSeen puts off what would begin by itself while nobody sees the tab.
func waitUntilSeen(ctx ui.Context, l *lab.Lab, hear *kit.Listeners) {
	doc := ui.Window().Get("document")
	if !l.Choice.Goes() || !doc.Get("hidden").Truthy() {
		return
	}
	l.Choice.Intent = lab.Unseen
	hear.On(doc, "visibilitychange", func(ui.Value) bool {
		ctx.Dispatch(func(ui.Context) { l.Seen() })
		return false
	})
}
