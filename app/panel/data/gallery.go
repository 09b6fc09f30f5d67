package data

import (
	"fmt"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/kit"
	"nicelab/app/lab"
	"nicelab/app/words"
)

// gallery offers the trained models that the site ships. Until it is opened it loads nothing.
func (d *panel) gallery() ui.UI {
	var names []string
	if d.lab.Source.Gallery {
		names = lab.GalleryNames
	}
	return ui.Details().ID("gallery").Class("gallery").Body(
		ui.Summary().Title(words.Say.Gallery.Tip).Text(words.Say.Gallery.Label).OnClick(d.onGallery),
		ui.Div().Class("thumbs").Body(ui.Range(names).Slice(func(i int) ui.UI {
			name := names[i]
			title := lab.GalleryTitle(name)
			return kit.Disabled(ui.Button().ID("gallery-"+name).Class("thumb"), !d.lab.Ready()).Type("button").
				Title(fmt.Sprintf(words.Say.GalleryItem, title)).OnClick(func(ui.Context, ui.Event) { d.fetchModel(name) }, name).
				Body(
					ui.Img().Class(name).Src("/web/gallery/"+name+".png").Alt("").Width(64).Height(64),
					ui.Span().Text(title),
				)
		})),
		ui.P().Class("note").Text(words.Say.GalleryNote),
	)
}

// onGallery shows the thumbnails, and has them kept for a visit without a network.
func (d *panel) onGallery(ui.Context, ui.Event) {
	if d.lab.Source.Gallery {
		return
	}
	d.lab.Source.Gallery = true
	var files []any
	for _, name := range lab.GalleryNames {
		files = append(files, "gallery/"+name+".png")
	}
	ui.Window().Get("nicelab").Call("fetch", files...)
}

// fetchModel fetches a model, and its data where that is a file, and opens them.
func (d *panel) fetchModel(name string) {
	l, title := d.lab, lab.GalleryTitle(name)
	l.Tell(fmt.Sprintf(words.Say.Fetching, title))
	wanted := l.Choose()
	l.Line.Effect.Ship(lab.GalleryFiles(name), func(got [][]byte) {
		switch {
		case !wanted():
		case got == nil:
			l.Warn(fmt.Sprintf(words.Say.NotFetched, title))
			d.host.Update()
		default:
			l.OpenGallery(name, got[0], append(got, nil)[1])
		}
	})
}
