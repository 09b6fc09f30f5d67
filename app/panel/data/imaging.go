package data

import (
	"fmt"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/kit"
	"nicelab/app/words"
)

// asPictures is the box that says so; it appears where the count of columns fits.
func (d *panel) asPictures() ui.UI {
	l := d.lab
	if !l.MayBePictures() {
		return ui.Div().Hidden(true)
	}
	p := l.Table.Picture
	format := words.Say.AsPictures.Label
	if p.Channels == 3 {
		format = words.Say.AsColour
	}
	w := words.Word{Label: fmt.Sprintf(format, words.Count(p.Width), words.Count(p.Height)), Tip: words.Say.AsPictures.Tip}
	return ui.Div().Hidden(false).Body(
		kit.Check("as-pictures", w, l.State.Pictured, !l.Ready() || len(l.Source.Trials) > 0,
			func(_ ui.Context, on bool) { l.TakeAsPictures(on) }),
	)
}
