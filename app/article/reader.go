package article

import (
	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/kit"
	"nicelab/app/lab"
	"nicelab/app/words"
)

// Reader is where a person reads: a button of the text may lead away from it, and another leads back.
type Reader struct {
	Lab   *lab.Lab
	Told  func() // the lab was told something
	place string // the part that a button of it has led away from
}

// Do does what a button of the article stands for. Where the lab is not seen beside the text, it leads there.
func (r *Reader) Do(name, place string) {
	do, ok := lab.Deed(name)
	if !ok {
		return
	}
	do(r.Lab)
	r.Told()
	to := ui.Window().GetElementByID("x-plane")
	if at := ui.Window().GetElementByID(lab.DeedPlaces[name]); at.Truthy() {
		to = at
	} else if mirror := ui.Window().GetElementByID("mirror"); !mirror.Truthy() || mirror.Get("offsetParent").Truthy() {
		return
	}
	r.place = place
	kit.ScrollTo(to, "center")
}

// WayBack leads back to the text after a button of it has led away.
func (r *Reader) WayBack() ui.UI {
	return kit.Hidden(kit.Button("back-to-text", words.Say.Article.Back, false, r.onBack).Class("solid"), r.place == "")
}

func (r *Reader) onBack(ui.Context, ui.Event) {
	kit.Jump("#" + r.place)
	r.place = ""
}
