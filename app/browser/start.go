package browser

import (
	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/kit"
	"nicelab/app/lab"
)

// Told gives the report the figures that the page is to come with: those of the run that was watched before.
func Told(r *lab.Report) {
	if v := ui.Window().Get("start").Call("told"); v.Truthy() {
		figure := func(name string) float64 { return v.Get(name).Float() }
		r.Watched(v.Get("step").Int(), figure("stepsPerSecond"), figure("valid"), figure("aboveFloor"))
	}
}

// waitUntilSeen puts off what would begin by itself while nobody sees the tab; seen begins it.
func waitUntilSeen(ctx ui.Context, c *lab.Choice, hear *kit.Listeners, seen func()) {
	doc := ui.Window().Get("document")
	if !c.Goes() || !doc.Get("hidden").Truthy() {
		return
	}
	c.Intent = lab.Unseen
	hear.On(doc, "visibilitychange", func(ui.Value) bool {
		ctx.Dispatch(func(ui.Context) { seen() })
		return false
	})
}
