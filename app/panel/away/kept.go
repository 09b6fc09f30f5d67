package away

import (
	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/kit"
	"nicelab/app/lab"
	"nicelab/app/words"
)

// keepBox switches keeping on and off and says how it stands.
func keepBox(k *lab.Keep, ready bool) ui.UI {
	return ui.Div().Class("keep").Body(
		kit.Check("keep", words.Say.Keep, k.Wanted, !ready, func(_ ui.Context, on bool) { k.SetKeep(on) }),
		ui.P().ID("kept").Class("note").Text(k.KeptText()),
	)
}

// Keep takes up what an earlier visit chose, and has the choice remembered for the next.
func Keep(k *lab.Keep) {
	k.Wanted = kit.Remembered("keep") == ""
	k.Remember = func(on bool) {
		if on {
			kit.Remember("keep", "")
		} else {
			kit.Remember("keep", "off")
		}
	}
}
