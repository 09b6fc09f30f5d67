package away

import (
	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/kit"
	"nicelab/app/lab"
	"nicelab/app/words"
)

// keepBox switches keeping on and off and says how it stands.
func keepBox(l *lab.Lab) ui.UI {
	return ui.Div().Class("keep").Body(
		ui.Label().Class("check").For("keep").Title(words.Say.Keep.Tip).Body(
			kit.Checked(kit.Disabled(ui.Input().ID("keep"), !l.Ready()).Type("checkbox"), l.Keep.Wanted).
				OnChange(func(ctx ui.Context, _ ui.Event) {
					l.SetKeep(ctx.JSSrc().Get("checked").Truthy())
				}),
			ui.Span().Text(words.Say.Keep.Label),
		),
		ui.P().ID("kept").Class("note").Text(l.Keep.KeptText()),
	)
}

// Keep has a lab take up what an earlier visit chose, and keeps the choice for the next.
func Keep(l *lab.Lab) {
	l.Keep.Wanted = kit.Remembered("keep") == ""
	l.Line.Effect.Remember = func(on bool) {
		if on {
			kit.Remember("keep", "")
		} else {
			kit.Remember("keep", "off")
		}
	}
}
